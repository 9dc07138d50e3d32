"""Films of the figure: sizes, stillness, and what the real pose model makes of them."""

from pathlib import Path

import pytest
import yaml

from sinew.cli import main
from sinew.errors import InputRefused
from sinew.motion.engine import Engine
from sinew.motion.frame import Frame, Part
from sinew.motion.tracking import tracking_from_dict
from sinew.vocabulary import Side
from tests.core.motion.test_movement import CONTENT, content_movement

cv2 = pytest.importorskip("cv2", reason="needs the video extra of Sinew")
from sinew.pose.bundle import DEFAULT_BUNDLE  # noqa: E402 - after the skip
from sinew.pose.render import FPS, Film, pictures, render  # noqa: E402 - after the skip


def first_picture(exercise: str, **how):
    return next(iter(pictures(content_movement(exercise), Film(repetitions=1, lead_in_s=0, pace=100, **how))))


def test_a_film_is_still_then_moves_then_is_still():
    film = Film(repetitions=1, lead_in_s=0.2, tail_s=0.2, pace=8)
    squat = content_movement("mini-squat")
    frames = list(pictures(squat, film))
    assert len(frames) == round((0.4 + squat.duration_s / 8) * FPS)
    assert (frames[0] == frames[5]).all()
    assert (frames[0] == frames[-1]).all()
    assert any((frame != frames[0]).any() for frame in frames)


@pytest.mark.parametrize(
    ("exercise", "shape"), [("mini-squat", (960, 720, 3)), ("bridge-double", (720, 960, 3))]
)
def test_standing_is_filmed_upright_and_lying_across(exercise, shape):
    assert first_picture(exercise).shape == shape


def test_the_left_side_is_the_mirror_image():
    right, left = (first_picture("mini-squat", near_side=side) for side in (Side.RIGHT, Side.LEFT))
    assert (right[:, ::-1] == left).all()


@pytest.mark.parametrize("suffix", [".mp4", ".mjpeg"])
def test_films_can_be_read_back(tmp_path: Path, suffix: str):
    path = tmp_path / f"squat{suffix}"
    film = Film(repetitions=1, lead_in_s=0.1, tail_s=0.1, pace=10)
    written = render(content_movement("mini-squat"), path, film)
    capture, read = cv2.VideoCapture(str(path)), 0
    while capture.read()[0]:
        read += 1
    assert read == written


def test_other_file_names_are_refused(tmp_path: Path):
    with pytest.raises(InputRefused, match=r"\.mp4 or \.mjpeg"):
        render(content_movement("mini-squat"), tmp_path / "squat.gif")


def test_the_command_draws_a_contact_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sheet = tmp_path / "sheet.png"
    assert main(["figures", "sheet", str(sheet), "--exercise", "mini-squat"]) == 0
    assert cv2.imread(str(sheet)).shape[1] > 1000
    assert "1 movement" in capsys.readouterr().out


def test_an_unknown_exercise_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["figures", "render", "moonwalk", str(tmp_path / "a.mp4")]) == 3
    assert "no exercise has this id" in capsys.readouterr().err


def seen_by_the_pose_model(path: Path) -> list[Frame]:
    from sinew.pose.video import PoseUnavailable, frames_of_video

    try:
        return [item.frame for item in frames_of_video(path)]
    except PoseUnavailable as missing:
        pytest.skip(str(missing))


@pytest.mark.skipif(
    not DEFAULT_BUNDLE.is_file(), reason=f"needs the pose model: make build/{DEFAULT_BUNDLE.name}"
)
def test_the_pose_model_sees_the_figure_and_the_engine_counts_it(tmp_path: Path):
    pytest.importorskip("mediapipe", reason="needs the video extra of Sinew")
    path = tmp_path / "squat.mp4"
    render(content_movement("mini-squat"), path, Film(repetitions=2, lead_in_s=0.5, tail_s=1, pace=1.3))
    frames = seen_by_the_pose_model(path)
    for part in (Part.RIGHT_SHOULDER, Part.RIGHT_HIP, Part.RIGHT_KNEE, Part.RIGHT_ANKLE):
        visible = sorted(frame.image[part].visibility for frame in frames)
        assert visible[len(visible) // 20] >= 0.7, part.name
    raw = yaml.safe_load((CONTENT / "mini-squat" / "tracking.yaml").read_text())
    engine = Engine(tracking_from_dict(raw), clip=True)
    found = [event for frame in frames for event in engine.update(frame)] + engine.finish()
    done = [event for event in (event.to_dict() for event in found) if event["type"] == "repetition"]
    assert [event["complete"] for event in done] == [True, True]
    assert all(abs(event["peak_deg"] - 46) < 10 for event in done)
