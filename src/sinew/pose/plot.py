"""Draws an analysis as a picture: the joint angle over time with the repetitions and holds marked."""

import importlib
from pathlib import Path
from typing import Any

from sinew.motion.analysis import Analysis
from sinew.motion.tracking import TrackingDefinition
from sinew.pose.video import PoseUnavailable

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
        color = _COMPLETE if repetition.is_complete else _PARTIAL
        axes.axvspan(repetition.start_ms / 1000, repetition.end_ms / 1000, color=color, lw=0)
        axes.plot(repetition.peak_ms / 1000, repetition.peak_deg, "o", color=_INK, ms=4)
    for hold in analysis.holds:
        axes.hlines(hold.mean_deg, hold.start_ms / 1000, hold.end_ms / 1000, color=_HOLD, lw=4, alpha=0.6)
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
    axes.set_title(_title(analysis), loc="left", fontsize=11, color=_INK)
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


def _title(analysis: Analysis) -> str:
    partial = len(analysis.repetitions) - analysis.count
    counted = f"{analysis.count} complete" + (f", {partial} partial" if partial else "")
    held = f" · held {sum(hold.seconds for hold in analysis.holds):.1f} s" if analysis.holds else ""
    return f"{analysis.exercise} · {counted}{held} · {analysis.view.value} view"
