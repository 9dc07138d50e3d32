"""Photos and PDFs of messages: a row says what it is, the file lies outside the database."""

import uuid
from typing import Self

from django.db import models

from sinew.apps.accounts.models import User
from sinew.apps.conversation.models.threads import Message
from sinew.apps.members.models import readable_by


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="message__thread__member__")).distinct()


class Attachment(models.Model):
    """A photo or PDF as we wrote it anew, never as it came.

    Attributes:
        id: also the name of its file (`files.storage`).
        name: what its sender called it, made harmless; for people only.
        sha256: of the file as stored.
        width, height: of a photo, in pixels; ``None`` for a PDF.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "Photo"
        PDF = "pdf", "PDF"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["message", "name", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_photo(self) -> bool:
        return self.kind == self.Kind.PHOTO

    @property
    def media_type(self) -> str:
        return "image/jpeg" if self.is_photo else "application/pdf"
