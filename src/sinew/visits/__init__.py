"""When two people can meet: opening hours and absences to free times, right on the days clocks change."""

from sinew.visits.openings import Absence, Opening, WeeklyHours, openings
from sinew.visits.times import QUARTER, free_starts, quarters

__all__ = ["QUARTER", "Absence", "Opening", "WeeklyHours", "free_starts", "openings", "quarters"]
