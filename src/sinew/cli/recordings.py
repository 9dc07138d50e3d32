"""What the motion commands share: opening a SOURCE with a progress bar, and naming an exercise."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from sinew.content import default_root, load, read_accuracy
from sinew.content.source import Report, read_yaml
from sinew.errors import InputRefused, Problem, SinewError
from sinew.motion.demonstrated import demonstrated
from sinew.motion.frame import Frame
from sinew.motion.tracking import DefinitionError, Mode, TrackingDefinition, tracking_from_dict
from sinew.motion.uncertainty import ExpectedError
from sinew.pose.labelled.tables import is_table, read_table
from sinew.pose.recording import read_recording
from sinew.pose.video import frames_of_video

EXIT_OK, EXIT_USAGE, EXIT_REFUSED = 0, 2, 3
SOURCE_HELP = "a video file, a *.landmarks.jsonl recording, or a *.csv table of joint positions"


class UnknownExercise(SinewError):
    """No exercise has this id."""


class ExerciseNotTracked(SinewError):
    """A camera cannot measure this exercise."""


def answer(args: argparse.Namespace, work: Callable[[argparse.Namespace], int]) -> int:
    """Run a command; report what it refuses in one line a problem, or as JSON where JSON was asked for."""
    try:
        return work(args)
    except InputRefused as refused:
        return report_problems(args, refused.problems, EXIT_REFUSED)
    except UnknownExercise as refusal:
        return report_problems(args, (Problem("--exercise", "unknown-exercise", str(refusal)),), EXIT_USAGE)
    except ExerciseNotTracked as refusal:
        return report_problems(args, (Problem("--exercise", "not-tracked", str(refusal)),), EXIT_USAGE)
    except SinewError as refusal:
        return report_problems(args, (Problem("sinew", "not-possible", str(refusal)),), EXIT_REFUSED)


def report_problems(args: argparse.Namespace, problems: Sequence[Problem], code: int) -> int:
    """List problems, one a line and as JSON where JSON was asked for; returns the exit code."""
    if args.json:
        print(json.dumps({"problems": [problem.to_json() for problem in problems]}, indent=2))
    for problem in problems:
        print(f"sinew: {problem.where}: {problem.message}", file=sys.stderr)
    return code


def frames_of(source: Path, *, is_json: bool) -> list[Frame]:
    """All frames of a video or a recording; shows progress on standard error.

    Raises:
        InputRefused: the source cannot be read.
        PoseUnavailable: reading video needs something that is not installed.
    """
    if source.suffix.lower() == ".jsonl":
        return list(read_recording(source))
    if is_table(source):
        return list(read_table(source))
    bar = ProgressBar(source.name, is_shown=sys.stderr.isatty() or not is_json)
    frames = []
    try:
        for frame, progress in frames_of_video(source):
            frames.append(frame)
            bar.update(len(frames), progress)
    finally:
        bar.finish(len(frames))
    return frames


def check_output(path: Path, *suffixes: str) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Args:
        path: what is to be written.
        suffixes: how its name may end; none: anyhow.

    Raises:
        InputRefused: it is a folder, lies in none, cannot be written or is named otherwise.
    """
    wrong = None
    if path.is_dir():
        wrong = "is a folder; name a file in it"
    elif suffixes and path.suffix.lower() not in suffixes:
        wrong = f"write to a file that ends in {' or '.join(suffixes)}"
    elif not path.parent.is_dir():
        wrong = f"cannot be written: there is no folder {path.parent}"
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        wrong = "cannot be written: permission denied"
    if wrong is not None:
        raise _refused(path, "unwritable-file", [wrong])


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Refuse a file that turns out not to be writable, for example because the disk is full."""
    try:
        yield
    except OSError as reason:
        message = f"cannot be written: {reason.strerror or reason}"
        raise _refused(path, "unwritable-file", [message]) from reason


class ProgressBar:
    """A bar on a terminal; a few plain lines elsewhere."""

    _WIDTH = 28

    def __init__(self, name: str, *, is_shown: bool) -> None:
        self._name = name
        self._is_shown = is_shown
        self._is_terminal = sys.stderr.isatty()
        self._drawn_at = time.monotonic()
        self._tenth = 0

    def update(self, done: int, progress: float | None, unit: str = "frames") -> None:
        """Show that this many frames or other units, or this share of the whole, is done."""
        if not self._is_shown:
            return
        if self._is_terminal and time.monotonic() - self._drawn_at > 0.1:
            self._drawn_at = time.monotonic()
            print(f"\r\033[K{self._line(done, progress, unit)}", end="", file=sys.stderr, flush=True)
        elif not self._is_terminal and progress is not None and int(progress * 4) > self._tenth:
            self._tenth = int(progress * 4)
            print(f"{self._name}: {progress:.0%}, {done} {unit}", file=sys.stderr, flush=True)

    def _line(self, done: int, progress: float | None, unit: str) -> str:
        if progress is None:
            return f"{self._name}  {done} {unit}"
        filled = round(progress * self._WIDTH)
        return f"{self._name}  {'█' * filled}{'░' * (self._WIDTH - filled)} {progress:4.0%}  {done} {unit}"

    def finish(self, done: int) -> None:
        """Take the bar away."""
        if self._is_shown and self._is_terminal and done:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def definition_of(exercise: str) -> TrackingDefinition:
    """The tracking definition of an exercise in the library.

    Raises:
        UnknownExercise: no such exercise; the message names the nearest ids.
        ExerciseNotTracked: a camera cannot measure it.
    """
    content = load(default_root())
    exercises = content.exercises
    if exercise not in exercises:
        nearest = get_close_matches(exercise, exercises, n=3, cutoff=0.5)
        hint = (
            f"did you mean {' or '.join(nearest)}?" if nearest else f"known: {', '.join(sorted(exercises))}"
        )
        raise UnknownExercise(f"no exercise is called {exercise!r}; {hint}")
    tracking = exercises[exercise].tracking
    if tracking is None:
        because = content.camera_limits.get(exercises[exercise].untracked or "", "it cannot be seen.").rstrip(
            "."
        )
        tracked = ", ".join(sorted(name for name, item in exercises.items() if item.tracking is not None))
        raise ExerciseNotTracked(f"a camera cannot measure {exercise}: {because}; it can measure {tracked}")
    return tracking


def errors_of(definition: TrackingDefinition) -> ExpectedError:
    """What the angles of this definition are expected to be off by, as far as the library was measured."""
    return read_accuracy(default_root()).expected(definition.exercise, definition.signal)


def definition_in(path: Path) -> TrackingDefinition:
    """The tracking definition in a YAML file.

    Raises:
        InputRefused: the file cannot be read, or is not a definition; every problem is listed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as reason:
        raise _refused(path, "unreadable-file", [f"cannot be read: {reason.strerror or reason}"]) from reason
    except UnicodeDecodeError:
        raise _refused(path, "not-yaml", ["is not text"]) from None
    report = Report(folder="")
    file = read_yaml(str(path), text, report)
    if report.problems:
        raise InputRefused(report.sorted())
    if not isinstance(file.data, dict):
        raise _refused(path, "not-a-definition", ["expected a mapping with signal, start_deg, target_deg, …"])
    try:
        definition = tracking_from_dict({"exercise": path.name.split(".")[0], **file.data})
        return _with_exemplar(definition)
    except DefinitionError as reason:
        for message in reason.problems:
            report.add(file.name, file.line_of_words(message.partition(": ")[0]), "bad-definition", message)
        raise InputRefused(report.sorted()) from reason


def _with_exemplar(definition: TrackingDefinition) -> TrackingDefinition:
    """A pattern without an exemplar follows the figure of the library's exercise of that name.

    Raises:
        DefinitionError: there is no such figure, or it shows nothing these signals could follow.
    """
    if definition.mode is not Mode.PATTERN or definition.exemplar:
        return definition
    known = load(default_root()).exercises.get(definition.exercise)
    if known is None or known.movement is None:
        message = "missing, and the library has no figure of"
        raise DefinitionError([f"exemplar: {message} “{definition.exercise}” that could show a repetition"])
    return demonstrated(definition, known.movement)


def _refused(path: Path, code: str, messages: Iterable[str]) -> InputRefused:
    return InputRefused(tuple(Problem(str(path), code, message) for message in messages))
