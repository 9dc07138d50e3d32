"""Whether this installation is well: facts for an operator, never anything about a member."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timesince import timesince
from redis import Redis as RedisClient
from redis import RedisError

from sinew.apps.care.models import CarePlan, ContentSnapshot
from sinew.apps.coverage.insurer.configuration import insurers
from sinew.apps.coverage.models import (
    CoverageCheck,
    CoverageQuestion,
    EnumerationAlarm,
    InsurerAnswer,
    InsurerLine,
)
from sinew.apps.notifications.models import Device, OutboxEmail, OutboxPush, Outgoing, OutgoingQuerySet
from sinew.apps.notifications.push.keys import signing_key
from sinew.apps.practice.models import BackupRecord, WorkerHeartbeat
from sinew.apps.practice.operations import manifest
from sinew.apps.web import content
from sinew.errors import InputRefused
from sinew.roster.eligibility.answer import Outcome

WORKER_SILENT = timedelta(minutes=3)
MAIL_LATE = MAIL_STUCK = timedelta(minutes=10)
BACKUP_OLD = timedelta(days=2)
INSURERS_LATELY = timedelta(days=1)
ALARM_SHOWN = timedelta(days=2)
SHARED_WITHIN_S = 3.0
DIED = "A worker died while it sent; see its log."
DISK_FREE_WARN_PCT, DISK_FREE_FAIL_PCT = 15, 5


class Status(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what was found, and what to do if it is not well."""

    id: str
    title: str
    status: Status
    says: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Every check, and the worst of them."""

    at: datetime
    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        found = {check.status for check in self.checks}
        return next(
            status for status in (Status.FAIL, Status.WARN, Status.OK) if status in found or status == "ok"
        )

    def to_json(self) -> dict[str, object]:
        return {
            "status": self.status.value,
            "at": self.at.isoformat(timespec="seconds"),
            "version": manifest.software_version(),
            "checks": [asdict(check) for check in self.checks],
        }


def check_health(*, at: datetime) -> Health:
    """Look at everything an operator is responsible for; never raises because something is unwell."""
    return Health(at, tuple(_run(at)))


def _run(at: datetime) -> Iterator[Check]:
    looks: dict[str, tuple[str, Callable[[datetime], Check]]] = {
        "database": ("Database", _database),
        "migrations": ("Migrations", _migrations),
        "worker": ("Background worker", _worker),
        "outbox": ("Mail outbox", _outbox),
        "pushes": ("Pushes", _pushes),
        "backup": ("Last backup", _backup),
        "content": ("Clinical content", _content),
        "coverage": ("Coverage checks", _coverage),
        "disk": ("Disk", _disk),
    }
    if settings.REDIS_URL:
        looks["shared"] = ("Valkey or Redis", _shared)
    if insurers():
        looks["insurers"] = ("Insurers", _insurers)
    for key, (title, look) in looks.items():
        try:
            yield look(at)
        except DatabaseError as problem:
            says = f"could not be read: {str(problem).splitlines()[0]}"
            yield Check(key, title, Status.FAIL, says, "Run: sinew upgrade")


def _database(at: datetime) -> Check:  # noqa: ARG001 (every look is asked the same way)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    size = ""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            size = f", {cursor.fetchone()[0] / 1e6:.1f} MB"
    return Check("database", "Database", Status.OK, f"{connection.display_name} answers{size}")


def _migrations(at: datetime) -> Check:  # noqa: ARG001
    missing = sorted(manifest.known_migrations() - set(manifest.applied_migrations()))
    if missing:
        says = f"{len(missing)} not applied, the first is {missing[0]}"
        return Check("migrations", "Migrations", Status.FAIL, says, "Run: sinew upgrade")
    return Check("migrations", "Migrations", Status.OK, f"all {len(manifest.applied_migrations())} applied")


def _worker(at: datetime) -> Check:
    newest = WorkerHeartbeat.objects.first()
    do = "Start one: sinew serve runs one, or: sinew serve --only-worker"
    if newest is None:
        return Check("worker", "Background worker", Status.WARN, "none has run yet", do)
    status = Status.OK if at - newest.beat_at <= WORKER_SILENT else Status.FAIL
    says = f"last heartbeat {_ago(newest.beat_at, at)}"
    return Check("worker", "Background worker", status, says, "" if status is Status.OK else do)


def _outbox(at: datetime) -> Check:
    status, says = _waiting_in(OutboxEmail.objects.all(), at)
    todo = {
        Status.FAIL: f"{DIED} Whoever waits for a code can ask for another.",
        Status.WARN: "Is the worker running, and the mail server reachable?",
    }
    return Check("outbox", "Mail outbox", status, says, todo.get(status, ""))


def _pushes(at: datetime) -> Check:
    if signing_key() is None:
        do = "To turn them on, run: sinew push keys"
        return Check("pushes", "Pushes", Status.OK, "not set up; people are told by mail only", do)
    status, says = _waiting_in(OutboxPush.objects.all(), at)
    todo = {
        Status.FAIL: DIED,
        Status.WARN: "Is the worker running, and may it reach the push services? See its log.",
    }
    devices = Device.objects.count()
    return Check("pushes", "Pushes", status, f"{devices} devices; {says}", todo.get(status, ""))


def _waiting_in(outbox: OutgoingQuerySet[Any], at: datetime) -> tuple[Status, str]:
    """How an outbox is, and what is in it; what its readers' quiet hours hold back is not late."""
    late = outbox.late(since=at - MAIL_LATE).count()
    failed = outbox.filter(status=Outgoing.Status.FAILED).count()
    waiting = outbox.waiting().count()
    says = f"{waiting} waiting, {late} of them over {MAIL_LATE.seconds // 60} minutes; {failed} given up"
    if stuck := outbox.stuck(since=at - MAIL_STUCK).count():
        return Status.FAIL, f"{says}; {stuck} stuck while being sent"
    return (Status.WARN if late or failed else Status.OK), says


