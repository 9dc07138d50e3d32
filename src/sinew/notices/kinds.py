"""Every kind of notice there is: for whom, by which channels, what can be turned off, what waits at night.

A push says the title of its kind and nothing more, so people read what they ticked. Everybody who looks at a
locked phone sees it: it names no body, nothing that was measured or answered, and no person.
"""

from dataclasses import dataclass
from enum import StrEnum

from sinew.errors import SinewError
from sinew.vocabulary import Role


class Channel(StrEnum):
    EMAIL = "email"
    PUSH = "push"


class InQuietHours(StrEnum):
    """What happens to a notice of a kind that comes up in quiet hours."""

    AT_ONCE = "at_once"
    LATER_OR_NOT = "later_or_not"
    """At their end; left out if it is out of date by then."""
    LATER_OR_AT_ONCE = "later_or_at_once"
    """At their end; if that would be too late, at once."""


class UnknownTemplate(SinewError):
    """A mail that belongs to no kind: it has to be put into the catalogue first."""

    def __init__(self, template: str) -> None:
        super().__init__(f"no kind of notice has the template {template}. Add it in sinew/notices/kinds.py.")


E_MAIL, PUSH = frozenset({Channel.EMAIL}), frozenset({Channel.PUSH})
BOTH = E_MAIL | PUSH
MEMBERS = frozenset({Role.MEMBER})
PRACTITIONERS = frozenset({Role.PHYSICAL_THERAPIST, Role.COACH})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        id: permanent, in addresses and rows.
        title: what it is in a few words, on the page where people choose and in a push.
        says: when it comes, for that page.
        roles: whose page shows it; nobody's, if it is not a choice.
        templates: the mail of it, by name; a name that ends with a slash means all below it.
        always: channels on which it cannot be turned off.
        is_reminder: whether a pause of reminders holds it back.
        path: where a push leads, unless the notice names another page of ours.
    """

    id: str
    title: str
    says: str
    roles: frozenset[Role]
    templates: tuple[str, ...]
    quiet: InQuietHours
    channels: frozenset[Channel] = BOTH
    always: frozenset[Channel] = frozenset()
    is_reminder: bool = False
    path: str = "/"

    def can_turn_off(self, channel: Channel) -> bool:
        """Whether a person may do without it on this channel."""
        return channel in self.channels and channel not in self.always


CATALOGUE: tuple[Kind, ...] = (
    Kind(
        id="session-ready",
        title="Your session is ready",
        says="Once on each day with a session, unless you have done it.",
        roles=MEMBERS,
        templates=("session_ready",),
        quiet=InQuietHours.LATER_OR_NOT,
        is_reminder=True,
        path="/today/",
    ),
    Kind(
        id="team-reminder",
        title="Your care team asks how it goes",
        says="When somebody of your care team reminds you of your plan, at most once a day.",
        roles=MEMBERS,
        templates=("team_reminder",),
        quiet=InQuietHours.LATER_OR_NOT,
        is_reminder=True,
        path="/today/",
    ),
    Kind(
        id="message-waiting",
        title="A message from your care team",
        says="When your care team writes to you. The mail comes only if you have not read it by then.",
        roles=MEMBERS,
        templates=("message_waits",),
        quiet=InQuietHours.LATER_OR_NOT,
        path="/care-team/messages/",
    ),
    Kind(
        id="movement-note",
        title="A note from your care team",
        says="When your care team has commented on a set you shared. Once, until you have opened it.",
        roles=MEMBERS,
        templates=("comment_waits",),
        quiet=InQuietHours.LATER_OR_NOT,
        path="/today/",
    ),
    Kind(
        id="care-plan-news",
        title="News about your plan",
        says="When your care team has looked at your plan.",
        roles=MEMBERS,
        templates=("care_team_news",),
        quiet=InQuietHours.LATER_OR_NOT,
        path="/today/",
    ),
    Kind(
        id="member-needs-you",
        title="A member needs you",
        says="When a member may need help today. The mail cannot be turned off.",
        roles=PRACTITIONERS,
        templates=("member_needs_you",),
        quiet=InQuietHours.AT_ONCE,
        always=E_MAIL,
        path="/practice/",
    ),
    Kind(
        id="member-wrote",
        title="A member wrote to you",
        says="When a member of yours writes. The mail comes only if nobody has read it by then.",
        roles=PRACTITIONERS,
        templates=("member_wrote",),
        quiet=InQuietHours.LATER_OR_NOT,
        path="/practice/messages/",
    ),
    Kind(
        id="cover-arranged",
        title="You stand in for a colleague",
        says="When members are handed to you for a time.",
        roles=PRACTITIONERS,
        templates=("cover_arranged",),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
        path="/practice/",
    ),
    Kind(
        id="visit-booked",
        title="A video visit is booked",
        says="The invitation for your calendar.",
        roles=MEMBERS | PRACTITIONERS,
        templates=("visit_booked",),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
    ),
    Kind(
        id="visit-changed",
        title="A video visit is moved or cancelled",
        says="So that nobody waits in vain. The mail cannot be turned off.",
        roles=MEMBERS | PRACTITIONERS,
        templates=("visit_moved", "visit_cancelled"),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
        always=E_MAIL,
    ),
    Kind(
        id="visit-reminder",
        title="A video visit is soon",
        says="The day before, and in the last hour. Quiet hours do not hold it back.",
        roles=MEMBERS | PRACTITIONERS,
        templates=("visit_reminder",),
        quiet=InQuietHours.AT_ONCE,
    ),
    Kind(
        id="coverage",
        title="Your coverage changes",
        says="When who pays for Sinew changes, or must be confirmed again. It cannot be turned off.",
        roles=MEMBERS,
        templates=("coverage_ended", "coverage_renewal"),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
        channels=E_MAIL,
        always=E_MAIL,
    ),
    Kind(
        id="coverage-alarm",
        title="Unusual coverage checks",
        says="When somebody may be trying out who is on a roster. The mail cannot be turned off.",
        roles=frozenset({Role.OPERATOR}),
        templates=("coverage_alarm",),
        quiet=InQuietHours.AT_ONCE,
        always=E_MAIL,
        path="/operator/coverage/",
    ),
    Kind(
        id="device-added",
        title="This device gets pushes",
        says="Once, on that device, so that you see that it works.",
        roles=frozenset(),
        templates=(),
        quiet=InQuietHours.AT_ONCE,
        channels=PUSH,
        always=PUSH,
        path="/settings/notifications/",
    ),
    Kind(
        id="account",
        title="Your account",
        says="Codes for signing in, and changes of your password, address or passkeys. They always come.",
        roles=frozenset(Role),
        templates=("account/",),
        quiet=InQuietHours.AT_ONCE,
        channels=E_MAIL,
        always=E_MAIL,
    ),
    Kind(
        id="invitation",
        title="An invitation to manage a sponsor",
        says="When somebody invites you.",
        roles=frozenset(),
        templates=("manager_invited", "manager_invited_elsewhere"),
        quiet=InQuietHours.AT_ONCE,
        channels=E_MAIL,
        always=E_MAIL,
    ),
    Kind(
        id="coverage-check",
        title="A coverage check",
        says="What somebody without an account asked for.",
        roles=frozenset(),
        templates=(
            "coverage_address_code",
            "coverage_contact_code",
            "coverage_confirmed_elsewhere",
            "coverage_waiting_list",
        ),
        quiet=InQuietHours.AT_ONCE,
        channels=E_MAIL,
        always=E_MAIL,
    ),
)

BY_ID = {kind.id: kind for kind in CATALOGUE}
BY_TEMPLATE = {template: kind for kind in CATALOGUE for template in kind.templates}


def kind_of(template: str) -> Kind:
    """The kind a mail belongs to.

    Raises:
        UnknownTemplate: it belongs to none.
    """
    folder, slash, _ = template.partition("/")
    kind = BY_TEMPLATE.get(f"{folder}/" if slash else template)
    if kind is None:
        raise UnknownTemplate(template)
    return kind
