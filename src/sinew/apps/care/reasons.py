"""Reasons in the member's words: the program's sentence for a rule, and the answers and facts behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from sinew.content import Content
from sinew.vocabulary import Outcome

OUTCOMES = {
    Outcome.START: gettext_lazy("Your program starts"),
    Outcome.PROGRESS: gettext_lazy("A step up"),
    Outcome.KEEP: gettext_lazy("The same level"),
    Outcome.REGRESS: gettext_lazy("A step back, on purpose"),
    Outcome.PAUSE_FOR_PRACTITIONER: gettext_lazy("A therapist looks at it first"),
    Outcome.STOP_AND_REFER: gettext_lazy("Stopped, please see a doctor"),
}
"""What a decision means for the member."""


@dataclass(frozen=True, slots=True)
class ReasonInWords:
    """One reason as a page shows it.

    Attributes:
        sentence: what the rule means for the member.
        facts: the answers and measurements that made it hold.
    """

    rule: str
    sentence: str
    facts: tuple[str, ...]
    source: tuple[str, ...]


def in_words(reasons: Iterable[Mapping[str, Any]], content: Content) -> list[ReasonInWords]:
    """Reasons (``{"rule", "because", "source"}``) in words, each sentence once with all its facts.

    Those without a sentence for members are left out.
    """
    wording = content.program.wording
    found: dict[str, ReasonInWords] = {}
    for reason in reasons:
        rule = reason["rule"]
        if rule in wording:
            facts = tuple(fact_in_words(fact, content) for fact in reason["because"])
            before = found.get(rule, ReasonInWords(rule, wording[rule], (), ()))
            found[rule] = ReasonInWords(
                rule=rule,
                sentence=wording[rule],
                facts=tuple(dict.fromkeys((*before.facts, *facts))),
                source=tuple(dict.fromkeys((*before.source, *reason["source"]))),
            )
    return list(found.values())


def fact_in_words(fact: str, content: Content) -> str:
    """``onset: sudden`` as question and answer, an exercise or phase by its name; others as they are."""
    name, _colon, value = fact.partition(": ")
    question = content.intake.by_id.get(name)
    if question is not None:
        labels = dict(question.options)
        answer = ", ".join(labels.get(code, code) for code in value.split(", ")) if labels else value
        shown = f"{answer} {question.unit}".strip() if question.kind == "number" else answer
        return f"{question.text} {shown}" if question.text.endswith("?") else f"{question.text}: {shown}"
    if name == "exercise" and value in content.exercises:
        return content.exercises[value].name
    if name == "phase" and value in content.program.texts.phases:
        return content.program.texts.phases[value]
    return fact
