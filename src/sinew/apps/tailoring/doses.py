"""The dose of an exercise in the words of `set_dose`, and what a form says about it."""

from collections.abc import Mapping
from typing import Any

from sinew.program import Listed, Range
from sinew.program.tailoring.changes import BOUNDS, TEMPO_BOUNDS

NUMBERS = ("sets", "repetitions", "hold_s", "rest_s", "per_week")
STEPS = ("load", "range")
TEMPO = tuple(TEMPO_BOUNDS)


def dose_of(listed: Listed) -> dict[str, Any]:
    """What `set_dose` would say to make the dose what it is; days a week are the member's own."""
    dose = {
        "sets": listed.dose.sets,
        "repetitions": listed.dose.repetitions,
        "hold_s": listed.dose.hold_s,
        "rest_s": listed.dose.rest_s,
        "load": listed.dose.load,
        "range": listed.range_of_motion,
        "tempo": listed.tempo.to_json() if listed.tempo is not None else None,
    }
    return {key: value for key, value in dose.items() if value is not None}


def told(
    listed: Listed, data: Mapping[str, str], usual_tempo: Mapping[str, float] | None
) -> tuple[dict[str, Any], list[str]]:
    """What a form says differently from the dose as it was, and the fields that hold no number they can hold.

    Args:
        usual_tempo: that of the exercise itself, as long as nobody set another.
    """
    changed: dict[str, Any] = {}
    wrong: list[str] = []
    here = {**dose_of(listed), "per_week": listed.dose.per_week}
    for field in NUMBERS:
        raw = data.get(_name(listed, field), "").strip()
        if not raw:
            continue
        if not is_number(raw, BOUNDS[field]):
            wrong.append(field)
        elif int(raw) != here.get(field):
            changed[field] = int(raw)
    for field in STEPS:
        chosen = data.get(_name(listed, field), "")
        if chosen and chosen != here.get(field):
            changed[field] = chosen
    tempo, wrong_parts = _tempo(listed, data)
    wrong += wrong_parts
    if tempo is not None and tempo != here.get("tempo", usual_tempo):
        changed["tempo"] = tempo
    return changed, wrong


MOST_DIGITS = 5


def is_number(raw: str, limits: Range) -> bool:
    """Whether a field holds a whole number that its change can say."""
    return raw.isdecimal() and len(raw) <= MOST_DIGITS and int(raw) in limits


def _tempo(listed: Listed, data: Mapping[str, str]) -> tuple[dict[str, float] | None, list[str]]:
    """The three seconds of a tempo, and which are wrong; nothing unless all three are there."""
    raw = {part: data.get(_name(listed, f"tempo_{part}"), "").strip() for part in TEMPO}
    if not any(raw.values()):
        return None, []
    wrong = [f"tempo_{part}" for part, text in raw.items() if not is_number(text, TEMPO_BOUNDS[part])]
    return (None, wrong) if wrong else ({part: float(text) for part, text in raw.items()}, [])


def _name(listed: Listed, field: str) -> str:
    return f"dose.{listed.exercise}.{field}"
