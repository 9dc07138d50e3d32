"""This app's part of a member's record: who pays for them, and from when to when."""

from collections.abc import Iterable

from sinew.apps.coverage.models import Coverage
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable


def coverage_rows(member: Member) -> Rows:
    """Every span of coverage, for the exact export."""
    return [
        {
            "coverage": str(one.pk),
            "sponsor": one.sponsor.name,
            "proven_by": one.proven_by,
            "begins_on": instant(one.begins_on),
            "ends_on": instant(one.ends_on),
            "end_reason": one.end_reason or None,
            "recorded_at": instant(one.created_at),
            "checked_at": instant(one.checked_at),
        }
        for one in member.coverages.select_related("sponsor")
    ]


def coverage_sections(member: Member) -> Iterable[Section]:
    """Who pays, for reading."""
    lines = []
    for one in member.coverages.select_related("sponsor"):
        until = f", until {readable(one.ends_on)} (that day not included)" if one.ends_on else ""
        lines.append((one.sponsor.name, f"since {readable(one.begins_on)}{until}"))
    yield Section("Who pays for you", tuple(lines))


PARTS = (RecordPart("coverages", "Who pays for you", (Coverage,), coverage_rows, coverage_sections),)
