"""The demo's public sign-ins. Their passwords and second factors are in this file: never for real people."""

import time
from dataclasses import dataclass

from sinew.apps.accounts.totp import code, seconds_left
from sinew.apps.practice.errors import NoSuchDemoAccount
from sinew.vocabulary import Role

PASSWORD = "gentle-steps-2026"  # noqa: S105 (public on purpose; production refuses demo accounts)

STAND_IN = "coach2@example.org"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One of the demo's accounts that `make run` names.

    Attributes:
        secret: Base32 secret of the authenticator app; empty for members, who need none.
        shows: what there is to see with it.
    """

    email: str
    name: str
    role: Role
    shows: str
    secret: str = ""

    @property
    def sees(self) -> str:
        """What there is to see, and whether it takes a second factor."""
        return f"{self.shows} (second factor)" if self.secret else self.shows


STAFF = (
    SignIn(
        "therapist@example.org",
        "Elena Marsh",
        Role.PHYSICAL_THERAPIST,
        "caseload, member records, clear / hold / stop",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    ),
    SignIn(
        "coach@example.org",
        "Kofi Mensah",
        Role.COACH,
        "the same records, read only",
        "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    ),
    SignIn(
        STAND_IN,
        "Amara Diallo",
        Role.COACH,
        "stands in for Kofi Mensah this week",
        "MNXWCY3IFVZXIYLOMRZS22LOFVXG65ZB",
    ),
    SignIn(
        "operator@example.org",
        "Noor Haddad",
        Role.OPERATOR,
        "health of this installation",
        "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    ),
    SignIn(
        "benefits@example.org",
        "Lena Ortiz",
        Role.SPONSOR_MANAGER,
        "rosters and settings of Northwind Foods",
        "ONSWG4TFOQXWM33SEBZXAZLDNFQWY2LT",
    ),
)

MEMBERS_TO_TRY = (
    SignIn("ana@example.org", "Ana Whitfield", Role.MEMBER, "a session ready today, ten weeks of progress"),
    SignIn("marcus@example.org", "Marcus Bell", Role.MEMBER, "a healing strain, sprinter"),
    SignIn("priya@example.org", "Priya Nair-Bannister", Role.MEMBER, "an intake begun today, not finished"),
)


def current_code(email: str, at: float | None = None) -> tuple[str, int]:
    """The code an authenticator app would show now for a demo practitioner, and the seconds it stays valid.

    Raises:
        NoSuchDemoAccount: nobody of that address has a second factor in the demo.
    """
    now = time.time() if at is None else at
    secret = next((person.secret for person in STAFF if person.email == email.lower()), None)
    if secret is None:
        raise NoSuchDemoAccount([person.email for person in STAFF])
    return code(secret, now), seconds_left(now)


def table() -> str:
    """The sign-ins as `make run` shows them."""
    people = (*MEMBERS_TO_TRY, *STAFF)
    width = max(len(person.email) for person in people)
    roles = {role: role.replace("_", " ") for role in Role}
    lines = [f"  {person.email:{width}}  {roles[person.role]:18}  {person.sees}" for person in people]
    hint = (
        "Second factor: sinew demo code EMAIL prints the current code (in this checkout: .venv/bin/sinew …)."
    )
    return "\n".join([f"Demo sign-ins, all with the password {PASSWORD}", *lines, hint])
