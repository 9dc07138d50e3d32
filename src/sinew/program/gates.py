"""Gates: the ways from one phase to the next, and which of their criteria are met and unmet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sinew.program.conditions import Condition, condition_from, named_conditions
from sinew.program.criteria import Criterion, Record, applies, criteria_from, is_met
from sinew.program.values import Node, Range


@dataclass(frozen=True, slots=True)
class TestDefinition:
    """A test a person can do, with the range of values that can be true and its unit.

    Attributes:
        criteria: what must be true before it is offered.
    """

    id: str
    unit: str
    values: Range
    per_side: bool
    criteria: tuple[Criterion, ...] = ()

    __test__ = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A way from one phase to the next; every criterion must be met.

    Attributes:
        to: the phase it leads to; ``None`` means the one the phase itself names.
        when: whose answers fulfill it take this way; ``None`` means everybody.
    """

    phase: str
    criteria: tuple[Criterion, ...]
    source: tuple[str, ...]
    to: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class GateState:
    """Which criteria of a gate are met on a day."""

    next: str
    met: tuple[str, ...]
    unmet: tuple[str, ...]


def gate_state(gate: Gate, next_phase: str, record: Record) -> GateState:
    """Sort the criteria that apply to this person into met and unmet."""
    applying = _applying(gate, record)
    met = [c.id for c in applying if is_met(c, record)]
    return GateState(next_phase, tuple(met), tuple(c.id for c in applying if c.id not in met))


def is_open(gate: Gate, record: Record) -> bool:
    """Whether every criterion that applies to this person is met."""
    return all(is_met(criterion, record) for criterion in gate.criteria if applies(criterion, record))


def _applying(gate: Gate, record: Record) -> list[Criterion]:
    return [criterion for criterion in gate.criteria if applies(criterion, record)]


def way_from(gates: Sequence[Gate], record: Record) -> Gate | None:
    """The way somebody takes out of a phase: the first whose condition holds."""
    return next((g for g in gates if g.when is None or g.when.facts(record.answers) is not None), None)


def tests_from(node: Node) -> dict[str, TestDefinition]:
    """Read ``tests`` of gates.yaml."""
    return {
        name: TestDefinition(
            name,
            child.text("unit"),
            child.range_or_none("values") or Range(0, 0),
            child.flag("per_side"),
            criteria_from(child, {}),
        )
        for name, child in node.node("tests").children()
    }


def gates_from(node: Node, shared: Mapping[str, Condition]) -> dict[str, tuple[Gate, ...]]:
    """Read ``gates`` of gates.yaml, by the phase they lead out of.

    A phase has one way on, or under ``ways`` several of which the first that fits somebody counts.
    """
    named = named_conditions(node.node("definitions", required=False), shared)
    return {
        phase: tuple(
            _gate(phase, way, named) for way in (child.nodes("ways") if "ways" in child else (child,))
        )
        for phase, child in node.node("gates").children()
    }


def _gate(phase: str, node: Node, named: Mapping[str, Condition]) -> Gate:
    gate = Gate(
        phase,
        criteria_from(node, named),
        node.texts("source", ()),
        node.text_or_none("to"),
        condition_from(node.node("when"), named) if "when" in node else None,
    )
    node.refuse_unread()
    return gate
