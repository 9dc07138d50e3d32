"""The check of somebody who asks "do I qualify?", and what may follow from it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models.coverages import Coverage
from sinew.apps.coverage.models.insurers import InsurerAnswer
from sinew.apps.coverage.models.people import ListedPerson
from sinew.apps.coverage.models.sponsors import Sponsor
from sinew.vocabulary import Role

CHECK_LIVES = timedelta(hours=24)
"""How long a code is good, and how long what a visitor told is kept."""
MOST_TRIES = 5
"""Codes one may try for one check."""
MOST_DETAILS = 3
"""Further details one may try after a proof."""


class EnrollmentLink(models.Model):
    """An address that a sponsor hands to its people; whoever comes by it is looked for on its roster only.

    Attributes:
        label: where the sponsor uses it, for its managers: "Welcome letter".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="enrollment_links")
    label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"enrollment link {self.pk}"


class CoverageCheckQuerySet(models.QuerySet["CoverageCheck"]):
    def told_before(self, moment: datetime) -> Self:
        """Checks asked before a moment that still hold what a visitor told."""
        return self.filter(asked_at__lt=moment).exclude(claim="")


class CoverageCheck(models.Model):
    """One time somebody asked whether they are covered.

    The request that makes it writes the same for everybody. What was found is written later, in the
    background, in the same columns for everybody, and is shown to nobody before a proof.

    Attributes:
        claim: what the visitor told, sealed (`sinew.apps.coverage.check.claims`); empty after 24 hours.
        identity: keyed hash of birth date and last name, for limits.
        sponsor: the one that proved to pay; before that the one whose link was used, or that was chosen.
        address_code: keyed hash of the code sent to the address the visitor gave, which every visitor gets.
        contact_code: keyed hash of the code sent to the contact on the roster, or of nothing anybody has.
        found: the verdict of `sinew.roster.matching`; empty until it was looked.
        person: who it is, if the evidence suffices.
        number_agrees: the member number given is that of the person.
        address_agrees: the address given is that on the roster.
        proven_by: of `Coverage.Proof`, once there is a proof.
        insurer_answer: of the named sponsor's insurer, where the visitor let us ask it.
        insurer_said: what it comes to for this check; empty while that is not known.
        insurer_key: `Coverage.insurer_key` of the person, once the insurer's answer is the proof.
        renews: the coverage a member wants to go on with; such a check is looked up on no roster.
    """

    class Said(models.TextChoices):
        ACCEPTED = "accepted", "Covered"
        INACTIVE = "inactive", "Not covered"
        UNCLEAR = "unclear", "The details differ"
        LATER = "later", "No answer now"
        BY_A_PERSON = "by_a_person", "A person must look at it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField()
    claim = models.TextField(blank=True)
    identity = models.CharField(max_length=64, blank=True)
    sponsor = models.ForeignKey(Sponsor, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(
        EnrollmentLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    address_code = models.CharField(max_length=64)
    contact_code = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    details = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(
        ListedPerson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    number_agrees = models.BooleanField(default=False)
    address_agrees = models.BooleanField(default=False)
    address_proven_at = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    proven_by = models.CharField(max_length=20, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    insurer_answer = models.ForeignKey(
        InsurerAnswer, null=True, blank=True, on_delete=models.SET_NULL, related_name="checks"
    )
    insurer_said = models.CharField(max_length=20, choices=Said, blank=True)
    insurer_key = models.CharField(max_length=64, blank=True)
    renews = models.ForeignKey(
        "coverage.Coverage", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = CoverageCheckQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["asked_at"], name="checks_by_time")]

    def __str__(self) -> str:
        return f"coverage check {self.pk}"

    @property
    def is_asking(self) -> bool:
        """Whether an insurer was asked and it is not known yet what came of it."""
        return self.insurer_answer_id is not None and not self.insurer_said

    @property
    def is_settled(self) -> bool:
        """Whether nothing more can be told; which of several people with one address it is may be open."""
        is_open = self.proven_by == Coverage.Proof.CONTACT and self.person_id is None
        return self.proven_at is not None and not is_open

    def is_open_at(self, at: datetime) -> bool:
        """Whether its codes still count."""
        return bool(self.claim) and self.tries < MOST_TRIES and at < self.asked_at + CHECK_LIVES

    def may_enroll_at(self, at: datetime) -> bool:
        """Whether a proof is there, still fresh, and was not used."""
        return self.proven_at is not None and self.enrolled_at is None and at < self.proven_at + CHECK_LIVES


class CoverageQuestionQuerySet(models.QuerySet["CoverageQuestion"]):
    def visible_to(self, user: User) -> Self:
        """Operators answer them; nobody else sees one."""
        return self if user.role == Role.OPERATOR else self.none()

    def open(self) -> Self:
        """Those nobody has settled."""
        return self.filter(settled_at=None)


class CoverageQuestion(models.Model):
    """Something about somebody's coverage that a person must look at.

    Attributes:
        email: where the answer goes.
        says: what the visitor wrote.
        person: on a roster, whom it is about. These three are empty once it is settled.
    """

    class Kind(models.TextChoices):
        VISITOR = "visitor", "A visitor asks"
        INSURER = "insurer", "An insurer confirms somebody whom we do not confirm by ourselves"
        ANOTHER_ACCOUNT = "another_account", "Somebody is enrolled by another account"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    email = models.EmailField()
    says = models.TextField(max_length=1000, blank=True)
    person = models.ForeignKey(
        ListedPerson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CoverageQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"coverage question {self.pk}"


class WaitingListEntry(models.Model):
    """Somebody who wants to be told when their employer or plan joins. Leaving deletes the row.

    Attributes:
        sponsor_name: what they wrote; no sponsor of ours.
        version: of the consent they read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    sponsor_name = models.CharField(max_length=120, blank=True)
    version = models.CharField(max_length=20)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["agreed_at", "id"]

    def __str__(self) -> str:
        return f"waiting list entry {self.pk}"


class EnumerationAlarm(models.Model):
    """A sign that somebody tries out who is listed: one row for a kind of sign and a day.

    Attributes:
        count: how often the sign was seen that day.
    """

    class Sign(models.TextChoices):
        ONE_ADDRESS = "one_address", "Too many checks from one network address"
        ONE_DEVICE = "one_device", "Too many checks from one device"
        ONE_IDENTITY = "one_identity", "Too many checks about one person"
        ONE_SPONSOR = "one_sponsor", "Too many checks for one sponsor or link in an hour"
        CODES = "codes", "Every try at a code was used up"

    sign = models.CharField(max_length=20, choices=Sign)
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "sign"]
        constraints = [models.UniqueConstraint(fields=["sign", "on"], name="one_alarm_a_day_and_sign")]

    def __str__(self) -> str:
        return f"{self.sign} on {self.on}"
