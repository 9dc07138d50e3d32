"""Employers and health plans: what they agreed to, how people know them, who manages them."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User
from sinew.roster.changes import Terms
from sinew.vocabulary import Role

_SHARE = (MinValueValidator(0.0), MaxValueValidator(1.0))


class SponsorQuerySet(models.QuerySet["Sponsor"]):
    def visible_to(self, user: User) -> Self:
        """Sponsors whose portal this user may open: those they manage; an operator all of them."""
        if user.role == Role.OPERATOR:
            return self
        if user.role != Role.SPONSOR_MANAGER:
            return self.none()
        return self.filter(managers__user=user, managers__ended_at=None).distinct()

    def on(self, day: date) -> Self:
        """Sponsors whose agreement is in force on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), begins_on__lte=day)


class Sponsor(models.Model):
    """An employer or health plan that pays for its people.

    Attributes:
        slug: its name in commands and file folders; permanent.
        begins_on, ends_on: the days of the agreement, ``[begins_on, ends_on)``; ``None``: no end is agreed.
        covers: whom it pays for: everybody on its roster, or subscribers only.
        minimum_age: in whole years; younger people are not covered by themselves.
        programs: ids of the programs it pays for; empty for all.
        is_public: it agreed to be named when a visitor types something like it; others are not revealed.
        member_cost: what a member pays, in one sentence for members.
        greeting: what its people read after a yes; may be empty.
        reading: how its tables are read, as a person confirmed it: ``{"columns": {field: heading},
            "date_order": ..}``.
        insurer: id of the insurer in the operator's configuration that can be asked instead; may be empty.
        absence_ends and what follows: see `sinew.roster.changes.Terms`.
        lives: people listed and not ended, as of the last roster.
        listing_version: goes up with every change of the people listed, so that what was compared with an
            older listing is known to be out of date.
        listing_sha256: of the listing's file, where there is one of this version.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", "Employer"
        HEALTH_PLAN = "health_plan", "Health plan"

    class Covers(models.TextChoices):
        EVERYBODY = "everybody", "Everybody on the roster"
        SUBSCRIBERS = "subscribers", "Subscribers only"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    covers = models.CharField(max_length=20, choices=Covers, default=Covers.EVERYBODY)
    minimum_age = models.PositiveSmallIntegerField(default=18)
    programs = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=False)
    member_cost = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    greeting = models.CharField(max_length=200, blank=True)
    reading = models.JSONField(default=dict, blank=True)
    insurer = models.CharField(max_length=60, blank=True)
    absence_ends = models.BooleanField(default=False)
    through_is_covered = models.BooleanField(default=True)
    subscriber_ends_family = models.BooleanField(default=True)
    largest_share_ended = models.FloatField(default=0.10, validators=_SHARE)
    largest_share_changed = models.FloatField(default=0.50, validators=_SHARE)
    smallest_share_left = models.FloatField(default=0.50, validators=_SHARE)
    lives = models.PositiveIntegerField(default=0)
    listing_version = models.PositiveBigIntegerField(default=0)
    listing_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    objects = SponsorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="sponsor_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"sponsor {self.slug}"

    @property
    def terms(self) -> Terms:
        """What it agreed to about its rosters."""
        return Terms(
            absence_ends=self.absence_ends,
            through_is_covered=self.through_is_covered,
            subscriber_ends_family=self.subscriber_ends_family,
            largest_share_ended=self.largest_share_ended,
            largest_share_changed=self.largest_share_changed,
            smallest_share_left=self.smallest_share_left,
        )

    def is_in_force_on(self, day: date) -> bool:
        """Whether the agreement holds on a day."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


class SponsorName(models.Model):
    """One more name by which people know a sponsor: a brand, a short form, a former name."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["sponsor", "name"], name="a_sponsor_name_once")]

    def __str__(self) -> str:
        return f"another name of sponsor {self.sponsor_id}"


class SponsorManagerQuerySet(models.QuerySet["SponsorManager"]):
    def current(self) -> Self:
        """Those who manage now."""
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(sponsor__in=Sponsor.objects.visible_to(user))


class SponsorManager(models.Model):
    """A person who looks after a sponsor's rosters and reads its reports, from a moment on."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="managers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="manages")
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SponsorManagerQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "user"], condition=Q(ended_at=None), name="once_a_manager_of_a_sponsor"
            )
        ]

    def __str__(self) -> str:
        return f"manager of sponsor {self.sponsor_id}"


def remembered_columns(reading: dict[str, Any]) -> dict[str, str]:
    """Field to heading, as a person confirmed it for a sponsor's tables."""
    return {str(name): str(heading) for name, heading in reading.get("columns", {}).items()}
