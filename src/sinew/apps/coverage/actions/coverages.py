"""Members' coverage follows the roster: after each one, at the start of each month, and when it ends."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import Coverage, ListedPerson, Sponsor
from sinew.apps.notifications.actions import queue_email

ENDED, NOT_LISTED, AGREEMENT_ENDED = "ended", "not-listed", "agreement-ended"
NOT_RENEWED = "not-renewed"
"""Why a coverage ended (`Coverage.end_reason`): the roster names a last day, the roster does not name the
person any longer, the sponsor's agreement is over, or the insurer was not asked again."""


_NO_END = date.max


def _span(coverage: Coverage, person: ListedPerson, sponsor: Sponsor) -> tuple[date, date | None]:
    """The days a sponsor pays for a member it lists: from when they enrolled, within its agreement."""
    enrolled_on = min(coverage.begins_on, timezone.localdate(coverage.created_at))
    begins_on = max(enrolled_on, person.begins_on, sponsor.begins_on)
    ends = [day for day in (person.ends_on, person.died_on, sponsor.ends_on) if day is not None]
    return begins_on, max(min(ends), begins_on) if ends else None


@transaction.atomic
def refresh_coverages(*, sponsor: Sponsor, at: datetime, by: User | None) -> int:
    """Give every coverage by a sponsor the days of the person's row on its roster.

    Returns:
        How many coverages got other days.
    """
    of_people = Coverage.objects.filter(sponsor=sponsor, person__isnull=False)
    others = _with_other_days(of_people, sponsor).select_related("person")
    changed = 0
    for coverage in others.select_for_update(of=("self",), no_key=True):
        if coverage.person is not None:
            changed += _move(coverage, *_span(coverage, coverage.person, sponsor), at=at, by=by)
    of_people.update(checked_at=at)
    return changed


def _with_other_days(coverages: QuerySet[Coverage], sponsor: Sponsor) -> QuerySet[Coverage]:
    """Those that may not have the days of their person's row; few, so that the others are not fetched."""
    day = DateField()
    ends = Least(
        Coalesce("person__ends_on", Value(_NO_END, day)),
        Coalesce("person__died_on", Value(_NO_END, day)),
        Value(sponsor.ends_on or _NO_END, day),
    )
    listed = coverages.annotate(
        listed_ends=Greatest(ends, F("begins_on")), own_ends=Coalesce("ends_on", Value(_NO_END, day))
    )
    late = Q(person__begins_on__gt=F("begins_on")) | Q(begins_on__lt=sponsor.begins_on)
    moved = Q(begins_on__gt=TruncDate("created_at"))
    return listed.filter(~Q(own_ends=F("listed_ends")) | late | moved)


def part_from_people(*, sponsor: Sponsor, keys: list[str], at: datetime, by: User | None) -> None:
    """End the coverages of people who are about to be taken off a roster as if they had never been on it."""
    day = timezone.localdate(at)
    of_people = Coverage.objects.filter(sponsor=sponsor, person__key__in=keys)
    for coverage in of_people:
        ends_on = day if coverage.ends_on is None else min(coverage.ends_on, day)
        _move(coverage, coverage.begins_on, max(ends_on, coverage.begins_on), at=at, by=by)
    of_people.update(person=None)


@transaction.atomic
def end_coverages(*, at: datetime, by: User | None) -> list[Coverage]:
    """Note the coverages whose last day is over, and tell each member once, kindly."""
    day = timezone.localdate(at)
    over = Coverage.objects.filter(ends_on__lte=day, end_reason="").select_related("member__user", "sponsor")
    ended = list(over.select_for_update(of=("self",), no_key=True))
    for coverage in ended:
        coverage.end_reason, coverage.insurer_key = _reason(coverage), ""
        coverage.save(update_fields=["end_reason", "insurer_key"])
        audit.record("coverage.coverage.ended", on=coverage, by=by, member=coverage.member_id)
        if not _is_covered(coverage.member_id, day):
            _tell(coverage)
    return ended


def check_coverages(*, at: datetime, by: User | None) -> None:
    """Look at every coverage that was not looked at this month, then end those whose days are over."""
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    old = Coverage.objects.filter(checked_at__lt=month, person__isnull=False).values("sponsor")
    for sponsor in Sponsor.objects.filter(pk__in=old):
        refresh_coverages(sponsor=sponsor, at=at, by=by)
    end_coverages(at=at, by=by)


def _move(
    coverage: Coverage, begins_on: date, ends_on: date | None, *, at: datetime, by: User | None
) -> bool:
    """Give a coverage other days; one that has ended goes on where it lasts longer again."""
    if (coverage.begins_on, coverage.ends_on) == (begins_on, ends_on):
        return False
    if ends_on is None and _has_another_open(coverage):
        return False
    coverage.begins_on, coverage.ends_on, coverage.checked_at = begins_on, ends_on, at
    if ends_on is None or ends_on > timezone.localdate(at):
        coverage.end_reason = ""
    coverage.save(update_fields=["begins_on", "ends_on", "checked_at", "end_reason"])
    audit.record("coverage.coverage.changed", on=coverage, by=by, member=coverage.member_id)
    return True


def _has_another_open(coverage: Coverage) -> bool:
    others = Coverage.objects.filter(member=coverage.member_id, sponsor=coverage.sponsor_id, ends_on=None)
    return others.exclude(pk=coverage.pk).exists()


def _reason(coverage: Coverage) -> str:
    agreed = coverage.sponsor.ends_on
    if agreed is not None and coverage.ends_on == agreed:
        return AGREEMENT_ENDED
    if coverage.is_by_insurer:
        return NOT_RENEWED
    return ENDED if coverage.person_id is not None else NOT_LISTED


def _is_covered(member_id: object, day: date) -> bool:
    return Coverage.objects.on(day).filter(Q(member=member_id)).exists()


def _tell(coverage: Coverage) -> None:
    user = coverage.member.user
    if not user.is_active or coverage.ends_on is None:
        return
    queue_email(
        to=user,
        template="coverage_ended",
        context={"name": user.name},
        key=f"coverage-ended:{coverage.pk}:{coverage.ends_on.isoformat()}",
    )
