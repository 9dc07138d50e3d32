"""One thread a member, its messages, who has read how far, and what needs no answer."""

import uuid
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sinew.apps.accounts.models import User
from sinew.apps.conversation.errors import MessagesAreAppendOnly
from sinew.apps.members.models import Member, readable_by


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> Self:
        """Threads this user may read: their own, or those of members whose care team they are on."""
        return self.filter(readable_by(user, prefix="member__")).distinct()

    def with_standing(self) -> Self:
        """Each with `waits_since`: when the first message was sent that waits for an answer."""
        answered = Message.objects.filter(thread=OuterRef("pk"), kind=Message.Kind.TEAM).order_by("-pk")
        settled = Settlement.objects.filter(thread=OuterRef("pk")).order_by("-up_to")
        waiting = Message.objects.filter(
            thread=OuterRef("pk"),
            kind=Message.Kind.MEMBER,
            pk__gt=OuterRef("answered_to"),
        ).filter(pk__gt=OuterRef("settled_to"))
        return self.annotate(
            answered_to=Coalesce(Subquery(answered.values("pk")[:1]), 0),
            settled_to=Coalesce(Subquery(settled.values("up_to")[:1]), 0),
        ).annotate(waits_since=Subquery(waiting.order_by("pk").values("sent_at")[:1]))

    def waiting(self) -> Self:
        """Threads in which something waits for an answer."""
        return self.with_standing().exclude(waits_since=None)


class Thread(models.Model):
    """What a member and their care team write to each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="thread")
    created_at = models.DateTimeField()

    objects = ThreadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"thread of {self.member_id}"

    @property
    def group(self) -> str:
        """Whom `live` tells that something was written here."""
        return f"thread-{self.member_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="thread__member__")).distinct()

    def unread_by(self, user: User) -> Self:
        """Messages other people wrote that this reader has not seen; automatic answers are no news."""
        marks = ReadMark.objects.filter(reader=user, thread=OuterRef("thread"))
        seen = Coalesce(Subquery(marks.values("up_to")[:1]), 0)
        written = self.exclude(kind=Message.Kind.AUTOMATIC).exclude(author=user)
        return written.annotate(seen_to=seen).filter(pk__gt=F("seen_to"))

    def newest(self) -> int:
        """The highest id; 0 where there is none."""
        return int(self.aggregate(newest=Max("pk"))["newest"] or 0)

    def update(self, **_changes: Any) -> NoReturn:
        """Refused: what was sent stays."""
        raise MessagesAreAppendOnly

    def delete(self) -> NoReturn:
        """Refused: a message goes only with the whole record."""
        raise MessagesAreAppendOnly


class Message(models.Model):
    """Something that was written. Ids rise in the order of a thread: who sends holds its thread's lock.

    Attributes:
        key: made by the sender's browser, so that a message that is sent twice is stored once.
        author: ``None`` for what the software answered, and for people whose account is gone.
        author_role: as it was then.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", "from the member"
        TEAM = "team", "from the care team"
        AUTOMATIC = "automatic", "from the software"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    author_role = models.CharField(max_length=20, blank=True)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["thread", "kind", "id"], name="messages_of_a_thread")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuses to write one that is already stored."""
        if self.pk is not None:
            raise MessagesAreAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: a message goes only with the whole record."""
        raise MessagesAreAppendOnly


class ReadMark(models.Model):
    """How far a reader has read.

    Attributes:
        up_to: id of the newest message they saw.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    up_to = models.BigIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "reader"], name="one_read_mark_a_reader")]

    def __str__(self) -> str:
        return f"read to {self.up_to}"


class Settlement(models.Model):
    """Somebody of the team saw that nothing up to here needs an answer ("Thank you, see you on Tuesday")."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="settlements")
    up_to = models.BigIntegerField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="settlements"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(up_to__gt=0), name="settled_up_to_a_message")]

    def __str__(self) -> str:
        return f"settled to {self.up_to}"
