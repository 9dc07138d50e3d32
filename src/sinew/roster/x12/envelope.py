"""The envelopes of an X12 file: ISA/IEA, GS/GE and ST/SE must name each other and count right."""

from dataclasses import dataclass, field
from datetime import date

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.x12.codes import HEADER_SEGMENTS, TRANSACTIONS, VERSIONS
from sinew.roster.x12.dates import read_date
from sinew.roster.x12.delimiters import Interchange

ENROLLMENT = "834"


@dataclass(slots=True)
class Transaction:
    """One ST to SE, as an acknowledgment needs it.

    Attributes:
        purpose: BGN08: ``2`` changes, ``4`` everybody (a full file), ``RX`` replaces; "" where not given.
        parties: which header segments named somebody (N101), and BGN.
        errors: codes of IK502: 2 no trailer, 3 control numbers differ, 4 wrong count, 5 segments in error.
    """

    kind: str
    control: str
    version: str
    begins_at: int
    purpose: str = ""
    sponsor: str = ""
    insurer: str = ""
    parties: set[str] = field(default_factory=set)
    has_members: bool = False
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """One GS to GE. ``errors`` are codes of AK905: 3 no trailer, 4 control numbers differ, 5 wrong count."""

    kind: str
    control: str
    version: str
    sender: str
    receiver: str
    made_on: date | None
    transactions: list[Transaction] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Envelope:
    """One ISA to IEA. ``note`` is TA105: 000 all well, else the first thing wrong."""

    head: Interchange
    begins_at: int
    groups: list[Group] = field(default_factory=list)
    note: str = "000"


