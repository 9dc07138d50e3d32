"""``python -m tests.coverage_privacy``: 2,000 visits of each kind compared, and 10,000 tries of an attack."""

import argparse
import logging
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    """Print both tables; 1 where something tells who is listed."""
    parser = argparse.ArgumentParser(prog="python -m tests.coverage_privacy")
    parser.add_argument("--visits", type=int, default=2_000)
    parser.add_argument("--tries", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2_000)
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "sinew.config.settings.test"
    import django
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    return run(args.visits, args.tries, args.people)


def run(visits: int, tries: int, people: int) -> int:
    """The same in a database that is there."""
    from django.conf import settings

    from tests.apps.coverage.insured import insurer, plan
    from tests.apps.members import world
    from tests.coverage_privacy.visits import fill_roster

    fill_roster(plan(), people)
    world.account("operator@example.org", world.Role.OPERATOR)
    with TemporaryDirectory() as folder, insurer(settings, Path(folder)):
        is_equal = _equivalence(visits, people)
    is_stopped = _enumeration(tries, people)
    return 0 if is_equal and is_stopped else 1


def _equivalence(visits: int, people: int) -> bool:
    from tests.coverage_privacy import visits as made

    seen = made.compare(visits, people)
    apart, differences = made.bytes_apart(seen), made.differences_ms(seen)
    out = sys.stdout.write
    out(f"{visits:,} visits of each kind, {people:,} people listed, SQLite. Answers that differ: {apart}\n\n")
    out(f"{'step':34} | {'kind':21} | median ms | to unlisted: clock | work\n")
    for step in made.STEPS:
        for kind in made.KINDS:
            clock, work = differences.get((step, kind), (0.0, 0.0))
            base = statistics.median(seen[kind].took_ms[step])
            out(f"{step:34} | {kind:21} | {base:9.2f} | {clock:+18.3f} | {work:+.3f}\n")
    worst = max(abs(one) for pair in differences.values() for one in pair)
    out(f"\nLargest difference: {worst:.3f} ms (at most {made.MOST_MS:g} allowed)\n\n")
    return apart == 0 and worst <= made.MOST_MS


def _enumeration(tries: int, people: int) -> bool:
    from django.conf import settings
    from django.core.cache import cache

    from sinew.apps.coverage.models import EnumerationAlarm
    from sinew.apps.notifications.models import OutboxEmail
    from sinew.config.settings import base
    from tests.coverage_privacy.enumeration import enumerate_people

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    cache.clear()
    begin = time.monotonic()
    attack = enumerate_people(tries, people=people, addresses=4_000)
    alarms = {one.sign: one.count for one in EnumerationAlarm.objects.all()}
    mails = OutboxEmail.objects.filter(template="coverage_alarm").count()
    sys.stdout.write(
        f"{tries:,} tries from 4,000 addresses in {time.monotonic() - begin:.0f} s: {attack.accepted:,} "
        f"taken, {tries - attack.accepted:,} refused; different answers {len(attack.answers)}, of which tell "
        f"one kind from another {attack.telling}; alarms {alarms}, mailed {mails}\n"
    )
    return attack.telling == 0 and attack.accepted < tries and bool(alarms) and mails > 0


if __name__ == "__main__":
    sys.exit(main())
