"""What every template may ask: the theme, which navigation to show and where in it we are."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from sinew.apps.web.content import current
from sinew.content import SOURCE_LANGUAGE

THEMES = ("system", "light", "dark")
PLACES = {
    "visits:schedule": "visits",
    "visits:hours": "visits",
    "visits": "care-team",
    "practice": "practice",
    "charting:my_notes": "care-team",
    "charting:my_note": "care-team",
    "charting:tasks": "work",
    "charting:monitoring": "work",
    "charting": "practice",
    "coverage:operator_coverage": "operator-coverage",
    "coverage:mine": "today",
    "coverage:sponsors": "sponsor",
    "coverage:portal": "sponsor",
    "today:progress": "progress",
    "today:care_team": "care-team",
    "conversation:thread": "care-team",
    "conversation": "messages",
    "library:articles": "learn",
    "library:article": "learn",
    "library:review": "review",
    "library:review_item": "review",
    "library:sign_off": "review",
    "library:withdraw_sign_off": "review",
    "library:terms": "learn",
    "library:search": "learn",
    "library": "library",
    "today": "today",
    "exercise": "today",
}


class Page(TypedDict):
    """The template variables every page has."""

    theme: str
    themes: tuple[str, ...]
    shell: str
    place: str
    languages: tuple[tuple[str, str], ...]
    language: str
    partly_in_english: str


def page(request: HttpRequest) -> Page:
    """Theme from its cookie, shell from the reader's role, place from the view's name."""
    chosen = request.COOKIES.get("theme", "system")
    match = request.resolver_match
    names = (match.view_name, match.app_name) if match else ()
    return {
        "theme": chosen if chosen in THEMES else "system",
        "themes": THEMES,
        "shell": _shell(request),
        "place": next((PLACES[name] for name in names if name in PLACES), ""),
        **_languages(),
    }


class _Languages(TypedDict):
    languages: tuple[tuple[str, str], ...]
    language: str
    partly_in_english: str


def _languages() -> _Languages:
    """The languages to choose from, the one chosen, and its name where a text is still shown in English."""
    offered = tuple((code, str(name)) for code, name in settings.LANGUAGES)
    if len(offered) == 1:
        return {"languages": (), "language": SOURCE_LANGUAGE, "partly_in_english": ""}
    content = current()
    missing = dict(offered).get(content.language, "") if content.translation.in_english else ""
    return {"languages": offered, "language": content.language, "partly_in_english": missing}


def _shell(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "public"
    return "member" if getattr(user, "is_member", False) else "practice"
