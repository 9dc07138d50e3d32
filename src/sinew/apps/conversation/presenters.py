"""Threads in words: who wrote what when, who has read it, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sinew.apps.accounts.models import User
from sinew.apps.care.teams import teams_of_now
from sinew.apps.conversation.automatic import language_of, moment_in_words
from sinew.apps.conversation.files import ACCEPTED, MOST_FILES
from sinew.apps.conversation.models import Alarm, Attachment, Message, ReadMark, Thread
from sinew.apps.conversation.office import Offices
from sinew.apps.conversation.waiting import waits_since
from sinew.apps.members.models import Consent, Member

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a reader sees it.

    Attributes:
        side: ``mine``, ``theirs`` or ``automatic``.
        language: of an automatic answer that is not in the page's; else empty.
        read_by: names of who has read it; only at the reader's newest message.
        alarm: for practitioners: that its words may describe an emergency.
    """

    message: Message
    side: str
    language: str
    author: str
    attachments: tuple[Attachment, ...]
    read_by: str
    alarm: Alarm | None

    @property
    def day(self) -> str:
        return date_format(timezone.localtime(self.message.sent_at), "l, F j, Y")


class ThreadPage:
    """One thread for one reader.

    Args:
        show_all: every message, not only the newest ones.
    """

    def __init__(self, member: Member, reader: User, *, at: datetime, show_all: bool = False) -> None:
        self.member, self.reader = member, reader
        self._at, self._show_all = at, show_all
        self.thread = Thread.objects.visible_to(reader).filter(member=member).first()
        self.accepted, self.most_files = ACCEPTED, MOST_FILES
        self.new_key: UUID = uuid4()

    @cached_property
    def _messages(self) -> list[Message]:
        if self.thread is None:
            return []
        found = self.thread.messages.select_related("author").prefetch_related("attachments").order_by("-pk")
        rows = list(found if self._show_all else found[: SHOWN + 1])
        return rows[::-1]

    @property
    def has_earlier(self) -> bool:
        return not self._show_all and len(self._messages) > SHOWN

    @cached_property
    def lines(self) -> list[Line]:
        """Oldest first."""
        rows = self._messages[-SHOWN:] if self.has_earlier else self._messages
        own = [row.pk for row in rows if row.author_id == self.reader.pk]
        newest_own = own[-1] if own else 0
        return [self._line(row, is_newest_own=row.pk == newest_own) for row in rows]

    def _line(self, message: Message, *, is_newest_own: bool) -> Line:
        is_mine = message.author_id == self.reader.pk
        is_automatic = message.kind == Message.Kind.AUTOMATIC
        return Line(
            message=message,
            side="mine" if is_mine else "automatic" if is_automatic else "theirs",
            language=language_of(message.body) if is_automatic else "",
            author=self._author(message),
            attachments=tuple(message.attachments.all()),
            read_by=self._read_by(message) if is_newest_own else "",
            alarm=self._alarms.get(message.pk) if self.reader.is_practitioner else None,
        )

    def _author(self, message: Message) -> str:
        if message.kind == Message.Kind.AUTOMATIC:
            return _("Automatic answer")
        if message.author is None:
            return _("A former practitioner")
        return _("You") if message.author_id == self.reader.pk else message.author.name

    def _read_by(self, message: Message) -> str:
        names = [mark.reader.name for mark in self._marks if mark.up_to >= message.pk]
        return _("Read by %(names)s") % {"names": ", ".join(names)} if names else _("Not read yet")

    @cached_property
    def _marks(self) -> list[ReadMark]:
        if self.thread is None:
            return []
        return list(self.thread.read_marks.exclude(reader=self.reader).select_related("reader"))

    @cached_property
    def _alarms(self) -> dict[int, Alarm]:
        return {alarm.message_id: alarm for alarm in self.thread.alarms.all()} if self.thread else {}

    @property
    def open_alarms(self) -> list[Alarm]:
        """Alarms nobody has dealt with, for practitioners, oldest first."""
        return [alarm for alarm in self._alarms.values() if alarm.dealt_at is None]

    @property
    def newest(self) -> int:
        return self._messages[-1].pk if self._messages else 0

    @cached_property
    def unread(self) -> int:
        """How many messages this reader has not seen."""
        return self.thread.messages.unread_by(self.reader).count() if self.thread else 0

    @property
    def team(self) -> str:
        """Names of those who look after the member."""
        places = self.member.care_team.current().select_related("practitioner")
        return ", ".join(place.practitioner.name for place in places)

    @property
    def is_read_by_nobody(self) -> bool:
        """Whether the member lets no care team read, so that nothing can be sent."""
        return not self.member.consents.standing().filter(what=Consent.What.CARE_TEAM).exists()

    @cached_property
    def waits_since(self) -> datetime | None:
        return waits_since(self.thread) if self.thread else None

    @property
    def due(self) -> str:
        """Until when what waits should be answered, by the reader's clock."""
        due = Offices.of(self.member).answer_by(self.waits_since) if self.waits_since else None
        return moment_in_words(due, self.reader) if due else ""

    @property
    def answers_by(self) -> str:
        """Until when a message of now would be answered, by the reader's clock; empty if nobody knows."""
        due = Offices.of(self.member).answer_by(self._at)
        return moment_in_words(due, self.reader) if due else ""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a practitioner's list.

    Attributes:
        waits_since, due_at: ``None`` where nothing waits.
    """

    thread: Thread
    name: str
    has_alarm: bool
    waits_since: datetime | None
    due_at: datetime | None
    newest: Message | None
    unread: int
    at: datetime

    @property
    def is_waiting(self) -> bool:
        return self.has_alarm or self.waits_since is not None

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < self.at

    @property
    def order(self) -> tuple[bool, float, float, float]:
        """Alarms first, then what is due first or has waited longest, then what was written last."""
        due = self.due_at.timestamp() if self.due_at else float("inf")
        since = self.waits_since.timestamp() if self.waits_since else float("inf")
        last = -self.newest.sent_at.timestamp() if self.newest else 0.0
        return not self.has_alarm, due, since, last

    @property
    def excerpt(self) -> str:
        """The beginning of the newest message."""
        if self.newest is None:
            return ""
        return self.newest.body[:120] or _("An attachment")


def thread_rows(reader: User, *, at: datetime) -> list[ThreadRow]:
    """Every thread this practitioner may read, what waits first; in a bounded number of queries."""
    threads = list(
        Thread.objects.visible_to(reader)
        .with_standing()
        .select_related("member__user")
        .prefetch_related("alarms", teams_of_now("member__"))
    )
    newest = _newest_of(threads)
    unread = _unread_of(threads, reader)
    teams = {thread.pk: _team(thread) for thread in threads}
    offices = Offices({person for team in teams.values() for person in team})
    rows = []
    for thread in threads:
        waits = thread.waits_since  # type: ignore[attr-defined]  # annotated above
        due = offices.answer_by(waits, [person.pk for person in teams[thread.pk]]) if waits else None
        has_alarm = any(alarm.dealt_at is None for alarm in thread.alarms.all())
        name = thread.member.display_name
        rows.append(
            ThreadRow(
                thread, name, has_alarm, waits, due, newest.get(thread.pk), unread.get(thread.pk, 0), at
            )
        )
    return sorted(rows, key=lambda row: row.order)


def _team(thread: Thread) -> list[User]:
    return [place.practitioner for place in thread.member.care_team.all()]


def _newest_of(threads: Iterable[Thread]) -> dict[UUID, Message]:
    """The newest message people wrote in each thread."""
    written = Message.objects.filter(thread__in=list(threads)).exclude(kind=Message.Kind.AUTOMATIC)
    ids = written.order_by().values("thread").annotate(newest=Max("pk")).values("newest")
    return {message.thread_id: message for message in Message.objects.filter(pk__in=ids)}


def _unread_of(threads: Iterable[Thread], reader: User) -> dict[UUID, int]:
    unread = Message.objects.filter(thread__in=list(threads)).unread_by(reader)
    return dict(unread.order_by().values_list("thread").annotate(count=Count("pk")))
