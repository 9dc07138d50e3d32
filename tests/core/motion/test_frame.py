"""Frames survive the trip through a recording, and broken ones say what is wrong."""

import pytest

from sinew.motion.frame import frame_from_dict, frame_to_dict
from tests.core.motion.stick import empty, standing


def test_a_frame_comes_back_from_its_json_form():
    for frame in (standing(40, 30.0), empty(80)):
        assert frame_from_dict(frame_to_dict(frame)) == frame


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t_ms": "soon"}, "t_ms"),
        ({"width": None}, "width"),
        ({"image": [[0.1, 0.2, 0.3, 1.0]] * 5}, "expected 33 landmarks, found 5"),
        ({"world": [[0.1, "left", 0.3, 1.0]] * 33}, "world: every landmark"),
        ({"image": [[0.1, 0.2]] * 33}, "image: every landmark"),
    ],
)
def test_a_broken_frame_is_refused_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        frame_from_dict({**frame_to_dict(standing(0, 10.0)), **change})


def test_a_missing_visibility_stays_unknown():
    raw = frame_to_dict(standing(0, 10.0, visibility=None, far_visibility=None))
    assert frame_from_dict(raw).image[25].visibility is None
