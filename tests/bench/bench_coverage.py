"""What a coverage check costs among millions of generated people, on PostgreSQL.

Run as ``sh tests/support/with-postgresql.sh python -m tests.bench.bench_coverage [people ...]``. The people
and their lookup keys are made in the database, and a sample of the keys is compared with what an import would
store. Aim: 99 of 100 look-ups take under 50 ms of work among 5 million, at most twice that among 500,000.
Work is processor time, ours and the database's for us: on a busy machine the clock tells of other things.
"""

import os
import random
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

SIZES = (500_000, 5_000_000)
CLAIMS = 2_000
DAY = date(2026, 11, 2)

_PEOPLE = """
    INSERT INTO coverage_listedperson (
        sponsor_id, key, family, is_subscriber, relationship, subscriber_id, member_id, "group",
        national_id_hash, first_name, middle_name, last_name, name_suffix, born_on, sex, postal_code, city,
        state, email, phone, birth_sequence, is_restricted, died_on, begins_on, ends_on)
    SELECT %(sponsor)s, 'member W' || n, 'member W' || n, true, '', '', 'W' || n, '', '',
        chr(65 + first %% 26) || translate((first + 100)::text, '0123456789', 'AEIOULNRST'), '',
        chr(65 + last %% 26) || translate((last + 1000)::text, '0123456789', 'AEIOULNRST'), '',
        date '1940-01-01' + (random() * 29000)::int, '', lpad((zip + 501)::text, 5, '0'), '', '',
        'p' || n || '@work.example.org', '', '', false, NULL, date '2026-01-01', NULL
    FROM (
        SELECT n, (1000 * random() ^ 2)::int AS first, (10000 * random() ^ 2)::int AS last,
            (30000 * random() ^ 1.5)::int AS zip
        FROM generate_series(%(begin)s, %(end)s - 1) AS n
    ) AS drawn
"""
"""The commonest of 1,000 first names has 3 % of people, of 10,000 last names 1 %, as in the United States."""
_KEYS = """
    INSERT INTO coverage_lookupkey (hash, person_id)
    SELECT ('x' || encode(substr(hmac(key, %(secret)s, 'sha256'), 1, 8), 'hex'))::bit(64)::bigint, id
    FROM (
        SELECT id, unnest(ARRAY[
            'born ' || born || ' ' || left(f, 1), 'born ' || born || ' ' || left(l, 1),
            'born-zone ' || born || ' ' || left(z, 1),
            'place ' || z || ' ' || f, 'place ' || z || ' ' || l,
            'place-initials ' || z || ' ' || least(left(f, 1), left(l, 1)) || ' '
                || greatest(left(f, 1), left(l, 1)),
            'names-zone ' || least(f, l) || ' ' || greatest(f, l) || ' ' || left(z, 1),
            'area ' || left(z, 3) || ' ' || l || ' ' || left(f, 1),
            'area ' || left(z, 3) || ' ' || f || ' ' || left(l, 1),
            'names-year ' || least(f, l) || ' ' || greatest(f, l) || ' ' || left(born, 4),
            'number ' || replace(member_id, 'O', '0')
        ]) AS key
        FROM (
            SELECT id, member_id, first_name COLLATE "C" AS f, last_name COLLATE "C" AS l, postal_code AS z,
                to_char(born_on, 'YYYYMMDD') AS born
            FROM coverage_listedperson WHERE id > %(after)s
        ) AS described
    ) AS keyed
    GROUP BY 1, 2
"""


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Fill the database in steps, and print a table of what a look-up costs at each."""
    out = sys.stdout.write
    out("    people |        keys | made in | found | work: median | p99 ms | clock: median | p99 | near\n")
    made = 0
    for size in sizes:
        begin = time.monotonic()
        keys = _fill(made, size)
        seconds, made = time.monotonic() - begin, size
        _compare_keys()
        worked, took, found, near = _look_up(size)
        out(
            f"{size:9,} | {keys:11,} | {seconds:5.0f} s | {found:5.1%} | {statistics.median(worked):12.2f} | "
            f"{_p99(worked):6.2f} | {statistics.median(took):13.2f} | {_p99(took):.1f} | {near:.1f}\n"
        )
        sys.stdout.flush()


def _p99(took: list[float]) -> float:
    return sorted(took)[len(took) * 99 // 100]


def _database_ms(process: int) -> float:
    """Processor time so far of the database's process that serves us."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e6


