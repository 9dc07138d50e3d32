"""Conditions on answers, written in content, that say which facts made them true.

A condition never reads a missing answer as "no": it is simply not fulfilled, and ``unanswered`` asks for it.
The forms it takes in content, all of them nestable::

    {answer: rf-05, is: weakness}             # the answer, or one of a list answer, is one of these codes
    {answer: age, below: 18}                  # also at_least, at_most, above
    {count: rf-15, at_least: 2, also: [...]}  # codes chosen, plus the conditions of `also` that hold and
                                              # whose `counts_as` code was not chosen anyway
    {unanswered: bruise}
    {text: scan, mentions: [tendon]}          # whole words, letter case ignored
    {all: [...]}  {any: [...]}  {none: [...]}
    {condition: strain}                       # one defined by name elsewhere in the same file
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sinew.program.values import Node

Answers = Mapping[str, Any]
Facts = tuple[tuple[str, Any], ...]
"""Question id and answer, for every answer that made a condition true."""


class Condition(Protocol):
    """Something that can be asked of answers."""

    def facts(self, answers: Answers) -> Facts | None:
        """The facts that fulfill it; ``None`` where it is not fulfilled."""


def describe(facts: Facts) -> tuple[str, ...]:
    """Facts as texts, each once, in the order they were found."""
    return tuple(dict.fromkeys(f"{name}: {_shown(value)}" for name, value in facts))


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "none"
    return "not answered" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Is:
    question: str
    codes: frozenset[str]

    def facts(self, answers: Answers) -> Facts | None:
        value = answers.get(self.question)
        if isinstance(value, list | tuple):
            chosen = [code for code in value if code in self.codes]
            return ((self.question, chosen),) if chosen else None
        return ((self.question, value),) if value in self.codes else None


@dataclass(frozen=True, slots=True)
class Within:
    """A number answer inside bounds; ``None`` leaves a bound open, ``below``/``above`` exclude it."""

    question: str
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None
    above: float | None = None

    def facts(self, answers: Answers) -> Facts | None:
        value = answers.get(self.question)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        inside = (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
            and (self.above is None or value > self.above)
        )
        return ((self.question, value),) if inside else None


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many codes of a list answer, counting what other answers imply."""

    question: str
    at_least: int
    also: tuple[tuple[str, Condition], ...] = ()

    def facts(self, answers: Answers) -> Facts | None:
        chosen = list(answers.get(self.question) or ())
        codes, found = set(chosen), []
        for code, condition in self.also:
            implied = None if code in codes else condition.facts(answers)
            if implied is not None:
                codes.add(code)
                found += list(implied)
        if len(codes) < self.at_least:
            return None
        return ((self.question, chosen), *found)


@dataclass(frozen=True, slots=True)
class Unanswered:
    question: str

    def facts(self, answers: Answers) -> Facts | None:
        return ((self.question, None),) if answers.get(self.question) is None else None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Free text that uses one of the phrases, as whole words, letter case and punctuation ignored.

    Attributes:
        exception: phrases that mean something else and are not looked at.
    """

    questions: tuple[str, ...]
    pattern: re.Pattern[str]
    exception: re.Pattern[str] | None = None

    def facts(self, answers: Answers) -> Facts | None:
        for question in self.questions:
            if any(self.pattern.search(self._seen(text)) for text in texts_in(answers.get(question))):
                return ((question, "matching wording"),)
        return None

    def _seen(self, text: str) -> str:
        return plain(text) if self.exception is None else self.exception.sub(" | ", plain(text))


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]

    def facts(self, answers: Answers) -> Facts | None:
        found: list[tuple[str, Any]] = []
        for condition in self.of:
            facts = condition.facts(answers)
            if facts is None:
                return None
            found += facts
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds; the facts of all that do."""

    of: tuple[Condition, ...]

    def facts(self, answers: Answers) -> Facts | None:
        fulfilled = [facts for condition in self.of if (facts := condition.facts(answers)) is not None]
        return tuple(fact for facts in fulfilled for fact in facts) if fulfilled else None


