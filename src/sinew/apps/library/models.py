"""Who reviewed which version of the content. Rows are only ever added; a withdrawal is a row of its own."""

from typing import Any, NoReturn, Self, TypeVar

from django.conf import settings
from django.db import models

from sinew.apps.accounts.models import Credential
from sinew.apps.library.errors import ReviewIsAppendOnly
from sinew.content import ReviewableItem

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **_changes: Any) -> NoReturn:
        """Refused: what was signed cannot change."""
        raise ReviewIsAppendOnly

    def delete(self) -> NoReturn:
        """Refused: what was signed cannot be undone."""
        raise ReviewIsAppendOnly


class AppendOnly(models.Model):
    """A row that is written once. A closed account is forgotten by it: Django sets its key to nothing."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuses to write one that is already stored."""
        if self.pk is not None:
            raise ReviewIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: what was signed cannot be undone."""
        raise ReviewIsAppendOnly


class ContentReviewQuerySet(AppendOnlyQuerySet["ContentReview"]):
    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawal=None)

    def of_item(self, kind: str, item_id: str) -> Self:
        return self.filter(item_kind=kind, item_id=item_id)

    def without_files(self) -> Self:
        """The same rows, leaving the texts where they are until asked for."""
        return self.defer("files")


class ContentReview(AppendOnly):
    """A clinician's sign-off of one version of one item.

    Attributes:
        files: the texts that were signed, by path in the item's folder, so that later changes can be shown.
        reviewer: ``None`` once the account is closed; the name and credential stay as they were at sign-off.
        confirmed: whether an operator had confirmed the credential by then.
    """

    item_kind = models.CharField(max_length=20)
    item_id = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    files = models.JSONField()
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="content_reviews"
    )
    reviewer_name = models.CharField(max_length=120)
    credential_kind = models.CharField(max_length=30, choices=Credential.Kind)
    license_number = models.CharField(max_length=40)
    issuing_body = models.CharField(max_length=120)
    country = models.CharField(max_length=60)
    valid_until = models.DateField()
    confirmed = models.BooleanField()
    note = models.TextField(blank=True, max_length=2000)
    signed_at = models.DateTimeField()

    objects = ContentReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-id"]
        indexes = [models.Index(fields=["item_kind", "item_id"], name="library_review_item")]

    def __str__(self) -> str:
        return f"review {self.pk}"

    def is_of(self, item: ReviewableItem) -> bool:
        """Whether this very version was read."""
        return self.version == item.version


class ReviewWithdrawal(AppendOnly):
    """A sign-off taken back, by whom and why."""

    review = models.OneToOneField(ContentReview, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="review_withdrawals"
    )
    reason = models.TextField(max_length=2000)
    withdrawn_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-withdrawn_at", "-id"]

    def __str__(self) -> str:
        return f"withdrawal of review {self.review_id}"
