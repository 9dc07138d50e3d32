"""Serving a local network over HTTPS: this machine's addresses, and a certificate for them."""

import datetime
import ipaddress
import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

VALID_DAYS = 90
DOCUMENTATION_ADDRESS = ("192.0.2.1", 9)
"""Nothing is sent there: asking for the route tells which of our addresses is used for outgoing traffic."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Paths of a private key with its chain, and of the authority that signed it."""

    key_and_chain: Path
    authority: Path


def addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses on local networks, the one used for outgoing traffic first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(DOCUMENTATION_ADDRESS)
        found.append(probe.getsockname()[0])
    with suppress(socket.gaierror):
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(entry[4][0]) for entry in named]
    return tuple(dict.fromkeys(address for address in found if not ipaddress.ip_address(address).is_loopback))


def certificate(folder: Path, names: tuple[str, ...], *, today: datetime.date) -> Certificate:
    """A certificate for `names`; the one from last time while it fits, so that browsers ask only once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Certificate(folder / "server.pem", folder / "authority.pem")
    note = folder / "certificate.json"
    if _still_fits(made, note, names, today):
        return made
    authority = trustme.CA(organization_name="Sinew on this machine")
    ends = today + datetime.timedelta(days=VALID_DAYS)
    midnight = datetime.datetime.combine(ends, datetime.time(), tzinfo=datetime.UTC)
    issued = authority.issue_cert(*names, not_after=midnight)
    made.key_and_chain.touch(mode=0o600)
    issued.private_key_and_cert_chain_pem.write_to_path(str(made.key_and_chain))
    authority.cert_pem.write_to_path(str(made.authority))
    note.write_text(json.dumps({"names": names, "ends": ends.isoformat()}))
    return made


def _still_fits(made: Certificate, note: Path, names: tuple[str, ...], today: datetime.date) -> bool:
    if not (made.key_and_chain.exists() and made.authority.exists() and note.exists()):
        return False
    noted = json.loads(note.read_text())
    return (
        set(noted["names"]) >= set(names) and noted["ends"] > (today + datetime.timedelta(days=1)).isoformat()
    )
