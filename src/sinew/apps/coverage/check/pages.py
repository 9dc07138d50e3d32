"""Rendering a page of the check, with what all of them offer."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sinew.apps.coverage.check.forms import DetailForm


def page(
    request: HttpRequest, name: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of this name in ``templates/coverage/check/``."""
    offered = {"details": DetailForm(), "open_enrollment": settings.OPEN_ENROLLMENT}
    return render(request, f"coverage/check/{name}.html", {**offered, **(context or {})}, status=status)
