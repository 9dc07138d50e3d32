"""Telling the open lists of a member's care team that something changed; never what."""

from sinew.apps.conversation.news import practice_group
from sinew.apps.conversation.office import team_of
from sinew.apps.live.announce import announce
from sinew.apps.members.models import Member


def tell_team(member: Member) -> None:
    """Let every list that shows this member ask again."""
    for practitioner_id in team_of(member):
        announce(practice_group(practitioner_id), "caseload")
