"""What a visitor may tell. Only the form of an answer is checked here: no answer depends on a roster."""

from datetime import date
from typing import Any

from django import forms

from sinew.apps.coverage.check.claims import Claim
from sinew.apps.coverage.models import Sponsor

OLDEST = 120
"""Years; a birth date before that is a slip."""


def _text(label: str, autocomplete: str, *, longest: int = 80, **options: Any) -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=longest, widget=forms.TextInput(attrs=attributes), **options
    )


class ClaimForm(forms.Form):
    """Who one is.

    Args:
        day: today; nobody is born after it.
    """

    first_name = _text("First name", "given-name", help_text="A short form is fine.")
    last_name = _text("Last name", "family-name", longest=120)
    born_on = forms.DateField(
        label="Date of birth",
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )
    postal_code = _text(
        "Postal code", "postal-code", longest=20, help_text="Where you live, or lived before."
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Best one that your employer or plan knows. We send a code to it, whatever we find.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    member_id = _text(
        "Member number", "off", required=False, help_text="From your card or a letter of your plan."
    )
    other_last_name = _text(
        "Another last name",
        "off",
        longest=120,
        required=False,
        help_text="For example from before you married.",
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    def clean_born_on(self) -> date:
        """Refuse days to come and of long ago."""
        born_on: date = self.cleaned_data["born_on"]
        if not self._day.year - OLDEST <= born_on.year or born_on > self._day:
            raise forms.ValidationError("Look at the year again.")
        return born_on

    @property
    def claim(self) -> Claim:
        """What was told; only once it is valid."""
        return Claim(**self.cleaned_data)


class CodeForm(forms.Form):
    """A code from an e-mail. Any text is taken, so that no answer comes sooner than another."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class DetailForm(forms.Form):
    """One more detail."""

    member_id = ClaimForm.declared_fields["member_id"]
    other_last_name = ClaimForm.declared_fields["other_last_name"]

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form."""
        told = super().clean() or {}
        if not any(told.values()):
            raise forms.ValidationError("Fill in at least one of the two.")
        return told


class RenewalForm(forms.Form):
    """What a member's card says; nothing of it was kept.

    Args:
        day: today; nobody is born after it.
    """

    first_name = _text("First name", "given-name", help_text="As it is on your card.")
    last_name = _text("Last name", "family-name", longest=120)
    born_on = ClaimForm.declared_fields["born_on"]
    member_id = _text("Member number", "off", help_text="From your card.")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    clean_born_on = ClaimForm.clean_born_on

    @property
    def claim(self) -> Claim:
        """What was told; only once it is valid."""
        return Claim(**self.cleaned_data, postal_code="")


class QuestionForm(forms.Form):
    """A question to the people who run this service."""

    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We answer there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    says = forms.CharField(
        label="What should we know?",
        max_length=1000,
        help_text="Nothing about your health, please. We do not need it for this.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class WaitingListForm(forms.Form):
    """Who wants to be told when their employer or plan joins."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    sponsor_name = _text("Employer or plan", "organization", longest=120, required=False)
    agrees = forms.BooleanField(
        label="Keep my address and write to me once, when it is possible",
        help_text="Each message lets you take yourself off. We use the address for nothing else.",
    )


def chosen_sponsor(name: str) -> Sponsor | None:
    """The sponsor of this slug, if it agreed to be named in public."""
    return Sponsor.objects.filter(slug=name, is_public=True).first() if name else None
