"""When an insurer is asked, asked again, or left alone. Pure: moments and dice are arguments.

Sources: CAQH CORE 156 (an answer within 20 s) and CORE 153 (after a time-out not again before 90 s), as cited
in docs/eligibility.md. The rest are our own choices.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sinew.apps.coverage.insurer.exchange import Came
from sinew.roster.eligibility.answer import EligibilityAnswer, Outcome

ANSWER_WITHIN_S = 20.0
"""For all that is done at once: the first try, the pauses and the tries after it."""
TRIES = 3
LEAST_S = 2.0
"""With less time left no further try is begun."""
AGAIN_AFTER = timedelta(seconds=90)
FAILURES = 5
RESTS = timedelta(minutes=1)
RESTS_AT_MOST = timedelta(minutes=15)

OUTCOME_OF = {
    Came.TIMED_OUT: Outcome.TRY_LATER,
    Came.NO_CONNECTION: Outcome.TRY_LATER,
    Came.UNAVAILABLE: Outcome.TRY_LATER,
    Came.NOT_TRUSTED: Outcome.CANNOT_ASK,
    Came.NOT_ACCEPTED: Outcome.CANNOT_ASK,
    Came.GARBLED: Outcome.UNREADABLE,
}
"""What it means for a person where no answer came."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """How an insurer's line has been: after some failures in a row it rests, then one question tries it.

    Attributes:
        failures: in a row.
        rests_until: nobody asks before; ``None`` while all is well.
    """

    failures: int = 0
    rests_until: datetime | None = None

    def lets_through(self, at: datetime) -> bool:
        """Whether a question may be asked now."""
        return self.rests_until is None or at >= self.rests_until

    def probed(self, at: datetime) -> "Circuit":
        """While one question tries a line that rested, the others wait."""
        if self.rests_until is None:
            return self
        return Circuit(self.failures, at + timedelta(seconds=ANSWER_WITHIN_S))

    def after(self, *, is_trouble: bool, at: datetime) -> "Circuit":
        """The line after a try; each failure beyond the limit doubles the rest."""
        if not is_trouble:
            return Circuit()
        failures = min(self.failures + 1, FAILURES + 10)
        if failures < FAILURES:
            return Circuit(failures)
        return Circuit(failures, at + min(RESTS * 2 ** (failures - FAILURES), RESTS_AT_MOST))


def is_trouble(came: Came, answer: EligibilityAnswer | None) -> bool:
    """Whether a try speaks of trouble on the line, whoever it was about."""
    return (
        came is not Came.ANSWER or answer is None or answer.outcome in (Outcome.TRY_LATER, Outcome.UNREADABLE)
    )


def may_try_again(came: Came, answer: EligibilityAnswer | None) -> bool:
    """Whether the same question, with the same trace number, may be sent once more.

    Only where nothing came in time, or the insurer said "later" and allowed it (AAA04).
    """
    if came in (Came.TIMED_OUT, Came.NO_CONNECTION):
        return True
    return answer is not None and answer.outcome is Outcome.TRY_LATER and answer.may_try_again


def pause_s(tries: int, dice: float) -> float:
    """Seconds between two tries of one run, more each time and never the same for all.

    Args:
        tries: made so far, from 1.
        dice: 0 to 1.
    """
    return (1.0 + dice) * 2.0 ** (tries - 1)


def fits(spent_s: float, pause: float) -> bool:
    """Whether a further try after a pause still has time in this run."""
    return spent_s + pause + LEAST_S <= ANSWER_WITHIN_S


def again_at(tries: int, at: datetime, dice: float) -> datetime | None:
    """When the next try is due that did not fit into a run; ``None`` where there is none left."""
    if tries >= TRIES:
        return None
    return at + AGAIN_AFTER * tries + timedelta(seconds=15 * dice)


def is_kept(outcome: Outcome) -> bool:
    """Whether an answer holds for the day; else the question may be asked anew after a while."""
    return outcome not in (Outcome.TRY_LATER, Outcome.UNREADABLE)
