"""The dose of an exercise in the words of `set_dose`, and what a form says about it."""

from collections.abc import Mapping
from typing import Any

from sinew.program import Listed

NUMBERS = ("sets", "repetitions", "hold_s", "rest_s", "per_week")
STEPS = ("load", "range")
TEMPO = ("out_s", "hold_s", "back_s")


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
    """What a form says differently from the dose as it is, and the fields that hold no number.

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
        if not raw.isdecimal() or len(raw) > MOST_DIGITS:
            wrong.append(field)
        elif int(raw) != here.get(field):
            changed[field] = int(raw)
    for field in STEPS:
        chosen = data.get(_name(listed, field), "")
        if chosen and chosen != here.get(field):
            changed[field] = chosen
    tempo, is_wrong = _tempo(listed, data)
    if is_wrong:
        wrong.append("tempo")
    elif tempo is not None and tempo != here.get("tempo", usual_tempo):
        changed["tempo"] = tempo
    return changed, wrong


MOST_DIGITS = 5


def _tempo(listed: Listed, data: Mapping[str, str]) -> tuple[dict[str, float] | None, bool]:
    """The three seconds of a tempo; nothing unless all three are there."""
    raw = [data.get(_name(listed, f"tempo_{part}"), "").strip() for part in TEMPO]
    if not all(raw):
        return None, any(raw)
    if not all(text.isdecimal() and len(text) <= MOST_DIGITS for text in raw):
        return None, True
    return {part: float(text) for part, text in zip(TEMPO, raw, strict=True)}, False


def _name(listed: Listed, field: str) -> str:
    return f"dose.{listed.exercise}.{field}"
