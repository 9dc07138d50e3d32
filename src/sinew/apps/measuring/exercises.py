"""Which exercises can be counted in a visit: those of the member's plan that a camera can see."""

from datetime import date
from typing import Any

from sinew.apps.care import planning
from sinew.apps.members.models import Member
from sinew.content import Exercise
from sinew.vocabulary import Side


def exercises_of(member: Member, day: date) -> list[tuple[Exercise, Side]]:
    """Exercises of the session the plan gives on a day, each with its side; none while it gives none."""
    plan = member.care_plans.active().first()
    if plan is None:
        return []
    known = planning.content_of(plan).exercises
    session: dict[str, Any] | None = planning.current_plan(plan, day).to_json()["session"]
    rows = session["exercises"] if session is not None else []
    found = [(known[row["exercise"]], Side(row["side"])) for row in rows if row["exercise"] in known]
    return [(exercise, side) for exercise, side in found if exercise.tracking is not None]


def exercise_of(member: Member, name: str) -> Exercise | None:
    """An exercise of the content the member's plan follows; ``None`` without one, or without a plan."""
    plan = member.care_plans.active().first()
    return planning.content_of(plan).exercises.get(name) if plan is not None else None
