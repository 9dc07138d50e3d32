"""Sharing the movement of a set, and taking it back."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.members import consents
from sinew.apps.members.models import Consent, Member
from sinew.errors import Problem
from sinew.motion.trace import TraceRefused, unpack

KEPT = timedelta(days=180)
"""How long a replay is kept; the consent and docs/motion/replay.md say so."""

NOT_AGREED = Problem(
    "trace", "not-agreed", "The movement was not shared: you have not agreed to that, or took it back."
)


@transaction.atomic
def share_movement(
    *, session: ExerciseSession, traces: Sequence[str | None], at: datetime, by: User
) -> list[Problem]:
    """Store the traces that came with a result, one for each set that has one; sent twice, they count once.

    Args:
        traces: for every set of the session in order, its trace in Base64, or ``None``.

    Returns what was not stored, and why: the result itself stands.
    """
    if not any(traces):
        return []
    member = Member.objects.locked().get(pk=session.plan.member_id)
    if not consents.may_share_movement(member):
        return [NOT_AGREED]
    problems, shared = [], 0
    for number, (done, text) in enumerate(zip(session.measured_sets.order_by("pk"), traces, strict=False)):
        if not text or Replay.objects.filter(measured_set=done).exists():
            continue
        try:
            _store(done, text, at)
            shared += 1
        except (TraceRefused, binascii.Error, ValueError) as refused:
            problems.append(
                Problem(f"sets.{number}.trace", "bad-trace", f"A replay was left out: {refused}.")
            )
    if shared:
        audit.record("exercise.replay.shared", on=session, by=by, member=member.pk)
    return problems


def _store(done: MeasuredSet, text: str, at: datetime) -> None:
    packed = b64decode(text, validate=True)
    trace = unpack(packed)
    Replay.objects.create(measured_set=done, trace=packed, duration_ms=trace.duration_ms, shared_at=at)


@transaction.atomic
def remove_replay(*, replay: Replay, by: User) -> None:
    """Delete one replay; the set it belongs to stays."""
    audit.record("exercise.replay.removed", on=replay, by=by, member=replay.member.pk)
    replay.delete()


def forget_movement(member: Member, what: str, by: User) -> None:
    """Delete every replay of a member who withdrew the consent to share them, or to be read at all."""
    if what not in (Consent.What.MOVEMENT, Consent.What.CARE_TEAM):
        return
    count, _by_model = Replay.objects.of(member).delete()
    if count:
        audit.record("exercise.replay.forgotten", on=member, by=by, member=member.pk)


def remove_old_replays(*, at: datetime) -> None:
    """Delete what was shared longer ago than replays are kept."""
    Replay.objects.filter(shared_at__lt=at - KEPT).delete()
