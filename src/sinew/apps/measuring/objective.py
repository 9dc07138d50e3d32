"""What was measured in visits, for the objective part of a note."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from sinew.apps.charting.objective import Measured
from sinew.apps.measuring.measures import measures
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.measuring.presenters import MeasurementLine, SetLine
from sinew.apps.members.models import Member


def measured_in_visits(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """Entries that stand, oldest first, in the words of practitioners."""
    span = {"member": member, "at__lte": until} | ({"at__gt": after} if after is not None else {})
    known = measures()
    angles = VisitMeasurement.objects.standing().filter(**span).select_related("visit__practitioner")
    for angle in angles.order_by("at"):
        yield _told(MeasurementLine(angle, angle.visit.practitioner, known.get(angle.measure)), angle.note)
    sets = VisitSet.objects.standing().filter(**span).select_related("visit__practitioner")
    for done in sets.order_by("at"):
        yield _told(SetLine(done, done.visit.practitioner), done.note)


def _told(line: MeasurementLine | SetLine, note: str) -> Measured:
    what, _, says = line.says.partition(": ")
    return Measured(what, ". ".join(filter(None, (says, line.quality, note))))


def struck_since(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """What was struck through in the time and had gone elsewhere: into an earlier note, or into the plan."""
    struck = {"member": member, "struck_at__lte": until}
    struck |= {"struck_at__gt": after} if after is not None else {}
    in_a_note = Q(at__lte=after) if after is not None else Q(pk=None)
    known = measures()
    angles = VisitMeasurement.objects.filter(in_a_note | Q(test_event__isnull=False), **struck)
    for angle in angles.select_related("visit__practitioner", "test_event__struck_by").order_by("struck_at"):
        line = MeasurementLine(angle, angle.visit.practitioner, known.get(angle.measure))
        yield _struck(line, _in_the_plan(line))
    sets = VisitSet.objects.filter(in_a_note, **struck).select_related("visit__practitioner")
    for done in sets.order_by("struck_at"):
        yield _struck(SetLine(done, done.visit.practitioner), "")


def _in_the_plan(line: MeasurementLine) -> str:
    if line.is_used:
        return " The plan, which has ended, still has it as a test result."
    return " The plan counts it no more as a test result." if line.is_unused else ""


def _struck(line: MeasurementLine | SetLine, still: str) -> Measured:
    return Measured("Struck through", f"{line.says} ({line.strike_reason.rstrip('.')}).{still}")


SOURCES = (("visit_measurements", measured_in_visits), ("struck_in_visits", struck_since))
