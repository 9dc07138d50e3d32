"""The check-in: a short report between sessions, and the questions a warning sign asks again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sinew.apps.care.models import CarePlan
from sinew.content import Content
from sinew.program import Question, Screen

ALWAYS = ("sudden_sharp_pain", "night_waking", "symptoms_spread", "fever", "free_text")
"""Ids of ``during_program`` a check-in asks, in this order."""


class CheckIn:
    """What to ask this member now."""

    def __init__(self, plan: CarePlan, content: Content) -> None:
        known = content.intake.by_id
        asked = [*_asked_again(plan), *ALWAYS]
        questions: list[Question] = [known[name] for name in dict.fromkeys(asked) if name in known]
        self.screen = Screen("check-in", _("How are things?"), "", tuple(questions), is_group=True)

    @staticmethod
    def told(cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The answers given; what was left out says nothing."""
        return {name: value for name, value in cleaned.items() if value is not None}


def _asked_again(plan: CarePlan) -> list[str]:
    """Questions behind the flags of this plan that a practitioner has dealt with."""
    checked = plan.red_flags.filter(resolved_at__isnull=False, taken_back_at=None)
    return [fact.partition(": ")[0] for flag in checked for fact in flag.because]
