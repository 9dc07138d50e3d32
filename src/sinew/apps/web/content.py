"""The clinical content this process shows, loaded once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

import sinew.content as clinical


def current() -> "clinical.Content":
    """The content in `CONTENT_ROOT`, read and checked at the first call.

    Raises:
        InputRefused: the content has problems; all are listed.
    """
    return _load(Path(settings.CONTENT_ROOT))


@lru_cache(maxsize=2)
def _load(root: Path) -> "clinical.Content":
    return clinical.load(root)
