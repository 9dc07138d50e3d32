"""Members' coverage: which sponsor pays for whom, from when to when, and how that was proven."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models.people import ListedPerson
from sinew.apps.coverage.models.sponsors import Sponsor
from sinew.apps.members.models import Member, readable_by


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def visible_to(self, user: User) -> Self:
        """A member's own, or those of members whose care team one is on. No sponsor's manager sees any."""
        return self.filter(readable_by(user, prefix="member__")).distinct()

    def on(self, day: date) -> Self:
        """Those that pay on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), begins_on__lte=day)

    def open_on(self, day: date) -> Self:
        """Those that pay on a day, or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def insured_as(self, keys: Iterable[str], day: date) -> Self:
        """Those by an insurer's answer that are of a person with one of these keys, now or from now on."""
        return self.filter(insurer_key__in=list(keys), ends_on__gt=day)

    def by_insurers(self) -> Self:
        """Those that rest on an insurer's answer, and are over unless it is asked again."""
        return self.filter(proven_by=Coverage.Proof.INSURER, person=None)


class Coverage(models.Model):
    """The days a sponsor pays for a member: ``[begins_on, ends_on)``.

    Attributes:
        person: their row on the roster; ``None`` where an insurer or a code proved it, or the row was erased.
        insurer_key: where an insurer proved it: keyed hash of insurer, member number and birth date
            (`insurer.question.person_key`); emptied when the coverage ends.
        proven_by: how the member showed that they are who is covered.
        checked_at: when it was last held against a roster or an insurer's answer.
        end_reason: why it ended; empty while it runs.
    """

    class Proof(models.TextChoices):
        CONTACT = "contact", "A code sent to the contact on the roster"
        MEMBER_ID = "member_id", "The member number and a code"
        LINK = "link", "The sponsor's enrollment link"
        SINGLE_SIGN_ON = "single_sign_on", "The sponsor's single sign-on"
        INSURER = "insurer", "The insurer's answer"
        OPERATOR = "operator", "Checked by an operator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="coverages")
    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="coverages")
    person = models.ForeignKey(
        ListedPerson, null=True, blank=True, on_delete=models.SET_NULL, related_name="coverages"
    )
    insurer_key = models.CharField(max_length=64, blank=True)
    proven_by = models.CharField(max_length=20, choices=Proof)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="coverage_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["member", "sponsor"], condition=Q(ends_on=None), name="one_open_coverage_by_a_sponsor"
            ),
            models.UniqueConstraint(
                fields=["insurer_key"],
                condition=~Q(insurer_key=""),
                name="one_coverage_of_an_insured_person",
            ),
        ]

    def __str__(self) -> str:
        return f"coverage {self.pk}"

    @property
    def is_by_insurer(self) -> bool:
        """Whether it rests on an insurer's answer alone."""
        return self.proven_by == self.Proof.INSURER and self.person_id is None

    @property
    def is_renewable(self) -> bool:
        """Whether asking the insurer again can give it more days: not where the agreement ends as well."""
        if not self.is_by_insurer or not self.sponsor.insurer or self.ends_on is None:
            return False
        return self.sponsor.ends_on is None or self.ends_on < self.sponsor.ends_on

    def pays_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)
