"""The motion engine: frames in, repetitions, holds, form cues and camera prompts out, one at a time.

The engine is told everything by its frames: it has no clock, no randomness, and it remembers a bounded
amount however long a set lasts. Losing sight of a joint freezes it; nothing counted is ever lost.
Source: docs/motion/methods.md.
"""

from collections import deque
from typing import TypedDict

from sinew.motion.cues import CueVoice
from sinew.motion.events import Event, Prompt, RepetitionCompleted, State, StateChanged
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, Pose
from sinew.motion.holds import HoldTimer
from sinew.motion.limb import Limb
from sinew.motion.pairs import Pairing
from sinew.motion.pattern_limb import PatternLimb
from sinew.motion.prompts import (
    PromptVoice,
    what_contradicts_the_posture,
    what_delays_the_start,
    what_hides_the_body,
)
from sinew.motion.readiness import StartGate
from sinew.motion.repetitions import Attempt
from sinew.motion.sight import Sight
from sinew.motion.tracking import Mode, Sides, TrackingDefinition
from sinew.vocabulary import Side, View

_OFFSETS = {Side.LEFT: (LEFT,), Side.RIGHT: (RIGHT,), Side.BOTH: (LEFT, RIGHT)}


class Snapshot(TypedDict):
    """What a screen shows now.

    `angle_deg` is null while the joint cannot be seen, `t_ms` before the first frame.
    """

    t_ms: int | None
    state: State
    joint: str
    angle_deg: float | None
    start_deg: float
    target_deg: float
    count: int
    partial_count: int
    hold_s: float
    view: View
    confidence: float
    side: Side
    prompt: Prompt | None


COMPLETE_FROM = 0.75
"""Share of the target range from which a repetition counts as complete."""


