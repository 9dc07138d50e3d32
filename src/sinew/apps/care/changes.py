"""What is different for the member between two plans, as plain rows that a page puts into words."""

from collections.abc import Mapping
from typing import Any

from sinew.program import Plan
from sinew.vocabulary import Disposition, Outcome

Change = dict[str, Any]


def changes_between(before: Plan, after: Plan) -> list[Change]:
    """Rows ``{"change", "exercise", "side", "before", "after", "reasons"}``.

    ``change`` is one of ``paused``, ``resumed`` and ``phase`` (no exercise), or ``added``, ``removed`` and
    ``dosage`` (``before`` and ``after`` are dosages). ``reasons`` are the new plan's for the exercise.
    """
    old, new = before.to_json(), after.to_json()
    if is_paused(new):
        return [] if is_paused(old) else [_change("paused", reasons=new["decision"]["reasons"])]
    changes = []
    if is_paused(old):
        changes.append(_change("resumed", reasons=new["decision"]["reasons"]))
    if old["phase"] != new["phase"]:
        changes.append(_change("phase", before=old["phase"], after=new["phase"]))
    return changes + session_changes(old["session"], new["session"])


def is_paused(plan: Mapping[str, Any]) -> bool:
    """Whether a plan (as JSON) waits for a practitioner or has stopped."""
    outcome = Outcome(plan["decision"]["outcome"])
    return outcome.waits_for_team or plan["triage"]["disposition"] != Disposition.SELF_CARE


def is_stopped(plan: Mapping[str, Any]) -> bool:
    """Whether a plan (as JSON) forbids exercise until somebody has been seen."""
    urgent = plan["triage"]["disposition"] in (Disposition.EMERGENCY, Disposition.URGENT)
    return urgent or bool(plan["decision"]["outcome"] == Outcome.STOP_AND_REFER)


def team_news(before: Plan | None, after: Plan) -> str:
    """The rule of the newest thing decided between two plans that the care team should read, or nothing."""
    known = {(a.on, a.reasons) for a in before.adjustments} if before is not None else set()
    news = (a for a in reversed(after.adjustments) if a.tells_team and (a.on, a.reasons) not in known)
    return next((adjustment.reasons[0].rule for adjustment in news), "")


def session_changes(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Change]:
    """The rows ``added``, ``removed`` and ``dosage`` between two sessions; none if one is missing."""
    return _exercise_changes(_by_exercise(old), _by_exercise(new))


def _by_exercise(session: Mapping[str, Any] | None) -> dict[tuple[str, str], Mapping[str, Any]]:
    rows = session["exercises"] if session else []
    return {(row["exercise"], row["side"]): {**row, "dosage": _whole_dosage(row)} for row in rows}


def _whole_dosage(row: Mapping[str, Any]) -> dict[str, Any]:
    """The dosage with what a session says beside it: times a day and how far to move."""
    beside = {key: row[key] for key in ("per_day", "range_of_motion") if row.get(key) is not None}
    return {**row["dosage"], **beside}


def _exercise_changes(
    old: Mapping[tuple[str, str], Mapping[str, Any]], new: Mapping[tuple[str, str], Mapping[str, Any]]
) -> list[Change]:
    if not old or not new:
        return []
    removed = [_change("removed", row, before=row["dosage"]) for key, row in old.items() if key not in new]
    added = [
        _change("added", row, after=row["dosage"], reasons=row["reasons"])
        for key, row in new.items()
        if key not in old
    ]
    dosed = [
        _change("dosage", row, before=old[key]["dosage"], after=row["dosage"], reasons=row["reasons"])
        for key, row in new.items()
        if key in old and old[key]["dosage"] != row["dosage"]
    ]
    return removed + added + dosed


def _change(
    kind: str,
    row: Mapping[str, Any] | None = None,
    *,
    before: Any = None,
    after: Any = None,
    reasons: list[Any] | None = None,
) -> Change:
    return {
        "change": kind,
        "exercise": row["exercise"] if row else None,
        "side": row["side"] if row else None,
        "before": before,
        "after": after,
        "reasons": reasons or [],
    }
