"""The demo's health plan, which can be asked: a simulated insurer in the process that serves."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from sinew.apps.coverage.insurer.simulator import SimulatorServer
from sinew.apps.coverage.listings import folder
from sinew.roster.insurer.behavior import SimulatedInsurer
from sinew.roster.insurer.book import Book
from sinew.roster.table.reader import TableReader

INSURER, NAME = "harbor-light", "Harbor Light Health Plan"
FIRST, LAST, BORN_ON, NUMBER = "Marisol", "Okonkwo", date(1986, 5, 12), "HL2000417"
"""Somebody new to the plan, whom no roster lists yet."""
_CONFIGURATION = """\
[{id}]
name = "{name}"
insurer_id = "HARBOR"
address = "{address}"
wire = "soap"
sender_id = "SINEW"
receiver_id = "HARBOR"
asker_name = "Sinew"
asker_npi = "1234567893"
is_test = true
"""


@contextmanager
def simulated_plan(*, clock: Callable[[], datetime]) -> Iterator[None]:
    """Let the plan be asked from this process on; nothing where the operator has set up insurers.

    A worker in another process does not know it.
    """
    if settings.INSURERS or not (settings.DEMO_ACCOUNTS_ALLOWED and settings.INSURERS_MAY_BE_SIMULATED):
        yield
        return
    with SimulatorServer(SimulatedInsurer(_book(clock().date()), co_payment="20.00"), clock=clock) as server:
        path = Path(settings.VAR) / "demo-insurers.toml"
        with folder.open_private(path) as file:
            file.write(_CONFIGURATION.format(id=INSURER, name=NAME, address=server.address).encode())
        settings.INSURERS = str(path)
        try:
            yield
        finally:
            settings.INSURERS = ""
            path.unlink(missing_ok=True)


def _book(today: date) -> Book:
    heading = "Member ID,First Name,Last Name,DOB,Start"
    row = f"{NUMBER},{FIRST},{LAST},{BORN_ON.isoformat()},{today.year}-01-01"
    reader = TableReader(io.BytesIO(f"{heading}\n{row}\n".encode()), today=today)
    return Book.of_rows(list(reader.rows()), reader.problems, day=today)


def to_try() -> str:
    """How to see it, for who starts the demo."""
    return (
        f"To ask a plan: at /qualify/ choose {NAME} and be {FIRST} {LAST}, born {BORN_ON.isoformat()}, "
        f"number {NUMBER}, with any postal code and address. The code is in {settings.EMAIL_FILE_PATH}."
    )
