"""Sentences of tailoring with the facts filled in."""

from collections.abc import Callable, Mapping

from sinew.program.program import Program
from sinew.program.reasons import Reason

Naming = Callable[[str, str], str]
"""What to write for the value of a fact, given the name of the fact and the value."""


def as_it_is(_fact: str, value: str) -> str:
    """A value as the engine names it."""
    return value


def filled(sentence: str, facts: Mapping[str, str]) -> str:
    """A sentence with every ``{name}`` it has a fact for; spaces in a name are written ``_``."""
    for name, value in facts.items():
        sentence = sentence.replace(f"{{{name.replace(' ', '_')}}}", value)
    return sentence


def limit_in_words(reason: Reason, program: Program, naming: Naming = as_it_is) -> str:
    """Why something does not fit, for a practitioner."""
    words = program.tailoring_words
    sentence = words.limits.get(reason.rule, "") if words is not None else ""
    if not sentence:
        return f"{reason.rule}: {', '.join(reason.because)}"
    pairs = (fact.partition(": ") for fact in reason.because)
    return filled(sentence, {name: naming(name, value) for name, _, value in pairs})
