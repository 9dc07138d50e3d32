"""A tracking definition is plain data; a wrong one is refused with every problem named."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from sinew.content.tracking_schema import tracking_schema
from sinew.motion.geometry import SIGNALS
from sinew.motion.tracking import Posture, Sides, TrackingDefinition, tracking_from_dict
from tests.core.motion.stick import squat_definition

FULL = {
    "exercise": "bridge",
    "mode": "hold",
    "signal": "hip_flexion",
    "start_deg": 45,
    "target_deg": 5,
    "sides": "both",
    "views": ["side"],
    "posture": "supine",
    "hold_low_deg": -180,
    "hold_high_deg": 20,
    "lead": None,
    "bounds": [{"signal": "knee_flexion", "low": 50}],
    "faults": [
        {
            "id": "hips-sag",
            "signal": "hip_flexion",
            "op": ">",
            "threshold": 17,
            "phase": "any",
            "views": ["side"],
        }
    ],
}


def test_a_definition_survives_json():
    definition = tracking_from_dict(FULL)
    assert tracking_from_dict(json.loads(json.dumps(definition.to_dict()))) == definition
    assert definition.direction == -1
    assert definition.amplitude_deg == 40


def test_every_problem_is_named_at_once():
    raw = {
        **FULL,
        "signal": "toe_wiggle",
        "start_deg": "low",
        "colour": 1,
        "faults": [{"id": "x", "op": "!"}],
    }
    with pytest.raises(ValueError, match="toe_wiggle") as refused:
        tracking_from_dict(raw)
    text = str(refused.value)
    for part in (
        "start_deg",
        "colour: unknown field",
        "faults[0].signal",
        "faults[0].op",
        "faults[0].threshold",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hold_low_deg": None}, "give both or neither"),
        ({"hold_low_deg": 30}, "below hold_high_deg"),
        ({"hold_low_deg": None, "hold_high_deg": None}, "a hold needs the band"),
        ({"mode": "repetitions", "target_deg": 44}, "differ from start_deg"),
        ({"min_s": 30}, "below max_s"),
        ({"views": ["moon"]}, "views"),
        ({"bounds": [{"signal": "knee_flexion"}]}, "a bound needs"),
        ({"start_deg": float("nan")}, "start_deg"),
        ({"mode": "repetitions", "movements": 3}, "movements"),
        ({"movements": 2}, "not counted in pairs"),
        ({"hips_travel": "yes"}, "true or false"),
        ({"sides": "middle"}, "sides"),
    ],
)
def test_contradictions_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        tracking_from_dict({**FULL, **change})


def test_a_definition_may_leave_out_what_has_a_usual_value():
    assert squat_definition().max_s == 20.0


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), float("nan"), True, "45", 10**400])
@pytest.mark.parametrize("field", ["start_deg", "target_deg", "max_s"])
def test_a_number_is_finite(field, value):
    with pytest.raises(ValueError, match=f"{field}: expected a number"):
        tracking_from_dict({**FULL, field: value})


@pytest.mark.parametrize("signal", ["out_s", "back_s", "peak_share"])
def test_what_is_known_once_cannot_drift(signal):
    fault = {"id": "too-fast", "signal": signal, "op": "drift", "threshold": 1}
    with pytest.raises(ValueError, match=rf"faults\[0\].op: {signal} .* has no drift"):
        tracking_from_dict({**FULL, "faults": [fault]})


PAGE = (Path(__file__).resolve().parents[3] / "docs" / "motion" / "tracking.md").read_text("utf-8")
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("example", EXAMPLES, ids=["knee extension", "march", "held", "pattern"])
def test_the_examples_of_the_documentation_can_be_run(example):
    tracking_from_dict({"exercise": "example", **example})


def test_the_documentation_and_the_schema_name_everything_there_is():
    schema = tracking_schema()["properties"]
    named = {field.name for field in fields(TrackingDefinition)}
    assert set(schema) == named
    for name in [*named, *SIGNALS, *Posture, *Sides]:
        assert f"`{name}`" in PAGE, name
