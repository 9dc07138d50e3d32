"""What a page says of asking an insurer: before it is asked, while it is, and after."""

from dataclasses import dataclass
from datetime import datetime

from sinew.apps.coverage.insurer.explanation import Explanation, explain
from sinew.apps.coverage.models import CoverageCheck
from sinew.apps.web import content
from sinew.content import InsurerWords

Said = CoverageCheck.Said


@dataclass(frozen=True, slots=True)
class InsurerPage:
    """One state of asking.

    Attributes:
        is_asking: nothing is known yet; the page can be looked at again.
        is_accepted: the insurer's answer is a proof.
        may_ask_again: nothing came, and long enough ago that the same question may be sent anew.
    """

    said: Explanation
    is_asking: bool
    is_accepted: bool
    may_ask_again: bool


def insurer_page(check: CoverageCheck, at: datetime) -> InsurerPage | None:
    """What is to be said of a check; ``None`` where no insurer was asked.

    Args:
        check: with its sponsor and answer.
    """
    answer, said = check.insurer_answer, check.insurer_said
    if answer is None:
        return None
    return InsurerPage(
        said=_explanation(check),
        is_asking=check.is_asking,
        is_accepted=said == Said.ACCEPTED,
        may_ask_again=said == Said.LATER and answer.may_be_asked_anew(at),
    )


def _explanation(check: CoverageCheck) -> Explanation:
    words, answer = content.current().insurer_answers, check.insurer_answer
    if answer is None or check.is_asking:
        return _told(words.waiting, is_over=False)
    if check.insurer_said == Said.UNCLEAR:
        return _told(words.unclear)
    if check.insurer_said == Said.BY_A_PERSON:
        return _told(words.by_a_person)
    return explain(answer, words)  # what the program costs stands on the page of the answer


def _told(words: InsurerWords, *, is_over: bool = True) -> Explanation:
    return Explanation(words.title, words.text, (), words.next, is_over)
