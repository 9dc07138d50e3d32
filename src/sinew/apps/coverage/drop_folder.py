"""The drop folder: sponsors put files into a folder of their own, and find there what became of them.

``DROP/<slug>/file.csv`` is taken once it has stopped growing. It then lies in ``done/`` or ``refused/``. Next
to it stands what is wrong with it (``file.csv.problems.txt``), and for an 834 its TA1 and 999
(``file.edi.answer.edi``).
The files are those of an SFTP server; nothing here opens a connection.
"""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sinew.apps.coverage.actions.rosters import import_roster
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.listings.acknowledging import acknowledge
from sinew.apps.coverage.models import Roster, Sponsor
from sinew.errors import SinewError

logger = logging.getLogger(__name__)

ENDINGS = frozenset({".csv", ".txt", ".tsv", ".edi", ".834", ".x12"})
DONE, REFUSED = "done", "refused"
SETTLED = timedelta(seconds=20)
"""A file that looks the same after this long has stopped growing."""
_SEEN = "drop-folder.json"

Look = Mapping[str, tuple[int, int, str]]
"""Size, time of the last change and when they were first seen so, by path."""


def take_dropped(*, at: datetime) -> list[Roster]:
    """Take in every file in the drop folder that has stopped growing since an earlier call."""
    if not settings.ROSTER_DROP:
        return []
    before, now = _remembered(), _look(at)
    kept = {path: before[path] if _same(before.get(path), look) else look for path, look in now.items()}
    taken = []
    for path, (_, _, since) in kept.items():
        if datetime.fromisoformat(since) <= at - SETTLED:
            roster = _take(Path(path), at)
            if roster is not None:
                taken.append(roster)
    _remember({path: look for path, look in kept.items() if Path(path).exists()})
    return taken


def _look(at: datetime) -> Look:
    found = {}
    for path in _files():
        state = path.stat()
        found[str(path)] = (state.st_size, state.st_mtime_ns, at.isoformat())
    return found


def _files() -> Iterator[Path]:
    for place in sorted(Path(settings.ROSTER_DROP).iterdir()):
        if place.is_dir() and not place.is_symlink():
            for path in sorted(place.iterdir()):
                if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
                    yield path


def _same(one: tuple[int, int, str] | None, other: tuple[int, int, str]) -> bool:
    return one is not None and tuple(one[:2]) == other[:2]


def _take(path: Path, at: datetime) -> Roster | None:
    sponsor = Sponsor.objects.filter(slug=path.parent.name).first()
    if sponsor is None:
        logger.warning("coverage.drop_folder.sponsor_unknown")
        return None
    if any((path.parent / place).is_symlink() for place in (DONE, REFUSED)):
        logger.warning("coverage.drop_folder.link_in_the_way")
        return None
    source = Roster.Source.FOLDER
    try:
        with _opened(path) as file:
            roster = import_roster(sponsor=sponsor, file=file, source=source, at=at, by=None)
    except SinewError as refusal:
        _put_away(path, REFUSED, at, [str(refusal)], "")
        return None
    except Exception:  # this file stays and is tried again; the others have their turn
        logger.exception("coverage.drop_folder.failed")
        return None
    _put_away(
        path,
        REFUSED if roster.state == Roster.State.REFUSED else DONE,
        at,
        list(_told(roster)),
        acknowledge(roster, at=at),
    )
    return roster


def _opened(path: Path) -> BinaryIO:
    """The file itself, and not what a link by its name leads to."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _told(roster: Roster) -> Iterator[str]:
    """What became of the file, in lines that name nobody."""
    summary = roster.summary
    yield f"{roster.get_state_display()}."
    if roster.state == Roster.State.APPLIED:
        yield (
            f"{summary['added']} added, {summary['changed']} changed, {summary['ended']} ended, "
            f"{summary['reinstated']} reinstated, {summary['left_out']} rows left out."
        )
    for one in roster.problems:
        unit = "segment" if "segment" in one else "line"
        yield f"{unit} {one[unit]}: {one['message']} [{one['code']}]"
    if summary.get("problems_unlisted"):
        yield f"{summary['problems_unlisted']} more problems are counted and not listed."


def _put_away(path: Path, place: str, at: datetime, told: list[str], answer: str) -> None:
    """Move a file to where its sender sees what became of it; the same name twice gets the time before it."""
    target = path.parent / place / path.name
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        target = target.with_name(f"{at:%Y%m%dT%H%M%S}-{path.name}")
    path.replace(target)
    _write(target.with_name(f"{target.name}.problems.txt"), "\n".join([*told, ""]).encode())
    if answer:
        _write(target.with_name(f"{target.name}.answer.edi"), answer.encode("ascii", errors="replace"))


def _write(path: Path, data: bytes) -> None:
    """Write a new file. A link by its name, which the sender could have put there, is not followed."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o660), "wb") as file:
        file.write(data)


def _remembered() -> Look:
    try:
        kept = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(path): (int(size), int(changed), str(since)) for path, (size, changed, since) in kept.items()}


def _remember(look: Look) -> None:
    with folder.open_private(_memory()) as kept:
        kept.write(json.dumps(look).encode())


def _memory() -> Path:
    return folder.root() / _SEEN
