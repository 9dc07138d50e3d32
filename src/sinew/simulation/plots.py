"""Draws a simulated population as pictures; each carries the words that it is a simulation."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sinew.errors import SinewError
from sinew.simulation.report import LABEL, OTHER, OutcomeRow, Report

_INK, _QUIET = "#1d2a32", "#6b7a83"
_COLORS: Mapping[str, str] = {
    "C1": "#0b6e6e",
    "C2": "#5a4fa2",
    "C3": "#b5651d",
    "C7": "#a23b5a",
    "C6": "#2f6fb0",
    OTHER: "#6b7a83",
}
_NAMES: Mapping[str, str] = {
    "C1": "tightness (C1)",
    "C2": "strain, grade 1 (C2)",
    "C3": "strain, grade 2 (C3)",
    "C7": "strain again (C7)",
    "C6": "sore tendon (C6)",
    OTHER: "other",
}


class PlotsUnavailable(SinewError):
    """Matplotlib is not installed."""


def need_plots() -> None:
    """See to it that plots can be drawn, before the work whose result they show.

    Raises:
        PlotsUnavailable: matplotlib is not installed.
    """
    _matplotlib()


def draw(report: Report, folder: Path) -> list[Path]:
    """Write the plots as PNG files; gives their paths.

    Raises:
        PlotsUnavailable: matplotlib is not installed.
    """
    figures = {
        "pain-and-capacity": _curves(report),
        "graduation": _graduation(report),
        "time-in-phase": _phases(report),
        "outcomes": _outcomes(report),
        "safety": _safety(report),
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.png" for name in figures]
    for path, figure in zip(paths, figures.values(), strict=True):
        figure.text(
            0.01,
            0.01,
            f"{LABEL} · {report.members:,} simulated members, {report.weeks} weeks, seed {report.seed}",
            fontsize=8,
            color=_QUIET,
        )
        figure.savefig(path, dpi=120)
    return paths


def _matplotlib() -> Any:
    try:
        return importlib.import_module("matplotlib.figure")
    except ModuleNotFoundError as reason:
        message = "Plots need matplotlib: run `make test-setup`, or leave out --plots."
        raise PlotsUnavailable(message) from reason


def _figure(columns: int, title: str) -> tuple[Any, list[Any]]:
    figure = _matplotlib().Figure(figsize=(10, 4.6), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0.05, 1, 0.95))
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, color=_INK)
    axes = figure.subplots(1, columns, squeeze=False)[0]
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.tick_params(colors=_QUIET, labelsize=8)
    return figure, list(axes)


def _rows(report: Report) -> list[OutcomeRow]:
    return [row for row in report.outcomes if row.presentation in _NAMES and row.presentation != OTHER]


def _label(axes: Any, title: str, x: str, y: str) -> None:
    axes.set_title(title, loc="left", fontsize=10, color=_INK)
    axes.set_xlabel(x, fontsize=9, color=_QUIET)
    axes.set_ylabel(y, fontsize=9, color=_QUIET)


def _curves(report: Report) -> Any:
    figure, (pain, capacity) = _figure(2, "Pain and capacity, mean of the members still there")
    for row in _rows(report):
        color, name = _COLORS[row.presentation], _NAMES[row.presentation]
        pain.plot(range(len(row.pain)), row.pain, color=color, lw=1.8, label=name)
        capacity.plot(range(len(row.capacity)), row.capacity, color=color, lw=1.8)
    pain.set_ylim(0, None)
    capacity.set_ylim(0, None)
    pain.legend(fontsize=8, frameon=False)
    _label(pain, "Pain at rest", "weeks since the intake", "pain, 0 to 10")
    _label(capacity, "Capacity of the sore side", "weeks since the intake", "share of healthy tissue")
    return figure


def _graduation(report: Report) -> Any:
    figure, (axes,) = _figure(1, "Who has reached maintenance")
    for row in _rows(report):
        values = [100 * share for share in row.graduated_by_week]
        axes.step(
            range(len(values)),
            values,
            where="post",
            color=_COLORS[row.presentation],
            lw=1.8,
            label=f"{_NAMES[row.presentation]}, n = {row.members:,}",
        )
    axes.set_ylim(0, 100)
    axes.legend(fontsize=8, frameon=False)
    _label(
        axes, "Drop-outs and referrals count as not there yet", "weeks since the intake", "% of all who began"
    )
    return figure


def _phases(report: Report) -> Any:
    figure, (axes,) = _figure(1, "Median days in each phase, of those who went on from it")
    labels, values, colors = [], [], []
    for row in report.phases:
        if row.presentation in _COLORS and row.presentation != OTHER and row.median_days_of_those is not None:
            labels.append(f"{row.presentation} {row.phase}")
            values.append(row.median_days_of_those)
            colors.append(_COLORS[row.presentation])
    axes.barh(labels[::-1], values[::-1], color=colors[::-1])
    for place, value in enumerate(values[::-1]):
        axes.annotate(
            f"{value:g}", (value, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8
        )
    _label(axes, "", "days", "")
    return figure


def _outcomes(report: Report) -> Any:
    figure, panels = _figure(4, "Outcomes by presentation")
    rows = _rows(report)
    names, colors = [row.presentation for row in rows], [_COLORS[row.presentation] for row in rows]
    shares = (
        ("Sessions done", "% of planned", [100 * (row.adherence or 0) for row in rows]),
        ("Dropped out", "% of members", [100 * row.dropped_out / row.members for row in rows]),
        ("Injured again", "% of members", [100 * row.injured_again / row.members for row in rows]),
        (
            "Practitioner's looks",
            "a week for 100 members",
            [row.reviews_per_week_per_100 or 0 for row in rows],
        ),
    )
    for axes, (title, unit, values) in zip(panels, shares, strict=True):
        bars = axes.bar(names, values, color=colors)
        axes.bar_label(bars, fmt="%.0f", fontsize=8)
        _label(axes, title, "", unit)
    return figure


def _safety(report: Report) -> Any:
    figure, (axes,) = _figure(1, "Safety invariants: how often checked, how often breached")
    axes.axis("off")
    cells = [[row.meaning, f"{row.checked:,}", f"{row.violations:,}"] for row in report.safety]
    table = axes.table(
        cellText=cells,
        colLabels=["must hold", "checked", "violations"],
        colWidths=[0.76, 0.12, 0.12],
        cellLoc="left",
        loc="center",
    )
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    table.scale(1, 1.3)
    for cell in table.get_celld().values():
        cell.set_edgecolor("#d5dde1")
    return figure
