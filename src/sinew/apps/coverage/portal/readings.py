"""How a table is read: which column means what, the order of its dates, and whether it names everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.portal.sample import COLUMNS
from sinew.roster.table.columns import DATES, Field, guess_columns, words
from sinew.roster.table.dates import DateOrder, read_table_date
from sinew.roster.table.look import TableLook

_SAYS: Mapping[Field, str] = {column.field: column.says for column in COLUMNS} | {
    Field.FULL_NAME: "First and last name in one column. Only where there are no two.",
    Field.NATIONAL_ID: "Not needed. Where it is there, only a keyed hash of it is kept.",
    Field.DEPENDENT_OF: "On the row of a dependent: the number of their employee or policy holder.",
}
NEEDED = (Field.FIRST_NAME, Field.LAST_NAME, Field.BORN_ON)
_ORDERS = (
    ("", "As the file tells it"),
    (DateOrder.MONTH_FIRST, "Month first: 03/27/1984"),
    (DateOrder.DAY_FIRST, "Day first: 27/03/1984"),
    (DateOrder.YEAR_FIRST, "Year first: 1984-03-27"),
)
_FULL = (
    ("", "Not said"),
    ("yes", "Everybody you cover"),
    ("no", "Only some people, or only changes"),
)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field with its column.

    Attributes:
        found: how its column is known, for a badge: ``needed``, ``said``, ``heading`` or "".
    """

    choice: BoundField
    says: str
    is_needed: bool
    found: str


@dataclass(frozen=True, slots=True)
class DateExample:
    """A date of the file, as the two orders read it; ``None`` where one cannot."""

    text: str
    month_first: date | None
    day_first: date | None


class ReadingForm(forms.Form):
    """Everything somebody may say about how a table is read.

    Args:
        look: the table's headings and first rows.
        reading: what was said before.
        questions: what must be said, by code.
    """

    date_order = forms.ChoiceField(
        label="Which part of a date comes first?", required=False, choices=_ORDERS, widget=forms.RadioSelect
    )
    is_full = forms.ChoiceField(
        label="Whom does this file name?",
        required=False,
        choices=_FULL,
        widget=forms.RadioSelect,
        help_text="In a file of everybody, missing people may lose coverage, if your settings say so.",
    )

    def __init__(
        self, data: QueryDict | None, *, look: TableLook, reading: Reading, questions: list[str]
    ) -> None:
        self._look = look
        headings = look.layout.headings
        self._guessed = {field: headings[place] for field, place in guess_columns(headings).columns.items()}
        self._said = {
            field: heading for field, heading in reading.columns.items() if not heading or heading in headings
        }
        initial: dict[str, Any] = {
            "date_order": reading.date_order or "",
            "is_full": {None: "", True: "yes", False: "no"}[reading.is_full],
        }
        super().__init__(data, initial=initial | dict(self._initial_columns()))
        choices = [("", "Not in this file"), *map(self._choice, dict.fromkeys(headings))]
        for field in Field:
            self.fields[f"column-{field}"] = forms.ChoiceField(
                label=words(field).capitalize(), required=False, choices=choices
            )
        self._needs_order = "dates-doubtful" in questions
        self._needs_full = "full-unsaid" in questions

    def _initial_columns(self) -> Iterator[tuple[str, str]]:
        for field, heading in ({**self._guessed, **self._said}).items():
            yield f"column-{field}", heading

    def _choice(self, heading: str) -> tuple[str, str]:
        example = next(iter(self._look.examples(heading)), "")
        return heading, f"{heading} ({example})" if example else f"{heading} (empty)"

    @property
    def lines(self) -> list[FieldLine]:
        """Fields that are needed or have a column."""
        return [line for line in self._lines() if line.is_needed or line.choice.value()]

    @property
    def further_lines(self) -> list[FieldLine]:
        """The others."""
        return [line for line in self._lines() if not (line.is_needed or line.choice.value())]

    def _lines(self) -> Iterator[FieldLine]:
        has_full_name = bool(self["column-full_name"].value())
        for field in (*NEEDED, *(other for other in Field if other not in NEEDED)):
            is_needed = field in NEEDED and not (has_full_name and field is not Field.BORN_ON)
            choice = self[f"column-{field}"]
            found = ""
            if choice.value():
                is_guess = choice.value() == self._guessed.get(field) and field not in self._said
                found = "heading" if is_guess else "said"
            elif is_needed:
                found = "needed"
            yield FieldLine(choice, _SAYS.get(field, ""), is_needed, found)

    @property
    def ignored(self) -> list[tuple[str, str]]:
        """Columns that nothing is read from, with what is in them."""
        used = {line.choice.value() for line in self._lines()}
        headings = [one for one in self._look.layout.headings if one and one not in used]
        return [(one, ", ".join(self._look.examples(one))) for one in headings]

    @property
    def asks(self) -> list[tuple[str, str]]:
        """What must be said before anything can be applied: where on the page, and the question."""
        open_columns = [line.choice for line in self.lines if line.found == "needed"]
        found = [(one.id_for_label, f"Which column is the {str(one.label).lower()}?") for one in open_columns]
        if self._needs_order and not self["date_order"].value():
            found.append(("dates", "Which part of a date comes first? The file does not tell it itself."))
        if self._needs_full and not self["is_full"].value():
            found.append(("whom", "Whom does the file name? People who are missing could lose coverage."))
        return found

    @property
    def has_open_columns(self) -> bool:
        """Whether something that is needed has no column, while columns are left over."""
        is_open = any(line.found == "needed" for line in self.lines)
        return is_open and bool(self.ignored)

    def date_examples(self, today: date) -> list[DateExample]:
        """Dates of the file that month first and day first read differently."""
        found = []
        for field in DATES:
            heading = self[f"column-{field}"].value()
            if heading not in self._look.layout.headings:
                continue
            for text in self._look.examples(heading, at_most=20):
                month, day = (
                    read_table_date(text, order, today.year)
                    for order in (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST)
                )
                if month != day:
                    found.append(DateExample(text, month, day))
        return found[:3]

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two fields, a needed field without a column, and a question left open."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = {field: cleaned.get(f"column-{field}", "") for field in Field}
        for field, heading in chosen.items():
            others = [other for other, theirs in chosen.items() if other != field and theirs == heading]
            if heading and others:
                self.add_error(f"column-{field}", f"This column is also taken for the {words(others[0])}.")
        for missing in guess_columns(self._look.layout.headings, self._columns(chosen)).missing():
            field = next(one for one in NEEDED if words(one) == missing)
            self.add_error(
                f"column-{field}", f"Choose the column with the {missing}. Nobody is found without."
            )
        if self._needs_order and not cleaned.get("date_order"):
            self.add_error("date_order", "The dates do not tell it themselves. Say which it is.")
        if self._needs_full and not cleaned.get("is_full"):
            self.add_error("is_full", "Say whom it names: people who are missing could lose coverage.")
        return cleaned

    def _columns(self, chosen: Mapping[Field, str]) -> dict[Field, str]:
        """What was chosen, and "" where somebody says that a column is not what its heading says."""
        return {field: heading for field, heading in chosen.items() if heading or field in self._guessed}

    @property
    def reading(self) -> Reading:
        """What was said."""
        order, is_full = self.cleaned_data["date_order"], self.cleaned_data["is_full"]
        return Reading(
            self._columns({field: self.cleaned_data[f"column-{field}"] for field in Field}),
            DateOrder(order) if order else None,
            {"": None, "yes": True, "no": False}[is_full],
        )
