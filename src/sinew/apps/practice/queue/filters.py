"""Which cases a practitioner looks at, in which order: read from an address, which never names a member."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from urllib.parse import urlencode

from sinew.apps.practice.caseload import Case
from sinew.attention import Kind
from sinew.program import Program

PAGE_SIZE = 25
NOTHING, ASIDE = "nothing", "aside"
WHOSE = {"": "All my teams", "mine": "I lead", "covered": "I cover"}
SORTS = {"": "Need", "name": "Name", "last": "Longest without a session", "pain": "Worst pain"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is shown.

    Attributes:
        kind: of reason, or ``nothing`` (nobody needs anybody) or ``aside`` (put aside until a day).
        phase: id of a phase, or of a track for all its phases.
        whose: a key of `WHOSE`.
        late: only what is past its deadline.
        sort: a key of `SORTS`.
        page: counted from 1.
    """

    kind: str = ""
    phase: str = ""
    whose: str = ""
    late: bool = False
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, told: Mapping[str, str], program: Program) -> "Filters":
        """From an address; what it does not know is left out."""
        phases = {*program.phases, *program.tracks}
        page = told.get("page", "")
        return cls(
            kind=_known(told.get("kind", ""), {*Kind, NOTHING, ASIDE}),
            phase=_known(told.get("phase", ""), phases),
            whose=_known(told.get("whose", ""), WHOSE),
            late=told.get("late", "") == "1",
            sort=_known(told.get("sort", ""), SORTS),
            page=int(page) if page.isdecimal() and 0 < len(page) < 6 else 1,
        )

    @property
    def query(self) -> str:
        """The address's part after the question mark; empty for the list as it is from the start."""
        told = {
            "kind": self.kind,
            "phase": self.phase,
            "whose": self.whose,
            "late": "1" if self.late else "",
            "sort": self.sort,
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.phase or self.whose or self.late)

    def on_page(self, page: int) -> "Filters":
        return replace(self, page=page)


def _known(value: str, known: Container[str]) -> str:
    return value if value in known else ""


@dataclass(frozen=True, slots=True)
class Selection:
    """One page of the cases that fit, and how many there are."""

    cases: Sequence[Case]
    found: int
    pages: int
    filters: Filters


def select(
    cases: Sequence[Case], filters: Filters, program: Program, *, name: str, at: datetime
) -> Selection:
    """The page asked for; a page beyond the last is the last.

    Args:
        cases: the most urgent first.
        name: part of the names to be found; empty for everybody.
    """
    wanted = name.casefold().split()
    fitting = [
        case
        for case in cases
        if _fits(case, filters, program, at)
        and all(part in case.member.display_name.casefold() for part in wanted)
    ]
    ordered = _sorted(fitting, filters.sort)
    pages = max(1, ceil(len(ordered) / PAGE_SIZE))
    filters = filters.on_page(min(filters.page, pages))
    first = (filters.page - 1) * PAGE_SIZE
    return Selection(ordered[first : first + PAGE_SIZE], len(ordered), pages, filters)


def _fits(case: Case, filters: Filters, program: Program, at: datetime) -> bool:
    team = case.team
    return (
        _has_kind(case, filters.kind)
        and _is_in(case, filters.phase, program)
        and (filters.whose != "mine" or team.is_led_by_reader)
        and (filters.whose != "covered" or team.is_covered_by_reader)
        and (not filters.late or case.is_late(at))
    )


def _has_kind(case: Case, kind: str) -> bool:
    match kind:
        case "":
            return True
        case "nothing":
            return not case.attention
        case "aside":
            return bool(case.standing.aside)
    return any(reason.kind == kind for reason in case.attention)


def _is_in(case: Case, phase: str, program: Program) -> bool:
    if not phase:
        return True
    own = case.summary.phase if case.summary else ""
    return phase == own or (own in program.phases and program.phases[own].track == phase)


def _sorted(cases: list[Case], by: str) -> list[Case]:
    match by:
        case "name":
            return sorted(cases, key=lambda case: case.member.display_name.casefold())
        case "last":
            return sorted(cases, key=lambda case: case.last_active_on or date.min)
        case "pain":
            return sorted(cases, key=lambda case: -_pain(case))
    return cases


def _pain(case: Case) -> float:
    return next((pain for pain in reversed(case.pains) if pain is not None), -1.0)
