"""What the conversation refuses to do."""

from sinew.errors import SinewError


class AlarmClosed(SinewError):
    """Somebody has dealt with this alarm already; what was written first stands."""


class AttachmentRefused(SinewError):
    """A file cannot be taken; the text is a sentence for the person who chose it."""


class HoursUnclear(SinewError):
    """Office hours or an absence that cannot be meant; the text is a sentence for who entered them."""


class KeyUsedElsewhere(SinewError):
    """The idempotency key belongs to another message: this one says something else."""


class MessagesAreAppendOnly(SinewError):
    """A message that was sent stays as it was sent."""


class NotInThread(SinewError):
    """Only the member and the care team they let read it write in a thread."""


class NothingSaid(SinewError):
    """A message has words or an attachment."""


class NotYourReply(SinewError):
    """A quick reply is changed by whoever wrote it."""


class TooLong(SinewError):
    """The message is longer than one may be."""


class TooManyMessages(SinewError):
    """So many messages in so short a time come from no person."""
