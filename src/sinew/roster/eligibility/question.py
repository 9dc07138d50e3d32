"""Writes a coverage question (X12 270, 005010X279A1) for one person.

It says as little as an insurer needs to find somebody: number, names and birth date. With more fields
fewer people are found.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

VERSION = "005010X279A1"
HEALTH_PLAN_COVERAGE = "30"
"""EQ01: is there coverage at all."""
_ALLOWED = re.compile(r"[^A-Z0-9 .,/&'()-]")
_SUFFIX = re.compile(r"(?:[ ,]+)(JR|SR|II|III|IV|V)\.?$")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who asks whom, as the clearinghouse named them.

    Attributes:
        sender_id, receiver_id: of ISA06 and ISA08, with their qualifiers.
        insurer_name, insurer_id: whom the question is for (NM1*PR).
        asker_name, asker_npi: who asks (NM1*1P), with an NPI of ten digits.
        is_test: ISA15 says T.
    """

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    insurer_name: str
    insurer_id: str
    asker_name: str
    asker_npi: str
    is_test: bool


@dataclass(frozen=True, slots=True)
class CoveredPerson:
    """Whom the question is about.

    Attributes:
        subscriber_id: the number on the card; "" where the insurer finds people without it.
        dependent_first_name, dependent_born_on: of a dependent who has no number of their own; the other
            fields are then the subscriber's.
    """

    first_name: str
    last_name: str
    born_on: date | None
    subscriber_id: str = ""
    dependent_first_name: str = ""
    dependent_born_on: date | None = None


def write_270(
    person: CoveredPerson, parties: Parties, *, on: date, at: datetime, control: int, trace: str
) -> str:
    """One interchange with one question.

    Args:
        on: the day that coverage is asked for.
        at: when the question is asked.
        control: number of the interchange, 1 to 999,999,999, never used before with this receiver.
        trace: comes back in the answer; the same for every try of one question. Letters, digits and hyphens.

    Raises:
        ValueError: a field is missing or too long for the form; the argument is named, its value is not.
    """
    if not 1 <= control <= 999_999_999:
        raise ValueError("control: 1 to 999,999,999")
    if not re.fullmatch(r"[A-Z0-9-]{1,50}", trace):
        raise ValueError("trace: 1 to 50 capital letters, digits and hyphens")
    if not person.last_name.strip():
        raise ValueError("last_name: is needed")
    if not re.fullmatch(r"\d{10}", parties.asker_npi):
        raise ValueError("asker_npi: ten digits")
    isa = [
        "ISA", "00", " " * 10, "00", " " * 10,
        f"{parties.sender_qualifier:2}", f"{_fit(parties.sender_id, 15, 'sender_id'):15}",
        f"{parties.receiver_qualifier:2}", f"{_fit(parties.receiver_id, 15, 'receiver_id'):15}",
        f"{at:%y%m%d}", f"{at:%H%M}", "^", "00501",
        f"{control:09d}", "0", "T" if parties.is_test else "P", ":",
    ]  # fmt: skip
    body = [
        f"ST*270*0001*{VERSION}",
        f"BHT*0022*13*{control}*{at:%Y%m%d}*{at:%H%M}",
        "HL*1**20*1",
        f"NM1*PR*2*{_text(parties.insurer_name, 60)}*****PI*{_text(parties.insurer_id, 80)}",
        "HL*2*1*21*1",
        f"NM1*1P*2*{_text(parties.asker_name, 60)}*****XX*{parties.asker_npi}",
        f"HL*3*2*22*{'1' if person.dependent_first_name else '0'}",
    ]
    tracing = f"TRN*1*{trace}*9{_text(parties.asker_npi, 9)}"
    asking = [f"DTP*291*D8*{on:%Y%m%d}", f"EQ*{HEALTH_PLAN_COVERAGE}"]
    if person.dependent_first_name:
        body += [
            _named("IL", person.last_name, person.first_name, person.subscriber_id),
            *_born(person.born_on),
        ]
        body += ["HL*4*3*23*0", tracing, _named("03", person.last_name, person.dependent_first_name, "")]
        body += [*_born(person.dependent_born_on), *asking]
    else:
        body += [tracing, _named("IL", person.last_name, person.first_name, person.subscriber_id)]
        body += [*_born(person.born_on), *asking]
    body.append(f"SE*{len(body) + 1}*0001")
    sender, receiver = parties.sender_id.strip(), parties.receiver_id.strip()
    segments = [
        "*".join(isa),
        f"GS*HS*{sender}*{receiver}*{at:%Y%m%d}*{at:%H%M}*{control}*X*{VERSION}",
        *body,
        f"GE*1*{control}",
        f"IEA*1*{control:09d}",
    ]
    return "".join(f"{segment}~" for segment in segments)


def normal_last_name(name: str) -> str:
    """A last name as insurers compare it: letters and digits, without a suffix that stands apart.

    Source: CAQH CORE rule 258 on last names.
    """
    text = _plain(name)
    return re.sub(r"[^A-Z0-9]", "", _SUFFIX.sub("", text))


def _named(whom: str, last: str, first: str, number: str) -> str:
    head = f"NM1*{whom}*1*{_text(_SUFFIX.sub('', _plain(last)), 60)}*{_text(first, 35)}"
    return f"{head}****MI*{_text(number, 80)}" if number else head


def _born(on: date | None) -> list[str]:
    return [f"DMG*D8*{on:%Y%m%d}"] if on else []


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.upper())
    return "".join(character for character in text if not unicodedata.combining(character)).strip()


def _text(text: str, longest: int) -> str:
    """Capital letters of the basic character set; a delimiter in a name never ends its element."""
    return " ".join(_ALLOWED.sub(" ", _plain(text)).split())[:longest].strip()


def _fit(text: str, longest: int, argument: str) -> str:
    if len(text) > longest or not text.strip():
        raise ValueError(f"{argument}: 1 to {longest} characters")
    return text
