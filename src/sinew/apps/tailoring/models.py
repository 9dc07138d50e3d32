"""Lists a therapist uses again, and changes a coach proposes; what was really changed are care events."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CarePlan
from sinew.apps.members.models import readable_by


class ListTemplateQuerySet(models.QuerySet["ListTemplate"]):
    def visible_to(self, user: User) -> Self:
        """A practitioner's own, and those colleagues share with the clinic; nobody else has any."""
        if not user.is_practitioner:
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True), retired_at=None)


class ListTemplate(models.Model):
    """A therapist's usual list of one phase: no word about any member is in it.

    Attributes:
        content_version: the content it was made with; exercises that are gone since are told, not given.
        exercises: ``{"exercise", "dose"}`` each, in order; `dose` as in `set_dose`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_templates"
    )
    name = models.CharField(max_length=80)
    phase = models.CharField(max_length=10)
    track = models.CharField(max_length=10)
    content_version = models.CharField(max_length=64)
    exercises = models.JSONField()
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ListTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(retired_at=None), name="one_list_template_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return f"list template {self.pk}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="plan__member__")).distinct()

    def open(self) -> Self:
        """Proposals that no therapist has answered."""
        return self.filter(settled_at=None)


class Proposal(models.Model):
    """Changes of a plan that somebody who may not decide would make.

    Attributes:
        changes: as the history contract has them.
        taken: whether a therapist took it into a change of the plan; ``None`` while it is open.
    """

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="proposals")
    changes = models.JSONField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="settled_proposals"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    taken = models.BooleanField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "id"]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
