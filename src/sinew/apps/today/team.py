"""The care team's page in words: who they are, what they may see, what they decided, who looked."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care.models import CareEvent, CareTeamMember
from sinew.apps.members.models import Member
from sinew.content import Content
from sinew.vocabulary import Role

ROLES = {
    Role.PHYSICAL_THERAPIST: gettext_lazy("Physical therapist"),
    Role.COACH: gettext_lazy("Coach"),
    Role.OPERATOR: gettext_lazy("Operator"),
}
DECISIONS = {
    "cleared": gettext_lazy("Cleared you to exercise"),
    "hold": gettext_lazy("Keeps you at this level for now"),
    "progress": gettext_lazy("Moved you up"),
    "regress": gettext_lazy("Moved you down"),
    "set_phase": gettext_lazy("Chose your phase"),
    "exclude_exercise": gettext_lazy("Took an exercise out"),
    "strike_test": gettext_lazy("Struck a wrong test result"),
    "stop": gettext_lazy("Paused your program"),
}
MOST_READS = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """What a practitioner decided, and why."""

    at: datetime
    by: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody else opened or changed the record."""

    at: datetime
    by: str
    role: str


class TeamPresenter:
    """Everything about the people around one member."""

    def __init__(self, member: Member, content: Content) -> None:
        self._member, self._content = member, content

    @cached_property
    def people(self) -> list[tuple[CareTeamMember, str]]:
        places = self._member.care_team.current().select_related("practitioner", "cover__away")
        return [(place, str(ROLES.get(Role(place.practitioner.role), ""))) for place in places]

    @property
    def decisions(self) -> list[Decision]:
        """Newest first."""
        events = CareEvent.objects.filter(plan__member=self._member).of_type(CareEvent.Type.PRACTITIONER)
        return [self._decision(event) for event in events.select_related("created_by").order_by("-on", "-id")]

    def _decision(self, event: CareEvent) -> Decision:
        exercise = self._content.exercises.get(event.payload.get("exercise", ""))
        text = str(DECISIONS.get(event.payload["decision"], event.payload["decision"]))
        return Decision(
            at=event.created_at,
            by=event.created_by.name if event.created_by else str(_("A former practitioner")),
            text=f"{text}: {exercise.name}" if exercise else text,
            reason=event.payload.get("reason", ""),
        )

    @property
    def reads(self) -> list[Read]:
        """The last times somebody else opened or changed the record, newest first; once a minute."""
        entries = AuditEntry.objects.about(self._member.pk).exclude(by_id=self._member.user_id)
        entries = entries.exclude(by_id=None).order_by("-at")[: 5 * MOST_READS]
        people = User.objects.in_bulk({entry.by_id for entry in entries})
        seen: dict[tuple[object, str], Read] = {}
        for entry in entries:
            person = people.get(entry.by_id)
            name = person.name if person else str(_("A former account"))
            role = str(ROLES.get(Role(entry.by_role), "")) if entry.by_role in set(Role) else ""
            seen.setdefault((entry.by_id, f"{entry.at:%Y-%m-%d %H:%M}"), Read(entry.at, name, role))
        return list(seen.values())[:MOST_READS]
