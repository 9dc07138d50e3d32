"""The background worker: runs queued tasks, and leaves a heartbeat so that its absence is seen."""

import logging
import socket
import threading
from collections.abc import Mapping
from datetime import datetime
from os import getpid
from typing import Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from sinew.apps.practice.models import WorkerHeartbeat

logger = logging.getLogger(__name__)

IDLE_S = 1.0
BEAT_EVERY_S = 20.0
DUTY_EVERY_S = 600.0


class Duty(Protocol):
    """Something to do about every ten minutes; harmless to repeat."""

    def __call__(self, *, at: datetime) -> object: ...


class BackgroundWorker:
    """Works until `stop` is set: every queued task, a heartbeat, and now and then its standing duties.

    Whatever fails is logged and tried again; nothing but `stop` ends the loop, and no duty keeps another
    from its turn.

    Args:
        duties: by a name for the log.
    """

    def __init__(self, duties: Mapping[str, Duty] | None = None) -> None:
        self.stop = threading.Event()
        self.name = f"{socket.gethostname()}-{getpid()}"
        self._duties = dict(duties or {})
        self._started_at = timezone.now()
        self._since_beat_s = BEAT_EVERY_S
        self._since_duty_s = DUTY_EVERY_S
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

    def run(self) -> None:
        """Loop until stopped."""
        while not self.stop.is_set():
            try:
                self.round()
            except (DatabaseError, InterfaceError):
                logger.warning("operations.worker.database_away")
            except Exception:
                logger.exception("operations.worker.round_failed")
            finally:
                close_old_connections()
            self.stop.wait(IDLE_S)
            self._since_beat_s += IDLE_S
            self._since_duty_s += IDLE_S

    def round(self) -> None:
        """Run everything that is queued now; beat and do the duties when they are due."""
        self._drain()
        if self._since_beat_s >= BEAT_EVERY_S:
            self._beat()
            self._since_beat_s = 0
        if self._since_duty_s >= DUTY_EVERY_S:
            self._since_duty_s = 0
            for name, duty in self._duties.items():
                self._do(name, duty)

    def _do(self, name: str, duty: Duty) -> None:
        try:
            duty(at=timezone.now())
        except Exception:
            logger.exception("operations.worker.duty_failed", extra={"task": name})

    def _drain(self) -> None:
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        ).run()

    def _beat(self) -> None:
        beat = {"started_at": self._started_at, "beat_at": timezone.now()}
        WorkerHeartbeat.objects.update_or_create(name=self.name, defaults=beat)
