"""The clinical core: intake answers and a dated history in, a plan with reasons out.

Knows no web framework, file format, clock or randomness. Every number and sentence comes from content.
"""

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
from sinew.program.history import events_from_dicts
from sinew.program.intake import Intake, intake_from_dict
from sinew.program.outlook import Outlook, QuestionsDue, SignOff, TestDue, TestProgress
from sinew.program.pain import easier_dosage, pain_lights
from sinew.program.phases import Light
from sinew.program.plan import Decision, Plan, PlannedDay, default_day, plan
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
from sinew.program.triage import Triage, red_flags, triage
from sinew.program.values import EXPECTED_DAY, Range, as_date
from sinew.program.wording import Advice

__all__ = [
    "EXPECTED_DAY",
    "FILES",
    "OPTIONAL_FILES",
    "Adjustment",
    "Advice",
    "CheckIn",
    "Decision",
    "DosageRange",
    "Event",
    "ExerciseResult",
    "ExerciseSpec",
    "FiredFlag",
    "Intake",
    "LeftOut",
    "Light",
    "Morning",
    "Outlook",
    "Plan",
    "PlannedDay",
    "PlannedExercise",
    "PractitionerDecision",
    "Program",
    "Question",
    "Questionnaire",
    "QuestionsDue",
    "Range",
    "Reason",
    "Screen",
    "Session",
    "SessionResult",
    "SignOff",
    "TestDue",
    "TestProgress",
    "TestResult",
    "Triage",
    "as_date",
    "check_answer",
    "default_day",
    "easier_dosage",
    "events_from_dicts",
    "exercise_spec_from_dict",
    "intake_from_dict",
    "next_screen",
    "pain_lights",
    "plan",
    "program_from_dicts",
    "progress",
    "questionnaire_from_dicts",
    "red_flags",
    "screens",
    "triage",
]
