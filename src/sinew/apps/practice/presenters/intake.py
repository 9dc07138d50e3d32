"""Intake answers in words, corrected ones with everything that was answered before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sinew.apps.members.models import IntakeAnswer, IntakeRecord
from sinew.program import Question, Questionnaire

LEFT_OUT = "Left out"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that was corrected."""

    says: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question with the answer that stands and those it replaced."""

    question: str
    id: str
    says: str
    earlier: tuple[Earlier, ...]
    is_safety: bool
    is_text: bool
    is_none: bool


class IntakePresenter:
    """One pass through the intake."""

    def __init__(self, intake: IntakeRecord, questionnaire: Questionnaire) -> None:
        self.intake = intake
        self._lines = _lines(intake, questionnaire)

    @property
    def state(self) -> str:
        if self.intake.completed_at:
            return "complete"
        return "stopped by a red flag" if self.intake.stopped_at else "unfinished"

    @property
    def notable_safety(self) -> list[AnswerLine]:
        """Safety questions answered with anything but "no", or corrected."""
        return [line for line in self._lines if line.is_safety and (line.earlier or not line.is_none)]

    @property
    def quiet_safety(self) -> list[AnswerLine]:
        return [line for line in self._lines if line.is_safety and line.is_none and not line.earlier]

    @property
    def free_texts(self) -> list[AnswerLine]:
        """What the member wrote in their own words."""
        return [line for line in self._lines if line.is_text and (line.says != LEFT_OUT or line.earlier)]

    @property
    def others(self) -> list[AnswerLine]:
        shown = {line.id for line in self.free_texts}
        return [line for line in self._lines if not line.is_safety and line.id not in shown]


def _lines(intake: IntakeRecord, questionnaire: Questionnaire) -> list[AnswerLine]:
    given = intake.answers_by_question
    known = [q for q in questionnaire.questions if q.id in given]
    return [_line(question, given[question.id]) for question in known]


def _line(question: Question, answers: list[IntakeAnswer]) -> AnswerLine:
    stands = answers[-1]
    return AnswerLine(
        question=question.text,
        id=question.id,
        says=_says(question, stands.value),
        earlier=tuple(Earlier(_says(question, a.value), a.answered_at) for a in answers[:-1]),
        is_safety=question.is_safety,
        is_text=_is_free_text(question),
        is_none=_is_none(question, stands.value),
    )


def _is_free_text(question: Question) -> bool:
    """Own words; a text of fixed length is a code."""
    return question.kind == "activities" or (question.kind == "text" and question.limits is None)


def _says(question: Question, value: Any) -> str:
    return LEFT_OUT if value is None else question.label(value)


def _is_none(question: Question, value: Any) -> bool:
    return value in ([], "no", question.none_code)
