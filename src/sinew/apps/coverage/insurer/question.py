"""A question as it waits, and the keyed hash that finds it again without naming anybody."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.matching.identity import identity, normal_number


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


def person_key(insurer: str, number: str, born_on: date) -> str:
    """64 digits: the same for one person of an insurer on every day, whatever they call themselves."""
    parts = ("insured person", insurer, normal_number(number), born_on.isoformat())
    return hmac.new(settings.ROSTER_SECRET.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def person_keys(insurer: str, numbers: Iterable[str], born_on: date | None) -> list[str]:
    """The keys of somebody by several numbers, as on a roster; none where no insurer is asked."""
    if not insurer or born_on is None:
        return []
    return [person_key(insurer, number, born_on) for number in numbers if normal_number(number)]


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
