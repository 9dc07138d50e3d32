"""The background work of asking insurers, and of settling the checks that asked."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from sinew.apps.coverage.actions import insurer_settling
from sinew.apps.coverage.insurer.work import work_on
from sinew.apps.coverage.models import CoverageCheck


@task()
def ask(answer_id: str) -> str:
    """Ask one question; its state after that. A try that is due later is put into the queue for then."""
    answer = work_on(UUID(answer_id), at=timezone.now())
    if answer is None:
        return "not due"
    if answer.next_try_at is not None and ask.get_backend().supports_defer:
        ask.using(run_after=answer.next_try_at).enqueue(answer_id)
    if answer.is_over:
        for check in answer.checks.filter(insurer_said=""):
            settle_later(check.pk)
    return answer.state


@task()
def settle(check_id: str) -> None:
    """Draw the conclusion of an answer for one check; harmless to repeat."""
    check = CoverageCheck.objects.filter(pk=UUID(check_id)).first()
    if check is not None:
        insurer_settling.settle(check=check, at=timezone.now(), by=None)


def settle_later(check_id: UUID) -> None:
    """Queue the conclusion for a check whose question is answered."""
    settle.enqueue(str(check_id))
