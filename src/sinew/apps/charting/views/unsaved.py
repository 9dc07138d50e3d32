"""Where a note cannot be saved because nobody is signed in any more, or it is gone: its text goes back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import second_factor_missing
from sinew.apps.charting.models import VisitNote
from sinew.apps.charting.models.notes import PARTS

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
TYPED = {
    **{name: name.capitalize() for name in PARTS},
    "not_shared_note": "Why not shared",
    "text": "Addendum",
}


def is_quiet(request: HttpRequest) -> bool:
    """Whether a page asks by itself, while somebody goes on typing in it."""
    return "application/json" in request.headers.get("Accept", "")


def gives_text_back(view: View[P]) -> View[P]:
    """Show what was typed to who typed it, where the view refuses before it looks at the form."""

    @wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        texts = [
            (label, request.POST[name]) for name, label in TYPED.items() if request.POST.get(name, "").strip()
        ]
        is_page = bool(texts) and not is_quiet(request)
        if is_page and not _is_signed_in(request):
            return _unsaved(request, texts, status=403)
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied, VisitNote.DoesNotExist) as refused:
            if is_page:
                return _unsaved(request, texts, status=404)
            if isinstance(refused, VisitNote.DoesNotExist):  # thrown away in this very moment
                raise Http404 from None
            raise

    return kept


def _is_signed_in(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and not second_factor_missing(request, request.user)


def _unsaved(request: HttpRequest, texts: list[tuple[str, str]], *, status: int) -> HttpResponse:
    context = {"texts": texts, "is_signed_in": _is_signed_in(request)}
    answer = render(request, "charting/unsaved.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
