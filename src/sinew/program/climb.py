"""Where one person stands on one ladder: steps up after good sessions, steps down after a breach."""

from dataclasses import dataclass, field
from datetime import date

from sinew.program.criteria import Record, applies, is_met
from sinew.program.events import SessionResult
from sinew.program.ladders import Ladder, LadderTrack, Step
from sinew.program.phases import Light
from sinew.program.reactions import combined


@dataclass(slots=True)
class Climb:
    """One person on one ladder.

    Attributes:
        index: the present step.
        good: sessions of this step without a breach, the mornings after them told.
        since: day of the first session of this step; ``None`` before.
        done: steps that were done as often as they ask, all below the present one among them.
        sessions: number, day and step of every exercise session that held this ladder.
        pending: number of the last good session whose morning has not been told.
        before: number of the session after which it last went up, and the step before.
    """

    ladder: Ladder
    index: int = 0
    good: int = 0
    since: date | None = None
    done: set[str] = field(default_factory=set)
    sessions: list[tuple[int, date, int]] = field(default_factory=list)
    pending: int = 0
    before: tuple[int, int] | None = None

    @property
    def step(self) -> Step:
        return self.ladder.steps[self.index]

    def recent_days(self) -> list[date]:
        """The latest days it was done on, a week and more of them."""
        return [on for _, on, _ in self.sessions[-14:]]

    # who may use it

    def track(self, record: Record, track: str | None) -> LadderTrack | None:
        """How the ladder is used on a track by this person; ``None`` if it is not."""
        found = self.ladder.tracks.get(track or "")
        fits = found is not None and (found.when is None or found.when.facts(record.answers) is not None)
        return found if fits else None

    def waits_for(self, record: Record, track: str | None) -> tuple[str, ...]:
        """Criteria of the way in that are not met yet."""
        found = self.track(record, track)
        criteria = found.criteria if found is not None else ()
        return tuple(c.id for c in criteria if applies(c, record) and not is_met(c, record))

    # what a session does

    def holds(self, result: SessionResult) -> bool:
        """Whether a session names an exercise of this ladder that was done."""
        mine = {*self.ladder.owns, *self.step.exercises.values()}
        return any(e.exercise in mine and e.sets_done != 0 for e in result.exercises)

    def light(self, result: SessionResult, track: LadderTrack) -> Light:
        """The light of what hurt in it; pain of the whole session counts where nobody said more."""
        named = [e for e in result.exercises if e.exercise in self.ladder.exercises]
        pains = [e.pain for e in named if e.pain is not None]
        pains = pains or [p for p in (result.pain_during, result.pain_after) if p is not None]
        return track.pain.light(max(pains, default=0))

    def take(self, number: int, result: SessionResult, light: Light, phase: str) -> None:
        """Write a session down; what it means is decided with its light and its morning."""
        self.sessions.append((number, result.on, self.index))
        if light is Light.AMBER:
            self.good = 0
        elif light is Light.GREEN and self._is_complete(result, phase):
            self.pending = number
            self.since = self.since or result.on

    def _is_complete(self, result: SessionResult, phase: str) -> bool:
        if not result.exercises:
            return result.completed_fraction >= 1
        named = [e for e in result.exercises if e.exercise == self.step.exercises.get(phase)]
        if not named:
            return False
        told, dose = combined(named), self.step.dose
        pairs = [
            (told.sets_done, dose.sets),
            (told.repetitions_done, dose.repetitions),
            (told.hold_s_done, dose.hold_s),
        ]
        counted = [(done, goal) for done, goal in pairs if done is not None and goal is not None]
        if not counted:
            return result.completed_fraction >= 1
        return all(done >= goal for done, goal in counted)

    def good_morning(self, number: int, compared: str) -> None:
        """Count the session whose morning after was fine."""
        if self.pending != number or number == 0:
            return
        self.pending = 0
        if compared in self.ladder.repeat_mornings:
            return
        self.good += 1
        if self.good >= self.step.sessions:
            self.done.add(self.step.id)

    # up and down

    def next_step(self, record: Record, phase: str) -> Step | None:
        """The step that can be taken now; ``None`` if there is none."""
        following = self.index + 1
        if self.step.id not in self.done or following >= len(self.ladder.steps):
            return None
        step = self.ladder.steps[following]
        fits = step.when is None or step.when.facts(record.answers) is not None
        if not fits or phase not in step.exercises or not self._has_lasted(record.day):
            return None
        met = all(is_met(c, record) for c in step.criteria if applies(c, record))
        return step if met else None

    def _has_lasted(self, day: date) -> bool:
        return self.since is None or (day - self.since).days >= self.step.min_days

    def up(self, session: int) -> None:
        self.before = (session, self.index)
        self._go_to(self.index + 1)

    def undo(self, session: int) -> None:
        """Take a step up back that a session had opened which turned out bad after all."""
        if self.before is not None and self.before[0] == session and self.index > self.before[1]:
            self._go_to(self.before[1])

    def back(self, steps: int, session: int = 0) -> bool:
        """Go down, counted from where a session was done; what it led to is not counted twice."""
        start = next((at for number, _, at in self.sessions if session and number == session), self.index)
        target = min(self.index, max(0, start - steps))
        has_moved = target < self.index
        self._go_to(target)
        return has_moved

    def restart(self) -> None:
        """Begin again at the bottom, after something that had to be looked at."""
        self._go_to(0)

    def _go_to(self, index: int) -> None:
        self.index, self.good, self.pending, self.since = index, 0, 0, None
        self.done = {step.id for step in self.ladder.steps[:index]}
