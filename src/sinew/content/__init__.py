"""Typed clinical content: loads it whole, refuses it whole, and keeps every version for ever."""

from sinew.content.accuracy import Accuracy, FigureMeasured, Recording, read_accuracy
from sinew.content.care_team import Attention, read_attention
from sinew.content.differences import ChangedFile, differences
from sinew.content.exercise import Exercise
from sinew.content.guided_tests import GuidedTest, GuidedTests
from sinew.content.items import (
    Article,
    Coaching,
    CoachingWords,
    Country,
    Emergency,
    Equipment,
    EvidenceMark,
    Fault,
    InsurerAnswerWords,
    InsurerWords,
    Muscle,
    Passage,
    PhaseDosage,
    Reference,
    Section,
    Tempo,
    Term,
)
from sinew.content.licensed import Licensed, read_licensed
from sinew.content.loading import Content, default_root, from_snapshot, load, snapshot, translated
from sinew.content.messaging import ClinicHours, Messaging, read_messaging
from sinew.content.monitoring import Monitoring, read_monitoring
from sinew.content.movement_tests import MeasuredTest, MovementTests
from sinew.content.reviewable import Fact, ReviewableItem, program_version, reviewable_items
from sinew.content.sponsor_reports import SponsorReports, read_sponsor_reports
from sinew.content.translation import (
    SOURCE_LANGUAGE,
    State,
    Translation,
    first_line,
    for_content,
    read_languages,
)

__all__ = [
    "SOURCE_LANGUAGE",
    "Accuracy",
    "Article",
    "Attention",
    "ChangedFile",
    "ClinicHours",
    "Coaching",
    "CoachingWords",
    "Content",
    "Country",
    "Emergency",
    "Equipment",
    "EvidenceMark",
    "Exercise",
    "Fact",
    "Fault",
    "FigureMeasured",
    "GuidedTest",
    "GuidedTests",
    "InsurerAnswerWords",
    "InsurerWords",
    "Licensed",
    "MeasuredTest",
    "Messaging",
    "Monitoring",
    "MovementTests",
    "Muscle",
    "Passage",
    "PhaseDosage",
    "Recording",
    "Reference",
    "ReviewableItem",
    "Section",
    "SponsorReports",
    "State",
    "Tempo",
    "Term",
    "Translation",
    "default_root",
    "differences",
    "first_line",
    "for_content",
    "from_snapshot",
    "load",
    "program_version",
    "read_accuracy",
    "read_attention",
    "read_languages",
    "read_licensed",
    "read_messaging",
    "read_monitoring",
    "read_sponsor_reports",
    "reviewable_items",
    "snapshot",
    "translated",
]
