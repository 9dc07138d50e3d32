"""A sponsor with a simulated insurer, and a visitor who comes as far as the offer to ask it."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from sinew.apps.coverage.insurer.simulator import SimulatorServer
from sinew.apps.coverage.models import CoverageCheck, Sponsor
from sinew.roster.insurer.behavior import SimulatedInsurer
from sinew.roster.insurer.book import Book
from sinew.roster.table.reader import TableReader
from tests.apps.coverage.rosters import claim_form
from tests.apps.members import world

INSURERS = """\
[acme-health]
name = "Acme Health"
insurer_id = "12345"
address = "{address}"
wire = "x12"
sender_id = "SINEW"
receiver_id = "CLEARING"
asker_name = "Sinew"
asker_npi = "1234567893"
"""
BOOK = """\
Member ID,First Name,Last Name,DOB,Start
H-7780123,Elizabeth,Castellano,1984-03-07,2026-01-01
H-5550001,Ann,Rivera,1980-03-04,2026-01-01
H-5550002,Tim,Young,2012-05-06,2026-01-01
"""
CARD = {
    "first_name": "Elizabeth",
    "last_name": "Castellano",
    "born_on": "1984-03-07",
    "member_id": "H-7780123",
    "email": "beth@home.example.org",
}
"""What somebody's card says; the roster, where it lists her, has another number."""


@contextmanager
def insurer(settings: Any, folder: Path, **how: Any) -> Iterator[SimulatorServer]:
    """The simulated insurer `acme-health`, set up as an operator does."""
    reader = TableReader(io.BytesIO(BOOK.encode()), today=date(2026, 11, 30))
    book = Book.of_rows(list(reader.rows()), reader.problems, day=date(2026, 11, 30))
    with SimulatorServer(SimulatedInsurer(book, **how), clock=lambda: datetime.now(UTC)) as server:
        path = folder / "insurers.toml"
        path.write_text(INSURERS.format(address=server.address))
        settings.INSURERS = str(path)
        yield server


def plan(slug: str = "acme", **terms: Any) -> Sponsor:
    """A sponsor that is named in public, and whose insurer can be asked."""
    sponsor = world.sponsor(slug)
    for name, value in {"insurer": "acme-health", "is_public": True, **terms}.items():
        setattr(sponsor, name, value)
    sponsor.save()
    return sponsor


def come(client: Client, *, sponsor: str = "acme", **other: str) -> CoverageCheck:
    """Tell who one is, and enter the code that comes to one's own address."""
    told = claim_form(**CARD | other)
    query = f"?you=1&sponsor={sponsor}"
    answer = client.post(reverse("coverage:qualify") + query, told)
    assert answer.status_code == 302, answer.content.decode()
    letter = next(one for one in reversed(mail.outbox) if one.to == [told["email"]])
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", str(letter.body))[0]
    assert client.post(reverse("coverage:qualify_code"), {"code": code}).status_code == 302
    return CoverageCheck.objects.latest("asked_at")


def shown(client: Client) -> str:
    """The page of the answer."""
    return client.get(reverse("coverage:qualify_answer")).content.decode()


def ask(client: Client) -> str:
    """Let the insurer be asked; the page that follows."""
    return client.post(reverse("coverage:qualify_insurer"), follow=True).content.decode()
