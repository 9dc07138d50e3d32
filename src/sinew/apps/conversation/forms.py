"""The forms of the conversation."""

from typing import Any

from django import forms

from sinew.content.messaging import WEEKDAYS, opening
from sinew.messaging import FIELDS, unknown_fields

LONGEST_REPLY = 2000


class MessageForm(forms.Form):
    """A message; its attachments are read by `sending.read_files`."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(required=False, strip=True)


class QuickReplyForm(forms.Form):
    """A quick reply of one's own, or for everybody."""

    title = forms.CharField(max_length=80, label="Title", help_text="How you find it again.")
    text = forms.CharField(
        max_length=LONGEST_REPLY,
        label="Text",
        help_text="Fields: " + ", ".join(f"{{{name}}}" for name in FIELDS) + ".",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    is_shared = forms.BooleanField(required=False, label="Every practitioner here may use it")

    def clean_text(self) -> str:
        """Refuse a field there is not: it would be sent as it stands."""
        text: str = self.cleaned_data["text"]
        if unknown := unknown_fields(text):
            raise forms.ValidationError(f"There is no field {', '.join(f'{{{name}}}' for name in unknown)}.")
        return text


class DealForm(forms.Form):
    """What was done about an alarm."""

    note = forms.CharField(max_length=2000, error_messages={"required": "Say what you did about it."})


class HoursForm(forms.Form):
    """Office hours, one line a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in WEEKDAYS:
            self.fields[day] = forms.CharField(
                required=False,
                max_length=80,
                label=day.capitalize(),
                widget=forms.TextInput(attrs={"placeholder": "free", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Openings as lists; a line nobody can read says how to write it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for day in WEEKDAYS:
            spans = [span.strip() for span in str(cleaned.get(day, "")).split(",") if span.strip()]
            for span in spans:
                try:
                    opening(span)
                except ValueError:
                    self.add_error(day, "Write it as 09:00-17:00, two openings as 09:00-12:00, 13:00-17:00.")
            cleaned[day] = spans
        return cleaned


class AbsenceForm(forms.Form):
    """Days away."""

    first_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
