"""Which one thing to ask of the person so that the camera sees the exercise, and when to say it."""

from sinew.motion.events import Event, Prompt, PromptCleared, PromptShown
from sinew.motion.frame import Frame, Part
from sinew.motion.person import is_cut_off, is_sideways, size_in_picture
from sinew.motion.tracking import Posture, TrackingDefinition
from sinew.motion.visibility import VisibilityGate
from sinew.vocabulary import View

_SMALLEST, _LARGEST = 0.3, 0.75
_NOT_FOUND_MS, _UPRIGHT_MS = 4000, 6000
_LYING = (Posture.SUPINE, Posture.PRONE, Posture.SIDE_LYING)
_SHOW = {
    Part.LEFT_SHOULDER: Prompt.SHOW_SHOULDER,
    Part.LEFT_HIP: Prompt.SHOW_HIP,
    Part.LEFT_KNEE: Prompt.SHOW_KNEE,
    Part.LEFT_ANKLE: Prompt.SHOW_ANKLE,
}


def what_hides_the_body(
    frame: Frame, gate: VisibilityGate, definition: TrackingDefinition, *, unseen_ms: int
) -> Prompt | None:
    """What keeps the camera from seeing the joints, most important first; ``None`` if nothing does.

    The pose model finds a person by the face and the upright trunk. Somebody who lies down in its sight
    is followed on the floor; somebody who lay there from the first is at times not found.
    """
    landmarks = frame.image
    if landmarks is None:
        is_lying = definition.posture in _LYING and unseen_ms >= _NOT_FOUND_MS
        return Prompt.SIT_UP_FIRST if is_lying else Prompt.STEP_INTO_VIEW
    if definition.posture is Posture.STANDING and is_sideways(frame):
        return Prompt.STAND_UPRIGHT_PHONE
    if gate.is_open:
        return None
    if is_cut_off(landmarks, gate.parts) and size_in_picture(frame) > _LARGEST:
        return Prompt.MOVE_BACK
    weakest = gate.weakest()
    if weakest is None:
        return Prompt.STEP_INTO_VIEW
    left_index = weakest if weakest % 2 else weakest - 1
    return _SHOW.get(Part(left_index), Prompt.STEP_INTO_VIEW)


def what_delays_the_start(frame: Frame, view: View, definition: TrackingDefinition) -> Prompt | None:
    """What is wrong with place and view before a set starts; ``None`` if nothing is."""
    wants_side = View.SIDE in definition.views
    if wants_side and view is not View.UNKNOWN and view not in definition.views:
        return Prompt.TURN_SIDE_ON
    if frame.image is not None and size_in_picture(frame) < _SMALLEST:
        # Who lies with the feet or the head toward the phone looks short, not far away.
        is_end_on = wants_side and definition.posture.is_on_floor and view is View.OBLIQUE
        return Prompt.TURN_SIDE_ON if is_end_on else Prompt.COME_CLOSER
    return None


def what_contradicts_the_posture(
    trunk_deg: float, definition: TrackingDefinition, *, unfit_ms: int
) -> Prompt | None:
    """Whether a floor exercise is seen upright or upside down, as by a phone that lies on its side.

    Upside down is certain. Upright may be a person who has not lain down yet: the same picture.
    """
    low, high = definition.posture.trunk_limits_deg
    if not definition.posture.is_on_floor or low <= trunk_deg <= high:
        return None
    if trunk_deg > high:
        return Prompt.STAND_UPRIGHT_PHONE
    return Prompt.CHECK_PHONE if unfit_ms >= _UPRIGHT_MS else None


class PromptVoice:
    """Says a prompt once it has been wanted for a while, and not two in one breath."""

    __slots__ = ("_said_ms", "_since_ms", "_wanted", "shown")

    _PERSISTENCE_MS, _CLEAR_MS, _PAUSE_MS = 700, 400, 2000
    _STILLNESS_PATIENCE_MS = 1800  # keeping still takes a second anyway

    def __init__(self) -> None:
        self.shown: Prompt | None = None
        self._wanted: Prompt | None = None
        self._since_ms = 0
        self._said_ms: int | None = None

    def update(self, t_ms: int, wanted: Prompt | None) -> list[Event]:
        """Take what is wanted now; return what to say or to clear."""
        if wanted is not self._wanted:
            self._wanted, self._since_ms = wanted, t_ms
        if wanted is self.shown:
            return []
        waited_ms = t_ms - self._since_ms
        if wanted is None:
            return self._clear(t_ms) if waited_ms >= self._CLEAR_MS else []
        is_quiet = self._said_ms is None or t_ms - self._said_ms >= self._PAUSE_MS
        patience_ms = self._STILLNESS_PATIENCE_MS if wanted is Prompt.HOLD_STILL else self._PERSISTENCE_MS
        if waited_ms < patience_ms or not is_quiet:
            return []
        self.shown, self._said_ms = wanted, t_ms
        return [PromptShown(t_ms, wanted)]

    def _clear(self, t_ms: int) -> list[Event]:
        self.shown = None
        return [PromptCleared(t_ms)]
