"""The clinical content this process shows, loaded once."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import sinew.content as clinical
from sinew.outcomes import Outcomes

logger = logging.getLogger(__name__)


def current() -> "clinical.Content":
    """The content in `CONTENT_ROOT`, read and checked at the first call.

    Raises:
        InputRefused: the content has problems; all are listed.
    """
    return _load(Path(settings.CONTENT_ROOT))


@lru_cache(maxsize=2)
def _load(root: Path) -> "clinical.Content":
    return clinical.load(root)


def outcomes() -> Outcomes:
    """The outcome measures of `current`, which always has them: the check refuses content without."""
    found = current().outcomes
    if found is None:
        raise LookupError("current content has no outcome measures")
    return found


def licensed() -> "clinical.Licensed":
    """The licensed wording in `LICENSED_WORDING`; what is not sound is left out and noted in the log."""
    root = Path(settings.LICENSED_WORDING) if settings.LICENSED_WORDING else None
    return _licensed(root, Path(settings.CONTENT_ROOT))


@lru_cache(maxsize=4)
def _licensed(root: Path | None, _content_root: Path) -> "clinical.Licensed":
    found = clinical.read_licensed(root, outcomes())
    if found.problems:
        logger.warning("content.licensed_wording.refused", extra={"count": len(found.problems)})
    return found
