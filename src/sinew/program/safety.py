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
from sinew.program.flags import STRICTNESS, FiredFlag, evaluate_news, strictness
from sinew.program.intake import Intake, facts_of
from sinew.program.presentations import PresentationMatch, match_presentations
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.program.triage import Triage, red_flags, triage
from sinew.vocabulary import Disposition

FREE_TEXTS = ("free_text", "comment")
"""What somebody wrote while the program runs; a later text answers an earlier one only once it was read."""


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

    def with_earlier(self, earlier: "Block | None") -> "Block":
        """This block on top of one that was not lifted: the stricter urgency and its shorter time count."""
        if earlier is None:
            return self
        strict, other = sorted((self, earlier), key=lambda block: STRICTNESS.index(block.disposition))
        hours = [block.within_hours for block in (self, earlier) if block.disposition is strict.disposition]
        return Block(
            strict.disposition,
            min((one for one in hours if one is not None), default=None),
            tuple(dict.fromkeys((*strict.reasons, *other.reasons))),
            tuple(dict.fromkeys((*strict.advice, *other.advice))),
        )


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
        self._was_read = False
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
        """Wait for a practitioner, on top of anything that waits already.

        What was cleared beyond the program has to be cleared again.
        """
        self.block = self._review(reasons, (advice,)).with_earlier(self.block)
        self.cleared_scopes.clear()

    def clear(self, reason: Reason, scope: str) -> None:
        """A practitioner's clearance; only the scope ``program`` lifts a block, and no flag that stands.

        What was written before has been read then: the next text counts on its own.
        """
        self.cleared_scopes.append(scope)
        if scope == "program":
            self.block, self.clearance, self._was_read = None, reason, True

    def refresh(self, day: date) -> None:
        """Triage all answers again, before anything has been prescribed."""
        self.found = triage(Intake(self._as_of, self.answers, facts_of(self.answers, day)), self._program)

    def take(self, answers: Mapping[str, Any], day: date) -> News:
        """Merge new answers; flags count as news if one of these answers takes part in them."""
        before = dict(self.answers)
        self.answers.update({**answers, **self._texts(answers)})
        facts, new = facts_of(self.answers, day), frozenset(answers)
        self.standing = self._standing(facts)
        flags = [flag for flag in self._flags(facts, answers, before) if flag.names_any(new)]
        stopping = tuple(sorted((f for f in flags if f.forbids_exercise), key=strictness))
        block = self._news_block(stopping, self._new_presentation(facts, facts_of(before, day), new))
        if block is not None:
            self.block = block.with_earlier(self.block)
            self.cleared_scopes.clear()
        return News(stopping, tuple(f for f in flags if not f.forbids_exercise), block)

    def _texts(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """What counts as written now: all of it, from the last text a practitioner has read."""
        written = {name: answers[name] for name in FREE_TEXTS if answers.get(name)}
        if not written:
            return {}
        earlier = {} if self._was_read else {name: self.answers.get(name) for name in FREE_TEXTS}
        self._was_read = False
        return {
            name: "\n".join(text for text in (earlier.get(name), written.get(name)) if text)
            for name in FREE_TEXTS
        }

    def _flags(
        self, facts: Mapping[str, Any], answers: Mapping[str, Any], before: Mapping[str, Any]
    ) -> Sequence[FiredFlag]:
        lasting = self._program.lasting
        news = {
            k: v for k, v in answers.items() if k not in lasting or is_worse(lasting[k], before.get(k), v)
        }
        return [*red_flags(facts, self._program), *evaluate_news(self._program.flags, news)]

    def _new_presentation(
        self, facts: Mapping[str, Any], before: Mapping[str, Any], new: frozenset[str]
    ) -> Block | None:
        """A presentation that new answers make urgent, or that needs a practitioner and did not before."""
        rules = self._program.presentations
        known = {(match.rule.id, match.route) for match in match_presentations(rules, before)}
        found = [
            self._block_of(match)
            for match in match_presentations(rules, facts)
            if match.route.disposition is not Disposition.SELF_CARE
            and any(name in new for name, _ in match.all_facts)
            and (match.route.disposition is Disposition.URGENT or (match.rule.id, match.route) not in known)
        ]
        return min(found, key=lambda block: STRICTNESS.index(block.disposition), default=None)

    def _block_of(self, match: PresentationMatch) -> Block:
        reason = Reason(match.rule.id, describe(match.all_facts), match.rule.source)
        return Block(match.route.disposition, match.route.within_hours, (reason,), (match.route.advice,))

    def _news_block(self, flags: tuple[FiredFlag, ...], presentation: Block | None) -> Block | None:
        if not flags:
            return presentation
        reasons = tuple(flag.reason for flag in flags)
        advice = tuple(dict.fromkeys(flag.advice for flag in flags))
        return self._review(reasons, advice).with_earlier(presentation)


def is_worse(order: Sequence[str], before: object, now: object) -> bool:
    """Whether an answer is further along its order than the one before; anything unknown counts as worse."""
    if before is None or before not in order or now not in order:
        return True
    return order.index(str(now)) > order.index(str(before))
