"""The consents a member is asked for: what each says, in which version, and which the program needs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinew.apps.members.models import Consent, Member


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One consent as it is shown.

    Attributes:
        version: changes with the wording, so that a record says what exactly was agreed to.
        is_required: without it there is no program.
    """

    what: str
    version: str
    title: str | Promise
    says: str | Promise
    is_required: bool


CONSENTS = (
    ConsentText(
        what=Consent.What.HEALTH_DATA,
        version="2026-11",
        title=_("Use my answers and results to plan my exercise"),
        says=_(
            "Your answers about your body, and what you do in each session, decide which exercises you get"
            " and how they change. Sinew does not diagnose and does not replace a doctor or a physical"
            " therapist."
        ),
        is_required=True,
    ),
    ConsentText(
        what=Consent.What.CARE_TEAM,
        version="2026-11",
        title=_("Let my care team read them"),
        says=_(
            "Your care team (a physical therapist, and a coach if you have one) can read your answers,"
            " sessions and plan. They are told at once if you report a warning sign. Everyone who opens"
            " your record is written down."
        ),
        is_required=True,
    ),
    ConsentText(
        what=Consent.What.REMINDERS,
        version="2026-11",
        title=_("Send me reminders by e-mail"),
        says=_("At most one a day, and never anything about your health in it. You can stop them any time."),
        is_required=False,
    ),
    ConsentText(
        what=Consent.What.MOVEMENT,
        version="2026-11",
        title=_("Let me share how I moved"),
        says=_(
            "After a session with the camera you may choose to share it: where your joints were, as a moving"
            " figure with the angle, never a picture or video. Your care team can replay it. It is kept for"
            " 180 days at most. If you withdraw this, every replay is deleted at once."
        ),
        is_required=False,
    ),
)

REQUIRED = tuple(text.what for text in CONSENTS if text.is_required)
VERSIONS = {text.what: text.version for text in CONSENTS}


def given(member: Member) -> set[str]:
    """What the member has agreed to in the wording of today; an older wording is asked about again."""
    standing = member.consents.standing().values_list("what", "version")
    return {what for what, version in standing if VERSIONS.get(what) == version}


def may_share_movement(member: Member) -> bool:
    """Whether the member has agreed to share replays, in the wording of today."""
    return Consent.What.MOVEMENT in given(member)


def missing(member: Member) -> list[str]:
    """The consents the program needs and does not have, in the order they are asked."""
    agreed = given(member)
    return [what for what in REQUIRED if what not in agreed]
