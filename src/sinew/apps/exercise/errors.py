"""What the exercise app refuses to do."""

from sinew.errors import SinewError


class NoSessionToday(SinewError):
    """The plan has no exercise session on this day."""


class KeyUsedElsewhere(SinewError):
    """This idempotency key belongs to the result of another exercise session."""


class AlreadyRecorded(SinewError):
    """The session has a result already, sent under another key; two devices did the same session."""


class CommentRefused(SinewError):
    """A comment on a replay cannot be stored as it is; the text says why."""


class NotTheAuthor(SinewError):
    """Only who wrote a comment strikes it through."""
