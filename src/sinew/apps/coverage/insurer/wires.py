"""What an X12 interchange is wrapped in on its way: the two envelopes of the CAQH CORE rule, or nothing.

Source: CAQH CORE Connectivity Rule vC2.2.0 (SOAP+WSDL and HTTP MIME Multipart), as its public text and other
people's implementations show it. Both carry the same fields.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from sinew.apps.coverage.insurer.configuration import Wire

RULE = "2.2.0"
QUESTION, ANSWER, TROUBLE = (
    "X12_270_Request_005010X279A1",
    "X12_271_Response_005010X279A1",
    "CoreEnvelopeError",
)
SUCCESS = "Success"
_CORE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_PASSWORD = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"  # noqa: S105
_X12 = "application/edi-x12"
_ORDER = (
    "PayloadType", "ProcessingMode", "PayloadID", "TimeStamp", "UserName", "Password", "SenderID",
    "ReceiverID", "CORERuleVersion", "Payload", "ErrorCode", "ErrorMessage",
)  # fmt: skip


class WireRefused(ValueError):
    """What came is not what the wire carries; it says nothing of what was in it."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Headers and body of an HTTP message."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What was in it.

    Attributes:
        error: CORE's ErrorCode where it is no success, else "".
    """

    payload: bytes
    user: str = ""
    password: str = ""
    error: str = ""


def wrap(
    text: str,
    *,
    wire: Wire,
    kind: str,
    payload_id: str,
    at: datetime,
    sender: str,
    receiver: str,
    user: str = "",
    password: str = "",
    error: str = "",
) -> Wrapped:
    """An X12 text ready to be sent.

    Args:
        kind: ``QUESTION``, ``ANSWER`` or ``TROUBLE``.
        payload_id: a UUID that names this message.
        error: CORE's ErrorCode of an answer, ``SUCCESS`` where all is well; "" in a question.
    """
    if wire == "x12":
        headers = {"Content-Type": _X12}
        if user:
            pair = base64.b64encode(f"{user}:{password}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        return Wrapped(headers, text.encode())
    fields = {
        "PayloadType": kind,
        "ProcessingMode": "RealTime",
        "PayloadID": payload_id,
        "TimeStamp": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "UserName": user,
        "Password": password,
        "SenderID": sender,
        "ReceiverID": receiver,
        "CORERuleVersion": RULE,
        "Payload": text,
        "ErrorCode": error,
        "ErrorMessage": "None" if error == SUCCESS else error,
    }
    given = {name: fields[name] for name in _ORDER if fields[name]}
    return _soap(given) if wire == "soap" else _mime(given, payload_id)


def unwrap(content_type: str, body: bytes, *, wire: Wire, authorization: str = "") -> Unwrapped:
    """What a message holds.

    Raises:
        WireRefused: it is something else, such as an error page.
    """
    if wire == "x12":
        user, password = _basic(authorization)
        return Unwrapped(body, user, password)
    fields = _soap_fields(body) if wire == "soap" else _mime_fields(content_type, body)
    if "Payload" not in fields and "ErrorCode" not in fields:
        raise WireRefused("There is no payload in it.")
    error = fields.get("ErrorCode", "").strip()
    return Unwrapped(
        payload=fields.get("Payload", "").strip().encode(),
        user=fields.get("UserName", ""),
        password=fields.get("Password", ""),
        error="" if error.lower() in ("", SUCCESS.lower()) else error,
    )


def wire_of(content_type: str) -> Wire:
    """The wire a message came over, by its content type."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("application/soap+xml", "text/xml", "application/xml"):
        return "soap"
    return "mime" if kind == "multipart/form-data" else "x12"


def _soap(fields: Mapping[str, str]) -> Wrapped:
    is_answer = "ErrorCode" in fields
    name = f"COREEnvelopeRealTime{'Response' if is_answer else 'Request'}"
    inside = "".join(
        f"<{field}>{escape(value)}</{field}>"
        for field, value in fields.items()
        if field not in ("UserName", "Password")
    )
    token = ""
    if "UserName" in fields:
        token = (
            f'<wsse:Security soapenv:mustUnderstand="true" xmlns:wsse="{_SECURITY}"><wsse:UsernameToken>'
            f"<wsse:Username>{escape(fields['UserName'])}</wsse:Username>"
            f'<wsse:Password Type="{_PASSWORD}">{escape(fields.get("Password", ""))}</wsse:Password>'
            "</wsse:UsernameToken></wsse:Security>"
        )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_SOAP}">'
        f"<soapenv:Header>{token}</soapenv:Header><soapenv:Body>"
        f'<core:{name} xmlns:core="{_CORE}">{inside}</core:{name}></soapenv:Body></soapenv:Envelope>'
    )
    return Wrapped(
        {"Content-Type": 'application/soap+xml; charset=UTF-8; action="RealTimeTransaction"'}, text.encode()
    )


def _soap_fields(body: bytes) -> dict[str, str]:
    if b"<!" in body.replace(b"<![CDATA[", b"").replace(b"<!--", b"") or b"\0" in body:
        raise WireRefused("It declares entities, or is in another encoding.")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 (without entities, and of bounded size)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise WireRefused("It is no XML.") from error
    if root.tag != f"{{{_SOAP}}}Envelope":
        raise WireRefused("It is no SOAP envelope.")
    fields = {}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        fields["UserName" if name == "Username" else name] = element.text or ""
    return fields


def _mime(fields: Mapping[str, str], payload_id: str) -> Wrapped:
    boundary = f"sinew-{payload_id}"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    )
    return Wrapped(
        {"Content-Type": f"multipart/form-data; boundary={boundary}"}, f"{parts}--{boundary}--\r\n".encode()
    )


def _mime_fields(content_type: str, body: bytes) -> dict[str, str]:
    if wire_of(content_type) != "mime" or "\n" in content_type or "\r" in content_type:
        raise WireRefused("It is no multipart message.")
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    if not message.is_multipart():
        raise WireRefused("It is no multipart message.")
    fields = {}
    for part in message.iter_parts():
        found = re.search(r'name="?([A-Za-z]+)"?', str(part.get("Content-Disposition", "")))
        content = part.get_payload(decode=True)
        if found and isinstance(content, bytes):
            fields[found[1]] = content.decode("utf-8", errors="replace")
    return fields


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(token, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return user, password
