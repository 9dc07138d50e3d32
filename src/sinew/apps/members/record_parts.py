"""The parts of the record that lie at or below this app: account, consents, intake, mail, who looked."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from sinew.apps.accounts.models import Credential, User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.members.models import Consent, IntakeAnswer, IntakeRecord, Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.notifications.models import (
    CalendarFeed,
    Device,
    KindChoice,
    OutboxEmail,
    OutboxPush,
    Preferences,
)
from sinew.apps.web import content as shown


def instant(value: Any) -> str | None:
    """An instant or a day as ISO text."""
    return value.isoformat() if value is not None else None


def readable(value: Any) -> str:
    """An instant or a day for people."""
    day = f"{value:%B} {value.day}, {value.year}"
    return f"{day}, {value:%H:%M} UTC" if hasattr(value, "hour") else day


def account_rows(member: Member) -> Rows:
    """Account and profile, for the exact export."""
    user = member.user
    return [
        {
            "account": str(user.pk),
            "member": str(member.pk) if member.is_stored else None,
            "email": user.email,
            "name": user.display_name,
            "time_zone": user.timezone,
            "created_at": instant(user.created_at),
            "joined_at": instant(member.created_at) if member.is_stored else None,
            "addresses": [
                {"email": a.email, "verified": a.verified} for a in EmailAddress.objects.filter(user=user)
            ],
            "ways_to_sign_in": [
                {"type": a.type, "added_at": instant(a.created_at), "last_used_at": instant(a.last_used_at)}
                for a in Authenticator.objects.filter(user=user)
            ],
            "sign_ins": [
                {
                    "at": instant(s.created_at),
                    "seen_at": instant(s.last_seen_at),
                    "ip": s.ip,
                    "browser": s.user_agent,
                }
                for s in UserSession.objects.filter(user=user)
            ],
            "credentials": [_credential_row(credential) for credential in user.credentials.all()],
        }
    ]


def _credential_row(credential: Credential) -> dict[str, Any]:
    return {
        "kind": credential.kind,
        "license_number": credential.license_number,
        "issuing_body": credential.issuing_body,
        "country": credential.country,
        "valid_until": instant(credential.valid_until),
        "entered_at": instant(credential.entered_at),
        "ended_at": instant(credential.ended_at),
        "confirmed_at": instant(credential.confirmed_at),
    }


def account_sections(member: Member) -> Iterable[Section]:
    """Account and profile, for reading."""
    user = member.user
    lines = (("Name", user.name), ("E-mail", user.email), ("Time zone", user.timezone))
    joined = (("Joined", readable(member.created_at)),) if member.is_stored else ()
    yield Section("Account", (*lines, *joined))


def consent_rows(member: Member) -> Rows:
    """Every consent, given and withdrawn, for the exact export."""
    return [
        {
            "what": consent.what,
            "version": consent.version,
            "granted_at": instant(consent.granted_at),
            "withdrawn_at": instant(consent.withdrawn_at),
        }
        for consent in member.consents.all()
    ]


def consent_sections(member: Member) -> Iterable[Section]:
    """Every consent, given and withdrawn, for reading."""
    lines = []
    for consent in member.consents.all():
        ended = f", withdrawn {readable(consent.withdrawn_at)}" if consent.withdrawn_at else ""
        given = f"version {consent.version}, given {readable(consent.granted_at)}{ended}"
        lines.append((consent.get_what_display(), given))
    yield Section("What you agreed to", tuple(lines))


def intake_rows(member: Member) -> Rows:
    """Every answer of every intake, the corrected ones too, for the exact export."""
    return [
        {
            "intake": str(intake.pk),
            "questionnaire_version": intake.questionnaire_version,
            "started_at": instant(intake.started_at),
            "stopped_at": instant(intake.stopped_at),
            "completed_at": instant(intake.completed_at),
            "answers": [
                {"question": a.question_id, "value": a.value, "answered_at": instant(a.answered_at)}
                for a in intake.answers.all()
            ],
        }
        for intake in member.intakes.prefetch_related("answers")
    ]


def intake_sections(member: Member) -> Iterable[Section]:
    """The answers of every intake, for reading."""
    questions = shown.current().intake.by_id
    for intake in member.intakes.prefetch_related("answers"):
        lines = []
        for answer in intake.answers.all():
            question = questions.get(answer.question_id)
            text = question.text if question else answer.question_id
            lines.append((text, question.label(answer.value) if question else str(answer.value)))
        yield Section(f"Your answers, begun {readable(intake.started_at)}", tuple(lines))


def mail_rows(member: Member) -> Rows:
    """Mail meant for the member, for the exact export."""
    return [
        {
            "subject": m.subject,
            "created_at": instant(m.created_at),
            "sent_at": instant(m.sent_at),
            "status": m.status,
        }
        for m in OutboxEmail.objects.meant_for(member.user)
    ]


def mail_sections(member: Member) -> Iterable[Section]:
    """Mail meant for the member, for reading."""
    sent = OutboxEmail.objects.meant_for(member.user)
    yield Section("E-mails to you", tuple((readable(m.created_at), m.subject) for m in sent))


def notice_rows(member: Member) -> Rows:
    """What the member chose to hear and which devices show it, for the exact export; no keys."""
    chosen = Preferences.of(member.user)
    pushes = OutboxPush.objects.filter(device__user=member.user)
    return [
        {
            "turned_off": sorted(
                f"{kind} by {channel}" for kind, channel in KindChoice.turned_off(member.user)
            ),
            "quiet_from": chosen.quiet_from.isoformat("minutes"),
            "quiet_until": chosen.quiet_until.isoformat("minutes"),
            "quiet_email": chosen.quiet_email,
            "quiet_push": chosen.quiet_push,
            "paused_until": instant(chosen.paused_until),
            "calendar_addresses_made_at": [
                instant(feed.made_at) for feed in CalendarFeed.objects.filter(user=member.user)
            ],
            "devices": [
                {"name": device.name, "added_at": instant(device.added_at)}
                for device in member.user.devices.all()
            ],
            "pushes": [
                {"kind": push.kind_id, "created_at": instant(push.created_at), "status": push.status}
                for push in pushes
            ],
        }
    ]


def notice_sections(member: Member) -> Iterable[Section]:
    """The devices that show pushes, for reading."""
    lines = tuple((device.name, readable(device.added_at)) for device in member.user.devices.all())
    yield Section("Devices that get pushes", lines)


def audit_rows(member: Member) -> Rows:
    """Who read or changed the member's record, for the exact export."""
    return [
        {"at": instant(e.at), "event": e.event, "by": str(e.by_id) if e.by_id else None, "role": e.by_role}
        for e in AuditEntry.objects.about(member.pk).order_by("at", "pk")
    ]


