"""What one frame costs the motion engine in CPython, on recorded traces."""

import gzip
import json
import sys
import time
from pathlib import Path
from types import FrameType

from sinew.motion.engine import Engine
from sinew.motion.frame import Frame, frame_from_dict
from tests.proof.library import definition_of

REPOSITORY = Path(__file__).resolve().parents[2]
AIM_US = 120.0
CASES = (
    ("squat", "mini-squat"),
    ("squat", "lunge-reverse"),
    ("bridge", "bridge-double"),
    ("bridge", "bridge-hold-double"),
    ("squat", "windmill-touch"),
    ("bridge", "cat-camel"),
)


def _trace(name: str) -> list[Frame]:
    with gzip.open(REPOSITORY / "tests" / "traces" / f"{name}.landmarks.jsonl.gz", "rt") as lines:
        return [frame_from_dict(json.loads(line)) for line in lines]


def cost_us(trace: str, exercise: str, *, rounds: int = 7) -> float:
    """Microseconds of processor time per frame, update and snapshot; the best of a few rounds."""
    frames, definition = _trace(trace), definition_of(exercise)
    best = float("inf")
    for _ in range(rounds):
        engine, began = Engine(definition, clip=True), time.process_time()
        for frame in frames:
            engine.update(frame)
            engine.snapshot()
        best = min(best, (time.process_time() - began) / len(frames) * 1e6)
    return best


def bytecodes(trace: str, exercise: str, *, frames: int = 240) -> int:
    """Bytecodes a frame, update and snapshot: the same on any machine, however busy."""
    recorded, engine, counted = _trace(trace)[:frames], Engine(definition_of(exercise), clip=True), 0

    def count(frame: FrameType, event: str, _: object) -> object:
        nonlocal counted
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        counted += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        for frame in recorded:
            engine.update(frame)
            engine.snapshot()
    finally:
        sys.settrace(before)
    return counted // len(recorded)


def run() -> dict[str, float]:
    """Print a table and return microseconds per frame by case."""
    costs = {f"{trace} as {exercise}": cost_us(trace, exercise) for trace, exercise in CASES}
    sys.stdout.write(
        f"Motion engine, CPython {sys.version.split()[0]} (aim: under {AIM_US:.0f} µs a frame)\n"
    )
    for name, cost in costs.items():
        sys.stdout.write(f"  {name:<32} {cost:6.1f} µs\n")
    for trace, exercise in CASES:
        name = f"{trace} as {exercise}"
        sys.stdout.write(f"  {name:<32} {bytecodes(trace, exercise):6} bytecodes\n")
    return costs


if __name__ == "__main__":
    run()
