"""This app's part of a member's record: what was measured in their visits, struck entries too."""

from collections.abc import Iterable

from sinew.apps.measuring.models import VisitEntry, VisitMeasurement, VisitSet
from sinew.apps.measuring.presenters import lines_of
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.motion.live import STEP


def measured_rows(member: Member) -> Rows:
    """Every entry with all that is kept of it, for the exact export."""
    angles = member.visitmeasurements.select_related("by", "test_event__struck_by")
    return [
        *(_measurement(one) for one in angles),
        *(_set(one) for one in member.visitsets.select_related("by")),
    ]


def _entry(entry: VisitEntry) -> dict[str, object]:
    return {
        "visit": str(entry.visit_id),
        "side": entry.side or None,
        "view": entry.view,
        "error_deg": entry.error_deg,
        "note": entry.note or None,
        "at": instant(entry.at),
        "by": entry.by.name if entry.by is not None else None,
        "struck_at": instant(entry.struck_at),
        "strike_reason": entry.strike_reason or None,
    }


def _measurement(one: VisitMeasurement) -> dict[str, object]:
    points = one.landmarks["p"] or []
    return {
        "measure": one.measure,
        "angle": one.angle,
        "degrees": one.degrees,
        "spread_deg": one.spread_deg,
        "confidence": one.confidence,
        "tracked_fraction": one.tracked_fraction,
        "picture": [one.landmarks["w"], one.landmarks["h"]],
        "x_y_seen": [
            [points[at] / STEP, points[at + 1] / STEP, points[at + 2] / 100]
            for at in range(0, len(points), 3)
        ],
        "is_test_result": one.test_event is not None and not one.test_event.is_struck,
        **_entry(one),
    }


def _set(one: VisitSet) -> dict[str, object]:
    return {
        "exercise": one.exercise,
        "joint": one.joint,
        "count": one.count,
        "partial_count": one.partial_count,
        "hold_s": one.hold_s,
        "low_deg": one.low_deg,
        "high_deg": one.high_deg,
        "tracked_fraction": one.tracked_fraction,
        "repetitions": one.repetitions,
        "holds": one.holds,
        **_entry(one),
    }


def measured_sections(member: Member) -> Iterable[Section]:
    """The same for reading."""
    entries = [*member.visitmeasurements.select_related("visit"), *member.visitsets.select_related("visit")]
    lines = tuple(
        (readable(line.entry.at), f"{line.says}{_struck(line.entry)}")
        for line in lines_of(sorted(entries, key=lambda one: one.at), member.user)
    )
    yield Section("What was measured in your visits, without video", lines)


def _struck(entry: VisitEntry) -> str:
    return "" if entry.stands else f" (struck through: {entry.strike_reason})"


PARTS = (
    RecordPart(
        "visit_measurements",
        "What was measured in your visits",
        (VisitMeasurement, VisitSet),
        measured_rows,
        measured_sections,
    ),
)
