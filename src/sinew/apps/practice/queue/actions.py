"""What is done in the list itself: putting reasons aside until a day, and taking them up again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import NotOnCareTeam
from sinew.apps.care.models import ReasonsPutAside
from sinew.apps.care.teams import tell_lists
from sinew.apps.members.models import Member
from sinew.apps.practice.actions import may_decide
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.errors import NothingToPutAside, NotThatDay, ReasonMissing
from sinew.apps.web import content as shown
from sinew.attention import Kind, NeedsAttention


@transaction.atomic
def put_aside(
    *,
    member: Member,
    found: Sequence[NeedsAttention],
    seen_at: datetime,
    why: str,
    until: date,
    at: datetime,
    by: User,
) -> ReasonsPutAside:
    """Put the reasons of today aside until a day; what was put aside before is replaced.

    Args:
        found: the reasons that stand now. Emergencies and red flags among them stay where they are, and for
            anybody but a therapist what a therapist decides.
        seen_at: when `by` saw them; what came since then stays where it is.
        until: the first day, where the member is, on which they are shown again.

    Raises:
        NotOnCareTeam: `by` is not on this member's care team, or the member lets it read no more.
        NothingToPutAside: nothing here can wait.
        NotThatDay: `until` is not ahead, or too far ahead.
        ReasonMissing: nobody said why.
    """
    _require_place(member, by)
    Member.objects.locked().get(pk=member.pk)
    today, rules = local_day(member, at), shown.attention_rules().kinds
    waiting = [each.kind for each in found if rules[each.kind].may_be_put_aside(by_therapist=may_decide(by))]
    new = {each.kind for each in found if each.newest_at is not None and each.newest_at > seen_at}
    kinds = sorted(set(waiting) - new)
    most = shown.attention().numbers.most_aside_days.value
    if not kinds:
        raise NothingToPutAside
    if not today < until <= today + timedelta(days=most):
        raise NotThatDay(most)
    if not why.strip():
        raise ReasonMissing
    member.put_aside.standing().update(ended_at=at)
    row = member.put_aside.create(
        kinds=[kind.value for kind in kinds], why=why.strip(), until=until, put_at=at, put_by=by
    )
    audit.record("practice.reasons.put_aside", on=row, by=by, member=member.pk, detail=_named(kinds))
    tell_lists(member)
    return row


@transaction.atomic
def take_up(*, member: Member, at: datetime, by: User) -> None:
    """Show at once what was put aside.

    Raises:
        NotOnCareTeam: see `put_aside`.
    """
    _require_place(member, by)
    for row in member.put_aside.standing():
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        audit.record("practice.reasons.taken_up", on=row, by=by, member=member.pk)
    tell_lists(member)


def _named(kinds: Iterable[Kind]) -> dict[str, str]:
    return {"kinds": ",".join(kinds)}


def _require_place(member: Member, by: User) -> None:
    if not member.care_team.current().visible_to(by).filter(practitioner=by).exists():
        raise NotOnCareTeam(member.pk)
