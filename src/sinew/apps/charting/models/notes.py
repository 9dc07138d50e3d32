"""Visit notes: drafts that change, signed notes that never do, and what was added later."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.charting.errors import NoteSigned
from sinew.apps.members.models import Member, readable_by
from sinew.apps.visits.models import Visit

FORMAT = "sinew-note/1"
PARTS = ("subjective", "objective", "assessment", "plan")
DRAFTED = (*PARTS, "not_shared_because", "not_shared_note")
"""What the author of a draft writes and chooses."""
LONGEST = 8000
"""Letters of one part of a note."""


def fingerprint(fields: dict[str, Any]) -> str:
    """SHA-256 of plain values, whatever order they were written in."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _in_utc(instant: datetime) -> str:
    """An instant as the database gives it back, whatever clock it was told on."""
    return instant.astimezone(UTC).isoformat()


class VisitNoteQuerySet(models.QuerySet["VisitNote"]):
    def visible_to(self, user: User) -> Self:
        """Of members this person may read: signed notes, and drafts of their own.

        A member reads their own signed notes, but for those that are not shared with them.
        """
        rows = self.filter(readable_by(user, prefix="member__"))
        if user.is_practitioner:
            return rows.filter(~Q(signed_at=None) | Q(author=user)).exclude(member__user=user).distinct()
        if not settings.OPEN_NOTES:
            return rows.none()
        return rows.exclude(signed_at=None).filter(not_shared_because="").distinct()

    def signed(self) -> Self:
        return self.exclude(signed_at=None)

    def drafts(self) -> Self:
        return self.filter(signed_at=None)


class VisitNote(models.Model):
    """What a physical therapist writes about a member, of a visit or between visits.

    Attributes:
        subjective, objective, assessment, plan: the four parts.
        version: counts saves of a draft, so that two tabs notice each other.
        measured: ``{"what", "says"}`` each: in a draft, what its objective part was filled in with last; in a
            signed note, what the software had measured when it was signed.
        signed_name: the author as they were called when they signed.
        sha256: of everything above, the author and the time; see `sealed`.
        not_shared_because: why the member does not read it; empty where they do.
        not_shared_note: the author's own words on that; never shown to the member.
    """

    class NotShared(models.TextChoices):
        HARM = "harm", "Reading it could put somebody in danger"
        OTHER_PERSON = "other_person", "It says something about another person"
        MEMBER_ASKED = "member_asked", "The member asked not to see it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="notes_written"
    )
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    measured = models.JSONField(default=list)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_name = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    not_shared_because = models.CharField(max_length=20, choices=NotShared, blank=True)
    not_shared_note = models.CharField(max_length=300, blank=True)

    objects = VisitNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-begun_at"]
        indexes = [models.Index(fields=["member", "signed_at"], name="notes_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "author"], condition=Q(signed_at=None), name="one_draft_of_an_author"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, sha256="") | (Q(signed_at__isnull=False) & ~Q(sha256="")),
                name="a_signed_note_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; refuses to write over a note that is signed."""
        if not self._state.adding and VisitNote.objects.signed().filter(pk=self.pk).exists():
            raise NoteSigned
        super().save(*args, **kwargs)

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether the member may read it, where notes are open."""
        return self.is_signed and not self.not_shared_because

    def sealed(self) -> dict[str, Any]:
        """What the seal covers, as plain values."""
        return {
            "format": FORMAT,
            "note": str(self.pk),
            "member": str(self.member_id),
            **{name: getattr(self, name) for name in PARTS},
            "measured": self.measured,
            "signed_by": self.signed_name,
            "signed_at": _in_utc(self.signed_at) if self.signed_at else None,
        }

    @property
    def is_unchanged(self) -> bool:
        """Whether a signed note is still what was signed."""
        return self.sha256 == fingerprint(self.sealed())


class Addendum(models.Model):
    """What was added to a signed note; sealed together with what stood before it.

    Attributes:
        key: names the attempt, so that the same form sent twice adds once.
    """

    note = models.ForeignKey(VisitNote, on_delete=models.CASCADE, related_name="addenda")
    text = models.TextField()
    added_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"addendum {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuses to write over one."""
        if not self._state.adding:
            raise NoteSigned
        super().save(*args, **kwargs)

    def sealed(self, before: str) -> dict[str, Any]:
        """What the seal covers: this text, and the seal of what stood `before` it."""
        return {
            "before": before,
            "text": self.text,
            "author": self.author_name,
            "added_at": _in_utc(self.added_at),
        }


class CoSignature(models.Model):
    """Somebody else of the team read a signed note and stands by it."""

    note = models.ForeignKey(VisitNote, on_delete=models.CASCADE, related_name="co_signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "by"], name="co_signed_once")]

    def __str__(self) -> str:
        return f"co-signature {self.pk}"
