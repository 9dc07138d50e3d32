"""The movement tests on recordings of people that nobody here made."""

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from sinew.motion.trials.run import result_in
from sinew.pose.labelled.kinect import LabelledSession, ui_prmd_sessions
from sinew.vocabulary import Side
from tests.movement_tests.performances import movement_test
from tests.support.samples import samples

_SITS_BEFORE_MS, _SITS_ON_MS = 1500, 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one kind of recording showed.

    Attributes:
        known: what the labels say.
        read: what the test read of it.
    """

    recording: str
    test: str
    sessions: int
    known: str
    read: str


@dataclass(frozen=True, slots=True)
class FiveStands:
    """Five sit-to-stands of a session: seconds by its labels (with the rest in them), and as read."""

    session: str
    labelled_s: float
    read_s: float | None


def five_stands(session: LabelledSession) -> list[FiveStands]:
    """Stands 2 to 6 and 6 to 10 of a session, cut out with the moments before and after.

    The recordings begin with the first stand: how the person sits before it is not seen.
    """
    found = []
    for spans in (session.spans[1:6], session.spans[5:10]):
        first_ms, last_ms = spans[0][0], spans[-1][1]
        since_ms, until_ms = first_ms - _SITS_BEFORE_MS, last_ms + _SITS_ON_MS
        frames = [frame for frame in session.frames if since_ms <= frame.t_ms <= until_ms]
        trials = result_in(frames, movement_test("sit-to-stand-5-times")).trials
        value = trials[0].value if trials else None
        found.append(FiveStands(session.name, (last_ms - first_ms) / 1000, value))
    return found


def stands_in_half_a_minute(session: LabelledSession) -> tuple[int, float | None]:
    """Repetitions that by the labels were over half done after 30 seconds, and those that were read."""
    result = result_in(session.frames, movement_test("sit-to-stand-30s"))
    first = result.trials[0] if result.trials else None
    if first is None or first.start_ms is None or first.value is None:
        return 0, None
    until = first.start_ms + 30_000
    return sum((start + end) / 2 <= until for start, end in session.spans), first.value


def lifts(session: LabelledSession) -> int:
    """How often one foot came off the floor and down again."""
    test = replace(movement_test("single-leg-balance"), trials=100)
    found = [result_in(session.frames, test, side) for side in (Side.LEFT, Side.RIGHT)]
    return max(sum(trial.ended_by == "foot-down" for trial in result.trials) for result in found)


def recorded(folder: Path | None = None) -> list[Recorded]:
    """Every recording that fits a test."""
    where = folder if folder is not None else samples()
    sitting = list(ui_prmd_sessions(where, ("m05",)))
    raising = list(ui_prmd_sessions(where, ("m06",)))
    fives = [half for session in sitting for half in five_stands(session)]
    timed = [half for half in fives if half.read_s is not None]
    shorter = [half.labelled_s - half.read_s for half in timed if half.read_s is not None]
    minutes = [stands_in_half_a_minute(session) for session in sitting]
    whole = [(known, read) for known, read in minutes if read is not None]
    lifted = [(session.count, lifts(session)) for session in raising]
    return [
        Recorded(
            "UI-PRMD m05, sit to stand",
            "sit-to-stand-5-times",
            len(sitting),
            f"{len(fives)} times five stands, with the rest before and after",
            f"{len(timed)} of {len(fives)} timed, {mean(shorter):.1f} s less than the labels on average"
            f" ({min(shorter):.1f} to {max(shorter):.1f})",
        ),
        Recorded(
            "UI-PRMD m05, sit to stand",
            "sit-to-stand-30s",
            len(whole),
            "stands whose middle lies within 30 s of the first movement",
            f"{sum(known == read for known, read in whole)} of {len(whole)} the same, none off by more than"
            f" {max(abs(known - read) for known, read in whole):.0f}",
        ),
        Recorded(
            "UI-PRMD m06, standing leg raise",
            "single-leg-balance",
            len(raising),
            "ten times a foot off the floor",
            f"{sum(known == read for known, read in lifted)} of {len(lifted)} sessions with ten,"
            f" {sum(read for _, read in lifted)} of {sum(known for known, _ in lifted)} lifts",
        ),
    ]
