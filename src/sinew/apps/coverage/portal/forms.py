"""The forms of a sponsor's settings and managers."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict

from sinew.apps.coverage.actions.settings import NAMES_AT_MOST
from sinew.apps.coverage.models import Sponsor

_YES_NO = ((True, "Yes"), (False, "No"))
_ENDED = (0.02, 0.05, 0.10, 0.15, 0.20, 0.25)
_CHANGED = (0.25, 0.50, 0.75, 1.0)
_LEFT = (0.25, 0.50, 0.75, 0.90)


def _is_yes(value: object) -> bool:
    return value in (True, "True")


class AppearanceForm(forms.ModelForm[Sponsor]):
    """What the sponsor is called and says to its people."""

    names = forms.CharField(
        label="Other names",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "One a line: brands, short forms, former names. People who look for their employer or plan "
            f"find it by any of them. {NAMES_AT_MOST} at most."
        ),
    )
    field_order = ("name", "names", "is_public", "greeting", "contact_name", "contact_email")

    class Meta:
        model = Sponsor
        fields = ("name", "is_public", "greeting", "contact_name", "contact_email")
        labels = {
            "name": "Name",
            "is_public": "Name us when a visitor types something like our name",
            "greeting": "Greeting",
            "contact_name": "Who your people can ask",
            "contact_email": "Their e-mail address",
        }
        help_texts = {
            "name": "As your people know you.",
            "is_public": "If not, nobody is told that you work with us before they have shown who they are.",
            "greeting": "One sentence that people read after they are found to be covered.",
            "contact_name": "A person or a team, for questions about who is covered.",
            "contact_email": "Shown only to people who are covered.",
        }

    def __init__(self, data: QueryDict | None, *, instance: Sponsor) -> None:
        known = "\n".join(one.name for one in instance.names.all())
        super().__init__(data, instance=instance, initial={"names": known})

    @property
    def further_names(self) -> list[str]:
        """The other names, a line each."""
        return str(self.cleaned_data["names"]).splitlines()


class RosterTermsForm(forms.ModelForm[Sponsor]):
    """How the sponsor's rosters are understood, and what makes one wait."""

    absence_ends = forms.TypedChoiceField(
        label="Does somebody who is missing from a full file lose coverage?",
        choices=_YES_NO,
        coerce=_is_yes,
        widget=forms.RadioSelect,
        help_text=(
            "Say yes only if every file you send names everybody. Nobody is ended by absence while a row of "
            "the file could not be read: it may be theirs."
        ),
    )
    through_is_covered = forms.TypedChoiceField(
        label="Is the last day in your files still covered?",
        choices=((True, "Yes, coverage ends after that day"), (False, "No, that day is the first without")),
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    subscriber_ends_family = forms.TypedChoiceField(
        label="When an employee or policy holder loses coverage, does the family too?",
        choices=_YES_NO,
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    largest_share_ended = forms.TypedChoiceField(
        label="Wait when a roster ends more than",
        coerce=float,
        help_text="Of the people covered on that day.",
    )
    largest_share_changed = forms.TypedChoiceField(
        label="Wait when a roster changes more than",
        coerce=float,
        help_text="New addresses and names of the people listed.",
    )
    smallest_share_left = forms.TypedChoiceField(
        label="Wait when a full file names fewer than",
        coerce=float,
        help_text="Of the people covered on that day. A file cut short looks like this.",
    )

    class Meta:
        model = Sponsor
        fields = (
            "absence_ends",
            "through_is_covered",
            "subscriber_ends_family",
            "largest_share_ended",
            "largest_share_changed",
            "smallest_share_left",
        )

    def __init__(self, data: QueryDict | None, *, instance: Sponsor) -> None:
        super().__init__(data, instance=instance)
        offered = {
            "largest_share_ended": _ENDED,
            "largest_share_changed": _CHANGED,
            "smallest_share_left": _LEFT,
        }
        for name, shares in offered.items():
            field = cast("forms.TypedChoiceField", self.fields[name])
            field.choices = _percents({*shares, getattr(instance, name)})


def _percents(shares: Iterable[float]) -> list[tuple[float, str]]:
    return [(share, f"{share:.0%}") for share in sorted(shares)]


class InvitationForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Of a colleague, at work. They get a mail with the next steps.",
        error_messages={"required": "Enter the address to invite."},
    )
