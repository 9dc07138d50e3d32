"""What the server needs for a page of the demo world: the median of repeated requests, without a network."""

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

REQUESTS = 15
PAGES = {
    "ana@example.org": (
        "/",
        "/library/",
        "/library/mini-squat/",
        "/learn/hamstring-definition/",
        "/today/",
        "/today/plan.pdf",
        "/progress/",
    ),
    "therapist@example.org": ("/practice/", "MEMBER"),
    "operator@example.org": ("/operator/health/",),
}


def run() -> None:
    """Make a demo world of its own, in a process of its own, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        world = {**os.environ, "SINEW_VAR": folder, "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev"}
        subprocess.run(
            [sys.executable, "-m", "sinew.cli", "demo"], env=world, check=True, capture_output=True
        )
        subprocess.run([sys.executable, "-m", "tests.bench.bench_pages"], env=world, check=True)


def median_ms(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Median time in ms, of the wall or another clock; the first run, which fills caches, does not count."""
    work()
    taken = []
    for _ in range(REQUESTS):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return statistics.median(taken)


def measure() -> None:
    """Print the median of every page, signed in as the one who would open it."""
    import django

    django.setup()
    from django.test import Client

    from sinew.apps.accounts.models import User
    from sinew.apps.members.models import Member
    from tests.support.sign_in import enter

    logging.disable(logging.INFO)
    sys.stdout.write(f"{'page':<36} {'median ms':>10}\n")
    for email, pages in PAGES.items():
        client = Client(headers={"host": "localhost"})
        enter(client, User.objects.get(email=email))
        ana = Member.objects.get(user__email="ana@example.org")
        for page in pages:
            address = f"/practice/members/{ana.pk}/" if page == "MEMBER" else page
            assert client.get(address).status_code == 200, address
            shown = "/practice/members/…/ (70 days)" if page == "MEMBER" else page
            sys.stdout.write(f"{shown:<36} {median_ms(lambda: client.get(address)):>10.1f}\n")  # noqa: B023


if __name__ == "__main__":
    measure()
