"""What messages need to know: office hours, words of an emergency, fields of quick replies."""

from sinew.messaging.alarms import is_told
from sinew.messaging.emergency_words import EmergencyWords, Reading, Sign, normalized, read, signs_in
from sinew.messaging.fields import FIELDS, filled, unknown_fields
from sinew.messaging.office_hours import OfficeHours, answer_by, is_open

__all__ = [
    "FIELDS",
    "EmergencyWords",
    "OfficeHours",
    "Reading",
    "Sign",
    "answer_by",
    "filled",
    "is_open",
    "is_told",
    "normalized",
    "read",
    "signs_in",
    "unknown_fields",
]