class EnvelopeReader:
    """Follows the envelope segments of a file, one interchange after the other.

    Every contradiction refuses the file: nobody can tell whether the right half of it arrived.
    """

    def __init__(self, problems: ProblemList, *, kind: str = ENROLLMENT) -> None:
        self._kind = kind
        self.interchanges: list[Envelope] = []
        self.transaction: Transaction | None = None
        self._group: Group | None = None
        self._interchange: Envelope | None = None
        self._problems = problems

    @property
    def has_members(self) -> bool:
        """Whether the reader is inside an 834, after its header."""
        return self.transaction is not None and self.transaction.has_members

    @property
    def made_on(self) -> date | None:
        """The day of the group that is open, if it says one."""
        return self._group.made_on if self._group else None

    def begin_interchange(self, head: Interchange, number: int) -> None:
        """ISA: a new interchange; the one before must have ended."""
        if self._interchange is not None:
            self._end_interchange_early(number)
        if any(
            one.head.control == head.control and one.head.sender == head.sender for one in self.interchanges
        ):
            self._refuse(
                number, "isa-control-repeated", "Two interchanges carry the same control number (ISA13)."
            )
            note = "025"
        else:
            note = "000"
        self._interchange = Envelope(head, number, note=note)
        self.interchanges.append(self._interchange)
        if head.is_test:
            self._problems.add(
                number,
                "test-file",
                "ISA15 says T: this is a test file. It can be checked, and is never applied.",
                Severity.WARNING,
            )

    def begin_group(self, elements: list[str], number: int) -> None:
        """GS: a new group inside an interchange."""
        if self._interchange is None or self._group is not None:
            self._refuse(number, "gs-misplaced", "GS begins a group before the one before it ended with GE.")
            self._note("024")
            self._end_group_early(number)
        if self._interchange is None:
            return
        given = [*elements, *[""] * 9]
        self._group = Group(
            kind=given[1],
            control=given[6],
            version=given[8],
            sender=given[2],
            receiver=given[3],
            made_on=read_date(given[4]),
        )
        if not given[6]:
            self._refuse(number, "gs-control", "GS06, the group's control number, is empty.")
        elif any(group.control == given[6] for group in self._interchange.groups):
            self._refuse(number, "gs-control-repeated", "Two groups carry the same control number (GS06).")
        if given[1] == "BE" and given[8] not in VERSIONS:
            self._problems.add(
                number,
                "version-unknown",
                f"GS08 names version {given[8][:12] or '(none)'}; the file is read as 005010X220A1.",
                Severity.WARNING,
            )
        self._interchange.groups.append(self._group)

    def begin_transaction(self, elements: list[str], number: int) -> None:
        """ST: a new transaction inside a group."""
        if self._group is None:
            self._refuse(number, "st-misplaced", "ST stands outside a group: GS is missing.")
            self._note("024")
        if self.transaction is not None:
            self._end_transaction_early(number)
        given = [*elements, *[""] * 4]
        self.transaction = Transaction(kind=given[1], control=given[2], version=given[3], begins_at=number)
        if given[1] != self._kind:
            what = TRANSACTIONS.get(given[1], "something else")
            self._refuse(
                number, f"not-{self._kind}", f"The file holds {what}, and not {TRANSACTIONS[self._kind]}."
            )
        if self._group is None:
            return
        if not given[2]:
            self._refuse(number, "st-control", "ST02, the transaction's control number, is empty.")
        elif any(one.control == given[2] for one in self._group.transactions):
            self._refuse(
                number, "st-control-repeated", "Two transactions of a group carry the same number (ST02)."
            )
        if given[3] and given[3] != self._group.version:
            self._problems.add(
                number, "version-differs", "ST03 names another version than GS08.", Severity.WARNING
            )
        self._group.transactions.append(self.transaction)

    def header(self, transaction: Transaction, elements: list[str], number: int) -> None:
        """A segment of a transaction before its first member."""
        if elements[0] == "BGN":
            transaction.parties.add("BGN")
            given = [*elements, *[""] * 9]
            transaction.purpose = given[8]
            if given[8] not in ("2", "4", "RX"):
                self._problems.add(
                    number,
                    "purpose-unknown",
                    "BGN08 does not say whether these are changes (2) or everybody (4); read as changes.",
                    Severity.WARNING,
                )
        elif elements[0] == "N1":
            given = [*elements, "", ""]
            transaction.parties.add(given[1])
            if given[1] == "P5":
                transaction.sponsor = given[2].strip()
            elif given[1] == "IN":
                transaction.insurer = given[2].strip()
        elif elements[0] not in HEADER_SEGMENTS:
            self._refuse(
                number,
                "segment-unknown",
                f"The segment {elements[0][:3]} has no place before the first member.",
            )

    def end_header(self, transaction: Transaction, number: int) -> None:
        """The first member begins: the sponsor and the insurer should have been named."""
        transaction.has_members = True
        if "BGN" not in transaction.parties:
            self._refuse(number, "bgn-missing", "The enrollment has no BGN before its first member.")
        for party, what in (("P5", "sponsor"), ("IN", "insurer")):
            if party not in transaction.parties:
                self._problems.add(
                    number,
                    f"{what}-missing",
                    f"The header does not name the {what} (N1*{party}).",
                    Severity.WARNING,
                )

    def end_transaction(self, elements: list[str], number: int) -> None:
        """SE: names its ST and counts the segments, both included."""
        transaction = self.transaction
        if transaction is None:
            self._refuse(number, "se-misplaced", "SE ends a transaction that never began.")
            return
        given = [*elements, *[""] * 3]
        actual = number - transaction.begins_at + 1
        if _count(given[1]) != actual:
            self._refuse(
                number,
                "se-count",
                f"SE01 counts {given[1][:10] or 'nothing'}, and there are {actual} segments.",
            )
            transaction.errors.append("4")
        if given[2] != transaction.control:
            self._refuse(number, "se-control", "SE02 is not the control number of its ST (ST02).")
            transaction.errors.append("3")
        if transaction.kind == ENROLLMENT and not transaction.has_members:
            self._refuse(number, "no-members", "The enrollment holds no member.")
            transaction.errors.append("5")
        self.transaction = None

    def end_group(self, elements: list[str], number: int) -> None:
        """GE: names its GS and counts its transactions."""
        if self.transaction is not None:
            self._end_transaction_early(number)
        group = self._group
        if group is None:
            self._refuse(number, "ge-misplaced", "GE ends a group that never began.")
            self._note("024")
            return
        given = [*elements, *[""] * 3]
        if _count(given[1]) != len(group.transactions):
            self._refuse(
                number,
                "ge-count",
                f"GE01 counts {given[1][:10] or 'no'} transactions, and there are {len(group.transactions)}.",
            )
            group.errors.append("5")
        if given[2] != group.control:
            self._refuse(number, "ge-control", "GE02 is not the control number of its GS (GS06).")
            group.errors.append("4")
        self._group = None

    def end_interchange(self, elements: list[str], number: int) -> None:
        """IEA: names its ISA and counts its groups."""
        self._end_group_early(number)
        interchange = self._interchange
        if interchange is None:
            self._refuse(number, "iea-misplaced", "IEA ends an interchange that never began.")
            return
        given = [*elements, *[""] * 3]
        if _count(given[1]) != len(interchange.groups):
            self._refuse(
                number,
                "iea-count",
                f"IEA01 counts {given[1][:10] or 'nothing'}, and there are {len(interchange.groups)} groups.",
            )
            self._note("021")
        if given[2] != interchange.head.control:
            self._refuse(number, "iea-control", "IEA02 is not the control number of its ISA (ISA13).")
            self._note("001")
        self._interchange = None

    def take(self, elements: list[str], head: Interchange, number: int) -> bool:
        """Follow any segment; false where it belongs to what a transaction holds."""
        tag = elements[0]
        if tag == "ISA":
            self.begin_interchange(head, number)
        elif tag == "GS":
            self.begin_group(elements, number)
        elif tag == "ST":
            self.begin_transaction(elements, number)
        elif tag == "SE":
            self.end_transaction(elements, number)
        elif tag == "GE":
            self.end_group(elements, number)
        elif tag == "IEA":
            self.end_interchange(elements, number)
        elif tag == "TA1":
            return True
        elif self.transaction is None:
            if tag:
                self.stray(number, tag)
        else:
            return False
        return True

    def end_file(self, number: int) -> None:
        """The file is over: everything must be closed, and something must have been in it."""
        if self._interchange is not None:
            self._end_interchange_early(number)
        held = [
            one
            for interchange in self.interchanges
            for group in interchange.groups
            for one in group.transactions
        ]
        if self.interchanges and not held and not self._problems.refuses:
            self._refuse(number, "no-transaction", f"The file does not hold {TRANSACTIONS[self._kind]}.")

    def stray(self, number: int, tag: str) -> None:
        """A segment that belongs to no transaction."""
        self._refuse(number, "segment-misplaced", f"The segment {tag[:3]} stands outside a transaction.")
        self._note("022")

    def _end_interchange_early(self, number: int) -> None:
        self._end_group_early(number)
        self._refuse(number, "iea-missing", "The interchange does not end with IEA: the file was cut.")
        self._note("023")
        self._interchange = None

    def _end_group_early(self, number: int) -> None:
        if self.transaction is not None:
            self._end_transaction_early(number)
        if self._group is not None:
            self._refuse(number, "ge-missing", "A group does not end with GE.")
            self._group.errors.append("3")
            self._group = None

    def _end_transaction_early(self, number: int) -> None:
        self._refuse(number, "se-missing", "A transaction does not end with SE.")
        if self.transaction is not None:
            self.transaction.errors.append("2")
        self.transaction = None

    def _note(self, code: str) -> None:
        if self._interchange is not None and self._interchange.note == "000":
            self._interchange.note = code

    def _refuse(self, number: int, code: str, message: str) -> None:
        self._problems.add(number, code, message, Severity.FILE)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None
