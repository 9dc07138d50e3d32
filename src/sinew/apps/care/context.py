"""What every page may ask about emergencies: the number to call where the reader is."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CarePlan
from sinew.apps.members.models import IntakeRecord
from sinew.apps.web import content as shown


class EmergencyPage(TypedDict):
    """The template variable; looked up only on pages that show it."""

    emergency_number: object


def emergency(request: HttpRequest) -> EmergencyPage:
    """The emergency number of the member's country, or else of the country this service runs in."""
    return {"emergency_number": SimpleLazyObject(lambda: emergency_number(getattr(request, "user", None)))}


def emergency_number(reader: object) -> str:
    """The number to call where the reader is; empty where we do not know it."""
    country = _country_of(reader) if isinstance(reader, User) and reader.is_member else None
    return shown.current().emergency.number(country or settings.EMERGENCY_COUNTRY) or ""


def _country_of(user: User) -> str | None:
    """What the member answered last: in the plan that runs, or in an intake that does not have one yet."""
    plan = CarePlan.objects.filter(member__user=user).order_by("-started_at").first()
    if plan is not None:
        return _country(plan.answers)
    intake = IntakeRecord.objects.filter(member__user=user).order_by("-started_at").first()
    return _country(intake.current_answers) if intake is not None else None


def _country(answers: Mapping[str, Any]) -> str | None:
    code = answers.get("country")
    return code if isinstance(code, str) else None
