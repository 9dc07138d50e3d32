"""After a yes: the coverage of a member begins."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions import insured
from sinew.apps.coverage.check.answers import why_not
from sinew.apps.coverage.errors import CoverageOver, EnrolledElsewhere, NotProven
from sinew.apps.coverage.insurer.question import person_keys
from sinew.apps.coverage.models import Coverage, CoverageCheck, CoverageQuestion, ListedPerson
from sinew.apps.members.actions import join
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email


def enroll(*, check: CoverageCheck, day: date, at: datetime, by: User) -> Coverage:
    """Let a sponsor pay for the member who asks, from this day on. The same proof works once.

    Raises:
        NotProven: there is no proof, or it is used or a day old.
        CoverageOver: the person is not covered today.
        EnrolledElsewhere: another account uses this coverage, or this account another person's of the
            sponsor. Operators get a question to settle; who asks is not told which it is.
    """
    coverage = _enrolled(check, day, at, by)
    if coverage is None:
        raise EnrolledElsewhere
    return coverage


@transaction.atomic
def _enrolled(check: CoverageCheck, day: date, at: datetime, by: User) -> Coverage | None:
    """The coverage; ``None`` where it is taken, which leaves a question to operators."""
    rows = CoverageCheck.objects.select_for_update(of=("self",))
    check = rows.select_related("sponsor", "insurer_answer").get(pk=check.pk)
    if not check.may_enroll_at(at):
        raise NotProven
    if check.proven_by == Coverage.Proof.INSURER:
        return _insured(check, day, at, by)
    if check.person_id is None:
        raise NotProven
    person = (
        ListedPerson.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=check.person_id)
    )
    if why_not(person, person.sponsor, day) is not None:
        raise CoverageOver
    check.enrolled_at = at
    check.save(update_fields=["enrolled_at"])
    member = join(user=by, at=at, by=by)
    open_ones = Coverage.objects.open_on(day)
    known = open_ones.filter(member=member, person=person).first()
    if known is not None:
        return known
    numbers = {person.member_id, person.subscriber_id}
    keys = person_keys(person.sponsor.insurer, numbers, person.born_on)
    insured_too = Coverage.objects.insured_as(keys, day)
    own = list(insured_too.filter(member=member))
    same = Q(person=person) | Q(member=member, sponsor=person.sponsor) | Q(pk__in=insured_too.values("pk"))
    taken = open_ones.filter(same).exclude(pk__in=[one.pk for one in own])
    if taken.exists():
        _leave_to_operators(person, taken, at, by)
        return None
    for coverage in own:
        insured.give_way(coverage=coverage, day=day, at=at, by=by)
    return _begin(check, person, member=member, day=day, at=at, by=by)


def _insured(check: CoverageCheck, day: date, at: datetime, by: User) -> Coverage | None:
    member = join(user=by, at=at, by=by)
    coverage = insured.begin_insured(check=check, member=member, day=day, at=at, by=by)
    check.enrolled_at = at
    check.save(update_fields=["enrolled_at"])
    if coverage is None:
        same = Q(insurer_key=check.insurer_key)
        if check.person_id is not None:
            same |= Q(person=check.person_id)
        _leave_to_operators(None, Coverage.objects.open_on(day).filter(same), at, by)
    return coverage


def _begin(
    check: CoverageCheck, person: ListedPerson, *, member: Member, day: date, at: datetime, by: User
) -> Coverage:
    ends = [end for end in (person.ends_on, person.sponsor.ends_on) if end is not None]
    coverage = Coverage.objects.create(
        member=member,
        sponsor=person.sponsor,
        person=person,
        proven_by=check.proven_by,
        begins_on=day,
        ends_on=min(ends, default=None),
        created_at=at,
        checked_at=at,
    )
    audit.record("coverage.member.enrolled", on=coverage, by=by, member=member.pk)
    return coverage


def _leave_to_operators(
    person: ListedPerson | None, taken: QuerySet[Coverage], at: datetime, by: User
) -> None:
    """Ask an operator, and tell the members whose coverage it is that another account wanted it."""
    question = CoverageQuestion.objects.create(
        kind=CoverageQuestion.Kind.ANOTHER_ACCOUNT, email=by.email, person=person, asked_at=at
    )
    audit.record("coverage.enrollment.left_to_operators", on=question, by=by)
    for coverage in taken.exclude(member__user=by).select_related("member__user"):
        user = coverage.member.user
        if user.is_active:
            key = f"coverage-claimed:{coverage.pk}:{timezone.localdate(at)}"
            queue_email(to=user, template="coverage_claimed", context={"name": user.name}, key=key)
