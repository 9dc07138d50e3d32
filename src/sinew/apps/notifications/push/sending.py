"""Sending one push: encrypted, signed, to the address looked up a moment ago, and never along a redirect.

Source: RFC 8030 (generic event delivery using HTTP push).
"""

import http.client
import json
import logging
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils import timezone

from sinew.apps.notifications.delivery import Gone, Never, NotNow
from sinew.apps.notifications.models import OutboxPush
from sinew.apps.notifications.push.addresses import HTTPS, check_address, public_address
from sinew.apps.notifications.push.encoding import decoded
from sinew.apps.notifications.push.encryption import encrypt
from sinew.apps.notifications.push.keys import authorization, signing_key
from sinew.notices import InQuietHours

logger = logging.getLogger(__name__)
WITHIN_S = 10.0
KEPT = timedelta(days=1)
"""How long a push service keeps what it cannot deliver, unless the notice goes out of date before."""
TITLE = "Sinew"


class _Pinned(http.client.HTTPSConnection):
    """Connects to an address that was looked at, and asks there for the certificate of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        super().__init__(host, port, timeout=WITHIN_S, context=context)
        self._looked_at = address
        self._tls = context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._looked_at, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def text_of(push: OutboxPush) -> bytes:
    """What the browser is told: the title of its kind and a page of ours; nothing of anybody.

    A later push with the same tag takes the place of the one before, so what leads elsewhere has another tag:
    two members who need somebody are two pushes.
    """
    kind = push.kind
    told = {"title": TITLE, "body": f"{kind.title}.", "path": push.path, "tag": f"{kind.id}:{push.path}"}
    return json.dumps(told).encode()


def send_push(push: OutboxPush) -> None:
    """Hand it to the push service of the device's browser.

    Raises:
        NotNow: the service is busy or in trouble.
        Never: it refuses, or push is not set up here any more.
        Gone: the browser wants no more pushes; the device is removed.
        AddressRefused: the device's address is not one we send to.
        OSError: nobody was reached.
    """
    private = signing_key()
    if private is None:
        raise Never
    device, now = push.device, timezone.now()
    parts = check_address(device.endpoint)
    body = encrypt(text_of(push), p256dh=decoded(device.p256dh), auth=decoded(device.auth))
    host, port = parts.hostname or "", parts.port or HTTPS
    connection = _Pinned(host, port, public_address(host, port))
    until = push.useful_until or now + KEPT
    headers = {
        "Authorization": authorization(private, device.endpoint, at=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, round((until - now).total_seconds()))),
        "Urgency": "high" if push.kind.quiet is InQuietHours.AT_ONCE else "normal",
    }
    try:
        connection.request(
            "POST", f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", body, headers
        )
        answer = connection.getresponse()
        _understand(push, answer.status, answer.getheader("Retry-After", ""), now)
    except http.client.HTTPException:
        raise NotNow from None
    finally:
        connection.close()


def _understand(push: OutboxPush, status: int, retry_after: str, now: datetime) -> None:
    if status in {404, 410}:
        push.device.delete()
        logger.info("notifications.device.expired", extra={"device_id": push.device_id, "status": status})
        raise Gone
    if status == 429 or status >= 500:
        raise NotNow(_pause(retry_after, now))
    if not 200 <= status < 300:
        logger.error("notifications.push.refused", extra={"outbox_id": push.pk, "status": status})
        raise Never


def _pause(told: str, now: datetime) -> timedelta | None:
    """How long the service wants to be left alone, in seconds or until a moment; ``None`` if unsaid."""
    if told.isdecimal() and len(told) < 9:
        return timedelta(seconds=int(told))
    try:
        then = parsedate_to_datetime(told)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(then - now, timedelta())
