"""The two small forms beside an entry."""

from django import forms


class StrikeForm(forms.Form):
    """Why an entry is struck through."""

    reason = forms.CharField(max_length=300)


class PainForm(forms.Form):
    """How much a test hurt."""

    pain = forms.IntegerField(min_value=0, max_value=10)
