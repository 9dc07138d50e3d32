"""Chooses what is said about the form faults of one set: one thing at a time, seldom, and what matters most.

Source: docs/motion/methods.md, "Form faults".
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from sinew.motion.events import CueGiven, Event, PraiseGiven
from sinew.motion.tracking import FaultRule


@dataclass(slots=True)
class _Said:
    """When a fault was last spoken about, how often in vain, and whether it still waits for praise."""

    t_ms: int
    repetition: int
    times: int
    awaits_praise: bool = True


class CueVoice:
    """One voice for a whole set, whichever limb shows the faults.

    A fault is spoken of when it was there in two of the last three repetitions, or at once where its rule
    says so; a fault of a hold when it lasts. A repetition hears one sentence at most. While a fault is being
    worked on, no lesser one is mentioned, and after two cues in vain it is left alone.

    Args:
        rules: the exercise's form faults, most important first.
        is_hold: time is kept, and nothing is counted.
    """

    _PAUSE_MS = 3000
    _EVERY_REPETITIONS, _EVERY_HOLD_MS = 3, 10_000
    _MOST_TIMES = 2

    def __init__(self, rules: Iterable[FaultRule], *, is_hold: bool = False) -> None:
        self._rank: dict[str, int] = {}
        at_once = set()
        for rule in rules:
            self._rank.setdefault(rule.id, len(self._rank))
            if rule.at_once:
                at_once.add(rule.id)
        self._at_once = frozenset(at_once)
        self._is_hold = is_hold
        self._said: dict[str, _Said] = {}
        self._recent: deque[frozenset[str]] = deque(maxlen=2)
        self._repetition = 0
        self._spoke_ms: int | None = None
        self._spoke_in: int | None = None

    def notice(self, t_ms: int, fault: str) -> list[Event]:
        """Take a fault that has just lasted in the repetition under way; return the cue it calls for.

        It waits for the end of the repetition if a more important one of the last repetition may come back.
        """
        if not self._is_habit(fault) or not self._may_be_said(t_ms, fault):
            return []
        rank = self._rank[fault]
        expected = self._recent[-1] if self._recent else frozenset()
        if any(self._rank[other] < rank and self._may_be_said(t_ms, other) for other in expected):
            return []
        return self._cue(t_ms, fault)

    def close(self, t_ms: int, faults: Iterable[str], unknown: Iterable[str]) -> list[Event]:
        """End a repetition; return the cue or the praise it calls for.

        Args:
            t_ms: now.
            faults: those it showed.
            unknown: those that could not be seen in it.
        """
        shown = frozenset(faults)
        habits = [fault for fault in shown if self._is_habit(fault)]
        events = self._most_important(t_ms, habits)
        if not events:
            hidden = shown.union(unknown)
            gone = [name for name, said in self._said.items() if said.repetition < self._repetition]
            events = self._praise(t_ms, [name for name in gone if name not in hidden])
        self._recent.append(shown)
        self._repetition += 1
        return events

    def hold(self, t_ms: int, lasting: list[str], gone: list[str]) -> list[Event]:
        """Look at one moment of a hold; return the cue or the praise it calls for.

        Args:
            t_ms: now.
            lasting: faults that have lasted.
            gone: faults that have not been there for a while.
        """
        return self._most_important(t_ms, lasting) or self._praise(t_ms, gone)

    def _is_habit(self, fault: str) -> bool:
        return fault in self._at_once or any(fault in shown for shown in self._recent)

    def _is_silent(self, t_ms: int) -> bool:
        """Whether nothing was said just now, nor in this repetition."""
        if self._spoke_ms is not None and t_ms - self._spoke_ms < self._PAUSE_MS:
            return False
        return self._is_hold or self._spoke_in != self._repetition

    def _is_due(self, t_ms: int, said: _Said) -> bool:
        """Whether the person has had the time to put it right."""
        if self._is_hold:
            return t_ms - said.t_ms >= self._EVERY_HOLD_MS
        return self._repetition - said.repetition >= self._EVERY_REPETITIONS

    def _may_be_said(self, t_ms: int, fault: str) -> bool:
        if not self._is_silent(t_ms):
            return False
        own = self._said.get(fault)
        if own is not None and (own.times >= self._MOST_TIMES or not self._is_due(t_ms, own)):
            return False
        rank = self._rank[fault]
        return not any(
            said.awaits_praise and self._rank[other] < rank and not self._is_due(t_ms, said)
            for other, said in self._said.items()
        )

    def _most_important(self, t_ms: int, faults: Iterable[str]) -> list[Event]:
        sayable = [fault for fault in faults if self._may_be_said(t_ms, fault)]
        return self._cue(t_ms, min(sayable, key=self._rank.__getitem__)) if sayable else []

    def _cue(self, t_ms: int, fault: str) -> list[Event]:
        said = self._said.get(fault)
        self._said[fault] = _Said(t_ms, self._repetition, 1 + (said.times if said is not None else 0))
        self._spoke_ms, self._spoke_in = t_ms, self._repetition
        return [CueGiven(t_ms, fault)]

    def _praise(self, t_ms: int, gone: Iterable[str]) -> list[Event]:
        if not self._is_silent(t_ms):
            return []
        waiting = [fault for fault in gone if fault in self._said and self._said[fault].awaits_praise]
        if not waiting:
            return []
        fault = min(waiting, key=self._rank.__getitem__)
        said = self._said[fault]
        said.awaits_praise, said.times = False, 0
        self._spoke_ms, self._spoke_in = t_ms, self._repetition
        return [PraiseGiven(t_ms, fault)]
