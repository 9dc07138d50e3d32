"""Who comes: intakes drawn from the population of ``content/simulation/parameters.yaml``."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sinew.program import Questionnaire
from sinew.simulation.parameters import Parameters
from sinew.simulation.safety import SafetyLimits

STRAINS = ("strain-1", "strain-2", "strain-again")

_STORIES: Mapping[str, Mapping[str, Any]] = {
    "strain-1": {"walk_without_limp": "at-once", "carried_on": "slowed", "knee_bend_strength": "bit-weaker"},
    "strain-2": {
        "walk_without_limp": "within-week",
        "carried_on": "stopped",
        "knee_bend_strength": "clearly-weak",
    },
    "strain-again": {
        "walk_without_limp": "within-day",
        "carried_on": "slowed",
        "knee_bend_strength": "bit-weaker",
    },
    "tightness": {
        "location": ["mid-thigh"],
        "sitting_30_min": "nothing",
        "brings_it_on": ["only-stretching"],
    },
    "tendon": {
        "location": ["sit-bone"],
        "sitting_30_min": "aches-sit-bone",
        "tennis_ball_spot": "yes",
        "brings_it_on": ["lunge-or-deep-squat"],
    },
    "nerve": {"location": ["lower-back"], "tingling": "below-knee", "onset": "back-pain"},
}


def draw_intake(
    kind: str,
    on: date,
    *,
    chance: random.Random,
    numbers: Parameters,
    questionnaire: Questionnaire,
    safety: SafetyLimits,
) -> dict[str, Any]:
    """The answers of one person of a kind; a few carry one answer that must stop everything."""
    answers: dict[str, Any] = {
        q.id: [] if q.kind == "choices" else "no"
        for q in questionnaire.questions
        if q.id.startswith("rf-") and q.in_intake and q.id != "rf-07b"
    }
    answers.update(_about(chance, numbers))
    answers.update(_setting(chance, numbers))
    answers.update(_complaint(kind, on, chance, numbers))
    if numbers.happens("danger_at_intake_share", chance):
        question, code = draw_danger(chance, safety)
        answers[question] = code
    return answers


def draw_danger(chance: random.Random, safety: SafetyLimits) -> tuple[str, str]:
    """One answer that must stop exercise."""
    question = chance.choice(sorted(safety.tables["stopping"]))
    return question, chance.choice(safety.tables["stopping"][question])


def _about(chance: random.Random, numbers: Parameters) -> dict[str, Any]:
    age = round(min(80, max(16, numbers.normal("age_years", chance))))
    vigorous = round(max(0, numbers.normal("vigorous_minutes_per_week", chance)))
    return {
        "age": age,
        "sex": chance.choice(["female", "male"]),
        "side": chance.choice(["left", "right"]),
        "minutes_moderate": 60 + chance.randrange(120),
        "minutes_vigorous": vigorous,
        "strength_days": chance.randrange(4),
        "phq2": chance.choice([0, 0, 1, 1, 2, 3]),
        "gad2": chance.choice([0, 0, 1, 1, 2, 3]),
    }


def _setting(chance: random.Random, numbers: Parameters) -> dict[str, Any]:
    owned = [item for item, share in numbers.weights("owns_share").items() if chance.random() < share]
    return {
        "goal": [numbers.one_of("goals", chance)],
        "floor": numbers.one_of("floor", chance),
        "equipment": owned,
        "minutes_per_day": int(numbers.one_of("minutes_per_day", chance)),
        "not_sleeping": "no",
    }


def _complaint(kind: str, on: date, chance: random.Random, numbers: Parameters) -> dict[str, Any]:
    average = chance.choice([1, 2, 2, 3, 3, 3, 4, 4, 5])
    pain = {
        "pain_now": max(0, average - 1),
        "pain_average": average,
        "pain_worst": min(7, average + 2),
        "pain_at_rest": 1,
    }
    found: dict[str, Any] = {"tingling": "none", "night_rest": "no", "morning_stiffness": "under-30", **pain}
    found["hurt_before"] = "within-12-months" if kind == "strain-again" else "never"
    if kind in STRAINS:
        days = round(min(40, numbers.positive("days_since_injury", chance)))
        found.update(onset="sudden", mechanism="sprinting", pop="no", location=["mid-thigh"], bruise="none")
    else:
        days = round(max(45, 7 * numbers.positive("weeks_since_gradual_onset", chance)))
        found.update(onset="gradual", mechanism="load-change")
    found["started_on"] = (on - timedelta(days=days)).isoformat()
    found.update(_STORIES[kind])
    return found
