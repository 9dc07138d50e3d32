"""What an insurer's answer means, in the words of the content: never in the insurer's own."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format

from sinew.apps.coverage.models import InsurerAnswer
from sinew.content import InsurerAnswerWords


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a member reads.

    Attributes:
        facts: what is known of an active plan: from when, until when, what a visit and this program cost.
        next: what to do, a sentence each.
        is_over: whether there is an outcome; else the page looks again later.
    """

    title: str
    text: str
    facts: tuple[str, ...]
    next: tuple[str, ...]
    is_over: bool


def explain(answer: InsurerAnswer, words: InsurerAnswerWords, *, member_cost: str = "") -> Explanation:
    """Say an answer in plain words.

    Args:
        member_cost: what this program costs the member, as the sponsor agreed (`Sponsor.member_cost`).
    """
    said = words.answers[answer.outcome] if answer.is_over else words.waiting
    facts = _facts(answer, words, member_cost) if answer.is_active else ()
    return Explanation(said.title, said.text, facts, said.next, answer.is_over)


def _facts(answer: InsurerAnswer, words: InsurerAnswerWords, member_cost: str) -> tuple[str, ...]:
    found = [member_cost]
    if answer.begins_on is not None:
        found.append(words.facts["begins"].format(day=date_format(answer.begins_on, "F j, Y")))
    if answer.through_on is not None:
        found.append(words.facts["through"].format(day=date_format(answer.through_on, "F j, Y")))
    if answer.co_payment is not None:
        amount = f"${number_format(answer.co_payment, 2)}"
        found.append(words.facts["co_payment"].format(amount=amount))
    if answer.co_payment_share is not None:
        share = f"{(answer.co_payment_share * 100).normalize():f}%"
        found.append(words.facts["share"].format(share=share))
    return tuple(fact for fact in found if fact)
