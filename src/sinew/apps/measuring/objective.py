"""What was measured in visits, for the objective part of a note."""

from collections.abc import Iterable
from datetime import datetime

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


SOURCES = (("visit_measurements", measured_in_visits),)
