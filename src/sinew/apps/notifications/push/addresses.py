"""Where pushes may go: to known push services on the public network, and nowhere else.

A browser tells us the address, so anybody could tell us one of our own network. It is looked at when it comes
and again when it is used, because names can lead elsewhere by then.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from sinew.errors import SinewError

LONGEST = 1000
HTTPS = 443


class AddressRefused(SinewError):
    """We send nothing there."""

    def __init__(self) -> None:
        super().__init__("This browser's push service is not one that we send to.")


def check_address(endpoint: str) -> SplitResult:
    """The parts of an address that pushes may go to.

    Raises:
        AddressRefused: it is not https, or not a push service from the setting, or hides something.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise AddressRefused from None
    is_plain = endpoint.isascii() and endpoint.isprintable() and "\\" not in endpoint and " " not in endpoint
    allowed_ports = {None, HTTPS} if not settings.PUSH_SERVICES_MAY_BE_LOCAL else {port}
    if (
        not is_plain
        or len(endpoint) > LONGEST
        or parts.scheme != "https"
        or "@" in parts.netloc
        or port not in allowed_ports
        or not _is_known(parts.hostname or "")
    ):
        raise AddressRefused
    return parts


def _is_known(host: str) -> bool:
    """Whether the setting names this host, or a domain it is in (``*.example.com``)."""
    return any(
        host.endswith(name[1:]) and len(host) > len(name[1:]) if name.startswith("*.") else host == name
        for name in settings.PUSH_SERVICES
    )


def public_address(host: str, port: int) -> str:
    """An address on the public network that this name has now, to connect to.

    Raises:
        AddressRefused: one of its addresses is private, local or reserved.
        OSError: the name has none, or nobody could be asked.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.PUSH_SERVICES_MAY_BE_LOCAL and not all(map(_is_public, found)):
        raise AddressRefused
    return found[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_global and not (mapped or parsed).is_multicast
