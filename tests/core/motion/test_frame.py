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
        ({"world": [[0.1, "left", 0.3, 1.0]] * 33}, r"world\[0\].y: expected a number"),
        ({"image": [[0.1, 0.2]] * 33}, r"image\[0\]: expected \[x, y, z, visibility\]"),
    ],
)
def test_a_broken_frame_is_refused_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        frame_from_dict({**frame_to_dict(standing(0, 10.0)), **change})


def test_a_missing_visibility_stays_unknown():
    raw = frame_to_dict(standing(0, 10.0, visibility=None, far_visibility=None))
    assert frame_from_dict(raw).image[25].visibility is None


@pytest.mark.parametrize("space", ["image", "world"])
@pytest.mark.parametrize(
    ("axis", "value"),
    [
        *((axis, value) for axis in "xyz" for value in (float("nan"), float("inf"), -float("inf"))),
        *(("x", value) for value in (10**400, 1e308, True, "a", None, [])),
        *(("visibility", value) for value in (float("nan"), "", [], 7, -0.1, True, "x")),
    ],
)
def test_what_is_no_number_is_refused_by_landmark_and_axis(space, axis, value):
    raw = frame_to_dict(standing(0, 10.0))
    raw[space][25]["xyz".find(axis) if axis in "xyz" else 3] = value
    with pytest.raises(ValueError, match=rf"{space}\[25\]\.{axis}: expected"):
        frame_from_dict(raw)


@pytest.mark.parametrize(
    "change",
    [
        {"t_ms": float("nan")},
        {"t_ms": float("inf")},
        {"t_ms": 10**400},
        {"t_ms": True},
        {"width": float("nan")},
        {"width": float("inf")},
        {"width": 0},
        {"height": -720},
        {"height": True},
    ],
)
def test_time_and_size_are_plain_numbers(change):
    (name,) = change
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        frame_from_dict({**frame_to_dict(standing(0, 10.0)), **change})


@pytest.mark.parametrize("rows", ["abc", {"a": 1}, 4, [], ["abcd"] * 33])
def test_landmarks_are_a_list_of_lists(rows):
    with pytest.raises(ValueError, match=r"^image"):
        frame_from_dict({**frame_to_dict(standing(0, 10.0)), "image": rows})


def test_without_a_picture_its_size_does_not_matter():
    assert frame_from_dict({**frame_to_dict(empty(0)), "width": 0, "height": 0}).width == 0
