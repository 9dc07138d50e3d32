"""One screen of the intake as a form: what was answered before, what was sent, and what is wrong with it.

The rules of an answer are the program's (`check_answer`); here are only the names of inputs and the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinew.apps.web import content as shown
from sinew.errors import InputRefused
from sinew.program import Question, Screen, check_answer

NONE = "none-of-these"
"""What the checkbox "None of these" sends; an empty list is the answer."""
NUL = "\0"
"""No keyboard types it and PostgreSQL stores none."""
ACTIVITY_ROWS = range(3)
SCALE = range(11)
MAPPED = "location"
"""The question whose answers can be tapped on a body."""
BODY_MAP = {
    "back": (
        "lower-back", "deep-buttock", "sit-bone", "upper-thigh", "mid-thigh", "lower-thigh",
        "behind-knee", "calf",
    ),
    "front": ("groin-or-front-hip",),
}  # fmt: skip
"""Which codes are seen from where; their places are in body-map.css."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `position` keeps ids on the page apart."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a summed question (PHQ-2, GAD-2), answered on its own."""

    name: str
    text: str
    options: tuple[Option, ...]


@dataclass(slots=True)
class Field:
    """One question as the template draws it."""

    question: Question
    value: Any
    error: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.question.id

    @property
    def widget(self) -> str:
        """Which way of asking: scale, number, parts, date, text, country, activities, many or one."""
        limits = self.question.limits
        if self.question.id == "country":
            return "country"
        if self.question.kind == "number":
            if self.question.items:
                return "parts"
            return "scale" if limits and (limits.low, limits.high) == (0, 10) else "number"
        return {"choice": "one", "yes_no": "one", "choices": "many"}.get(
            self.question.kind, self.question.kind
        )

    @property
    def is_choice(self) -> bool:
        """Whether the answer is picked from a group of options that belong together."""
        return self.widget in ("one", "many", "scale")

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error that belong to the field; empty where there are none."""
        parts = [f"h-{self.name}" if self.question.help else "", f"e-{self.name}" if self.error else ""]
        return " ".join(filter(None, parts))

    @property
    def options(self) -> tuple[Option, ...]:
        """The codes with their labels; for a scale its numbers, for a country the countries."""
        if self.widget == "scale":
            return tuple(Option(str(n), str(n), self.value == n) for n in SCALE)
        if self.widget == "country":
            countries = shown.current().emergency.countries
            return tuple(Option(c.code, c.name, self.value == c.code) for c in countries)
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return tuple(Option(code, label, code in chosen) for code, label in self.question.options)

    @property
    def body_map(self) -> dict[str, list[str]]:
        """The codes to tap on a body, by the side it is seen from; empty for other questions."""
        if self.name != MAPPED:
            return {}
        return {
            seen: [code for code in codes if code in self.question.codes] for seen, codes in BODY_MAP.items()
        }

    @property
    def none_is_chosen(self) -> bool:
        return isinstance(self.value, list) and not self.value

    @property
    def parts(self) -> tuple[Part, ...]:
        """The items of a summed question, as answered in this form (a stored sum names no items)."""
        return tuple(
            Part(name, text, tuple(Option(str(n), s, self.raw.get(name) == str(n)) for n, s in self._scores))
            for name, text in ((f"{self.name}-{n}", item) for n, item in enumerate(self.question.items))
        )

    @property
    def _scores(self) -> tuple[tuple[int, str], ...]:
        return tuple(enumerate(self.question.scores))

    @property
    def activities(self) -> list[dict[str, Any]]:
        """Rows of activity and score; always three."""
        given = self.value if isinstance(self.value, list) else []
        rows = [given[n] if n < len(given) else {"activity": "", "score": ""} for n in ACTIVITY_ROWS]
        return [
            {
                "number": n + 1,
                "activity": row["activity"],
                "scores": [Option(str(s), str(s), str(row["score"]) == str(s)) for s in SCALE],
            }
            for n, row in enumerate(rows)
        ]


