"""Quick replies for one member: every reply a practitioner may use, with its fields filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.care.planning import current_plan
from sinew.apps.conversation.automatic import moment_in_words
from sinew.apps.conversation.models import QuickReply
from sinew.apps.conversation.office import Offices
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.messaging import filled

NO_SESSION = "as soon as your plan has one again"


@dataclass(frozen=True, slots=True)
class Choice:
    """A reply to choose; ``key`` names it in an address."""

    key: str
    title: str
    text: str


class Choices:
    """The quick replies of a practitioner for one member."""

    def __init__(self, member: Member, reader: User, *, at: datetime) -> None:
        self._member, self._reader, self._at = member, reader, at

    def __iter__(self) -> Iterator[Choice]:
        """Their own and the shared ones, then those everybody has from the start."""
        for reply in QuickReply.objects.visible_to(self._reader):
            yield Choice(str(reply.pk), reply.title, filled(reply.text, self._values))
        for number, starter in enumerate(shown.messaging().replies.starters, start=1):
            yield Choice(f"s{number}", starter.title, filled(starter.text, self._values))

    def text_of(self, key: str) -> str:
        """The text of the reply with this key; empty if there is none."""
        return next((choice.text for choice in self if choice.key == key), "")

    @cached_property
    def _values(self) -> dict[str, str]:
        due = Offices.of(self._member).answer_by(self._at)
        return {
            "first_name": self._member.display_name.split()[0],
            "my_name": self._reader.name,
            "next_session": self._next_session,
            "answer_by": moment_in_words(due, self._member.user) if due else "",
        }

    @property
    def _next_session(self) -> str:
        """The next day with a session, in words for the member."""
        care_plan = self._member.care_plans.active().select_related("member__user").first()
        if care_plan is None:
            return NO_SESSION
        today = self._at.astimezone(ZoneInfo(self._member.user.timezone)).date()
        planned = (day.on for day in current_plan(care_plan, today).week if day.exercises and day.on > today)
        day = next(planned, None)
        return f"on {date_format(day, 'l, F j')}" if day else NO_SESSION
