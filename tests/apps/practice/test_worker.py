"""One bad duty or plan stops nothing else, and old rows go while those in use stay."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sinew.apps.practice.models import WorkerHeartbeat
from sinew.apps.practice.operations.upkeep import prune
from sinew.apps.practice.operations.worker import BackgroundWorker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)  # a round closes its connection to the database
def test_a_duty_that_fails_is_logged_by_name_and_the_next_one_has_its_turn(caplog):
    turns = []

    def breaks(*, at):
        raise KeyError("an answer nobody may read in a log")

    worker = BackgroundWorker({"breaks": breaks, "works": lambda *, at: turns.append(at)})
    with caplog.at_level(logging.ERROR):
        worker.round()
    assert len(turns) == 1
    (line,) = [record for record in caplog.records if record.msg == "operations.worker.duty_failed"]
    assert line.task == "breaks"
    assert WorkerHeartbeat.objects.exists()


def test_a_round_that_fails_does_not_end_the_worker(monkeypatch):
    rounds = []

    class Unlucky(BackgroundWorker):
        def round(self):
            rounds.append(1)
            if len(rounds) == 3:
                self.stop.set()
            raise ValueError

    monkeypatch.setattr("sinew.apps.practice.operations.worker.IDLE_S", 0.0)
    Unlucky().run()
    assert len(rounds) == 3


@pytest.fixture
def always_due(monkeypatch):
    """Heart and duties have their turn in every round."""
    monkeypatch.setattr("sinew.apps.practice.operations.worker.BEAT_EVERY_S", 0.0)
    monkeypatch.setattr("sinew.apps.practice.operations.worker.DUTY_EVERY_S", 0.0)


@pytest.mark.django_db(transaction=True)
def test_while_a_roster_is_taken_in_the_heart_beats_and_other_duties_have_their_turn(always_due):
    begun, may_end, ends, turns = threading.Event(), threading.Event(), [], []

    def takes_long(*, at):
        begun.set()
        may_end.wait(timeout=60)
        ends.append(at)

    worker = BackgroundWorker(
        {"short": lambda *, at: turns.append(at)},
        long_duties={"long": takes_long, "after it": lambda **_: ends.append("after it")},
    )
    worker.round()
    assert begun.wait(timeout=60)
    first = WorkerHeartbeat.objects.get().beat_at
    worker.round()
    worker.round()
    assert WorkerHeartbeat.objects.get().beat_at > first
    assert (len(turns), ends) == (3, [])
    may_end.set()
    worker.wait_for_long_duties()
    assert (len(ends), ends[1]) == (2, "after it")  # begun once, though it was due three times
    worker.round()
    worker.wait_for_long_duties()
    assert len(ends) == 4


@pytest.mark.django_db(transaction=True)
def test_a_long_duty_that_fails_is_logged_by_name_and_the_next_one_has_its_turn(caplog):
    turns = []

    def breaks(*, at):
        raise KeyError("a name nobody may read in a log")

    long_duties = {"breaks": breaks, "works": lambda *, at: turns.append(at)}
    worker = BackgroundWorker(long_duties=long_duties)
    with caplog.at_level(logging.ERROR):
        worker.round()
        worker.wait_for_long_duties()
    assert len(turns) == 1
    (line,) = [record for record in caplog.records if record.msg == "operations.worker.duty_failed"]
    assert line.task == "breaks"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_waits_for_the_long_duty_and_begins_no_other(monkeypatch):
    monkeypatch.setattr("sinew.apps.practice.operations.worker.IDLE_S", 0.0)
    done = []

    def stops(*, at):
        worker.stop.set()
        done.append("this one")

    worker = BackgroundWorker(long_duties={"stops": stops, "next": lambda **_: done.append("next")})
    worker.run()
    assert done == ["this one"]


def heartbeat(name, beat_at):
    WorkerHeartbeat.objects.create(name=name, started_at=beat_at, beat_at=beat_at)


def test_heartbeats_of_workers_that_are_gone_are_removed():
    heartbeat("gone", NOW - timedelta(days=2))
    heartbeat("resting", NOW - timedelta(hours=20))
    prune(at=NOW)
    assert [beat.name for beat in WorkerHeartbeat.objects.all()] == ["resting"]


def task(status, finished_at):
    return DBTaskResult.objects.create(
        task_path="sinew.apps.notifications.tasks.deliver",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=status,
        finished_at=finished_at,
    )


def test_tasks_finished_long_ago_are_removed_and_waiting_ones_stay():
    task(TaskResultStatus.SUCCESSFUL, NOW - timedelta(days=15))
    task(TaskResultStatus.FAILED, NOW - timedelta(days=15))
    recent = task(TaskResultStatus.SUCCESSFUL, NOW - timedelta(days=13))
    waiting = task(TaskResultStatus.READY, None)
    prune(at=NOW)
    assert set(DBTaskResult.objects.all()) == {recent, waiting}
