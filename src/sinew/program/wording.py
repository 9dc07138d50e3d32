"""The sentences of a program, kept apart from its numbers so that they can be reviewed and translated."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program.values import Node


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person should do now: a title, what to do in order, and what not to do meanwhile."""

    title: str
    text: str
    steps: tuple[str, ...]
    avoid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """All texts by id; see :class:`sinew.program.program.Program` for what each is for."""

    rules: Mapping[str, str]
    advice: Mapping[str, Advice]
    presentation_names: Mapping[str, str]
    presentation_texts: Mapping[str, str]
    phases: Mapping[str, str]
    criteria: Mapping[str, str]
    tests: Mapping[str, str]
    steps: Mapping[str, str]
    stop_rules: tuple[str, ...]
    disclaimer: str


def wording_from(node: Node) -> Wording:
    """Read ``wording.<language>.yaml``."""
    presentations = node.node("presentations").children()
    wording = Wording(
        rules=_texts(node.node("rules")),
        advice={name: _advice(child) for name, child in node.node("advice").children()},
        presentation_names={name: child.text("name") for name, child in presentations},
        presentation_texts={name: child.text("text") for name, child in presentations},
        phases=_texts(node.node("phases")),
        criteria=_texts(node.node("criteria")),
        tests=_texts(node.node("tests")),
        steps=_texts(node.node("steps", required=False)),
        stop_rules=node.texts("stop_rules"),
        disclaimer=node.text("disclaimer"),
    )
    node.refuse_unread()
    return wording


def _texts(node: Node) -> dict[str, str]:
    return {key: node.text(key) for key in node.names()}


def _advice(node: Node) -> Advice:
    advice = Advice(node.text("title"), node.text("text"), node.texts("steps", ()), node.texts("avoid", ()))
    node.refuse_unread()
    return advice
