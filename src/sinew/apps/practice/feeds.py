"""What the plan's own events and the answers of a member add to their timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import Adjustment, CareEvent, RedFlagRaised
from sinew.apps.care.planning import content_of
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Entry, Feed
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.practice.presenters.sessions import STOPPED
from sinew.apps.practice.presenters.timeline import Moment
from sinew.apps.web import content as shown
from sinew.outcomes import MeasureWording

MOMENT_PART = "practice/parts/moment.html"
Type = CareEvent.Type


def _moments(*types: str, and_start: bool = False) -> Callable[[Member, User, datetime, int], list[Entry]]:
    """Reads the decisions that events of these types brought about."""
    wanted = Q(event__type__in=types) | (Q(event=None) if and_start else Q())

    def read(member: Member, _reader: User, before: datetime, most: int) -> list[Entry]:
        rows = (
            Adjustment.objects.filter(wanted, plan__member=member, created_at__lt=before)
            .select_related("plan", "event__created_by", "event__exercise_session", "event__struck_by")
            .defer("event__exercise_session__prescribed", "event__exercise_session__result")
            .order_by("-created_at", "-pk")[:most]
        )
        return [_entry(Moment(row, content_of(row.plan))) for row in rows]

    return read


def _entry(moment: Moment) -> Entry:
    is_routine = moment.is_quiet
    return Entry(
        at=moment.adjustment.created_at,
        says=", ".join(filter(None, (moment.what, _ended(moment)))),
        words=moment.why or _comment(moment),
        tone="neutral" if is_routine else moment.outcome.tone,
        badge="" if is_routine else moment.outcome.says,
        part=MOMENT_PART,
        shown=moment,
        is_decision=moment.is_decision,
    )


def _ended(moment: Moment) -> str:
    """Why a session ended early; empty where it did not."""
    session = getattr(moment.event, "exercise_session", None)
    return STOPPED.get(session.stopped_reason, "") if session is not None else ""


def _comment(moment: Moment) -> str:
    """What the member wrote after a session."""
    session = getattr(moment.event, "exercise_session", None)
    return session.comment if session is not None else ""


def read_flags(member: Member, _reader: User, before: datetime, most: int) -> list[Entry]:
    """Red flags: when they were raised, and when they were closed or taken back."""
    flags = member.red_flags.select_related("resolved_by", "plan")
    raised = flags.filter(raised_at__lt=before).order_by("-raised_at")[:most]
    closed = flags.filter(resolved_at__lt=before).order_by("-resolved_at")[:most]
    back = flags.filter(taken_back_at__lt=before).order_by("-taken_back_at")[:most]
    return [*map(_raised, raised), *map(_closed, closed), *map(_taken_back, back)]


def _raised(flag: RedFlagRaised) -> Entry:
    wording = (content_of(flag.plan) if flag.plan else shown.current()).program.wording
    return Entry(
        at=flag.raised_at,
        says=f"Red flag {flag.rule}: {wording.get(flag.rule, '')}".rstrip(": "),
        words="; ".join(flag.because),
        tone="red",
        badge="Red flag",
    )


def _closed(flag: RedFlagRaised) -> Entry:
    who = flag.resolved_by.name if flag.resolved_by else ""
    at = flag.resolved_at or flag.raised_at
    return Entry(at=at, says=f"Red flag {flag.rule} closed", words=flag.resolution, by=who, is_decision=True)


def _taken_back(flag: RedFlagRaised) -> Entry:
    at = flag.taken_back_at or flag.raised_at
    return Entry(at=at, says=f"Red flag {flag.rule} taken back by the member")


def read_answers(member: Member, _reader: User, before: datetime, most: int) -> list[Entry]:
    """Questionnaires that were answered on their own; those that a check-in answers stand there."""
    rows = AnsweredQuestionnaire.objects.filter(plan__member=member, event=None, score__isnull=False)
    wording = shown.outcomes().wording
    return [
        Entry(at=row.created_at, says=f"Answered: {_title(row, wording)}")
        for row in rows.filter(created_at__lt=before).order_by("-created_at")[:most]
    ]


def _title(row: AnsweredQuestionnaire, wording: Mapping[str, MeasureWording]) -> str:
    return wording[row.measure].title if row.measure in wording else row.measure


FEEDS = (
    Feed("session", "Sessions", "dumbbell", _moments(Type.SESSION)),
    Feed("pain", "Mornings and check-ins", "heart-pulse", _moments(Type.MORNING, Type.CHECK_IN)),
    Feed("test", "Tests", "gauge", _moments(Type.TEST)),
    Feed("change", "Decisions", "stethoscope", _moments(Type.PRACTITIONER, and_start=True)),
    Feed("flag", "Red flags", "octagon-alert", read_flags),
    Feed("outcome", "Questionnaires", "clipboard-list", read_answers),
)
