"""A member's care: who looks after them, the plan they follow, what happened in it and what was decided.

Events are only ever added; the plan of a day is recomputed from them (`care.planning`).
"""

import uuid
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User
from sinew.apps.care.attention_models import NewsRead, PlanSummary, ReasonsPutAside
from sinew.apps.care.cover_models import Cover
from sinew.apps.members.models import IntakeRecord, Member, on_team_now, readable_by
from sinew.vocabulary import Disposition, Outcome

__all__ = [
    "Adjustment",
    "CareEvent",
    "CarePlan",
    "CareTeamMember",
    "ContentSnapshot",
    "Cover",
    "NewsRead",
    "PlanSummary",
    "ReasonsPutAside",
    "RedFlagRaised",
]

START_OF_DAY, END_OF_DAY = "00:00:00.000000", "23:59:59.999999"


class ContentSnapshot(models.Model):
    """The whole content as it was, named by its hash; never changed."""

    hash = models.CharField(primary_key=True, max_length=64)
    data = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]


class CareTeamMemberQuerySet(models.QuerySet["CareTeamMember"]):
    def current(self) -> Self:
        """Places that count now; one that a cover gives counts in its time only."""
        return self.filter(on_team_now())

    def lasting(self) -> Self:
        """Places that no cover gives and that have not ended."""
        return self.filter(ended_at=None, cover=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="member__")).distinct()


class CareTeamMember(models.Model):
    """A practitioner responsible for a member, from a day on.

    Attributes:
        cover: the cover that gives this place for its time; ``None`` for a place of one's own.
        leads_since: when the lead of their profession was given to them; ``None``: who came first leads.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="care_team")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="care_team_memberships"
    )
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    cover = models.ForeignKey(Cover, null=True, on_delete=models.CASCADE, related_name="places")
    leads_since = models.DateTimeField(null=True, blank=True)

    objects = CareTeamMemberQuerySet.as_manager()

    LEADING_FIRST = (F("leads_since").desc(nulls_last=True), "joined_at", "id")
    """Orders a team: whom the lead was given to last, else who came first."""

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "practitioner"],
                condition=Q(ended_at=None, cover=None),
                name="once_on_a_care_team",
            ),
            models.UniqueConstraint(fields=["member", "cover"], name="one_place_a_member_of_a_cover"),
        ]

    def __str__(self) -> str:
        return f"care team of {self.member_id}"


class CarePlanQuerySet(models.QuerySet["CarePlan"]):
    def active(self) -> Self:
        """Plans that have not ended."""
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """Plans this user may read: their own, or those whose care team they are on."""
        return self.filter(readable_by(user, prefix="member__")).distinct()


class CarePlan(models.Model):
    """One member's course, following one content snapshot.

    Attributes:
        as_of: the day the intake was completed, where the member is.
        answers: the intake answers as they stood then, question id to value.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="care_plans")
    intake = models.OneToOneField(IntakeRecord, on_delete=models.CASCADE, related_name="care_plan")
    content_snapshot = models.ForeignKey(ContentSnapshot, on_delete=models.PROTECT, related_name="care_plans")
    as_of = models.DateField()
    answers = models.JSONField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)

    objects = CarePlanQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="one_active_care_plan_per_member"
            )
        ]

    def __str__(self) -> str:
        return f"care plan {self.pk}"

    @property
    def history(self) -> list[dict[str, Any]]:
        """The events as the program reads them, oldest first."""
        return [event.as_fact() for event in self.events.all()]


class CareEventQuerySet(models.QuerySet["CareEvent"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="plan__member__")).distinct()

    def of_type(self, kind: str) -> Self:
        return self.filter(type=kind)

    def tests(self) -> Self:
        """Results of tests that count: those that were struck as wrong do not."""
        return self.of_type(CareEvent.Type.TEST).filter(struck_by=None)


