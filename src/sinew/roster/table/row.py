"""Turns the cells of one line of a table into a roster's row, or says what is wrong with them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import CoverageLine, Maintenance, RosterRow
from sinew.roster.table.columns import DATES, Field, words
from sinew.roster.table.dates import DateFormat, read_table_date
from sinew.roster.table.words import CHANGES, RELATIONSHIPS, SEXES, squeezed

OPEN_END_YEAR = 2199
"""A last day of coverage after it stands for none."""
_YEARS_AHEAD = 50
"""How far two-digit years of coverage reach into the future; those of births not at all."""


class _Days(NamedTuple):
    """The days of one row: a birth, and the first and last day of coverage."""

    born_on: date
    begins_on: date | None
    through_on: date | None


class RowReader:
    """Reads the lines of one table.

    Args:
        headings: how many cells a line must have.
        columns: the place of each field.
        date_formats: how each date column is written.
        today: births after it are mistakes.
    """

    def __init__(
        self,
        *,
        headings: int,
        columns: Mapping[Field, int],
        date_formats: Mapping[Field, DateFormat],
        today: date,
        problems: ProblemList,
    ) -> None:
        self._headings = headings
        self._columns = columns
        self._date_formats = date_formats
        self._today = today
        self._problems = problems

    def read(self, line: int, cells: Sequence[str]) -> RosterRow | None:
        """The row of a line, or ``None`` with the reason among the problems."""
        if len(cells) != self._headings:
            self._leave_out(
                line,
                "cells-count",
                f"The row has {len(cells)} cells, and the headings are {self._headings}.",
            )
            return None
        texts = {field: " ".join(cells[place].split()) for field, place in self._columns.items()}
        first, last = self._names(texts)
        days = self._days(line, texts)
        change = self._change(line, texts.get(Field.MAINTENANCE, ""))
        if not last:
            self._leave_out(line, "name-missing", "The row has no last name.")
        if not last or days is None or change is None:
            return None
        return self._row(line, texts, (first, last), days, change)

    def day(self, field: Field, text: str) -> date | None:
        """The day a cell names, ``None`` where it names none."""
        ahead = 0 if field is Field.BORN_ON else _YEARS_AHEAD
        return read_table_date(text, self._date_formats[field].order, self._today.year + ahead)

    def _names(self, texts: Mapping[Field, str]) -> tuple[str, str]:
        first, last = texts.get(Field.FIRST_NAME, ""), texts.get(Field.LAST_NAME, "")
        return (first, last) if first or last else _two_names(texts.get(Field.FULL_NAME, ""))

    def _days(self, line: int, texts: Mapping[Field, str]) -> _Days | None:
        """Birth and span of coverage; ``None`` with the reasons among the problems."""
        found: dict[Field, date | None] = {}
        unreadable = []
        for field in DATES:
            text = texts.get(field, "")
            found[field] = self.day(field, text) if text else None
            if text and found[field] is None:
                unreadable.append(field)
                self._leave_out(line, "date-unreadable", f"The {words(field)} is no date.")
        if unreadable:
            return None
        born_on, begins_on, through_on = (found[field] for field in DATES)
        if born_on is None:
            self._leave_out(line, "birth-date-missing", "The row has no birth date.")
            return None
        if born_on > self._today:
            self._leave_out(line, "birth-date-future", "The birth date lies in the future.")
            return None
        if through_on is not None and through_on.year > OPEN_END_YEAR:
            through_on = None
        if begins_on and through_on and through_on < begins_on:
            self._leave_out(line, "ends-before-it-begins", "The coverage ends before it begins.")
            return None
        return _Days(born_on, begins_on, through_on)

    def _row(
        self, line: int, texts: Mapping[Field, str], names: tuple[str, str], days: _Days, change: Maintenance
    ) -> RosterRow:
        def cell(field: Field) -> str:
            return texts.get(field, "")

        relationship = self._relationship(
            line, cell(Field.RELATIONSHIP), is_dependent=bool(cell(Field.DEPENDENT_OF))
        )
        insurance_line, plan = cell(Field.INSURANCE_LINE), cell(Field.PLAN)
        covered = CoverageLine(change, insurance_line, plan, days.begins_on, days.through_on)
        return RosterRow(
            number=line,
            is_subscriber=relationship == "18",
            relationship=relationship,
            maintenance=change,
            subscriber_id=cell(Field.DEPENDENT_OF) or cell(Field.SUBSCRIBER_ID),
            family_number=None,
            member_id=cell(Field.MEMBER_ID),
            group=cell(Field.GROUP),
            references=(),
            national_id=self._national_id(line, cell(Field.NATIONAL_ID)),
            first_name=names[0],
            middle_name=cell(Field.MIDDLE_NAME),
            last_name=names[1],
            name_suffix=cell(Field.NAME_SUFFIX),
            born_on=days.born_on,
            sex=SEXES.get(cell(Field.SEX).lower(), ""),
            postal_code=cell(Field.POSTAL_CODE),
            city=cell(Field.CITY),
            state=cell(Field.STATE),
            email=cell(Field.EMAIL),
            phone=cell(Field.PHONE),
            begins_on=days.begins_on,
            through_on=days.through_on,
            coverages=(covered,) if insurance_line or plan else (),
        )

    def _relationship(self, line: int, text: str, *, is_dependent: bool) -> str:
        if not text:
            return "G8" if is_dependent else "18"
        code = RELATIONSHIPS.get(squeezed(text))
        if code is None:
            self._problems.add(
                line,
                "relationship-unknown",
                "The relationship is not understood; read as a dependent.",
                Severity.WARNING,
            )
            return "G8"
        return code

    def _change(self, line: int, text: str) -> Maintenance | None:
        if not text:
            return Maintenance.STATE
        change = CHANGES.get(squeezed(text))
        if change is None:
            self._leave_out(
                line, "maintenance-unknown", "What to do with the row is not understood: add, change or end."
            )
        return change

    def _national_id(self, line: int, text: str) -> str:
        digits = text.replace("-", "").replace(" ", "")
        if not digits:
            return ""
        if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
            self._problems.add(
                line,
                "national-id-dummy",
                "The social security number is none, and is not used.",
                Severity.WARNING,
            )
            return ""
        return digits

    def _leave_out(self, line: int, code: str, message: str) -> None:
        self._problems.add(line, code, message, Severity.ROW)


def _two_names(text: str) -> tuple[str, str]:
    """First and last name of ``Last, First`` or ``First Last``."""
    if "," in text:
        last, first = text.split(",", 1)
        return first.strip(), last.strip()
    first, _, last = text.rpartition(" ")
    return first, last
