"""The intake's pages in words: where one stands, what to do after a red flag, what the answers fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinew.apps.care.models import CarePlan, RedFlagRaised
from sinew.apps.care.reasons import ReasonInWords, fact_in_words, in_words
from sinew.apps.members.models import IntakeRecord
from sinew.apps.today.gate import GatePresenter
from sinew.apps.web import content as shown
from sinew.content import Content, Reference
from sinew.errors import InputRefused
from sinew.program import Advice, Plan, Questionnaire, Screen, Triage, intake_from_dict, screens, triage
from sinew.vocabulary import Disposition


@dataclass(frozen=True, slots=True)
class IntakePosition:
    """A screen, what lies before it, and how far through the intake it is.

    Attributes:
        previous: id of the screen before; ``None`` on the first.
        percent: share of the screens that lie before this one, 0 to 100.
    """

    screen: Screen
    previous: str | None
    percent: int

    @classmethod
    def at(cls, questionnaire: Questionnaire, answers: Mapping[str, Any], screen_id: str) -> Self | None:
        """The position of this screen; ``None`` if these answers do not lead to it."""
        seen = screens(questionnaire, answers)
        for number, screen in enumerate(seen):
            if screen.id == screen_id:
                previous = seen[number - 1].id if number else None
                return cls(screen, previous, round(100 * number / len(seen)))
        return None


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that stopped the intake, and the screen where it can be changed."""

    screen_id: str
    answer: str


@dataclass(frozen=True, slots=True)
class StoppedPresenter:
    """Why the intake ended and what to do.

    Attributes:
        advice: what to do, the most urgent first.
        call: the emergency number, where one must be called and we know it.
        told_team: whether the care team was told.
    """

    is_emergency: bool
    is_not_eligible: bool
    how_soon: str
    advice: tuple[Advice, ...]
    call: str | None
    told_team: bool
    corrections: tuple[Correction, ...]

    @property
    def title(self) -> str:
        """Why the intake ended, as the name of the page."""
        if self.is_emergency:
            return _("Get help now")
        if self.is_not_eligible and self.advice:
            return self.advice[0].title
        return _("Please see a doctor first")

    @property
    def call_elsewhere(self) -> str:
        """What to do in a country whose number we do not know."""
        return shown.current().emergency.elsewhere

    @classmethod
    def of(cls, intake: IntakeRecord, content: Content, answers: Mapping[str, Any], day: date) -> Self | None:
        """The page for this intake; ``None`` if nothing stops it."""
        flags = sorted(intake.red_flags.open(), key=_urgency)
        if flags:
            return cls._flagged(flags, content, answers)
        found = _triage(content, answers, day)
        if found is None or found.disposition is not Disposition.NOT_ELIGIBLE:
            return None
        refusing = [flag.reason for flag in found.flags if flag.disposition is Disposition.NOT_ELIGIBLE]
        names = _asked(fact for reason in refusing for fact in reason.because)
        return cls(
            is_emergency=False,
            is_not_eligible=True,
            how_soon="",
            advice=_advice(found.advice[:1], content),
            call=None,
            told_team=False,
            corrections=_corrections(names, content, answers),
        )

    @classmethod
    def _flagged(cls, flags: list[RedFlagRaised], content: Content, answers: Mapping[str, Any]) -> Self:
        first = flags[0]
        is_emergency = first.disposition == Disposition.EMERGENCY
        names = _asked(fact for flag in flags for fact in flag.because)
        return cls(
            is_emergency=is_emergency,
            is_not_eligible=False,
            how_soon=how_soon(first.within_hours),
            advice=_advice([flag.advice for flag in flags], content),
            call=shown.current().emergency.number(answers.get("country")) if is_emergency else None,
            told_team=True,
            corrections=_corrections(names, content, answers),
        )


def _asked(facts: Iterable[str]) -> list[str]:
    """The questions that facts such as ``age: 16`` come from."""
    return [fact.partition(": ")[0] for fact in facts]


def _urgency(flag: RedFlagRaised) -> tuple[bool, float]:
    hours = flag.within_hours
    return flag.disposition != Disposition.EMERGENCY, float("inf") if hours is None else hours


def _triage(content: Content, answers: Mapping[str, Any], day: date) -> Triage | None:
    try:
        facts = intake_from_dict({"as_of": day.isoformat(), "answers": answers}, content.program)
    except InputRefused:
        return None
    return triage(facts, content.program)


