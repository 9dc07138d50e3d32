"""Analyzes a folder of recordings on all cores; what was done before is not done again.

A result is kept under the content of the recording, the definition and the engine, so that it is found
again whatever the file is called, and not after any of them changed. Landmarks and pictures are not kept.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import sinew.motion
from sinew.errors import InputRefused, Problem, SinewError
from sinew.motion.analysis import analyze
from sinew.motion.frame import Frame
from sinew.motion.tracking import TrackingDefinition
from sinew.motion.uncertainty import ExpectedError
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.labelled.tables import is_table, read_table
from sinew.pose.recording import read_recording
from sinew.pose.video import frames_of_video
from sinew.vocabulary import Side

DEFAULT_RESULTS = DEFAULT_BUNDLE.parent / "analyses"
_VIDEOS = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mjpeg", ".mjpg", ".mpg", ".mpeg", ".ogv")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: its path.
        answer: as ``sinew analyze --json`` gives it; ``None`` if it was refused.
        problems: why it was refused.
        was_known: the answer is of an earlier run.
    """

    file: Path
    answer: dict[str, Any] | None
    problems: tuple[Problem, ...] = ()
    was_known: bool = False


class _Task(NamedTuple):
    """What is asked of every file."""

    definition: TrackingDefinition
    side: Side | None
    errors: ExpectedError | None
    results: Path


def recordings_in(folder: Path) -> list[Path]:
    """Every video, recording and table below a folder, in order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and _is_recording(path))


def _is_recording(path: Path) -> bool:
    return path.suffix.lower() in _VIDEOS or path.name.endswith(".landmarks.jsonl") or is_table(path)


def frames_of_source(source: Path) -> Iterator[Frame]:
    """The frames of a video, a recording or a table.

    Raises:
        InputRefused: the source cannot be read.
        PoseUnavailable: reading video needs something that is not installed.
    """
    if source.suffix.lower() == ".jsonl":
        yield from read_recording(source)
    elif is_table(source):
        yield from read_table(source)
    else:
        yield from (frame for frame, _ in frames_of_video(source))


def analyze_folder(
    files: list[Path],
    definition: TrackingDefinition,
    side: Side | None = None,
    *,
    errors: ExpectedError | None = None,
    results: Path = DEFAULT_RESULTS,
    workers: int | None = None,
    progress: Callable[[int, Outcome], None] | None = None,
) -> list[Outcome]:
    """Analyze every file; a file that is refused stops no other.

    Args:
        files: what to analyze.
        definition: what to look for.
        side: the working side, ``None`` = whichever moves.
        errors: what was measured of this exercise.
        results: where answers are kept.
        workers: processes, ``None`` = one a core.
        progress: told after each file how many are done.
    """
    results.mkdir(parents=True, exist_ok=True)
    task = _Task(definition, side, errors, results)
    done: dict[Path, Outcome] = {}

    def note(outcome: Outcome) -> None:
        done[outcome.file] = outcome
        if progress is not None:
            progress(len(done), outcome)

    for file in files:
        known = _known(file, task)
        if known is not None:
            note(known)
    left = [file for file in files if file not in done]
    size = min(workers or os.cpu_count() or 1, len(left))
    if size <= 1:
        for file in left:
            note(_analyze_one(file, task))
        return [done[file] for file in files]
    with ProcessPoolExecutor(size, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_analyze_one, file, task): file for file in left}
        for future in as_completed(waiting):
            try:
                note(future.result())
            except BrokenProcessPool:
                message = "the process that read it, or one beside it, ended; analyze this file alone"
                file = waiting[future]
                note(Outcome(file, None, (Problem(str(file), "process-ended", message),)))
    return [done[file] for file in files]


def _known(file: Path, task: _Task) -> Outcome | None:
    """The answer of an earlier run, if there is one."""
    try:
        kept = task.results / f"{_key(file, task)}.json"
        return Outcome(file, json.loads(kept.read_text(encoding="utf-8")), was_known=True)
    except (OSError, json.JSONDecodeError):
        return None


def _analyze_one(file: Path, task: _Task) -> Outcome:
    try:
        kept = task.results / f"{_key(file, task)}.json"
        answer = analyze(frames_of_source(file), task.definition, task.side, task.errors).to_json()
        partial = kept.with_suffix(f".{os.getpid()}.partial")
        partial.write_text(json.dumps(answer), encoding="utf-8")
        partial.replace(kept)
    except InputRefused as refused:
        return Outcome(file, None, refused.problems)
    except SinewError as refusal:
        return Outcome(file, None, (Problem(str(file), "not-possible", str(refusal)),))
    except OSError as reason:
        message = f"cannot be read: {reason.strerror or reason}"
        return Outcome(file, None, (Problem(str(file), "unreadable-file", message),))
    return Outcome(file, answer)


def _key(file: Path, task: _Task) -> str:
    digest = sha256(_engine())
    errors = task.errors.table() if task.errors is not None else None
    digest.update(json.dumps([task.definition.to_dict(), task.side, errors], sort_keys=True).encode())
    digest.update(file.suffix.encode())
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:32]


@cache
def _engine() -> bytes:
    """A digest of the engine's own code and of the pose model: an answer of another version is no answer."""
    digest = sha256()
    for path in [*sorted(Path(sinew.motion.__file__).parent.glob("*.py")), DEFAULT_BUNDLE]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()
