"""Sponsors and the files they send, for the tests of coverage."""

import io
from datetime import UTC, date, datetime, timedelta

from sinew.apps.coverage.actions.rosters import Reading, import_roster, receive_roster
from sinew.apps.coverage.actions.sponsors import create_sponsor
from sinew.apps.coverage.listings.lookup import stored_hashes
from sinew.apps.coverage.models import ListedPerson, LookupKey, Roster, Sponsor

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HEADINGS = (
    "Employee ID,First Name,Last Name,Date of Birth,Zip,Relationship,Action,Start Date,End Date,Group,SSN"
)


def sponsor(slug="acme", **terms) -> Sponsor:
    made = create_sponsor(
        slug=slug, name=slug.title(), kind="employer", begins_on=date(2026, 1, 1), at=AT, by=None
    )
    for name, value in terms.items():
        setattr(made, name, value)
    made.save()
    return made


def line(name="Ann", **cells) -> str:
    """One row of a table: an employee unless told otherwise."""
    facts = {
        "employee": f"E-{name}", "first": name, "last": "Smith", "born": "1980-03-14", "zip": "02139",
        "relationship": "", "action": "", "start": "2026-01-01", "end": "", "group": "North", "ssn": "",
    }  # fmt: skip
    return ",".join((facts | cells).values())


def table(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join((HEADINGS, *lines, "")).encode())


def crowd(count: int, start: int = 0) -> list[str]:
    """Rows of many people who have different names."""
    return [line(f"P{number}x") for number in range(start, start + count)]


def send(to: Sponsor, file: io.BytesIO, *, hours: float = 0, full: bool | None = None, **how) -> Roster:
    """Take a file in and apply it, if nothing stands against it."""
    to.refresh_from_db()
    reading = Reading(is_full=full) if full is not None else None
    at = AT + timedelta(hours=hours)
    source = how.pop("source", Roster.Source.COMMAND)
    return import_roster(sponsor=to, file=file, source=source, at=at, by=None, reading=reading, **how)


def upload(to: Sponsor, file: io.BytesIO, *, hours: float = 0, reading: Reading | None = None) -> Roster:
    """Take a file in as the portal does: read, not applied."""
    to.refresh_from_db()
    at = AT + timedelta(hours=hours)
    return receive_roster(sponsor=to, file=file, source=Roster.Source.PORTAL, at=at, by=None, reading=reading)


def people(of: Sponsor) -> dict[str, ListedPerson]:
    """Everybody listed, by first name."""
    return {one.first_name: one for one in ListedPerson.objects.filter(sponsor=of)}


def stored(of: Sponsor) -> set[tuple[object, ...]]:
    """Everything about the people listed but their ids."""
    columns = [one.attname for one in ListedPerson._meta.fields if one.attname != "id"]
    return set(ListedPerson.objects.filter(sponsor=of).values_list(*columns))


def keys_are_right() -> bool:
    """Whether exactly the keys of the people listed are stored."""
    wanted = {(one, person.pk) for person in ListedPerson.objects.all() for one in stored_hashes(person)}
    return set(LookupKey.objects.values_list("hash", "person_id")) == wanted
