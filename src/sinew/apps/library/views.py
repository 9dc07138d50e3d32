"""What everyone may read: articles, exercises and the moving figures. No sign-in needed."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinew.apps.library.filters import LibraryFilter
from sinew.apps.library.presenters import (
    ArticlePresenter,
    ExerciseCard,
    ExercisePresenter,
    GlossaryPresenter,
)
from sinew.apps.library.reviews import standing_of
from sinew.apps.library.search import answer
from sinew.apps.web.content import current
from sinew.content import Exercise
from sinew.content.search import MOST_LETTERS
from sinew.motion.figure import animation

A_YEAR_S = 60 * 60 * 24 * 365


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """All articles."""
    content = current()
    cards = [ArticlePresenter(one, content) for one in content.articles.values()]
    return render(request, "library/articles.html", {"articles": cards})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The glossary: every term with its meaning and where to read about it."""
    return render(request, "library/terms.html", {"glossary": GlossaryPresenter(current())})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What articles, exercises and terms say to a reader's words."""
    question = request.GET.get("q", "").strip()[:MOST_LETTERS]
    return render(request, "library/search.html", {"found": answer(question, current()), "asked": question})


@require_safe
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    """One article."""
    content = current()
    if article_id not in content.articles:
        raise Http404
    shown = content.articles[article_id]
    standing = standing_of("article", article_id, shown.version)
    presenter = ArticlePresenter(shown, content, standing.signed)
    return render(request, "library/article.html", {"article": presenter, "standing": standing})


@require_safe
def exercises(request: HttpRequest) -> HttpResponse:
    """All exercises, moving, narrowed by what the reader chose."""
    content = current()
    chosen = LibraryFilter.from_query(request.GET, content)
    cards = [ExerciseCard(exercise, content) for exercise in chosen.matching(content)]
    return render(request, "library/exercises.html", {"cards": cards, "filter": chosen})


@require_safe
def exercise(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """One exercise: the figure, the steps, how much, and what to watch."""
    content = current()
    if exercise_id not in content.exercises:
        raise Http404
    shown = content.exercises[exercise_id]
    standing = standing_of("exercise", exercise_id, shown.version)
    presenter = ExercisePresenter(shown, content)
    return render(request, "library/exercise.html", {"exercise": presenter, "standing": standing})


@require_safe
def figure(_request: HttpRequest, version: str, exercise_id: str) -> HttpResponse:
    """The animation of an exercise, for the drawer in frontend/src/figure; a version never changes."""
    found = current().exercises.get(exercise_id)
    if found is None or found.movement is None or found.version != version:
        raise Http404
    response = HttpResponse(_drawn(found), content_type="application/json")
    response["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
    return response


def _drawn(exercise: Exercise) -> bytes:
    """The animation as compact JSON; drawing one takes tens of milliseconds and gives the same every time."""
    key = (exercise.id, exercise.version)
    if key not in _DRAWN and exercise.movement is not None:
        _DRAWN[key] = json.dumps(animation(exercise.movement), separators=(",", ":")).encode()
    return _DRAWN[key]


_DRAWN: dict[tuple[str, str], bytes] = {}
