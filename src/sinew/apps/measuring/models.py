"""What was measured in a visit: single angles, and exercise sets the camera counted.

An entry is never changed and never deleted alone: a wrong one is struck through, with the reason. No picture
is kept, only points of the body.
"""

import uuid
from typing import ClassVar, Literal, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent
from sinew.apps.members.models import Member, readable_by
from sinew.apps.visits.models import Visit

SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both"))


Entry = TypeVar("Entry", bound="VisitEntry")


class VisitEntryQuerySet(models.QuerySet[Entry]):
    def visible_to(self, user: User) -> Self:
        """A member's own; a practitioner's of members whose care team they are on and who agree to it."""
        return self.filter(readable_by(user, prefix="member__")).distinct()

    def standing(self) -> Self:
        """Not struck through."""
        return self.filter(struck_at=None)


class VisitEntry(models.Model):
    """Something added to the record in a visit.

    Attributes:
        key: made by the browser once for each entry, so that one sent twice is one.
        side: ``left``, ``right`` or ``both``; empty where a measure has none.
        view: from where the camera saw the body.
        error_deg: what the angle is expected to be off by; ``None`` where it is none.
        struck_at: when it was struck through; ``None`` = it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="%(class)ss")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="%(class)ss")
    side = models.CharField(max_length=5, choices=SIDES, blank=True)
    view = models.CharField(max_length=10)
    error_deg = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    strike_reason = models.CharField(max_length=300, blank=True)

    kind: ClassVar[Literal["measurement", "set"]]

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def stands(self) -> bool:
        return self.struck_at is None


def _struck_with_a_reason(name: str) -> models.CheckConstraint:
    whole = Q(struck_at=None, strike_reason="") | (Q(struck_at__isnull=False) & ~Q(strike_reason=""))
    return models.CheckConstraint(condition=whole, name=name)


class VisitMeasurementQuerySet(VisitEntryQuerySet["VisitMeasurement"]):
    pass


class VisitMeasurement(VisitEntry):
    """One angle that was held while the therapist marked it.

    Attributes:
        measure: id of a movement test, or the name of a joint angle.
        angle: the angle that was read, as ``sinew angles`` names it.
        degrees: as the measure tells it (a knee's inner angle where the test says so).
        spread_deg: within what the angle stayed while it was read.
        confidence: how well the worst of the joint's points was seen, 0 to 1.
        tracked_fraction: share of the pictures in which the joint was seen.
        landmarks: the points at the marked instant: size of the picture, and x, y and visibility of each.
        test_event: the result of the test it was recorded as.
    """

    kind = "measurement"
    measure = models.CharField(max_length=60)
    angle = models.CharField(max_length=40)
    degrees = models.FloatField()
    spread_deg = models.FloatField()
    confidence = models.FloatField()
    tracked_fraction = models.FloatField()
    landmarks = models.JSONField()
    test_event = models.OneToOneField(
        CareEvent, null=True, blank=True, on_delete=models.SET_NULL, related_name="visit_measurement"
    )

    objects = VisitMeasurementQuerySet.as_manager()

    class Meta(VisitEntry.Meta):
        indexes = [models.Index(fields=["member", "-at"], name="measurements_of_member")]
        constraints = [_struck_with_a_reason("measurement_struck_with_a_reason")]


class VisitSetQuerySet(VisitEntryQuerySet["VisitSet"]):
    pass


class VisitSet(VisitEntry):
    """An exercise set that the member's device counted while the therapist watched.

    Attributes:
        joint: the signal that was measured.
        hold_s: the longest hold, in seconds; ``None`` where nothing was held.
        low_deg, high_deg: the least and the most the signal was; ``None`` where it was never seen.
        repetitions, holds: as the motion engine reported them.
    """

    kind = "set"
    exercise = models.CharField(max_length=60)
    joint = models.CharField(max_length=40)
    count = models.PositiveSmallIntegerField()
    partial_count = models.PositiveSmallIntegerField()
    hold_s = models.FloatField(null=True)
    low_deg = models.FloatField(null=True)
    high_deg = models.FloatField(null=True)
    tracked_fraction = models.FloatField()
    repetitions = models.JSONField(default=list)
    holds = models.JSONField(default=list)

    objects = VisitSetQuerySet.as_manager()

    class Meta(VisitEntry.Meta):
        indexes = [models.Index(fields=["member", "-at"], name="visit_sets_of_member")]
        constraints = [_struck_with_a_reason("visit_set_struck_with_a_reason")]
