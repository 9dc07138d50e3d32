"""Who manages a sponsor, and who was invited and has not come yet."""

from dataclasses import dataclass
from datetime import datetime

from sinew.apps.coverage.models import Sponsor, SponsorInvitation, SponsorManager


@dataclass(frozen=True, slots=True)
class Managers:
    """The people of one sponsor's portal.

    Attributes:
        here: those who have signed in since they were appointed.
        invited: addresses that were invited and have not come, whatever account they have or have not.
    """

    here: tuple[SponsorManager, ...]
    invited: tuple[SponsorInvitation, ...]


def managers_of(sponsor: Sponsor) -> Managers:
    """Everybody who manages the sponsor now or may soon."""
    places = sponsor.managers.current().select_related("user")
    invited = list(sponsor.invitations.open())
    asked = {one.email for one in invited}
    here = tuple(
        place
        for place in places
        if place.user.email not in asked or _came(place.user.last_login, place.joined_at)
    )
    came = {place.user.email for place in here}
    return Managers(here, tuple(one for one in invited if one.email not in came))


def _came(last_sign_in_at: datetime | None, appointed_at: datetime) -> bool:
    return last_sign_in_at is not None and last_sign_in_at >= appointed_at
