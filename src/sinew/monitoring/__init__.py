"""Evidence of remote therapeutic monitoring: days with data, minutes, and which thresholds they reach.

It counts and explains. It decides no bill, and knows no code by itself: the rules come from content.
"""

from sinew.monitoring.evidence import (
    DataDay,
    MonthEvidence,
    PeriodEvidence,
    Reached,
    TimeSpent,
    data_days,
    month_evidence,
    period_evidence,
    time_spent,
)
from sinew.monitoring.minutes import MinuteEntry, Standing, standing
from sinew.monitoring.periods import Period, calendar_month, period_of, periods
from sinew.monitoring.rules import Clock, CodeRule, RuleSet, rules_on

__all__ = [
    "Clock",
    "CodeRule",
    "DataDay",
    "MinuteEntry",
    "MonthEvidence",
    "Period",
    "PeriodEvidence",
    "Reached",
    "RuleSet",
    "Standing",
    "TimeSpent",
    "calendar_month",
    "data_days",
    "month_evidence",
    "period_evidence",
    "period_of",
    "periods",
    "rules_on",
    "standing",
    "time_spent",
]