class CareEvent(models.Model):
    """Something that happened on a day of a care plan; its payload is that of the history contract.

    Attributes:
        strikes: the wrong test result that this decision lets count no more.
    """

    class Type(models.TextChoices):
        SESSION = "session", "Session"
        MORNING = "morning", "Morning after"
        CHECK_IN = "check_in", "Check-in"
        TEST = "test", "Test"
        PRACTITIONER = "practitioner", "Practitioner decision"

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=20, choices=Type)
    on = models.DateField()
    payload = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="care_events"
    )
    strikes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="struck_by"
    )

    objects = CareEventQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["plan", "on"])]

    def __str__(self) -> str:
        return f"{self.type} on {self.on}"

    @property
    def is_result(self) -> bool:
        """Whether it is a test result that counts; `tests` asks the same of many."""
        return self.type == self.Type.TEST and not self.is_struck

    @property
    def is_struck(self) -> bool:
        """Whether it is a test result that was wrong and counts no more."""
        return hasattr(self, "struck_by")

    def as_fact(self) -> dict[str, Any]:
        """The event as one entry of a history file; its time of day keeps a day in its order."""
        return {"type": self.type, "on": self.on.isoformat(), "at": self._time_of_day(), **self.payload}

    def _time_of_day(self) -> str:
        """When it was recorded, where the member is; an end of its day if that was on another one.

        Whatever time zone the member moves to, events of a day stay in the order they were recorded in.
        """
        recorded = self.created_at.astimezone(ZoneInfo(self.plan.member.user.timezone))
        if recorded.date() != self.on:
            return START_OF_DAY if recorded.date() < self.on else END_OF_DAY
        return f"{recorded:%H:%M:%S.%f}"


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="plan__member__")).distinct()


class Adjustment(models.Model):
    """A decision about a plan, with its reasons.

    Attributes:
        on: the day it was decided.
        for_day: the day whose session it shaped.
        reasons: ``{"rule", "because", "source"}`` each.
        changes: what is different for the member, ``{"change", "exercise", "before", "after"}`` each
            (see `care.changes`).
        team_news: the rule the program says the care team should read of; empty where there is none.
        sign_off: the clearance that alone keeps the next phase closed; empty where there is none.
        event: what brought it about; ``None`` for the start.
    """

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="adjustments")
    event = models.OneToOneField(CareEvent, null=True, on_delete=models.CASCADE, related_name="adjustment")
    on = models.DateField()
    for_day = models.DateField()
    outcome = models.CharField(max_length=30, choices=[(o.value, o.value) for o in Outcome])
    disposition = models.CharField(max_length=30, choices=[(d.value, d.value) for d in Disposition])
    phase = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField()
    changes = models.JSONField(default=list)
    team_news = models.CharField(max_length=60, blank=True)
    sign_off = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.on}"

    @property
    def waits_for_team(self) -> bool:
        return Outcome(self.outcome).waits_for_team


class RedFlagQuerySet(models.QuerySet["RedFlagRaised"]):
    def open(self) -> Self:
        """Flags that nobody on the care team has dealt with and the member has not taken back."""
        return self.filter(resolved_at=None, taken_back_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="member__")).distinct()


class RedFlagRaised(models.Model):
    """A sign that stops exercise and refers.

    Attributes:
        rule: ``RF-nn`` of the red-flag table, or the program rule that stopped.
        within_hours: how soon somebody has to see the member; ``None`` if the rule names no time.
        advice: id of the program's advice to show.
        because: the facts that fired it, as the program states them.
        taken_back_at: when the member corrected the answer ("I tapped the wrong answer").
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="red_flags")
    plan = models.ForeignKey(CarePlan, null=True, on_delete=models.CASCADE, related_name="red_flags")
    intake = models.ForeignKey(IntakeRecord, null=True, on_delete=models.CASCADE, related_name="red_flags")
    rule = models.CharField(max_length=40)
    disposition = models.CharField(max_length=30, choices=[(d.value, d.value) for d in Disposition])
    within_hours = models.PositiveIntegerField(null=True)
    advice = models.CharField(max_length=60, blank=True)
    because = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="resolved_red_flags"
    )
    resolution = models.TextField(blank=True)

    objects = RedFlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("raised_at")),
                name="red_flag_resolved_after_it_was_raised",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} raised"
