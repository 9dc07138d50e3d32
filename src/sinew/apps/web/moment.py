"""When a request happens, and the day it is then where the person is: the one clock of the pages.

In real life it is the clock. While a course is rehearsed (`MOMENT_FROM_REQUESTS`) a request may say its own
moment, so that eight weeks pass in minutes. Sign-ins, rate limits, audit and outbox keep the real clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

HEADER = "Sinew-At"

Handler = Callable[[HttpRequest], HttpResponse]


class TimedRequest(HttpRequest):
    """A request as every view receives it: it knows when it happens.

    Attributes:
        at: aware.
    """

    at: datetime


class Moment:
    """Sets `at` of every request, once, so that everything it does happens at the same instant."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = moment_told(request.headers.get(HEADER, ""))
        cast("TimedRequest", request).at = at
        with happening(at):
            return self.get_response(request)


_HAPPENS_AT: ContextVar[datetime | None] = ContextVar("happens_at", default=None)


@contextmanager
def happening(at: datetime) -> Iterator[None]:
    """Everything inside happens at this moment, as far as `now` is asked."""
    before = _HAPPENS_AT.set(at)
    try:
        yield
    finally:
        _HAPPENS_AT.reset(before)


def now() -> datetime:
    """The moment of the request that is answered, else the clock.

    Only for who may read what: access that ends at an instant has to end there whoever asks, and is asked for
    in hundreds of queries. What happens when is told to every action as an argument.
    """
    return _HAPPENS_AT.get() or timezone.now()


def moment_told(told: str) -> datetime:
    """The moment a request or an open WebSocket is at: what its header told in a rehearsal, else the clock.

    Raises:
        BadRequest: it told something that is no moment.
    """
    return _read(told) if told and settings.MOMENT_FROM_REQUESTS else timezone.now()


def day_of(request: TimedRequest) -> date:
    """The day it is in the person's time zone, which `PersonalTimeZone` has made the current one."""
    return timezone.localdate(request.at)


def _read(told: str) -> datetime:
    try:
        at = parse_datetime(told)
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at):
        raise BadRequest(f"{HEADER} is no moment with its time zone, such as 2026-03-05T09:00:00+00:00.")
    return at
