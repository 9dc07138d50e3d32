"""The figure, filmed and read by the real pose model: two exercises a day (python -m tests.proof: all)."""

from datetime import UTC, datetime

import pytest

pytest.importorskip("cv2", reason="needs the video extra of Sinew")
pytest.importorskip("mediapipe", reason="needs the video extra of Sinew")
from sinew.motion.tracking import Posture
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.video import PoseUnavailable
from sinew.vocabulary import Side
from tests.proof import films
from tests.proof.library import definition_of, movement_of, tracked
from tests.proof.remarks import REMARKS
from tests.proof.truth import FILMED_LIMIT, judged

OTHER_PROCESSORS_DEG = 1
"""How much further off another processor may read the same film; the proof itself allows nothing."""
_UPRIGHT = (Posture.STANDING, Posture.SEATED, Posture.ANY)


@pytest.mark.skipif(not DEFAULT_BUNDLE.is_file(), reason="needs the pose model's bundle")
@pytest.mark.parametrize("is_upright", [True, False], ids=["upright", "on the floor"])
def test_the_exercise_of_the_day_is_counted_and_measured_on_film(is_upright):
    """Among those without a published miss, the short ones; every exercise has its day."""
    proven = [
        exercise
        for exercise in tracked()
        if exercise not in REMARKS
        and (definition_of(exercise).posture in _UPRIGHT) is is_upright
        and movement_of(exercise).duration_s <= 7
    ]
    exercise = proven[datetime.now(UTC).toordinal() % len(proven)]
    try:
        frames = films.frames_of(exercise)
    except PoseUnavailable as missing:
        pytest.skip(str(missing))
    seen = judged(exercise, frames, films.loops_of(movement_of(exercise)), Side.RIGHT)
    assert seen.is_exact, exercise
    assert seen.error <= FILMED_LIMIT + OTHER_PROCESSORS_DEG, exercise
    assert seen.faults == (), exercise
