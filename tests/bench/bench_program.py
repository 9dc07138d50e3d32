"""How long triage and plans take; run as ``python -m tests.bench.bench_program``. Aim: a plan under 10 ms."""

import statistics
import time
from collections.abc import Callable

from sinew.program import events_from_dicts, intake_from_dict, plan, screens, triage
from tests.support.stories import DAY_0, MILD_STRAIN, answers_of, day, intake_of, program, story

ROUNDS = 40


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Median and slowest of some runs, in processor time so that a busy machine does not count."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken), max(taken)


def rows() -> list[tuple[str, float, float]]:
    """Name, median and slowest run in ms of each measurement."""
    ours, intake = program(), intake_of(MILD_STRAIN, started_on="2026-11-10")
    person = story(MILD_STRAIN, started_on="2026-11-10")
    for number in range(30):
        person.good_day(number)
    events = events_from_dicts(person.events, ours, DAY_0)
    raw = {"as_of": DAY_0.isoformat(), "answers": answers_of(MILD_STRAIN)}
    work: list[tuple[str, Callable[[], object]]] = [
        ("triage of an intake", lambda: triage(intake, ours)),
        ("screens of the intake", lambda: screens(ours.questionnaire, intake.answers)),
        ("reading an intake", lambda: intake_from_dict(raw, ours)),
        (f"reading {len(events)} events", lambda: events_from_dicts(person.events, ours, DAY_0)),
        ("plan of the first day", lambda: plan(ours, intake, (), DAY_0)),
        (f"plan after {len(events)} events", lambda: plan(ours, intake, events, day(31))),
    ]
    return [(name, *milliseconds(each)) for name, each in work]


def main() -> None:
    """Print the table."""
    print(f"{'program':28} {'median ms':>10} {'slowest ms':>11}")  # noqa: T201
    for name, median, slowest in rows():
        print(f"{name:28} {median:10.2f} {slowest:11.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
