"""Where the review of each item stands: not yet reviewed, reviewed, or changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sinew.apps.library.models import ContentReview
from sinew.content import Content, ReviewableItem, reviewable_items


class State(StrEnum):
    NOT_YET = "not_yet"
    CHANGED = "changed"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one item.

    Attributes:
        review: the newest standing sign-off: of the version shown if it is reviewed, of an earlier one if it
            changed since, else ``None``.
    """

    state: State
    review: ContentReview | None = None

    @property
    def signed(self) -> ContentReview | None:
        """The sign-off of the version shown; only this one may be named to readers."""
        return self.review if self.state is State.REVIEWED else None


def standing_of(kind: str, item_id: str, version: str) -> Standing:
    """Where the review of one item stands."""
    return _standing(ContentReview.objects.of_item(kind, item_id).standing().without_files(), version)


def standings(items: Iterable[ReviewableItem]) -> dict[tuple[str, str], Standing]:
    """Where the review of each of these items stands, by kind and id."""
    reviews: dict[tuple[str, str], list[ContentReview]] = {}
    for review in ContentReview.objects.standing().without_files():
        reviews.setdefault((review.item_kind, review.item_id), []).append(review)
    return {
        (item.kind, item.id): _standing(reviews.get((item.kind, item.id), []), item.version) for item in items
    }


def signed_versions() -> frozenset[tuple[str, str, str]]:
    """Kind, id and version of every item with a standing sign-off, whatever content it belongs to."""
    signed = ContentReview.objects.standing().values_list("item_kind", "item_id", "version")
    return frozenset(signed)


def _standing(newest_first: Iterable[ContentReview], version: str) -> Standing:
    reviews = list(newest_first)
    if not reviews:
        return Standing(State.NOT_YET)
    signed = next((review for review in reviews if review.version == version), None)
    return Standing(State.REVIEWED, signed) if signed else Standing(State.CHANGED, reviews[0])


def items_of(content: Content) -> dict[tuple[str, str], ReviewableItem]:
    """Every item of the content; reading the marks out of the files takes a moment, so it is done once."""
    if content.version not in _ITEMS:
        _ITEMS.clear()
        _ITEMS[content.version] = reviewable_items(content)
    return _ITEMS[content.version]


_ITEMS: dict[str, dict[tuple[str, str], ReviewableItem]] = {}


def export(content: Content) -> list[dict[str, Any]]:
    """Every sign-off there ever was as plain JSON values, oldest first, withdrawn ones too."""
    items = items_of(content)
    reviews = ContentReview.objects.without_files().select_related("withdrawal").order_by("signed_at", "id")
    return [_row(review, items.get((review.item_kind, review.item_id))) for review in reviews]


def _row(review: ContentReview, item: ReviewableItem | None) -> dict[str, Any]:
    withdrawal = getattr(review, "withdrawal", None)
    return {
        "kind": review.item_kind,
        "item": review.item_id,
        "version": review.version,
        "is_current_version": item is not None and review.is_of(item),
        "reviewer": review.reviewer_name,
        "credential": {
            "kind": review.credential_kind,
            "license_number": review.license_number,
            "issuing_body": review.issuing_body,
            "country": review.country,
            "valid_until": review.valid_until.isoformat(),
            "confirmed_by_operator": review.confirmed,
        },
        "note": review.note,
        "signed_at": review.signed_at.isoformat(),
        "withdrawn_at": withdrawal.withdrawn_at.isoformat() if withdrawal else None,
        "withdrawal_reason": withdrawal.reason if withdrawal else None,
    }
