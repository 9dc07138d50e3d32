"""When practitioners can be met, and the visits that were booked.

Two visits of one person never overlap: a booked visit owns its quarter hours, and the database gives each
quarter of a practitioner, and of a member, to one visit only.
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareTeamMember
from sinew.apps.members.models import Member, readable_by

DOOR_OPENS = timedelta(minutes=10)
DOOR_CLOSES = timedelta(minutes=30)
"""How long before the beginning and after the end the room of a visit can be entered."""


class BookableHours(models.Model):
    """Hours of one day of every week, on the practitioner's clock.

    Attributes:
        weekday: 0 is Monday.
        closes: midnight means the end of the day.
    """

    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookable_hours"
    )
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_day_of_the_week")]

    def __str__(self) -> str:
        return f"hours of practitioner {self.practitioner_id}"


class TimeOff(models.Model):
    """A span in which a practitioner cannot be booked: ``[begins_at, ends_at)``. Booked visits stay."""

    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="time_off"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="time_off_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"time off of practitioner {self.practitioner_id}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """A member's own; a practitioner's of members whose care team they are on and who agree to it."""
        return self.filter(readable_by(user, prefix="member__")).distinct()

    def of(self, user: User) -> Self:
        """Those this person takes part in."""
        return self.filter(Q(member__user=user) | Q(practitioner=user))

    def booked(self) -> Self:
        return self.filter(state=Visit.State.BOOKED)

    def ahead(self, at: datetime) -> Self:
        """Booked and not over, the next one first."""
        return self.booked().filter(ends_at__gt=at).order_by("begins_at")

    def orphaned(self) -> Self:
        """Those whose practitioner does not look after the member at the time of the visit."""
        places = CareTeamMember.objects.filter(
            Q(cover=None)
            | Q(cover__starts_at__lte=OuterRef("begins_at"), cover__until_at__gt=OuterRef("begins_at")),
            member=OuterRef("member"),
            practitioner=OuterRef("practitioner"),
            practitioner__is_active=True,
            ended_at=None,
        )
        return self.exclude(Exists(places))

    def to_settle(self, at: datetime) -> Self:
        """Those whose room has closed and of which nothing is noted yet."""
        open_ended = Q(state=Visit.State.BOOKED) | Q(state=Visit.State.TOOK_PLACE, ended_at=None)
        return self.filter(open_ended, ends_at__lte=at - DOOR_CLOSES)


class Visit(models.Model):
    """A booked video meeting of a member and a practitioner: ``[begins_at, ends_at)``.

    Attributes:
        version: counts changes of the time, so that calendars know the newest.
        cancel_reason: what the other side reads; may be empty.
        met_at: when both were in the call for the first time; ``None`` if they never met.
        ended_at: when the call was over; ``None`` while it may go on, and again when they go back in.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "First visit, 45 minutes"
        FOLLOW_UP = "follow_up", "Follow-up, 30 minutes"
        SHORT = "short", "Short question, 15 minutes"

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        CANCELLED = "cancelled", "Cancelled"
        TOOK_PLACE = "took_place", "Took place"
        MISSED = "missed", "Missed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="visits")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits_held"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.BOOKED)
    version = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancel_reason = models.CharField(max_length=300, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "id"]
        indexes = [models.Index(fields=["practitioner", "begins_at"], name="visits_of_practitioner")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_visit_takes_time"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    def can_change_at(self, at: datetime) -> bool:
        """Whether it can be moved or cancelled: until it begins."""
        return self.state == Visit.State.BOOKED and at < self.begins_at

    def door_is_open_at(self, at: datetime) -> bool:
        """Whether its room can be entered; after "end for both" too, so that nobody ends it by mistake."""
        return (
            self.state in {Visit.State.BOOKED, Visit.State.TOOK_PLACE}
            and self.opens_at <= at < self.closes_at
        )

    @property
    def is_off(self) -> bool:
        """Whether nobody is met any more: it was cancelled, or missed."""
        return self.state in {Visit.State.CANCELLED, Visit.State.MISSED}

    @property
    def group(self) -> str:
        """Whom `live` tells what happens in its room."""
        return f"visit-{self.pk}"

    @property
    def opens_at(self) -> datetime:
        """When its room can be entered first."""
        return self.begins_at - DOOR_OPENS

    @property
    def closes_at(self) -> datetime:
        """When its room is shut."""
        return self.ends_at + DOOR_CLOSES

    @property
    def lasted(self) -> timedelta | None:
        """How long the two were together, from meeting to the end; ``None`` where that is not known (yet)."""
        return None if self.met_at is None or self.ended_at is None else self.ended_at - self.met_at

    def other_side(self, user: User) -> User:
        """The person this user meets."""
        return self.practitioner if user.pk == self.member.user_id else self.member.user


class Attendance(models.Model):
    """That one of the two was in the room of a visit.

    Attributes:
        entries: how often a page of theirs entered the room; the newest page has the highest number.
        joined_at: when they were in the call first; ``None`` for who came no further than the waiting room.
        left_at: when they left it last; ``None`` while they are in it.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entries = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="one_attendance_of_each_side"),
        ]

    def __str__(self) -> str:
        return f"attendance of visit {self.visit_id}"


class VisitQuarter(models.Model):
    """A quarter of an hour that belongs to one booked visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="quarters")
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "begins_at"], name="a_practitioner_meets_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["member", "begins_at"], name="a_member_meets_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"a quarter of an hour of visit {self.visit_id}"
