"""How exactly the camera measures: the rule of the expected error, and what was measured of each exercise.

These files lie beside the clinical content and are no part of its versions: they say how well the software of
today measures, so a plan that follows an older version of the content reads the figures of today, too.
``figures.yaml`` and ``recordings.yaml`` are written by the commands named in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sinew.content.source import Report
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.motion.uncertainty import ErrorRule, ExpectedError
from sinew.vocabulary import Evidence, View

FOLDER = "accuracy"
RULE, FIGURES, RECORDINGS = "expected-error.yaml", "figures.yaml", "recordings.yaml"

Count = Annotated[int, Field(ge=0)]
Degrees = Annotated[float, Field(ge=0, le=90)]
Share = Annotated[float, Field(gt=0, le=1)]
Factor = Annotated[float, Field(ge=1, le=5)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ViewError(_Strict):
    """What an angle is off by from one kind of view, and what that rests on."""

    error_deg: Degrees
    evidence: Evidence
    because: str
    sources: tuple[str, ...]


class LostFrames(_Strict):
    """How much larger the error becomes when the joints could not be seen for a while."""

    partly_from: Share
    partly_factor: Factor
    hardly_below: Share
    hardly_factor: Factor
    evidence: Evidence
    because: str
    sources: tuple[str, ...]


class Rule(_Strict):
    """The file of the rule."""

    true_view: ViewError
    oblique: ViewError
    across: ViewError
    unproven: ViewError
    lost_frames: LostFrames
    not_known: tuple[str, ...]

    @property
    def numbers(self) -> ErrorRule:
        """What `sinew.motion` combines."""
        return ErrorRule(
            true_view_deg=self.true_view.error_deg,
            oblique_deg=self.oblique.error_deg,
            across_deg=self.across.error_deg,
            unproven_deg=self.unproven.error_deg,
            partly_from=self.lost_frames.partly_from,
            partly_factor=self.lost_frames.partly_factor,
            hardly_below=self.lost_frames.hardly_below,
            hardly_factor=self.lost_frames.hardly_factor,
        )


class Drawn(_Strict):
    """The exercise's figure as landmarks under noise, tilt and low frame rates, by three bodies.

    Attributes:
        exact, of: recordings counted exactly, and all of them.
        worst: the largest error of a recording, in the signal's unit.
    """

    exact: Count
    of: Count
    worst: float | None


class Filmed(_Strict):
    """The exercise's figure as a film, read by the pose model.

    Attributes:
        counted, of: repetitions or holds counted, and those there were.
        worst: the largest error of one repetition or hold.
        is_right: counted exactly, near enough, and without a false form fault.
        flat_worst: the largest error on the flat drawing, where the film shows the solid body.
    """

    counted: Count
    of: Count
    worst: float | None
    view: View
    is_right: bool
    flat_worst: float | None = None


class FigureMeasured(_Strict):
    """What the exercise's own figure showed; ``remark`` says why it was missed where it was."""

    signal: str
    drawn: Drawn
    filmed: Filmed
    remark: str = ""


class AngleMeasured(_Strict):
    """Angles at the farthest point against markers."""

    readings: Count
    bias_deg: float
    mean_error_deg: Degrees
    worst_deg: Degrees


class Recording(_Strict):
    """People doing the exercise.

    Attributes:
        source: ``video`` through the pose model, or ``skeletons`` of a depth camera.
        people: how many different ones.
        counted_right, of: labelled repetitions less those missed or too many, and all of them.
        hold_s, true_hold_s: a hold as timed and as labelled.
    """

    source: Literal["video", "skeletons"]
    data: str
    people: Count
    view: View
    counted_right: Count
    of: Count
    angles: AngleMeasured | None = None
    hold_s: float | None = None
    true_hold_s: float | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Everything measured, by exercise."""

    rule: Rule
    figures: Mapping[str, FigureMeasured]
    recordings: Mapping[str, tuple[Recording, ...]]

    def expected(self, exercise: str, signal: str) -> ExpectedError:
        """The expected error of an exercise's angle; of one that was never measured, too."""
        return ExpectedError(signal, self.rule.numbers, self._figure_deg(exercise, signal))

    def _figure_deg(self, exercise: str, signal: str) -> float | None:
        """The worst error of the exercise's figure; a definition that measures something else has none."""
        found = self.figures.get(exercise)
        if found is None or found.signal != signal:
            return None
        errors = (found.filmed.worst, found.filmed.flat_worst, found.drawn.worst)
        return max((error for error in errors if error is not None), default=None)


def read_accuracy(root: Path) -> Accuracy:
    """Read the three files below a content folder.

    Raises:
        InputRefused: with every problem, each at its file and line.
    """
    report = Report()
    rule, _ = read_typed(root, f"{FOLDER}/{RULE}", TypeAdapter(Rule), report)
    figures, _ = read_typed(root, f"{FOLDER}/{FIGURES}", TypeAdapter(dict[str, FigureMeasured]), report)
    recordings, _ = read_typed(
        root, f"{FOLDER}/{RECORDINGS}", TypeAdapter(dict[str, tuple[Recording, ...]]), report
    )
    if report.problems or rule is None or figures is None or recordings is None:
        raise InputRefused(report.sorted())
    return Accuracy(rule, figures, recordings)


def out_of_date(accuracy: Accuracy, tracked: Mapping[str, str]) -> tuple[str, ...]:
    """Exercises that were measured as they are no more: until they are again, nobody borrows the old error.

    Args:
        tracked: the signal of every tracked exercise.
    """
    return tuple(name for name, found in accuracy.figures.items() if tracked.get(name) != found.signal)
