"""Triage: from intake answers to what may happen next, with every reason."""

from dataclasses import dataclass

from sinew.program.conditions import Answers, describe
from sinew.program.flags import STRICTNESS, FiredFlag, evaluate, strictness, unanswered
from sinew.program.intake import Intake
from sinew.program.presentations import PresentationMatch, match_presentations
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.vocabulary import Disposition

UNCLEAR_RULE = "presentation-unclear"
_PRACTITIONER = STRICTNESS.index(Disposition.PRACTITIONER_FIRST)


@dataclass(frozen=True, slots=True)
class Triage:
    """What may happen next, and why.

    Attributes:
        within_hours: how soon a clinician should see the person; 0 for emergencies, ``None`` where it
            does not apply (self-care, not eligible).
        flags: everything raised, the most urgent first, the flags that only ask for extra care included.
        presentation: id of what the answers fit best with; ``None`` if unclear.
        also_considered: ids of other presentations that fit.
        track: the program track that belongs to the presentation; ``None`` if there is none.
        advice: ids for ``Program.advice``, the most urgent first.
    """

    disposition: Disposition
    within_hours: int | None
    reasons: tuple[Reason, ...]
    flags: tuple[FiredFlag, ...]
    presentation: str | None
    also_considered: tuple[str, ...]
    track: str | None
    advice: tuple[str, ...]

    @property
    def stops_intake(self) -> bool:
        """The intake ends here: an emergency or an urgent referral."""
        return any(flag.stops_intake for flag in self.flags)

    def to_json(self) -> dict[str, object]:
        return {
            "disposition": str(self.disposition),
            "within_hours": self.within_hours,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def red_flags(answers: Answers, program: Program) -> tuple[FiredFlag, ...]:
    """Flags these answers raise so far, the most urgent first; works on a half-answered intake.

    The first flag whose ``stops_intake`` is true ends the intake at once. Questions without an answer raise
    nothing here; :func:`triage` adds them when the intake is complete.
    """
    return evaluate(program.flags, program.questionnaire, answers, program.review_within_hours)


def triage(intake: Intake, program: Program) -> Triage:
    """Decide what may happen next. A missing or unsure answer to a safety question never reads as "no"."""
    answers = intake.facts
    missing = unanswered(program.questionnaire, answers, program.review_within_hours)
    flags = tuple(sorted([*red_flags(answers, program), *([missing] if missing else [])], key=strictness))
    matches = match_presentations(program.presentations, answers)
    return _combine(flags, matches, program)


def _combine(
    flags: tuple[FiredFlag, ...], matches: tuple[PresentationMatch, ...], program: Program
) -> Triage:
    first, suggested = _leading(matches), _suggested(flags)
    presentation = suggested or (first.rule.id if first else None)
    ways = [(flag.disposition, flag.within_hours, flag.advice) for flag in flags]
    ways.append(_way(first, program))
    disposition = min((way[0] for way in ways), key=STRICTNESS.index)
    hours = [way[1] for way in ways if way[0] is disposition and way[1] is not None]
    return Triage(
        disposition=disposition,
        within_hours=min(hours, default=None),
        reasons=tuple(flag.reason for flag in flags) + _presentation_reasons(first),
        flags=flags,
        presentation=presentation,
        also_considered=_others(presentation, flags, matches),
        track=None if STRICTNESS.index(disposition) < _PRACTITIONER else program.track_of(presentation),
        advice=tuple(dict.fromkeys(way[2] for way in ways)),
    )


def _way(first: PresentationMatch | None, program: Program) -> tuple[Disposition, int | None, str]:
    if first is None:
        return Disposition.PRACTITIONER_FIRST, program.review_within_hours, "practitioner-review"
    return first.route.disposition, first.route.within_hours, first.route.advice


def _leading(matches: tuple[PresentationMatch, ...]) -> PresentationMatch | None:
    """The first in decision order, unless a later one that fits too is urgent: the cautious one counts."""
    urgent = (m for m in matches if m.route.disposition in (Disposition.EMERGENCY, Disposition.URGENT))
    return next(urgent, matches[0] if matches else None)


def _suggested(flags: tuple[FiredFlag, ...]) -> str | None:
    """The presentation of the most urgent flag that ends the intake; it stands above any other."""
    decided = (flag for flag in flags if flag.stops_intake or flag.disposition is Disposition.NOT_ELIGIBLE)
    return next((flag.presentation for flag in decided if flag.presentation), None)


def _presentation_reasons(match: PresentationMatch | None) -> tuple[Reason, ...]:
    if match is None:
        return (Reason(UNCLEAR_RULE, ("presentation: none fits the answers given",)),)
    rule, way = match.rule, match.route.disposition
    if way is not Disposition.PRACTITIONER_FIRST or not match.route_facts:
        return (Reason(rule.id, describe((*match.facts, *match.route_facts)), rule.source),)
    return (
        Reason(rule.id, describe(match.facts), rule.source),
        Reason(f"{rule.id}-{way}", describe(match.route_facts), rule.source),
    )


def _others(
    chosen: str | None, flags: tuple[FiredFlag, ...], matches: tuple[PresentationMatch, ...]
) -> tuple[str, ...]:
    named = [flag.presentation for flag in flags if flag.presentation]
    named += [match.rule.id for match in matches]
    return tuple(dict.fromkeys(name for name in named if name != chosen))
