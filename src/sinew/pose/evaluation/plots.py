"""Pictures of the evaluation: agreement of peaks with Vicon, and every repetition counted or missed."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sinew.pose.evaluation.scores import agreement
from sinew.pose.evaluation.sessions import Counted, Measured, peak_pairs
from sinew.pose.labelled.kinect import LOWER_LIMB, MOVEMENTS
from sinew.pose.video import PoseUnavailable

_INK, _QUIET, _TUNED, _HELD, _FOUND, _WRONG = "#1d2a32", "#9aa6ac", "#0b6e6e", "#c05621", "#7fc4b8", "#b3261e"
_COLORS = 32
AGREEMENT, RASTERS = "accuracy-agreement.png", "accuracy-repetitions.png"


def plot_agreement(measured: Sequence[Measured], folder: Path) -> Path | None:
    """Bland and Altman: measured minus true against their mean, a panel for each movement.

    Raises:
        PoseUnavailable: matplotlib or Pillow is not installed.
    """
    shown = [movement for movement in LOWER_LIMB if peak_pairs(measured, movement)]
    if not shown:
        return None
    figure = _figure(10, 5.6)
    panels = figure.subplots(2, 3, sharey=True).flat
    for axes, movement in zip(panels, shown, strict=False):
        for is_tuned, color, label in ((True, _TUNED, "tuned on"), (False, _HELD, "held out")):
            group = [one for one in measured if one.counted[0].is_tuned is is_tuned]
            pairs = peak_pairs(group, movement)
            means = [(found + true) / 2 for found, true in pairs]
            axes.plot(
                means, [found - true for found, true in pairs], "o", ms=3, color=color, alpha=0.6, label=label
            )
        found = agreement(peak_pairs(measured, movement))
        axes.axhline(0, color=_QUIET, lw=0.7)
        axes.axhline(found.bias, color=_INK, lw=1.2)
        for limit in (found.low, found.high):
            axes.axhline(limit, color=_INK, lw=0.8, ls="--")
        axes.set_title(
            f"{movement} {MOVEMENTS[movement]}: bias {found.bias:.0f}°", loc="left", fontsize=9, color=_INK
        )
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8)
    figure.supxlabel("mean of measured and Vicon (degrees)", fontsize=9)
    figure.supylabel("measured - Vicon (degrees)", fontsize=9)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    figure.tight_layout()
    return _saved(figure, folder / AGREEMENT)


def plot_rasters(measured: Sequence[Measured], folder: Path) -> Path | None:
    """A line for each session: labelled repetitions as ticks, counted ones as bars, wrong totals in red.

    Raises:
        PoseUnavailable: matplotlib or Pillow is not installed.
    """
    recorded = [one.counted[0] for one in measured]
    shown = [movement for movement in MOVEMENTS if any(one.movement == movement for one in recorded)]
    if not shown:
        return None
    rows = (len(shown) + 1) // 2
    figure = _figure(11, 1.75 * rows)
    for axes, movement in zip(figure.subplots(rows, 2, squeeze=False).flat, shown, strict=False):
        group = [one for one in recorded if one.movement == movement]
        for row, one in enumerate(group):
            _raster(axes, row, one)
        names = [f"{one.session[4:7]} {'+' if one.is_correct else '-'}" for one in group]
        axes.set_yticks(range(len(group)), names)
        axes.invert_yaxis()
        axes.tick_params(labelsize=6)
        axes.set_title(f"{movement} {MOVEMENTS[movement]}", loc="left", fontsize=9, color=_INK)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.margins(x=0.01)
    figure.supxlabel(
        "seconds; bars: counted repetitions, ticks: labelled ones begin; + as asked, - not; red: wrong total",
        fontsize=8,
    )
    figure.tight_layout()
    return _saved(figure, folder / RASTERS)


def _raster(axes: Any, row: int, one: Counted) -> None:
    color = _FOUND if one.counted == one.true else _WRONG
    spans = [(start / 1000, (end - start) / 1000) for start, end in one.found]
    axes.broken_barh(spans, (row - 0.32, 0.64), color=color, lw=0)
    axes.vlines([start / 1000 for start, _ in one.spans], row - 0.45, row + 0.45, color=_INK, lw=0.7)
    end_s = max((end for _, end in (*one.found, *one.spans)), default=0) / 1000
    axes.text(end_s + 0.4, row, f"{one.counted}", va="center", fontsize=6, color=_INK)


def _figure(width: float, height: float) -> Any:
    try:
        return importlib.import_module("matplotlib.figure").Figure(figsize=(width, height))
    except ModuleNotFoundError as reason:
        raise PoseUnavailable("Plots need matplotlib: run `make test-setup`.") from reason


def _saved(figure: Any, path: Path) -> Path:
    """Write the picture with few colors, for a repository."""
    figure.savefig(path, dpi=110)
    try:
        image = importlib.import_module("PIL.Image")
    except ModuleNotFoundError as reason:
        raise PoseUnavailable("Plots need Pillow: run `make test-setup`.") from reason
    with image.open(path) as picture:
        small = picture.convert("RGB").quantize(_COLORS)
    small.save(path, optimize=True)
    return path
