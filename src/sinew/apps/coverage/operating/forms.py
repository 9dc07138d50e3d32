"""What was agreed with a sponsor, as an operator enters it."""

from typing import Any

from django import forms
from django.http import QueryDict

from sinew.apps.coverage.models import Sponsor
from sinew.apps.web import content


class AgreementForm(forms.ModelForm[Sponsor]):
    """Whom a sponsor pays for, what, and from when to when."""

    class Meta:
        model = Sponsor
        fields = ("kind", "begins_on", "ends_on", "covers", "minimum_age", "programs", "member_cost")
        labels = {
            "kind": "Kind",
            "begins_on": "First day of the agreement",
            "ends_on": "First day after it",
            "covers": "It pays for",
            "minimum_age": "From the age of",
            "member_cost": "What a member pays",
        }
        help_texts = {
            "ends_on": "Empty while no end is agreed. Nobody is covered from this day on.",
            "minimum_age": "In whole years.",
            "member_cost": "One sentence for members. Empty: nothing, the sponsor pays for all of it.",
        }
        widgets = {
            "begins_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, data: QueryDict | None, *, instance: Sponsor) -> None:
        super().__init__(data, instance=instance)
        known = {content.current().program.id, *instance.programs}
        self.fields["programs"] = forms.MultipleChoiceField(
            label="Programs",
            required=False,
            choices=[(one, one.replace("-", " ").capitalize()) for one in sorted(known)],
            widget=forms.CheckboxSelectMultiple,
            help_text="None ticked means all there are.",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an agreement that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        begins_on, ends_on = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", "This is before the first day.")
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """Setting to value, for `change_sponsor`."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
