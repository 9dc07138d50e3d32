"""Outcome measures: what is asked, how it is scored, when it is due and what a change means.

Pure functions of definitions and answers; no clock, no database, no web.
"""

from sinew.outcomes.change import Change, Meaning, change, compared, readings_compared
from sinew.outcomes.measure import (
    License,
    Measure,
    MeasureItem,
    MeasureWording,
    OutcomesWording,
    licensed_wording_from_dict,
    measure_from_dicts,
    measure_wording_from_dict,
    outcomes_wording_from_dict,
)
from sinew.outcomes.responder import Criterion, Responder, ResponderRule, Summary, Tally, respond, summary
from sinew.outcomes.schedule import (
    Asking,
    Point,
    PointState,
    Schedule,
    WeeklyState,
    due,
    given_to,
    next_point,
    points,
    weekly,
    weeks_open,
    window,
)
from sinew.outcomes.scoring import Reading, Score, reading, score
from sinew.outcomes.settings import Outcomes, settings_from_dict

__all__ = [
    "Asking",
    "Change",
    "Criterion",
    "License",
    "Meaning",
    "Measure",
    "MeasureItem",
    "MeasureWording",
    "Outcomes",
    "OutcomesWording",
    "Point",
    "PointState",
    "Reading",
    "Responder",
    "ResponderRule",
    "Schedule",
    "Score",
    "Summary",
    "Tally",
    "WeeklyState",
    "change",
    "compared",
    "due",
    "given_to",
    "licensed_wording_from_dict",
    "measure_from_dicts",
    "measure_wording_from_dict",
    "next_point",
    "outcomes_wording_from_dict",
    "points",
    "reading",
    "readings_compared",
    "respond",
    "score",
    "settings_from_dict",
    "summary",
    "weekly",
    "weeks_open",
    "window",
]
