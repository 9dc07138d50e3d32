"""Queueing a task once what it is about is stored."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.base import Task

logger = logging.getLogger(__name__)


def enqueue(task: Task[Any, Any], *arguments: object) -> None:
    """Queue a task when the transaction commits.

    A queue that is away undoes nothing and shows nobody an error page: what was stored stays, and the
    worker's next round finds it.
    """
    transaction.on_commit(partial(_enqueue, task, *arguments))


def _enqueue(task: Task[Any, Any], *arguments: object) -> None:
    try:
        task.enqueue(*arguments)
    except Exception:
        logger.exception("notifications.task.not_queued", extra={"task": task.name})
