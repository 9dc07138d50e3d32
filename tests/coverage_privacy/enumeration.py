"""An attack: try names from many network addresses, and see whether anything tells who is listed."""

from collections import Counter
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from sinew.apps.coverage.models import CoverageCheck
from tests.coverage_privacy.visits import LISTED, UNLISTED, claim_of, visible


@dataclass
class Attack:
    """What came of it.

    Attributes:
        answers: by what was seen in a whole try, how many of each kind saw it.
        accepted: tries that became a check; the others were refused.
    """

    answers: dict[tuple[object, ...], Counter[str]] = field(default_factory=dict)
    accepted: int = 0

    def take(self, kind: str, seen: tuple[object, ...]) -> None:
        self.answers.setdefault(seen, Counter())[kind] += 1

    @property
    def telling(self) -> int:
        """Answers that only one kind of person ever got."""
        return sum(1 for kinds in self.answers.values() if len(kinds) == 1)


def address_of(number: int) -> str:
    """One of 65,000 network addresses."""
    return f"10.{number // 65_025 % 255}.{number // 255 % 255}.{number % 255}"


def enumerate_people(tries: int, *, people: int, addresses: int) -> Attack:
    """Try people in turn, half of them listed, each from another address; read every page to its end."""
    attack = Attack()
    before = CoverageCheck.objects.count()
    for number in range(tries):
        kind = LISTED if number % 2 else UNLISTED
        client = Client(REMOTE_ADDR=address_of(number % addresses))
        claim = claim_of(kind, number // 2 % people)
        asked = client.post(f"{reverse('coverage:qualify')}?you=1", claim)
        read = client.get(reverse("coverage:qualify_next"))
        guess = client.post(reverse("coverage:qualify_code"), {"code": "AAAA-AAAA"})
        attack.take(kind, (visible(asked), visible(read), visible(guess)))
    attack.accepted = CoverageCheck.objects.count() - before
    return attack