class Engine:
    """Follows one exercise set.

    Args:
        definition: what the camera looks for.
        clip: the frames come from a recording that begins in the middle of things: no set-up gate and
            no prompts; the start position comes from the definition.
        side: the working side, where one limb works; ``None`` = whichever moves.
    """

    _LOST_MS, _FORGET_MS, _POSTURE_MS = 1000, 3000, 500
    _REST_MS, _REST_PERIODS = 4000, 2.5
    _LATE_MS = 90  # the measure path follows this far behind; docs/motion/methods.md, "Filters"
    _STEADY_DEG_S = 10.0
    _HABIT, _HELPING = 3, 0.5
    _SEEN_OUT, _BEGINNING_MS = 0.15, 300

    def __init__(
        self, definition: TrackingDefinition, *, clip: bool = False, side: Side | None = None
    ) -> None:
        self._definition = definition
        self._is_clip = clip
        self._sight = Sight(definition, is_clip=clip)
        self._limbs = _limbs(definition, side)
        self._is_side_fixed = definition.sides is not Sides.BOTH
        self._hold = _hold_timer(definition)
        self._holding_limb = self._limbs[0]
        self._worked_last: Limb | None = None
        self._began_out: Limb | None = None
        self._in_a_row: deque[float] = deque(maxlen=self._HABIT)
        self._gate = StartGate(definition)
        self._pairs = Pairing(definition)
        self._voice = PromptVoice()
        self._state = State.SETUP
        self._has_begun = False
        self._now_ms = 0
        self._first_ms = 0
        self._seen_ms: int | None = None
        self._fitting_ms = 0
        self._unfit_since_ms: int | None = None
        self._prompt_check_ms: int | None = None
        self._last_end_ms: int | None = None
        self._periods_ms: deque[int] = deque(maxlen=5)
        self.count = 0
        self.partial_count = 0

    @property
    def view(self) -> View:
        """The view most frames so far were seen from."""
        return self._sight.views.most_seen

    @property
    def seen_frames(self) -> dict[Side, int]:
        """For each limb that may work, in how many frames it was measured."""
        return {limb.side: limb.seen_frames for limb in self._limbs}

    def update(self, frame: Frame) -> list[Event]:
        """Take the next frame; frames that are not later than the last are ignored."""
        if not self._has_begun:
            self._has_begun = True
            self._first_ms = self._seen_ms = frame.t_ms
        elif frame.t_ms <= self._now_ms:
            return []
        self._now_ms = frame.t_ms
        self._sight.take(frame, is_free=self._is_at_rest)
        self._choose_points()
        pose = self._sight.pose
        events = self._see(pose) if pose is not None and self._measure(pose) else self._miss()
        if not self._is_clip:
            events += self._prompt(frame)
        return events

    def finish(self) -> list[Event]:
        """End the set: a hold under way ends, and a recording's last repetition if it came back half-way.

        A way out at the end completes a way back at the beginning: together they are one repetition.
        """
        events: list[Event] = []
        for limb in self._limbs:
            machine = limb.machine
            is_back = machine.displacement_deg < 0.5 * machine.peak_deg or limb is self._began_out
            if self._is_clip and machine.is_out and is_back:
                attempt = machine.close(self._now_ms)
                if attempt is not None:
                    events += self._judge(limb, attempt)
        events += [self._tallied(repetition) for repetition in self._pairs.finish()]
        if self._hold is not None:
            events += self._end_hold(self._hold.finish())
        return events

    def snapshot(self) -> Snapshot:
        """What a screen shows now; ``angle_deg`` is ``None`` while the joint cannot be seen."""
        limb = self._shown_limb
        is_seen = self._seen_ms == self._now_ms and limb.raw_deg is not None
        hold = self._hold
        return {
            "t_ms": self._now_ms if self._has_begun else None,
            "state": self._state,
            "joint": self._definition.signal,
            "angle_deg": limb.filter.live_deg if is_seen else None,
            "start_deg": limb.machine.rest_deg if limb.is_seeded else self._definition.start_deg,
            "target_deg": self._definition.target_deg,
            "count": self.count,
            "partial_count": self.partial_count,
            "hold_s": (hold.held_ms if hold is not None and hold.is_running else 0) / 1000,
            "view": self._sight.views.view,
            "confidence": round(self._sight.confidence(limb.offsets), 3),
            "side": limb.side,
            "prompt": self._voice.shown,
        }

    # -- choosing what to measure

    @property
    def _is_at_rest(self) -> bool:
        is_holding = self._hold is not None and self._hold.is_running
        return not is_holding and not any(limb.is_engaged for limb in self._limbs)

    @property
    def _shown_limb(self) -> Limb:
        if self._hold is not None and self._hold.is_running:
            return self._holding_limb
        sees = [limb for limb in self._limbs if self._sight.is_seen(limb.offsets)] or self._limbs
        return max(sees, key=self._interest)

    def _interest(self, limb: Limb) -> tuple[bool, bool, bool, float]:
        """What makes a limb the one to look at: it moves, moved last, or is not just away from the start."""
        machine = limb.machine
        return (limb.has_moved(), limb is self._worked_last, not machine.is_out, machine.displacement_deg)

    def _choose_points(self) -> None:
        """Where two limbs move together, measure the near one from the side and both from elsewhere."""
        sight = self._sight
        if self._is_side_fixed or not sight.has_person or not self._is_at_rest:
            if sight.has_turned:
                self._restart()
            return
        offsets = sight.best_offsets()
        if offsets != self._limbs[0].offsets or sight.has_turned:
            self._limbs[0].restart(offsets)
            self._gate.restart()

    def _restart(self) -> None:
        for limb in self._limbs:
            limb.restart(limb.offsets)
        self._gate.restart()

    # -- one frame

    def _measure(self, pose: Pose) -> bool:
        """Read the signal of every limb that is seen; ``False`` if none is."""
        is_any = False
        for limb in self._limbs:
            limb.raw_deg = None
            if self._sight.is_seen(limb.offsets) and limb.measure(self._now_ms, pose):
                is_any = True
        return is_any

    def _see(self, pose: Pose) -> list[Event]:
        """A frame in which the joints are seen."""
        t_ms = self._now_ms
        was_away = self._seen_ms is None or t_ms - self._seen_ms > self._FORGET_MS
        self._seen_ms = t_ms
        events: list[Event] = []
        if self._state is State.LOST:
            events += self._enter(State.SETUP if was_away and not self._is_clip else State.READY)
        if was_away:
            self._unfit_since_ms = None
            for limb in self._limbs:
                limb.is_seeded = False
        if not self._fits_posture():
            return events + self._leave_position()
        if self._state is State.SETUP:
            events += self._set_up()
        if self._state is not State.SETUP:
            events += self._work(pose)
        return events

    def _fits_posture(self) -> bool:
        """Whether the trunk has been in the exercise's position within the last half second."""
        low, high = self._definition.posture.trunk_limits_deg
        if low <= self._sight.trunk_inclination_deg <= high:
            self._fitting_ms, self._unfit_since_ms = self._now_ms, None
            return True
        if self._unfit_since_ms is None:
            self._unfit_since_ms = self._now_ms
        return self._now_ms - self._fitting_ms < self._POSTURE_MS and self._state is not State.SETUP

    def _leave_position(self) -> list[Event]:
        for limb in self._limbs:
            limb.machine.cancel()
            limb.faults.start_over()
            limb.is_seeded = limb.is_seeded and self._is_clip
        events = self._end_hold(self._hold.finish()) if self._hold is not None else []
        self._gate.restart()
        stays = self._is_clip and self._state is not State.SETUP
        return events + self._enter(State.READY if stays else State.SETUP)

    def _set_up(self) -> list[Event]:
        if not self._is_clip:
            seen = [limb for limb in self._limbs if limb.raw_deg is not None]
            angles = [limb.filter.measure_deg for limb in seen]
            view = self._sight.views.view
            is_fit = view in self._definition.views or view is View.UNKNOWN or not self._sight.has_picture
            if not self._gate.update(self._now_ms, angles, is_view_accepted=is_fit):
                return []
        return self._enter(State.READY)

    def _work(self, pose: Pose) -> list[Event]:
        events: list[Event] = []
        if self._definition.mode is not Mode.HOLD:
            for limb in self._limbs:
                if limb.raw_deg is not None:
                    events += self._follow(limb, pose)
        if self._hold is not None:
            events += self._time(self._hold, pose)
        return events + self._tell_state()

    def _follow(self, limb: Limb, pose: Pose) -> list[Event]:
        """Move one limb's repetition on by a frame."""
        t_ms = self._now_ms
        if not limb.is_seeded:
            limb.seed(from_definition=self._is_clip)
        attempt = limb.advance(t_ms, pose, self._sight.where)
        view = self._sight.views.view
        if attempt is not None:
            return self._judge(limb, attempt)
        if limb.machine.is_out:
            return limb.faults.work(t_ms, self._sight.reader(limb.offsets), limb.phase(), view)
        if limb.machine.is_resting:
            limb.faults.rest(t_ms, self._sight.reader(limb.offsets))
        return []

    def _judge(self, limb: Limb, attempt: Attempt) -> list[Event]:
        """Turn a closed attempt into a repetition, unless it is not this exercise or another limb's."""
        others = [other for other in self._limbs if other is not limb]
        is_other = self._only_helps(limb, attempt) or any(other.outdoes(limb, attempt) for other in others)
        if is_other or not limb.is_this_exercise(attempt):
            limb.faults.start_over()
            return []
        if self._is_clip and self._began_in_the_middle(attempt):
            self._began_out = limb
            limb.faults.start_over()
            return []
        for other in others:
            other.machine.abandon()
            other.faults.start_over()
        start_ms = max(self._first_ms, attempt.start_ms - self._LATE_MS)
        if self._last_end_ms is not None and start_ms < self._last_end_ms:
            if self._last_end_ms - start_ms > 0.5 * (attempt.end_ms - attempt.start_ms):
                limb.faults.start_over()
                return []
            start_ms = self._last_end_ms
        return self._count(limb, attempt, start_ms)

    def _began_in_the_middle(self, attempt: Attempt) -> bool:
        """Whether the recording began with this movement at its farthest point: only its return was seen."""
        is_first = attempt.start_ms - self._first_ms < self._BEGINNING_MS
        return is_first and attempt.seen_out_deg < self._SEEN_OUT * attempt.travel_deg

    def _only_helps(self, limb: Limb, attempt: Attempt) -> bool:
        """Whether the other limb has been working: then one that moves less than half as far goes along.

        After a rest the sides may have changed, and every limb counts again.
        """
        if limb is self._worked_last or len(self._in_a_row) < self._HABIT or self._last_end_ms is None:
            return False
        is_rested = attempt.start_ms - self._last_end_ms > self._rest_ms
        usual_deg = sum(self._in_a_row) / len(self._in_a_row)
        return not is_rested and attempt.travel_deg < self._HELPING * usual_deg

    @property
    def _rest_ms(self) -> float:
        """After how long without a repetition a person rests."""
        usual_ms = sorted(self._periods_ms)[len(self._periods_ms) // 2] if self._periods_ms else 0
        return max(self._REST_MS, self._REST_PERIODS * usual_ms)

    def _count(self, limb: Limb, attempt: Attempt, start_ms: int) -> list[Event]:
        share = limb.share_of(attempt)
        faults, events = limb.faults.close(self._now_ms, attempt, share, self._sight.views.view)
        if limb is not self._worked_last:
            self._in_a_row.clear()
        self._in_a_row.append(attempt.travel_deg)
        self._worked_last = limb
        end_ms = max(start_ms + 1, attempt.end_ms - self._LATE_MS)
        if self._last_end_ms is not None:
            self._periods_ms.append(end_ms - self._last_end_ms)
        self._last_end_ms = end_ms
        done = RepetitionCompleted(
            start_ms=start_ms,
            peak_ms=min(end_ms, max(start_ms, attempt.peak_ms - self._LATE_MS)),
            end_ms=end_ms,
            side=limb.side if self._is_side_fixed else Side.BOTH,
            start_deg=attempt.start_deg,
            peak_deg=attempt.peak_deg,
            tempo_s=(end_ms - start_ms) / 1000,
            faults=faults,
            is_complete=share >= COMPLETE_FROM,
        )
        return [*[self._tallied(repetition) for repetition in self._pairs.take(done)], *events]

    def _tallied(self, repetition: RepetitionCompleted) -> RepetitionCompleted:
        if repetition.is_complete:
            self.count += 1
        else:
            self.partial_count += 1
        return repetition

    # -- holds

    def _time(self, hold: HoldTimer, pose: Pose) -> list[Event]:
        """Move the hold on by a frame."""
        t_ms = self._now_ms
        if not hold.is_running:
            self._holding_limb = self._limb_in_band(hold, pose)
        limb = self._holding_limb
        angle_deg = limb.filter.live_deg if limb.raw_deg is not None else None
        events = hold.update(t_ms, angle_deg, limb.filter.speed_deg_s, fits=limb.fits(pose))
        if self._definition.mode is Mode.HOLD:
            events += self._watch_hold(hold, limb)
        return self._end_hold(events)

    def _watch_hold(self, hold: HoldTimer, limb: Limb) -> list[Event]:
        """Look for form faults while a position is kept, not on the way into it or out of it."""
        t_ms = self._now_ms
        read = self._sight.reader(limb.offsets)
        if not hold.is_running:
            limb.faults.rest(t_ms, read)
        elif hold.is_paused or abs(limb.filter.speed_deg_s) > self._STEADY_DEG_S:
            limb.faults.interrupt(t_ms)
        else:
            return limb.faults.hold(t_ms, read, self._sight.views.view)
        return []

    def _limb_in_band(self, hold: HoldTimer, pose: Pose) -> Limb:
        """The limb that keeps the position: the one that did a frame ago, or else the one seen better."""
        able = [limb for limb in self._limbs if limb.raw_deg is not None and limb.fits(pose)]
        able = [limb for limb in able if hold.contains(limb.filter.live_deg)]
        if not able or self._holding_limb in able:
            return self._holding_limb
        return max(able, key=lambda limb: self._sight.confidence(limb.offsets))

    def _end_hold(self, events: list[Event]) -> list[Event]:
        for event in events:
            if event.type == "hold_ended":
                self._holding_limb.faults.start_over()
        return events

    # -- losing sight, states and prompts

    def _miss(self) -> list[Event]:
        """A frame in which the joints are not seen: everything freezes."""
        events: list[Event] = []
        if self._hold is not None and self._hold.is_running:
            events += self._end_hold(self._hold.update(self._now_ms, None, 0.0, fits=False))
        away_ms = self._now_ms - (self._seen_ms if self._seen_ms is not None else self._first_ms)
        if away_ms > self._LOST_MS and self._state is not State.SETUP:
            events += self._enter(State.LOST)
        elif away_ms > self._LOST_MS:
            self._gate.restart()
        return events

    def _tell_state(self) -> list[Event]:
        hold = self._hold if self._definition.mode is Mode.HOLD else None
        if hold is not None and hold.is_running and not hold.is_paused:
            return self._enter(State.HOLDING)
        if any(limb.machine.is_out for limb in self._limbs):
            return self._enter(State.MOVING)
        if self._last_end_ms is not None and self._now_ms - self._last_end_ms > self._rest_ms:
            return self._enter(State.RESTING)
        return self._enter(State.READY)

    def _enter(self, state: State) -> list[Event]:
        if state is self._state:
            return []
        self._state = state
        return [StateChanged(self._now_ms, state)]

    def _prompt(self, frame: Frame) -> list[Event]:
        """Look ten times a second at what to ask of the person."""
        t_ms = frame.t_ms
        if self._prompt_check_ms is not None and t_ms - self._prompt_check_ms < 100:
            return []
        self._prompt_check_ms = t_ms
        if not self._sight.has_picture and frame.world is not None:
            return []
        gate = self._sight.shown_gate(self._shown_limb.offsets)
        away_ms = t_ms - (self._seen_ms if self._seen_ms is not None else self._first_ms)
        wanted = what_hides_the_body(frame, gate, self._definition, unseen_ms=away_ms)
        if wanted is None and self._state is State.SETUP:
            unfit_ms = 0 if self._unfit_since_ms is None else t_ms - self._unfit_since_ms
            trunk_deg = self._sight.trunk_inclination_deg
            wanted = what_contradicts_the_posture(trunk_deg, self._definition, unfit_ms=unfit_ms)
            wanted = wanted or what_delays_the_start(frame, self._sight.views.view, self._definition)
            wanted = wanted or self._gate.missing
        return self._voice.update(t_ms, wanted)


def _limbs(definition: TrackingDefinition, side: Side | None) -> list[Limb]:
    kind = PatternLimb if definition.mode is Mode.PATTERN else Limb
    cues = CueVoice(definition.faults, is_hold=definition.mode is Mode.HOLD)
    if definition.sides in (Sides.BOTH, Sides.LEFT, Sides.RIGHT):
        return [kind(definition, _OFFSETS[Side(definition.sides.value)], cues)]
    if side is None or side is Side.BOTH:
        return [kind(definition, (LEFT,), cues), kind(definition, (RIGHT,), cues)]
    return [kind(definition, _OFFSETS[side], cues)]


def _hold_timer(definition: TrackingDefinition) -> HoldTimer | None:
    low, high = definition.hold_low_deg, definition.hold_high_deg
    return None if low is None or high is None else HoldTimer(low, high)
