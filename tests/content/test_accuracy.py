"""What was measured, as data: it is what the published pages say, and mistakes in it are found."""

import gzip
import json
import re
import shutil
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from sinew.cli import main
from sinew.content import default_root, load, read_accuracy
from sinew.content.accuracy import out_of_date
from sinew.errors import InputRefused
from sinew.motion.tracking import Posture
from sinew.vocabulary import View

DOCS = default_root().parent / "docs" / "motion"


def rows(document: str, heading: str) -> dict[str, list[str]]:
    """The cells of the first table after a heading, by their first cell."""
    lines = (DOCS / document).read_text("utf-8").split(heading, 1)[1].splitlines()
    from_table = dropwhile(lambda line: not line.startswith("|"), lines)
    table = takewhile(lambda line: line.startswith("|"), from_table)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {row[0]: row[1:] for row in cells[2:]}


@pytest.fixture(scope="module")
def accuracy():
    return read_accuracy(default_root())


@pytest.fixture(scope="module")
def signals():
    return {
        name: item.tracking.signal for name, item in load(default_root()).exercises.items() if item.tracking
    }


def test_the_figures_say_what_the_published_page_says(accuracy):
    drawn, filmed = rows("figure-accuracy.md", "## As landmarks"), rows("figure-accuracy.md", "## As a film")
    assert set(drawn) == set(filmed) == set(accuracy.figures)
    for name, found in accuracy.figures.items():
        assert drawn[name][1] == f"{found.drawn.exact} of {found.drawn.of}"
        assert drawn[name][3] == f"{found.drawn.worst:.1f}"
        assert re.match(r"(\d+) of (\d+)", filmed[name][0]).groups() == (
            str(found.filmed.counted),
            str(found.filmed.of),
        )
        assert filmed[name][3] == f"{found.filmed.worst:.1f}"
        assert (filmed[name][7] == "yes") is found.filmed.is_right


def test_on_hands_and_knees_the_flat_drawing_is_published_beside_the_solid_body(accuracy):
    both = rows("figure-accuracy.md", "### On hands and knees")
    exercises = load(default_root()).exercises
    assert set(both) == {
        name
        for name, found in exercises.items()
        if found.tracking and found.tracking.posture is Posture.HANDS_AND_KNEES
    }
    for name, found in accuracy.figures.items():
        flat = found.filmed.flat_worst
        assert (flat is not None) is (name in both)
        if flat is not None:
            assert (both[name][3], both[name][6]) == (f"{flat:.1f}", f"{found.filmed.worst:.1f}")


def test_the_recordings_say_what_the_published_page_says(accuracy):
    videos = rows("accuracy.md", "<!-- table: videos -->")
    for exercise, found in accuracy.recordings.items():
        for one in found:
            if one.source == "video":
                view, named, true, counted, *_ = videos[one.data]
                assert (view, named, true, counted) == (
                    one.view.value,
                    exercise,
                    str(one.of),
                    str(one.counted_right),
                )
    squats = rows("accuracy.md", "<!-- table: squat-peaks -->")
    errors = [abs(float(squats[str(n)][column])) for n in range(1, 6) for column in (2, 5)]
    [angles] = [one.angles for one in accuracy.recordings["mini-squat"] if one.angles is not None]
    assert angles.worst_deg == max(errors)
    assert angles.mean_error_deg == pytest.approx(sum(errors) / len(errors), abs=0.05)


def test_no_exercise_is_said_to_be_read_better_than_people_are(accuracy, signals):
    for name, signal in signals.items():
        error_deg = accuracy.expected(name, signal).degrees(View.SIDE, 1.0)
        assert error_deg is None or error_deg >= accuracy.rule.true_view.error_deg


def test_a_definition_that_measures_something_else_does_not_borrow_the_figures_error(accuracy):
    lunge = accuracy.figures["lunge-reverse"]
    assert accuracy.expected("lunge-reverse", lunge.signal).figure_deg == max(
        lunge.filmed.worst, lunge.drawn.worst
    )
    assert accuracy.expected("lunge-reverse", "elbow_flexion").degrees(View.SIDE, 1.0) == 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(default_root() / "accuracy", tmp_path / "accuracy")
    return tmp_path


def test_every_mistake_is_named_with_its_line(folder):
    rule = folder / "accuracy" / "expected-error.yaml"
    rule.write_text(rule.read_text("utf-8").replace("error_deg: 7", "error_deg: seven"), "utf-8")
    figures = folder / "accuracy" / "figures.yaml"
    figures.write_text(figures.read_text("utf-8").replace("view: side", "view: above", 1), "utf-8")
    (folder / "accuracy" / "recordings.yaml").unlink()
    with pytest.raises(InputRefused) as refused:
        read_accuracy(folder)
    wheres = [problem.where for problem in refused.value.problems]
    assert [where.rpartition(":")[0] for where in wheres] == [
        "content/accuracy/expected-error.yaml",
        "content/accuracy/figures.yaml",
        "content/accuracy/recordings.yaml",
    ]
    assert "error_deg: seven" in rule.read_text("utf-8").splitlines()[int(wheres[0].rpartition(":")[2]) - 1]


def test_what_was_measured_of_another_signal_is_out_of_date(accuracy):
    as_measured = {name: found.signal for name, found in accuracy.figures.items()}
    assert not out_of_date(accuracy, as_measured)
    changed = as_measured | {"mini-squat": "hip_flexion"}
    del changed["bridge-double"]
    assert out_of_date(accuracy, changed) == ("bridge-double", "mini-squat")


def test_the_answer_of_analyze_says_what_its_angles_may_be_off_by(tmp_path, capsys):
    source = tmp_path / "squat.landmarks.jsonl"
    trace = default_root().parent / "tests" / "traces" / "squat.landmarks.jsonl.gz"
    source.write_bytes(gzip.decompress(trace.read_bytes()))
    assert main(["analyze", str(source), "--exercise", "mini-squat", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["view"], answer["error_deg"]) == ("oblique", 10)
