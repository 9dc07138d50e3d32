"""Which one thing to ask of the person so that the camera sees the exercise, and when to say it."""

from sinew.motion.events import Event, Prompt, PromptCleared, PromptShown
from sinew.motion.frame import Frame, Part
from sinew.motion.person import is_cut_off, is_sideways, size_in_picture
from sinew.motion.tracking import Posture, TrackingDefinition
from sinew.motion.visibility import VisibilityGate
from sinew.vocabulary import View

_SMALLEST, _LARGEST = 0.3, 0.75
_SHOW = {
    Part.LEFT_SHOULDER: Prompt.SHOW_SHOULDER,
    Part.LEFT_HIP: Prompt.SHOW_HIP,
    Part.LEFT_KNEE: Prompt.SHOW_KNEE,
    Part.LEFT_ANKLE: Prompt.SHOW_ANKLE,
}


def what_hides_the_body(frame: Frame, gate: VisibilityGate, definition: TrackingDefinition) -> Prompt | None:
    """What keeps the camera from seeing the joints, most important first; ``None`` if nothing does."""
    landmarks = frame.image
    if landmarks is None:
        return Prompt.STEP_INTO_VIEW
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
    if frame.image is not None and size_in_picture(frame) < _SMALLEST:
        return Prompt.COME_CLOSER
    wants_side = View.SIDE in definition.views
    if wants_side and view is not View.UNKNOWN and view not in definition.views:
        return Prompt.TURN_SIDE_ON
    return None


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
