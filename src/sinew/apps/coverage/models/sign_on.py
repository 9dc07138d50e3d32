"""Sponsors whose own sign-in their people can use to show who they are (OpenID Connect)."""

from django.db import models

from sinew.apps.coverage.models.sponsors import Sponsor


class SponsorSignOn(models.Model):
    """The issuer of a sponsor, and what is believed of what it says. It opens no account of ours.

    Attributes:
        issuer: as the issuer calls itself; tokens of any other are refused.
        our_id: as which the issuer knows us (`client_id`).
        sealed_secret: our secret there (`sinew.apps.coverage.sign_on.secrets`).
        domains: of e-mail addresses, in small letters; what it says of addresses elsewhere is not believed.
        number_claim: the claim that holds the employee or member number; empty where none does.
    """

    sponsor = models.OneToOneField(
        Sponsor, primary_key=True, on_delete=models.CASCADE, related_name="sign_on"
    )
    issuer = models.CharField(max_length=300)
    our_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    domains = models.JSONField(default=list)
    number_claim = models.CharField(max_length=60, blank=True)
    set_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sign-on of sponsor {self.sponsor_id}"
