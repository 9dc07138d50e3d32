"""What was measured in visits, in words: for the chart a practitioner reads, and for the member."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinew.apps.accounts.models import User
from sinew.apps.measuring.figure import Skeleton
from sinew.apps.measuring.measures import Measure, measures
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.motion.shown import rounded_deg, unit_of
from sinew.motion.uncertainty import plus_minus
from sinew.vocabulary import Role, View

MOST_SHOWN = 30
SIDES = {"left": gettext_lazy("left"), "right": gettext_lazy("right"), "both": ""}
VIEWS = {
    View.SIDE: gettext_lazy("seen from the side"),
    View.FRONT: gettext_lazy("seen from the front"),
    View.OBLIQUE: gettext_lazy("seen at an angle"),
    View.UNKNOWN: gettext_lazy("from an unknown side"),
}
_WELL = 0.85


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What every entry has.

    Args:
        reader: whose clock and rights it is read with.
    """

    entry: VisitMeasurement | VisitSet
    reader: User

    @property
    def id(self) -> str:
        return str(self.entry.pk)

    @property
    def kind(self) -> str:
        """``measurement`` or ``set``."""
        return self.entry.kind

    @property
    def strike_url(self) -> str:
        return reverse(f"measuring:strike_{self.entry.kind}", args=[self.entry.pk])

    @property
    def note(self) -> str:
        return self.entry.note

    @property
    def clock(self) -> str:
        return date_format(self.entry.at.astimezone(ZoneInfo(self.reader.timezone)), "g:i A")

    @property
    def by(self) -> str:
        return self.entry.by.name if self.entry.by is not None else ""

    @property
    def is_struck(self) -> bool:
        return not self.entry.stands

    @property
    def strike_reason(self) -> str:
        return self.entry.strike_reason

    @property
    def may_correct(self) -> bool:
        """Whether the reader may still strike it through."""
        is_theirs = self.entry.visit.practitioner_id == self.reader.pk
        return self.entry.stands and is_theirs and self.reader.role == Role.PHYSICAL_THERAPIST


@dataclass(frozen=True, slots=True)
class MeasurementLine(EntryLine):
    """One angle: "Active knee extension, left: 139° (± 7°)"."""

    entry: VisitMeasurement
    measure: Measure | None

    @property
    def says(self) -> str:
        name = self.entry.measure if self.measure is None else self._name(self.measure)
        side = SIDES.get(self.entry.side, "")
        where = f"{name}, {side}" if side else name
        return f"{where}: {self.entry.degrees:.0f}° {plus_minus(self.entry.error_deg)}".rstrip()

    def _name(self, measure: Measure) -> str:
        return measure.title if self.reader.role == Role.MEMBER else measure.label

    @property
    def quality(self) -> str:
        """How it was seen, and how steady it was."""
        seen = _("points seen well") if self.entry.confidence >= _WELL else _("points seen fairly well")
        steady = _("steady within %(deg)d°") % {"deg": max(1, round(self.entry.spread_deg))}
        return ", ".join((str(VIEWS[View(self.entry.view)]).capitalize(), seen, steady))

    @property
    def figure(self) -> Skeleton:
        return Skeleton(self.entry.landmarks, self.entry.side)

    @property
    def is_test(self) -> bool:
        return self.measure is not None and self.measure.test is not None

    @property
    def is_used(self) -> bool:
        """Whether the plan has it as a result of its test."""
        return self.entry.test_event_id is not None and not self.is_unused

    @property
    def is_unused(self) -> bool:
        """Whether the plan had it as a result, which was struck with it."""
        return self.entry.test_event is not None and self.entry.test_event.is_struck

    @property
    def may_use(self) -> bool:
        """Whether the reader may still record it as a result of its test."""
        return self.may_correct and self.is_test and not self.is_used


