"""An insurer is asked once a day for one question, in the background; names stay only while it is asked."""

import json
import logging
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions.insurers import ask_insurer
from sinew.apps.coverage.errors import NoSuchInsurer
from sinew.apps.coverage.insurer.line import StoredLine
from sinew.apps.coverage.insurer.simulator import SimulatorServer
from sinew.apps.coverage.insurer.work import forget_old_questions, work_on
from sinew.apps.coverage.models import InsurerAnswer, InsurerLine
from sinew.apps.practice.operations.health import check_health
from sinew.apps.web.logs import EventFormatter
from sinew.roster.eligibility.answer import Outcome
from sinew.roster.eligibility.question import CoveredPerson
from sinew.vocabulary import Role
from tests.apps.coverage.test_insurer_exchange import simulated
from tests.apps.coverage.test_insurer_policy import ACME
from tests.apps.members import world

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
DAY = AT.date()
MINUTE = timedelta(minutes=1)
ANN = CoveredPerson("Ann", "Rivera", date(1980, 3, 4), "W1")
NAMES = ("Ann", "ANN", "Rivera", "RIVERA", "1980-03", "19800304", "SIM-")
pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with SimulatorServer(simulated(co_payment="20.00"), clock=lambda: AT) as serving:
        yield serving


@pytest.fixture(autouse=True)
def configured(server, settings, tmp_path):
    path = tmp_path / "insurers.toml"
    path.write_text(ACME.format(address=server.address))
    settings.INSURERS = str(path)


def asked(person=ANN, at=AT, on=DAY):
    return ask_insurer(insurer="acme-health", person=person, on=on, at=at, by=None)


def worked(answer, at=AT):
    done = work_on(answer.pk, at=at, wait=lambda _: None, dice=lambda: 0.0)
    answer.refresh_from_db()
    return done


def numbered(word):
    return replace(ANN, subscriber_id=f"SIM-{word}")


