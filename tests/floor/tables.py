"""The tables of docs/motion/floor.md."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import isnan
from pathlib import Path
from unittest.mock import patch

from sinew.motion.analysis import analyze
from sinew.motion.bones import BoneLengths
from sinew.motion.engine import Engine
from sinew.motion.events import PromptShown
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS
from sinew.motion.sight import Sight
from sinew.motion.tracking import Posture
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.video import frames_of_video
from tests.floor.measures import Outcome, is_wrong, outcome, seen_parts
from tests.floor.scenes import (
    BY_NAME,
    CONDITIONS,
    EXERCISES,
    SUPINE,
    Condition,
    head_up_turns,
    moments,
    truths,
)
from tests.floor.watched import frames_of
from tests.proof.library import REPOSITORY, definition_of

SAMPLES = Path(os.environ.get("SINEW_SAMPLES") or REPOSITORY.parent / "shared" / "motion-samples")
Note = Callable[[str], object]


@contextmanager
def engine_before() -> Iterator[None]:
    """The engine without what was made for the floor: no doubted bones, both limbs from an oblique view."""
    no_floor = property(lambda _: False)
    with patch.object(BoneLengths, "_SHORT", 0.0), patch.object(Posture, "is_on_floor", no_floor):
        yield


@cache
def seen(exercise: str, condition: Condition, model: str = "full", *, is_turned: bool = False) -> Outcome:
    """What became of a film with the engine as it is."""
    turns = head_up_turns(exercise, condition) if is_turned else 0
    return outcome(exercise, condition, frames_of(exercise, condition, model=model, quarter_turns=turns))


@cache
def seen_before(exercise: str, condition: Condition) -> Outcome:
    """What became of a film with the engine as it was."""
    with engine_before():
        return outcome(exercise, condition, frames_of(exercise, condition))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table with aligned columns."""
    cells = [list(head), ["-" * len(name) for name in head], *[list(row) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    lines[1] = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join(lines)


_SIGHT = ("person", "chain", "first s")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None and not isnan(value)]
    return sum(known) / len(known) if known else None


def _seconds(values: Sequence[int | None]) -> str:
    mean, never = _mean(values), values.count(None)
    text = "-" if mean is None else f"{mean / 1000:.1f}"
    return f"{text}, {never} never" if never else text


def _degrees(outcomes: Sequence[Outcome]) -> str:
    mean = _mean(o.error for o in outcomes)
    return "-" if mean is None else f"{mean:.1f}"


def _wrong(outcomes: Sequence[Outcome]) -> str:
    return _share(sum(o.exchanged + o.off for o in outcomes), sum(o.found for o in outcomes))


def _sight(outcomes: Sequence[Outcome]) -> tuple[str, str, str]:
    frames = sum(o.frames for o in outcomes)
    return (
        _share(sum(o.found for o in outcomes), frames),
        _share(sum(o.chain for o in outcomes), frames),
        _seconds([o.first_ms for o in outcomes]),
    )


def _exact(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(o.is_exact for o in outcomes)} of {len(outcomes)}"


def conditions(note: Note) -> str:
    """Every way of standing a phone, with the engine before and now."""
    head = (
        "phone and person",
        "person",
        "chain",
        "first s",
        "begins s",
        "wrong limb",
        "error",
        "exact before",
        "exact",
    )
    rows = []
    for condition in CONDITIONS:
        now = [seen(exercise, condition) for exercise in condition.exercises]
        before = [seen_before(exercise, condition) for exercise in condition.exercises]
        begins = _seconds([o.begins_ms for o in now])
        rows.append(
            (condition.name, *_sight(now), begins, _wrong(now), _degrees(now), _exact(before), _exact(now))
        )
        note(condition.name)
    return table(head, rows)


_ORDINARY = ("side", "left side works", "phone on the floor")


def exercises(note: Note) -> str:
    """Every exercise from the side the program asks for, and from the other."""
    head = (
        "exercise",
        "posture",
        "wrong limb",
        "error",
        "exact before",
        "exact",
        "far limb: chain",
        "error",
        "exact",
    )
    rows = []
    for exercise in EXERCISES:
        now = [seen(exercise, BY_NAME[name]) for name in _ORDINARY]
        before = [seen_before(exercise, BY_NAME[name]) for name in _ORDINARY]
        far = [seen(exercise, BY_NAME["far limb works"])]
        posture = definition_of(exercise).posture.value.replace("_", " ")
        own = (_wrong(now), _degrees(now), _exact(before), _exact(now))
        rows.append((exercise, posture, *own, _sight(far)[1], _degrees(far), _exact(far)))
        note(exercise)
    return table(head, rows)


_HARD = ("far away", "head cut off", "at the feet", "oblique, toward the feet", "far limb works")


def turned(note: Note) -> str:
    """The picture turned until the lying person's head is up, before the model sees it."""
    head = ("phone and person", "turned", *_SIGHT, "wrong limb", "error", "exact")
    rows = []
    for name in _HARD:
        for is_turned in (False, True):
            condition = BY_NAME[name]
            found = [seen(exercise, condition, is_turned=is_turned) for exercise in condition.exercises]
            text = "yes" if is_turned else "no"
            rows.append((name, text, *_sight(found), _wrong(found), _degrees(found), _exact(found)))
        note(name)
    return table(head, rows)


def models(note: Note) -> str:
    """The full and the heavy model."""
    head = ("phone and person", "model", *_SIGHT, "wrong limb", "error", "exact")
    rows = []
    for name in ("side", "oblique, toward the feet", "far limb works", "at the feet"):
        for model in ("full", "heavy"):
            condition = BY_NAME[name]
            found = [seen(exercise, condition, model) for exercise in condition.exercises]
            rows.append((name, model, *_sight(found), _wrong(found), _degrees(found), _exact(found)))
        note(name)
    return table(head, rows)


_SITTING = (
    ("side", "sits, then lies down"),
    ("oblique, toward the feet", "oblique, sits first"),
    ("at the feet", "at the feet, sits first"),
    ("far away", "far away, sits first"),
    ("head cut off", "head cut off, sits first"),
)


def sitting(note: Note) -> str:
    """The six exercises on the back: lying from the first frame on, or seen sitting before."""
    head = ("phone and person", "sits first", *_SIGHT, "wrong limb", "error", "exact")
    rows = []
    for names in _SITTING:
        for name in names:
            found = [seen(exercise, BY_NAME[name]) for exercise in SUPINE]
            text = "yes" if BY_NAME[name].sits_first else "no"
            rows.append((names[0], text, *_sight(found), _wrong(found), _degrees(found), _exact(found)))
        note(names[0])
    return table(head, rows)


_LIMITS = (0.7, 0.8, 0.85, 0.9)


def doubts(note: Note) -> str:
    """How many wrong and right frames a short bone marks, for several limits."""
    names = (*_ORDINARY, "sits, then lies down", "phone upright", "far limb works")
    rows = []
    for limit in _LIMITS:
        counts: Counter[tuple[bool, bool]] = Counter()
        with patch.object(BoneLengths, "_SHORT", limit):
            for name in names:
                for exercise in BY_NAME[name].exercises:
                    counts.update(_marked(exercise, BY_NAME[name]))
        wrong, right = (counts[kind, True] + counts[kind, False] for kind in (True, False))
        caught, lost = _share(counts[True, True], wrong), 100 * counts[False, True] / right
        rows.append((f"{limit:g}", str(wrong), caught, str(right), f"{lost:.1f} %"))
        note(f"limit {limit}")
    return table(("shorter than", "wrong frames", "marked", "right frames", "marked"), rows)


def _marked(exercise: str, condition: Condition) -> Iterator[tuple[bool, bool]]:
    """For every frame with a person: whether the working leg is wrong, and whether it is doubted."""
    working = LEFT if condition.mirrored else RIGHT
    sight = Sight(definition_of(exercise), is_clip=True)
    scene, true = moments(exercise, condition), truths(exercise, condition)
    for frame, moment, truth in zip(frames_of(exercise, condition), scene, true, strict=True):
        sight.take(frame, is_free=True)
        if moment.is_placed and frame.image is not None and sight.image is not None:
            is_doubted = bool({25 + working, 27 + working} & sight.image.doubted)
            yield is_wrong(exercise, condition, frame, truth) is not None, is_doubted


_ASKING = (
    "at the feet",
    "head cut off",
    "far away",
    "feet cut off",
    "phone on its side",
    "phone on its other side",
)


def prompts(note: Note) -> str:
    """What the engine last asked for before the set began, in how many films."""
    names = (
        "at the feet",
        "head cut off",
        "far away",
        "feet cut off",
        "phone on its side",
        "phone on its other side",
    )
    rows = []
    for name in names:
        last: Counter[str] = Counter()
        for exercise in BY_NAME[name].exercises:
            last[_asked(exercise, BY_NAME[name])] += 1
        rows.append((name, ", ".join(f"{prompt} {count}" for prompt, count in last.most_common())))
        note(name)
    return table(("phone and person", "asked for, films"), rows)


def _asked(exercise: str, condition: Condition) -> str:
    engine, asked = Engine(definition_of(exercise)), "begins"
    for frame in frames_of(exercise, condition):
        for event in engine.update(frame):
            if isinstance(event, PromptShown):
                asked = event.prompt.value
        if engine.snapshot()["state"] not in ("setup", "lost"):
            return "begins"
    return asked


def recordings(note: Note) -> str:
    """The one recording of a person on the floor that may be shared."""
    video = SAMPLES / "physioplus" / "bridging.mp4"
    definition = definition_of("bridge-double")
    rows = []
    for model in ("full", "heavy"):
        bundle = DEFAULT_BUNDLE.with_name(f"pose_landmarker_{model}.task")
        frames = [item.frame for item in frames_of_video(video, bundle=bundle)]
        parts = SIGNALS[definition.signal].landmarks(LEFT), SIGNALS[definition.signal].landmarks(RIGHT)
        chain = [frame.t_ms for frame in frames if any(seen_parts(frame, side) for side in parts)]
        analysis = analyze(frames, definition)
        rows.append(
            (
                "bridging.mp4",
                model,
                _share(sum(frame.image is not None for frame in frames), len(frames)),
                _share(len(chain), len(frames)),
                f"{chain[0] / 1000:.1f}",
                f"{analysis.count} of 1",
                ", ".join(f"{hold.seconds:.1f}" for hold in analysis.holds),
            )
        )
        note(model)
    return table(("recording", "model", "person", "chain", "first s", "counted", "held s (about 1.5)"), rows)
