"""The people listed: erased after their time, and found by new keys after the secret was changed."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.listings.lookup import stored_hashes
from sinew.apps.coverage.listings.tables import COLUMNS, tables
from sinew.apps.coverage.listings.writing import AT_A_TIME, remove_people
from sinew.apps.coverage.models import ListedPerson, LookupKey, RosterChange, Sponsor
from sinew.roster.listing import ListedRow


def erase_ended_people(*, at: datetime, by: User | None) -> int:
    """Erase everybody whose coverage ended long ago (``ROSTER_PEOPLE_KEPT_DAYS``), and their history.

    Members' coverages stay as they are; they refer to no row any longer.

    Returns:
        How many people were erased.
    """
    before = timezone.localdate(at) - timedelta(days=settings.ROSTER_PEOPLE_KEPT_DAYS)
    ended = ListedPerson.objects.filter(ends_on__lt=before)
    return sum(
        _erase(pk, ended.filter(sponsor=pk), by) for pk in set(ended.values_list("sponsor", flat=True))
    )


def _erase(sponsor_id: UUID, ended: QuerySet[ListedPerson], by: User | None) -> int:
    erased = 0
    while some := _erase_some(sponsor_id, ended, by):
        erased += some
    return erased


@transaction.atomic
def _erase_some(sponsor_id: UUID, ended: QuerySet[ListedPerson], by: User | None) -> int:
    sponsor = Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor_id)
    people = [ListedRow._make(row) for row in ended.values_list(*COLUMNS)[:1_000]]
    if not people:
        return 0
    keys = [person.key for person in people]
    remove_people(sponsor.pk, people)
    RosterChange.objects.filter(person_key__in=keys, roster__sponsor=sponsor).delete()
    sponsor.listing_version += 1
    sponsor.listing_sha256 = ""
    sponsor.save(update_fields=["listing_version", "listing_sha256"])
    audit.record("coverage.people.erased", on=sponsor, by=by, detail={"count": str(len(people))})
    return len(people)


@transaction.atomic
def reindex_people(*, by: User | None) -> int:
    """Make every look-up key anew, for example with another ``ROSTER_SECRET``; give the number of people.

    Social security numbers are found again once the next roster gives them: only their hash is stored.
    """
    LookupKey.objects.all()._raw_delete(LookupKey.objects.db)
    to, done = tables(), 0
    people = ListedPerson.objects.order_by("pk").iterator(chunk_size=AT_A_TIME)
    while some := list(islice(people, AT_A_TIME)):
        to.add_keys([(one, person.pk) for person in some for one in stored_hashes(person)])
        done += len(some)
    audit.record("coverage.people.reindexed", by=by)
    return done
