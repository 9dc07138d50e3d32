"""The front page, pages about the service, the theme, the health check and the error pages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.web.content import current
from sinew.apps.web.context import THEMES
from sinew.apps.web.presenters import FrontPage

A_YEAR_S = 60 * 60 * 24 * 365


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Sinew is, and the way to start."""
    return render(request, "web/home.html", {"front": FrontPage(current())})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the service does and does not do, and how it treats what people tell it."""
    return render(request, "web/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why, who sees it and how to remove it."""
    return render(request, "web/privacy.html")


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether this process has its content, answers and reaches its database."""
    current()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or system, and go back to where the person was."""
    theme, back = request.POST.get("theme", ""), request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=A_YEAR_S, samesite="Lax", secure=request.is_secure())
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's call)
    """400."""
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's call)
    """403: signed in, but not for this."""
    return render(request, "web/errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's call)
    """403: the form is too old or came from elsewhere."""
    return render(request, "web/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's call)
    """404."""
    return render(request, "web/errors/404.html", status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500; drawn without the request, which may be what is broken."""
    return render(None, "web/errors/500.html", status=500)
