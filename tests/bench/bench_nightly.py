"""What a night costs, from a sponsor's full file to the people listed.

Run as ``python -m tests.bench.bench_nightly [people ...]``: on SQLite, for small sponsors, or on PostgreSQL
where TEST_DATABASE_URL names one (tests/support/with-postgresql.sh).

The first file lists everybody. The next night 1 % of them moved, 0.5 % are new and 0.5 % are gone. Everything
is measured that an import does: reading, comparing, safety checks, writing people, look-up keys and history,
and the file of the new listing.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

SMALL, LARGE = 200_000, 25_000_000
POSTGRESQL = (50_000, 500_000, 5_000_000)
AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
HEADINGS = (
    "Member ID,Subscriber ID,First Name,Last Name,Date of Birth,Sex,Zip,Relationship,Start Date,Group,SSN"
)
_FIRST_DAY = date(1940, 1, 1).toordinal()
_SYLLABLES = "an ber cor da el fin gar hol is jan kel lor mar nor os pet quin ros sal tor".split()  # noqa: SIM905


def people(count: int, *, night: int) -> Iterator[str]:
    """Lines of a table. In the second night 1 % moved, the first 0.5 % are gone and as many are new."""
    shift = count // 200 if night else 0
    for number in range(shift, count + shift):
        chance = random.Random(number)  # noqa: S311 - invented people
        first, last = _name(chance, 2), _name(chance, 3)
        born = date.fromordinal(_FIRST_DAY + chance.randrange(30_000))
        code = chance.randrange(1_000, 99_999)
        if night and number % 100 == 0:
            code += 1
        family = number - number % 3
        related = "self" if number == family else "spouse" if number % 3 == 1 else "child"
        yield (
            f"M{number},S{family},{first},{last},{born},{'FM'[number % 2]},{code:05},{related},"
            f"2026-01-01,G{family % 40},{100_000_000 + number * 7 % 800_000_000}\n"
        )


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(_SYLLABLES, k=syllables)).title()


def write(path: Path, count: int, *, night: int) -> Path:
    """A sponsor's file."""
    with path.open("w", encoding="ascii") as file:
        file.write(f"{HEADINGS}\n")
        file.writelines(people(count, night=night))
    return path


def _database(folder: Path) -> None:
    """A database of its own, migrated."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sinew.config.settings.dev"
    os.environ["SINEW_VAR"] = str(folder)
    server = os.environ.get("TEST_DATABASE_URL", "")
    os.environ["DATABASE_URL"] = server or f"sqlite:///{folder / 'bench.sqlite3'}"
    import django
    from django.core.management import call_command

    django.setup()
    if server:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def _index_of_keys(*, is_there: bool) -> None:
    """Take the index of look-up keys away for the first file, which nobody waits for, and make it at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        if is_there:
            cursor.execute("ALTER TABLE coverage_lookupkey ADD PRIMARY KEY (hash, person_id)")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("ALTER TABLE coverage_lookupkey DROP CONSTRAINT coverage_lookupkey_pkey")


def _night(folder: Path, count: int, answers: "object") -> None:
    """Import both files in a process of its own; put seconds of both, processor seconds and peak MB."""
    _database(folder)
    from sinew.apps.coverage.actions.rosters import Reading, import_roster
    from sinew.apps.coverage.actions.sponsors import create_sponsor
    from sinew.apps.coverage.models import Roster

    sponsor = create_sponsor(
        slug="large", name="Large", kind="health_plan", begins_on=date(2026, 1, 1), at=AT, by=None
    )
    sponsor.absence_ends = True
    sponsor.save()
    taken = []
    for night in (0, 1):
        if os.environ.get("TEST_DATABASE_URL"):
            _index_of_keys(is_there=bool(night))
        path = write(folder / "roster.csv", count, night=night)
        begin, processor = time.perf_counter(), _processor_s()
        with path.open("rb") as file:
            roster = import_roster(
                sponsor=sponsor,
                file=file,
                source=Roster.Source.COMMAND,
                at=AT + timedelta(days=night),
                by=None,
                reading=Reading(is_full=True),
            )
        taken.append((time.perf_counter() - begin, _processor_s() - processor))
        if roster.state != Roster.State.APPLIED:
            raise AssertionError(roster.state)
    expected = (count // 200, count // 200)
    if (roster.summary["added"], roster.summary["ended"]) != expected:
        raise AssertionError(roster.summary)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers.put((taken, roster.summary["changed"], peak))  # type: ignore[attr-defined]


def _processor_s() -> float:
    """Processor seconds of this process and those it started."""
    return sum(
        one.ru_utime + one.ru_stime
        for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measured(count: int) -> tuple[list[tuple[float, float]], int, float]:
    """Seconds and processor seconds of the first file and of the night after, people changed, and peak MB."""
    context = get_context("spawn")
    answers = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=_night, args=(Path(folder), count, answers))
        process.start()
        while True:
            try:
                found: tuple[list[tuple[float, float]], int, float] = answers.get(timeout=5)
                break
            except Exception:
                if not process.is_alive():
                    raise
        process.join()
    return found


def on_postgresql() -> None:
    """Measure on a PostgreSQL of its own, where there is one, at three sizes up to 5 million people."""
    sizes = [str(size) for size in POSTGRESQL]
    command = ["sh", str(Path(__file__).parents[1] / "support" / "with-postgresql.sh"), sys.executable]
    subprocess.run([*command, "-m", "tests.bench.bench_nightly", *sizes], check=True)


def run(*sizes: int) -> None:
    """Print the table, and what the largest size means for 25 million lives."""
    where = "PostgreSQL" if os.environ.get("TEST_DATABASE_URL") else "SQLite"
    heading = f"{'nightly roster, ' + where:28} | first file s (cpu) | night s (cpu) | changed | peak MB"
    sys.stdout.write(f"{heading}\n{'-' * len(heading)}\n")
    for count in sizes or (SMALL,):
        (first, night), changed, peak = measured(count)
        sys.stdout.write(
            f"{count:28,} | {first[0]:10.1f} ({first[1]:5.1f}) | {night[0]:7.1f} ({night[1]:4.1f}) "
            f"| {changed:7,} | {peak:7.0f}\n"
        )
        sys.stdout.flush()
    if count >= LARGE // 10:
        minutes = night[0] * LARGE / count / 60
        sys.stdout.write(f"25 million lives, extrapolated from {count:,}: {minutes:.1f} minutes a night\n")


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:]))
