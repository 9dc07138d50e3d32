"""The night of a large roster; run as ``python -m tests.bench.bench_snapshots [people ...]``.

Aim for 25 million people on 2 cores, the database's part not counted: from a table in well under 10 minutes,
from an 834 in well under 15, in under 2 GB. Against who is listed, one in a hundred has moved, one in two
hundred is missing, as many are new, and one in a thousand is ended by a row. Who is listed afterwards is
compared with the truth, every person and every fact.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sinew.roster.changes import Terms
from sinew.roster.snapshots.comparison import compare_snapshot
from sinew.roster.snapshots.duck import DuckEngine
from sinew.roster.snapshots.listings import listing_after
from sinew.roster.snapshots.reading import take_snapshot
from tests.support.rosters import Nights

SIZES = (200_000, 1_000_000, 5_000_000)
NATION = 25_000_000
DAY = date(2026, 11, 30)
SECRET = bytes(range(32))
FORMS = ("csv", "834")


class Step(NamedTuple):
    """What one step took. ``cpu_s`` is that of all processes together."""

    wall_s: float
    cpu_s: float


class Night(NamedTuple):
    """What one night took, and whether everything in it was true."""

    read: Step
    compared: Step
    peak_mb: float
    is_right: bool


def _cpu_s() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb(processes: int) -> float:
    """Of this process and those it started, as if all had been largest at once."""
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + processes * others


def _night(form: str, folder: Path, answers: "multiprocessing.Queue[tuple[Step, Step, float]]") -> None:
    with DuckEngine(folder) as engine:
        marks = [(time.perf_counter(), _cpu_s())]
        snapshot = take_snapshot(
            folder / f"night.{form}", folder=folder, engine=engine, today=DAY, secret=SECRET, processes=2
        )
        marks.append((time.perf_counter(), _cpu_s()))
        compare_snapshot(
            snapshot,
            folder / "listed.parquet",
            folder=folder,
            engine=engine,
            terms=Terms(absence_ends=True),
            is_full=True,
            day=DAY,
        )
        marks.append((time.perf_counter(), _cpu_s()))
    read, compared = (Step(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(marks))
    answers.put((read, compared, _peak_mb(2 if form == "834" else 0)))


def _prepare(people: int, form: str, folder: Path) -> None:
    nights = Nights(people, folder, SECRET)
    nights.write_listing(form, folder / "listed.parquet", is_after=False)
    nights.write_roster(form, folder / f"night.{form}")


def _is_right(people: int, form: str, folder: Path, answers: "multiprocessing.Queue[bool]") -> None:
    with DuckEngine(folder) as engine:
        after = folder / "after.parquet"
        listing_after(folder / "listed.parquet", folder / "delta.parquet", after, engine=engine)
    nights = Nights(people, folder, SECRET)
    nights.write_listing(form, folder / "truth.parquet", is_after=True)
    answers.put(nights.are_alike(after, folder / "truth.parquet"))


def night(people: int, form: str) -> Night:
    """Prepare, run and check one night, each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers: multiprocessing.Queue[tuple[Step, Step, float]] = context.Queue()
        verdicts: multiprocessing.Queue[bool] = context.Queue()
        for task, arguments in (
            (_prepare, (people, form, folder)),
            (_night, (form, folder, answers)),
            (_is_right, (people, form, folder, verdicts)),
        ):
            process = context.Process(target=task, args=arguments)
            process.start()
            process.join()
            if process.exitcode:
                raise RuntimeError(f"{task.__name__} failed")
        read, compared, peak_mb = answers.get()
        return Night(read, compared, peak_mb, verdicts.get())


def run(sizes: tuple[int, ...] = SIZES, forms: tuple[str, ...] = FORMS) -> None:
    """Print the table."""
    heading = (
        f"{'night':5} | {'people':>10} | right | {'read s':>7} | {'compare s':>9} | {'read CPU s':>10} | "
        f"{'compare CPU s':>13} | {'peak MB':>7}"
    )
    sys.stdout.write(f"{heading}\n{'-' * len(heading)}\n")
    for form in forms:
        for people in sizes:
            one = night(people, form)
            _say(form, people, one, "yes" if one.is_right else "NO")
        if len(sizes) > 1:
            _say(form, NATION, _times(one, NATION / sizes[-1]), "est.")


def _times(one: Night, factor: float) -> Night:
    """The same for more people, if everything takes as much longer. Memory does not: it is bounded."""
    read, compared = (Step(step.wall_s * factor, step.cpu_s * factor) for step in (one.read, one.compared))
    return Night(read, compared, one.peak_mb, one.is_right)


def _say(form: str, people: int, one: Night, right: str) -> None:
    sys.stdout.write(
        f"{form:5} | {people:10,} | {right:5} | {one.read.wall_s:7.1f} | {one.compared.wall_s:9.1f} | "
        f"{one.read.cpu_s:10.1f} | {one.compared.cpu_s:13.1f} | {one.peak_mb:7.0f}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    chosen = [argument for argument in sys.argv[1:] if argument in FORMS]
    counts = [int(argument) for argument in sys.argv[1:] if argument not in FORMS]
    run(tuple(counts) or SIZES, tuple(chosen) or FORMS)
