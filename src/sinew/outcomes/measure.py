"""An outcome measure as data: its items, how they make a score, and the words around them.

A measure either asks items of its own, or reads the answers to a question of the program (``question``):
then the answer has its one home in the care plan and is neither asked nor kept a second time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sinew.outcomes.schedule import Schedule
from sinew.program import Question, Questionnaire, Range
from sinew.program.values import Node, Problems
from sinew.vocabulary import Evidence

RULES = ("single", "sum", "mean")
BETTER = ("lower", "higher")
LICENSE_STATES = ("free", "public-domain", "needs-license")
ASKED_IN = ("outcomes", "check-in")


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """One item.

    Attributes:
        limits: the points it can give.
        choices: (code, points) in order; empty for a scale of whole numbers over ``limits``.
        branches: an item of which a person answers one of several parts, such as question 8 of VISA-H;
            the points of its answers come with the licensed wording.
    """

    id: str
    limits: Range
    choices: tuple[tuple[str, float], ...] = ()
    branches: tuple[str, ...] = ()

    def points(self, answer: Any) -> float | None:
        """What an answer is worth; ``None`` where there is none, or it is not possible here."""
        if answer is None:
            return None
        if self.choices:
            return dict(self.choices).get(str(answer))
        if self.branches:
            branch, _dash, points = str(answer).partition("-")
            return _within(points, self.limits) if branch in self.branches else None
        return _within(answer, self.limits)


def _within(value: Any, limits: Range) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number in limits else None


@dataclass(frozen=True, slots=True)
class License:
    """Whether the words of the items may be shipped, and what is known about it."""

    state: str
    note: str

    @property
    def is_needed(self) -> bool:
        return self.state == "needs-license"


@dataclass(frozen=True, slots=True)
class Matter:
    """A number about change or screening, and how well it is supported."""

    value: float
    evidence: Evidence
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One questionnaire that is answered again and again.

    Attributes:
        question: id of the program's question whose answers it reads; empty where it has items of its own.
        rule: ``single`` (the one item), ``sum`` (of all items) or ``mean`` (of named activities).
        missing_at_most: items that may be missing from a sum, which is then scaled up to all items.
        low, high: the ends of the score.
        better: the direction that is better for the person, ``lower`` or ``higher``.
        mic: the least change that people usually notice as meaningful; ``None`` where nobody has found it.
        mdc: the least change that is more than chance; ``None`` where nobody has found it.
        positive_from: a score from which a screening question says "look closer".
        tracks: who is asked; empty means everybody.
        group, rank: of the measures of one group a person gets the first (by rank) that can be shown.
    """

    id: str
    question: str
    items: tuple[MeasureItem, ...]
    rule: str
    missing_at_most: int
    low: float
    high: float
    better: str
    compared_with_start: bool
    mic: Matter | None
    mdc: Matter | None
    positive_from: Matter | None
    license: License
    tracks: tuple[str, ...]
    group: str
    rank: int
    schedule: Schedule
    evidence: Evidence
    references: tuple[str, ...]

    @property
    def has_own_items(self) -> bool:
        return not self.question

    def improvement(self, before: float, after: float) -> float:
        """How much better a score has become, in points of it; below zero is worse."""
        return round(after - before if self.better == "higher" else before - after, 6)

    def questions(self, wording: "MeasureWording", program: Questionnaire) -> tuple[Question, ...]:
        """What a person is asked: the program's own question, or one for each item."""
        if self.question:
            return (program.by_id[self.question],)
        return tuple(self._question(item, wording.items[item.id]) for item in self.items)

    def _question(self, item: MeasureItem, words: "ItemWording") -> Question:
        may_be_empty = self.missing_at_most > 0
        if item.choices or item.branches:
            return Question(
                item.id, "choice", words.text, help=words.help, options=words.options,
                is_optional=may_be_empty,
            )  # fmt: skip
        return Question(
            item.id, "number", words.text, help=words.help, limits=item.limits, unit=words.unit,
            is_optional=may_be_empty,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemWording:
    """What a person reads of one item; ``options`` are (code, label)."""

    text: str
    help: str
    unit: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeasureWording:
    """What a person reads of one measure.

    Attributes:
        short: what practitioners call it; empty for a question of our own.
        says: the sentence about one score; ``%(score)s`` and ``%(high)s`` stand for the numbers.
        items: by item id; empty for a measure that waits for a license or reads a program's question.
        attribution, license: only in wording an operator added.
    """

    title: str
    short: str
    lead: str
    says: str
    items: Mapping[str, ItemWording]
    attribution: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class OutcomesWording:
    """The sentences around all measures, by id."""

    card: Mapping[str, str]
    meaning: Mapping[str, str]
    result: Mapping[str, str]


def measure_from_dicts(
    facts: Mapping[str, Any], wording: Mapping[str, Any], intake: Questionnaire
) -> tuple[Measure, MeasureWording]:
    """Build a measure from ``questionnaire.yaml`` and ``questionnaire.en.yaml``.

    Raises:
        InputRefused: with every problem of both files.
    """
    problems = Problems()
    node = Node(facts, "questionnaire", problems)
    measure = _measure(node, intake)
    words = measure_wording_from_dict(measure, Node(wording, "questionnaire.en", problems))
    problems.refuse_if_any()
    return measure, words


def _measure(node: Node, intake: Questionnaire) -> Measure:
    question, scale = node.text("question", ""), node.range_or_none("range")
    if question and question not in intake.by_id:
        node.problems.add(f"{node.where}.question", "unknown-question", f"no question {question!r}")
    if scale is None and "range" not in node:
        node.problems.add(f"{node.where}.range", "missing", "this field is required")
    items = tuple(_item(child) for child in node.nodes("items", required=False))
    if bool(items) == bool(question):
        message = "a measure either has items or reads the answers to one question"
        node.problems.add(node.where, "items-or-question", message)
    measure = Measure(
        id=node.text("id"),
        question=question,
        items=items,
        rule=_one_of(node, "score", RULES),
        missing_at_most=node.whole("missing_at_most", 0),
        low=scale.low if scale else 0,
        high=scale.high if scale else 1,
        better=_one_of(node, "better", BETTER),
        compared_with_start=node.flag("compared_with_start", default=True),
        mic=_matter(node, "mic"),
        mdc=_matter(node, "mdc"),
        positive_from=_matter(node, "positive_from"),
        license=_license(node.node("license")),
        tracks=node.texts("tracks", ()),
        group=node.text("group", ""),
        rank=node.whole("rank", 1),
        schedule=_schedule(node.node("schedule")),
        evidence=_evidence(node),
        references=node.texts("references"),
    )
    _check_scale(measure, node)
    node.refuse_unread()
    return measure


def _item(node: Node) -> MeasureItem:
    limits = node.range_or_none("range") or Range(0, 0)
    points, codes = node.raw("points", None), node.texts("codes", ())
    choices: tuple[tuple[str, float], ...] = ()
    if points is not None:
        whole = isinstance(points, list) and all(isinstance(p, int) for p in points)
        if not whole or (codes and len(codes) != len(points)):
            node.problems.add(f"{node.where}.points", "wrong-type", "expected one whole number for each code")
        else:
            choices = tuple(zip(codes or map(str, points), map(float, points), strict=True))
            outside = [p for p in points if p not in limits]
            if outside:
                message = f"{outside[0]} is not within {limits.low:g} to {limits.high:g}"
                node.problems.add(f"{node.where}.points", "out-of-range", message)
    item = MeasureItem(node.text("id"), limits, choices, node.texts("branches", ()))
    node.refuse_unread()
    return item


def _one_of(node: Node, key: str, known: Collection[str]) -> str:
    found = node.text(key)
    if found not in known:
        node.problems.add(f"{node.where}.{key}", "not-in-list", f"expected one of {', '.join(known)}")
    return found


def _evidence(node: Node) -> Evidence:
    found = node.text("evidence")
    return Evidence(found) if found in set(Evidence) else Evidence.DESIGN  # prose checks report it


def _matter(node: Node, key: str) -> Matter | None:
    if key not in node:
        node.raw(key, None)
        return None
    child = node.node(key)
    matter = Matter(child.number("value"), _evidence(child), child.texts("references", ()))
    if matter.value <= 0:
        node.problems.add(f"{child.where}.value", "out-of-range", "expected a number above 0")
    child.refuse_unread()
    return matter


def _license(node: Node) -> License:
    found = License(_one_of(node, "state", LICENSE_STATES), node.text("note"))
    node.refuse_unread()
    return found


def _schedule(node: Node) -> Schedule:
    weeks = node.raw("weeks", [])
    is_rising = (
        isinstance(weeks, list)
        and all(isinstance(week, int) and week >= 0 for week in weeks)
        and all(before < after for before, after in pairwise(weeks))
    )
    if not is_rising:
        node.problems.add(f"{node.where}.weeks", "wrong-type", "expected whole weeks, rising")
        weeks = []
    every, asked_in = node.whole_or_none("every_days"), node.text("asked_in", "outcomes")
    if asked_in not in ASKED_IN:
        message = f"expected one of {', '.join(ASKED_IN)}"
        node.problems.add(f"{node.where}.asked_in", "not-in-list", message)
    if bool(weeks) == (every is not None):
        node.problems.add(node.where, "weeks-or-days", "give either weeks or every_days")
    node.refuse_unread()
    return Schedule(tuple(weeks), every, asked_in == "check-in")


def _check_scale(measure: Measure, node: Node) -> None:
    """A sum has to span exactly what its items can give, or somebody has miscounted."""
    if measure.low >= measure.high:
        node.problems.add(f"{node.where}.range", "empty-range", "low has to be below high")
    if measure.items and measure.rule in ("sum", "single"):
        low, high = (sum(getattr(item.limits, end) for item in measure.items) for end in ("low", "high"))
        if (low, high) != (measure.low, measure.high):
            message = (
                f"the items give {low:g} to {high:g}, the range says {measure.low:g} to {measure.high:g}"
            )
            node.problems.add(f"{node.where}.range", "range-of-items", message)
    ids = [item.id for item in measure.items]
    if len(set(ids)) != len(ids):
        node.problems.add(f"{node.where}.items", "duplicate-id", "two items have the same id")
    for name in ("mic", "mdc"):
        matter = getattr(measure, name)
        if matter is not None and matter.value > measure.high - measure.low:
            node.problems.add(f"{node.where}.{name}", "out-of-range", "this change does not fit the range")


def measure_wording_from_dict(measure: Measure, node: Node) -> MeasureWording:
    """The shipped words; a measure that needs a license has none for its items.

    What is wrong is added to the node's problems.
    """
    words = MeasureWording(
        title=node.text("title"),
        short=node.text("short", ""),
        lead=node.text("lead"),
        says=node.text("says"),
        items=_items_in_words(measure, node) if measure.items and not measure.license.is_needed else {},
    )
    if measure.license.is_needed and "items" in node:
        message = "the words of this measure are licensed; they never stand in the repository"
        node.problems.add(f"{node.where}.items", "licensed-wording", message)
    node.refuse_unread()
    return words


def licensed_wording_from_dict(measure: Measure, shipped: MeasureWording, raw: Any) -> MeasureWording:
    """The words an operator added under a license of their own.

    Raises:
        InputRefused: with every problem: an item without words, no attribution, no license statement.
    """
    problems = Problems()
    node = Node(raw, measure.id, problems)
    if node.text("measure") not in (measure.id, ""):
        problems.add(f"{measure.id}.measure", "id-mismatch", f"this is not the wording of {measure.id!r}")
    words = MeasureWording(
        title=node.text("title", shipped.title),
        short=shipped.short,
        lead=node.text("lead", shipped.lead),
        says=shipped.says,
        items=_items_in_words(measure, node),
        attribution=_statement(node, "attribution"),
        license=_statement(node, "license"),
    )
    node.refuse_unread()
    problems.refuse_if_any()
    return words


def _statement(node: Node, key: str) -> str:
    found = node.text(key)
    if key in node and not found.strip():
        node.problems.add(f"{node.where}.{key}", "missing", "this field is required")
    return found


def _items_in_words(measure: Measure, node: Node) -> dict[str, ItemWording]:
    """Words for every item; ``options`` beside ``items`` are those of all items with choices."""
    shared = node.node("options", required=False)
    items = node.node("items")
    found = {}
    for item in measure.items:
        if item.id in items:
            found[item.id] = _in_words(item, items.node(item.id), shared)
        else:
            message = "this item has no words"
            node.problems.add(f"{items.where}.{item.id}", "missing-words", message)
    shared.names()
    items.refuse_unread()
    return found


def _in_words(item: MeasureItem, node: Node, shared: Node) -> ItemWording:
    options: tuple[tuple[str, str], ...] = ()
    if item.choices:
        labels = node.node("options") if "options" in node else shared
        options = tuple((code, labels.text(code)) for code, _points in item.choices)
    elif item.branches:
        branches = node.node("branches")
        options = tuple(
            option for branch in item.branches for option in _branch(item, branch, branches.node(branch))
        )
        branches.refuse_unread()
    found = ItemWording(node.text("text"), node.text("help", ""), node.text("unit", ""), options)
    node.raw("options", None)
    node.refuse_unread()
    return found


def _branch(item: MeasureItem, branch: str, node: Node) -> list[tuple[str, str]]:
    """The answers of one part of an item, each with the points the licensed form gives it."""
    text, labels = node.text("text"), node.node("options")
    found = []
    for points in labels.names():
        if _within(points, item.limits) is None:
            message = f"points are numbers from {item.limits.low:g} to {item.limits.high:g}"
            node.problems.add(f"{labels.where}.{points}", "out-of-range", message)
        found.append((f"{branch}-{points}", f"{text}: {labels.text(points)}"))
    if not found:
        node.problems.add(labels.where, "missing", "this part has no answers")
    node.refuse_unread()
    return found


def outcomes_wording_from_dict(raw: Any, problems: Problems, meanings: Collection[str]) -> OutcomesWording:
    """The sentences of ``outcomes.en.yaml``; what is wrong is added to ``problems``."""
    node = Node(raw, "outcomes.en", problems)
    sections: dict[str, dict[str, str]] = {}
    wanted = {"card": CARD_WORDS, "meaning": tuple(meanings), "result": RESULT_WORDS}
    for section, names in wanted.items():
        child = node.node(section)
        sections[section] = {name: child.text(name) for name in names}
        child.refuse_unread()
    node.refuse_unread()
    return OutcomesWording(**sections)


CARD_WORDS = ("title", "text", "start", "later")
RESULT_WORDS = ("title", "lead", "first", "left-out", "positive", "not-positive", "nothing")
