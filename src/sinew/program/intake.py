"""The intake: answers of one day, checked whole before anything is decided from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.errors import InputRefused
from sinew.program.conditions import Answers
from sinew.program.program import Program
from sinew.program.questionnaire import Question, Questionnaire, check_answer
from sinew.program.values import EXPECTED_DAY, Problems, as_date


@dataclass(frozen=True, slots=True)
class Intake:
    """Checked answers by question id, and the day they were given.

    Attributes:
        answers: as ``check_answer`` returns them; a question left out is absent.
        facts: the answers and what follows from them and the day (see :func:`facts_of`).
    """

    as_of: date
    answers: Answers
    facts: Answers

    @property
    def started_on(self) -> date | None:
        return as_date(self.answers.get("started_on"))


def facts_of(answers: Answers, as_of: date) -> dict[str, Any]:
    """Answers plus what conditions may ask besides: ``days_since_onset`` and ``minutes_active``.

    Both are left out where the answers they come from are missing.
    """
    facts = dict(answers)
    started = as_date(answers.get("started_on"))
    if started is not None:
        facts["days_since_onset"] = (as_of - started).days
    minutes = [answers.get("minutes_moderate"), answers.get("minutes_vigorous")]
    if all(isinstance(m, int | float) for m in minutes):
        facts["minutes_active"] = sum(minutes)
    return facts


def intake_from_dict(raw: Any, program: Program) -> Intake:
    """Read and check ``{"as_of": "YYYY-MM-DD", "answers": {question id: value}}``.

    Raises:
        InputRefused: with every unknown id or code, number out of range and impossible date.
    """
    problems = Problems()
    if not isinstance(raw, Mapping):
        problems.add("intake", "not-a-mapping", 'expected {"as_of": date, "answers": {...}}')
        raise InputRefused(tuple(problems.found))
    for key in sorted(set(map(str, raw)) - {"as_of", "answers"}):
        problems.add(f"intake.{key}", "unknown-field", "expected only `as_of` and `answers`")
    as_of = as_date(raw.get("as_of"))
    if as_of is None:
        problems.add("intake.as_of", "wrong-type", EXPECTED_DAY)
    answers = checked_answers(raw.get("answers"), program.questionnaire, "intake.answers", problems)
    started = as_date(answers.get("started_on"))
    if as_of is not None and started is not None and started > as_of:
        problems.add("intake.answers.started_on", "in-the-future", "the problem cannot start after `as_of`")
    if as_of is None or problems.found:
        raise InputRefused(tuple(problems.found))
    return Intake(as_of, answers, facts_of(answers, as_of))


def checked_answers(
    raw: Any, questionnaire: Questionnaire, where: str, problems: Problems, *, in_program: bool = False
) -> dict[str, Any]:
    """The valid answers of a mapping; everything else in it is noted. Nulls count as not answered.

    Unlike in a form, a number has to be one: a text that looks like it is refused.
    """
    if not isinstance(raw, Mapping):
        problems.add(where, "not-a-mapping", "expected a mapping of question ids to answers")
        return {}
    answers: dict[str, Any] = {}
    for key, value in raw.items():
        question = questionnaire.by_id.get(str(key))
        if question is None or not (question.in_intake or in_program):
            problems.add(f"{where}.{key}", "unknown-question", "no question has this id")
        elif _has_number_as_text(question, value):
            problems.add(f"{where}.{key}", "wrong-type", "expected a number, not text")
        elif value is not None:
            try:
                answers[question.id] = check_answer(question, value)
            except InputRefused as refused:
                for problem in refused.problems:
                    problems.add(f"{where}.{key}", problem.code, problem.message)
    return {key: value for key, value in answers.items() if value is not None}


def _has_number_as_text(question: Question, value: Any) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    if question.kind == "activities":
        items = [item.get("score") for item in items if isinstance(item, Mapping)]
    return question.kind in ("number", "activities") and any(isinstance(item, str) for item in items)