class ScreenForm:
    """A screen with its answers so far, or with what was sent.

    Args:
        answers: what was answered before.
        data: the POSTed form; ``None`` to show the screen.
        day: today where the member is; dates after it are neither offered nor taken.
    """

    def __init__(
        self, screen: Screen, *, answers: Mapping[str, Any], data: QueryDict | None = None, day: date
    ) -> None:
        self.screen, self.day = screen, day
        self.cleaned: dict[str, Any] = {}
        self.fields = [Field(question, answers.get(question.id)) for question in screen.questions]
        if data is not None:
            none = screen.none_of_these() if "none" in data else {}
            for item in self.fields:
                self._clean(item, data, none)

    @property
    def is_valid(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> list[Field]:
        return [item for item in self.fields if item.error]

    @property
    def missing(self) -> str:
        """How many answers need another look."""
        count = len(self.errors)
        one, many = "One answer is still missing or unclear.", "%(n)d answers are still missing or unclear."
        return ngettext(one, many, count) % {"n": count}

    @property
    def can_skip(self) -> bool:
        """Whether the whole screen may be left out."""
        return all(question.is_optional for question in self.screen.questions)

    def _clean(self, item: Field, data: QueryDict, none: Mapping[str, Any]) -> None:
        raw = None if "skip" in data else _sent(item.question, data)
        if raw is None and item.name in none:
            raw = none[item.name]
        item.raw = {key: str(value) for key, value in data.items()}
        item.value = raw
        if any(NUL in value for value in item.raw.values()):
            item.error = _("That holds a character we cannot store. Type it again, please.")
            return
        try:
            answer = check_answer(item.question, raw)
        except InputRefused as refused:
            item.error = _sentence(item.question, refused.problems[0].code)
            return
        if item.question.kind == "date" and answer and date.fromisoformat(answer) > self.day:
            item.error = _("That day is still to come. Choose today or an earlier day.")
            return
        item.value = self.cleaned[item.name] = answer


def _sent(question: Question, data: QueryDict) -> Any:
    """What the form says about one question; ``None`` if nothing."""
    if question.kind == "choices":
        codes = data.getlist(question.id)
        chosen = [code for code in codes if code != NONE]
        return chosen if codes else None
    if question.kind == "activities":
        return _activities(question.id, data)
    if question.items:
        scores = [data.get(f"{question.id}-{n}", "") for n in range(len(question.items))]
        return [int(score) if score.isdigit() else -1 for score in scores] if any(scores) else None
    return data.get(question.id) or None


def _activities(name: str, data: QueryDict) -> list[dict[str, str]] | None:
    rows = [
        {
            "activity": data.get(f"{name}-activity-{n + 1}", "").strip(),
            "score": data.get(f"{name}-score-{n + 1}", ""),
        }
        for n in ACTIVITY_ROWS
    ]
    return [row for row in rows if row["activity"]] or None


def _sentence(question: Question, code: str) -> str:
    """What to do about a refused answer."""
    limits = question.limits
    if code == "unanswered":
        if question.kind in {"choice", "choices", "yes_no"}:
            return _("Choose an answer, please.")
        return _("Please answer this question.")
    if question.items:
        return _("Choose an answer on each line, or skip this question.")
    if question.kind == "activities":
        return _("Give each activity a number from 0 to 10, please.")
    if code == "out-of-range" and limits is not None and question.kind == "number":
        return _("Enter a number from %(low)g to %(high)g.") % {"low": limits.low, "high": limits.high}
    if question.kind == "number":
        return _("Enter a number, please.")
    if question.kind == "date":
        return _("Enter a day, please, such as 2026-11-05.")
    if code == "too-long":
        return _("That is too long. Keep it under 2,000 characters, please.")
    return _("We could not read this answer. Choose again, please.")
