"""The content of messages: office hours of the clinic, words that may describe an emergency, and replies.

These files lie beside the clinical content and are no part of its versions: no care plan depends on them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from sinew.content.source import Report
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.messaging import EmergencyWords, OfficeHours, Sign, unknown_fields
from sinew.vocabulary import Evidence

FOLDER = "messaging"
HOURS, WORDS, REPLIES = "office-hours.yaml", "emergency-words.en.yaml", "replies.en.yaml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_PHRASE = re.compile(r"(?:\.\.\.|[a-z0-9'|*]+\??)(?: (?:\.\.\.|[a-z0-9'|*]+\??))*")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no time zone of this name, such as America/New_York") from None
    return name


def opening(text: str) -> tuple[time, time]:
    """``09:00-17:00`` as two clock times.

    Raises:
        ValueError: it is not written that way.
    """
    begins, _dash, ends = text.partition("-")
    return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())


def _opening_text(text: str) -> str:
    opening(text)
    return text


def _phrase(text: str) -> str:
    if not _PHRASE.fullmatch(text) or text.startswith("...") or text.endswith("..."):
        raise ValueError("write words, a|b, end*, word? and ... between words")
    return text


class Holiday(_Strict):
    """A day on which nobody works."""

    on: date
    name: str


class ClinicHours(_Strict):
    """The file of office hours."""

    evidence: Evidence
    zone: Annotated[str, AfterValidator(_zone)]
    within_office_hours: Annotated[float, Field(gt=0, le=200)]
    week: dict[Weekday, tuple[Annotated[str, AfterValidator(_opening_text)], ...]]
    holidays: tuple[Holiday, ...] = ()

    @property
    def within(self) -> timedelta:
        return timedelta(hours=self.within_office_hours)

    @property
    def holiday_days(self) -> frozenset[date]:
        return frozenset(holiday.on for holiday in self.holidays)

    @property
    def hours(self) -> OfficeHours:
        """What `sinew.messaging` reckons with."""
        week = {WEEKDAYS.index(day): tuple(map(opening, spans)) for day, spans in self.week.items()}
        return OfficeHours(self.zone, week, self.holiday_days)


class SignEntry(_Strict):
    """One group of phrases."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    phrases: Annotated[tuple[Annotated[str, AfterValidator(_phrase)], ...], Field(min_length=1)]
    is_always: bool = False


class WordsFile(_Strict):
    """The file of words."""

    evidence: Evidence
    signs: Annotated[tuple[SignEntry, ...], Field(min_length=1)]
    negations: tuple[str, ...]
    fillers: tuple[str, ...]
    doubts: tuple[Annotated[str, AfterValidator(_phrase)], ...] = ()

    @property
    def words(self) -> EmergencyWords:
        """What `sinew.messaging` reads with."""
        signs = tuple(Sign(entry.id, entry.phrases, entry.is_always) for entry in self.signs)
        return EmergencyWords(signs, self.negations, self.fillers, self.doubts)


def _known_fields(text: str) -> str:
    if unknown := unknown_fields(text):
        raise ValueError(f"no field of a quick reply: {', '.join(unknown)}")
    return text


class Starter(_Strict):
    """A quick reply every practitioner has from the start."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1), AfterValidator(_known_fields)]


class Replies(_Strict):
    """The file of replies.

    Attributes:
        received: what a member reads after writing; ``{answer_by}`` is the moment, in words.
        received_without_hours: the same where nobody has office hours in the months ahead.
        emergency: the answer to words that may describe one.
        call, call_local: whom to call; ``{number}`` is the emergency number of the member's country.
        starters: quick replies.
    """

    evidence: Evidence
    received: str
    received_without_hours: str
    emergency: str
    call: str
    call_local: str
    starters: tuple[Starter, ...]


@dataclass(frozen=True, slots=True)
class Messaging:
    """All three files."""

    clinic: ClinicHours
    words: EmergencyWords
    replies: Replies

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is, for the report of a check."""
        phrases = sum(map(len, self.words.patterns.values()))
        return {"emergency_phrases": phrases, "quick_replies": len(self.replies.starters)}


def read_messaging(root: Path) -> Messaging:
    """Read the files below a content folder.

    Raises:
        InputRefused: with every problem, each at its file and line.
    """
    report = Report()
    clinic, _ = read_typed(root, f"{FOLDER}/{HOURS}", TypeAdapter(ClinicHours), report)
    written, _ = read_typed(root, f"{FOLDER}/{WORDS}", TypeAdapter(WordsFile), report)
    replies, _ = read_typed(root, f"{FOLDER}/{REPLIES}", TypeAdapter(Replies), report)
    if report.problems or clinic is None or written is None or replies is None:
        raise InputRefused(report.sorted())
    return Messaging(clinic, written.words, replies)
