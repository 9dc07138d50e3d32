"""A sample roster with every column we read, and what each of them is for."""

import csv
import io
from dataclasses import dataclass

from sinew.roster.table.columns import Field


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a roster as we would write it.

    Attributes:
        field: what it means to us.
        heading: how the sample calls it; other headings are understood as well.
        needed: whether a file without it is refused.
        says: what it is for, and how to write it.
        cells: what the sample's fictional people have in it.
    """

    field: Field
    heading: str
    needed: bool
    says: str
    cells: tuple[str, str, str]


COLUMNS = (
    Column(
        Field.SUBSCRIBER_ID,
        "Employee ID",
        False,
        "The employee's or policy holder's number, on their own row and on the rows of their family. It "
        "keeps families together and tells namesakes apart.",
        ("E-10482", "E-10482", "E-20917"),
    ),
    Column(
        Field.MEMBER_ID,
        "Member ID",
        False,
        "A number that only this person has, if there is one. With it people are found most surely.",
        ("M7730011", "M7730012", "M7740350"),
    ),
    Column(Field.FIRST_NAME, "First Name", True, "As on their card.", ("Rosalind", "Teo", "Ifeoma")),
    Column(Field.MIDDLE_NAME, "Middle Name", False, "Or an initial.", ("", "J", "")),
    Column(
        Field.LAST_NAME,
        "Last Name",
        True,
        "As on their card. One column with the whole name is understood, too.",
        ("Example-Winter", "Example-Winter", "Sample"),
    ),
    Column(Field.NAME_SUFFIX, "Suffix", False, "Jr, Sr, III.", ("", "", "")),
    Column(
        Field.BORN_ON,
        "Date of Birth",
        True,
        "Best written year first: 1984-03-27. Any order is read, as long as the whole column keeps to it.",
        ("1984-03-27", "2009-11-02", "1991-07-15"),
    ),
    Column(Field.SEX, "Sex", False, "F or M, or nothing.", ("F", "M", "F")),
    Column(
        Field.RELATIONSHIP,
        "Relationship",
        False,
        "Self, spouse, child or another. Without it everybody counts as a subscriber.",
        ("Self", "Child", "Self"),
    ),
    Column(Field.CITY, "City", False, "Where they live.", ("Duluth", "Duluth", "Superior")),
    Column(Field.STATE, "State", False, "Two letters.", ("MN", "MN", "WI")),
    Column(
        Field.POSTAL_CODE,
        "ZIP Code",
        False,
        "Five digits or more. A leading zero that a spreadsheet took away is put back.",
        ("55802", "55802", "54880"),
    ),
    Column(
        Field.EMAIL,
        "Email",
        False,
        "Where a code can be sent, to prove that it is really them. Work or private.",
        ("rosalind@example.com", "", "ifeoma@example.com"),
    ),
    Column(
        Field.PHONE,
        "Phone",
        False,
        "The same for a text message.",
        ("218 555 0142", "218 555 0142", "715 555 0178"),
    ),
    Column(
        Field.GROUP,
        "Group",
        False,
        "A division or plan group, for your own counts.",
        ("North", "North", "South"),
    ),
    Column(Field.PLAN, "Plan", False, "The plan they are on.", ("PPO 500", "PPO 500", "HMO Plus")),
    Column(
        Field.INSURANCE_LINE,
        "Coverage Type",
        False,
        "Medical, dental, vision. Only medical care makes somebody covered. Without the column everybody is.",
        ("Medical", "Medical", "Medical"),
    ),
    Column(
        Field.BEGINS_ON,
        "Effective Date",
        False,
        "The first day of coverage. Without it the day the roster is applied.",
        ("2026-01-01", "2026-01-01", "2026-04-01"),
    ),
    Column(
        Field.THROUGH_ON,
        "Termination Date",
        False,
        "The last day of coverage, empty while no end is known.",
        ("", "", "2027-03-31"),
    ),
    Column(
        Field.MAINTENANCE,
        "Action",
        False,
        "Only in files of changes: add, change, term or reinstate. Empty in a file of everybody.",
        ("", "", ""),
    ),
)


def sample_csv() -> str:
    """The sample as a file: headings and three people who do not exist."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    for at in range(3):
        writer.writerow([column.cells[at] for column in COLUMNS])
    return out.getvalue()
