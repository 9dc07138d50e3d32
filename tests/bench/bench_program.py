"""How long triage and plans take; run as ``python -m tests.bench.bench_program``.

Aim: a plan under 10 ms, a year of history under 50 ms.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from sinew.program import events_from_dicts, intake_from_dict, plan, screens, triage
from tests.support.stories import DAY_0, MILD_STRAIN, Story, answers_of, day, intake_of, program, story

ROUNDS = 40


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Median and slowest of some runs, in processor time so that a busy machine does not count."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken), max(taken)


def year(person: Story) -> list[dict[str, Any]]:
    """A session and its morning on every day of a year, a check-in each week, a test each month."""
    done = [event for event in person.events if event["type"] == "session"][-1]
    made: list[dict[str, Any]] = []
    for number in range(365):
        made.append({**done, "on": day(number).isoformat()})
        made.append({"on": day(number + 1).isoformat(), "type": "morning", "compared": "same"})
        if number % 7 == 0:
            answers = {"pain_average": 1, "rf-01": "no", "sudden_sharp_pain": "no"}
            made.append({"on": day(number).isoformat(), "type": "check_in", "answers": answers})
        if number % 30 == 0:
            test = {"test": "walk-10-min", "value": 8, "pain": 3}
            made.append({"on": day(number).isoformat(), "type": "test", **test})
    return made


def rows() -> list[tuple[str, float, float]]:
    """Name, median and slowest run in ms of each measurement."""
    ours, intake = program(), intake_of(MILD_STRAIN, started_on="2026-11-10")
    person = story(MILD_STRAIN, started_on="2026-11-10")
    for number in range(30):
        person.good_day(number)
    events = events_from_dicts(person.events, ours, DAY_0)
    raw = {"as_of": DAY_0.isoformat(), "answers": answers_of(MILD_STRAIN)}
    a_year = events_from_dicts(year(person), ours, DAY_0)
    work: list[tuple[str, Callable[[], object]]] = [
        ("triage of an intake", lambda: triage(intake, ours)),
        ("screens of the intake", lambda: screens(ours.questionnaire, intake.answers)),
        ("reading an intake", lambda: intake_from_dict(raw, ours)),
        (f"reading {len(events)} events", lambda: events_from_dicts(person.events, ours, DAY_0)),
        ("plan of the first day", lambda: plan(ours, intake, (), DAY_0)),
        (f"plan after {len(events)} events", lambda: plan(ours, intake, events, day(31))),
        (f"a year: {len(a_year)} events", lambda: plan(ours, intake, a_year, day(366))),
    ]
    return [(name, *milliseconds(each)) for name, each in work]


def main() -> None:
    """Print the table."""
    print(f"{'program':28} {'median ms':>10} {'slowest ms':>11}")  # noqa: T201
    for name, median, slowest in rows():
        print(f"{name:28} {median:10.2f} {slowest:11.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
