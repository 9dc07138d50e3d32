"""What is stored of sponsors, their rosters and those they cover."""

from sinew.apps.coverage.models.checks import (
    CoverageCheck,
    CoverageQuestion,
    EnrollmentLink,
    EnumerationAlarm,
    WaitingListEntry,
)
from sinew.apps.coverage.models.coverages import Coverage
from sinew.apps.coverage.models.insurers import InsurerAnswer, InsurerLine
from sinew.apps.coverage.models.invitations import SponsorInvitation
from sinew.apps.coverage.models.people import ListedPerson, LookupKey
from sinew.apps.coverage.models.rosters import Interchange, Roster, RosterChange
from sinew.apps.coverage.models.sign_on import SponsorSignOn
from sinew.apps.coverage.models.sponsors import Sponsor, SponsorManager, SponsorName

__all__ = [
    "Coverage",
    "CoverageCheck",
    "CoverageQuestion",
    "EnrollmentLink",
    "EnumerationAlarm",
    "InsurerAnswer",
    "InsurerLine",
    "Interchange",
    "ListedPerson",
    "LookupKey",
    "Roster",
    "RosterChange",
    "Sponsor",
    "SponsorInvitation",
    "SponsorManager",
    "SponsorName",
    "SponsorSignOn",
    "WaitingListEntry",
]
