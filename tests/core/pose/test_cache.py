"""What the pose model saw of a video is found again by content, and by nothing else."""

from hashlib import sha256

import pytest

from sinew.errors import InputRefused
from sinew.motion.frame import frame_to_dict
from sinew.pose.cache import cached_frames
from sinew.pose.recording import write_recording
from tests.core.motion.stick import film, wave


@pytest.fixture
def kept(tmp_path):
    """A video that met a model before: neither can be read, so what is found was kept."""
    video, bundle, folder = tmp_path / "a.mp4", tmp_path / "model.task", tmp_path / "kept"
    video.write_bytes(b"a film")
    bundle.write_bytes(b"a model")
    folder.mkdir()
    name = sha256(b"a film" + b"a model").hexdigest()[:32]
    write_recording(folder / f"{name}.landmarks.jsonl", film(wave(1), 3))
    return video, bundle, folder


def test_a_known_video_is_not_read_again_whatever_it_is_called(kept, tmp_path):
    video, bundle, folder = kept
    frames = cached_frames(video.rename(tmp_path / "b.mp4"), folder=folder, bundle=bundle)
    first = next(iter(film(wave(1), 3)))
    assert frames[0].t_ms == first.t_ms
    assert frame_to_dict(frames[0])["image"][0] == pytest.approx(frame_to_dict(first)["image"][0], abs=1e-5)


@pytest.mark.parametrize("changed", [0, 1])
def test_another_video_or_another_model_is_read_anew(kept, changed):
    video, bundle, folder = kept
    kept[changed].write_bytes(b"something else")
    with pytest.raises(InputRefused, match="cannot be read as a video"):
        cached_frames(video, folder=folder, bundle=bundle)
