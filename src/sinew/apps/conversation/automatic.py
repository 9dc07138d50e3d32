"""What the software answers by itself: when somebody will, and what to do in an emergency."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.care.context import emergency_number
from sinew.apps.conversation.office import Offices
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.content.messaging import FIRST_LANGUAGE, Advice
from sinew.messaging import filled


def received(member: Member, at: datetime) -> str:
    """The answer to a first message: until when somebody will write, and whom to call instead."""
    replies = shown.messaging().replies
    due = Offices.of(member).answer_by(at)
    if due is None:
        return f"{replies.received_without_hours} {call(member.user)}"
    says = filled(replies.received, {"answer_by": moment_in_words(due, member.user)})
    return f"{says} {call(member.user)}"


def emergency_advice(user: User, languages: Sequence[str] = ()) -> list[str]:
    """The answers to words that may describe an emergency, one in each language; English comes last.

    Args:
        languages: in which the words were found.
    """
    advice = shown.messaging().advice
    others = [language for language in languages if language in advice and language != FIRST_LANGUAGE]
    answers = [advice[language] for language in (*others, FIRST_LANGUAGE)]
    return [f"{answer.emergency} {_call(answer, user)}" for answer in answers]


def language_of(answer: str) -> str:
    """The language of an automatic answer, where it is not that of the page; else empty."""
    others = (one for one in shown.messaging().advice.items() if one[0] != FIRST_LANGUAGE)
    return next((language for language, advice in others if answer.startswith(advice.emergency)), "")


def call(user: User) -> str:
    """Whom to call in an emergency where the member is."""
    return _call(shown.messaging().replies, user)


def _call(advice: Advice, user: User) -> str:
    number = emergency_number(user)
    return filled(advice.call, {"number": number}) if number else advice.call_local


def moment_in_words(at: datetime, user: User) -> str:
    """An instant as this person's clock has it: ``Tuesday, December 1, 5:00 PM``."""
    zone = ZoneInfo(user.timezone)
    return date_format(timezone.localtime(at, zone), "l, F j, g:i A")
