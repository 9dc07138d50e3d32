"""What the caseload is ranked by, kept ready for each plan; and what the team has read or put aside."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member, readable_by
from sinew.vocabulary import Disposition, Outcome


class PlanSummary(models.Model):
    """How it stands with a care plan: worked out from its rows (`care.summaries`), never entered.

    It is written in the transaction that adds an event, so that a list of hundreds of members reads one row
    for each instead of a year of history.

    Attributes:
        newest: the newest decision about the plan.
        first_phase: the first phase the plan gave, which says its track.
        waits_since, waits_because: from when on it waits for a practitioner, and the rule.
        asked_at, asked_for: from when on only a sign-off is missing, and which.
        news: what the team should know that nobody has read or answered: ``{"rule", "first_at", "last_at"}``
            for each rule, the oldest first.
        red_since: the first session in the red zone that nobody has read or answered.
        red_at, red_on: the newest of them.
        was_cleared: whether it ever gave a session.
        word: the practitioner's last word about going on: ``cleared``, ``hold``, ``stop``, or nothing.
        pains: the worst pain of each of the last sessions, oldest first; ``None`` where nobody said.
        session_days: the days of the last sessions, oldest first, as ISO dates.
    """

    plan = models.OneToOneField(
        "care.CarePlan", primary_key=True, on_delete=models.CASCADE, related_name="summary"
    )
    newest = models.ForeignKey("care.Adjustment", null=True, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=30, choices=[(o.value, o.value) for o in Outcome])
    disposition = models.CharField(max_length=30, choices=[(d.value, d.value) for d in Disposition])
    phase = models.CharField(max_length=10, blank=True)
    first_phase = models.CharField(max_length=10, blank=True)
    waits_since = models.DateTimeField(null=True)
    waits_because = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_for = models.CharField(max_length=60, blank=True)
    news = models.JSONField(default=list)
    red_since = models.DateTimeField(null=True)
    red_at = models.DateTimeField(null=True)
    red_on = models.DateField(null=True)
    was_cleared = models.BooleanField(default=False)
    word = models.CharField(max_length=10, blank=True)
    pains = models.JSONField(default=list)
    session_days = models.JSONField(default=list)
    last_session_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "plan summaries"

    def __str__(self) -> str:
        return f"summary of care plan {self.pk}"

    @property
    def values(self) -> dict[str, Any]:
        """Every field but the plan, to be compared with what the rows give."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key
        }


class NewsRead(models.Model):
    """A practitioner read what was decided until `up_to` and left the plan as it is."""

    plan = models.ForeignKey("care.CarePlan", on_delete=models.CASCADE, related_name="news_read")
    up_to = models.ForeignKey("care.Adjustment", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["read_at", "id"]

    def __str__(self) -> str:
        return f"news read {self.pk}"


class PutAsideQuerySet(models.QuerySet["ReasonsPutAside"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="member__")).distinct()

    def standing(self) -> Self:
        """Those that nobody took back or replaced; their day may have come."""
        return self.filter(ended_at=None)


class ReasonsPutAside(models.Model):
    """Reasons for attention that wait until a day, and why.

    Attributes:
        kinds: of `sinew.attention`.
        until: the first day, where the member is, on which they are shown again.
        ended_at: when somebody took it back, or put something else aside.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="put_aside")
    kinds = models.JSONField()
    why = models.CharField(max_length=300)
    until = models.DateField()
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PutAsideQuerySet.as_manager()

    class Meta:
        ordering = ["put_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(ended_at=None),
                name="one_standing_put_aside_of_a_member",
            )
        ]

    def __str__(self) -> str:
        return f"put aside {self.pk}"
