"""What may appear in a log: event names, known fields and opaque ids. Everything else is dropped."""

import logging
import re
import traceback
from datetime import UTC, datetime

EVENT = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
OPAQUE_ID = re.compile(r"[0-9a-f-]{36}|[0-9a-f]{12,64}|\d{1,18}")
WORD = re.compile(r"[A-Za-z0-9_.:<>/\[\]+-]{0,120}")
KNOWN_FIELDS = ("method", "route", "status", "duration_ms", "attempts", "count", "task", "version", "command")
OWN_WORDS = ("uvicorn.error", "sinew.cli")


class EventFormatter(logging.Formatter):
    """One line an event: time, level, event name, then `field=value` for the fields it knows.

    A message that is not an event name (other people's libraries) is reduced to its logger's name, because
    nobody checked what such a text holds; an exception to its type and the places it passed.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = " ".join([at, record.levelname, _event(record), *_fields(record)])
        return line if not record.exc_info else f"{line}\n{_where(record.exc_info[1])}"


def _event(record: logging.LogRecord) -> str:
    if record.name.startswith(OWN_WORDS) and not record.exc_info:
        return record.getMessage()
    message = record.msg if isinstance(record.msg, str) else ""
    return message if EVENT.fullmatch(message) else f"{record.name} (text withheld)"


def _fields(record: logging.LogRecord) -> list[str]:
    known = [(name, str(record.__dict__[name])) for name in KNOWN_FIELDS if name in record.__dict__]
    ids = [(name, str(value)) for name, value in record.__dict__.items() if name.endswith("_id")]
    kept = [(name, value) for name, value in known if WORD.fullmatch(value)]
    kept += [(name, value) for name, value in ids if OPAQUE_ID.fullmatch(value)]
    return [f"{name}={value}" for name, value in kept]


def _where(error: BaseException | None) -> str:
    """The exception's type and the lines it passed; never its text."""
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"  {type(error).__qualname__}", *places])
