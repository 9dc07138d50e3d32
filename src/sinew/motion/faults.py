"""Watches for form faults while a limb is working, and decides what is worth saying.

A fault must last to be one, one thing is said at a time, the same thing not at every repetition, and
what has been put right is praised. Source: docs/motion/methods.md, "Form faults".
"""

from collections.abc import Callable
from dataclasses import dataclass

from sinew.motion.events import CueGiven, Event, PraiseGiven
from sinew.motion.filters import LowPass
from sinew.motion.repetitions import Attempt
from sinew.motion.tracking import CLOSING_SIGNALS, FaultRule, Phase
from sinew.vocabulary import View

ReadSignal = Callable[[str], float | None]


class _Watch:
    """How long one rule has been broken in the repetition under way."""

    __slots__ = ("baseline", "broken_ms", "eligible_ms", "longest_ms", "rule", "run_ms")

    def __init__(self, rule: FaultRule) -> None:
        self.rule = rule
        self.baseline = LowPass(0.5)
        self.reset()

    def reset(self) -> None:
        self.run_ms = self.longest_ms = self.broken_ms = self.eligible_ms = 0

    def is_broken(self, value: float) -> bool:
        if self.rule.op == "<":
            return value < self.rule.threshold
        if self.rule.op == ">":
            return value > self.rule.threshold
        rest = self.baseline.value
        return rest is not None and abs(value - rest) > self.rule.threshold

    def note(self, dt_ms: int, *, is_broken: bool) -> None:
        self.eligible_ms += dt_ms
        if is_broken:
            self.run_ms += dt_ms
            self.broken_ms += dt_ms
            self.longest_ms = max(self.longest_ms, self.run_ms)
        else:
            self.run_ms = 0


@dataclass(slots=True)
class _Said:
    """When a fault was last spoken about, and whether it is still waiting for praise."""

    t_ms: int
    repetition: int
    awaits_praise: bool


class FaultMonitor:
    """Finds the faults of each repetition or hold and chooses the cues.

    Args:
        rules: the exercise's form faults, most important first.
    """

    _PERSISTENCE_MS, _PEAK_PERSISTENCE_MS = 400, 200
    _HOLD_PERSISTENCE_MS = 1200
    _SHARE = 0.3
    _COOL_DOWN_MS, _HOLD_COOL_DOWN_MS = 3000, 10_000
    _EVERY_REPETITIONS = 3

    def __init__(self, rules: tuple[FaultRule, ...]) -> None:
        self._watches = [_Watch(rule) for rule in rules if rule.signal not in CLOSING_SIGNALS]
        self._closing = [rule for rule in rules if rule.signal in CLOSING_SIGNALS]
        self._said: dict[str, _Said] = {}
        self._last_cue_ms: int | None = None
        self._cued_now = False
        self._repetition = 0
        self._t_ms: int | None = None

    def rest(self, t_ms: int, read: ReadSignal) -> None:
        """Remember how the body is at rest, for the rules that look for drift."""
        self._t_ms = t_ms
        for watch in self._watches:
            if watch.rule.op == "drift" and (value := read(watch.rule.signal)) is not None:
                watch.baseline.update(t_ms, value)

    def work(self, t_ms: int, read: ReadSignal, phase: Phase, view: View) -> list[Event]:
        """Look at one frame of a repetition under way; return the cue it calls for."""
        dt_ms = 0 if self._t_ms is None else min(500, t_ms - self._t_ms)
        self._t_ms = t_ms
        events: list[Event] = []
        for watch in self._watches:
            rule = watch.rule
            if view not in rule.views or rule.phase not in (Phase.ANY, phase):
                continue
            if (value := read(rule.signal)) is None:
                continue
            watch.note(dt_ms, is_broken=watch.is_broken(value))
            if watch.run_ms >= self._needed_ms(rule):
                events += self._cue(t_ms, rule.id)
        return events

    def interrupt(self, t_ms: int) -> None:
        """Say that nothing can be judged at this frame; a fault has to begin to last anew."""
        self._t_ms = t_ms
        for watch in self._watches:
            watch.run_ms = 0

    def hold(self, t_ms: int, read: ReadSignal, view: View) -> list[Event]:
        """Look at one frame of a hold; return the cue or the praise it calls for."""
        dt_ms = 0 if self._t_ms is None else min(500, t_ms - self._t_ms)
        self._t_ms = t_ms
        events: list[Event] = []
        for watch in self._watches:
            rule = watch.rule
            if view not in rule.views or (value := read(rule.signal)) is None:
                continue
            is_broken = watch.is_broken(value)
            watch.note(dt_ms, is_broken=is_broken)
            said = self._said.get(rule.id)
            if watch.run_ms >= self._HOLD_PERSISTENCE_MS:
                self._cued_now = said is not None and t_ms - said.t_ms < self._HOLD_COOL_DOWN_MS
                events += self._cue(t_ms, rule.id, is_hold=True)
            elif not is_broken and said is not None and said.awaits_praise and t_ms - said.t_ms > 1000:
                said.awaits_praise = False
                events.append(PraiseGiven(t_ms, rule.id))
        return events

    def close(
        self, t_ms: int, attempt: Attempt, share: float, view: View
    ) -> tuple[tuple[str, ...], list[Event]]:
        """End a repetition: its faults, and the cue or praise they call for."""
        found = [watch.rule.id for watch in self._watches if self._has_lasted(watch)]
        facts = {"out_s": attempt.out_s, "back_s": attempt.back_s, "peak_share": share}
        unknown = set()
        for rule in self._closing:
            value = facts[rule.signal]
            if view not in rule.views or value is None:
                unknown.add(rule.id)
            elif value < rule.threshold if rule.op == "<" else value > rule.threshold:
                found.append(rule.id)
        faults = tuple(dict.fromkeys(found))
        events: list[Event] = []
        for fault in faults:
            events += self._cue(t_ms, fault)
        for fault, said in self._said.items():
            is_gone = fault not in faults and fault not in unknown
            if said.awaits_praise and is_gone and said.repetition < self._repetition:
                said.awaits_praise = False
                events.append(PraiseGiven(t_ms, fault))
                break
        self.start_over()
        self._repetition += 1
        return faults, events

    def start_over(self) -> None:
        """Forget the repetition under way."""
        self._cued_now = False
        for watch in self._watches:
            watch.reset()

    def _needed_ms(self, rule: FaultRule) -> int:
        return self._PEAK_PERSISTENCE_MS if rule.phase is Phase.PEAK else self._PERSISTENCE_MS

    def _has_lasted(self, watch: _Watch) -> bool:
        return (
            watch.longest_ms >= self._needed_ms(watch.rule)
            and watch.broken_ms >= self._SHARE * watch.eligible_ms
        )

    def _cue(self, t_ms: int, fault: str, *, is_hold: bool = False) -> list[Event]:
        """Say it, unless something was said just now or this was said a repetition ago."""
        if self._cued_now:
            return []
        if self._last_cue_ms is not None and t_ms - self._last_cue_ms < self._COOL_DOWN_MS:
            return []
        said = self._said.get(fault)
        if said is not None and not is_hold and self._repetition - said.repetition < self._EVERY_REPETITIONS:
            return []
        self._cued_now = True
        self._last_cue_ms = t_ms
        self._said[fault] = _Said(t_ms, self._repetition, awaits_praise=True)
        return [CueGiven(t_ms, fault)]
