"""People on a sponsor's roster, with their lookup keys, as an import leaves them."""

from datetime import date
from typing import Any

from sinew.apps.coverage.listings.lookup import stored_hashes
from sinew.apps.coverage.models import ListedPerson, LookupKey, Sponsor

BETH: dict[str, Any] = {
    "first_name": "Elizabeth",
    "last_name": "Castellano",
    "born_on": date(1984, 3, 7),
    "postal_code": "60614",
    "member_id": "W1234501",
    "email": "elizabeth@work.example.org",
}
"""Somebody whom friends call Beth."""


def listed(sponsor: Sponsor, key: str = "member W1234501", **other: Any) -> ListedPerson:
    """One person listed by a sponsor, since January."""
    told = {**BETH, **other}
    person = ListedPerson.objects.create(
        sponsor=sponsor,
        key=key,
        family=told.pop("family", key),
        is_subscriber=told.pop("is_subscriber", True),
        begins_on=told.pop("begins_on", date(2026, 1, 1)),
        **told,
    )
    LookupKey.objects.bulk_create(LookupKey(hash=one, person=person) for one in stored_hashes(person))
    Sponsor.objects.filter(pk=sponsor.pk).update(lives=sponsor.people.count())
    sponsor.refresh_from_db()
    return person


def claim_form(**other: Any) -> dict[str, str]:
    """What a visitor types: Elizabeth, by the name her friends use, and with day and month exchanged."""
    told = {
        "first_name": "Beth",
        "last_name": "Castellano",
        "born_on": "1984-07-03",
        "postal_code": "60614",
        "email": "",
        "member_id": "",
        "other_last_name": "",
    }
    return told | other
