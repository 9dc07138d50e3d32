"""How far a practitioner may go: the numbers and sentences of tailoring, read from content."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program.values import Node, Range

MAY_BE_SOFT = frozenset(
    {
        "no-equipment",
        "not-on-floor",
        "rise-of-sets",
        "many-at-once",
        "above-wanted-minutes",
        "above-wanted-days",
        "surgeon-protocol",
    }
)
"""Limits that content may leave to a practitioner with a stated reason. All others protect somebody from
harm (pain, a red flag, the limits of a joint, a phase that is too early) and stand whatever is stated."""


@dataclass(frozen=True, slots=True)
class TempoLimits:
    """Shortest and longest seconds of each part of a repetition."""

    out_s: Range
    hold_s: Range
    back_s: Range


@dataclass(frozen=True, slots=True)
class TailoringRules:
    """The limits of tailoring.

    Attributes:
        exercises_at_most: in the list of one phase.
        added_rank: how soon an added exercise is dropped when time is short (1: last).
        cue_characters: longest personal cue.
        pause_days_at_most: longest pause from the day it is decided.
        soft: limits that a stated reason lifts; all others stand.
        protocols: tracks whose phases are composed from somebody else's protocol.
        suggested: by phase, exercises to begin a composed list with.
    """

    exercises_at_most: int
    added_rank: int
    cue_characters: int
    pause_days_at_most: int
    rest_s: Range
    tempo: TempoLimits
    soft: frozenset[str]
    protocols: frozenset[str]
    suggested: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TailoringWords:
    """Sentences about tailoring.

    Attributes:
        limits: by rule, why something does not fit, for practitioners, with the facts in braces.
        says: by decision, what the member reads, with ``{who}`` and the names in braces.
        suggests: by decision, a reason in kind words to begin with.
    """

    limits: Mapping[str, str]
    says: Mapping[str, str]
    suggests: Mapping[str, str]


def tailoring_from(node: Node, known_exercises: frozenset[str]) -> TailoringRules:
    """Read ``tailoring.yaml``."""
    node.text("evidence")
    tempo = node.node("tempo")
    rules = TailoringRules(
        exercises_at_most=node.whole("exercises_at_most"),
        added_rank=node.whole("added_rank"),
        cue_characters=node.whole("cue_characters"),
        pause_days_at_most=node.whole("pause_days_at_most"),
        rest_s=_range(node, "rest_s"),
        tempo=TempoLimits(_range(tempo, "out_s"), _range(tempo, "hold_s"), _range(tempo, "back_s")),
        soft=frozenset(node.texts("soft")),
        protocols=frozenset(node.texts("protocols", ())),
        suggested={name: node.node("suggested").texts(name) for name in node.node("suggested").names()},
    )
    for rule in sorted(rules.soft - MAY_BE_SOFT):
        node.problems.add(f"{node.where}.soft", "never-soft", f"{rule!r} protects somebody and always stands")
    for name in sorted({name for names in rules.suggested.values() for name in names} - known_exercises):
        node.problems.add(f"{node.where}.suggested", "unknown-exercise", f"no exercise {name!r}")
    node.refuse_unread()
    return rules


def tailoring_words_from(node: Node) -> TailoringWords:
    """Read ``tailoring.<language>.yaml``."""
    limits, says, suggests = node.node("limits"), node.node("says"), node.node("suggests")
    words = TailoringWords(
        limits={name: limits.text(name) for name in limits.names()},
        says={name: says.text(name) for name in says.names()},
        suggests={name: suggests.text(name) for name in suggests.names()},
    )
    node.refuse_unread()
    return words


def _range(node: Node, key: str) -> Range:
    node.raw(key)
    return node.range_or_none(key) or Range(0, 0)
