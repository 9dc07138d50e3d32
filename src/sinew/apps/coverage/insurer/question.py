"""A question as it waits, and the keyed hash that finds it again without naming anybody."""

import hashlib
import hmac
from datetime import date
from typing import Any

from django.conf import settings

from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.matching.identity import identity


def question_hash(insurer: str, person: CoveredPerson, *, on: date) -> str:
    """64 digits: the same for the same person, insurer and day, however they wrote their name."""
    whole = identity(
        first_name=person.first_name,
        last_name=person.last_name,
        born_on=person.born_on,
        member_id=person.subscriber_id,
    )
    dependent = identity(first_name=person.dependent_first_name, last_name="", born_on=None)
    parts = (
        "insurer question", insurer, on.isoformat(), whole.first.whole, whole.last.whole, whole.suffix,
        _day(person.born_on), whole.member_id, dependent.first.whole, _day(person.dependent_born_on),
    )  # fmt: skip
    return hmac.new(settings.ROSTER_SECRET.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def to_json(person: CoveredPerson) -> dict[str, Any]:
    """As it waits in the database until it was asked."""
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "born_on": _day(person.born_on),
        "subscriber_id": person.subscriber_id,
        "dependent_first_name": person.dependent_first_name,
        "dependent_born_on": _day(person.dependent_born_on),
    }


def from_json(stored: dict[str, Any]) -> CoveredPerson:
    """The person of a question that waited."""
    days = {
        name: date.fromisoformat(stored[name]) if stored[name] else None
        for name in ("born_on", "dependent_born_on")
    }
    return CoveredPerson(**(stored | days))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
