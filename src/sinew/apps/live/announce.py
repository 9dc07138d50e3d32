"""Telling open pages that something changed, once it is stored; a page that hears nothing asks."""

import logging
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)


def announce(group: str, what: str) -> None:
    """Say to everybody who listens to `group` that `what` changed, after the transaction commits.

    Args:
        group: opaque: a kind and an id, such as ``thread-<uuid>``.
        what: one word for the page, never a value of the record.
    """
    transaction.on_commit(partial(_send, group, what))


def _send(group: str, what: str) -> None:
    """A layer that is away stops nothing: what changed is stored, and pages ask by themselves."""
    try:
        async_to_sync(get_channel_layer().group_send)(group, {"type": "changed", "what": what})
    except Exception:
        logger.exception("live.announce.failed")
