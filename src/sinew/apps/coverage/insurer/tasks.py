"""The background work of asking insurers."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from sinew.apps.coverage.insurer.work import work_on


@task()
def ask(answer_id: str) -> str:
    """Ask one question; its state after that. A try that is due later is put into the queue for then."""
    answer = work_on(UUID(answer_id), at=timezone.now())
    if answer is None:
        return "not due"
    if answer.next_try_at is not None and ask.get_backend().supports_defer:
        ask.using(run_after=answer.next_try_at).enqueue(answer_id)
    return answer.state
