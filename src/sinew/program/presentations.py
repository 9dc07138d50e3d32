"""Presentations: what the answers fit best with. Never a diagnosis."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program.conditions import Answers, Condition, Facts, condition_from
from sinew.program.flags import disposition_from
from sinew.program.values import Node
from sinew.vocabulary import Disposition


@dataclass(frozen=True, slots=True)
class Route:
    """Where a presentation leads when its condition holds; the first that holds counts."""

    when: Condition
    disposition: Disposition
    within_hours: int | None
    advice: str


@dataclass(frozen=True, slots=True)
class PresentationRule:
    """One presentation of the decision order.

    Attributes:
        track: ``None`` where nothing may be prescribed until a clinician has seen the person.
        when: ``None`` for presentations that only a red flag suggests.
    """

    id: str
    track: str | None
    when: Condition | None
    routes: tuple[Route, ...]
    source: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class PresentationMatch:
    """A presentation that fits, the facts for it, and where it leads.

    Attributes:
        route_facts: the facts that chose the way on, beside those that chose the presentation.
    """

    rule: PresentationRule
    facts: Facts
    route: Route
    route_facts: Facts

    @property
    def all_facts(self) -> Facts:
        return (*self.facts, *self.route_facts)


def match_presentations(
    rules: tuple[PresentationRule, ...], answers: Answers
) -> tuple[PresentationMatch, ...]:
    """Every presentation the answers fit, in decision order: the first is the answer, the rest are stored."""
    return tuple(match for rule in rules if (match := _match(rule, answers)) is not None)


def _match(rule: PresentationRule, answers: Answers) -> PresentationMatch | None:
    facts = rule.when.facts(answers) if rule.when is not None else None
    if facts is None:
        return None
    for route in rule.routes:
        route_facts = route.when.facts(answers)
        if route_facts is not None:
            return PresentationMatch(rule, facts, route, route_facts)
    return None


def presentation_rules_from(node: Node, named: Mapping[str, Condition]) -> tuple[PresentationRule, ...]:
    """Read ``presentations.yaml``, whose list stands in decision order."""
    return tuple(_rule(child, named) for child in node.nodes("presentations"))


def _rule(node: Node, named: Mapping[str, Condition]) -> PresentationRule:
    rule = PresentationRule(
        id=node.text("id"),
        track=node.text_or_none("track"),
        when=condition_from(node.node("when"), named) if "when" in node else None,
        routes=tuple(_route(child, named) for child in node.nodes("routes", required="when" in node)),
        source=node.texts("source", ()),
        evidence=node.text("evidence"),
    )
    node.refuse_unread()
    return rule


def _route(node: Node, named: Mapping[str, Condition]) -> Route:
    route = Route(
        when=condition_from(node.node("when"), named),
        disposition=disposition_from(node),
        within_hours=node.whole_or_none("within_hours"),
        advice=node.text("advice"),
    )
    node.refuse_unread()
    return route
