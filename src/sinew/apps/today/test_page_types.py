"""The JSON the page of a movement test carries; `frontend/src/contract/movement-test.ts` is made from it."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from sinew.apps.exercise.session_types import AssetAddresses
from sinew.motion.figure import Animation
from sinew.vocabulary import Side


class PreviousResult(TypedDict):
    """The last result of this test and side."""

    value: float
    error: float
    by: str
    told: str


class TestWording(TypedDict):
    """What the page shows and says."""

    title: str
    side: str
    set_up: list[str]
    start: str
    go: str
    rest: str
    again: str
    given_up: str
    done: str
    first: str
    stop: str
    better: str
    worse: str
    no_real_change: str
    reasons: Mapping[str, str]
    problems: Mapping[str, str]
    ends: Mapping[str, str]
    prompts: Mapping[str, str]


class TestData(TypedDict):
    """What the server puts into `#test-data`: one movement test on one side.

    `test` is for `sinew.motion.trials`; `before` is null for the first result.
    """

    test: Mapping[str, Any]
    side: Side | None
    unit: Literal["deg", "repetitions", "s"]
    trials: int
    rest_s: float
    window_s: float | None
    words: TestWording
    before: PreviousResult | None
    figure: Animation | None
    assets: AssetAddresses
    language: str
    post_url: str
    by_hand_url: str
