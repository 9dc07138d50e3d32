"""A published report as JSON and back: what is kept for ever, and nothing that was not published."""

from collections.abc import Mapping
from typing import Any

from sinew.disclosure.bands import Band
from sinew.disclosure.means import Group
from sinew.disclosure.periods import Quarter
from sinew.disclosure.report import Counted, Report


def report_to_json(report: Report) -> dict[str, Any]:
    """The report without the people of its groups."""
    return {
        "year": report.quarter.year,
        "quarter": report.quarter.number,
        "covered": report.covered.to_json() if report.covered else None,
        "counts": {str(counted): band.to_json() for counted, band in report.counts.items()},
        "tracks": [[name, band.to_json()] for name, band in report.tracks],
        "sessions_a_week": report.sessions_a_week,
        "groups": [
            {"measure": one.measure, "at_least": one.at_least, "before": one.before, "after": one.after}
            for one in report.groups
        ],
        "closed": {measure: band.to_json() for measure, band in report.closed.items()},
    }


def report_from_json(kept: Mapping[str, Any]) -> Report:
    """The report that was kept."""
    return Report(
        quarter=Quarter(kept["year"], kept["quarter"]),
        covered=band_from_json(kept["covered"]),
        counts={Counted(name): Band(**band) for name, band in kept["counts"].items()},
        tracks=tuple((name, Band(**band)) for name, band in kept["tracks"]),
        sessions_a_week=kept["sessions_a_week"],
        groups=tuple(Group(**one) for one in kept["groups"]),
        closed={measure: Band(**band) for measure, band in kept["closed"].items()},
    )


def band_from_json(kept: Mapping[str, Any] | None) -> Band | None:
    """The step that was kept."""
    return None if kept is None else Band(**kept)
