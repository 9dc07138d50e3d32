"""The intake as data: which questions there are, who is asked which, and what counts as an answer.

Order is fixed by content and never depends on anything but the answers: safety questions come first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sinew.errors import InputRefused, Problem
from sinew.program.conditions import Answers, Condition, condition_from, named_conditions, questions_of
from sinew.program.values import EXPECTED_DAY, Node, Problems, Range, as_date

KINDS = ("choice", "choices", "number", "date", "text", "yes_no", "activities")
YES_NO = ("yes", "no", "unsure")
MAX_TEXT_CHARACTERS = 2000
MAX_ACTIVITIES = 5
_ABSURD = 1e9
"""No answer is a number as large as this; it also stops infinities and integers no float can hold."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a questionnaire.

    Attributes:
        kind: one of KINDS; ``activities`` is a list of ``{"activity": text, "score": 0-10}`` (PSFS).
        options: (code, label) in order; for yes_no the three codes; empty for other kinds.
        limits: for numbers (and activity scores) the allowed range.
        unit: of a number, as shown.
        is_safety: "unsure" or no answer sends the person to a practitioner.
        is_optional: may be left out without anything happening.
        in_intake: False for ids only a check-in may carry.
        none_code: the answer of "none of these" (``no`` of a choice; lists use an empty list).
        asked_when: whom it matters for; ``None`` means everybody.
        items, scores: a number that is a sum: what is rated, and the labels of the ratings 0, 1, 2, ...
    """

    id: str
    kind: str
    text: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    limits: Range | None = None
    unit: str = ""
    is_safety: bool = False
    is_optional: bool = False
    in_intake: bool = True
    none_code: str | None = None
    default: Any = None
    asked_when: Condition | None = None
    items: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.options)

    def is_asked(self, answers: Answers) -> bool:
        """Whether these answers make the question matter."""
        return self.asked_when is None or self.asked_when.facts(answers) is not None

    def is_unanswered(self, answers: Answers) -> bool:
        return answers.get(self.id) is None

    def label(self, value: Any) -> str:
        """An answer as people read it: option labels, numbers with their unit."""
        if isinstance(value, list | tuple) and self.kind == "choices":
            return ", ".join(self.label(code) for code in value) or "None of these"
        if self.kind == "activities" and isinstance(value, list | tuple):
            return "; ".join(f"{item['activity']} ({item['score']:g}/10)" for item in value)
        if self.kind == "number" and isinstance(value, int | float):
            return f"{value:g} {self.unit}".strip()
        return "Not answered" if value is None else dict(self.options).get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at one time: one question, or a group of red-flag rows."""

    id: str
    title: str
    lead: str
    questions: tuple[Question, ...]
    is_group: bool = False

    def none_of_these(self) -> dict[str, Any]:
        """The answers that the one tap "none of these" gives."""
        return {q.id: [] if q.kind == "choices" else q.none_code or "no" for q in self.questions}

    def is_answered(self, answers: Answers) -> bool:
        """Every question was answered or, where that is allowed, left out on purpose (a stored ``None``)."""
        return all(
            not q.is_unanswered(answers) or (q.is_optional and q.id in answers) for q in self.questions
        )


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    title: str
    lead: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions in order, and which of them share a screen."""

    id: str
    title: str
    questions: tuple[Question, ...]
    groups: tuple[_Group, ...]
    by_id: Mapping[str, Question]

    @property
    def safety_questions(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.is_safety)


def screens(questionnaire: Questionnaire, answers: Answers) -> tuple[Screen, ...]:
    """The screens a person with these answers sees, in order; skipped questions are not in them.

    A question whose skip rule depends on something unanswered appears once that is answered.
    """
    group_of = {question: group for group in questionnaire.groups for question in group.questions}
    found: list[Screen] = []
    done: set[str] = set()
    for question in questionnaire.questions:
        group = group_of.get(question.id)
        if group is not None and group.id not in done:
            done.add(group.id)
            found += _group_screen(questionnaire, group, answers)
        elif group is None and question.in_intake and question.is_asked(answers):
            found.append(Screen(question.id, question.text, question.help, (question,)))
    return tuple(found)


def _group_screen(questionnaire: Questionnaire, group: _Group, answers: Answers) -> list[Screen]:
    asked = tuple(q for q in (questionnaire.by_id[i] for i in group.questions) if q.is_asked(answers))
    return [Screen(group.id, group.title, group.lead, asked, is_group=True)] if asked else []


def next_screen(questionnaire: Questionnaire, answers: Answers) -> Screen | None:
    """The first screen not yet answered; ``None`` when the questionnaire is complete."""
    return next((s for s in screens(questionnaire, answers) if not s.is_answered(answers)), None)


def progress(questionnaire: Questionnaire, answers: Answers) -> float:
    """The answered share of the screens this person will see, 0 to 1."""
    seen = screens(questionnaire, answers)
    return sum(screen.is_answered(answers) for screen in seen) / len(seen) if seen else 1.0


def check_answer(question: Question, raw: Any) -> Any:
    """The answer in its stored form: code, list of codes, number, ISO date, text or activities.

    Numbers and scores may come as text, as web forms send them; a number that is a sum of rated items may
    come as the list of ratings. ``None`` or an empty text leaves an optional question out, giving ``None``.

    Raises:
        InputRefused: it is no possible answer to this question.
    """
    if raw is None or raw == "":
        if question.is_optional:
            return None
        raise _refusal(question, "unanswered", "this question needs an answer")
    match question.kind:
        case "number":
            return _number(question, raw)
        case "date":
            return _day(question, raw)
        case "text":
            return _text(question, raw)
        case "activities":
            return _activities(question, raw)
        case "choices":
            return _codes(question, raw)
    return _code(question, raw)


def _refusal(question: Question, code: str, message: str) -> InputRefused:
    return InputRefused((Problem(question.id, code, message),))


def _code(question: Question, raw: Any) -> str:
    if isinstance(raw, str) and raw in question.codes:
        return raw
    raise _refusal(question, "unknown-code", f"expected one of {', '.join(question.codes)}")


def _codes(question: Question, raw: Any) -> list[str]:
    if not isinstance(raw, list | tuple):
        raise _refusal(question, "wrong-type", "expected a list of codes")
    chosen = {_code(question, item) for item in raw}
    return [code for code in question.codes if code in chosen]


def _number(question: Question, raw: Any) -> float:
    value = _sum(question, raw) if question.items and isinstance(raw, list | tuple) else _as_number(raw)
    if value is None:
        raise _refusal(question, "wrong-type", "expected a number")
    limits = question.limits
    if limits is not None and value not in limits:
        raise _refusal(question, "out-of-range", f"expected {limits.low:g} to {limits.high:g}")
    return value


def _sum(question: Question, ratings: list[Any] | tuple[Any, ...]) -> float | None:
    """The sum of one rating per item; ``None`` unless each is there and on the scale."""
    values = [_as_number(rating) for rating in ratings]
    if len(values) != len(question.items) or any(v not in range(len(question.scores)) for v in values):
        return None
    return sum(value for value in values if value is not None)


def _as_number(raw: Any) -> float | None:
    if isinstance(raw, str):
        try:
            raw = float(raw.strip().replace(",", "."))
        except ValueError:
            return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not -_ABSURD < raw < _ABSURD:
        return None
    return int(raw) if float(raw).is_integer() else float(raw)


def _day(question: Question, raw: Any) -> str:
    day = as_date(raw)
    if day is None:
        raise _refusal(question, "wrong-type", EXPECTED_DAY)
    return day.isoformat()


def _text(question: Question, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _refusal(question, "wrong-type", "expected text")
    if len(raw) > MAX_TEXT_CHARACTERS:
        raise _refusal(question, "too-long", f"expected at most {MAX_TEXT_CHARACTERS} characters")
    if question.limits is not None and len(raw.strip()) not in question.limits:
        raise _refusal(question, "out-of-range", f"expected {question.limits.low:g} characters")
    return raw.strip()


def _activities(question: Question, raw: Any) -> list[dict[str, Any]]:
    if not isinstance(raw, list | tuple) or len(raw) > MAX_ACTIVITIES:
        raise _refusal(question, "wrong-type", f"expected a list of at most {MAX_ACTIVITIES} activities")
    return [_activity(question, item) for item in raw]


def _activity(question: Question, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or set(raw) != {"activity", "score"}:
        raise _refusal(question, "wrong-type", "each item needs `activity` and `score`, nothing else")
    return {
        "activity": _text(Question(question.id, "text", ""), raw["activity"]),
        "score": _number(question, raw["score"]),
    }


def questionnaire_from_dicts(facts: Mapping[str, Any], wording: Mapping[str, Any]) -> Questionnaire:
    """Build a questionnaire from ``questionnaire.yaml`` (facts) and ``questionnaire.en.yaml`` (wording).

    Raises:
        InputRefused: with every problem of both files.
    """
    problems = Problems()
    node, words = Node(facts, "questionnaire", problems), Node(wording, "questionnaire.en", problems)
    named = named_conditions(node.node("definitions", required=False))
    questions = tuple(_question(child, words, named) for child in node.nodes("questions"))
    by_id = {question.id: question for question in questions}
    groups = tuple(_group(child, words.node("groups"), by_id) for child in node.nodes("groups"))
    _check_references(questions, by_id, problems)
    result = Questionnaire(node.text("id"), words.text("title"), questions, groups, by_id)
    problems.refuse_if_any()
    return result


def _question(node: Node, wording: Node, named: Mapping[str, Condition]) -> Question:
    question_id, kind = node.text("id"), node.text("kind")
    words = wording.node("questions").node(question_id)
    codes = YES_NO if kind == "yes_no" else node.texts("codes", ())
    if kind not in KINDS:
        node.problems.add(f"{node.where}.kind", "not-in-list", f"expected one of {', '.join(KINDS)}")
    labels = words.node("options", required=kind in ("choice", "choices"))
    standard = wording.node("yes_no") if kind == "yes_no" else labels
    question = Question(
        id=question_id,
        kind=kind,
        text=words.text("text"),
        help=words.text("help", ""),
        options=tuple((code, (labels if code in labels else standard).text(code)) for code in codes),
        limits=node.range_or_none("range"),
        unit=words.text("unit", ""),
        is_safety=node.flag("safety"),
        is_optional=node.flag("optional"),
        in_intake=node.flag("in_intake", default=True),
        none_code=node.text_or_none("none"),
        default=node.raw("default", None),
        asked_when=condition_from(node.node("asked_when"), named) if "asked_when" in node else None,
        items=words.texts("items", ()),
        scores=words.texts("scores", ()),
    )
    node.refuse_unread()
    return question


def _group(node: Node, texts: Node, by_id: Mapping[str, Question]) -> _Group:
    group_id = node.text("id")
    words = texts.node(group_id)
    questions = node.texts("questions")
    for question in questions:
        if question not in by_id:
            node.problems.add(node.where, "unknown-question", f"no question {question!r}")
    return _Group(group_id, words.text("title"), words.text("lead", ""), questions)


def _check_references(
    questions: tuple[Question, ...], by_id: Mapping[str, Question], problems: Problems
) -> None:
    for question in questions:
        asked = questions_of(question.asked_when) if question.asked_when is not None else frozenset()
        for other in sorted(asked - set(by_id)):
            problems.add(f"questionnaire.{question.id}", "unknown-question", f"no question {other!r}")
