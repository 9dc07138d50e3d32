"""Doses, changes and outcomes of a plan as a member reads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinew.apps.care.reasons import in_words
from sinew.content import Content
from sinew.vocabulary import Outcome, Side

TONES = {
    Outcome.START: "info",
    Outcome.PROGRESS: "good",
    Outcome.KEEP: "info",
    Outcome.REGRESS: "info",
    Outcome.PAUSE_FOR_PRACTITIONER: "warn",
    Outcome.STOP_AND_REFER: "stop",
}
"""The banner for each outcome; a step back is no warning."""
SIDES = {Side.LEFT: gettext_lazy("left leg"), Side.RIGHT: gettext_lazy("right leg"), Side.BOTH: ""}
EXPLAINS_NOTHING = frozenset({"template", "stands-in", "not-in-library"})
"""Rules an exercise carries whether or not anything changed."""
NO_LOAD = ("none", "bodyweight", None)


def time_in_words(seconds: float) -> str:
    """How long something counted by time takes: "40 seconds", "10 minutes", "1.5 minutes"."""
    if seconds < 60:
        return _("%(n)g seconds") % {"n": seconds}
    minutes = round(seconds / 60, 1)
    return ngettext("%(n)g minute", "%(n)g minutes", 1 if minutes == 1 else 2) % {"n": minutes}


def dose_in_words(dosage: Mapping[str, Any], *, counts_time: bool) -> str:
    """A dosage in a few words: "3 sets of 10", "4 holds of 20 seconds", "10 minutes", "3 times 1 minute"."""
    sets, repetitions, hold_s = dosage["sets"], dosage["repetitions"], dosage["hold_s"]
    if hold_s and counts_time:
        time = time_in_words(hold_s)
        return _("%(n)g times %(time)s") % {"n": sets, "time": time} if (sets or 1) > 1 else time
    if hold_s and repetitions in (None, 1):
        holds = ngettext("%(n)g hold", "%(n)g holds", sets) % {"n": sets}
        return _("%(holds)s of %(s)g seconds") % {"holds": holds, "s": hold_s}
    count = ngettext("%(n)g set", "%(n)g sets", sets or 1) % {"n": sets or 1}
    words = _("%(sets)s of %(n)g") % {"sets": count, "n": repetitions or 1}
    return words + (_(", held %(s)g seconds") % {"s": hold_s} if hold_s else "")


def load_in_words(dosage: Mapping[str, Any]) -> str:
    """The load, or nothing where there is none."""
    load = dosage.get("load")
    return "" if load in NO_LOAD else str(load).replace("-", " ")


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
