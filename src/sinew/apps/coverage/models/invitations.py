"""Invitations to manage a sponsor, as long as they are open."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models.sponsors import Sponsor


class SponsorInvitationQuerySet(models.QuerySet["SponsorInvitation"]):
    def open(self) -> Self:
        """Those that were neither used nor withdrawn."""
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """Invitations to the sponsors this user looks after."""
        return self.filter(sponsor__in=Sponsor.objects.visible_to(user))


class SponsorInvitation(models.Model):
    """An address that a manager invited to manage a sponsor with them.

    It is kept by the address and looks the same whether that address has an account here, of whatever kind,
    or none: otherwise inviting somebody would tell whether they are a member.
    """

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SponsorInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "email"], condition=Q(ended_at=None), name="an_address_invited_once"
            )
        ]

    def __str__(self) -> str:
        return f"invitation to sponsor {self.sponsor_id}"
