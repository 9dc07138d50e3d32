"""Signing a version of an item off, and taking that back."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.library.errors import ItemChanged, SignOffStands
from sinew.apps.library.models import ContentReview, ReviewWithdrawal
from sinew.apps.library.signers import usable_credential
from sinew.content import ReviewableItem
from sinew.vocabulary import Role


@transaction.atomic
def sign_off(*, item: ReviewableItem, version: str, note: str, at: datetime, by: User) -> ContentReview:
    """Store that `by` has read this version of `item` and stands by it; a second click adds nothing.

    Args:
        item: as it is now.
        version: the one that was on the page `by` read.

    Raises:
        ItemChanged: the item is no longer that version.
        CannotReview: `by` has no second factor or no valid credential.
        PermissionDenied: the role of `by` reviews nothing.
    """
    credential = usable_credential(User.objects.select_for_update().get(pk=by.pk), at=at)
    if item.version != version:
        raise ItemChanged
    own = ContentReview.objects.of_item(item.kind, item.id).standing().filter(reviewer=by)
    if (before := own.filter(version=version).first()) is not None:
        return before
    review = ContentReview.objects.create(
        item_kind=item.kind,
        item_id=item.id,
        version=version,
        files=dict(item.files),
        reviewer=by,
        reviewer_name=f"{by.name} (demo account)" if by.is_demo else by.name,
        credential_kind=credential.kind,
        license_number=credential.license_number,
        issuing_body=credential.issuing_body,
        country=credential.country,
        valid_until=credential.valid_until,
        confirmed=credential.confirmed_at is not None,
        note=note,
        signed_at=at,
    )
    detail = {"item": f"{item.kind}/{item.id}", "version": version}
    audit.record("library.review.signed_off", on=review, by=by, detail=detail)
    return review


@transaction.atomic
def withdraw_sign_off(*, review: ContentReview, reason: str, at: datetime, by: User) -> ReviewWithdrawal:
    """Take a sign-off back: one's own, or as a clinical editor any.

    Raises:
        SignOffStands: it is somebody else's, or was withdrawn before.
    """
    review = ContentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    may = by.role == Role.CLINICAL_EDITOR or review.reviewer_id == by.pk
    if not may or ReviewWithdrawal.objects.filter(review=review).exists():
        raise SignOffStands
    withdrawal = ReviewWithdrawal.objects.create(review=review, by=by, reason=reason, withdrawn_at=at)
    detail = {"item": f"{review.item_kind}/{review.item_id}", "version": review.version}
    audit.record("library.review.withdrawn", on=review, by=by, detail=detail)
    return withdrawal
