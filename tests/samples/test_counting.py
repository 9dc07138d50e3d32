"""The engine against recordings nobody here made, with counts nobody here chose."""

import json

import pytest

from sinew.cli import main
from sinew.pose.evaluation.sessions import LIBRARY_EXERCISE, cue_rows, measure_sessions
from sinew.pose.evaluation.stress import STRESSES
from sinew.pose.labelled.kinect import LOWER_LIMB, tracking_file
from tests.proof.library import definition_of
from tests.support.samples import samples

pytestmark = pytest.mark.samples
QUICK = ("as recorded, 30 fps", "6 fps", "30 % of frames lost", "15 fps, 10 % lost, 2 cm noise, 2 % off")


@pytest.fixture(scope="module")
def measured():
    """Every session, and what would have been said in it."""
    stresses = [stress for stress in STRESSES if stress.name in QUICK]
    library = {exercise: definition_of(exercise) for exercise in LIBRARY_EXERCISE.values()}
    return measure_sessions(samples(), library, stresses=stresses)


@pytest.fixture(scope="module")
def counted(measured):
    """By stress and movement: pairs of what was counted and what was done."""
    found = {}
    for one in measured:
        for session in one.counted:
            found.setdefault(session.stress, {}).setdefault(session.movement, []).append(session.pair)
    return found


def off_by_more_than_one(pairs):
    return sum(abs(counted - true) > 1 for counted, true in pairs)


@pytest.mark.parametrize("stress", QUICK)
def test_at_most_one_lower_limb_session_of_sixty_is_off_by_more_than_one(counted, stress):
    pairs = [pair for movement in LOWER_LIMB for pair in counted[stress][movement]]
    assert len(pairs) == 60
    assert off_by_more_than_one(pairs) <= 1
    if stress == QUICK[0]:
        assert sum(abs(counted - true) / true for counted, true in pairs) / 60 <= 0.01


def test_shoulder_movements_are_counted_too(counted):
    recorded = counted[QUICK[0]]
    assert [off_by_more_than_one(recorded[movement]) for movement in ("m07", "m09", "m10")] == [0, 0, 0]
    assert off_by_more_than_one(recorded["m08"]) <= 2


def test_fewer_than_half_a_false_cue_in_ten_repetitions_done_as_asked(measured):
    rows = [row for row in cue_rows(measured) if row["performed"] == "as asked"]
    assert {(row["exercise"], row["subjects"]) for row in rows} == {
        (exercise, subjects) for exercise in LIBRARY_EXERCISE.values() for subjects in ("tuned", "held out")
    }
    assert [row for row in rows if row["cues per 10"] >= 0.5] == []


@pytest.mark.parametrize("movement", ["m07", "m09", "m10"])
def test_a_table_is_analyzed_with_a_tracking_file_as_a_person_would(movement, capsys):
    table = samples() / "ui-prmd" / "kinect" / f"{movement}_s04_correct.csv.gz"
    assert main(["analyze", str(table), "--tracking", str(tracking_file(movement)), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["repetitions"]) == 10
