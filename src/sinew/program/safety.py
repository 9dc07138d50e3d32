"""Whether somebody may exercise: answers that forbid it, and what only a practitioner can lift.

Two things are kept apart. A red flag that is an emergency, urgent, or makes somebody not eligible *stands* as
long as its answers do: no decision of a practitioner lifts it, the question has to be answered again.
Everything else that stops is a *block*, which a practitioner's clearance lifts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.program.conditions import describe
from sinew.program.flags import FiredFlag, evaluate_news, strictness
from sinew.program.intake import Intake, facts_of
from sinew.program.presentations import match_presentations
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.program.triage import Triage, red_flags, triage
from sinew.vocabulary import Disposition

LASTING = frozenset({"bruise"})
"""Answers that are only news while the program runs if they differ from the answer before."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something a practitioner has to clear before exercise goes on."""

    disposition: Disposition
    within_hours: int | None
    reasons: tuple[Reason, ...]
    advice: tuple[str, ...]

    @property
    def is_urgent(self) -> bool:
        return self.disposition is Disposition.URGENT


@dataclass(frozen=True, slots=True)
class News:
    """What newly given answers mean: flags that stop, flags that only ask for care, the block they led to."""

    stopping: tuple[FiredFlag, ...]
    caring: tuple[FiredFlag, ...]
    block: Block | None

    @property
    def stops(self) -> bool:
        """An emergency or an urgent referral, not only a look by a practitioner."""
        return any(flag.stops_intake for flag in self.stopping) or (
            self.block is not None and self.block.is_urgent
        )


class Safety:
    """All answers so far, and what stands in the way of exercise.

    Attributes:
        answers: those of the intake, each replaced when it was answered again.
        found: triage of these answers; refreshed until the program begins.
        standing: red flags that stand, the most urgent first.
        clearance: the reason that says who cleared when; ``None`` before.
    """

    def __init__(self, program: Program, intake: Intake) -> None:
        self._program, self._as_of = program, intake.as_of
        self.answers: dict[str, Any] = dict(intake.answers)
        self.found: Triage = triage(intake, program)
        self.standing = self._standing(intake.facts)
        self.block = self._first_block()
        self.clearance: Reason | None = None
        self.cleared_scopes: list[str] = []

    @property
    def disposition(self) -> Disposition:
        if self.standing:
            return self.standing[0].disposition
        return self.block.disposition if self.block is not None else Disposition.SELF_CARE

    @property
    def allows_exercise(self) -> bool:
        """No red flag stands and nobody has to look at anything first."""
        return not self.standing and self.block is None

    @property
    def within_hours(self) -> int | None:
        """How soon a clinician should see the person; ``None`` where nobody has to."""
        if not self.standing:
            return self.block.within_hours if self.block is not None else None
        first = self.standing[0].disposition
        same = [flag.within_hours for flag in self.standing if flag.disposition is first]
        return min((hours for hours in same if hours is not None), default=None)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What stands now first, then a clearance, then the intake; each once."""
        reasons = [flag.reason for flag in self.standing]
        if self.block is not None:
            reasons += self.block.reasons
        elif self.clearance is not None:
            reasons.append(self.clearance)
        return tuple(dict.fromkeys([*reasons, *self.found.reasons]))

    @property
    def advice(self) -> tuple[str, ...]:
        """Ids of the advice for what stands now, the most urgent first."""
        ids = [flag.advice for flag in self.standing]
        ids += self.block.advice if self.block is not None else ()
        return tuple(dict.fromkeys(ids))

    def _standing(self, facts: Mapping[str, Any]) -> tuple[FiredFlag, ...]:
        flags = red_flags(facts, self._program)
        firm = (f for f in flags if f.stops_intake or f.disposition is Disposition.NOT_ELIGIBLE)
        return tuple(sorted(firm, key=strictness))

    def _first_block(self) -> Block | None:
        """What the intake leaves for a practitioner, and what remains when a flag is answered anew."""
        found = self.found
        if found.disposition is Disposition.SELF_CARE:
            return None
        if found.disposition is Disposition.URGENT and not self.standing:
            return Block(Disposition.URGENT, found.within_hours, found.reasons, found.advice)
        return self._review(found.reasons, found.advice)

    def _review(self, reasons: tuple[Reason, ...], advice: tuple[str, ...]) -> Block:
        return Block(Disposition.PRACTITIONER_FIRST, self._program.review_within_hours, reasons, advice)

    def pause(self, reasons: tuple[Reason, ...], advice: str) -> None:
        """Wait for a practitioner; what was cleared beyond the program has to be cleared again."""
        self.block = self._review(reasons, (advice,))
        self.cleared_scopes.clear()

    def clear(self, reason: Reason, scope: str) -> None:
        """A practitioner's clearance; only the scope ``program`` lifts a block."""
        self.cleared_scopes.append(scope)
        if scope == "program":
            self.block, self.clearance = None, reason

    def refresh(self, day: date) -> None:
        """Triage all answers again, before anything has been prescribed."""
        self.found = triage(Intake(self._as_of, self.answers, facts_of(self.answers, day)), self._program)

    def take(self, answers: Mapping[str, Any], day: date) -> News:
        """Merge new answers; flags count as news if one of these answers takes part in them."""
        before = dict(self.answers)
        if "free_text" in answers:
            self.answers.pop("comment", None)
        self.answers.update(answers)
        facts, new = facts_of(self.answers, day), frozenset(answers)
        self.standing = self._standing(facts)
        flags = [flag for flag in self._flags(facts, answers, before) if flag.names_any(new)]
        stopping = tuple(sorted((f for f in flags if f.forbids_exercise), key=strictness))
        block = self._news_block(stopping, self._urgent_presentation(facts, new))
        self.block = block or self.block
        if block is not None:
            self.cleared_scopes.clear()
        return News(stopping, tuple(f for f in flags if not f.forbids_exercise), block)

    def _flags(
        self, facts: Mapping[str, Any], answers: Mapping[str, Any], before: Mapping[str, Any]
    ) -> Sequence[FiredFlag]:
        news = {k: v for k, v in answers.items() if k not in LASTING or before.get(k) != v}
        return [*red_flags(facts, self._program), *evaluate_news(self._program.flags, news)]

    def _urgent_presentation(self, facts: Mapping[str, Any], new: frozenset[str]) -> Block | None:
        """A presentation that has become urgent through a new answer."""
        for match in match_presentations(self._program.presentations, facts):
            used, route = (*match.facts, *match.route_facts), match.route
            if route.disposition is Disposition.URGENT and any(name in new for name, _ in used):
                reason = Reason(match.rule.id, describe(used), match.rule.source)
                return Block(route.disposition, route.within_hours, (reason,), (route.advice,))
        return None

    def _news_block(self, flags: tuple[FiredFlag, ...], urgent: Block | None) -> Block | None:
        if not flags and urgent is None:
            return None
        reasons = tuple(flag.reason for flag in flags)
        advice = tuple(dict.fromkeys(flag.advice for flag in flags))
        if urgent is None:
            return self._review(reasons, advice)
        return Block(
            urgent.disposition, urgent.within_hours, reasons + urgent.reasons, advice + urgent.advice
        )
