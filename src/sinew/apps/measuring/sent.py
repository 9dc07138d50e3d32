"""What a therapist's browser sends: its exact shape and its bounds. It came from another browser before."""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, ValidationError

from sinew.apps.exercise.results import Degrees, Fraction, Hold, Id, Repetition, Strict, Words
from sinew.errors import InputRefused, Problem
from sinew.motion.live import LiveFrame, live_frame_from_dict
from sinew.vocabulary import Side, View

MAX_BYTES = 200_000
MOST_FRAMES = 90
Note = Annotated[Words, Field(max_length=500)]
Signal = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class MarkSent(Strict):
    """An angle to be read from the last seconds; `frames` are as they arrived (`sinew.motion.live`)."""

    measure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
    side: Literal["left", "right", ""] = ""
    note: Note = ""
    frames: Annotated[list[Any], Field(max_length=MOST_FRAMES)]

    @property
    def sided(self) -> Side | None:
        return Side(self.side) if self.side else None


class SetSent(Strict):
    """A set as the member's device counted it (`sinew.motion.counted`)."""

    exercise: Id
    side: Side
    joint: Signal
    count: Annotated[int, Field(ge=0, le=500)]
    partial_count: Annotated[int, Field(ge=0, le=500)]
    low_deg: Degrees | None
    high_deg: Degrees | None
    view: View
    tracked_fraction: Fraction
    repetitions: Annotated[list[Repetition], Field(max_length=200)]
    holds: Annotated[list[Hold], Field(max_length=200)]
    note: Note = ""


def mark_sent(request: HttpRequest) -> tuple[MarkSent, list[LiveFrame]]:
    """What is to be marked, with its frames read.

    Raises:
        InputRefused: it has not the shape of one.
    """
    try:
        sent = MarkSent.model_validate(_json(request))
        return sent, _frames(sent.frames)
    except ValidationError as refused:
        raise InputRefused(_problems(refused)) from None


def set_sent(request: HttpRequest) -> SetSent:
    """A counted set.

    Raises:
        InputRefused: it has not the shape of one.
    """
    try:
        return SetSent.model_validate(_json(request))
    except ValidationError as refused:
        raise InputRefused(_problems(refused)) from None


def key_of(request: HttpRequest) -> UUID:
    """The key the browser made for this entry.

    Raises:
        InputRefused: there is none.
    """
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        message = "Send a UUID in the header Idempotency-Key."
        raise InputRefused((Problem("Idempotency-Key", "bad-key", message),)) from None


def _json(request: HttpRequest) -> Any:
    if len(request.body) > MAX_BYTES:
        raise InputRefused((Problem("body", "too-large", "This is larger than an entry can be."),))
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise InputRefused((Problem("body", "not-json", "This is not JSON."),)) from None


def _frames(raw: Sequence[Any]) -> list[LiveFrame]:
    try:
        return [live_frame_from_dict(one) for one in raw]
    except ValueError as wrong:
        raise InputRefused((Problem("frames", "bad-frame", f"A frame cannot be read: {wrong}."),)) from None


def _problems(refused: ValidationError) -> tuple[Problem, ...]:
    return tuple(
        Problem(".".join(map(str, error["loc"])), "bad-value", error["msg"])
        for error in refused.errors(include_url=False, include_input=False)
    )
