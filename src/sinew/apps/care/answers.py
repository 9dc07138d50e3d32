"""Which of the answers given count: those to questions that the other answers still make matter."""

from collections.abc import Mapping
from typing import Any

from sinew.program import Questionnaire, screens


def answers_that_count(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those whose question a correction has made pointless.

    Leaving one out can make another pointless, so this repeats until nothing changes.
    """
    counting = dict(answers)
    while True:
        asked = {question.id for screen in screens(questionnaire, counting) for question in screen.questions}
        left = {question: value for question, value in counting.items() if question in asked}
        if len(left) == len(counting):
            return left
        counting = left
