"""The forms of notes, tasks and minutes."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from sinew.apps.accounts.models import User
from sinew.apps.charting.actions.notes import Written
from sinew.apps.charting.models import MinuteEntry, VisitNote
from sinew.apps.charting.models.notes import DRAFTED, LONGEST, PARTS
from sinew.apps.members.models import Member

HELP = {
    "subjective": "What the member says: complaint, course, goals, in their words.",
    "objective": "What was seen and measured. Filled in with what was measured since the last note.",
    "assessment": "What you make of it.",
    "plan": "What happens next, by whom and when.",
}
ROWS = 4
MOST_ROWS = 16
SHARE = (("", "Share it with the member"), *VisitNote.NotShared.choices)
BY_CLOCK = [choice for choice in MinuteEntry.Kind.choices if choice[0] != MinuteEntry.Kind.VISIT]


def _key() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def _rows(text: str) -> int:
    """As many as the text has lines, within reason."""
    return min(max(ROWS, text.count("\n") + 2), MOST_ROWS)


class WrittenField(forms.CharField):
    """Text as it was written, line ends as the database keeps them, counted as the browser counts them."""

    def to_python(self, value: Any) -> str:
        """The text, every line end one letter."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class SharingForm(forms.Form):
    """Whether the member reads a note, and why not."""

    not_shared_because = forms.ChoiceField(label="Open note", choices=SHARE, required=False)
    not_shared_note = forms.CharField(
        label="If not, why", help_text="For the record. The member does not see these words.",
        max_length=300, required=False,
    )  # fmt: skip


class NoteForm(SharingForm):
    """The four parts of a draft, the version they were written on, and what the page showed as measured.

    Attributes:
        seen: `objective.digest`; the page writes it, so that it is always what that page shows.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, data: Any = None, *, note: VisitNote) -> None:
        kept = {name: getattr(note, name) for name in ("not_shared_because", "not_shared_note")}
        super().__init__(data, initial=kept)
        self.fields["version"].initial = note.version
        for name in PARTS:
            self.fields[name] = WrittenField(
                label=name.capitalize(), help_text=HELP[name], max_length=LONGEST, required=False,
                strip=False, initial=getattr(note, name),
                widget=forms.Textarea(attrs={"rows": _rows(getattr(note, name))}),
            )  # fmt: skip

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of the four parts, in their order."""
        return [self[name] for name in PARTS]

    @property
    def written(self) -> Written:
        """What was written and chosen."""
        return Written(**{name: self.cleaned_data[name] for name in DRAFTED})


class AddendumForm(forms.Form):
    """What is added to a signed note."""

    text = WrittenField(
        label="Add to this note", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = _key()


class TaskForm(forms.Form):
    """What somebody has to do."""

    what = forms.CharField(label="What", max_length=200)
    due_on = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    assigned_to = forms.ChoiceField(label="Who")
    member = forms.ChoiceField(label="About", required=False)
    note = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = _key()

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[User],
        members: Iterable[Member],
        me: User,
        due_on: date,
        about: Member | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        first = {"due_on": due_on, "assigned_to": str(me.pk), "member": str(about.pk) if about else ""}
        super().__init__(data, initial=first, auto_id=auto_id)
        who, whom = self.fields["assigned_to"], self.fields["member"]
        who.choices = [(str(one.pk), f"{one.name}{' (you)' if one == me else ''}") for one in people]  # type: ignore[attr-defined]  # a choice field
        whom.choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Nobody in particular"), *((str(one.pk), one.display_name) for one in members)
        ]  # fmt: skip
        if about is not None:
            whom.widget = forms.HiddenInput()


class AssignForm(forms.Form):
    """To whom a task goes."""

    assigned_to = forms.ChoiceField(label="Give it to")

    def __init__(self, data: Any, *, people: Iterable[User]) -> None:
        super().__init__(data)
        self.fields["assigned_to"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]  # a choice field


class MinutesForm(forms.Form):
    """Time that is entered by hand."""

    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=240)
    kind = forms.ChoiceField(
        label="Spent on", choices=MinuteEntry.Kind.choices, initial=MinuteEntry.Kind.PHONE
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = _key()


class TimerForm(forms.Form):
    """What a clock is started for."""

    kind = forms.ChoiceField(label="Spent on", choices=BY_CLOCK, initial=MinuteEntry.Kind.REVIEW)


class TakeBackForm(forms.Form):
    """Why an entry of the ledger is taken back."""

    reason = forms.CharField(label="Why", max_length=300)
