"""The background worker: runs queued tasks, and leaves a heartbeat so that its absence is seen."""

import logging
import socket
import threading
from collections.abc import Mapping
from datetime import datetime
from os import getpid
from typing import Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
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
    from its turn. Duties that may take long have a thread of their own, so that meanwhile mail goes out and
    the heart beats; they follow one another, and never overlap themselves.

    Args:
        duties: by a name for the log.
        long_duties: those that may take long.
    """

    def __init__(
        self, duties: Mapping[str, Duty] | None = None, *, long_duties: Mapping[str, Duty] | None = None
    ) -> None:
        self.stop = threading.Event()
        self.name = f"{socket.gethostname()}-{getpid()}"
        self._duties = dict(duties or {})
        self._long_duties = dict(long_duties or {})
        self._apart: threading.Thread | None = None
        self._started_at = timezone.now()
        self._since_beat_s = BEAT_EVERY_S
        self._since_duty_s = DUTY_EVERY_S
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

    def run(self) -> None:
        """Loop until stopped; a long duty that runs then is waited for."""
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
        self.wait_for_long_duties()

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
            self._begin_long_duties()

    def wait_for_long_duties(self) -> None:
        """Come back when none runs."""
        if self._apart is not None:
            self._apart.join()

    def _begin_long_duties(self) -> None:
        if not self._long_duties:
            return
        if self._apart is not None and self._apart.is_alive():
            logger.info("operations.worker.long_duty_still_runs")
            return
        self._apart = threading.Thread(target=self._do_long_duties, name="long-duties", daemon=True)
        self._apart.start()

    def _do_long_duties(self) -> None:
        try:
            for name, duty in self._long_duties.items():
                if not self.stop.is_set():
                    self._do(name, duty)
        finally:
            connections.close_all()  # those of this thread, which ends here

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
