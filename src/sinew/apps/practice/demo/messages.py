"""What some people of the demo and their therapist write to each other."""

from datetime import datetime, timedelta
from uuid import uuid4

from sinew.apps.accounts.models import User
from sinew.apps.conversation.actions.reading import mark_read
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.members.models import Member

MEMBER, THERAPIST = "member", "therapist"

WRITTEN: dict[str, tuple[tuple[timedelta, str, str], ...]] = {
    "ana": (
        (
            timedelta(days=9, hours=3),
            MEMBER,
            "The bridges are easy now. May I do them on one leg, or is that too early?",
        ),
        (
            timedelta(days=9, hours=1),
            THERAPIST,
            "Hello Ana, your plan gets there in two sessions by itself if both stay green. Please wait.",
        ),
        (timedelta(days=9), MEMBER, "Good, I will wait."),
        (
            timedelta(hours=4),
            THERAPIST,
            "I looked at how you moved on Tuesday. Both sides look the same now. How does a long drive feel?",
        ),
    ),
    "walter": (
        (
            timedelta(hours=2),
            MEMBER,
            "I am away from Friday for a week and have no chair to lean on there. What can I do instead?",
        ),
    ),
}
"""By person: how long ago, who, and what; everything but the last was read."""


def write_to_each_other(key: str, member: Member, therapist: User, *, now: datetime) -> int:
    """Send this person's messages; returns how many there are."""
    written = WRITTEN.get(key, ())
    for number, (ago, who, body) in enumerate(written, start=1):
        at, by, reader = now - ago, member.user, therapist
        if who == THERAPIST:
            by, reader = therapist, member.user
        message, _is_new = send_message(member=member, body=body, key=uuid4(), at=at, by=by)
        if number < len(written):
            mark_read(thread=message.thread, up_to=message.pk, at=at + timedelta(minutes=20), by=reader)
    return len(written)
