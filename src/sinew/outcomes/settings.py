"""What holds for all measures: how long they are asked, and who responded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sinew.outcomes.measure import Measure, MeasureWording, OutcomesWording
from sinew.outcomes.responder import Criterion, ResponderRule
from sinew.outcomes.schedule import Asking
from sinew.program.values import Node, Problems


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All outcome measures of a content version, in the order they are asked.

    Attributes:
        wording: the shipped words of each measure, by id.
        summary_week: the week whose answers the summary over all members counts.
        versions: the hash of each measure's files, by id.
    """

    measures: Mapping[str, Measure]
    wording: Mapping[str, MeasureWording]
    words: OutcomesWording
    asking: Asking
    responder: ResponderRule
    summary_week: int
    versions: Mapping[str, str]


def settings_from_dict(
    raw: Any, measures: Mapping[str, Measure], known: Collection[str], problems: Problems
) -> tuple[tuple[str, ...], Asking, ResponderRule, int]:
    """The order of measures, how they are asked, and the responder rule, from ``outcomes.yaml``.

    What is wrong is added to ``problems``.

    Args:
        known: ids that may be named, also of measures that could not be read.
    """
    node = Node(raw, "outcomes", problems)
    node.raw("evidence")
    order = node.texts("order")
    for missing in sorted(set(known) ^ set(order)):
        problems.add(
            "outcomes.order", "unknown-measure", f"{missing!r} is in the order or a folder, not both"
        )
    asked = node.node("asking")
    asking = Asking(asked.whole("early_days"), asked.whole("open_days"), asked.whole("late_after_days"))
    asked.refuse_unread()
    rule = node.node("responder")
    rule.texts("source", ())
    found = ResponderRule(_criteria(rule, "any_of", known), _criteria(rule, "all_of", known))
    rule.refuse_unread()
    summary_week = node.whole("summary_week")
    node.refuse_unread()
    for measure in measures.values():
        _check_windows(measure, asking, problems)
    return order, asking, found, summary_week


def _criteria(node: Node, key: str, known: Collection[str]) -> tuple[Criterion, ...]:
    found = []
    for child in node.nodes(key):
        criterion = Criterion(
            child.text("measure"),
            child.number_or_none("improves_by"),
            child.number_or_none("or_share"),
            child.range_or_none("within"),
        )
        if criterion.measure not in known:
            message = f"no measure {criterion.measure!r}"
            child.problems.add(f"{child.where}.measure", "unknown-measure", message)
        if (criterion.improves_by is None) == (criterion.within is None):
            message = "give either improves_by or within"
            child.problems.add(child.where, "one-of-two", message)
        child.refuse_unread()
        found.append(criterion)
    return tuple(found)


def _check_windows(measure: Measure, asking: Asking, problems: Problems) -> None:
    """No answer may count for two points."""
    weeks = measure.schedule.weeks
    for before, after in pairwise(weeks):
        if before * 7 + asking.open_days > after * 7 - asking.early_days:
            message = f"weeks {before} and {after} of {measure.id!r} are open at the same time"
            problems.add("outcomes.asking", "overlapping", message)
