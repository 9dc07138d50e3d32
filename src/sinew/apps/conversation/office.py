"""Until when a member's message should be answered, by the office hours of those who look after them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sinew.apps.accounts.models import User
from sinew.apps.conversation.models import Absence, PractitionerHours
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.content.messaging import WEEKDAYS, opening
from sinew.messaging import OfficeHours, answer_by, is_open


class Offices:
    """The office hours of some practitioners, read in two queries; who set none has those of the clinic."""

    def __init__(self, practitioners: Iterable[User]) -> None:
        self._clinic = shown.messaging().clinic
        people = {person.pk: person for person in practitioners}
        weeks: Mapping[UUID, dict[str, list[str]]] = dict(
            PractitionerHours.objects.filter(practitioner__in=people).values_list("practitioner", "week")
        )
        away: dict[UUID, list[Absence]] = {}
        for absence in Absence.objects.filter(practitioner__in=people):
            away.setdefault(absence.practitioner_id, []).append(absence)
        self._hours = {
            pk: self._hours_of(person, weeks.get(pk), away.get(pk, [])) for pk, person in people.items()
        }

    @classmethod
    def of(cls, member: Member) -> "Offices":
        """Those of the member's care team of now."""
        return cls(User.objects.filter(pk__in=team_of(member), is_active=True))

    def answer_by(self, at: datetime, team: Iterable[UUID] | None = None) -> datetime | None:
        """Until when somebody should have answered what was sent at this instant; ``None``: not known.

        Args:
            team: whose hours count; everybody's if left out. An empty team has the clinic's.
        """
        return answer_by(at, self._of(team), within=self._clinic.within)

    def is_open(self, at: datetime) -> bool:
        """Whether one of them is at work."""
        return is_open(at, self._of(None))

    def opens_at(self, at: datetime) -> datetime | None:
        """When one of them is at work next: this instant if somebody is; ``None``: not known."""
        return answer_by(at, self._of(None), within=timedelta())

    def _of(self, team: Iterable[UUID] | None) -> list[OfficeHours]:
        chosen = self._hours.keys() if team is None else [pk for pk in team if pk in self._hours]
        return [self._hours[pk] for pk in chosen] or [self._clinic.hours]

    def _hours_of(
        self, person: User, week: Mapping[str, list[str]] | None, away: Iterable[Absence]
    ) -> OfficeHours:
        clinic = self._clinic.hours
        spans = tuple((absence.first_on, absence.last_on) for absence in away)
        if week is None:
            return OfficeHours(clinic.zone, clinic.week, clinic.closed_on, spans)
        own = {WEEKDAYS.index(day): tuple(map(opening, texts)) for day, texts in week.items()}
        return OfficeHours(person.timezone, own, clinic.closed_on, spans)


def next_hour_at_work(practitioner: User, at: datetime) -> datetime | None:
    """When this practitioner is at work again; ``None`` while they are, or if that is not known."""
    opens = Offices([practitioner]).opens_at(at)
    return opens if opens is not None and opens > at else None


def team_of(member: Member) -> list[UUID]:
    """Ids of the practitioners who look after the member now."""
    return list(member.care_team.current().values_list("practitioner", flat=True))
