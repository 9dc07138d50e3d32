"""Until when a practitioner looks after a member: who only stands in for a colleague does so for a time."""

from datetime import datetime

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.visits.errors import NotOnTheTeam


def looks_after_until(member: Member, practitioner: User) -> datetime | None:
    """The first moment at which they do no more; ``None`` where no end is known.

    Raises:
        NotOnTheTeam: they do not look after the member now.
    """
    places = member.care_team.current().filter(practitioner=practitioner, practitioner__is_active=True)
    ends = [place.cover.until_at if place.cover else None for place in places.select_related("cover")]
    if not ends:
        raise NotOnTheTeam
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
