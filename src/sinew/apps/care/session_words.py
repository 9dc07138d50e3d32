"""The exercises of a session and their doses as a member reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinew.apps.care.reasons import in_words
from sinew.content import Content, Exercise
from sinew.vocabulary import Side

SIDES = {Side.LEFT: gettext_lazy("left leg"), Side.RIGHT: gettext_lazy("right leg"), Side.BOTH: ""}
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
class SessionRow:
    """One exercise of a session as a list shows it.

    Attributes:
        effort_rpe: how hard it should feel, lowest and highest, 0-10.
        per_day: how many times a day it does good.
        step: what to do on this step of a ladder; empty for an exercise of no ladder.
        tip: a practitioner's own sentence beside it.
    """

    exercise: Exercise
    side: str
    dose: str
    load: str
    rest_s: float
    effort_rpe: tuple[float, float]
    per_day: float
    step: str
    why: tuple[str, ...]
    tip: str = ""


def session_rows(session: Mapping[str, Any], content: Content) -> list[SessionRow]:
    """The exercises of a session (as JSON) with their words; ids the content does not have are left out.

    The same dose on both sides is one row.
    """
    sides: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in session["exercises"]:
        if row["exercise"] in content.exercises:
            dose = dose_in_words(row["dosage"], counts_time=content.counts_time(row["exercise"]))
            sides.setdefault((row["exercise"], dose), []).append(row)
    return [
        _row(content.exercises[exercise], dose, rows, content) for (exercise, dose), rows in sides.items()
    ]


def _row(exercise: Exercise, dose: str, rows: list[Mapping[str, Any]], content: Content) -> SessionRow:
    first = rows[0]
    low, high = first["effort_rpe"]
    return SessionRow(
        exercise=exercise,
        side=str(SIDES.get(first["side"], "")) if len(rows) == 1 else _("each leg"),
        dose=dose,
        load=load_in_words(first["dosage"]),
        rest_s=first["dosage"]["rest_s"] or 0,
        effort_rpe=(low, high),
        per_day=first["per_day"] or 1,
        step=content.program.texts.steps.get(first["step"] or "", ""),
        why=tuple(dict.fromkeys(reason.sentence for reason in in_words(first["reasons"], content))),
        tip=first.get("cue", ""),
    )
