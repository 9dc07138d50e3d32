"""Visits of the listed, the unlisted, those who tell it otherwise and the restricted: what each sees."""

import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinew.apps.coverage.actions.insurer_settling import settle
from sinew.apps.coverage.actions.look_ups import look_up
from sinew.apps.coverage.insurer.work import work_on
from sinew.apps.coverage.models import CoverageCheck, InsurerAnswer, Sponsor
from sinew.apps.notifications.models import OutboxEmail
from tests.apps.coverage.rosters import claim_form, listed

UNLISTED, LISTED, OTHERWISE = "unlisted", "listed", "listed, other details"
RESTRICTED = "listed, restricted"
KINDS = (UNLISTED, LISTED, OTHERWISE, RESTRICTED)
STEPS = (
    "asks", "reads the next step", "tries a wrong code", "enters the code of the address",
    "adds a member number", "reads the offer to ask a plan", "asks the plan", "reads that it is asked",
    "reads what the plan said",
)  # fmt: skip
MOST_MS = 5.0
_RANDOM = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass
class Seen:
    """What one kind of visitor saw.

    Attributes:
        answers: by step, every different answer: status, place it leads to, headers, bytes.
        took_ms: by step, the server's time of each visit, by the clock.
        worked_ms: the same in processor time, which a busy machine does not blur.
        queries: by step, how many statements reached the database, and how many of them wrote.
    """

    answers: dict[str, set[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(set))
    took_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worked_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    queries: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    letters: set[tuple[int, int]] = field(default_factory=set)


def name_of(number: int) -> str:
    """A last name nobody else has, of letters, always as long."""
    base = len(_LETTERS)
    return "".join(_LETTERS[number // base**place % base] for place in range(6))


def born_on(number: int) -> date:
    return date(1950, 1, 1) + timedelta(days=number % 18_000)


def fill_roster(sponsor: Sponsor, people: int) -> None:
    """People 0 to ``people`` are listed, each with an address of their own; as many more are restricted."""
    for number, shift in ((one, shift) for one in range(people) for shift in (0, 10_000_000)):
        listed(
            sponsor,
            f"member {number + shift}",
            first_name="Robin",
            last_name=name_of(number + shift),
            born_on=born_on(number),
            postal_code=f"{10_000 + number}",
            member_id=f"M{100_000 + number + shift}",
            email=f"work{number + shift:08d}@acme.example.org",
            is_restricted=shift > 0,
        )


def claim_of(kind: str, number: int) -> dict[str, str]:
    """What this visitor types; the unlisted have a name nobody listed has."""
    shift = {UNLISTED: 5_000_000, RESTRICTED: 10_000_000}.get(kind, 0)
    born, postal_code = born_on(number), f"{10_000 + number}"
    if kind == OTHERWISE:
        born, postal_code = born + timedelta(days=4_000), f"{70_000 + number}"
    return claim_form(
        first_name="Robin",
        last_name=name_of(number + shift),
        born_on=born.isoformat(),
        postal_code=postal_code,
        email=f"visitor{number:06d}@home.example.org",
    )


def compare(visits: int, people: int) -> dict[str, Seen]:
    """So many visits of each kind, in turns, with the look-up done between asking and the next step."""
    seen = {kind: Seen() for kind in KINDS}
    for number in range(visits):
        turn = number % len(KINDS)
        for kind in KINDS[turn:] + KINDS[:turn]:
            _visit(seen[kind], claim_of(kind, number % people), is_counted=number < 3)
    return seen


def _visit(seen: Seen, claim: dict[str, str], *, is_counted: bool) -> None:
    client = Client()
    client.get(reverse("coverage:qualify"), {"you": 1, "sponsor": "acme"})
    steps = _steps(client, claim)
    for step in STEPS:
        method, address, told = next(steps)
        with CaptureQueriesContext(connection) as statements:
            if not is_counted:
                connection.force_debug_cursor = False
            begin, worked = time.perf_counter(), time.thread_time()
            answer = getattr(client, method)(address, told, follow=False)
            seen.worked_ms[step].append((time.thread_time() - worked) * 1000)
            seen.took_ms[step].append((time.perf_counter() - begin) * 1000)
        seen.answers[step].add(visible(answer))
        if is_counted:
            written = [one for one in statements if re.match(r"INSERT|UPDATE|DELETE", one["sql"])]
            seen.queries[step].add((len(statements), len(written)))
    address = claim["email"]
    seen.letters.update(
        (len(letter.subject), len(letter.body))
        for letter in OutboxEmail.objects.filter(to=address).order_by("-created_at")[:1]
    )


def _steps(client: Client, claim: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    yield "post", f"{reverse('coverage:qualify')}?you=1&sponsor=acme", claim
    check = CoverageCheck.objects.latest("asked_at")
    look_up(check=check, day=check.asked_at.date(), at=check.asked_at, by=None)
    yield "get", reverse("coverage:qualify_next"), {}
    yield "post", reverse("coverage:qualify_code"), {"code": "AAAA-AAAA"}
    letter = OutboxEmail.objects.get(key=f"coverage-address:{check.pk}")
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", letter.body)
    assert code is not None
    yield "post", reverse("coverage:qualify_code"), {"code": code[0]}
    number = f"X{check.asked_at:%f}"
    yield "post", reverse("coverage:qualify_detail"), {"member_id": number, "other_last_name": ""}
    look_up(check=check, day=check.asked_at.date(), at=check.asked_at, by=None)
    yield "get", reverse("coverage:qualify_answer"), {}
    yield "post", reverse("coverage:qualify_insurer"), {}
    yield "get", reverse("coverage:qualify_insurer"), {}
    answer = InsurerAnswer.objects.latest("asked_at")
    work_on(answer.pk, at=answer.asked_at)
    settle(check=check, at=answer.asked_at, by=None)
    yield "get", reverse("coverage:qualify_insurer"), {}


def visible(answer: HttpResponse) -> tuple[object, ...]:
    """Everything a visitor receives, but for values that are random for everybody."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Expires")
    cookies = sorted((name, len(one.value)) for name, one in answer.cookies.items())
    body = _RANDOM.sub(rb"\1", answer.content)
    return answer.status_code, tuple(headers), tuple(cookies), body


def differences_ms(seen: dict[str, Seen]) -> dict[tuple[str, str], tuple[float, float]]:
    """By step and kind, how far the medians are from those of the unlisted: by the clock, and of work."""
    return {
        (step, kind): (
            statistics.median(seen[kind].took_ms[step]) - statistics.median(seen[UNLISTED].took_ms[step]),
            statistics.median(seen[kind].worked_ms[step]) - statistics.median(seen[UNLISTED].worked_ms[step]),
        )
        for step in STEPS
        for kind in KINDS[1:]
    }


def bytes_apart(seen: dict[str, Seen]) -> int:
    """How many answers one kind of visitor got that another did not; 0 where all read the same."""
    return sum(
        len(seen[kind].answers[step] ^ seen[UNLISTED].answers[step]) for kind in KINDS[1:] for step in STEPS
    )
