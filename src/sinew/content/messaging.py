"""The content of messages: office hours of the clinic, words that may describe an emergency, and replies.

These files lie beside the clinical content and are no part of its versions: no care plan depends on them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from sinew.content.source import Report
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.messaging import EmergencyWords, OfficeHours, Sign, unknown_fields
from sinew.vocabulary import Evidence

FOLDER = "messaging"
HOURS, REPLIES = "office-hours.yaml", "replies.en.yaml"
WORDS, ADVICE = "emergency-words.{}.yaml", "emergency-advice.{}.yaml"
FIRST_LANGUAGE = "en"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Part = TypeVar("Part")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_PHRASE = re.compile(r"[a-z0-9'|*]+(?: (?:(?:\.\.\.|&) [a-z0-9'|*]+|[a-z0-9'|*]+\??))*")
_OPENING = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


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
    clocks = [clock.strip() for clock in text.split("-")]
    if len(clocks) != 2 or not all(map(_OPENING.fullmatch, clocks)):
        raise ValueError("write an opening as 09:00-17:00")
    begins, ends = map(time.fromisoformat, clocks)
    return begins, ends


def _opening_text(text: str) -> str:
    opening(text)
    return text


def _phrase(text: str) -> str:
    if not _PHRASE.fullmatch(text):
        raise ValueError("write words, a|b, end*, word? after a word, and ... or & between words")
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
    alarm_again_after_minutes: Annotated[int, Field(gt=0, le=24 * 60)]
    week: dict[Weekday, tuple[Annotated[str, AfterValidator(_opening_text)], ...]]
    holidays: tuple[Holiday, ...] = ()

    @property
    def within(self) -> timedelta:
        return timedelta(hours=self.within_office_hours)

    @property
    def alarm_again_after(self) -> timedelta:
        return timedelta(minutes=self.alarm_again_after_minutes)

    @property
    def holiday_days(self) -> frozenset[date]:
        return frozenset(holiday.on for holiday in self.holidays)

    @property
    def hours(self) -> OfficeHours:
        """What `sinew.messaging` reckons with."""
        week = {WEEKDAYS.index(day): tuple(map(opening, spans)) for day, spans in self.week.items()}
        return OfficeHours(self.zone, week, self.holiday_days)


Phrase = Annotated[str, AfterValidator(_phrase)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
Spelling = Annotated[str, Field(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]


class SignEntry(_Strict):
    """One group of phrases."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    is_always: bool = False


class WordsFile(_Strict):
    """The file of words of one language, without accents: messages are read without them."""

    evidence: Evidence
    signs: Annotated[tuple[SignEntry, ...], Field(min_length=1)]
    negations: tuple[Word, ...]
    fillers: tuple[Word, ...]
    joins: tuple[Word, ...] = ()
    clauses: tuple[Word, ...] = ()
    doubts: tuple[Phrase, ...] = ()
    doubts_after: tuple[Phrase, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    spellings: dict[Spelling, tuple[Spelling, ...]] = Field(default_factory=dict)

    def words(self, language: str) -> EmergencyWords:
        """What `sinew.messaging` reads with."""
        return EmergencyWords(
            signs=tuple(Sign(entry.id, entry.phrases, entry.is_always) for entry in self.signs),
            negations=self.negations,
            fillers=self.fillers,
            joins=self.joins,
            clauses=self.clauses,
            doubts=self.doubts,
            doubts_after=self.doubts_after,
            exceptions=self.exceptions,
            spellings=self.spellings,
            language=language,
        )


def _known_fields(text: str) -> str:
    if unknown := unknown_fields(text):
        raise ValueError(f"no field of a quick reply: {', '.join(unknown)}")
    return text


class Starter(_Strict):
    """A quick reply every practitioner has from the start."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1), AfterValidator(_known_fields)]


class Advice(_Strict):
    """What a member reads at once after words that may describe an emergency, in one language.

    Attributes:
        emergency: the answer to them.
        call, call_local: whom to call; ``{number}`` is the emergency number of the member's country.
    """

    evidence: Evidence
    emergency: str
    call: str
    call_local: str


class Replies(Advice):
    """The file of replies.

    Attributes:
        received: what a member reads after writing; ``{answer_by}`` is the moment, in words.
        received_without_hours: the same where nobody has office hours in the months ahead.
        starters: quick replies.
    """

    received: str
    received_without_hours: str
    starters: tuple[Starter, ...]


@dataclass(frozen=True, slots=True)
class Messaging:
    """All files.

    Attributes:
        languages: the words of every language messages are read in, English first.
        advice: what is answered to them, by language; a language without has English.
    """

    clinic: ClinicHours
    languages: tuple[EmergencyWords, ...]
    replies: Replies
    advice: Mapping[str, Advice]

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is, for the report of a check."""
        phrases = sum(len(sign.phrases) for words in self.languages for sign in words.signs)
        return {"emergency_phrases": phrases, "quick_replies": len(self.replies.starters)}


def read_messaging(root: Path) -> Messaging:
    """Read the files below a content folder.

    Raises:
        InputRefused: with every problem, each at its file and line.
    """
    report = Report()
    clinic, _ = read_typed(root, f"{FOLDER}/{HOURS}", TypeAdapter(ClinicHours), report)
    replies, _ = read_typed(root, f"{FOLDER}/{REPLIES}", TypeAdapter(Replies), report)
    words = _in_languages(root, WORDS, TypeAdapter(WordsFile), report, first=FIRST_LANGUAGE)
    advice = _in_languages(root, ADVICE, TypeAdapter(Advice), report)
    if report.problems or clinic is None or replies is None:
        raise InputRefused(report.sorted())
    languages = tuple(written.words(language) for language, written in words.items())
    return Messaging(clinic, languages, replies, {FIRST_LANGUAGE: replies, **advice})


def _in_languages(
    root: Path, name: str, kind: TypeAdapter[Part], report: Report, *, first: str | None = None
) -> dict[str, Part]:
    """The files of this name by their languages; that of `first` stands first and has to be there."""
    found = {path.name.split(".")[1] for path in (root / FOLDER).glob(name.format("*"))}
    languages = [*filter(None, [first]), *sorted(found - {first})]
    parts = {one: read_typed(root, f"{FOLDER}/{name.format(one)}", kind, report)[0] for one in languages}
    return {language: part for language, part in parts.items() if part is not None}
