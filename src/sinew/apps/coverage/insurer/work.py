"""Takes a question that waits, asks it, and keeps what came of it. Two never take the same one."""

import logging
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sinew.apps.audit import actions as audit
from sinew.apps.coverage.insurer import policy
from sinew.apps.coverage.insurer.asking import Run, ask_now
from sinew.apps.coverage.insurer.configuration import insurers
from sinew.apps.coverage.insurer.line import StoredLine
from sinew.apps.coverage.insurer.question import from_json
from sinew.apps.coverage.models import InsurerAnswer
from sinew.roster.eligibility.answer import Outcome
from sinew.roster.eligibility.costs import VisitCost, visit_cost
from sinew.roster.eligibility.reply import is_exactly

logger = logging.getLogger(__name__)
KEPT = timedelta(days=30)
NOTHING_CAME_WITHIN = timedelta(days=1)


def work_on(
    answer_id: UUID,
    *,
    at: datetime,
    wait: Callable[[float], None] = time.sleep,
    dice: Callable[[], float] = random.random,
) -> InsurerAnswer | None:
    """Ask the question of a row, if it is due and nobody else asks it; the row as it is then."""
    answer = _claim(answer_id, at)
    if answer is None or answer.question is None:
        return None
    insurer = insurers().get(answer.insurer)
    if insurer is None:  # taken out of the configuration meanwhile
        return _keep(answer, Run(Outcome.CANNOT_ASK, None, (), 0.0, None), at)
    run = ask_now(
        insurer,
        from_json(answer.question),
        on=answer.on,
        at=at,
        trace=answer.trace,
        line=StoredLine(answer.insurer),
        tried=answer.tries,
        wait=wait,
        dice=dice,
    )
    logger.info(
        "coverage.insurer.tried",
        extra={
            "answer_id": answer.pk,
            "count": len(run.came),
            "status": run.outcome.value,
            "duration_ms": round(run.seconds * 1000),
        },
    )
    return _keep(answer, run, at + timedelta(seconds=run.seconds))


@transaction.atomic
def _claim(answer_id: UUID, at: datetime) -> InsurerAnswer | None:
    due = InsurerAnswer.objects.may_be_asked(at).filter(pk=answer_id)
    if not due.update(state=InsurerAnswer.State.ASKED, claimed_at=at):
        return None
    return InsurerAnswer.objects.get(pk=answer_id)


@transaction.atomic
def _keep(answer: InsurerAnswer, run: Run, at: datetime) -> InsurerAnswer:
    """Store an outcome, or when the next try is due. With the outcome the person is forgotten."""
    answer.tries += len(run.came)
    if run.again_at is not None:
        answer.state, answer.next_try_at = InsurerAnswer.State.WAITS, run.again_at
        answer.save()
        return answer
    end(answer, run, at=at)
    answer.save()
    audit.record(
        "coverage.insurer.answered",
        on=answer,
        detail={"insurer": answer.insurer, "outcome": answer.outcome, "tries": str(answer.tries)},
    )
    return answer


def end(answer: InsurerAnswer, run: Run, *, at: datetime) -> None:
    """Give a row the outcome of a run; it is not stored here."""
    is_kept = policy.is_kept(run.outcome)
    asked = from_json(answer.question) if answer.question else None
    answer.state = InsurerAnswer.State.ANSWERED if is_kept else InsurerAnswer.State.FAILED
    answer.outcome, answer.question, answer.next_try_at, answer.ended_at = run.outcome.value, None, None, at
    if run.answer is None:
        return
    answer.is_exact = asked is not None and is_exactly(asked, run.answer.person)
    cost = visit_cost(run.answer) if run.outcome is Outcome.ACTIVE else VisitCost(None, None)
    answer.rejections = [one.reason[:3] for one in run.answer.rejections][:10]
    answer.begins_on, answer.through_on = run.answer.begins_on, run.answer.through_on
    answer.co_payment, answer.co_payment_share = cost.co_payment, cost.share


def forget_old_questions(*, at: datetime) -> None:
    """Remove answers after a month, and the person from a question that nobody asked for a day."""
    InsurerAnswer.objects.filter(asked_at__lt=at - KEPT).delete()
    InsurerAnswer.objects.filter(asked_at__lt=at - NOTHING_CAME_WITHIN, ended_at=None).update(
        state=InsurerAnswer.State.FAILED,
        outcome=Outcome.TRY_LATER.value,
        question=None,
        next_try_at=None,
        ended_at=at,
    )