def _advice(ids: "list[str] | tuple[str, ...]", content: Content) -> tuple[Advice, ...]:
    known = content.program.advice
    return tuple(known[name] for name in dict.fromkeys(ids) if name in known)


def _corrections(names: list[str], content: Content, answers: Mapping[str, Any]) -> tuple[Correction, ...]:
    """The answers behind these questions, each with the screen it was given on."""
    screen_of = {q.id: s.id for s in screens(content.intake, answers) for q in s.questions}
    return tuple(
        Correction(screen_of[name], fact_in_words(_fact(name, answers[name]), content))
        for name in dict.fromkeys(names)
        if name in screen_of and name in answers
    )


def _fact(name: str, value: Any) -> str:
    return f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"


def how_soon(within_hours: int | None) -> str:
    """A time limit in words: "now", "today", "within 3 days"; empty where there is none."""
    if within_hours is None:
        return ""
    if within_hours == 0:
        return _("now")
    if within_hours <= 24:
        return _("today")
    days = round(within_hours / 24)
    return _("within %(days)d days") % {"days": days}


def team_of(plan: CarePlan) -> list[str]:
    """The names of those who look after the plan's member."""
    return [place.practitioner.name for place in plan.member.care_team.current()]


def who_was_told(team: Sequence[str]) -> str:
    """Who knows of what the program handed over: "Ann has been told"."""
    if not team:
        return _("The therapists on duty have been told")
    names = _(" and ").join(team)
    return ngettext("%(names)s has been told", "%(names)s have been told", len(team)) % {"names": names}


class ResultPresenter:
    """What the answers fit best with, why, and what comes next."""

    def __init__(self, plan: CarePlan, current: Plan, content: Content, day: date) -> None:
        self._plan, self._content, self._day = plan, content, day
        self._current, self._given = current, current.to_json()

    @property
    def needs_practitioner(self) -> bool:
        return bool(self._given["triage"]["disposition"] != Disposition.SELF_CARE)

    @property
    def how_soon(self) -> str:
        return how_soon(self._given["triage"]["within_hours"])

    @property
    def presentation(self) -> str:
        """Its name as it stands inside a sentence; empty where nothing fits."""
        name: str = self._given["presentation"]["name"] or ""
        return name[:1].lower() + name[1:]

    @property
    def presentation_text(self) -> str:
        return self._content.program.presentation_texts.get(self._given["presentation"]["id"] or "", "")

    @property
    def also_considered(self) -> list[str]:
        names = self._content.program.presentation_names
        return [names[name] for name in self._given["presentation"]["also_considered"] if name in names]

    @property
    def reasons(self) -> list[ReasonInWords]:
        return in_words(self._given["triage"]["reasons"], self._content)

    @property
    def phase(self) -> str:
        return self._content.program.texts.phases.get(self._given["phase"] or "", "")

    @property
    def gate(self) -> GatePresenter:
        """What would let the member move on: criteria met and still open, each with its sentence."""
        return GatePresenter(self._plan, self._day, self._current)

    @property
    def outlook(self) -> ReasonInWords | None:
        """How long it may take, as a range; ``None`` where nothing can be said."""
        given = self._given["outlook"]
        return next(iter(in_words(given["reasons"], self._content)), None) if given else None

    @property
    def outlook_weeks(self) -> str:
        low, high = self._given["outlook"]["weeks"]
        return _("%(low)g to %(high)g weeks") % {"low": low, "high": high}

    @property
    def outlook_sources(self) -> list[Reference]:
        """The studies the range comes from."""
        known = self._content.references
        return [known[name] for name in self.outlook.source if name in known] if self.outlook else []

    @property
    def has_session(self) -> bool:
        return self._given["session"] is not None

    @property
    def minutes(self) -> int:
        return round(self._given["session"]["minutes"]) if self._given["session"] else 0

    @property
    def team(self) -> list[str]:
        return team_of(self._plan)

    @property
    def who_was_told(self) -> str:
        return who_was_told(self.team)

    @property
    def while_waiting(self) -> str:
        """What to do if it gets worse before a practitioner has looked."""
        return shown.current().coaching.between_sessions["waiting"]

    @property
    def disclaimer(self) -> str:
        return self._content.program.texts.disclaimer
