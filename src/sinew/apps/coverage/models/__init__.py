"""What is stored of sponsors, their rosters and those they cover."""

from sinew.apps.coverage.models.coverages import Coverage
from sinew.apps.coverage.models.insurers import InsurerAnswer, InsurerLine
from sinew.apps.coverage.models.people import ListedPerson, LookupKey
from sinew.apps.coverage.models.rosters import Roster, RosterChange
from sinew.apps.coverage.models.sponsors import Sponsor, SponsorManager, SponsorName

__all__ = [
    "Coverage",
    "InsurerAnswer",
    "InsurerLine",
    "ListedPerson",
    "LookupKey",
    "Roster",
    "RosterChange",
    "Sponsor",
    "SponsorManager",
    "SponsorName",
]
