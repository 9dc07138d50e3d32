"""Twenty clicks on "Sign" at the same moment, and twenty on "Add", through the real pages."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

CLICKS = 20


def rush() -> dict[str, object]:
    """Sign, then add; says how often each status was answered, and what is in the database after it."""
    from uuid import uuid4

    from django.db import connections
    from django.test import Client
    from django.utils import timezone

    from sinew.apps.audit.models import AuditEntry
    from sinew.apps.care import teams
    from sinew.apps.charting.actions.notes import begin_note
    from sinew.apps.charting.models import Addendum, Task, VisitNote
    from sinew.apps.charting.objective import digest
    from tests.apps.members import world
    from tests.support.sign_in import enter

    at = timezone.now()
    therapist, member = world.therapist(), world.joined()
    teams.join_care_team(member=member, practitioner=therapist, at=at, by=None)
    note = begin_note(member=member, visit=None, at=at, by=therapist)
    clients = [Client(raise_request_exception=False) for _ in range(CLICKS)]
    for client in clients:
        enter(client, therapist)

    def all_at_once(path: str, form: dict[str, object]) -> dict[str, int]:
        together = Barrier(CLICKS)

        def click(client: Client) -> int:
            together.wait(timeout=60)
            try:
                return client.post(path, form).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(CLICKS) as pool:
            return {str(status): count for status, count in Counter(pool.map(click, clients)).items()}

    written = {"version": 1, "assessment": "Better.", "plan": "Go on.", "seen": digest([])}
    signed = all_at_once(f"/practice/notes/{note.pk}/sign/", written)
    added = all_at_once(f"/practice/notes/{note.pk}/add/", {"text": "Left.", "key": str(uuid4())})
    task = {"what": "Call her", "due_on": "2027-01-01", "assigned_to": str(therapist.pk), "key": str(uuid4())}
    given = all_at_once("/practice/tasks/new/", task)
    return {
        "answers": [signed, added, given],
        "signed": VisitNote.objects.signed().count(),
        "signings": AuditEntry.objects.filter(event="charting.note.signed").count(),
        "is_unchanged": VisitNote.objects.get().is_unchanged,
        "addenda": Addendum.objects.count(),
        "tasks": Task.objects.count(),
    }
