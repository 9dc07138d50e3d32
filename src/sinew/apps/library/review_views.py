"""The review of the content, for practitioners and clinical editors."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import reviewer_required
from sinew.apps.library import actions
from sinew.apps.library.errors import CannotReview, ItemChanged, SignOffStands
from sinew.apps.library.forms import SignOffForm, WithdrawalForm
from sinew.apps.library.models import ContentReview
from sinew.apps.library.review_presenters import ReviewList, ReviewPage, ReviewRow
from sinew.apps.library.reviews import items_of, standing_of, standings
from sinew.apps.library.signers import why_not
from sinew.apps.web.content import current
from sinew.content import ReviewableItem


@require_safe
@reviewer_required
def review(request: SignedInRequest) -> HttpResponse:
    """What needs review, proposals of ours first."""
    items = items_of(current()).values()
    found = standings(items)
    rows = [ReviewRow(item, found[item.kind, item.id]) for item in items]
    context = {"list": ReviewList.of(rows, request.GET), "why_not": _why_not(request)}
    return render(request, "library/review.html", context)


@require_safe
@reviewer_required
def review_item(request: SignedInRequest, kind: str, item_id: str) -> HttpResponse:
    """One item: as members see it, what it rests on, what changed, and the sign-off."""
    return _page(request, _item(kind, item_id))


@require_POST
@reviewer_required
def sign_off(request: SignedInRequest, kind: str, item_id: str) -> HttpResponse:
    """Sign the version off that was on the page."""
    item, form = _item(kind, item_id), SignOffForm(request.POST)
    if not form.is_valid():
        return _page(request, item, form=form, status=400)
    version, note = form.cleaned_data["version"], form.cleaned_data["note"]
    try:
        actions.sign_off(item=item, version=version, note=note, at=request.at, by=request.user)
    except ItemChanged as refused:
        return _page(request, item, refusal=str(refused), note=note, status=409)
    except CannotReview as refused:
        return _page(request, item, refusal=str(refused), note=note, status=403)
    messages.success(request, f"Signed off: {item.title}.")
    return redirect("library:review")


@require_POST
@reviewer_required
def withdraw_sign_off(request: SignedInRequest, kind: str, item_id: str, review_id: int) -> HttpResponse:
    """Take a sign-off back."""
    item, form = _item(kind, item_id), WithdrawalForm(request.POST)
    found = get_object_or_404(ContentReview.objects.of_item(kind, item_id), pk=review_id)
    if not form.is_valid():
        return _page(request, item, refusal="Say why you take it back.", status=400)
    reason = form.cleaned_data["reason"]
    try:
        actions.withdraw_sign_off(review=found, reason=reason, at=request.at, by=request.user)
    except SignOffStands as refused:
        return _page(request, item, refusal=str(refused), status=403)
    messages.success(request, "Taken back. It stays in the history with your reason.")
    return redirect("library:review_item", kind, item_id)


def _item(kind: str, item_id: str) -> ReviewableItem:
    found = items_of(current()).get((kind, item_id))
    if found is None:
        raise Http404
    return found


def _why_not(request: SignedInRequest) -> str:
    return why_not(request.user, at=request.at)


def _page(
    request: SignedInRequest,
    item: ReviewableItem,
    *,
    form: SignOffForm | None = None,
    refusal: str = "",
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    reviews = ContentReview.objects.of_item(item.kind, item.id).without_files().select_related("withdrawal")
    standing = standing_of(item.kind, item.id, item.version)
    page = ReviewPage(item, standing, current(), tuple(reviews), request.user)
    context = {
        "page": page,
        "standing": standing,
        "exercise": page.exercise if item.kind == "exercise" else None,
        "article": page.article if item.kind == "article" else None,
        "content": current(),
        "form": form or SignOffForm(initial={"version": item.version, "note": note}),
        "withdrawal": WithdrawalForm(auto_id=False),
        "why_not": _why_not(request),
        "refusal": refusal,
    }
    return render(request, "library/review_item.html", context, status=status)
