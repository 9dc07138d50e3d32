"""Who responded: each criterion on its own, all together, and over everybody who started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sinew.outcomes.change import compared
from sinew.outcomes.measure import Measure
from sinew.outcomes.scoring import Reading
from sinew.program import Range


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one measure has to show.

    Attributes:
        improves_by: points toward better since the start.
        or_share: or that share of the score at the start (0.3 is 30 %).
        within: or, without a comparison, a score in this range.
    """

    measure: str
    improves_by: float | None = None
    or_share: float | None = None
    within: Range | None = None


@dataclass(frozen=True, slots=True)
class ResponderRule:
    """One of ``any_of`` and every one of ``all_of``."""

    any_of: tuple[Criterion, ...]
    all_of: tuple[Criterion, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return (*self.any_of, *self.all_of)


@dataclass(frozen=True, slots=True)
class Responder:
    """One course judged.

    Attributes:
        criteria: by measure id; ``None`` where there is no answer.
        responded: ``None`` where the missing answers could still decide it.
    """

    criteria: Mapping[str, bool | None]
    responded: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many met something, did not, and gave no answer; together everybody who started."""

    met: int
    unmet: int
    no_answer: int

    @property
    def started(self) -> int:
        return self.met + self.unmet + self.no_answer


@dataclass(frozen=True, slots=True)
class Summary:
    """Everybody who started: each criterion on its own, and all together."""

    criteria: Mapping[str, Tally]
    responded: Tally


def respond(
    rule: ResponderRule,
    measures: Mapping[str, Measure],
    start: Mapping[str, Reading],
    later: Mapping[str, Reading],
) -> Responder:
    """Whether somebody responded, from the readings at the start and at a later point, by measure id.

    Source: docs/outcomes.md, "Who responded".
    """
    found = {
        each.measure: _met(each, measures.get(each.measure), start.get(each.measure), later.get(each.measure))
        for each in rule.criteria
    }
    any_of = _any([found[each.measure] for each in rule.any_of])
    all_of = _all([found[each.measure] for each in rule.all_of])
    return Responder(found, _all([any_of, all_of]))


def _met(
    criterion: Criterion, measure: Measure | None, start: Reading | None, later: Reading | None
) -> bool | None:
    if measure is None or later is None:
        return None
    if criterion.within is not None:
        return later.value in criterion.within
    pair = compared(start, later) if start is not None else None
    if pair is None:
        return None
    before, after = pair
    improvement = measure.improvement(before, after)
    if criterion.improves_by is not None and improvement >= criterion.improves_by:
        return True
    return criterion.or_share is not None and before > 0 and improvement / before >= criterion.or_share


def _any(found: Sequence[bool | None]) -> bool | None:
    """True where one is; unknown where none is but one may be."""
    return True if True in found else None if None in found else False


def _all(found: Sequence[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def summary(rule: ResponderRule, courses: Sequence[Responder]) -> Summary:
    """Count over everybody who started, never only over those who answered."""
    return Summary(
        {
            each.measure: _tally([course.criteria[each.measure] for course in courses])
            for each in rule.criteria
        },
        _tally([course.responded for course in courses]),
    )


def _tally(found: Sequence[bool | None]) -> Tally:
    return Tally(found.count(True), found.count(False), found.count(None))