def _fill(begin: int, end: int) -> int:
    """People ``begin`` to ``end`` and their keys; how many keys there are then."""
    from django.conf import settings
    from django.db import connection

    from sinew.apps.coverage.models import Sponsor
    from tests.apps.members import world

    sponsor = world.sponsor()
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")
        cursor.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        cursor.execute("SELECT coalesce(max(id), 0) FROM coverage_listedperson")
        after = cursor.fetchone()[0]
        cursor.execute(_PEOPLE, {"sponsor": sponsor.pk, "begin": begin, "end": end})
        cursor.execute("ALTER TABLE coverage_lookupkey DROP CONSTRAINT IF EXISTS coverage_lookupkey_pkey")
        cursor.execute(_KEYS, {"secret": settings.ROSTER_SECRET, "after": after})
        cursor.execute(
            "ALTER TABLE coverage_lookupkey"
            " ADD CONSTRAINT coverage_lookupkey_pkey PRIMARY KEY (hash, person_id)"
        )
        cursor.execute("ANALYZE coverage_listedperson; ANALYZE coverage_lookupkey")
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'coverage_lookupkey'")
        Sponsor.objects.filter(pk=sponsor.pk).update(lives=end)
        return int(cursor.fetchone()[0])


def _compare_keys() -> None:
    """Stop where the keys made in the database are not those an import stores."""
    from sinew.apps.coverage.listings.lookup import stored_hashes
    from sinew.apps.coverage.models import ListedPerson

    for person in ListedPerson.objects.order_by("-id")[:200]:
        stored = set(person.lookup_keys.values_list("hash", flat=True))
        if stored != stored_hashes(person):
            raise AssertionError("the generated keys are not those of an import")


def _look_up(size: int) -> tuple[list[float], list[float], float, float]:
    """ms of work and by the clock of each look-up, share of the listed found, candidates on average."""
    from django.db import connection

    from sinew.apps.coverage.check.finding import find
    from sinew.apps.coverage.models import ListedPerson
    from sinew.roster.matching.identity import identity

    dice = random.Random(5)  # noqa: S311 - invented people
    first_id = ListedPerson.objects.order_by("id").values_list("id", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = cursor.fetchone()[0]
    worked, took, found, listed, near = [], [], 0, 0, 0
    for number in range(CLAIMS):
        person = ListedPerson.objects.get(pk=first_id + dice.randrange(size))
        born_on, last, code = person.born_on or DAY, person.last_name, person.postal_code
        is_listed = number % 2 == 0
        if not is_listed:
            born_on, code = (
                born_on + timedelta(days=dice.randrange(1, 9_000)),
                f"{dice.randrange(99_999):05d}",
            )
        elif number % 8 == 2 and born_on.day <= 12:
            born_on = date(born_on.year, born_on.day, born_on.month)
        elif number % 8 == 4:
            last = last[:-1]
        elif number % 8 == 6:
            code = f"{dice.randrange(99_999):05d}"
        claimed = identity(first_name=person.first_name, last_name=last, born_on=born_on, postal_code=code)
        begin, ours, theirs = time.perf_counter(), time.thread_time(), _database_ms(process)
        answer = find(claimed, DAY)
        took.append((time.perf_counter() - begin) * 1000)
        worked.append((time.thread_time() - ours) * 1000 + _database_ms(process) - theirs)
        near += len(answer.near)
        listed += is_listed
        found += is_listed and answer.person == person
    return worked, took, found / listed, near / CLAIMS


def main() -> None:
    """Run where ``TEST_DATABASE_URL`` names an empty PostgreSQL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.test")
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("Run: sh tests/support/with-postgresql.sh python -m tests.bench.bench_coverage")
    call_command("migrate", verbosity=0)
    run(tuple(int(argument) for argument in sys.argv[1:]) or SIZES)


if __name__ == "__main__":
    main()
