"""Red flags: answers that stop everything, send to somebody, or only ask for extra care."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sinew.program.conditions import Answers, Condition, Facts, condition_from, describe
from sinew.program.questionnaire import Questionnaire
from sinew.program.reasons import Reason
from sinew.program.values import Node
from sinew.vocabulary import Disposition

STRICTNESS = (
    Disposition.EMERGENCY,
    Disposition.URGENT,
    Disposition.NOT_ELIGIBLE,
    Disposition.PRACTITIONER_FIRST,
    Disposition.SELF_CARE,
)
"""Dispositions, strictest first: the decision order of the intake."""

UNSURE_RULE, UNANSWERED_RULE = "safety-unsure", "safety-unanswered"


@dataclass(frozen=True, slots=True)
class FlagLevel:
    """One urgency a red flag can have; ``self_care`` means: go on, with care and a word to the team."""

    when: Condition
    disposition: Disposition
    within_hours: int | None
    advice: str
    presentation: str | None = None


@dataclass(frozen=True, slots=True)
class FlagRule:
    """One row of the red-flag table; its levels stand strictest first and the first that holds counts.

    Attributes:
        presentation: id of the presentation it makes likely, ``None`` where it says nothing about one; a
            level may name one of its own.
        during_program: only asked about what is newly reported while the program runs.
    """

    id: str
    levels: tuple[FlagLevel, ...]
    presentation: str | None
    during_program: bool
    source: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class FiredFlag:
    """A red flag that these answers raise.

    Attributes:
        rule: ``RF-nn``, or one of the two rules for safety questions answered "unsure" or not at all.
        within_hours: how soon a clinician should see the person; ``None`` for not_eligible and extra care.
        advice: id of the advice to show (``Program.advice``).
        facts: question ids and answers that raised it.
    """

    rule: str
    disposition: Disposition
    within_hours: int | None
    advice: str
    facts: Facts
    source: tuple[str, ...] = ()
    presentation: str | None = None

    @property
    def stops_intake(self) -> bool:
        """No further question is asked: the person needs advice now."""
        return self.disposition in (Disposition.EMERGENCY, Disposition.URGENT)

    @property
    def forbids_exercise(self) -> bool:
        return self.disposition is not Disposition.SELF_CARE

    @property
    def reason(self) -> Reason:
        return Reason(self.rule, describe(self.facts), self.source)

    def names_any(self, questions: frozenset[str]) -> bool:
        """Whether one of these questions is among the facts that raised it."""
        return any(question in questions for question, _ in self.facts)

    def to_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "disposition": str(self.disposition),
            "within_hours": self.within_hours,
            "advice": self.advice,
            "because": list(describe(self.facts)),
            "source": list(self.source),
        }


def strictness(flag: FiredFlag) -> tuple[int, float]:
    """Sorts the most urgent first."""
    hours = flag.within_hours
    return STRICTNESS.index(flag.disposition), float("inf") if hours is None else hours


def evaluate(
    rules: tuple[FlagRule, ...], questionnaire: Questionnaire, answers: Answers, review_within_hours: int
) -> tuple[FiredFlag, ...]:
    """Every flag these (perhaps incomplete) answers raise, the most urgent first.

    Questions not answered yet raise nothing here; :func:`unanswered` finds them once the intake is complete.
    ``review_within_hours`` is how soon a practitioner asks about answers of "unsure".
    """
    fired = [f for rule in rules if not rule.during_program and (f := _fire(rule, answers))]
    unsure = _unsure(questionnaire, answers, review_within_hours)
    return tuple(sorted([*fired, *([unsure] if unsure else [])], key=strictness))


def evaluate_news(rules: tuple[FlagRule, ...], news: Answers) -> tuple[FiredFlag, ...]:
    """The flags that only what is newly reported while the program runs can raise."""
    return tuple(f for rule in rules if rule.during_program and (f := _fire(rule, news)))


def _fire(rule: FlagRule, answers: Answers) -> FiredFlag | None:
    for level in rule.levels:
        facts = level.when.facts(answers)
        if facts is not None:
            return FiredFlag(
                rule.id,
                level.disposition,
                level.within_hours,
                level.advice,
                facts + _own_answers(rule, facts, answers),
                rule.source,
                level.presentation or rule.presentation,
            )
    return None


def _own_answers(rule: FlagRule, facts: Facts, answers: Answers) -> Facts:
    """What was answered in the flag's own row where something else raised it: a practitioner sees both."""
    row, named = rule.id.lower(), {question for question, _ in facts}
    own = (question for question in answers if question == row or question.startswith(f"{row}-"))
    return tuple((question, answers[question]) for question in own if question not in named)


def _unsure(questionnaire: Questionnaire, answers: Answers, hours: int) -> FiredFlag | None:
    facts = tuple((q.id, "unsure") for q in questionnaire.safety_questions if answers.get(q.id) == "unsure")
    return _review(UNSURE_RULE, facts, hours) if facts else None


def unanswered(questionnaire: Questionnaire, answers: Answers, hours: int) -> FiredFlag | None:
    """The flag for safety questions that were asked and have no answer; ``None`` if all have one."""
    facts = tuple(
        (q.id, None)
        for q in questionnaire.safety_questions
        if q.in_intake and q.is_asked(answers) and q.is_unanswered(answers)
    )
    return _review(UNANSWERED_RULE, facts, hours) if facts else None


def _review(rule: str, facts: Facts, hours: int) -> FiredFlag:
    return FiredFlag(rule, Disposition.PRACTITIONER_FIRST, hours, "practitioner-review", facts)


def flag_rules_from(node: Node, named: Mapping[str, Condition]) -> tuple[FlagRule, ...]:
    """Read ``red-flags.yaml``: rules with levels, strictest first."""
    return tuple(_rule(child, named) for child in node.nodes("flags"))


def _rule(node: Node, named: Mapping[str, Condition]) -> FlagRule:
    rule = FlagRule(
        id=node.text("id"),
        levels=tuple(_level(child, named) for child in node.nodes("levels")),
        presentation=node.text_or_none("presentation"),
        during_program=node.flag("during_program"),
        source=node.texts("source", ()),
        evidence=node.text("evidence"),
    )
    node.refuse_unread()
    return rule


def _level(node: Node, named: Mapping[str, Condition]) -> FlagLevel:
    level = FlagLevel(
        when=condition_from(node.node("when"), named),
        disposition=disposition_from(node),
        within_hours=node.whole_or_none("within_hours"),
        advice=node.text("advice"),
        presentation=node.text_or_none("presentation"),
    )
    node.refuse_unread()
    return level


def disposition_from(node: Node) -> Disposition:
    """The ``disposition`` field; something unknown is noted and read as the strictest."""
    value: Any = node.raw("disposition")
    if value in set(Disposition):
        return Disposition(value)
    node.problems.add(f"{node.where}.disposition", "not-in-list", f"expected one of {', '.join(Disposition)}")
    return Disposition.EMERGENCY
