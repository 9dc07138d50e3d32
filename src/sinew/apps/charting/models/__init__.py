"""What practitioners write down: notes, tasks and minutes."""

from sinew.apps.charting.models.ledger import MinuteEntry, Timer
from sinew.apps.charting.models.notes import Addendum, CoSignature, VisitNote
from sinew.apps.charting.models.tasks import Task

__all__ = ["Addendum", "CoSignature", "MinuteEntry", "Task", "Timer", "VisitNote"]
