"""Draws an analysis as a picture: the joint angle over time with the repetitions and holds marked."""

import importlib
from pathlib import Path
from typing import Any

from sinew.motion.analysis import Analysis
from sinew.motion.tracking import Mode, TrackingDefinition
from sinew.pose.video import PoseUnavailable
from sinew.vocabulary import View

_INK, _LINE, _COMPLETE, _PARTIAL, _HOLD = "#1d2a32", "#0b6e6e", "#bfe3dc", "#f3dfb5", "#5a4fa2"


def plot_analysis(analysis: Analysis, definition: TrackingDefinition, path: Path) -> None:
    """Write a PNG.

    Raises:
        PoseUnavailable: matplotlib is not installed.
    """
    axes, figure = _canvas()
    times_s = [sample.t_ms / 1000 for sample in analysis.samples]
    angles = [float("nan") if s.angle_deg is None else s.angle_deg for s in analysis.samples]
    for repetition in analysis.repetitions:
        color, label = (_COMPLETE, "complete") if repetition.is_complete else (_PARTIAL, "partial")
        start_s, end_s = repetition.start_ms / 1000, repetition.end_ms / 1000
        axes.axvspan(start_s, end_s, color=color, lw=0, label=label)
        axes.plot(repetition.peak_ms / 1000, repetition.peak_deg, "o", color=_INK, ms=4)
    for hold in analysis.holds:
        start_s, end_s = hold.start_ms / 1000, hold.end_ms / 1000
        axes.hlines(hold.mean_deg, start_s, end_s, color=_HOLD, lw=4, alpha=0.6, label="held")
    axes.plot(times_s, angles, color=_LINE, lw=1.6)
    axes.axhline(definition.target_deg, color=_INK, lw=0.8, ls="--")
    axes.annotate(
        "target",
        (1.0, definition.target_deg),
        xycoords=("axes fraction", "data"),
        ha="right",
        va="bottom",
        fontsize=8,
    )
    axes.set_title(_title(analysis, definition), loc="left", fontsize=11, color=_INK)
    if analysis.range_deg is None:
        axes.text(0.5, 0.65, _nothing(analysis), transform=axes.transAxes, ha="center", color=_INK)
    _explain_colors(axes)
    axes.set_xlabel("time (s)")
    axes.set_ylabel(f"{analysis.signal.replace('_', ' ')} (degrees)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.01)
    figure.savefig(path, dpi=130, bbox_inches="tight")


def _canvas() -> tuple[Any, Any]:
    try:
        figure_module = importlib.import_module("matplotlib.figure")
    except ModuleNotFoundError as reason:
        raise PoseUnavailable("Plots need matplotlib: run `make test-setup`.") from reason
    figure = figure_module.Figure(figsize=(10, 4))
    return figure.subplots(), figure


def _explain_colors(axes: Any) -> None:
    """A legend below the picture, each kind of mark once."""
    marks, labels = axes.get_legend_handles_labels()
    once = dict(zip(labels, marks, strict=True))
    if once:
        where = {"loc": "upper right", "bbox_to_anchor": (1.0, -0.1), "ncols": len(once)}
        axes.legend(once.values(), once.keys(), fontsize=8, frameon=False, **where)


def _nothing(analysis: Analysis) -> str:
    """Why there is no line."""
    return analysis.warnings[0] if analysis.warnings else "The joint could not be seen."


def _title(analysis: Analysis, definition: TrackingDefinition) -> str:
    if definition.mode is Mode.HOLD:
        count = len(analysis.holds)
        seconds = f", {sum(hold.seconds for hold in analysis.holds):.1f} s" if count else ""
        return f"{analysis.exercise} · {count} hold{'' if count == 1 else 's'}{seconds}{_from(analysis)}"
    partial = len(analysis.repetitions) - analysis.count
    counted = f"{analysis.count} complete" + (f", {partial} partial" if partial else "")
    held = f" · held {sum(hold.seconds for hold in analysis.holds):.1f} s" if analysis.holds else ""
    return f"{analysis.exercise} · {counted}{held}{_from(analysis)}"


def _from(analysis: Analysis) -> str:
    """From where it was seen, if anybody was."""
    return "" if analysis.view is View.UNKNOWN else f" · {analysis.view.value} view"
