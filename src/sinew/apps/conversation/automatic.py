"""What the software answers by itself: when somebody will, and what to do in an emergency."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.care.context import emergency_number
from sinew.apps.conversation.office import Offices
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.messaging import filled


def received(member: Member, at: datetime) -> str:
    """The answer to a first message: until when somebody will write, and whom to call instead."""
    replies = shown.messaging().replies
    due = Offices.of(member).answer_by(at)
    if due is None:
        return f"{replies.received_without_hours} {call(member.user)}"
    says = filled(replies.received, {"answer_by": moment_in_words(due, member.user)})
    return f"{says} {call(member.user)}"


def emergency_advice(user: User) -> str:
    """The answer to words that may describe an emergency."""
    return f"{shown.messaging().replies.emergency} {call(user)}"


def call(user: User) -> str:
    """Whom to call in an emergency where the member is."""
    replies, number = shown.messaging().replies, emergency_number(user)
    return filled(replies.call, {"number": number}) if number else replies.call_local


def moment_in_words(at: datetime, user: User) -> str:
    """An instant as this person's clock has it: ``Tuesday, December 1, 5:00 PM``."""
    zone = ZoneInfo(user.timezone)
    return date_format(timezone.localtime(at, zone), "l, F j, g:i A")
