"""Strikes a test result that was wrong, and closes again what it alone had opened."""

from sinew.program.climbing import undo
from sinew.program.events import StruckTest
from sinew.program.gates import is_open
from sinew.program.reasons import Reason
from sinew.program.state import State


def strike(state: State, struck: StruckTest, facts: tuple[str, ...]) -> tuple[Reason, ...]:
    """Let a result count no more, as if it had never been told; gives the reasons for the record.

    The phase it opened closes again while no exercise session was done in it. After that the phase stays:
    what was done since speaks for itself, and only a practitioner can judge it.
    """
    state.tests = [result for result in state.tests if not struck.is_of(result)]
    side = (f"side: {struck.side}",) if struck.side is not None else ()
    named = (f"test: {struck.test}", *side, f"done on: {struck.done_on.isoformat()}", *facts)
    return (state.reason("practitioner-strike_test", *named), *_closed_gate(state))


def _closed_gate(state: State) -> tuple[Reason, ...]:
    """Go back if the way into the present phase is open no more; a phase a practitioner chose stays."""
    done = len(state.done)
    if state.before_gate is None or state.before_gate[0] != done or state.phase is state.chosen_phase:
        return ()
    opened = state.phase, state.phase_since, state.places
    _, state.phase, state.phase_since, state.places = state.before_gate
    if state.way is not None and is_open(state.way[0], state):
        state.phase, state.phase_since, state.places = opened
        return ()
    state.before_gate = None
    state.use_setting()
    undo(state, done)
    return (state.reason("gate-closed-struck", f"phase: {state.phase.id if state.phase else None}"),)
