"""Files without a row: of a message that was never stored after all, or of a database that was replaced."""

from datetime import datetime, timedelta

from sinew.apps.conversation.files import storage
from sinew.apps.conversation.models import Attachment

KEPT = timedelta(days=30)
"""So long a database that a restore put aside finds its files again."""


def remove_lost_files(*, at: datetime) -> int:
    """Delete files that no attachment has named for `KEPT`; returns how many."""
    old = [name for name, path in storage.stored() if path.stat().st_mtime < (at - KEPT).timestamp()]
    named = set(Attachment.objects.values_list("pk", flat=True)) if old else set()
    lost = [name for name in old if name not in named]
    for name in lost:
        storage.remove(name)
    return len(lost)
