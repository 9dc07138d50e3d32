"""What messages need to know: office hours, words of an emergency, fields of quick replies."""

from sinew.messaging.emergency_words import EmergencyWords, Sign, normalized, signs_in
from sinew.messaging.fields import FIELDS, filled, unknown_fields
from sinew.messaging.office_hours import OfficeHours, answer_by, is_open

__all__ = [
    "FIELDS",
    "EmergencyWords",
    "OfficeHours",
    "Sign",
    "answer_by",
    "filled",
    "is_open",
    "normalized",
    "signs_in",
    "unknown_fields",
]
