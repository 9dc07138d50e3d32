"""Who needs the care team, why, since when and by when: facts of a member to ranked reasons."""

from sinew.attention.facts import CaseFacts, FlagFact, News, PutAside
from sinew.attention.kinds import Deadline, Kind, KindRule, Rules, Waits
from sinew.attention.ranking import NeedsAttention, Standing, pain_rise, reasons, standing, urgency

__all__ = [
    "CaseFacts",
    "Deadline",
    "FlagFact",
    "Kind",
    "KindRule",
    "NeedsAttention",
    "News",
    "PutAside",
    "Rules",
    "Standing",
    "Waits",
    "pain_rise",
    "reasons",
    "standing",
    "urgency",
]