def _backup(at: datetime) -> Check:
    newest = BackupRecord.objects.first()
    do = "Run: sinew backup FILE, and every night from cron or a timer"
    if newest is None:
        return Check("backup", "Last backup", Status.WARN, "none was made from this database", do)
    old = at - newest.made_at > BACKUP_OLD
    says = f"{_ago(newest.made_at, at)}, {newest.size_bytes / 1e6:.1f} MB"
    return Check("backup", "Last backup", Status.WARN if old else Status.OK, says, do if old else "")


def _insurers(at: datetime) -> Check:
    resting = InsurerLine.objects.filter(rests_until__gt=at).count()
    lately = InsurerAnswer.objects.filter(ended_at__gte=at - INSURERS_LATELY)
    refused = lately.filter(outcome=Outcome.CANNOT_ASK.value).count()
    says = (
        f"{len(insurers())} set up, {resting} resting after failures; refused questions in a day: {refused}"
    )
    if resting or refused:
        do = "Ask by hand and see what comes: sinew insurer ask --help"
        return Check("insurers", "Insurers", Status.WARN, says, do)
    return Check("insurers", "Insurers", Status.OK, says)


def _ago(then: datetime, at: datetime) -> str:
    return "less than a minute ago" if at - then < timedelta(minutes=1) else f"{timesince(then, at)} ago"


def _content(at: datetime) -> Check:  # noqa: ARG001
    try:
        found = content.current().version
    except InputRefused as refused:
        says = f"{len(refused.problems)} problems, the first: {refused.problems[0]}"
        return Check("content", "Clinical content", Status.FAIL, says, "Run: sinew content check")
    followed = CarePlan.objects.active().values("content_snapshot").distinct().count()
    says = f"version {found[:12]}; active plans follow {followed} version{'' if followed == 1 else 's'}"
    if not ContentSnapshot.objects.filter(pk=found).exists():
        return Check(
            "content", "Clinical content", Status.WARN, f"{says}; not stored yet", "Run: sinew upgrade"
        )
    return Check("content", "Clinical content", Status.OK, says)


def _coverage(at: datetime) -> Check:
    asked = CoverageCheck.objects.filter(asked_at__gte=at - timedelta(days=1)).count()
    waiting = CoverageQuestion.objects.open().count()
    says = f"{asked} asked in a day; {waiting} questions wait for you"
    signs = EnumerationAlarm.objects.filter(on__gte=(at - ALARM_SHOWN).date())
    if refused := sum(sign.count for sign in signs):
        says = f"{says}; {refused} refused as too many lately: somebody may be trying out who is listed"
    status = Status.WARN if refused or waiting else Status.OK
    do = "" if status is Status.OK else "Open: /operator/coverage/"
    return Check("coverage", "Coverage checks", status, says, do)


def _shared(at: datetime) -> Check:  # noqa: ARG001
    """Without it nobody can sign in, since attempts are counted there, and open pages hear nothing."""
    try:
        with RedisClient.from_url(settings.REDIS_URL, socket_timeout=SHARED_WITHIN_S) as shared:
            shared.ping()
    except (RedisError, ValueError) as problem:
        says = f"does not answer: {type(problem).__name__}"
        return Check("shared", "Valkey or Redis", Status.FAIL, says, "Start it, or look at REDIS_URL.")
    return Check("shared", "Valkey or Redis", Status.OK, "answers")


def _disk(at: datetime) -> Check:  # noqa: ARG001
    settings.VAR.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(settings.VAR)
    free_pct = 100 * usage.free / usage.total
    status = Status.OK
    if free_pct < DISK_FREE_WARN_PCT:
        status = Status.FAIL if free_pct < DISK_FREE_FAIL_PCT else Status.WARN
    says = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.0f} GB ({free_pct:.0f} %)"
    return Check(
        "disk", "Disk", status, says, "" if status is Status.OK else "Free some space, or move the data."
    )
