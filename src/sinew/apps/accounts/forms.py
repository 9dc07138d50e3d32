"""The sign-in forms, in our words."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from sinew.apps.accounts.models import Credential, User


def _without_placeholders(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignIn(account.LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""


class SignUp(account.SignupForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].help_text = "We send a code there to make sure it is yours."
        self.fields["password1"].help_text = "At least 10 characters. A few words in a row work well."

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """A new account, or the same page for a taken address; both hash the password, so take as long."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        user, response = super().try_save(request)
        return user, response


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].label = "E-mail address"


class OtherAddress(account.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].label = "New e-mail address"


class OtherPassword(account.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["oldpassword"].label = "Password until now"
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = "At least 10 characters. A few words in a row work well."
        self.fields["password2"].label = "New password again"


class SecondFactor(mfa.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["code"].label = "6-digit code"
        self.fields["code"].help_text = "From your authenticator app, or one of your recovery codes."


class AddPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "To tell it from others you may add."
        self.fields["name"].initial = self.initial["name"] = "My passkey"
        self.fields["passwordless"].label = "Let me sign in with it alone, without my password"
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class Details(forms.Form):
    """What a person may change about their own account."""

    display_name = forms.CharField(label="What should we call you?", max_length=80)
    timezone = forms.ChoiceField(
        label="Time zone",
        help_text="Your day starts and ends by this clock.",
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )


class CredentialForm(forms.ModelForm[Credential]):
    """A clinician's own license.

    Args:
        day: today where the clinician is; a license that ended before it is refused.
    """

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    class Meta:
        model = Credential
        fields = ("kind", "license_number", "issuing_body", "country", "valid_until")
        labels = {"kind": "Profession", "valid_until": "Valid until"}
        help_texts = {
            "license_number": "As it is written on your license.",
            "issuing_body": "The board or chamber that gave it to you.",
            "valid_until": "The last day it is valid.",
        }
        widgets = {"valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_valid_until(self) -> date:
        """Refuse a license that has run out."""
        until: date = self.cleaned_data["valid_until"]
        if until < self._day:
            raise forms.ValidationError("This day has passed. Enter the license you hold now.")
        return until
