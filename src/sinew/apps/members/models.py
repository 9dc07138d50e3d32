"""What a member told us about themselves: who they are, what they agreed to, what they answered."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.web import moment


def readable_by(user: User, *, prefix: str = "") -> Q:
    """The condition under which `user` may read what belongs to a member.

    Args:
        prefix: the path from the row to its member, ending in ``__``; empty for members themselves.

    A member reads their own; a practitioner those whose care team they are on now and who still agree that it
    reads them, in whatever wording; nobody else any.
    """
    own = Q(**{f"{prefix}user": user})
    if not user.is_practitioner:
        return own
    on_team = Q(**{f"{prefix}care_team__practitioner": user}) & on_team_now(f"{prefix}care_team__")
    agreed = {f"{prefix}consents__what": Consent.What.CARE_TEAM, f"{prefix}consents__withdrawn_at": None}
    return own | (on_team & Q(**agreed))


def on_team_now(prefix: str = "") -> Q:
    """The condition under which a place on a care team counts at this moment (`web.moment`).

    Args:
        prefix: the path from the row to the place, ending in ``__``; empty for places themselves.

    One's own place counts until it ends; one that a cover gives counts in the time of that cover only.
    """
    at = moment.now()
    covered = {f"{prefix}cover__starts_at__lte": at, f"{prefix}cover__until_at__gt": at}
    return Q(**{f"{prefix}ended_at": None}) & (Q(**{f"{prefix}cover": None}) | Q(**covered))


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: User) -> Self:
        """Members this user may read: themselves, or those whose care team they are on."""
        return self.filter(readable_by(user)).distinct()

    def locked(self) -> Self:
        """For one change of a member's consents, intakes or plans at a time."""
        return self.select_for_update(no_key=True, of=("self",))


class Member(models.Model):
    """A person exercising for their own body, from sign-up on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member")
    created_at = models.DateTimeField(default=timezone.now)

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return f"member {self.pk}"

    @property
    def display_name(self) -> str:
        return self.user.name

    @property
    def is_stored(self) -> bool:
        """Whether this person has joined; before that there is an account only."""
        return not self._state.adding


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        """Consents that were given and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="member__")).distinct()


class Consent(models.Model):
    """One thing a member agreed to, in the version they read.

    Withdrawing ends the row, agreeing again adds one.
    """

    class What(models.TextChoices):
        HEALTH_DATA = "health_data", "Using my answers and results to plan my exercise"
        CARE_TEAM = "care_team", "My care team may read them"
        REMINDERS = "reminders", "Reminders by e-mail"
        MOVEMENT = "movement", "Sharing how I moved with my care team, without video"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    what = models.CharField(max_length=20, choices=What)
    version = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "what"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("granted_at")),
                name="consent_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.version}"


class IntakeRecordQuerySet(models.QuerySet["IntakeRecord"]):
    def open(self) -> Self:
        """Intakes that still take answers; a stopped one does, so that a mistaken tap can be corrected."""
        return self.filter(completed_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="member__")).distinct()


class IntakeRecord(models.Model):
    """One pass through the intake questionnaire.

    Attributes:
        questionnaire_version: hash of the content the questions came from when it began.
        stopped_at: when an answer ended it (a red flag); cleared if the answer is corrected.
        completed_at: when the last question was answered; from then on it takes no more answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="intakes")
    questionnaire_version = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeRecordQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(completed_at=None), name="one_open_intake_per_member"
            )
        ]

    def __str__(self) -> str:
        return f"intake {self.pk}"

    @property
    def current_answers(self) -> dict[str, Any]:
        """Question id to the newest answer; ``None`` where an optional question was left out on purpose."""
        return {answer.question_id: answer.value for answer in self.answers.all()}

    @property
    def answers_by_question(self) -> "dict[str, list[IntakeAnswer]]":
        """Question id to every answer given to it, oldest first: the last one stands."""
        given: dict[str, list[IntakeAnswer]] = {}
        for answer in self.answers.all():
            given.setdefault(answer.question_id, []).append(answer)
        return given


class IntakeAnswer(models.Model):
    """One answer as given; a correction is a further row, so a therapist sees both.

    ``value`` null: the member left an optional question out on purpose.
    """

    intake = models.ForeignKey(IntakeRecord, on_delete=models.CASCADE, related_name="answers")
    question_id = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["intake", "question_id"])]

    def __str__(self) -> str:
        return f"answer to {self.question_id}"
