"""What insurers answered, and how their lines are. Questions are told apart by keyed hashes, not names."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.roster.eligibility.answer import Outcome
from sinew.vocabulary import Role

CLAIM_HOLDS = timedelta(minutes=2)
"""After so long whoever was asking is gone, and another may ask."""


FAILED_HOLDS = timedelta(minutes=15)
UNASKED_HOLDS = timedelta(minutes=1)


class InsurerAnswerQuerySet(models.QuerySet["InsurerAnswer"]):
    def visible_to(self, user: User) -> Self:
        """Operators only; a member is told what it means by the check that asked."""
        return self if user.role == Role.OPERATOR else self.none()

    def may_be_asked(self, at: datetime) -> Self:
        """Those that wait and are due, and those whose asking broke off."""
        return self.filter(
            Q(state="waits", next_try_at=None)
            | Q(state="waits", next_try_at__lte=at)
            | Q(state="asked", claimed_at__lte=at - CLAIM_HOLDS)
        )


class InsurerAnswer(models.Model):
    """One question to an insurer on one day, and what came of it.

    Attributes:
        question_hash: keyed hash of insurer, day and person; the same question finds this row.
        insurer: id in the operator's configuration.
        on: the day it was asked for.
        trace: of the question, the same for every try.
        question: whom it is about, only while it is asked; emptied with the answer.
        outcome: of `sinew.roster.eligibility.answer.Outcome`, "" until there is one.
        is_exact: the insurer named the person with the very number, name and birth date that were asked for.
        rejections: codes (AAA03), for operators.
        co_payment, co_payment_share: what a visit to a physical therapist costs, in dollars or as a share.
        next_try_at: when it is asked again, where a try is left.
        claimed_at: when somebody last began to ask.
        ended_at: when the outcome came.
    """

    class State(models.TextChoices):
        WAITS = "waits", "Waits to be asked"
        ASKED = "asked", "Being asked"
        ANSWERED = "answered", "Answered"
        FAILED = "failed", "No answer came"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question_hash = models.CharField(max_length=64, unique=True)
    insurer = models.CharField(max_length=60)
    on = models.DateField()
    trace = models.CharField(max_length=50, unique=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITS)
    question: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    is_exact = models.BooleanField(default=False)
    rejections: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    through_on = models.DateField(null=True, blank=True)
    co_payment = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    co_payment_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InsurerAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["asked_at"], name="insurer_answer_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waits", "asked")) | Q(question__isnull=True, ended_at__isnull=False),
                name="an_ended_question_names_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether there is an outcome."""
        return self.state in (self.State.ANSWERED, self.State.FAILED)

    def may_be_asked_anew(self, at: datetime) -> bool:
        """Whether nothing came of the last question, and that is long enough ago.

        Where the line rested nothing was asked at all, so a minute is enough.
        """
        if self.state != self.State.FAILED or self.ended_at is None:
            return False
        return at >= self.ended_at + (FAILED_HOLDS if self.tries else UNASKED_HOLDS)

    def is_forgotten(self, at: datetime) -> bool:
        """Whether it should have been asked by now and was not: a worker stopped, or none ran."""
        if self.is_over or (self.next_try_at is not None and self.next_try_at > at):
            return False
        return max(filter(None, (self.asked_at, self.next_try_at, self.claimed_at))) <= at - CLAIM_HOLDS

    def holds_until(self, agreed_end: date | None) -> date:
        """The first day on which it pays no longer: our setting, the plan's days, or the agreement."""
        through = None if self.through_on is None else self.through_on + timedelta(days=1)
        ends = (self.on + timedelta(days=settings.INSURED_DAYS), through, agreed_end)
        return min(end for end in ends if end is not None)

    @property
    def is_active(self) -> bool:
        """Whether the insurer said that the person is covered on the day."""
        return self.outcome == Outcome.ACTIVE


class InsurerLine(models.Model):
    """An insurer's line: the last control number it was sent, and whether it rests after failures.

    Attributes:
        insurer: id in the operator's configuration.
        failures: in a row.
        rests_until: nobody asks before; ``None`` while all is well.
    """

    insurer = models.CharField(max_length=60, primary_key=True)
    last_control = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"line of {self.insurer}"
