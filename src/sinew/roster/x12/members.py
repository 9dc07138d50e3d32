"""The member loops of an 834: segments in, one row a person out.

What a segment means depends on the loop it stands in. The address after a mailing name, the birth date
under a corrected name and the date under a line of coverage look like the member's own and are not.
"""

from collections.abc import Callable
from datetime import date
from enum import Enum, auto

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import CoverageLine, Maintenance, RosterRow
from sinew.roster.x12 import codes
from sinew.roster.x12.dates import NO_BIRTH, NO_END_YEAR, read_date

Handler = Callable[[list[str], int], None]


class _Loop(Enum):
    MEMBER = auto()
    NAME = auto()
    OTHER_NAME = auto()
    DISABILITY = auto()
    COVERAGE = auto()
    OTHER = auto()
    REPORTING = auto()


class _Line:
    """A line of coverage under construction."""

    __slots__ = ("begins_on", "insurance_line", "maintenance", "plan", "through_on")

    def __init__(self, maintenance: Maintenance, insurance_line: str, plan: str) -> None:
        self.maintenance = maintenance
        self.insurance_line = insurance_line
        self.plan = plan
        self.begins_on: date | None = None
        self.through_on: date | None = None


class _Member:
    """A member under construction."""

    __slots__ = (
        "begins_on",
        "birth_sequence",
        "born_on",
        "city",
        "died_on",
        "email",
        "family_number",
        "first_name",
        "is_named",
        "is_restricted",
        "is_sound",
        "is_subscriber",
        "last_name",
        "lines",
        "maintenance",
        "member_id",
        "middle_name",
        "name_suffix",
        "national_id",
        "number",
        "phone",
        "postal_code",
        "references",
        "relationship",
        "sex",
        "state",
        "through_on",
    )

    def __init__(self, number: int, *, is_subscriber: bool, family_number: int | None) -> None:
        self.number = number
        self.is_subscriber = is_subscriber
        self.family_number = family_number
        self.is_sound = True
        self.is_named = False
        self.is_restricted = False
        self.maintenance = Maintenance.STATE
        self.references: dict[str, str] = {}
        self.lines: list[_Line] = []
        self.relationship = self.birth_sequence = self.member_id = self.national_id = ""
        self.first_name = self.middle_name = self.last_name = self.name_suffix = self.sex = ""
        self.postal_code = self.city = self.state = self.email = self.phone = ""
        self.born_on: date | None = None
        self.begins_on: date | None = None
        self.through_on: date | None = None
        self.died_on: date | None = None


