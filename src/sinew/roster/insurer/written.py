"""Writes what an insurer answers: a 271 that says something of coverage, or one that rejects the question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinew.roster.changes import Listed
from sinew.roster.eligibility.question import VERSION
from sinew.roster.insurer.asked import Asked

ONE_DAY = timedelta(days=1)
SUBSCRIBER_CODE = "18"
_OF_INSURER = frozenset({"04", "41", "42", "79", "80"})
_OF_ASKER = frozenset({"43", "44", "45", "46", "47", "48", "50", "51", "97", "T4"})
_AGAIN = frozenset({"42", "80"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a 271 says.

    Attributes:
        rejection: AAA03; "" where the question is answered.
        listed: who it is about, where somebody was found.
        is_active: of the person on the day asked for.
        co_payment: dollars a physical therapy visit costs, "" where nothing is said.
        trace: TRN02 sent back.
    """

    trace: str
    rejection: str = ""
    listed: Listed | None = None
    is_active: bool = False
    co_payment: str = ""


def write_271(asked: Asked, said: Said, *, at: datetime, control: int) -> str:
    """One interchange that answers one question."""
    elements = asked.head.elements
    body = [f"ST*271*0001*{VERSION}", f"BHT*0022*11*{control}*{at:%Y%m%d}*{at:%H%M}"]
    body += _loops(asked, said)
    body.append(f"SE*{len(body) + 1}*0001")
    isa = "*".join(
        [
            "ISA", "00", " " * 10, "00", " " * 10,
            f"{elements[6]:2}", f"{elements[7]:15}", f"{elements[4]:2}", f"{elements[5]:15}",
            f"{at:%y%m%d}", f"{at:%H%M}", "^", "00501", f"{control:09d}", "0", elements[14] or "P", ":",
        ]
    )  # fmt: skip
    segments = [
        isa,
        f"GS*HB*{elements[7]}*{elements[5]}*{at:%Y%m%d}*{at:%H%M}*{control}*X*{VERSION}",
        *body,
        f"GE*1*{control}",
        f"IEA*1*{control:09d}",
    ]
    return "".join(f"{segment}~" for segment in segments)


def _loops(asked: Asked, said: Said) -> list[str]:
    code = said.rejection
    lines = ["HL*1**20*1", _as_sent(asked.insurer, "NM1*PR*2*INSURER")]
    if code in _OF_INSURER:
        return ["HL*1**20*0", lines[1], _aaa(code)]
    lines += ["HL*2*1*21*1", _as_sent(asked.asker, "NM1*1P*2*ASKER")]
    if code in _OF_ASKER:
        lines[2] = "HL*2*1*21*0"
        return [*lines, _aaa(code)]
    person = asked.person
    tracing = [f"TRN*2*{said.trace}*{asked.trace_origin}".rstrip("*")] if said.trace else []
    subscriber = _named("IL", person.last_name, person.first_name, person.subscriber_id)
    if asked.is_dependent:
        lines += ["HL*3*2*22*1", subscriber, *_born(person.born_on)]
        lines += ["HL*4*3*23*0", *tracing]
        lines += [_named("03", person.last_name, person.dependent_first_name, "")]
        about = (*_born(person.dependent_born_on), "INS*N*19" if not code else "")
    else:
        lines += ["HL*3*2*22*0", *tracing]
        row = said.listed.row if said.listed else None
        lines += [_named("IL", row.last_name, row.first_name, person.subscriber_id) if row else subscriber]
        about = (*_born(person.born_on),)
    if code:
        return [*lines, _aaa(code)]
    return [*lines, *(line for line in about if line), *_coverage(said)]


def _coverage(said: Said) -> list[str]:
    lines = []
    if said.listed is not None:
        lines.append(f"DTP*346*D8*{said.listed.begins_on:%Y%m%d}")
        if said.listed.ends_on is not None:
            lines.append(f"DTP*347*D8*{said.listed.ends_on - ONE_DAY:%Y%m%d}")
    lines.append("EB*1**30" if said.is_active else "EB*6**30")
    if said.is_active and said.co_payment:
        lines.append(f"EB*B*IND*PT***27*{said.co_payment}*****Y")
    return lines


def _as_sent(elements: tuple[str, ...], otherwise: str) -> str:
    return "*".join(elements).rstrip("*") or otherwise


def _named(whom: str, last: str, first: str, number: str) -> str:
    head = f"NM1*{whom}*1*{last.upper()}*{first.upper()}"
    return f"{head}****MI*{number}" if number else head


def _born(on: date | None) -> list[str]:
    return [f"DMG*D8*{on:%Y%m%d}"] if on else []


def _aaa(code: str) -> str:
    follow_up = "R" if code in _AGAIN else "N" if code in _OF_INSURER | _OF_ASKER else "C"
    return f"AAA*{'N' if code in _OF_INSURER else 'Y'}**{code}*{follow_up}"
