"""This app's part of a member's record: their visits."""

from collections.abc import Iterable
from datetime import datetime

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.apps.visits.actions import cancel_visit
from sinew.apps.visits.models import Attendance, Visit, VisitQuarter


def visit_rows(member: Member) -> Rows:
    """Every visit, the cancelled ones too, for the exact export."""
    return [
        {
            "visit": str(visit.pk),
            "practitioner": visit.practitioner.name,
            "kind": visit.kind,
            "begins_at": instant(visit.begins_at),
            "ends_at": instant(visit.ends_at),
            "state": visit.state,
            "booked_at": instant(visit.booked_at),
            "cancelled_at": instant(visit.cancelled_at),
            "cancel_reason": visit.cancel_reason or None,
            "met_at": instant(visit.met_at),
            "ended_at": instant(visit.ended_at),
            "in_the_call": [
                {
                    "joined_at": instant(one.joined_at),
                    "left_at": instant(one.left_at),
                    "was": _side(one, member),
                }
                for one in visit.attendances.all()
            ],
        }
        for visit in member.visits.select_related("practitioner").prefetch_related("attendances")
    ]


def _side(attendance: Attendance, member: Member) -> str:
    return "member" if attendance.person_id == member.user_id else "practitioner"


def visit_sections(member: Member) -> Iterable[Section]:
    """The visits, for reading."""
    lines = tuple(
        (readable(visit.begins_at), f"{visit.practitioner.name}, {visit.get_state_display().lower()}")
        for visit in member.visits.select_related("practitioner")
    )
    yield Section("Your visits", lines)


def cancel_ahead(member: Member, at: datetime, by: User) -> None:
    """Without the consents of the program nobody is met: what is booked is cancelled, and both are told."""
    for visit in member.visits.ahead(at):
        if visit.can_change_at(at):
            cancel_visit(visit=visit, reason="", at=at, by=by)


PARTS = (
    RecordPart(
        "visits",
        "Your visits",
        (Visit, VisitQuarter, Attendance),
        visit_rows,
        visit_sections,
        stop=cancel_ahead,
    ),
)
