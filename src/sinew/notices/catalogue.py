"""Every kind of notice there is.

A push says the title of its kind and nothing more, so people read what they ticked. Everybody who looks at a
locked phone sees it: it names no body, nothing that was measured or answered, and no person.
"""

from functools import partial

from sinew.errors import SinewError
from sinew.notices.kinds import Channel, InQuietHours, Kind
from sinew.vocabulary import Role

BY_MAIL, BY_PUSH = frozenset({Channel.EMAIL}), frozenset({Channel.PUSH})
NOBODY, EVERYBODY = frozenset[Role](), frozenset(Role)
MEMBERS = frozenset({Role.MEMBER})
PRACTITIONERS = frozenset({Role.PHYSICAL_THERAPIST, Role.COACH})

_of_the_team = partial(Kind, roles=MEMBERS, quiet=InQuietHours.LATER_OR_NOT, path="/today/")
_to_the_team = partial(Kind, roles=PRACTITIONERS, path="/practice/")
_of_visits = partial(Kind, roles=MEMBERS | PRACTITIONERS)
_always_by_mail = partial(Kind, quiet=InQuietHours.AT_ONCE, channels=BY_MAIL, always=BY_MAIL)

CATALOGUE: tuple[Kind, ...] = (
    _of_the_team(
        id="session-ready",
        title="Your session is ready",
        says="Once on each day with a session, unless you have done it.",
        templates=("session_ready",),
        is_reminder=True,
    ),
    _of_the_team(
        id="team-reminder",
        title="Your care team asks how it goes",
        says="When somebody of your care team reminds you of your plan, at most once a day.",
        templates=("team_reminder",),
        is_reminder=True,
    ),
    _of_the_team(
        id="message-waiting",
        title="A message from your care team",
        says="When your care team writes to you. The mail comes only if you have not read it by then.",
        templates=("message_waits",),
        path="/care-team/messages/",
    ),
    _of_the_team(
        id="movement-note",
        title="A note from your care team",
        says="When your care team has commented on a set you shared. Once, until you have opened it.",
        templates=("comment_waits",),
    ),
    _of_the_team(
        id="care-plan-news",
        title="News about your plan",
        says="When your care team has looked at your plan.",
        templates=("care_team_news",),
    ),
    _to_the_team(
        id="member-needs-you",
        title="A member needs you",
        says="When a member may need help today. The mail cannot be turned off.",
        templates=("member_needs_you",),
        quiet=InQuietHours.AT_ONCE,
        always=BY_MAIL,
    ),
    _to_the_team(
        id="member-wrote",
        title="A member wrote to you",
        says="When a member of yours writes. The mail comes only if nobody has read it by then.",
        templates=("member_wrote",),
        quiet=InQuietHours.LATER_OR_NOT,
        path="/practice/messages/",
    ),
    _to_the_team(
        id="cover-arranged",
        title="You stand in for a colleague",
        says="When members are handed to you for a time.",
        templates=("cover_arranged",),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
    ),
    _to_the_team(
        id="cover-called-off",
        title="A cover is called off",
        says="When you stand in for a colleague, or they for you, and one of you ends it early.",
        templates=("cover_called_off",),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
        path="/practice/cover/",
    ),
    _of_visits(
        id="visit-booked",
        title="A video visit is booked",
        says="The invitation for your calendar.",
        templates=("visit_booked",),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
    ),
    _of_visits(
        id="visit-changed",
        title="A video visit is moved or cancelled",
        says="So that nobody waits in vain. The mail cannot be turned off.",
        templates=("visit_moved", "visit_cancelled"),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
        always=BY_MAIL,
    ),
    _of_visits(
        id="visit-reminder",
        title="A video visit is soon",
        says="The day before, and in the last hour. Quiet hours do not hold it back.",
        templates=("visit_reminder",),
        quiet=InQuietHours.AT_ONCE,
    ),
    _always_by_mail(
        id="coverage",
        title="Your coverage changes",
        says=(
            "When who pays for Sinew changes or must be confirmed again, or another account asks for it. It "
            "cannot be turned off."
        ),
        roles=MEMBERS,
        templates=("coverage_ended", "coverage_renewal", "coverage_claimed"),
        quiet=InQuietHours.LATER_OR_AT_ONCE,
    ),
    Kind(
        id="coverage-alarm",
        title="Unusual coverage checks",
        says="When somebody may be trying out who is on a roster. The mail cannot be turned off.",
        roles=frozenset({Role.OPERATOR}),
        templates=("coverage_alarm",),
        quiet=InQuietHours.AT_ONCE,
        always=BY_MAIL,
        path="/operator/coverage/",
    ),
    Kind(
        id="device-added",
        title="This device gets pushes",
        says="Once, on that device, so that you see that it works.",
        roles=NOBODY,
        templates=(),
        quiet=InQuietHours.AT_ONCE,
        channels=BY_PUSH,
        always=BY_PUSH,
        path="/settings/notifications/",
    ),
    _always_by_mail(
        id="account",
        title="Your account",
        says="Codes for signing in, and changes of your password, address or passkeys. They always come.",
        roles=EVERYBODY,
        templates=("account/",),
    ),
    _always_by_mail(
        id="invitation",
        title="An invitation to manage a sponsor",
        says="When somebody invites you.",
        roles=NOBODY,
        templates=("manager_invited", "manager_invited_elsewhere"),
    ),
    _always_by_mail(
        id="coverage-check",
        title="A coverage check",
        says="What somebody without an account asked for.",
        roles=NOBODY,
        templates=(
            "coverage_address_code",
            "coverage_contact_code",
            "coverage_confirmed_elsewhere",
            "coverage_waiting_list",
        ),
    ),
)

BY_ID = {kind.id: kind for kind in CATALOGUE}
BY_TEMPLATE = {template: kind for kind in CATALOGUE for template in kind.templates}


class UnknownTemplate(SinewError):
    """A mail that belongs to no kind: it has to be put into the catalogue first."""

    def __init__(self, template: str) -> None:
        super().__init__(
            f"no kind of notice has the template {template}. Add it in sinew/notices/catalogue.py."
        )


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
