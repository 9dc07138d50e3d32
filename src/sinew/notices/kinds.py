"""What a kind of notice is: for whom, by which channels, what can be turned off, what waits at night."""

from dataclasses import dataclass
from enum import StrEnum

from sinew.vocabulary import Role


class Channel(StrEnum):
    EMAIL = "email"
    PUSH = "push"


class InQuietHours(StrEnum):
    """What happens to a notice of a kind that comes up in quiet hours."""

    AT_ONCE = "at_once"
    LATER_OR_NOT = "later_or_not"
    """At their end; left out if it is out of date by then."""
    LATER_OR_AT_ONCE = "later_or_at_once"
    """At their end; if that would be too late, at once."""


BOTH_CHANNELS = frozenset(Channel)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        id: permanent, in addresses and rows.
        title: what it is in a few words, on the page where people choose and in a push.
        says: when it comes, for that page.
        roles: whose page shows it; nobody's, if it is not a choice.
        templates: the mail of it, by name; a name that ends with a slash means all below it.
        always: channels on which it cannot be turned off.
        is_reminder: whether a pause of reminders holds it back.
        path: where a push leads, unless the notice names another page of ours.
    """

    id: str
    title: str
    says: str
    roles: frozenset[Role]
    templates: tuple[str, ...]
    quiet: InQuietHours
    channels: frozenset[Channel] = BOTH_CHANNELS
    always: frozenset[Channel] = frozenset()
    is_reminder: bool = False
    path: str = "/"

    def can_turn_off(self, channel: Channel) -> bool:
        """Whether a person may do without it on this channel."""
        return channel in self.channels and channel not in self.always
