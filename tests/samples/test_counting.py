"""The engine against recordings nobody here made, with counts nobody here chose."""

import pytest

from sinew.pose.evaluation import STRESSES, score_sessions
from sinew.pose.labelled import ui_prmd_sessions
from tests.support.samples import samples

pytestmark = pytest.mark.samples
LOWER_LIMB = ("m01", "m02", "m03", "m04", "m05", "m06")


@pytest.fixture(scope="module")
def sessions():
    found = list(ui_prmd_sessions(samples(), LOWER_LIMB))
    assert len(found) == 60
    return found


def test_lower_limb_sessions_are_counted_within_one(sessions):
    score = score_sessions("as recorded", sessions, STRESSES[0])
    assert score.obo >= 59 / 60
    assert score.exact >= 0.9
    assert score.mae <= 0.012


@pytest.mark.parametrize("stress", [STRESSES[3], STRESSES[-1]], ids=lambda stress: stress.name)
def test_a_poor_camera_costs_little(sessions, stress):
    assert score_sessions(stress.name, sessions, stress).obo >= 0.97


def test_shoulder_movements_are_counted_too():
    shoulder = list(ui_prmd_sessions(samples(), ("m07", "m10")))
    assert score_sessions("m07, m10", shoulder, STRESSES[0]).obo == 1.0
