"""What a member is asked between sessions: a check-in, a short check that is due, or about a flare."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from sinew.apps.care import planning
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.web import content as shown
from sinew.content import Content
from sinew.program import Question, QuestionsDue, Screen

ALWAYS = ("sudden_sharp_pain", "night_waking", "symptoms_spread", "fever", "free_text")
"""Ids of ``during_program`` a check-in asks, in this order."""
PAIN_NOW, OWN_WORDS, ACTIVITIES = "pain_now", "free_text", "psfs"


class CheckIn:
    """What to ask this member now.

    Attributes:
        answers: what stands in the form already.
    """

    def __init__(
        self, plan: CarePlan, content: Content, *, title: str, lead: str, asked: Iterable[str]
    ) -> None:
        known = content.intake.by_id
        questions: list[Question] = [known[name] for name in dict.fromkeys(asked) if name in known]
        self.screen = Screen("check-in", title, lead, tuple(questions), is_group=True)
        self.answers = {ACTIVITIES: _activities(plan)}

    @classmethod
    def of(cls, plan: CarePlan) -> Self:
        """The check-in anybody can send at any time; also asks what a practitioner has dealt with again."""
        lead = shown.current().coaching.checks["check-in"]
        asked = [*_asked_again(plan), *ALWAYS]
        return cls(plan, planning.content_of(plan), title=_("How are things?"), lead=lead, asked=asked)

    @classmethod
    def due(cls, plan: CarePlan, day: date) -> Self | None:
        """The short check of this day; ``None`` when no question is due."""
        content, due = planning.content_of(plan), planning.current_plan(plan, day).questions_due
        if not due:
            return None
        asked = [question for each in due for question in each.questions]
        lead = leads(due, content)
        return cls(plan, content, title=_("A short check"), lead=lead, asked=[*asked, OWN_WORDS])

    @classmethod
    def about_flare(cls, plan: CarePlan) -> Self:
        """How strong the pain is, and the safety questions the program asks with a flare."""
        content, lead = planning.content_of(plan), shown.current().coaching.checks["flare"]
        checks = [check for check in content.program.follow_up.checks if check.after == "flare"]
        again = [question for check in checks for question in check.questions]
        asked = [PAIN_NOW, *again, OWN_WORDS]
        return cls(plan, content, title=_("I have a flare"), lead=lead, asked=asked)

    @staticmethod
    def told(cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The answers given; what was left out says nothing."""
        return {name: value for name, value in cleaned.items() if value is not None}


def leads(due: Iterable[QuestionsDue], content: Content) -> str:
    """Why these questions are asked now."""
    wording = content.program.wording
    return " ".join(wording[each.reason.rule] for each in due if each.reason.rule in wording)


def _asked_again(plan: CarePlan) -> list[str]:
    """Questions behind the flags of this plan that a practitioner has dealt with."""
    checked = plan.red_flags.filter(resolved_at__isnull=False, taken_back_at=None)
    return [fact.partition(": ")[0] for flag in checked for fact in flag.because]


def _activities(plan: CarePlan) -> list[dict[str, str]]:
    """The activities the member named last, to be scored again."""
    told = [event.payload["answers"] for event in plan.events.of_type(CareEvent.Type.CHECK_IN)]
    named = next((each[ACTIVITIES] for each in reversed(told) if each.get(ACTIVITIES)), None)
    rows = named or plan.answers.get(ACTIVITIES) or []
    return [{"activity": row["activity"], "score": ""} for row in rows]
