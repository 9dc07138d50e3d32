"""The background worker: runs queued tasks, and leaves a heartbeat so that its absence is seen."""

import logging
import socket
import threading
from collections.abc import Callable
from os import getpid

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from sinew.apps.practice.models import WorkerHeartbeat

logger = logging.getLogger(__name__)

IDLE_S = 1.0
BEAT_EVERY_S = 20.0
DUTY_EVERY_S = 600.0


class BackgroundWorker:
    """Works until `stop` is set: every queued task, a heartbeat, and now and then its standing duties.

    Args:
        duties: called about every ten minutes; each must be harmless to repeat.
    """

    def __init__(self, duties: tuple[Callable[[], object], ...] = ()) -> None:
        self.stop = threading.Event()
        self.name = f"{socket.gethostname()}-{getpid()}"
        self._duties = duties
        self._started_at = timezone.now()
        self._since_beat_s = BEAT_EVERY_S
        self._since_duty_s = DUTY_EVERY_S
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

    def run(self) -> None:
        """Loop until stopped; a database that is busy or away is tried again."""
        while not self.stop.is_set():
            try:
                self.round()
            except (DatabaseError, InterfaceError):
                logger.warning("operations.worker.database_away")
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
            for duty in self._duties:
                duty()

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
