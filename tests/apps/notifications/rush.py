"""Two workers on one outbox, and one that is killed while it sends: each a process of its own.

Run as a program it is one of the workers.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

MAILS = 30
DIES_AFTER = 3


def rush() -> dict[str, object]:
    """Let two workers send, then kill one, then try everything again: how often each mail was taken."""
    from django.conf import settings
    from django.utils import timezone

    from sinew.apps.notifications.models import OutboxEmail
    from sinew.apps.notifications.tasks import deliver_held

    taken = Path(settings.VAR) / "taken"
    queue("both", MAILS)
    two = [start(taken, MAIL_TOGETHER="2") for _ in range(2)]
    ended = [worker.wait() for worker in two]
    queue("killed", MAILS)
    ended.append(start(taken, MAIL_DIES_AFTER=str(DIES_AFTER)).wait())
    when_killed = Counter(OutboxEmail.objects.values_list("status", flat=True))
    deliver_held(at=timezone.now() + timedelta(hours=1))  # every row that waits now has two tasks
    two = [start(taken, MAIL_TOGETHER="5") for _ in range(2)]
    ended += [worker.wait() for worker in two]
    mails = Counter(line.split(" ", 1)[1] for line in taken.read_text().splitlines())
    return {
        "ended": ended,
        "when_killed": dict(when_killed),
        "in_the_end": dict(Counter(OutboxEmail.objects.values_list("status", flat=True))),
        "mails": len(mails),
        "most_often": max(mails.values()),
    }


def queue(name: str, count: int) -> None:
    from sinew.apps.notifications.actions import queue_text

    for number in range(count):
        words = {"subject": f"{name} {number}", "body": "b", "key": f"{name}:{number}"}
        queue_text(to="maria@example.org", template="account/t", **words)


def start(taken: Path, **more: str) -> "subprocess.Popen[bytes]":
    """A worker that ends when nothing waits any more."""
    environment = {**os.environ, "MAIL_TAKEN": str(taken), **more}
    return subprocess.Popen([sys.executable, "-m", "tests.apps.notifications.rush"], env=environment)


def work() -> None:
    """Work until no task is left, as `sinew serve --only-worker` does."""
    from django.conf import settings
    from django.db import DatabaseError
    from django_tasks_db.models import DBTaskResult

    from sinew.apps.practice.operations.worker import BackgroundWorker

    settings.EMAIL_BACKEND = "tests.support.mail.WritesDown"
    worker = BackgroundWorker()
    while DBTaskResult.objects.ready().exists():
        with suppress(DatabaseError):  # SQLite is locked by the other: again
            worker.round()


if __name__ == "__main__":
    import django

    django.setup()
    work()