def test_a_question_is_asked_by_the_task_and_answered(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        answer = asked()
        assert (answer.state, answer.is_over, server.questions) == ("waits", False, 0)
    assert len(callbacks) == 1
    answer.refresh_from_db()
    assert (answer.state, answer.outcome, answer.is_active) == ("answered", "active", True)
    assert (answer.begins_on, answer.through_on) == (date(2026, 1, 1), None)
    assert (answer.co_payment, answer.co_payment_share) == (Decimal("20.00"), None)
    assert server.questions == 1


def test_the_same_question_on_the_same_day_is_not_asked_again(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = asked()
    with django_capture_on_commit_callbacks(execute=True):
        again = asked(replace(ANN, first_name=" ann", last_name="RIVERA", subscriber_id="w-1"), AT + MINUTE)
    assert again.pk == first.pk
    assert server.questions == 1


def test_another_day_another_person_or_another_number_is_another_question():
    others = [asked(on=DAY + timedelta(days=1)), asked(replace(ANN, first_name="Bea")), asked(numbered("1"))]
    assert len({one.pk for one in [asked(), *others]}) == 4
    assert len({one.trace for one in [asked(), *others]}) == 4


def test_a_question_that_is_waiting_is_not_put_into_the_queue_twice(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        asked()
        asked(at=AT + MINUTE)
    assert len(callbacks) == 1


def test_a_question_that_a_worker_forgot_is_put_into_the_queue_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        asked()
        asked(at=AT + 3 * MINUTE)
        asked(at=AT + 3.5 * MINUTE)
    assert len(callbacks) == 2


def test_only_one_of_two_workers_asks(server):
    answer = asked()
    InsurerAnswer.objects.filter(pk=answer.pk).update(state="asked", claimed_at=AT)
    assert worked(answer, AT + MINUTE) is None
    assert server.questions == 0
    assert worked(answer, AT + 2 * MINUTE).outcome == "active"  # who asked is gone
    assert worked(answer, AT + 9 * MINUTE) is None
    assert server.questions == 1


def test_with_the_answer_the_person_is_forgotten():
    answer = asked()
    assert answer.question["last_name"] == "Rivera"
    worked(answer)
    assert answer.question is None
    assert InsurerAnswer.objects.filter(question__isnull=True).count() == 1
    stored = " ".join(str(value) for value in InsurerAnswer.objects.values_list().get())
    assert not [detail for detail in ("Ann", "Rivera", "1980-03", "W1") if detail in stored]


@pytest.mark.parametrize(
    ("word", "outcome", "reasons"),
    [
        ("INACTIVE", "inactive", []),
        ("75", "not_found", ["75"]),
        ("72", "wrong_details", ["72"]),
        ("50", "cannot_ask", ["50"]),
    ],
)
def test_whatever_the_insurer_says_holds_for_the_day(server, word, outcome, reasons):
    answer = asked(numbered(word))
    worked(answer)
    assert (answer.state, answer.outcome, answer.rejections) == ("answered", outcome, reasons)
    assert (answer.co_payment, answer.is_active) == (None, False)
    asked(numbered(word), AT + timedelta(hours=9))
    assert worked(answer, AT + timedelta(hours=9)) is None
    assert server.questions == 1


@pytest.mark.parametrize("word", ["CUT", "42", "ERROR"])
def test_where_nothing_came_the_question_may_be_asked_anew_after_a_while(server, word):
    answer = asked(numbered(word))
    worked(answer)
    questions, trace = server.questions, answer.trace
    assert (answer.state, answer.question) == ("failed", None)
    assert asked(numbered(word), AT + 14 * MINUTE).state == "failed"
    anew = asked(numbered(word), AT + 16 * MINUTE)
    assert (anew.pk, anew.state, anew.outcome) == (answer.pk, "waits", "")
    assert anew.trace != trace
    InsurerLine.objects.update(failures=0)
    worked(anew, AT + 16 * MINUTE)
    assert server.questions == 2 * questions


def test_after_a_time_out_the_next_try_is_kept_for_later_with_the_same_trace(server, monkeypatch):
    monkeypatch.setattr("sinew.apps.coverage.insurer.policy.ANSWER_WITHIN_S", 0.4)
    answer = asked(numbered("SILENT-SILENT-ACTIVE"))
    worked(answer)
    assert (answer.state, answer.tries, answer.outcome) == ("waits", 1, "")
    assert timedelta(seconds=90) <= answer.next_try_at - AT < timedelta(seconds=120)
    assert worked(answer, AT + MINUTE) is None
    worked(answer, AT + 2 * MINUTE)
    assert (answer.state, answer.tries) == ("waits", 2)
    worked(answer, AT + 6 * MINUTE)
    assert (answer.state, answer.outcome, answer.tries) == ("answered", "active", 3)
    assert server.traces == [answer.trace] * 3


def test_a_line_that_rests_is_not_asked_and_says_so_at_once(server):
    for failure in range(5):
        worked(asked(replace(numbered("ERROR"), first_name=f"Ann {'abcde'[failure]}")))
    assert server.questions == 5
    answer = asked()
    worked(answer)
    assert (answer.state, answer.outcome, answer.tries) == ("failed", "try_later", 0)
    assert server.questions == 5
    later = AT + 2 * MINUTE
    worked(asked(at=later), later)
    answer.refresh_from_db()
    assert (answer.outcome, server.questions) == ("active", 6)
    assert InsurerLine.objects.get().failures == 0


def test_the_health_page_tells_the_operator_of_a_resting_line(settings):
    found = {check.id: check for check in check_health(at=AT).checks}["insurers"]
    assert (found.status, found.says) == (
        "ok",
        "1 set up, 0 resting after failures; refused questions in a day: 0",
    )
    worked(asked(numbered("50")))
    InsurerLine.objects.update(rests_until=AT + MINUTE)
    found = {check.id: check for check in check_health(at=AT).checks}["insurers"]
    assert (found.status, found.says) == (
        "warn",
        "1 set up, 1 resting after failures; refused questions in a day: 1",
    )
    settings.INSURERS = ""
    assert "insurers" not in {check.id for check in check_health(at=AT).checks}


def test_control_numbers_are_never_used_twice():
    line = StoredLine("acme-health")
    assert [line.control() for _ in range(3)] == [1, 2, 3]
    InsurerLine.objects.update(last_control=999_999_999)
    assert [line.control(), StoredLine("other").control()] == [1, 1]


def test_an_insurer_for_tests_answers_no_member_in_production(settings, tmp_path):
    path = tmp_path / "insurers.toml"
    path.write_text(ACME.format(address="https://insurer.example") + "is_test = true\n")
    settings.INSURERS, settings.INSURERS_MAY_BE_SIMULATED = str(path), False
    with pytest.raises(NoSuchInsurer):
        asked()


def test_an_insurer_that_is_not_set_up_is_refused(settings):
    with pytest.raises(NoSuchInsurer):
        ask_insurer(insurer="other", person=ANN, on=DAY, at=AT, by=None)
    with pytest.raises(ValueError, match="last name"):
        asked(replace(ANN, last_name=" "))
    answer = asked()
    settings.INSURERS = ""
    worked(answer)
    assert answer.outcome == Outcome.CANNOT_ASK


def test_nothing_personal_is_logged_or_audited(caplog):
    with caplog.at_level(logging.DEBUG):
        for word in ("ACTIVE", "75", "HTML", "DROP", "42"):
            worked(asked(numbered(word)))
    written = "\n".join(EventFormatter().format(record) for record in caplog.records)
    raw = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    audited = json.dumps(list(AuditEntry.objects.values("event", "detail", "target_id")))
    assert "coverage.insurer.tried" in written
    assert '"outcome": "not_found"' in audited
    for text in (written, raw, audited):
        assert not [detail for detail in NAMES if detail in text]


def test_old_answers_go_and_abandoned_questions_name_nobody():
    old, abandoned = asked(), asked(numbered("1"), AT + timedelta(days=30))
    forget_old_questions(at=AT + timedelta(days=31, minutes=1))
    assert not InsurerAnswer.objects.filter(pk=old.pk).exists()
    abandoned.refresh_from_db()
    assert (abandoned.state, abandoned.question, abandoned.outcome) == ("failed", None, "try_later")


def test_only_an_operator_sees_answers():
    asked()
    seen = {
        role: InsurerAnswer.objects.visible_to(world.account(f"{role}@example.org", role)).count()
        for role in (Role.OPERATOR, Role.SPONSOR_MANAGER, Role.PHYSICAL_THERAPIST)
    }
    assert seen == {Role.OPERATOR: 1, Role.SPONSOR_MANAGER: 0, Role.PHYSICAL_THERAPIST: 0}


@pytest.mark.django_db(transaction=True)
def test_the_same_question_from_eight_at_once_is_asked_once(server):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite takes one writer after the other")
    together, found = threading.Barrier(8), []

    def one():
        together.wait()
        try:
            found.append(asked().pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert server.questions == 1
    assert InsurerAnswer.objects.get().outcome == "active"
