"""Forms about notices."""

from typing import Any

from django import forms

from sinew.apps.accounts.models import User
from sinew.apps.notifications.models import KindChoice
from sinew.apps.notifications.push.addresses import LONGEST, AddressRefused, check_address
from sinew.apps.notifications.push.encoding import decoded
from sinew.apps.notifications.push.encryption import SECRET_BYTES, browser_key
from sinew.notices import CATALOGUE, Channel


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PreferencesForm(forms.Form):
    """What somebody wants to hear, by kind and channel, and their quiet hours."""

    on = forms.MultipleChoiceField(required=False)
    quiet_on = forms.MultipleChoiceField(
        label="Hold back what can wait",
        required=False,
        choices=[(Channel.PUSH, "Pushes"), (Channel.EMAIL, "E-mails")],
        widget=forms.CheckboxSelectMultiple,
    )
    quiet_from = forms.TimeField(label="From", widget=_clock())
    quiet_until = forms.TimeField(label="Until", widget=_clock())
    follows_office_hours = forms.BooleanField(
        label="Hold back what can wait until my next office hours", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [kind for kind in CATALOGUE if user.role in kind.roles]
        choices = [(f"{kind.id}:{channel}", kind.title) for kind in offered for channel in kind.channels]
        self.fields["on"] = forms.MultipleChoiceField(choices=choices, required=False)
        self._user, self._offered = user, choices
        if not user.is_practitioner:
            del self.fields["follows_office_hours"]

    def turned_off(self) -> frozenset[tuple[str, Channel]]:
        """What is not ticked: as it was sent, or as it is stored where nothing was sent."""
        if not self.is_bound:
            return KindChoice.turned_off(self._user)
        ticked = set(self["on"].value())
        offered = ((value, value.partition(":")) for value, _title in self._offered)
        return frozenset(
            (kind, Channel(channel)) for value, (kind, _, channel) in offered if value not in ticked
        )

    def clean_on(self) -> set[tuple[str, Channel]]:
        """Kinds by id and channel."""
        pairs = (value.partition(":") for value in self.cleaned_data["on"])
        return {(kind, Channel(channel)) for kind, _, channel in pairs}

    def clean_quiet_on(self) -> set[Channel]:
        """The channels that the quiet hours hold back."""
        return {Channel(channel) for channel in self.cleaned_data["quiet_on"]}

    def clean(self) -> dict[str, Any]:
        """Refuse quiet hours that are none."""
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        if given.get("quiet_on") and begins is not None and begins == ends:
            self.add_error("quiet_until", "Choose another time than the one they begin at.")
        return given


class DeviceForm(forms.Form):
    """What a browser tells about itself when its owner asks for pushes."""

    endpoint = forms.CharField(max_length=LONGEST, strip=False)
    p256dh = forms.CharField(max_length=90)
    auth = forms.CharField(max_length=30)

    def clean_endpoint(self) -> str:
        """Refuse what is not a push service's address."""
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            check_address(endpoint)
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return endpoint

    def clean_p256dh(self) -> str:
        """Refuse what is no key."""
        key: str = self.cleaned_data["p256dh"]
        try:
            browser_key(decoded(key))
        except ValueError as problem:
            raise forms.ValidationError("Not a browser's key.") from problem
        return key

    def clean_auth(self) -> str:
        """Refuse what is no secret."""
        secret: str = self.cleaned_data["auth"]
        try:
            is_one = len(decoded(secret)) == SECRET_BYTES
        except ValueError:
            is_one = False
        if not is_one:
            raise forms.ValidationError("Not a browser's secret.")
        return secret
