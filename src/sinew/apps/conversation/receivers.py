"""A file goes with its row, whoever deletes it, as when a member's account is closed."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from sinew.apps.conversation.files import storage
from sinew.apps.conversation.models import Attachment


@receiver(post_delete, sender=Attachment)
def remove_file(instance: Attachment, **_more: Any) -> None:
    """Delete the file once the row is gone for good."""
    transaction.on_commit(partial(storage.remove, instance.pk))
