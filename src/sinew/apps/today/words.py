"""Changes and outcomes of a plan as a member reads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from sinew.apps.care.reasons import in_words
from sinew.apps.care.session_words import dose_in_words, load_in_words
from sinew.content import Content
from sinew.vocabulary import Outcome

TONES = {
    Outcome.START: "info",
    Outcome.PROGRESS: "good",
    Outcome.KEEP: "info",
    Outcome.REGRESS: "info",
    Outcome.PAUSE_FOR_PRACTITIONER: "warn",
    Outcome.STOP_AND_REFER: "stop",
}
"""The banner for each outcome; a step back is no warning."""
EXPLAINS_NOTHING = frozenset({"template", "stands-in", "not-in-library"})
"""Rules an exercise carries whether or not anything changed."""


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One thing that is different: what, and why."""

    text: str
    why: tuple[str, ...]


def changes_in_words(changes: Sequence[Mapping[str, Any]], content: Content) -> list[ChangeInWords]:
    """Rows of `care.changes` as sentences; both sides of one exercise become one sentence.

    An exercise that makes way for its easier or harder version is one sentence, too.
    """
    sentences: dict[str, ChangeInWords] = {}
    gone = {change["exercise"] for change in changes if change["change"] == "removed"}
    versions = {_version_of(change, gone, content) for change in changes if change["change"] == "added"}
    for change in changes:
        if change["change"] == "removed" and change["exercise"] in versions:
            continue
        text = _sentence(change, _version_of(change, gone, content), content)
        reasons = [reason for reason in change["reasons"] if reason["rule"] not in EXPLAINS_NOTHING]
        why = tuple(reason.sentence for reason in in_words(reasons, content))
        sentences.setdefault(text, ChangeInWords(text, why))
    return list(sentences.values())


def _version_of(change: Mapping[str, Any], gone: Collection[str], content: Content) -> str | None:
    """The exercise among `gone` whose easier or harder version was added, if that is what happened."""
    if change["change"] != "added":
        return None
    neighbors = {name: content.exercises[name] for name in gone if name in content.exercises}
    added = change["exercise"]
    return next((name for name, e in neighbors.items() if added in (e.easier, e.harder)), None)


def _sentence(change: Mapping[str, Any], instead_of: str | None, content: Content) -> str:
    exercise = content.exercises.get(change["exercise"] or "")
    name = exercise.name if exercise else change["exercise"]
    dose = partial(dose_in_words, counts_time=content.counts_time(change["exercise"] or ""))
    match change["change"]:
        case "paused":
            return _("No session until your care team has looked.")
        case "resumed":
            return _("You can exercise again.")
        case "phase":
            phase = content.program.texts.phases.get(change["after"] or "", change["after"])
            return _("New phase: %(phase)s") % {"phase": phase}
        case "added" if instead_of:
            values = {
                "name": name,
                "dose": dose(change["after"]),
                "old": content.exercises[instead_of].name,
            }
            return _("%(name)s instead of %(old)s: %(dose)s") % values
        case "added":
            values = {"name": name, "dose": dose(change["after"])}
            return _("%(name)s joins this session: %(dose)s") % values
        case "removed":
            return _("%(name)s rests this time") % {"name": name}
    before, after = dose(change["before"]), dose(change["after"])
    if before == after:
        before, after = _other_difference(change["before"], change["after"])
    values = {"name": name, "after": after, "before": before}
    return _("%(name)s: %(after)s, before %(before)s") % values


def _other_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """What differs besides sets, repetitions and holds, on both sides."""
    old, new = _details(before), _details(after)
    changed = [key for key in old if old[key] != new[key]]
    return ", ".join(old[key] for key in changed), ", ".join(new[key] for key in changed)


def _details(dosage: Mapping[str, Any]) -> dict[str, str]:
    return {
        "load": load_in_words(dosage) or _("no load"),
        "range": _("%(range)s movement") % {"range": dosage.get("range_of_motion") or _("full")},
        "rest": _("%(s)g seconds rest") % {"s": dosage["rest_s"] or 0},
        "per_day": _("%(n)g times a day") % {"n": dosage.get("per_day") or 1},
        "per_week": _("%(n)g days a week") % {"n": dosage["per_week"] or 0},
    }