def audit_sections(member: Member) -> Iterable[Section]:
    """Who else read or changed the member's record, for reading."""
    entries = AuditEntry.objects.about(member.pk).exclude(by_id=member.user_id).order_by("at", "pk")
    lines = tuple((readable(e.at), _audit_text(e)) for e in entries)
    yield Section("Who else read or changed your record", lines)


def _audit_text(entry: AuditEntry) -> str:
    """The event's name and who did it, as words: "care plan started, by a physical therapist"."""
    event, role = (text.replace(".", " ").replace("_", " ") for text in (entry.event, entry.by_role))
    return f"{event}, by a {role}" if role else f"{event}, by the software"


PARTS = (
    RecordPart(
        "account",
        "Account",
        (User, Member, EmailAddress, Authenticator, UserSession, Credential),
        account_rows,
        account_sections,
    ),
    RecordPart("consents", "What you agreed to", (Consent,), consent_rows, consent_sections),
    RecordPart("intakes", "Your answers", (IntakeRecord, IntakeAnswer), intake_rows, intake_sections),
    RecordPart("emails", "E-mails to you", (OutboxEmail,), mail_rows, mail_sections),
    RecordPart(
        "notifications",
        "What you chose to hear",
        (Preferences, KindChoice, Device, OutboxPush, CalendarFeed),
        notice_rows,
        notice_sections,
        count=lambda member: member.user.devices.count() + member.user.notices_turned_off.count(),
    ),
    RecordPart("audit", "Who read or changed your record", (AuditEntry,), audit_rows, audit_sections),
)
