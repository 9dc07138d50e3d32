"""Answered outcome measures; a row is never changed, a correction is a new one."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.members.models import readable_by


class AnsweredQuestionnaireQuerySet(models.QuerySet["AnsweredQuestionnaire"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="plan__member__")).distinct()

    def standing(self) -> Self:
        """Those that nothing corrects."""
        return self.filter(correction=None)


class AnsweredQuestionnaire(models.Model):
    """One outcome measure as it was answered, or left out on purpose.

    Attributes:
        measure: id of the outcome measure.
        definition_version: hash of the measure's files in the content.
        wording_version: hash of the operator's licensed wording; empty where the wording is ours.
        on: the day where the member is.
        answers: item id to answer (codes stay codes); empty where `event` holds the answer.
        score: ``None`` where `event` holds the answer, or the measure was left out.
        event: the check-in that holds the answer, of a measure that reads a question of the program.
        corrects: the row this one stands in for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="answered_questionnaires")
    measure = models.CharField(max_length=40)
    definition_version = models.CharField(max_length=64)
    wording_version = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    answers = models.JSONField(default=dict)
    score = models.FloatField(null=True, blank=True)
    event = models.OneToOneField(
        CareEvent, null=True, blank=True, on_delete=models.CASCADE, related_name="answered_questionnaire"
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="correction"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="answered_questionnaires"
    )

    objects = AnsweredQuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at", "id"]
        indexes = [models.Index(fields=["plan", "measure", "on"])]
        constraints = [
            models.CheckConstraint(condition=Q(event=None) | Q(score=None), name="an_answer_has_one_home")
        ]

    def __str__(self) -> str:
        return f"{self.measure} on {self.on}"

    @property
    def is_left_out(self) -> bool:
        """Whether the member chose not to answer."""
        return self.score is None and self.event_id is None

    @property
    def given(self) -> dict[str, Any]:
        """The answers, wherever they are kept."""
        found: dict[str, Any] = self.event.payload["answers"] if self.event is not None else self.answers
        return found
