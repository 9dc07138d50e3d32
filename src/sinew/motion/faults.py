"""Watches for form faults while a limb is working: a fault must last to be one.

Source: docs/motion/methods.md, "Form faults".
"""

from collections.abc import Callable

from sinew.motion.cues import CueVoice
from sinew.motion.events import Event
from sinew.motion.filters import LowPass
from sinew.motion.repetitions import Attempt
from sinew.motion.tracking import CLOSING_SIGNALS, FaultRule, Phase
from sinew.vocabulary import View

ReadSignal = Callable[[str], float | None]


class _Watch:
    """How long one rule has been broken in the repetition under way."""

    __slots__ = ("broken_ms", "clean_ms", "eligible_ms", "evened", "longest_ms", "rest", "rule", "run_ms")

    _SETTLING_MS = 1000
    _EVENING_S = 0.12  # one noisy frame neither makes a fault nor interrupts it

    def __init__(self, rule: FaultRule) -> None:
        self.rule = rule
        self.rest: float | None = None
        self.evened = LowPass(self._EVENING_S)
        self.reset()

    def reset(self) -> None:
        self.run_ms = self.longest_ms = self.broken_ms = self.eligible_ms = self.clean_ms = 0

    def is_broken(self, t_ms: int, raw: float) -> bool:
        """Whether the rule is broken now, by the signal without its noise."""
        value = self.evened.update(t_ms, raw)
        if self.rule.op == "<":
            return value < self.rule.threshold
        if self.rule.op == ">":
            return value > self.rule.threshold
        return self.rest is not None and abs(value - self.rest) > self.rule.threshold

    def settle(self, dt_ms: int, value: float) -> None:
        """Take the signal in the start position; what it was before earlier repetitions counts too."""
        if self.rest is None:
            self.rest = value
        else:
            self.rest += dt_ms / (dt_ms + self._SETTLING_MS) * (value - self.rest)

    def note(self, dt_ms: int, *, is_broken: bool) -> None:
        self.eligible_ms += dt_ms
        if is_broken:
            self.clean_ms = 0
            self.run_ms += dt_ms
            self.broken_ms += dt_ms
            self.longest_ms = max(self.longest_ms, self.run_ms)
        else:
            self.run_ms = 0
            self.clean_ms += dt_ms


class FaultMonitor:
    """Finds the faults of each repetition or hold of one limb.

    Args:
        rules: the exercise's form faults, most important first.
        voice: what is said about them.
    """

    _PERSISTENCE_MS, _PEAK_PERSISTENCE_MS = 400, 200
    _HOLD_PERSISTENCE_MS, _HOLD_CLEAN_MS = 1200, 1000
    _SHARE = 0.3

    def __init__(self, rules: tuple[FaultRule, ...], voice: CueVoice) -> None:
        self._voice = voice
        self._watches = [_Watch(rule) for rule in rules if rule.signal not in CLOSING_SIGNALS]
        self._closing = [rule for rule in rules if rule.signal in CLOSING_SIGNALS]
        self._t_ms: int | None = None

    def rest(self, t_ms: int, read: ReadSignal) -> None:
        """Remember how the body is at rest, for the rules that look for drift."""
        dt_ms = self._passed_ms(t_ms)
        for watch in self._watches:
            if watch.rule.op == "drift" and (value := read(watch.rule.signal)) is not None:
                watch.settle(dt_ms, value)

    def work(self, t_ms: int, read: ReadSignal, phase: Phase, view: View) -> list[Event]:
        """Look at one frame of a repetition under way; return the cue it calls for."""
        dt_ms = self._passed_ms(t_ms)
        events: list[Event] = []
        for watch in self._watches:
            rule = watch.rule
            if view not in rule.views or rule.phase not in (Phase.ANY, phase):
                continue
            if (value := read(rule.signal)) is None:
                continue
            watch.note(dt_ms, is_broken=watch.is_broken(t_ms, value))
            if watch.run_ms >= self._needed_ms(rule):
                events += self._voice.notice(t_ms, rule.id)
        return events

    def interrupt(self, t_ms: int) -> None:
        """Say that nothing can be judged at this frame; a fault has to begin to last anew."""
        self._t_ms = t_ms
        for watch in self._watches:
            watch.run_ms = watch.clean_ms = 0

    def hold(self, t_ms: int, read: ReadSignal, view: View) -> list[Event]:
        """Look at one frame of a hold; return the cue or the praise it calls for."""
        dt_ms = self._passed_ms(t_ms)
        lasting, gone = [], []
        for watch in self._watches:
            rule = watch.rule
            if view not in rule.views or (value := read(rule.signal)) is None:
                continue
            watch.note(dt_ms, is_broken=watch.is_broken(t_ms, value))
            if watch.run_ms >= self._HOLD_PERSISTENCE_MS:
                lasting.append(rule.id)
            elif watch.clean_ms >= self._HOLD_CLEAN_MS:
                gone.append(rule.id)
        return self._voice.hold(t_ms, lasting, gone)

    def close(
        self, t_ms: int, attempt: Attempt, share: float, view: View
    ) -> tuple[tuple[str, ...], list[Event]]:
        """End a repetition: its faults, and the cue or praise they call for."""
        found = [watch.rule.id for watch in self._watches if self._has_lasted(watch)]
        unknown = {watch.rule.id for watch in self._watches if not watch.eligible_ms}
        whole = max(1.0, 1.0 / share)
        facts = {
            "out_s": _scaled(attempt.out_s, whole),
            "back_s": _scaled(attempt.back_s, whole),
            "peak_share": share,
        }
        for rule in self._closing:
            value = facts[rule.signal]
            if view not in rule.views or value is None:
                unknown.add(rule.id)
            elif value < rule.threshold if rule.op == "<" else value > rule.threshold:
                found.append(rule.id)
        faults = tuple(dict.fromkeys(found))
        self.start_over()
        return faults, self._voice.close(t_ms, faults, unknown)

    def start_over(self) -> None:
        """Forget the repetition under way."""
        for watch in self._watches:
            watch.reset()

    def restart(self) -> None:
        """Forget the start position too: other points are measured from now on."""
        self.start_over()
        for watch in self._watches:
            watch.rest = None

    def _passed_ms(self, t_ms: int) -> int:
        """Milliseconds since the last look, at most half a second."""
        passed_ms = 0 if self._t_ms is None else min(500, t_ms - self._t_ms)
        self._t_ms = t_ms
        return passed_ms

    def _needed_ms(self, rule: FaultRule) -> int:
        return self._PEAK_PERSISTENCE_MS if rule.phase is Phase.PEAK else self._PERSISTENCE_MS

    def _has_lasted(self, watch: _Watch) -> bool:
        return (
            watch.longest_ms >= self._needed_ms(watch.rule)
            and watch.broken_ms >= self._SHARE * watch.eligible_ms
        )


def _scaled(seconds: float | None, factor: float) -> float | None:
    """What the whole way would have taken where only a part of it was gone."""
    return None if seconds is None else seconds * factor
