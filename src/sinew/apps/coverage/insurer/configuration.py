"""The insurers that can be asked, as the operator set them up (docs/eligibility.md)."""

import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from django.conf import settings
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from sinew.errors import InputRefused, Problem
from sinew.roster.eligibility.question import Parties

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Wire = Literal["soap", "mime", "x12"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Qualifier = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
PartyId = Annotated[str, StringConstraints(min_length=1, max_length=15, strip_whitespace=True)]


class _Entry(BaseModel):
    """One insurer as written in the file; unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line
    insurer_id: Line
    address: str
    wire: Wire = "soap"
    sender_qualifier: Qualifier = "ZZ"
    sender_id: PartyId
    receiver_qualifier: Qualifier = "ZZ"
    receiver_id: PartyId
    asker_name: Line
    asker_npi: Annotated[str, StringConstraints(pattern=r"^\d{10}$")]
    is_test: bool = False
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Insurer:
    """Where and how an insurer is asked.

    Attributes:
        id: in our configuration and in `Sponsor.insurer`.
        address: of the clearinghouse or the insurer itself.
        wire: what the X12 is wrapped in: CORE's SOAP or MIME envelope, or nothing.
        user, password: from the environment; "" where none is asked for.
        authority: a PEM file of certificate authorities to trust instead of the system's, or "".
    """

    id: str
    address: str
    wire: Wire
    parties: Parties
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""


def insurers() -> Mapping[str, Insurer]:
    """Every insurer that is set up, by its id; none where the operator named no file.

    Raises:
        InputRefused: the file cannot be used; every problem is listed.
    """
    if not settings.INSURERS:
        return {}
    secrets = tuple(sorted(settings.INSURER_SECRETS.items()))
    return _read(Path(settings.INSURERS), secrets, settings.INSURERS_MAY_BE_SIMULATED)


def askable(insurer: str) -> Insurer | None:
    """The insurer of this id, if it is set up for people to be told what it says."""
    known = insurers().get(insurer)
    if known is not None and known.parties.is_test and not settings.INSURERS_MAY_BE_SIMULATED:
        return None
    return known


@lru_cache(maxsize=8)
def _read(path: Path, secrets: tuple[tuple[str, str], ...], may_use_http: bool) -> Mapping[str, Insurer]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refused(path, "unreadable", f"It cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused(path, "not-toml", "It is no TOML in UTF-8.") from error
    try:
        entries = TypeAdapter(dict[Id, _Entry]).validate_python(data)
    except ValidationError as error:
        wrong = [
            (".".join(str(part) for part in one["loc"]), one["msg"])
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise InputRefused(
            tuple(Problem(str(path), "bad-value", f"{where}: {what}.") for where, what in wrong)
        ) from error
    problems = [
        Problem(str(path), "address", f"{name}: {why}")
        for name, entry in entries.items()
        if (why := address_problem(entry.address, may_use_http=may_use_http))
    ]
    problems += [
        Problem(str(path), "authority", f"{name}: The file named as authority is no PEM of certificates.")
        for name, entry in entries.items()
        if not is_authority(entry.authority)
    ]
    if problems:
        raise InputRefused(tuple(problems))
    known = dict(secrets)
    return {name: _insurer(name, entry, known) for name, entry in entries.items()}


def address_problem(address: str, *, may_use_http: bool) -> str:
    """Why nobody can be asked there, in one sentence; "" where they can.

    Args:
        may_use_http: unencrypted, and then only on this machine: for the simulator.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "The address cannot be read."
    if parts.username or parts.password:
        return "Take user and password out of the address: they belong in the environment."
    if parts.scheme == "https" and host:
        return ""
    if parts.scheme == "http" and may_use_http and host in LOOPBACK:
        return ""
    if parts.scheme == "http" and may_use_http:
        return "Without encryption only this machine can be asked, for the simulator. Use https://."
    return "Use an address that begins with https://."


def is_authority(file: str) -> bool:
    """Whether the file holds certificates to trust; "" stands for the system's."""
    try:
        ssl.create_default_context(cafile=file or None)
    except OSError:  # SSLError is one
        return False
    return True


def _insurer(name: str, entry: _Entry, secrets: Mapping[str, str]) -> Insurer:
    prefix = f"SINEW_INSURER_{name.upper().replace('-', '_')}"
    return Insurer(
        id=name,
        address=entry.address,
        wire=entry.wire,
        parties=Parties(
            entry.sender_qualifier,
            entry.sender_id,
            entry.receiver_qualifier,
            entry.receiver_id,
            entry.name,
            entry.insurer_id,
            entry.asker_name,
            entry.asker_npi,
            entry.is_test,
        ),
        user=secrets.get(f"{prefix}_USER", ""),
        password=secrets.get(f"{prefix}_PASSWORD", ""),
        authority=entry.authority,
    )


def _refused(path: Path, code: str, message: str) -> InputRefused:
    return InputRefused((Problem(str(path), code, message),))
