"""What signing up asks beyond e-mail and password."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest

from sinew.apps.accounts import actions
from sinew.apps.accounts.models import User


class SignUpDetails(forms.Form):
    """Base of allauth's sign-up form; may not import allauth's forms, which import it."""

    display_name = forms.CharField(
        label="What should we call you?",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    timezone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-controller": "time-zone"})
    )

    field_order = ["display_name", "email", "password1", "timezone"]

    def clean_timezone(self) -> str:
        """What the browser says, or UTC until the person chooses."""
        name = str(self.cleaned_data.get("timezone") or "")
        return name if name in available_timezones() else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 (allauth's call)
        """Store the details with the new account."""
        told = self.cleaned_data
        actions.sign_up(user=user, display_name=told["display_name"], timezone=told["timezone"], by=user)
