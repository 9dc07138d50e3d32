"""The forms of the review."""

from django import forms

LONGEST = 2000


class SignOffForm(forms.Form):
    """A sign-off of the version that was on the page."""

    version = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Note",
        help_text="What you looked at, or what should be better next time. Other reviewers read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    has_read = forms.BooleanField(
        label="I have read this version, its facts and its sources",
        error_messages={"required": "Say that you have read it, then sign it off."},
    )


class WithdrawalForm(forms.Form):
    """Why a sign-off is taken back."""

    reason = forms.CharField(
        max_length=LONGEST,
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, for the reviewers after you."},
    )
