"""The TA1 and 999 that answer an 834."""

from datetime import datetime

from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.models import Roster
from sinew.roster.check import X12_834, check_roster
from sinew.roster.x12.acknowledgment import acknowledgment


def acknowledge(roster: Roster, *, at: datetime) -> str:
    """The answer to a roster's file, as text; empty where it is a table or no interchange was found.

    The file is read again for it, because an answer names every segment in error.
    """
    path = folder.original(roster.sponsor_id, roster.pk)
    if roster.format != X12_834 or not path.exists():
        return ""
    with path.open("rb") as file:
        read = check_roster(file, today=at.date())
    if not read.interchanges:
        return ""
    control = int(at.timestamp()) % 999_999_999 + 1
    return acknowledgment(read.interchanges, read.problems, at=at, control=control)
