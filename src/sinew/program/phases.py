"""Tracks and phases: their limits, their traffic lights and the exercises their sessions start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sinew.program.values import Node, Range


class Light(StrEnum):
    """The traffic light of pain in the treated area."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)


@dataclass(frozen=True, slots=True)
class PainLimits:
    """Pain 0-10 from which a light turns amber, then red."""

    amber_from: float
    red_from: float

    def light(self, pain: float) -> Light:
        if pain >= self.red_from:
            return Light.RED
        return Light.AMBER if pain >= self.amber_from else Light.GREEN


@dataclass(frozen=True, slots=True)
class Track:
    """One line of phases.

    Attributes:
        first_phase: ``None`` where a practitioner has to build the plan.
        review_after_days: by when the plan must have helped (RF-34); ``None`` where it only has to last.
        advice: what to read beside the sessions.
    """

    id: str
    first_phase: str | None
    review_after_days: int | None
    advice: str


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """One place of a session: an exercise, and what may stand in for it when it cannot be used.

    Attributes:
        keep_rank: the higher, the earlier it is dropped when time is short.
        is_warm_up: it comes before a run.
        chosen: the facts of a practitioner's choice; empty where content chose it.
    """

    exercise: str
    instead: tuple[str, ...]
    keep_rank: int
    is_warm_up: bool = False
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlyDays:
    """The first days after an injury, when only some exercises are allowed."""

    days: int
    exercises: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a track.

    Attributes:
        next: the phase its gate leads to; ``None`` at the end of a track.
        is_built: False while its sessions are not written; nobody is moved into it by the program.
        days_per_week: fewest and most exercise days; the most is what people start with.
        minutes: shortest and longest session.
        source: where its exercises and limits come from.
        hip_flexion_max_deg, elongation_max_deg: exercises beyond these are not used; ``None``: no limit.
        by_practitioner: its list is composed by a practitioner, and nothing in it goes up by itself.
        doses_from: phases whose doses an exercise has here when it has none of its own, the first that fits.
    """

    id: str
    track: str
    next: str | None
    is_built: bool
    pain: PainLimits
    effort_rpe: Range
    days_per_week: Range
    minutes: Range
    hip_flexion_max_deg: float | None
    elongation_max_deg: float | None
    early: EarlyDays | None
    template: tuple[TemplateItem, ...]
    source: tuple[str, ...] = ()
    by_practitioner: bool = False
    doses_from: tuple[str, ...] = ()


def tracks_from(node: Node) -> dict[str, Track]:
    """Read ``tracks`` of program.yaml."""
    return {
        name: Track(
            name,
            child.text_or_none("first_phase"),
            child.whole_or_none("review_after_days"),
            child.text("advice"),
        )
        for name, child in node.node("tracks").children()
    }


def phases_from(node: Node, sessions: Node, known_exercises: frozenset[str]) -> dict[str, Phase]:
    """Read ``phases`` of program.yaml and their templates of sessions.yaml."""
    templates = _templates(sessions, known_exercises)
    return {name: _phase(name, child, templates) for name, child in node.node("phases").children()}


def _templates(node: Node, known: frozenset[str]) -> dict[str, tuple[TemplateItem, ...]]:
    templates = node.node("templates")
    return {
        phase: tuple(_item(child, known) for child in templates.nodes(phase)) for phase in templates.names()
    }


def _item(node: Node, known: frozenset[str]) -> TemplateItem:
    item = TemplateItem(
        node.text("exercise"), node.texts("instead", ()), node.whole("rank", 1), node.flag("warm_up")
    )
    for exercise in (item.exercise, *item.instead):
        if exercise not in known:
            node.problems.add(node.where, "unknown-exercise", f"no exercise {exercise!r}")
    node.refuse_unread()
    return item


def _phase(name: str, node: Node, templates: Mapping[str, tuple[TemplateItem, ...]]) -> Phase:
    phase = Phase(
        id=name,
        track=node.text("track"),
        next=node.text_or_none("next"),
        is_built=name in templates,
        pain=pain_limits(node.node("pain")),
        effort_rpe=_range(node, "effort_rpe"),
        days_per_week=_range(node, "days_per_week"),
        minutes=_range(node, "minutes"),
        hip_flexion_max_deg=node.number_or_none("hip_flexion_max_deg"),
        elongation_max_deg=node.number_or_none("elongation_max_deg"),
        early=_early(node.node("early")) if "early" in node else None,
        template=templates.get(name, ()),
        source=node.texts("source", ()),
        by_practitioner=node.flag("by_practitioner"),
        doses_from=node.texts("doses_from", ()),
    )
    node.refuse_unread()
    return phase


def pain_limits(node: Node) -> PainLimits:
    """Read ``{amber_from, red_from}``."""
    return PainLimits(node.number("amber_from"), node.number("red_from"))


def _range(node: Node, key: str) -> Range:
    node.raw(key)
    return node.range_or_none(key) or Range(0, 0)


def _early(node: Node) -> EarlyDays:
    return EarlyDays(node.whole("days"), frozenset(node.texts("exercises")))
