"""Two floor films through the real pose model (python -m tests.floor: all of them)."""

import pytest

pytest.importorskip("cv2", reason="needs the video extra of Sinew")
pytest.importorskip("mediapipe", reason="needs the video extra of Sinew")
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.video import PoseUnavailable
from tests.floor.measures import outcome
from tests.floor.scenes import BY_NAME
from tests.floor.watched import frames_of

pytestmark = pytest.mark.skipif(not DEFAULT_BUNDLE.is_file(), reason="needs the pose model's bundle")


def watched(exercise, condition):
    try:
        return outcome(exercise, BY_NAME[condition], frames_of(exercise, BY_NAME[condition]))
    except PoseUnavailable as missing:
        pytest.skip(str(missing))


def test_one_leg_bridges_are_counted_though_the_model_mixes_up_the_shanks():
    seen = watched("bridge-single", "side")
    assert seen.exchanged + seen.off > 10, "no longer a hard film: choose another"
    assert (seen.count, seen.expected) == (2, 2)
    assert seen.error < 5


def test_a_phone_on_the_floor_sees_a_prone_curl():
    seen = watched("hamstring-curl-prone", "phone on the floor")
    assert seen.is_exact
    assert seen.error < 5
    assert seen.begins_ms is not None
    assert seen.begins_ms < 2000
