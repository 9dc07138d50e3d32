"""Published reports, and which answers went into a published mean."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.models.added import Added, AddedQuerySet
from sinew.disclosure import Quarter, Report
from sinew.disclosure.stored import report_from_json


class Release(Added):
    """What one sponsor reads of one quarter. It goes only with the sponsor itself.

    Attributes:
        published: the report as `sinew.disclosure.stored` writes it; holds nothing that was not published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="releases")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    published: models.JSONField[dict[str, Any]] = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AddedQuerySet["Release"].as_manager()

    class Meta:
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "year", "quarter"], name="one_release_of_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="a_year_has_four_quarters"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def report(self) -> Report:
        return report_from_json(self.published)


class GroupedAnswer(models.Model):
    """That the answers of one care plan went into a published mean, so that they go into no other.

    Attributes:
        release: ``None`` once the sponsor was removed; the answers stay used.
        plan_id: opaque; not followed, because it must outlive the plan.
    """

    release = models.ForeignKey(Release, null=True, on_delete=models.SET_NULL, related_name="grouped_answers")
    measure = models.CharField(max_length=20)
    plan_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "plan_id"], name="an_answer_is_in_one_group")
        ]

    def __str__(self) -> str:
        return f"grouped answer {self.pk}"
