"""Everything that changes what a member told us: joining, consents and intake answers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sinew.apps.accounts.actions import close_account
from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.members import consents, record
from sinew.apps.members.errors import ConfirmationMismatch, ConsentMissing, IntakeClosed
from sinew.apps.members.models import Consent, IntakeAnswer, IntakeRecord, Member
from sinew.apps.notifications.models import OutboxEmail


@transaction.atomic
def join(*, user: User, at: datetime, by: User) -> Member:
    """The member this user is; makes the record on the first call."""
    member, is_new = Member.objects.get_or_create(user=user, defaults={"created_at": at})
    if is_new:
        audit.record("members.member.joined", on=member, by=by, member=member.pk)
    return member


@transaction.atomic
def grant_consents(*, member: Member, whats: Collection[str], at: datetime, by: User) -> list[Consent]:
    """Record agreement to the current wording of `whats`; standing older versions are replaced."""
    member = Member.objects.locked().get(pk=member.pk)
    granted = []
    for what in whats:
        version = consents.VERSIONS[what]
        standing = member.consents.standing().filter(what=what).first()
        if standing is not None and standing.version == version:
            continue
        if standing is not None:
            standing.withdrawn_at = at
            standing.save(update_fields=["withdrawn_at"])
        granted.append(member.consents.create(what=what, version=version, granted_at=at))
        audit.record(
            "members.consent.granted",
            on=member,
            by=by,
            member=member.pk,
            detail={"what": what, "version": version},
        )
    return granted


@transaction.atomic
def withdraw_consent(*, member: Member, what: str, at: datetime, by: User) -> None:
    """End the standing consent of this kind, if any; without one the program needs, the program stops."""
    member = Member.objects.locked().get(pk=member.pk)
    if not member.consents.standing().filter(what=what).update(withdrawn_at=at):
        return
    audit.record("members.consent.withdrawn", on=member, by=by, member=member.pk, detail={"what": what})
    for part in record.parts():
        if part.forget is not None:
            part.forget(member, what, by)
        if part.stop is not None and what in consents.REQUIRED:
            part.stop(member, at, by)


@transaction.atomic
def delete_account(*, user: User, typed: str, by: User | None) -> None:
    """Remove the account, the member if it is one already, and everything kept about them.

    The audit trail keeps opaque ids. An account that another request has just removed is left at that.

    Args:
        typed: what they typed to confirm: their e-mail address.

    Raises:
        ConfirmationMismatch: it is not their address; nothing was removed.
    """
    if typed.strip().lower() != user.email.lower():
        raise ConfirmationMismatch
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        return
    OutboxEmail.objects.meant_for(user).delete()
    if member := Member.objects.filter(user=user).first():
        audit.record("members.member.deleted", on=member, by=by, member=member.pk)
    close_account(user=user, by=by)


def require_consents(member: Member) -> None:
    """Raise ConsentMissing unless every consent the program needs stands."""
    if missing := consents.missing(member):
        raise ConsentMissing(", ".join(missing))


@transaction.atomic
def open_intake(*, member: Member, questionnaire_version: str, at: datetime, by: User) -> IntakeRecord:
    """The intake the member is in the middle of, or a new one.

    Raises:
        ConsentMissing: a consent the program needs does not stand.
    """
    member = Member.objects.locked().get(pk=member.pk)
    require_consents(member)
    record = member.intakes.open().first()
    if record is None:
        record = member.intakes.create(questionnaire_version=questionnaire_version, started_at=at)
        audit.record("members.intake.started", on=record, by=by, member=member.pk)
    return record


@transaction.atomic
def answer_questions(
    *, intake: IntakeRecord, answers: Mapping[str, Any], at: datetime, by: User
) -> list[IntakeAnswer]:
    """Add answers (already checked against their questions); an unchanged answer adds nothing.

    A value of ``None`` leaves an optional question out.

    Raises:
        IntakeClosed: the intake is complete.
        ConsentMissing: consent was withdrawn meanwhile.
    """
    intake = IntakeRecord.objects.select_for_update().select_related("member").get(pk=intake.pk)
    if intake.completed_at is not None:
        raise IntakeClosed(intake.pk)
    require_consents(intake.member)
    before = intake.current_answers
    added = [
        intake.answers.create(question_id=question, value=value, answered_at=at)
        for question, value in answers.items()
        if question not in before or before[question] != value
    ]
    if corrected := [answer.question_id for answer in added if answer.question_id in before]:
        audit.record(
            "members.intake.corrected",
            on=intake,
            by=by,
            member=intake.member_id,
            detail={"questions": " ".join(corrected)},
        )
    return added


@transaction.atomic
def stop_intake(*, intake: IntakeRecord, at: datetime, by: User) -> None:
    """A red flag ended it; it still takes a correction."""
    if IntakeRecord.objects.filter(pk=intake.pk, stopped_at=None).update(stopped_at=at):
        audit.record("members.intake.stopped", on=intake, by=by, member=intake.member_id)


@transaction.atomic
def resume_intake(*, intake: IntakeRecord, by: User) -> None:
    """The answer that stopped it was corrected."""
    if IntakeRecord.objects.filter(pk=intake.pk, stopped_at__isnull=False).update(stopped_at=None):
        audit.record("members.intake.resumed", on=intake, by=by, member=intake.member_id)


@transaction.atomic
def complete_intake(*, intake: IntakeRecord, at: datetime, by: User) -> None:
    """The last question is answered; the answers stand from now on."""
    if IntakeRecord.objects.filter(pk=intake.pk, completed_at=None).update(completed_at=at):
        audit.record("members.intake.completed", on=intake, by=by, member=intake.member_id)
