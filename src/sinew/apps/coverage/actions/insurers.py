"""Asking an insurer about a person: in the background, once a day for one question."""

from datetime import date, datetime
from functools import partial
from uuid import uuid4

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.errors import NoSuchInsurer
from sinew.apps.coverage.insurer.configuration import askable
from sinew.apps.coverage.insurer.question import question_hash, to_json
from sinew.apps.coverage.insurer.tasks import ask
from sinew.apps.coverage.models import InsurerAnswer
from sinew.roster.eligibility.question import CoveredPerson


@transaction.atomic
def ask_insurer(
    *, insurer: str, person: CoveredPerson, on: date, at: datetime, by: User | None
) -> InsurerAnswer:
    """What is known of a question today; it is asked in the background where nothing is.

    The page that asked looks again later, until `is_over`: nobody waits for an insurer. The same question at
    the same time, from wherever, is one row and one question.

    Args:
        insurer: an id of the operator's configuration (`Sponsor.insurer`).
        on: the day that coverage is asked for; the answer holds for it.
        by: whose account asked, ``None`` for a visitor.

    Raises:
        NoSuchInsurer: it is not set up, or for tests only (`is_test`).
        ValueError: the person has no last name.
    """
    if askable(insurer) is None:
        raise NoSuchInsurer
    if not person.last_name.strip():
        raise ValueError("person: a last name is needed")
    found, is_new = InsurerAnswer.objects.get_or_create(
        question_hash=question_hash(insurer, person, on=on),
        defaults={
            "insurer": insurer,
            "on": on,
            "trace": _new_trace(),
            "question": to_json(person),
            "asked_at": at,
        },
    )
    answer = InsurerAnswer.objects.select_for_update().get(pk=found.pk)
    if not is_new and not _is_due(answer, person, at):
        return answer
    audit.record("coverage.insurer.asked", on=answer, by=by, detail={"insurer": insurer})
    transaction.on_commit(partial(ask.enqueue, str(answer.pk)))
    return answer


def _is_due(answer: InsurerAnswer, person: CoveredPerson, at: datetime) -> bool:
    """Whether a question asked before must be asked (again); it then stands ready for it."""
    if answer.may_be_asked_anew(at):
        answer.state, answer.outcome, answer.rejections = InsurerAnswer.State.WAITS, "", []
        answer.is_exact = False
        answer.question, answer.trace, answer.tries = to_json(person), _new_trace(), 0
        answer.asked_at, answer.next_try_at, answer.claimed_at, answer.ended_at = at, None, None, None
        answer.save()
        return True
    if answer.is_forgotten(at):
        answer.claimed_at = at
        answer.save(update_fields=["claimed_at"])
        return True
    return False


def _new_trace() -> str:
    return uuid4().hex.upper()
