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


def enrollment(
    *members: str, control: int = 1, usage: str = "P", purpose: str = "4", sender: str = "SENDER"
) -> io.BytesIO:
    """An 834 with these members (segments from INS on)."""
    body = "".join(members)
    segments = body.count("~") + 5
    return io.BytesIO(
        (
            f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*SINEW          *261130*0900*^*00501*"
            f"{control:09}*0*{usage}*:~GS*BE*{sender}*SINEW*20261130*0900*{control}*X*005010X220A1~"
            f"ST*834*0001*005010X220A1~BGN*00*{control}*20261130*0900****{purpose}~"
            f"N1*P5*ACME*FI*123456789~N1*IN*INSURER*FI*987654321~{body}SE*{segments}*0001~"
            f"GE*1*{control}~IEA*1*{control:09}~"
        ).encode()
    )


def member(name: str, *, code: str = "030", born: str = "19800314", number: str = "") -> str:
    """The segments of a subscriber in an 834."""
    return (
        f"INS*Y*18*{code}*XN*A***FT~REF*0F*{number or 'S-' + name}~DTP*356*D8*20260101~"
        f"NM1*IL*1*SMITH*{name}~N3*1 ROAD~N4*BOSTON*MA*02139~DMG*D8*{born}*F~"
        f"HD*{code}**HLT**EMP~DTP*348*D8*20260101~"
    )
