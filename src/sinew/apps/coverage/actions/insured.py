"""Coverage that rests on an insurer's answer: how it begins, gives way, ends and asks to be renewed."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.insurer_settling import prolong
from sinew.apps.coverage.errors import CoverageOver, NotProven
from sinew.apps.coverage.models import Coverage, CoverageCheck, ListedPerson
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.models import OutboxEmail

REPLACED = "replaced"
"""Why a coverage ended (`Coverage.end_reason`): the roster's took its place, and nobody is told."""
REMINDED_BEFORE = timedelta(days=7)


@transaction.atomic
def begin_insured(
    *, check: CoverageCheck, member: Member, day: date, at: datetime, by: User
) -> Coverage | None:
    """The coverage of a check that an insurer's answer has proven; ``None`` where another has it.

    Args:
        check: locked, with its sponsor, person and answer.

    Raises:
        NotProven: what the insurer said is kept no longer.
        CoverageOver: it does not hold on this day.
    """
    sponsor, answer = check.sponsor, check.insurer_answer
    if sponsor is None or answer is None or not check.insurer_key:
        raise NotProven
    new = Coverage(
        member=member,
        sponsor=sponsor,
        insurer_key=check.insurer_key,
        proven_by=Coverage.Proof.INSURER,
        begins_on=day,
        created_at=at,
        checked_at=at,
    )
    new.ends_on = answer.holds_until(sponsor.ends_on)
    if not sponsor.is_in_force_on(day) or new.ends_on <= day:
        raise CoverageOver
    _free_ended_keys(day)
    open_ones = Coverage.objects.open_on(day)
    own = open_ones.filter(member=member, sponsor=sponsor)
    known = own.filter(insurer_key=check.insurer_key).first()
    if known is not None:
        prolong(known, answer, at=at, by=by)
        return known
    person = _listed_by(check)
    if person is not None and (listed := own.filter(person=person).first()) is not None:
        return listed
    if own.exists() or (person is not None and open_ones.filter(person=person).exists()):
        return None
    return _stored(new, by)


def _listed_by(check: CoverageCheck) -> ListedPerson | None:
    """The person on the named sponsor's own roster, so that nobody is covered twice; locked."""
    rows = ListedPerson.objects.select_for_update(of=("self",))
    return rows.filter(pk=check.person_id, sponsor=check.sponsor_id).first() if check.person_id else None


def _stored(new: Coverage, by: User) -> Coverage | None:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # another account has this person's coverage
        return None
    audit.record("coverage.member.enrolled", on=new, by=by, member=new.member_id)
    return new


def _free_ended_keys(day: date) -> None:
    """Who is covered no longer may be covered again."""
    Coverage.objects.filter(ends_on__lte=day).exclude(insurer_key="").update(insurer_key="")


@transaction.atomic
def give_way(*, coverage: Coverage, day: date, at: datetime, by: User) -> None:
    """End a coverage by an insurer's answer on the day the same person enrolls by the roster."""
    coverage.ends_on, coverage.end_reason, coverage.insurer_key = day, REPLACED, ""
    coverage.checked_at = at
    coverage.save(update_fields=["ends_on", "end_reason", "insurer_key", "checked_at"])
    audit.record("coverage.coverage.replaced", on=coverage, by=by, member=coverage.member_id)


@transaction.atomic
def keep_within_agreements(*, at: datetime, by: User | None) -> int:
    """End coverages by insurers with the agreement of their sponsor, where that now ends earlier.

    Returns:
        How many got another end.
    """
    late = Coverage.objects.by_insurers().filter(end_reason="", ends_on__gt=F("sponsor__ends_on"))
    changed = 0
    for coverage in late.select_related("sponsor").select_for_update(of=("self",), no_key=True):
        agreed = coverage.sponsor.ends_on
        if agreed is not None:
            coverage.ends_on, coverage.checked_at = max(agreed, coverage.begins_on), at
            coverage.save(update_fields=["ends_on", "checked_at"])
            audit.record("coverage.coverage.changed", on=coverage, by=by, member=coverage.member_id)
            changed += 1
    return changed


def remind_of_renewal(*, at: datetime, by: User | None) -> int:
    """Ask members by mail to renew what rests on an insurer's answer, once for each end.

    Nobody is asked where the agreement ends then anyway. Returns how many were reminded now.
    """
    day = timezone.localdate(at)
    soon = Coverage.objects.by_insurers().filter(
        end_reason="", ends_on__gt=day, ends_on__lte=day + REMINDED_BEFORE
    )
    renewable = soon.filter(Q(sponsor__ends_on=None) | Q(sponsor__ends_on__gt=F("ends_on")))
    reminded = 0
    for coverage in renewable.exclude(sponsor__insurer="").select_related("member__user"):
        user, ends_on = coverage.member.user, coverage.ends_on
        if not user.is_active or ends_on is None:
            continue
        key = f"coverage-renewal:{coverage.pk}:{ends_on.isoformat()}"
        if OutboxEmail.objects.filter(key=key).exists():
            continue
        context = {"name": user.name, "when": date_format(ends_on, "F j")}
        queue_email(to=user, template="coverage_renewal", context=context, key=key)
        reminded += 1
    if reminded:
        audit.record("coverage.renewals.reminded", by=by, detail={"count": str(reminded)})
    return reminded
