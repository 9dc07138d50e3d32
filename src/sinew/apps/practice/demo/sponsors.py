"""The demo's sponsors: an employer and a health plan, with rosters of people who do not exist."""

import csv
import io
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinew.apps.accounts.models import User
from sinew.apps.coverage.actions.rosters import import_roster
from sinew.apps.coverage.actions.settings import change_appearance, change_sponsor
from sinew.apps.coverage.actions.sponsors import appoint_manager, create_sponsor, remove_sponsor
from sinew.apps.coverage.errors import SponsorInUse
from sinew.apps.coverage.models import Roster, Sponsor
from sinew.vocabulary import Role

AGREED = timedelta(days=500)
FIRST_ROSTER, SECOND_ROSTER = timedelta(days=90), timedelta(days=30)
_SEED = 7


def _names(text: str) -> list[str]:
    return text.split()


_FIRST = _names(
    "Adele Bashir Corinne Dmitri Esther Farid Gwen Hollis Imani Jorge Katya Leopold Mirela Nikhil Odette "
    "Pavel Quinn Rosalind Soren Thandi Ulises Vera Wendell Ximena Yusuf Zelda"
)
_LAST = _names(
    "Abernathy Bellweather Castellanos Dunmore Eriksdottir Fairbank Grimaldi Hawthorne Ivanenko Jankowski "
    "Kaplansky Lindqvist Moreau Nakamura Oyelaran Petrosyan Quintero Rasmussen Szymanski Thornbury Ueda "
    "Vandermeer Whitlock Yamamoto Zuberi"
)
_TOWNS = (("Duluth", "MN", "55802"), ("Superior", "WI", "54880"), ("Cloquet", "MN", "55720"))
_GROUPS = ("Plant", "Office", "Stores")
_HEADINGS = (
    "Employee ID", "First Name", "Last Name", "Date of Birth", "Relationship", "City", "State", "ZIP Code",
    "Email", "Group", "Effective Date", "Termination Date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoSponsor:
    """One sponsor of the demo.

    Attributes:
        names: others by which people know it.
        lives: people on its first roster.
        insurer: that of `demo.insurer`, where the check may ask one.
    """

    slug: str
    name: str
    kind: Sponsor.Kind
    names: tuple[str, ...]
    greeting: str
    cost: str
    contact: tuple[str, str]
    lives: int
    insurer: str = ""


SPONSORS = (
    DemoSponsor(
        "northwind-foods",
        "Northwind Foods",
        Sponsor.Kind.EMPLOYER,
        ("NWF", "Green Basket Markets", "Northwind Bakeries"),
        "Take the time your legs need. This is part of your benefits.",
        "Nothing. Northwind Foods pays for all of it.",
        ("The benefits desk", "benefits@example.org"),
        380,
    ),
    DemoSponsor(
        "harbor-light",
        "Harbor Light Health Plan",
        Sponsor.Kind.HEALTH_PLAN,
        ("Harbor Light", "HLHP"),
        "We are glad that you look after yourself.",
        "Nothing, in all plans that include physical therapy.",
        ("Member services", "members@example.org"),
        240,
        insurer="harbor-light",
    ),
)
TO_TRY = ("E-10001", "Robert", "Lindqvist", "1979-04-03", "55802", "robert.lindqvist@example.org")
"""Somebody on the first sponsor's roster, for trying the check: number, names, birth, postal code, e-mail."""


def make_sponsors(*, now: datetime) -> Iterator[str]:
    """Make each sponsor that is not there with its managers and two applied rosters; yields their names."""
    managers = list(User.objects.filter(is_demo=True, role=Role.SPONSOR_MANAGER))
    for one in SPONSORS:
        sponsor = Sponsor.objects.filter(slug=one.slug).first()
        is_new = sponsor is None
        sponsor = sponsor or _agreed(one, now - AGREED)
        theirs = managers if one is SPONSORS[0] else []
        for manager in theirs:
            appoint_manager(sponsor=sponsor, user=manager, at=now - AGREED, by=None)
        if is_new:
            _send_rosters(one, sponsor, now=now, by=theirs[0] if theirs else None)
        yield one.name


def remove_sponsors() -> None:
    """Take the demo's sponsors away; one that somebody who stays is covered by stays, too."""
    for sponsor in Sponsor.objects.filter(slug__in=[one.slug for one in SPONSORS]):
        with suppress(SponsorInUse):
            remove_sponsor(sponsor=sponsor, by=None)


def _send_rosters(one: DemoSponsor, sponsor: Sponsor, *, now: datetime, by: User | None) -> None:
    people = _people(one, (now - AGREED).date())
    _send(sponsor, people, at=now - FIRST_ROSTER, by=by)
    _send(sponsor, _later(people, (now - SECOND_ROSTER).date()), at=now - SECOND_ROSTER, by=by)


def _agreed(one: DemoSponsor, at: datetime) -> Sponsor:
    sponsor = create_sponsor(slug=one.slug, name=one.name, kind=one.kind, begins_on=at.date(), at=at, by=None)
    name, email = one.contact
    changes = {"greeting": one.greeting, "contact_name": name, "contact_email": email, "is_public": True}
    sponsor = change_appearance(sponsor=sponsor, changes=changes, names=one.names, by=None)
    return change_sponsor(sponsor=sponsor, changes={"member_cost": one.cost, "insurer": one.insurer}, by=None)


def _people(one: DemoSponsor, begins_on: date) -> list[list[str]]:
    """Rows of families of one to four."""
    chance = random.Random(f"{_SEED} {one.slug}")  # noqa: S311 (the same people every time)
    rows: list[list[str]] = []
    number = 10_001
    if one is SPONSORS[0]:
        employee, first, last, birthday, _, email = TO_TRY
        span = (begins_on.isoformat(), "")
        rows.append([employee, first, last, birthday, "Self", *_TOWNS[0], email, "Plant", *span])
        number += 1
    while len(rows) < one.lives:
        rows += _family(chance, f"E-{number}", begins_on)
        number += 1
    return rows[: one.lives]


def _family(chance: random.Random, employee: str, begins_on: date) -> Iterator[list[str]]:
    last, town, group = chance.choice(_LAST), chance.choice(_TOWNS), chance.choice(_GROUPS)
    relationships = ("Self", "Spouse", "Child", "Child")[: chance.choice((1, 1, 1, 2, 3, 4))]
    names = chance.sample(_FIRST, len(relationships))
    for relationship, first in zip(relationships, names, strict=True):
        years = chance.randint(3, 19) if relationship == "Child" else chance.randint(23, 64)
        born_on = begins_on - timedelta(days=365 * years + chance.randint(0, 364))
        email = f"{first}.{last}.{employee}@example.com".lower() if relationship == "Self" else ""
        who = (employee, first, last, born_on.isoformat(), relationship)
        yield [*who, *town, email, group, begins_on.isoformat(), ""]


def _later(rows: list[list[str]], day: date) -> list[list[str]]:
    """The same people later: some moved, some left, and a few rows are broken."""
    found = []
    for at, row in enumerate(rows):
        changed = list(row)
        if at % 40 == 7:
            changed[5:8] = _TOWNS[(at + 1) % len(_TOWNS)]
        if at % 60 == 11:
            changed[-1] = (day + timedelta(days=14)).isoformat()
        if at % 150 == 20:
            changed[3] = "31/31/1980"
        found.append(changed)
    return found


def _send(sponsor: Sponsor, rows: list[list[str]], *, at: datetime, by: User | None) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([_HEADINGS, *rows])
    file = io.BytesIO(out.getvalue().encode())
    import_roster(sponsor=sponsor, file=file, source=Roster.Source.PORTAL, at=at, by=by)
