"""Typed clinical content: loads it whole, refuses it whole, and keeps every version for ever."""

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
    Muscle,
    Passage,
    PhaseDosage,
    Reference,
    Section,
    Tempo,
    Term,
)
from sinew.content.licensed import Licensed, read_licensed
from sinew.content.loading import Content, default_root, from_snapshot, load, snapshot
from sinew.content.reviewable import Fact, ReviewableItem, reviewable_items

__all__ = [
    "Article",
    "ChangedFile",
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
    "GuidedTest",
    "GuidedTests",
    "Licensed",
    "Muscle",
    "Passage",
    "PhaseDosage",
    "Reference",
    "ReviewableItem",
    "Section",
    "Tempo",
    "Term",
    "default_root",
    "differences",
    "from_snapshot",
    "load",
    "read_licensed",
    "reviewable_items",
    "snapshot",
]
