"""Fifty people who want the same ten times at the same moment, through the real pages."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

PEOPLE, SLOTS = 50, 10


def rush() -> dict[str, object]:
    """Book; says how often each status was answered, and what is in the database after it."""
    from django.db import connections
    from django.test import Client
    from django.utils import timezone

    from sinew.apps.visits.models import Visit, VisitQuarter
    from sinew.apps.visits.times import free_times
    from tests.support.sign_in import enter

    at = timezone.now()
    therapist, people = crowd(at)
    times = free_times(
        therapist, "follow_up", first=at.date() + timedelta(days=1), last=at.date() + timedelta(days=3), at=at
    )[:SLOTS]
    clients = [Client(raise_request_exception=False) for _ in people]
    for client, member in zip(clients, people, strict=True):
        enter(client, member.user)
    together = Barrier(PEOPLE)

    def book(number: int) -> int:
        wish = {
            "practitioner": str(therapist.pk),
            "kind": "follow_up",
            "begins_at": times[number % SLOTS].isoformat(),
        }
        together.wait(timeout=60)
        try:
            return clients[number].post("/visits/new/", wish).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = Counter(pool.map(book, range(PEOPLE)))
    quarters = list(VisitQuarter.objects.values_list("practitioner_id", "begins_at"))
    return {
        "answers": {str(status): count for status, count in answers.items()},
        "visits": Visit.objects.count(),
        "quarters": len(quarters),
        "quarters_apart": len(set(quarters)),
    }


def crowd(at):  # type: ignore[no-untyped-def]
    """A therapist who can be met at any time, and members of theirs."""
    from datetime import time

    from sinew.apps.care import teams
    from sinew.apps.visits.actions import Hours, set_hours
    from tests.apps.members import world

    therapist = world.therapist()
    set_hours(practitioner=therapist, hours=[Hours(day, time(0), time(0)) for day in range(7)], by=therapist)
    people = [world.joined(f"person{number}@example.org") for number in range(PEOPLE)]
    for member in people:
        teams.join_care_team(member=member, practitioner=therapist, at=at, by=None)
    return therapist, people
