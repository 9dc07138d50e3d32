"""Exercise sessions: what was prescribed for one sitting, what was done in it and what was measured."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.members.models import Member, readable_by
from sinew.motion.shown import unit_of
from sinew.motion.trace import Trace, unpack


class ExerciseSessionQuerySet(models.QuerySet["ExerciseSession"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="plan__member__")).distinct()

    def done(self) -> Self:
        """Sessions that were exercised, wholly or in part."""
        return self.filter(status=ExerciseSession.Status.DONE)

    def recorded(self) -> Self:
        """Sessions with a result, those that were declined among them."""
        return self.exclude(status=ExerciseSession.Status.STARTED)

    def open(self) -> Self:
        """Sessions that were started and have no result yet."""
        return self.filter(status=ExerciseSession.Status.STARTED)

    def without_details(self) -> Self:
        """Not loading what was prescribed and sent, which is most of a row: for lists over a year."""
        return self.defer("prescribed", "result")


class ExerciseSession(models.Model):
    """One sitting.

    Attributes:
        planned_on: the day it belongs to, where the member is.
        prescribed: the ``session`` of that day's plan as it was when the member pressed Start.
        started_at, finished_at: as the device reported them; ``opened_at`` is our own clock.
        result: the whole report as the player sent it.
        completed_fraction: 0 to 1.
        pain_before, pain_during, pain_after, effort: 0 to 10; ``None`` if not asked or not answered.
    """

    class Status(models.TextChoices):
        STARTED = "started", "Started"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"

    class Mode(models.TextChoices):
        CAMERA = "camera", "With the camera"
        NO_CAMERA = "no_camera", "Without the camera"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="exercise_sessions")
    planned_on = models.DateField()
    prescribed = models.JSONField()
    opened_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.STARTED)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_during = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    completed_fraction = models.FloatField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=20, blank=True)
    result = models.JSONField(null=True, blank=True)
    event = models.OneToOneField(
        CareEvent, null=True, blank=True, on_delete=models.CASCADE, related_name="exercise_session"
    )

    objects = ExerciseSessionQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="started") | Q(result__isnull=False, idempotency_key__isnull=False),
                name="a_done_session_has_a_result",
            )
        ]
        indexes = [models.Index(fields=["plan", "planned_on"])]

    def __str__(self) -> str:
        return f"exercise session {self.pk}"


class MeasuredSetQuerySet(models.QuerySet["MeasuredSet"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="session__plan__member__")).distinct()

    def without_details(self) -> Self:
        """Not loading the single repetitions and holds: for lists over a year."""
        return self.defer("repetitions", "holds")


class MeasuredSet(models.Model):
    """One set of one exercise as it was done.

    Attributes:
        exercise: id of the exercise that was done (the easier one if it was swapped).
        replaced: id of the prescribed exercise it stood in for, or empty.
        repetitions, holds: as the motion engine reported them; empty without the camera.
        joint, rom_min_deg, rom_max_deg: the joint and the least and greatest flexion seen (0 = straight).
        tracked_fraction: share of the set in which the camera saw the body, 0 to 1.
    """

    class CountedBy(models.TextChoices):
        CAMERA = "camera", "Camera"
        TAP = "tap", "Tap"
        TIMER = "timer", "Timer"

    session = models.ForeignKey(ExerciseSession, on_delete=models.CASCADE, related_name="measured_sets")
    exercise = models.CharField(max_length=60)
    replaced = models.CharField(max_length=60, blank=True)
    side = models.CharField(max_length=5)
    set_number = models.PositiveSmallIntegerField()
    counted_by = models.CharField(max_length=10, choices=CountedBy)
    repetitions_done = models.PositiveSmallIntegerField()
    hold_s_done = models.FloatField(null=True, blank=True)
    repetitions = models.JSONField(default=list)
    holds = models.JSONField(default=list)
    joint = models.CharField(max_length=40, blank=True)
    rom_min_deg = models.FloatField(null=True, blank=True)
    rom_max_deg = models.FloatField(null=True, blank=True)
    view = models.CharField(max_length=10, blank=True)
    tracked_fraction = models.FloatField(null=True, blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = MeasuredSetQuerySet.as_manager()

    class Meta:
        ordering = ["session", "id"]

    def __str__(self) -> str:
        return f"set {self.set_number} of {self.exercise}"

    @property
    def rom_deg(self) -> float | None:
        """The arc the joint covered, in degrees; ``None`` where no angle was measured."""
        if self.rom_min_deg is None or self.rom_max_deg is None or unit_of(self.joint) != "°":
            return None
        return self.rom_max_deg - self.rom_min_deg


class ReplayQuerySet(models.QuerySet["Replay"]):
    def visible_to(self, user: User) -> Self:
        """Replays this user may see: their own, and those members of theirs have shared."""
        return self.filter(readable_by(user, prefix="measured_set__session__plan__member__")).distinct()

    def of(self, member: Member) -> Self:
        """Everything one member has shared."""
        return self.filter(measured_set__session__plan__member=member)

    def without_trace(self) -> Self:
        """Not loading the bytes, which are most of a row: for lists."""
        return self.defer("trace")


class Replay(models.Model):
    """The movement of one set as its member chose to share it: joints and the angle, never a picture.

    Attributes:
        trace: as `sinew.motion.trace` packs it; what could not be read was never stored.
    """

    measured_set = models.OneToOneField(MeasuredSet, on_delete=models.CASCADE, related_name="replay")
    trace = models.BinaryField()
    duration_ms = models.PositiveIntegerField()
    shared_at = models.DateTimeField(db_index=True)

    objects = ReplayQuerySet.as_manager()

    class Meta:
        ordering = ["measured_set_id"]

    def __str__(self) -> str:
        return f"replay {self.pk}"

    @property
    def member(self) -> Member:
        """Whose movement it is."""
        return self.measured_set.session.plan.member

    def read(self) -> Trace:
        """The trace itself."""
        return unpack(bytes(self.trace))


class ReplayCommentQuerySet(models.QuerySet["ReplayComment"]):
    def visible_to(self, user: User) -> Self:
        """Comments on replays this user may see."""
        path = "replay__measured_set__session__plan__member__"
        return self.filter(readable_by(user, prefix=path)).distinct()

    def of(self, member: Member) -> Self:
        """Everything that was written about one member's movement."""
        return self.filter(replay__measured_set__session__plan__member=member)

    def standing(self) -> Self:
        """Those their author has not struck through."""
        return self.filter(struck_at=None)


class ReplayComment(models.Model):
    """What a practitioner wrote or drew at a moment of a replay; never changed, its author may strike it.

    Attributes:
        key: made by the writer's page, so that a comment that is sent twice is stored once.
        t_ms: from the beginning of the replay.
        strokes: lines on the picture, each ``[x, y, x, y, ...]`` in shares of its width and height.
        joint: a point of the trace that is marked, by its name; empty for none.
        seen_at: when the member first opened it.
    """

    key = models.UUIDField(unique=True)
    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="comments")
    t_ms = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    strokes = models.JSONField(default=list)
    joint = models.CharField(max_length=20, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="replay_comments"
    )
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = ReplayCommentQuerySet.as_manager()

    class Meta:
        ordering = ["t_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(strokes=[]) | ~Q(joint=""), name="a_comment_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
