"""A member's timeline for their care team: every app that knows of something that happened says so here.

`members` knows no app above it: they register a feed when Django starts (`AppConfig.ready`), as in `record`.
A page reads the newest entries of all feeds, or of one kind, and goes back from there. What it costs does not
grow with the history: each feed reads at most so many rows before a moment.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member

SAME_MOMENT = 20
"""So many entries of one moment are kept on one page: what is recorded together is not torn apart."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened.

    Attributes:
        at: when it was recorded; aware.
        says: what happened, in a few words.
        words: what somebody wrote about it; shown as a quotation.
        by: who did it, where that matters.
        tone, badge: a few words with the tone of a badge (``green``, ``amber``, ``red``, ``neutral``).
        url: where all of it stands, and ``opens`` what the link says.
        part: a template that shows more, given this entry as ``entry``.
        shown: whatever that template needs.
        is_decision: a practitioner decided it, so it stands out.
    """

    at: datetime
    says: str
    words: str = ""
    by: str = ""
    tone: str = "neutral"
    badge: str = ""
    url: str = ""
    opens: str = ""
    part: str = ""
    shown: object = None
    is_decision: bool = False


ReadFeed = Callable[[Member, User, datetime, int], Sequence[Entry]]
"""Member, reader, before which moment, at most how many; newest first, in a bounded number of queries.

The reader may read the member's record; what else they may not see is left out by the feed.
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of thing that happens.

    Attributes:
        kind: permanent; stands in addresses.
        title: what practitioners filter by.
        icon: of the set in ``web/icons``.
    """

    kind: str
    title: str
    icon: str
    read: ReadFeed


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry with the feed it came from."""

    feed: Feed
    entry: Entry


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the timeline, newest first.

    Attributes:
        older: the moment before which to read on; ``None`` where nothing is older.
    """

    happened: tuple[Happened, ...]
    older: datetime | None


_feeds: dict[str, Feed] = {}


def register(*feeds: Feed) -> None:
    """Add feeds; registering a kind again replaces it."""
    _feeds.update({feed.kind: feed for feed in feeds})


def feeds() -> tuple[Feed, ...]:
    """Every feed by title."""
    return tuple(sorted(_feeds.values(), key=lambda feed: feed.title))


def read(
    member: Member, reader: User, *, kinds: Collection[str] = (), before: datetime, most: int
) -> Stretch:
    """The newest entries before a moment, of these kinds or of all.

    Args:
        most: so many, or a few more where several were recorded at the very same moment.
    """
    chosen = [feed for feed in feeds() if not kinds or feed.kind in kinds]
    found = [
        Happened(feed, entry)
        for feed in chosen
        for entry in feed.read(member, reader, before, most + SAME_MOMENT)
    ]
    found.sort(key=lambda one: one.entry.at, reverse=True)
    end = most
    while 0 < end < len(found) and found[end].entry.at == found[end - 1].entry.at:
        end += 1
    older = found[end - 1].entry.at if end < len(found) else None
    return Stretch(tuple(found[:end]), older)
