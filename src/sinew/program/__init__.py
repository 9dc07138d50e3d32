"""The clinical core: intake answers and a dated history in, a plan with reasons out.

Knows no web framework, file format, clock or randomness. Every number and sentence comes from content.
"""

from sinew.program.course import Course
from sinew.program.events import (
    CheckIn,
    Event,
    ExerciseResult,
    Morning,
    PractitionerDecision,
    SessionResult,
    TestResult,
)
from sinew.program.exercise import DosageRange, ExerciseSpec, exercise_spec_from_dict
from sinew.program.flags import FiredFlag
from sinew.program.follower import FollowedDay, Follower
from sinew.program.history import events_from_dicts
from sinew.program.intake import Intake, intake_from_dict
from sinew.program.outlook import Outlook, QuestionsDue, SignOff, TestDue, TestProgress
from sinew.program.pain import easier_dosage, pain_lights
from sinew.program.phases import Light
from sinew.program.plan import Decision, Plan, PlannedDay, course_until, default_day, plan
from sinew.program.program import FILES, OPTIONAL_FILES, Program, program_from_dicts
from sinew.program.questionnaire import (
    Question,
    Questionnaire,
    Screen,
    check_answer,
    next_screen,
    progress,
    questionnaire_from_dicts,
    screens,
)
from sinew.program.reactions import Adjustment
from sinew.program.reasons import Reason
from sinew.program.session import LeftOut, PlannedExercise, Session
from sinew.program.tailoring.changes import TAILORING, Change, DoseChange, Tempo
from sinew.program.tailoring.listing import Fit, Listed, Listing, fits, listing_of
from sinew.program.tailoring.objections import Objection, RefusedChange
from sinew.program.tailoring.preview import DayMinutes, Difference, Preview, preview, refused_changes
from sinew.program.tailoring.words import filled, limit_in_words
from sinew.program.triage import Triage, red_flags, triage
from sinew.program.values import EXPECTED_DAY, Range, as_date
from sinew.program.wording import Advice

__all__ = [
    "EXPECTED_DAY",
    "FILES",
    "OPTIONAL_FILES",
    "TAILORING",
    "Adjustment",
    "Advice",
    "Change",
    "CheckIn",
    "Course",
    "DayMinutes",
    "Decision",
    "Difference",
    "DosageRange",
    "DoseChange",
    "Event",
    "ExerciseResult",
    "ExerciseSpec",
    "FiredFlag",
    "Fit",
    "FollowedDay",
    "Follower",
    "Intake",
    "LeftOut",
    "Light",
    "Listed",
    "Listing",
    "Morning",
    "Objection",
    "Outlook",
    "Plan",
    "PlannedDay",
    "PlannedExercise",
    "PractitionerDecision",
    "Preview",
    "Program",
    "Question",
    "Questionnaire",
    "QuestionsDue",
    "Range",
    "Reason",
    "RefusedChange",
    "Screen",
    "Session",
    "SessionResult",
    "SignOff",
    "Tempo",
    "TestDue",
    "TestProgress",
    "TestResult",
    "Triage",
    "as_date",
    "check_answer",
    "course_until",
    "default_day",
    "easier_dosage",
    "events_from_dicts",
    "exercise_spec_from_dict",
    "filled",
    "fits",
    "intake_from_dict",
    "limit_in_words",
    "listing_of",
    "next_screen",
    "pain_lights",
    "plan",
    "preview",
    "program_from_dicts",
    "progress",
    "questionnaire_from_dicts",
    "red_flags",
    "refused_changes",
    "screens",
    "triage",
]
