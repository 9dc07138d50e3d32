"""What page and server say to each other is defined once, in Python; TypeScript gets its types from it."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from sinew.content import default_root, load
from sinew.motion.engine import Engine
from sinew.motion.events import Event
from sinew.motion.frame import frame_to_dict
from sinew.motion.shown import rounded_deg
from sinew.motion.synthetic import trace

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("contract", REPOSITORY / "frontend/scripts/contract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_stored_types_are_those_the_python_types_make(script):
    stored = {path.name: path.read_text(encoding="utf-8") for path in script.TARGET.glob("*.ts")}
    assert stored == script.contract(), "run python frontend/scripts/contract.py"


def test_every_event_of_the_engine_is_in_the_contract(script):
    assert {kind.__name__ for kind in script.EVENTS} == {kind.__name__ for kind in Event.__subclasses__()}


@pytest.mark.parametrize("exercise", ["mini-squat", "bridge-hold-double"])
def test_the_engine_says_what_the_contract_promises(script, exercise):
    known = load(default_root()).exercises[exercise]
    frames = list(trace(known.movement, fps=20, repetitions=2, lead_in_s=2))
    engine = Engine(known.tracking)
    said = [event for frame in frames for event in engine.update(frame)] + engine.finish()
    assert {"repetition", "hold_started"} & {event.type for event in said}
    for event in said:
        assert set(event.to_dict()) == set(script._fields(type(event)))
    assert set(engine.snapshot()) == set(script._fields(script.engine.Snapshot))
    assert set(frame_to_dict(frames[0])) == set(script._fields(script.frame.Frame))


def test_a_field_that_may_be_missing_is_said_to_be_null(script):
    hurt = script.contract()["result.ts"].split("export interface Hurt {")[1].split("}")[0]
    assert "readonly pain: number;" in hurt
    assert "readonly effort: number | null;" in script.contract()["result.ts"]


def test_angles_are_rounded_as_the_player_rounds_them():
    """`frontend/src/player/words.test.ts` reads the same examples."""
    examples = json.loads((REPOSITORY / "tests/support/rounding.json").read_text(encoding="utf-8"))
    shown = [(example["angle_deg"], rounded_deg(example["angle_deg"])) for example in examples]
    assert shown == [(example["angle_deg"], example["shown_deg"]) for example in examples]