class MemberReader:
    """Follows the member loops of one file.

    Attributes:
        rows: finished rows that nobody has taken yet; the owner empties the list.
        members: members begun, sound or not.
        handlers: what to do with a segment, by its id.
        family: segment of the last subscriber, whom dependents follow; ``None`` before the first.
        made_on: day of the file, after which nobody in it can be born.
    """

    def __init__(self, problems: ProblemList) -> None:
        self.rows: list[RosterRow] = []
        self.members = 0
        self.made_on: date | None = None
        self._problems = problems
        self._member: _Member | None = None
        self._loop = _Loop.MEMBER
        self.family: int | None = None
        ignored: Handler = _ignore
        self.handlers: dict[str, Handler] = dict.fromkeys(codes.SEGMENTS, ignored) | {
            "INS": self._member_begins,
            "REF": self._reference,
            "DTP": self._date,
            "NM1": self._name,
            "PER": self._contact,
            "N4": self._place,
            "DMG": self._demographics,
            "HD": self._coverage,
            "DSB": self._disability,
            "LX": self._counter,
            "COB": self._other_coverage,
            "LS": self._reporting_begins,
            "LE": self._reporting_ends,
        }

    def begin_transaction(self) -> None:
        """A new ST: a dependent that comes first follows no subscriber."""
        self.family = None

    def end_members(self) -> None:
        """The last member of a transaction is complete."""
        member = self._member
        if member is not None:
            self._finish(member)
        self._member = None

    def take(self, row: RosterRow) -> None:
        """Take over a member that was read whole."""
        self.end_members()
        self.members += 1
        if row.is_subscriber:
            self.family = row.number
        self.rows.append(row)

    def spoil(self, number: int, code: str, message: str) -> None:
        """Something in the member that is open cannot be read: their row is left out."""
        self._problems.add(number, code, message, Severity.ROW)
        if self._member is not None:
            self._member.is_sound = False

    def _warn(self, number: int, code: str, message: str) -> None:
        self._problems.add(number, code, message, Severity.WARNING)

    def _member_begins(self, elements: list[str], number: int) -> None:
        if self._member is not None:
            self._finish(self._member)
        self.members += 1
        self._loop = _Loop.MEMBER
        count = len(elements)
        is_subscriber = count > 1 and elements[1].strip() == "Y"
        if is_subscriber:
            self.family = number
        member = self._member = _Member(
            number, is_subscriber=is_subscriber, family_number=None if is_subscriber else self.family
        )
        if count < 4:
            self.spoil(
                number,
                "ins-short",
                "INS says too little: subscriber, relationship and maintenance are needed.",
            )
            return
        if not is_subscriber and elements[1].strip() != "N":
            self.spoil(number, "subscriber-flag", "INS01 must be Y for a subscriber or N for a dependent.")
        member.relationship = relationship = elements[2].strip()
        if relationship not in codes.RELATIONSHIPS:
            self._warn(number, "relationship-unknown", "INS02 is no relationship the guide knows.")
        elif is_subscriber != (relationship == codes.SELF):
            self._warn(
                number,
                "relationship-contradicts",
                "INS01 and INS02 disagree whether this is the subscriber; INS01 holds.",
            )
        maintenance = codes.MEMBER_MAINTENANCE.get(elements[3].strip())
        if maintenance is None:
            self.spoil(
                number, "maintenance-unknown", "INS03 is no maintenance code: 001, 021, 024, 025 or 030."
            )
        else:
            member.maintenance = maintenance
        if count > 4 and elements[4] and elements[4].strip() not in codes.MAINTENANCE_REASONS:
            self._warn(number, "reason-unknown", "INS04 is no maintenance reason the guide knows.")
        if count > 5 and elements[5] and elements[5].strip() not in codes.BENEFIT_STATES:
            self._warn(number, "benefit-state-unknown", "INS05 is none of A, C, S and T.")
        if count > 8 and elements[8] and elements[8].strip() not in codes.EMPLOYMENT_STATES:
            self._warn(number, "employment-unknown", "INS08 is no employment status the guide knows.")
        if count > 12:
            self._rare_of_ins(member, elements, number)

    def _rare_of_ins(self, member: _Member, elements: list[str], number: int) -> None:
        if elements[12].strip():
            member.died_on = read_date(elements[12].strip())
            if member.died_on is None:
                self.spoil(
                    number, "date-unreadable", "INS12, the day of death, is no date in the form CCYYMMDD."
                )
        if len(elements) > 13:
            member.is_restricted = elements[13].strip() == "R"
        if len(elements) > 17:
            member.birth_sequence = elements[17].strip()

    def _reference(self, elements: list[str], number: int) -> None:
        loop = self._loop
        if loop is not _Loop.MEMBER and loop is not _Loop.NAME:
            return
        member = self._member
        if member is None or len(elements) < 3:
            return
        qualifier, value = elements[1], elements[2].strip()
        if loop is _Loop.NAME:
            self._warn(
                number, "segment-misplaced", "REF stands after the member's name instead of before it."
            )
        known = member.references.setdefault(qualifier, value)
        if qualifier == "0F" and known != value:
            self.spoil(
                number, "subscriber-id-repeated", "The member has two different subscriber numbers (REF*0F)."
            )

    def _date(self, elements: list[str], number: int) -> None:
        loop = self._loop
        member = self._member
        if member is None or (
            loop is not _Loop.COVERAGE and loop is not _Loop.MEMBER and loop is not _Loop.NAME
        ):
            return
        if len(elements) < 4:
            self.spoil(number, "date-short", "DTP has no date.")
            return
        what = elements[1]
        text = elements[3].strip()
        if elements[2] == "RD8":
            ends = text.split("-")
            text = ends[-1] if what in ("349", "357") else ends[0]
        on = read_date(text)
        if on is None:
            self.spoil(
                number, "date-unreadable", f"The date of DTP*{what[:3]} is no day in the form CCYYMMDD."
            )
            return
        if loop is _Loop.COVERAGE:
            line = member.lines[-1]
            if what == "348":
                line.begins_on = on
            elif what == "349":
                line.through_on = None if on.year > NO_END_YEAR else on
            elif what not in codes.COVERAGE_DATES:
                self._warn(number, "date-kind-unknown", "DTP01 is no kind of date for a line of coverage.")
        elif what == "356":
            member.begins_on = on
        elif what == "357":
            member.through_on = None if on.year > NO_END_YEAR else on
        elif what not in codes.MEMBER_DATES:
            self._warn(number, "date-kind-unknown", "DTP01 is no kind of date for a member.")

    def _name(self, elements: list[str], number: int) -> None:
        loop = self._loop
        if loop is _Loop.COVERAGE or loop is _Loop.OTHER or loop is _Loop.REPORTING:
            self._loop = _Loop.OTHER if loop is not _Loop.REPORTING else loop
            return
        member = self._member
        if member is None:
            return
        count = len(elements)
        if count < 2 or elements[1] not in codes.MEMBER_NAMES:
            self._loop = _Loop.OTHER_NAME
            return
        self._loop = _Loop.NAME
        if member.is_named:
            self.spoil(number, "name-repeated", "The member is named twice (NM1*IL or NM1*74).")
            return
        member.is_named = True
        if count > 3:
            member.last_name = elements[3].strip()
        if count > 4:
            member.first_name = elements[4].strip()
        if count > 5:
            member.middle_name = elements[5].strip()
        if count > 7:
            member.name_suffix = elements[7].strip()
        if count > 9:
            value = elements[9].strip()
            if elements[8] == "34":
                member.national_id = self._social_security_number(value, number)
            elif elements[8] == "ZZ":
                member.member_id = value

    def _social_security_number(self, value: str, number: int) -> str:
        digits = value.replace("-", "").replace(" ", "")
        if not digits:
            return ""
        if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
            self._warn(number, "national-id-dummy", "NM109 is no social security number, and is not used.")
            return ""
        return digits

    def _contact(self, elements: list[str], _number: int) -> None:
        if self._loop is not _Loop.NAME or self._member is None:
            return
        for kind, value in zip(elements[3::2], elements[4::2], strict=False):
            if kind == "EM":
                self._member.email = value.strip()
            elif kind in ("CP", "HP", "TE", "WP") and (kind == "CP" or not self._member.phone):
                self._member.phone = value.strip()

    def _place(self, elements: list[str], _number: int) -> None:
        if self._loop is not _Loop.NAME or self._member is None:
            return
        count = len(elements)
        self._member.city = elements[1].strip() if count > 1 else ""
        self._member.state = elements[2].strip() if count > 2 else ""
        self._member.postal_code = elements[3].strip() if count > 3 else ""

    def _demographics(self, elements: list[str], number: int) -> None:
        member = self._member
        if self._loop is not _Loop.NAME or member is None:
            return
        text = elements[2].strip() if len(elements) > 2 else ""
        if text:
            born_on = read_date(text)
            if born_on is None:
                self.spoil(
                    number, "birth-date-unreadable", "DMG02, the birth date, is no day in the form CCYYMMDD."
                )
            elif born_on in NO_BIRTH:
                self._warn(
                    number, "birth-date-dummy", "The birth date stands for an unknown one, and is not used."
                )
            elif self.made_on is not None and born_on > self.made_on:
                self.spoil(number, "birth-date-future", "The birth date lies after the day of the file.")
            else:
                member.born_on = born_on
        if len(elements) > 3:
            sex = elements[3].strip()
            member.sex = sex if sex in ("F", "M") else ""

    def _coverage(self, elements: list[str], number: int) -> None:
        self._loop = _Loop.COVERAGE
        member = self._member
        if member is None:
            return
        given = [*elements, "", "", "", ""]
        maintenance = codes.COVERAGE_MAINTENANCE.get(given[1].strip())
        if maintenance is None:
            self.spoil(number, "maintenance-unknown", "HD01 is no maintenance code for a line of coverage.")
            maintenance = Maintenance.STATE
        insurance_line = given[3].strip()
        if insurance_line not in codes.INSURANCE_LINES:
            self._warn(
                number,
                "insurance-line-unknown",
                "HD03 is no kind of coverage the guide knows: it makes nobody eligible.",
            )
        member.lines.append(_Line(maintenance, insurance_line, given[4].strip()))

    def _disability(self, _elements: list[str], _number: int) -> None:
        self._loop = _Loop.DISABILITY

    def _counter(self, _elements: list[str], _number: int) -> None:
        if self._loop is not _Loop.REPORTING:
            self._loop = _Loop.OTHER

    def _other_coverage(self, _elements: list[str], _number: int) -> None:
        self._loop = _Loop.OTHER

    def _reporting_begins(self, _elements: list[str], number: int) -> None:
        if self._loop is _Loop.REPORTING:
            self.spoil(number, "loop-nested", "LS opens a loop inside one that is open.")
        self._loop = _Loop.REPORTING

    def _reporting_ends(self, _elements: list[str], number: int) -> None:
        if self._loop is not _Loop.REPORTING:
            self.spoil(number, "loop-unopened", "LE ends a loop that no LS began.")
        self._loop = _Loop.OTHER

    def _finish(self, member: _Member) -> None:
        """Judge the member as a whole, and give the row if it is sound."""
        number = member.number
        if self._loop is _Loop.REPORTING:
            self.spoil(number, "loop-unended", "LS opens a loop that no LE ends.")
        references = member.references
        subscriber_id = references.get("0F", "")
        if not subscriber_id:
            self.spoil(number, "subscriber-id-missing", "The member has no subscriber number (REF*0F).")
        if not member.is_named or not member.last_name:
            self.spoil(number, "name-missing", "The member has no name (NM1*IL).")
        elif not member.first_name:
            self._warn(number, "first-name-missing", "The member has no first name.")
        if _ends_before_it_begins(member.begins_on, member.through_on):
            self.spoil(number, "ends-before-it-begins", "The member's eligibility ends before it begins.")
        for line in member.lines:
            if _ends_before_it_begins(line.begins_on, line.through_on):
                self.spoil(number, "ends-before-it-begins", "A line of coverage ends before it begins.")
        if not member.is_sound:
            return
        self.rows.append(
            RosterRow(
                number=number,
                is_subscriber=member.is_subscriber,
                relationship=member.relationship,
                maintenance=member.maintenance,
                subscriber_id=subscriber_id,
                family_number=member.family_number,
                member_id=references.get("23") or member.member_id,
                group=references.get("1L", ""),
                references=tuple(references.items()),
                national_id=member.national_id,
                first_name=member.first_name,
                middle_name=member.middle_name,
                last_name=member.last_name,
                name_suffix=member.name_suffix,
                born_on=member.born_on,
                sex=member.sex,
                postal_code=member.postal_code,
                city=member.city,
                state=member.state,
                email=member.email,
                phone=member.phone,
                begins_on=member.begins_on,
                through_on=member.through_on,
                coverages=tuple(
                    CoverageLine(
                        line.maintenance, line.insurance_line, line.plan, line.begins_on, line.through_on
                    )
                    for line in member.lines
                ),
                died_on=member.died_on,
                birth_sequence=member.birth_sequence,
                is_restricted=member.is_restricted,
            )
        )


def _ends_before_it_begins(begins_on: date | None, through_on: date | None) -> bool:
    return begins_on is not None and through_on is not None and through_on < begins_on


def _ignore(_elements: list[str], _number: int) -> None:
    """A segment that the guide allows and nothing here needs."""
