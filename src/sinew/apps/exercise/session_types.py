"""The JSON a session page carries for the player; `frontend/src/contract/session.ts` is made from it."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from sinew.motion.figure import Animation
from sinew.motion.shown import Unit
from sinew.motion.uncertainty import ErrorRow
from sinew.program import Light
from sinew.vocabulary import Side

Counted = Literal["repetitions", "holds", "time"]
StartChoice = Literal["start", "decline"]
HurtAction = Literal["continue", "easier", "skip", "stop"]


class Dosage(TypedDict):
    """What is prescribed; null where it does not apply."""

    sets: float | None
    repetitions: float | None
    hold_s: float | None
    rest_s: float | None
    load: str | None
    per_week: float | None


class Tempo(TypedDict):
    """Seconds of the way out, the pause and the way back of one repetition."""

    out_s: float
    hold_s: float
    back_s: float


class PlayedExercise(TypedDict):
    """An exercise as the player shows it.

    `figure` names one of the session's, `tracking` is for `sinew.motion`, null where a camera cannot see it,
    and `unit` what its signal is counted in;
    `errors` what its angle is expected to be off by, empty where it is none;
    `tip` a practitioner's own sentence beside it, empty where there is none;
    `pain_lights` holds the light of each pain score, 0 to 10.
    """

    exercise: str
    name: str
    side: Side
    counted: Counted
    steps: list[str]
    start_position: str
    camera_setup: str
    dosage: Dosage
    tempo: Tempo | None
    figure: str | None
    tracking: Mapping[str, Any] | None
    unit: Unit
    errors: list[ErrorRow]
    cues: Mapping[str, str]
    pain_lights: list[Light]
    cautions: list[str]
    why: str
    tip: str


class PrescribedExercise(PlayedExercise):
    """A prescribed exercise with the version that may take its place."""

    easier: PlayedExercise | None


class PainRules(TypedDict):
    """Pain of the session as a whole: the light of each score, and what to say and offer at each light."""

    lights: list[Light]
    advice: Mapping[Light, str]
    before: Mapping[Light, list[StartChoice]]
    hurts: Mapping[Light, list[HurtAction]]


class AssetAddresses(TypedDict):
    """Addresses of what the player fetches: three sizes of pose model, and what runs them."""

    model: str
    model_lite: str
    model_heavy: str
    wasm: str
    pyodide: str
    motion: str


class SessionData(TypedDict):
    """One exercise session as prescribed; each figure is there once however often it is shown.

    `may_share`: the member has agreed to share how they move, and is asked after each session.
    """

    exercise_session: str
    account: str
    result_url: str
    after_url: str
    assets: AssetAddresses
    may_share: bool
    language: str
    stop_rules: list[str]
    disclaimer: str
    pain_rules: PainRules
    exercises: list[PrescribedExercise]
    figures: Mapping[str, Animation]
    prompts: Mapping[str, str]
