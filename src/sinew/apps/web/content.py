"""The clinical content this process shows, loaded once, in the language of whoever reads."""

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from django.conf import settings
from django.utils.translation import get_language

import sinew.content as clinical
from sinew.attention import Rules
from sinew.content.care_team import FOLDER as CARE_TEAM
from sinew.content.messaging import FOLDER as MESSAGING
from sinew.content.monitoring import FOLDER as MONITORING
from sinew.outcomes import Outcomes
from sinew.vocabulary import View

logger = logging.getLogger(__name__)

Part = TypeVar("Part")


def current() -> "clinical.Content":
    """The content in `CONTENT_ROOT`, read and checked at the first call, in the reader's language.

    Raises:
        InputRefused: the content has problems; all are listed.
    """
    return in_readers_language(_load(Path(settings.CONTENT_ROOT)))


def in_readers_language(content: "clinical.Content") -> "clinical.Content":
    """This content with the words of the active language, as far as its texts are translated.

    Ids, numbers, rules and the version are the same in every language, so a decision is too.

    Raises:
        InputRefused: the translation has problems; all are listed.
    """
    languages = _languages(Path(settings.CONTENT_ROOT))
    asked = get_language() or ""
    language = next((one for one in (asked, asked.partition("-")[0]) if one in languages), None)
    if language is None:
        return content
    if (content.version, language) not in _TRANSLATED:
        written = clinical.for_content(content.files, language, languages[language])
        if len(_TRANSLATED) >= _MOST_KEPT:
            _TRANSLATED.clear()
        _TRANSLATED[content.version, language] = clinical.translated(content, language, written)
    return _TRANSLATED[content.version, language]


_TRANSLATED: dict[tuple[str, str], "clinical.Content"] = {}
_MOST_KEPT = 16


@lru_cache(maxsize=1)
def accuracy() -> "clinical.Accuracy":
    """How exactly the camera measures: about this software, so it does not depend on `CONTENT_ROOT`.

    Raises:
        InputRefused: its files have problems; all are listed.
    """
    return clinical.read_accuracy(clinical.default_root())


@lru_cache(maxsize=1)
def sponsor_reports() -> "clinical.SponsorReports":
    """What sponsors' reports count and say; about this software, so it does not depend on `CONTENT_ROOT`.

    Raises:
        InputRefused: its files have problems; all are listed.
    """
    return clinical.read_sponsor_reports(clinical.default_root())


def monitoring() -> "clinical.Monitoring":
    """The rules of remote therapeutic monitoring; see `_own_or_ours`."""
    return _own_or_ours(clinical.read_monitoring, MONITORING)


def messaging() -> "clinical.Messaging":
    """Office hours, replies and words of an emergency; see `_own_or_ours`."""
    return _own_or_ours(clinical.read_messaging, MESSAGING)


def attention() -> "clinical.Attention":
    """Who needs the care team first; see `_own_or_ours`."""
    return _own_or_ours(clinical.read_attention, CARE_TEAM)


def _own_or_ours(read: Callable[[Path], Part], folder: str) -> Part:
    """What stands beside the clinical content: of `CONTENT_ROOT` if it has such a folder, else what ships.

    Raises:
        InputRefused: its files have problems; all are listed.
    """
    own = Path(settings.CONTENT_ROOT)
    return cast("Part", _read_once(read, own if (own / folder).is_dir() else clinical.default_root()))


@lru_cache(maxsize=8)
def _read_once(read: Callable[[Path], object], root: Path) -> object:
    return read(root)


def attention_rules() -> Rules:
    """What the caseload is ranked by, with the numbers of the current program."""
    return attention().rules(current().program)


def expected_error_deg(exercise: str, joint: str, view: str, tracked_fraction: float | None) -> int | None:
    """What a measured angle of an exercise is expected to be off by; ``None`` for a signal that is no angle.

    Args:
        joint: the signal that was measured.
        view: as it was stored; anything unknown reads as an unknown view.
    """
    seen_from = View(view) if view in set(View) else View.UNKNOWN
    return accuracy().expected(exercise, joint).degrees(seen_from, tracked_fraction)


def _load(root: Path) -> "clinical.Content":
    """The content of a folder; whoever asks first reads it, and who asks meanwhile waits for that."""
    with _READING:
        return _read(root)


_READING = Lock()


@lru_cache(maxsize=2)
def _read(root: Path) -> "clinical.Content":
    return clinical.load(root)


@lru_cache(maxsize=2)
def _languages(root: Path) -> Mapping[str, Mapping[str, str]]:
    return clinical.read_languages(root)


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
