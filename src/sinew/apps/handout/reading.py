"""Reads what a handout needs from the record of a member."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sinew.apps.care import planning
from sinew.apps.care.models import CarePlan
from sinew.apps.handout.words import Cover, Handout, Refusal, handout_of
from sinew.apps.library.reviews import signed_versions
from sinew.apps.web import content as shown
from sinew.content import Content, program_version

VERSION_DIGITS = 10


def read_handout(care_plan: CarePlan, day: date) -> Handout | Refusal:
    """The handout of this plan as it stands on a day."""
    content, plan = planning.content_of(care_plan), planning.current_plan(care_plan, day)
    signed = signed_versions()
    reviewed = frozenset(
        name for name, one in content.exercises.items() if ("exercise", name, one.version) in signed
    )
    used = {name for planned in plan.week for name in planned.exercises}
    program = ("program", content.program.id, program_version(content))
    return handout_of(
        plan,
        content,
        cover=_cover(care_plan, content, day, is_reviewed=program in signed and used <= reviewed),
        addresses={
            name: _public(reverse("library:exercise", args=[name])) for name in used & set(_published())
        },
        reviewed=reviewed,
    )


def country_of(care_plan: CarePlan) -> str:
    """Where the member said they live, or else where this service runs (ISO 3166)."""
    said = care_plan.answers.get("country")
    return said if isinstance(said, str) else settings.EMERGENCY_COUNTRY


def _cover(care_plan: CarePlan, content: Content, day: date, *, is_reviewed: bool) -> Cover:
    emergency, country = shown.current().emergency, country_of(care_plan)
    number = emergency.number(country)
    call = _("In an emergency call %(number)s.") % {"number": number} if number else emergency.elsewhere
    review = _("clinically reviewed") if is_reviewed else _("not yet clinically reviewed")
    return Cover(
        name=next(iter(care_plan.member.user.name.split()), ""),
        day=day,
        emergency=call,
        address=_public(reverse("today:today")),
        standing=_("Content %(version)s, %(review)s")
        % {"version": content.version[:VERSION_DIGITS], "review": review},
        language=content.language,
    )


def _published() -> tuple[str, ...]:
    return tuple(shown.current().exercises)


def _public(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
