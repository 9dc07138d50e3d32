"""Generated 834 files with their truth: families of invented people, as large as a test wants."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

FIRST = [
    "ANN",
    "BEN",
    "CARLA",
    "DEV",
    "ELI",
    "FAY",
    "GUS",
    "HANA",
    "IVO",
    "JUNE",
    "KOFI",
    "LENA",
    "MAX",
    "NIA",
    "OTIS",
    "PIA",
    "QUINN",
    "ROSA",
    "SAM",
    "TESS",
]
LAST = [
    "ABBOTT",
    "BAKER",
    "CHEN",
    "DIAZ",
    "EVANS",
    "FOLEY",
    "GARCIA",
    "HASSAN",
    "IBARRA",
    "JONES",
    "KIM",
    "LOPEZ",
    "MORENO",
    "NOVAK",
    "OKAFOR",
    "PATEL",
]
RELATED = ("01", "19", "19")
MEMBERS_IN_A_TRANSACTION = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """What a generated member is, as plain text of the file."""

    is_subscriber: bool
    relationship: str
    maintenance: str
    subscriber_id: str
    member_id: str
    national_id: str
    last_name: str
    first_name: str
    born_on: str
    sex: str
    postal_code: str
    through_on: str
    lines: tuple[str, ...]


def people(count: int, seed: int = 0) -> Iterator[Person]:
    """``count`` invented people in families of one to four, subscribers first."""
    dice = random.Random(seed)  # noqa: S311 - invented people, not a secret
    made = 0
    while made < count:
        family = f"{dice.randrange(10**9):09d}"
        surname, postal_code = dice.choice(LAST), f"{dice.randrange(501, 99951):05d}"
        for place in range(min(dice.randint(1, 4), count - made)):
            maintenance = dice.choices(("030", "021", "024", "001"), (90, 5, 3, 2))[0]
            year = dice.randint(1950, 1999) if place < 2 else dice.randint(2000, 2020)
            yield Person(
                is_subscriber=place == 0,
                relationship="18" if place == 0 else RELATED[place - 1],
                maintenance=maintenance,
                subscriber_id=family,
                member_id=f"{family}{place:02d}",
                national_id=f"{dice.randrange(10**8, 9 * 10**8):09d}",
                last_name=surname,
                first_name=dice.choice(FIRST),
                born_on=f"{year}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}",
                sex=dice.choice("FM"),
                postal_code=postal_code,
                through_on="20261031" if maintenance == "024" else "",
                lines=("HLT", "DEN") if dice.random() < 0.5 else ("HLT",),
            )
            made += 1


def member_segments(person: Person) -> list[str]:
    """A member's loops, without terminators."""
    segments = [
        f"INS*{'Y' if person.is_subscriber else 'N'}*{person.relationship}*{person.maintenance}*XN*A***"
        f"{'FT' if person.is_subscriber else ''}".rstrip("*"),
        f"REF*0F*{person.subscriber_id}",
        "REF*1L*GROUP01",
        f"REF*23*{person.member_id}",
        "DTP*356*D8*20260101",
    ]
    if person.through_on:
        segments.append(f"DTP*357*D8*{person.through_on}")
    segments += [
        f"NM1*IL*1*{person.last_name}*{person.first_name}****34*{person.national_id}",
        "PER*IP**HP*2125550100",
        "N3*12 OAK AVENUE",
        f"N4*RIVERSIDE*CA*{person.postal_code}",
        f"DMG*D8*{person.born_on}*{person.sex}",
    ]
    for line in person.lines:
        segments += [f"HD*{person.maintenance}**{line}*PLAN A*FAM", "DTP*348*D8*20260101"]
    return segments


def write_834(file: TextIO, members: Iterator[Person], *, after: str = "\n", purpose: str = "4") -> int:
    """Write one interchange with a transaction for every 10,000 members; return how many transactions."""

    def put(*segments: str) -> None:
        file.writelines(f"{segment}~{after}" for segment in segments)

    put(
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'WIDGETCORP':15}*ZZ*{'SINEW':15}*261101*0900*^*00501*000000001*0*P*:",
        "GS*BE*WIDGETCORP*SINEW*20261101*0900*1*X*005010X220A1",
    )
    transactions = in_this = segments = 0
    for person in members:
        if in_this == 0:
            transactions += 1
            header = (
                f"ST*834*{transactions:04d}*005010X220A1",
                f"BGN*00*N{transactions}*20261101*0900****{purpose}",
                "N1*P5*WIDGET CORP*FI*123456789",
                "N1*IN*SINEW HEALTH*FI*987654321",
            )
            put(*header)
            segments = len(header)
        loops = member_segments(person)
        put(*loops)
        segments += len(loops)
        in_this += 1
        if in_this == MEMBERS_IN_A_TRANSACTION:
            put(f"SE*{segments + 1}*{transactions:04d}")
            in_this = 0
    if in_this:
        put(f"SE*{segments + 1}*{transactions:04d}")
    put(f"GE*{transactions}*1", "IEA*1*000000001")
    return transactions


def make_834(path: Path, count: int, seed: int = 0, after: str = "\n") -> Path:
    """An 834 of ``count`` members at ``path``."""
    with path.open("w", encoding="ascii", newline="") as file:
        write_834(file, people(count, seed), after=after)
    return path
