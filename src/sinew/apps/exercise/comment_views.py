"""Writing a comment on a replay, and striking it through."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.exercise.comments import LONGEST, comment_on_replay, strike_comment
from sinew.apps.exercise.errors import CommentRefused, NotTheAuthor
from sinew.apps.exercise.models import Replay, ReplayComment
from sinew.apps.exercise.replay_context import OF_REPLAY, replay_context
from sinew.apps.exercise.strokes import read_strokes

LONGEST_S = 24 * 3600
"""Longer than any replay; whether the moment is within this one is looked at when it is stored."""


class CommentForm(forms.Form):
    """A comment; the drawing is read by `read_strokes`."""

    key = forms.UUIDField()
    at_s = forms.FloatField(
        min_value=0,
        max_value=LONGEST_S,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Choose a moment within the replay."
        ),
    )
    body = forms.CharField(required=False, max_length=LONGEST)
    joint = forms.CharField(required=False, max_length=20)
    strokes = forms.CharField(required=False)


@require_POST
@practitioner_required
def comment(request: SignedInRequest, replay_id: int) -> HttpResponse:
    """Store a comment at a moment of a replay the writer may see."""
    found = get_object_or_404(Replay.objects.visible_to(request.user).select_related(OF_REPLAY), pk=replay_id)
    form = CommentForm(request.POST)
    try:
        if not form.is_valid():
            raise CommentRefused(str(next(iter(form.errors.values()))[0]))
        given = form.cleaned_data
        stored = comment_on_replay(
            replay=found,
            key=given["key"],
            t_ms=round(1000 * given["at_s"]),
            body=given["body"],
            strokes=read_strokes(given["strokes"]),
            joint=given["joint"],
            at=request.at,
            by=request.user,
        )
    except CommentRefused as refused:
        context = replay_context(request, found) | {
            "problem": str(refused),
            "given": request.POST,
            "drawn": _drawn_again(request.POST.get("strokes", "")),
            "key": uuid4(),
        }
        return render(request, "exercise/replay.html", context, status=400)
    messages.success(request, "Your comment is stored. The member is told that there is one.")
    return redirect(moment_of(stored))


def _drawn_again(text: str) -> str:
    """The lines of a form that comes back, as long as nothing is wrong with the lines themselves."""
    try:
        read_strokes(text)
    except CommentRefused:
        return ""
    return text


@require_POST
@practitioner_required
def strike(request: SignedInRequest, replay_id: int, comment_id: int) -> HttpResponse:
    """Strike one's own comment through."""
    seen = ReplayComment.objects.visible_to(request.user).select_related(f"replay__{OF_REPLAY}")
    found = get_object_or_404(seen, pk=comment_id, replay_id=replay_id)
    try:
        strike_comment(comment=found, at=request.at, by=request.user)
    except NotTheAuthor:
        messages.error(request, "Only who wrote a comment can strike it through.")
    return redirect(moment_of(found))


def moment_of(comment: ReplayComment) -> str:
    """The address of a comment: the replay at its moment."""
    return f"{reverse('exercise:replay', args=[comment.replay_id])}?at={comment.t_ms}#comment-{comment.pk}"
