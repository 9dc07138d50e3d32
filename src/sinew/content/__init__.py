"""Typed clinical content: loads it whole, refuses it whole, and keeps every version for ever."""

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
    Measure,
    Muscle,
    Passage,
    PhaseDosage,
    Reference,
    Section,
    Tempo,
    Term,
)
from sinew.content.loading import Content, default_root, from_snapshot, load, snapshot

__all__ = [
    "Article",
    "Coaching",
    "CoachingWords",
    "Content",
    "Country",
    "Emergency",
    "Equipment",
    "EvidenceMark",
    "Exercise",
    "Fault",
    "GuidedTest",
    "GuidedTests",
    "Measure",
    "Muscle",
    "Passage",
    "PhaseDosage",
    "Reference",
    "Section",
    "Tempo",
    "Term",
    "default_root",
    "from_snapshot",
    "load",
    "snapshot",
]
