"""The forms of the practice pages."""

from collections.abc import Mapping
from typing import Any

from django import forms

from sinew.apps.practice.actions import Decision
from sinew.content import Content

NEEDS = {Decision.SET_PHASE: "phase", Decision.EXCLUDE_EXERCISE: "exercise"}
PARTS: Mapping[str, str] = {
    Decision.CLEARED: "clear",
    Decision.HOLD: "hold",
    Decision.STOP: "stop",
    Decision.PROGRESS: "step",
    Decision.REGRESS: "step",
    Decision.SET_PHASE: "phase",
    Decision.EXCLUDE_EXERCISE: "exclude",
}
SCOPES = (
    ("program", "Exercise in the program"),
    ("running", "Running"),
    ("sprinting", "Sprinting"),
    ("sport", "Return to sport"),
)


class DecisionForm(forms.Form):
    """A decision, its reason, and what it needs beside."""

    decision = forms.ChoiceField(choices=[(one.value, one.value) for one in Decision if one.is_chosen])
    reason = forms.CharField(
        max_length=2000,
        error_messages={"required": "Say why: the member and the rest of the team read the reason."},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Open the page again, then decide."}
    )
    scope = forms.ChoiceField(choices=SCOPES, required=False)
    phase = forms.ChoiceField(required=False)
    exercise = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, content: Content) -> None:
        super().__init__(data)
        self.fields["phase"] = forms.ChoiceField(choices=phases(content), required=False)
        self.fields["exercise"] = forms.ChoiceField(choices=exercises(content), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a phase or an exclusion that does not say which."""
        cleaned: dict[str, Any] = super().clean() or {}
        needed = NEEDS.get(cleaned.get("decision", ""))
        if needed and not cleaned.get(needed):
            self.add_error(needed, f"Choose the {needed}.")
        return cleaned

    @property
    def part(self) -> str:
        """Which form of the page it came from, so that what was typed stands there again."""
        return PARTS.get(str(self.data.get("decision")), "")

    @property
    def detail(self) -> dict[str, str]:
        """What the decision needs beside its reason."""
        decision = self.cleaned_data["decision"]
        if decision == Decision.CLEARED:
            return {"scope": self.cleaned_data["scope"] or "program"}
        needed = NEEDS.get(decision)
        return {needed: self.cleaned_data[needed]} if needed else {}


class ResolutionForm(forms.Form):
    """What was done about a red flag."""

    resolution = forms.CharField(max_length=2000, error_messages={"required": "Say what was done about it."})


def phases(content: Content) -> list[tuple[str, str]]:
    """Phases the program has sessions for, with their names."""
    texts = content.program.texts.phases
    built = [phase.id for phase in content.program.phases.values() if phase.is_built]
    return [(phase, f"{phase}: {texts[phase]}" if phase in texts else phase) for phase in built]


def exercises(content: Content) -> list[tuple[str, str]]:
    """Every exercise by name."""
    return sorted(((item.id, item.name) for item in content.exercises.values()), key=lambda pair: pair[1])
