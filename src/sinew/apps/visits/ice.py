"""How the two browsers of a visit may find each other: STUN and TURN servers, and credentials for one visit.

Source: RFC 8445 (ICE), RFC 8656 (TURN); coturn's ``use-auth-secret``: the user is ``expiry:name``, the
password the HMAC-SHA1 of that under the shared secret (draft-uberti-behave-turn-rest-00).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone


def connection(*, visit_id: UUID, lasts: timedelta) -> Mapping[str, object]:
    """What a browser's peer connection is made with (``RTCConfiguration``).

    Args:
        lasts: how long TURN serves them from now on; by the real clock, as coturn reads it.
    """
    servers: list[dict[str, object]] = []
    if settings.STUN_URLS:
        servers.append({"urls": list(settings.STUN_URLS)})
    if settings.TURN_URLS:
        user, password = credentials(f"{visit_id}", until=timezone.now() + lasts, secret=settings.TURN_SECRET)
        servers.append({"urls": list(settings.TURN_URLS), "username": user, "credential": password})
    return {"iceServers": servers, "iceTransportPolicy": "relay" if settings.CALLS_RELAY_ONLY else "all"}


def credentials(name: str, *, until: datetime, secret: str) -> tuple[str, str]:
    """User and password that coturn takes until then."""
    user = f"{int(until.timestamp())}:{name}"
    digest = hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()
    return user, base64.b64encode(digest).decode()
