"""Talks to a sponsor's OpenID issuer, by Authlib: leads people there, and believes what comes back signed.

Kept of it is an e-mail address or a number, and only where the operator said that this issuer may vouch for
it. Codes, tokens and names are neither stored nor logged.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from sinew.apps.coverage.check.claims import is_same_address
from sinew.apps.coverage.errors import SignOnFailed
from sinew.apps.coverage.insurer.configuration import address_problem
from sinew.apps.coverage.models import ListedPerson, SponsorSignOn
from sinew.apps.coverage.sign_on.secrets import unseal
from sinew.roster.matching.identity import normal_number

logger = logging.getLogger(__name__)
WITHIN_S = 8.0
"""For each answer of an issuer."""
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
"""By a key of the issuer's own. A secret we share, or none, is no signature."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
FAILURES = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError)
"""What Authlib raises: a refusal, a bad token, no connection, and whatever odd answers lead to."""


@dataclass(frozen=True, slots=True)
class SignedOn:
    """What an issuer vouches for; "" where it does not."""

    email: str
    number: str

    def is_about(self, person: ListedPerson) -> bool:
        """Whether a roster lists the person with it. An employee's number is not their family's."""
        numbers = {person.member_id} | ({person.subscriber_id} if person.is_subscriber else set())
        has_number = bool(self.number) and self.number in {normal_number(one) for one in numbers}
        return has_number or is_same_address(self.email, person.email)


def return_address(sign_on: SponsorSignOn) -> str:
    """Where the issuer sends people back to; each sponsor has one of its own."""
    return settings.SITE_URL + reverse("coverage:sign_on_done", args=[sign_on.sponsor_id])


def lead_there(request: HttpRequest, sign_on: SponsorSignOn) -> str:
    """The address to sign in at; what belongs to it is kept in the session.

    Raises:
        SignOnFailed: the issuer cannot be reached, or is not the one that was set up.
    """
    address = return_address(sign_on)
    try:
        app = _app(sign_on)
        found = app.create_authorization_url(address, prompt="login")
        app.save_authorize_data(request, redirect_uri=address, **found)
    except FAILURES as error:
        raise _failed(sign_on, "begin", error) from None
    return str(found["url"])


def take_back(request: HttpRequest, sign_on: SponsorSignOn) -> SignedOn:
    """What the issuer says of who comes back from it, in this very browser.

    Raises:
        SignOnFailed: it says no, nothing it vouches for, or nothing that can be believed.
    """
    try:
        app = _app(sign_on)
        token = app.authorize_access_token(
            request,
            claims_options={
                "iss": {"essential": True, "values": [sign_on.issuer]},
                "aud": {"essential": True, "values": [sign_on.our_id]},
                "nonce": {"essential": True},
            },
        )
        if "id_token" not in token:
            raise ValueError("id_token: nothing that is signed")
        signed_on = _vouched_for(sign_on, token["userinfo"])
    except FAILURES as error:
        raise _failed(sign_on, "end", error) from None
    if not (signed_on.email or signed_on.number):
        raise _failed(sign_on, "nothing", None)
    return signed_on


def _app(sign_on: SponsorSignOn) -> DjangoOAuth2App:
    """Our place there, once the issuer was found to be who it should be."""
    scope = "openid email profile" if sign_on.number_claim else "openid email"
    app = OAuth().register(
        f"sponsor-{sign_on.sponsor_id}",
        client_id=sign_on.our_id,
        client_secret=unseal(sign_on.sealed_secret),
        server_metadata_url=f"{sign_on.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": WITHIN_S},
    )
    told = app.load_server_metadata()
    if told.get("issuer") != sign_on.issuer:
        raise ValueError("issuer: another one answers there")
    for name in ENDPOINTS:
        if address_problem(str(told.get(name, "")), may_use_http=settings.INSURERS_MAY_BE_SIMULATED):
            raise ValueError(f"{name}: not an address to use")
    signatures = SIGNATURES & set(told.get("id_token_signing_alg_values_supported", ["RS256"]))
    if not signatures:
        raise ValueError("id_token_signing_alg_values_supported: nothing to believe")
    app.server_metadata["id_token_signing_alg_values_supported"] = sorted(signatures)
    return app


def _vouched_for(sign_on: SponsorSignOn, claims: Mapping[str, Any]) -> SignedOn:
    email, number = claims.get("email"), claims.get(sign_on.number_claim) if sign_on.number_claim else None
    is_believed = (
        isinstance(email, str)
        and claims.get("email_verified") is True
        and email.rpartition("@")[2].casefold() in sign_on.domains
    )
    is_number = isinstance(number, str | int) and not isinstance(number, bool)
    return SignedOn(str(email) if is_believed else "", normal_number(str(number)) if is_number else "")


def _failed(sign_on: SponsorSignOn, where: str, error: Exception | None) -> SignOnFailed:
    """For whoever signs in it is one thing; operators see the kind of error, without its words."""
    status = f"{where}: {type(error).__name__}" if error is not None else where
    logger.warning("coverage.sign_on.failed", extra={"sponsor_id": sign_on.sponsor_id, "status": status})
    return SignOnFailed()