@dataclass(frozen=True, slots=True)
class NoneOf:
    of: tuple[Condition, ...]

    def facts(self, answers: Answers) -> Facts | None:
        return None if any(condition.facts(answers) is not None for condition in self.of) else ()


def plain(text: str) -> str:
    """Lower-case words with single spaces: letters and digits only, so that phrases can be compared."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("’", "")))


def texts_in(value: Any) -> Iterable[str]:
    """Every text inside an answer, however it is nested (PSFS answers are lists of mappings)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases in :func:`plain` text; a trailing ``*`` lets the last word go on."""
    parts = [re.escape(plain(p)) + (r"\w*" if p.endswith("*") else "") for p in phrases]
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b") if parts else re.compile(r"(?!)")


def condition_from(node: Node, named: Mapping[str, Condition]) -> Condition:
    """Read one condition; ``named`` are those it may refer to by name. Problems go to the node."""
    for key, read in _READERS.items():
        if key in node:
            condition = read(node, named)
            node.refuse_unread()
            return condition
    node.problems.add(node.where, "not-a-condition", f"expected one of {', '.join(_READERS)}")
    return NoneOf(())


def _answer(node: Node, _named: Mapping[str, Condition]) -> Condition:
    question = node.text("answer")
    if "is" in node:
        return Is(question, frozenset(node.texts("is")))
    bounds = {key: node.number_or_none(key) for key in ("at_least", "at_most", "below", "above")}
    if all(bound is None for bound in bounds.values()):
        node.problems.add(node.where, "not-a-condition", "expected `is` or a bound")
    return Within(question, **bounds)


def _count(node: Node, named: Mapping[str, Condition]) -> Condition:
    also = []
    for child in node.nodes("also", required=False):
        code = child.text("counts_as")
        also.append((code, condition_from(child, named)))
    return Count(node.text("count"), node.whole("at_least"), tuple(also))


def _text(node: Node, _named: Mapping[str, Condition]) -> Condition:
    return Mentions(node.texts("text"), phrase_pattern(node.texts("mentions")))


def _list(node: Node, key: str, named: Mapping[str, Condition]) -> tuple[Condition, ...]:
    return tuple(condition_from(child, named) for child in node.nodes(key))


def _named(node: Node, named: Mapping[str, Condition]) -> Condition:
    name = node.text("condition")
    if name in named:
        return named[name]
    node.problems.add(node.where, "unknown-condition", f"no condition {name!r} is defined above this one")
    return NoneOf(())


_READERS = {
    "answer": _answer,
    "count": _count,
    "unanswered": lambda node, _: Unanswered(node.text("unanswered")),
    "text": _text,
    "all": lambda node, named: All(_list(node, "all", named)),
    "any": lambda node, named: AnyOf(_list(node, "any", named)),
    "none": lambda node, named: NoneOf(_list(node, "none", named)),
    "condition": _named,
}


def named_conditions(node: Node, known: Mapping[str, Condition] | None = None) -> dict[str, Condition]:
    """Read a mapping of names to conditions; each may refer to those above it."""
    named = dict(known or {})
    for name, child in node.children():
        named[name] = condition_from(child, named)
    return named


def questions_of(condition: Condition) -> frozenset[str]:
    """Every question id a condition asks about, so that misspelled ids can be refused."""
    match condition:
        case Is(question=question) | Within(question=question) | Unanswered(question=question):
            return frozenset({question})
        case Count(question=question, also=also):
            return frozenset({question}).union(*(questions_of(c) for _, c in also))
        case Mentions(questions=questions):
            return frozenset(questions)
        case All(of=of) | AnyOf(of=of) | NoneOf(of=of):
            return frozenset().union(*(questions_of(c) for c in of))
    return frozenset()
