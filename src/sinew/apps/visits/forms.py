"""The forms of the visit pages."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from sinew.apps.accounts.models import User
from sinew.apps.visits.actions import Hours
from sinew.apps.visits.models import Visit

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANS_A_DAY = 2
CHOOSE = "Choose one of the times."
FIRST_DAY, LAST_DAY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
FAR = "Look at the year again."


class AskForm(forms.Form):
    """With whom, and how long: what the offered times depend on."""

    practitioner = forms.ChoiceField(label="With")
    kind = forms.ChoiceField(label="How long", choices=Visit.Kind.choices)

    def __init__(self, data: Any, people: Iterable[User]) -> None:
        super().__init__(data)
        self.fields["practitioner"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(person.pk), person.name) for person in people
        ]


class TimeForm(forms.Form):
    """The time somebody chose."""

    begins_at = forms.CharField(error_messages={"required": CHOOSE})

    def clean_begins_at(self) -> datetime:
        """The moment, UTC; refuses what is none."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["begins_at"])
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):  # no moment, or none that every clock can show
            pass
        raise forms.ValidationError(CHOOSE)


class CancelForm(forms.Form):
    """Why a visit is cancelled, as the other side reads it."""

    reason = forms.CharField(
        label="A word for the other side",
        help_text="May stay empty. Not the place for how you are: tell that in a check-in.",
        max_length=300,
        required=False,
    )


class HoursForm(forms.Form):
    """Two spans for each day of the week."""

    def __init__(self, data: Any, known: Iterable[Hours]) -> None:
        super().__init__(data)
        spans: dict[int, list[Hours]] = {}
        for one in known:
            spans.setdefault(one.weekday, []).append(one)
        for weekday in range(len(WEEKDAYS)):
            for number in range(SPANS_A_DAY):
                held = spans.get(weekday, [])
                span = held[number] if number < len(held) else None
                for edge in ("opens", "closes"):
                    self.fields[f"{edge}_{weekday}_{number}"] = forms.TimeField(
                        required=False,
                        initial=getattr(span, edge) if span else None,
                        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
                        error_messages={"invalid": "Write a time such as 09:00."},
                    )

    def clean(self) -> dict[str, Any]:
        """Refuse half a span, and times off the quarter hour."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in tuple(cleaned.items()):
            edge, _, place = name.partition("_")
            other = cleaned.get(f"{'closes' if edge == 'opens' else 'opens'}_{place}")
            if value is None and other is not None:
                self.add_error(name, "Say both, from and until, or neither.")
            elif value is not None and (value.minute % 15 or value.second):
                self.add_error(name, "Choose a quarter of an hour: 09:00, 09:15 and so on.")
        return cleaned

    @property
    def hours(self) -> list[Hours]:
        """What was entered."""
        found = []
        for weekday in range(len(WEEKDAYS)):
            for number in range(SPANS_A_DAY):
                opens: time | None = self.cleaned_data[f"opens_{weekday}_{number}"]
                closes: time | None = self.cleaned_data[f"closes_{weekday}_{number}"]
                if opens is not None and closes is not None:
                    found.append(Hours(weekday, opens, closes))
        return found

    @property
    def days(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The fields day by day, for the page."""
        return [
            (
                name,
                [
                    (self[f"opens_{weekday}_{number}"], self[f"closes_{weekday}_{number}"])
                    for number in range(SPANS_A_DAY)
                ],
            )
            for weekday, name in enumerate(WEEKDAYS)
        ]


class TimeOffForm(forms.Form):
    """From when to when somebody is away, on their own clock."""

    _clock = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    _limits = (MinValueValidator(FIRST_DAY, FAR), MaxValueValidator(LAST_DAY, FAR))
    begins_at = forms.DateTimeField(label="Away from", widget=_clock, validators=_limits)
    ends_at = forms.DateTimeField(label="Back at", widget=_clock, validators=_limits)
