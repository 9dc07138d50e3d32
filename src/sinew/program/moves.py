"""What an event can move in a care plan: where it stands, its doses, and whether it waits for somebody."""

from datetime import date

from sinew.program.climbing import after_bad_morning, restart, undo
from sinew.program.places import Places
from sinew.program.progression import MorningRule
from sinew.program.reactions import Adjustment, DoneSession
from sinew.program.reasons import Reason
from sinew.program.state import State
from sinew.vocabulary import Outcome


class Moves(State):
    """The state of a plan and the moves that several kinds of events make in it."""

    def adjust(self, outcome: Outcome, *reasons: Reason, tells_team: bool = False) -> None:
        """Write down what happened today and why."""
        self.adjustments.append(Adjustment(self.day, outcome, reasons, tells_team))

    def pause(self, *reasons: Reason) -> None:
        """Stop until a practitioner has looked at it."""
        self.safety.pause(reasons, "practitioner-review")
        restart(self)
        self.adjust(Outcome.PAUSE_FOR_PRACTITIONER, *reasons, tells_team=True)

    def start(self) -> None:
        """Into the first phase, as soon as that is allowed."""
        if self.phase is not None:
            return
        if self.chosen_phase is None:
            self.track = self.safety.found.track
        if not self.safety.allows_exercise:
            return
        first = self.program.tracks[self.track].first_phase if self.track is not None else None
        phase = self.chosen_phase or (self.program.phases[first] if first is not None else None)
        if phase is not None:
            self.enter(phase)

    def lower(self, places: Places, by: int) -> None:
        """Every place down, as after a gap; nothing rests for it."""
        for place in places.items:
            place.good_in_row = 0
            places.down(place, self.day, by, may_rest=False)

    def worse(self, rule: MorningRule, session: DoneSession | None, because: str) -> None:
        """The 24-hour rule: go down with everything the last session held."""
        self.bad_mornings.append(self.day)
        number = session.number if session is not None else 0
        reasons = [self.reason(rule.rule, because)]
        if session is not None:
            session.is_morning_good = False
            reasons += self._close_gate(number)
        if self.places is not None:
            for place in self.places.items:
                self.places.take_back(place, number)
                if session is None or place.exercise in session.exercises or place.dropped[0] == number:
                    self.places.down(place, self.day, rule.places, session=number)
                place.good_in_row = 0
        reasons += after_bad_morning(self, session)
        self.adjust(Outcome.REGRESS, *reasons, tells_team=rule.tells_team)

    def _close_gate(self, session: int) -> list[Reason]:
        """Go back if the session after which the phase changed has turned out bad after all."""
        if self.before_gate is None or self.before_gate[0] != session:
            return []
        _, self.phase, self.phase_since, self.places = self.before_gate
        self.before_gate = None
        self.use_setting()
        undo(self, session)
        return [self.reason("gate-closed-again", f"phase: {self.phase.id if self.phase else None}")]

    def step_up(self, places: Places, good_in_row: int) -> list[Reason]:
        """One variable up in as many exercises as may change at a time, longest unchanged first."""
        ready = [p for p in places.items if p.is_resting or p.good_in_row >= good_in_row]
        changes: list[Reason] = []
        for place in sorted(ready, key=lambda p: p.changed_on or date.min):
            if self.changes_left == 0:
                break
            rule = places.up(place, self.day, self.days_per_week, session=len(self.done))
            if rule is not None:
                self.changes_left -= 1
                changes.append(self.reason(rule, f"exercise: {place.exercise}"))
        return changes