@dataclass(frozen=True, slots=True)
class SetLine(EntryLine):
    """One counted set: "Double-leg bridge: 8 repetitions"."""

    entry: VisitSet

    @property
    def says(self) -> str:
        known = shown.current().exercises.get(self.entry.exercise)
        name = known.name if known is not None else self.entry.exercise
        side = SIDES.get(self.entry.side, "")
        return f"{name}, {side}: {self._amount}" if side else f"{name}: {self._amount}"

    @property
    def _amount(self) -> str:
        if self.entry.hold_s is not None and not self.entry.count:
            return _("held %(s)d seconds") % {"s": round(self.entry.hold_s)}
        count = self.entry.count
        told = ngettext("%(n)d repetition", "%(n)d repetitions", count) % {"n": count}
        partial = self.entry.partial_count
        return told if not partial else _("%(told)s, %(n)d not full") % {"told": told, "n": partial}

    @property
    def quality(self) -> str:
        """How far it went each time, and which form faults were seen how often."""
        return ". ".join(filter(None, (self._peaks, self._faults)))

    @property
    def _peaks(self) -> str:
        peaks = [rounded_deg(row["peak_deg"]) for row in self.entry.repetitions]
        if not peaks:
            return ""
        unit = unit_of(self.entry.joint)
        low, high = min(peaks), max(peaks)
        arc = f"{low}{unit}" if low == high else f"{low}{unit} to {high}{unit}"
        return f"{_('Farthest')} {arc} {plus_minus(self.entry.error_deg)}".rstrip()

    @property
    def _faults(self) -> str:
        names = shown.current().faults
        found: dict[str, int] = {}
        for row in self.entry.repetitions:
            for fault in row["faults"]:
                found[fault] = found.get(fault, 0) + 1
        return ", ".join(
            f"{names[fault].name if fault in names else fault} ({times})" for fault, times in found.items()
        )


@dataclass(frozen=True, slots=True)
class MeasuredVisit:
    """Everything of one visit, newest first."""

    day: str
    lines: tuple[MeasurementLine | SetLine, ...]


class MeasuredInVisits:
    """What was measured in a member's visits, as one reader may see it; struck entries stay readable."""

    def __init__(self, member: Member, reader: User) -> None:
        self._member, self._reader = member, reader

    @property
    def most(self) -> int:
        """How many entries are shown; 0 where these are all."""
        return MOST_SHOWN if len(self._found) > MOST_SHOWN else 0

    @cached_property
    def visits(self) -> list[MeasuredVisit]:
        """The newest visit first."""
        zone = ZoneInfo(self._reader.timezone)
        return [
            MeasuredVisit(
                date_format(group[0].entry.visit.begins_at.astimezone(zone), "F j, Y"), tuple(group)
            )
            for group in (
                list(lines)
                for _visit, lines in groupby(self._found[:MOST_SHOWN], key=lambda one: one.entry.visit_id)
            )
        ]

    @cached_property
    def _found(self) -> list[MeasurementLine | SetLine]:
        """The newest first; one more than are shown, where there are more."""
        related = ("visit", "by", "member")
        results = (*related, "test_event__struck_by")
        angles = VisitMeasurement.objects.visible_to(self._reader).filter(member=self._member)
        sets = VisitSet.objects.visible_to(self._reader).filter(member=self._member)
        found = [
            *lines_of(angles.select_related(*results)[: MOST_SHOWN + 1], self._reader),
            *lines_of(sets.select_related(*related)[: MOST_SHOWN + 1], self._reader),
        ]
        found.sort(key=lambda one: (one.entry.visit.begins_at, one.entry.at), reverse=True)
        return found


def lines_of(entries: Iterable[VisitMeasurement | VisitSet], reader: User) -> list[MeasurementLine | SetLine]:
    """Entries as lines, in their order."""
    known = measures()
    return [
        MeasurementLine(entry, reader, known.get(entry.measure))
        if isinstance(entry, VisitMeasurement)
        else SetLine(entry, reader)
        for entry in entries
    ]
