"""A movement test in front of the camera: what its page carries, and what comes back from it."""

import json
from typing import Annotated, Any, Literal, cast

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from sinew.apps.care import test_results
from sinew.apps.care.models import CarePlan
from sinew.apps.care.session_words import SIDES
from sinew.apps.care.test_results import TestReading
from sinew.apps.exercise.session_types import AssetAddresses
from sinew.apps.today.intake_form import SCALE
from sinew.apps.today.self_tests import TestPage
from sinew.apps.today.test_page_types import PreviousResult, TestData, TestWording
from sinew.apps.web import content as shown
from sinew.apps.web.assets import player_assets
from sinew.content import MeasuredTest, MovementTests
from sinew.motion.figure import animation
from sinew.motion.trials.result import BY_CAMERA, TestResult, TrialOutcome, summed_up
from sinew.vocabulary import Side

MOST_TRIALS = 12
MAX_BYTES = 20_000
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


class TrialSent(BaseModel):
    """One trial as the device reports it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None
    problems: list[Name] = Field(max_length=8)
    ended_by: Name

    @property
    def outcome(self) -> TrialOutcome:
        """The trial as the core knows it; when it was is not told."""
        return TrialOutcome(self.value, tuple(self.problems), self.ended_by, None, None)


_TRIALS = TypeAdapter(Annotated[list[TrialSent], Field(min_length=1, max_length=MOST_TRIALS)])


class CameraTest:
    """A movement test of one member on one side, for the camera.

    Attributes:
        result: what was sent adds up to; ``None`` before, and where it was refused.
        error: what to do about what was sent.
    """

    def __init__(self, plan: CarePlan, page: TestPage, measured: MeasuredTest, side: Side | None) -> None:
        self._plan, self._page, self._measured, self.side = plan, page, measured, side
        self.test = measured.test
        self.result: TestResult | None = None
        self.pain = 0
        self.error = ""

    @property
    def title(self) -> str:
        return self._page.guided.title

    def data(self) -> TestData:
        """The JSON the page carries."""
        test = self.test
        exercise = self._page.exercise
        return {
            "test": test.to_dict(),
            "side": self.side,
            "unit": cast("Literal['deg', 'repetitions', 's']", test.unit),
            "trials": test.trials,
            "rest_s": test.rest_s,
            "window_s": test.window_s if test.reads in ("count", "balance") else None,
            "words": self._words(),
            "before": self._before(),
            "figure": animation(exercise.movement) if exercise is not None and exercise.movement else None,
            "assets": cast("AssetAddresses", player_assets()),
            "language": shown.current().language,
            "post_url": reverse("today:camera_test", args=[test.id, self._side_code]),
            "by_hand_url": reverse("today:self_test", args=[test.id]),
        }

    @property
    def _side_code(self) -> str:
        return str(self.side) if self.side is not None else "both"

    def _words(self) -> TestWording:
        said, words = self._measured.said, _movement_tests().words
        return {
            "title": self.title,
            "side": str(SIDES[self.side]) if self.side is not None else "",
            "set_up": list(said.set_up),
            "start": said.start,
            "go": said.go,
            "rest": words.rest,
            "again": words.again,
            "given_up": words.given_up,
            "done": words.done,
            "first": words.first,
            "stop": str(self._page.words.stop),
            "better": words.better,
            "worse": words.worse,
            "no_real_change": words.no_real_change,
            "reasons": dict(words.reasons),
            "problems": dict(words.problems),
            "ends": dict(words.ends),
            "prompts": dict(shown.current().coaching.camera),
        }

    def _before(self) -> PreviousResult | None:
        last = self.last
        if last is None or last.error is None:
            return None
        return {"value": last.value, "error": last.error, "by": last.by, "told": last.amount}

    @property
    def last(self) -> TestReading | None:
        """The last result of this test and side; ``None`` where there is none."""
        events = self._plan.events.tests()
        found = test_results.readings(event for event in events if event.payload["test"] == self.test.id)
        mine = found.get((self.test.id, str(self.side) if self.side is not None else ""))
        return mine[-1] if mine else None

    def take(self, sent: QueryDict) -> bool:
        """Read what the device sent; ``False`` if it is refused, with the reason in `error`.

        The result is added up here from its trials, by the same code as on the device.
        """
        pain, raw = sent.get("pain", ""), sent.get("trials", "")
        if not pain.isdecimal() or int(pain) not in SCALE:
            self.error = _("Choose how much it hurt, please.")
            return False
        self.pain = int(pain)
        try:
            trials = _TRIALS.validate_python(json.loads(raw)) if len(raw) <= MAX_BYTES else []
        except (ValueError, ValidationError, RecursionError):
            trials = []
        result = summed_up(self.test, self.side, [trial.outcome for trial in trials])
        limits = shown.current().program.tests[self.test.id].values
        if result.value is None or result.value not in limits:
            self.error = _("There is no result to save. Do the test again, or by hand.")
            return False
        self.result = result
        return True

    @property
    def how_measured(self) -> dict[str, Any]:
        """How the result was measured, as its event keeps it."""
        result = self.result
        trials = result.trials if result is not None else ()
        return {
            "by": BY_CAMERA,
            "error": result.error if result is not None else self.test.camera_error,
            "trials": [
                {"value": trial.value, "problems": list(trial.problems), "ended_by": trial.ended_by}
                for trial in trials
            ],
        }


def _movement_tests() -> MovementTests:
    found = shown.current().movement_tests
    if found is None:
        raise ValueError("this content has no movement tests")
    return found


def camera_test(plan: CarePlan, page: TestPage, side_code: str) -> CameraTest | None:
    """The test for the camera; ``None`` if it has none, or is not to be done on this side today."""
    found = shown.current().movement_tests
    measured = found.tests.get(page.guided.id) if found is not None else None
    if measured is None or page.form is None:
        return None
    sides = {str(each.side) if each.side is not None else "both": each.side for each in page.form.fields}
    return CameraTest(plan, page, measured, sides[side_code]) if side_code in sides else None
