"""Making a sponsor, and saying who manages it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.errors import NotASponsorManager, SponsorInUse, SponsorRefused
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.models import LookupKey, Sponsor, SponsorManager
from sinew.vocabulary import Role


@transaction.atomic
def create_sponsor(
    *, slug: str, name: str, kind: str, begins_on: date, at: datetime, by: User | None
) -> Sponsor:
    """A sponsor with the usual terms, to be completed in its settings.

    Raises:
        SponsorRefused: a value is unusable; it says which.
    """
    sponsor = Sponsor(slug=slug, name=name, kind=kind, begins_on=begins_on, created_at=at)
    try:
        sponsor.full_clean()
    except ValidationError as refused:
        raise SponsorRefused(" ".join(refused.messages)) from refused
    sponsor.save()
    audit.record("coverage.sponsor.created", on=sponsor, by=by)
    return sponsor


@transaction.atomic
def remove_sponsor(*, sponsor: Sponsor, by: User | None) -> None:
    """Erase a sponsor with its rosters, the people on them and their files; the audit trail stays.

    Raises:
        SponsorInUse: members have or had a coverage by it.
    """
    if sponsor.coverages.exists():
        raise SponsorInUse
    audit.record("coverage.sponsor.removed", on=sponsor, by=by)
    LookupKey.objects.filter(person_id__in=sponsor.people.values("pk")).delete()
    sponsor_id = sponsor.pk
    sponsor.delete()
    transaction.on_commit(lambda: folder.remove_sponsor(sponsor_id))


@transaction.atomic
def appoint_manager(*, sponsor: Sponsor, user: User, at: datetime, by: User | None) -> SponsorManager:
    """Let somebody manage a sponsor; once they do, nothing changes.

    Raises:
        NotASponsorManager: the account has another role. Managers get an account of their own, so that who
            reads members' records can never be who sends rosters.
    """
    if user.role != Role.SPONSOR_MANAGER:
        raise NotASponsorManager
    place, is_new = SponsorManager.objects.get_or_create(
        sponsor=sponsor, user=user, ended_at=None, defaults={"joined_at": at}
    )
    if is_new:
        audit.record("coverage.manager.appointed", on=sponsor, by=by)
    return place


@transaction.atomic
def dismiss_manager(*, sponsor: Sponsor, user: User, at: datetime, by: User | None) -> None:
    """End somebody's management of a sponsor; they see nothing of it from now on."""
    if sponsor.managers.current().filter(user=user).update(ended_at=at):
        audit.record("coverage.manager.dismissed", on=sponsor, by=by)
