"""The caseload page: rows, filters and counts, ready for its templates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from uuid import UUID

from sinew.apps.accounts.models import User
from sinew.apps.practice.actions import may_decide
from sinew.apps.practice.caseload import RECENT_DAYS, caseload
from sinew.apps.practice.presenters.attention import BADGES
from sinew.apps.practice.presenters.caseload import CaseRow, Refused
from sinew.apps.practice.queue.filters import ASIDE, NOTHING, PAGE_SIZE, SORTS, WHOSE, Filters, select
from sinew.apps.visits.models import Visit
from sinew.apps.web import content as shown
from sinew.attention import Kind, Rules
from sinew.program import Program

VISITS_WITHIN = timedelta(hours=36)

Choice = tuple[str, str, int | None]
"""A value, its words, and how many members it would show; ``None`` where that is not counted."""


class QueuePage:
    """What a practitioner sees of their caseload.

    Args:
        name: part of the names that were searched for.
        refused: a form of a row that was not taken.
    """

    def __init__(
        self, reader: User, filters: Filters, *, name: str, at: datetime, refused: Refused | None = None
    ) -> None:
        self._reader, self._at, self.name, self._refused = reader, at, name, refused
        self._program: Program = shown.current().program
        self.rules: Rules = shown.attention_rules()
        self.cases = caseload(reader, self.rules, at=at)
        self.selection = select(self.cases, filters, self._program, name=name, at=at)
        self.filters = self.selection.filters

    @cached_property
    def rows(self) -> list[CaseRow]:
        return [
            CaseRow(
                case,
                self._program,
                self._at,
                may_decide=may_decide(self._reader),
                replies=self._replies,
                visit_at=self._visits.get(case.member.pk),
                rules=self.rules,
                next_id=str(follows.member.pk) if follows else "",
                refused=self._refused if self._refused and self._refused.member == case.member.pk else None,
            )
            for case, follows in zip_longest(self.selection.cases, self.selection.cases[1:])
        ]

    @property
    def needing(self) -> list[CaseRow]:
        return [row for row in self.rows if row.case.attention]

    @property
    def others(self) -> list[CaseRow]:
        return [row for row in self.rows if not row.case.attention]

    @property
    def groups(self) -> list[tuple[str, Sequence[CaseRow]]]:
        """By need those who need somebody stand apart; in another order everybody stands together."""
        if self.filters.sort:
            return [("", self.rows)] if self.rows else []
        pairs = (("Needs you", self.needing), ("Nothing to decide", self.others))
        return [(title, rows) for title, rows in pairs if rows]

    @property
    def recent_days(self) -> int:
        return RECENT_DAYS

    @cached_property
    def need_count(self) -> int:
        return sum(bool(case.attention) for case in self.cases)

    @cached_property
    def late_count(self) -> int:
        return sum(case.is_late(self._at) for case in self.cases)

    @property
    def calm_count(self) -> int:
        return len(self.cases) - self.need_count

    @property
    def numbers(self) -> str:
        """``26 to 50 of 132``; empty where everything is on one page."""
        if self.selection.pages == 1:
            return ""
        first = (self.filters.page - 1) * PAGE_SIZE + 1
        return f"{first} to {first + len(self.rows) - 1} of {self.selection.found}"

    @property
    def previous(self) -> str | None:
        page = self.filters.page
        return self.filters.on_page(page - 1).query if page > 1 else None

    @property
    def next(self) -> str | None:
        page = self.filters.page
        return self.filters.on_page(page + 1).query if page < self.selection.pages else None

    @property
    def newest(self) -> str:
        """Changes when somebody begins to need the reader; says how many, and nothing about them."""
        return str(self.need_count)

    @property
    def kinds(self) -> list[Choice]:
        """Kinds somebody has now, the most urgent first."""
        counts: Counter[Kind] = Counter(
            kind for case in self.cases for kind in {reason.kind for reason in case.attention}
        )
        ranked = sorted(counts, key=lambda kind: self.rules.kinds[kind].rank)
        found: list[Choice] = [(kind.value, BADGES[kind][1], counts[kind]) for kind in ranked]
        aside = sum(bool(case.standing.aside) for case in self.cases)
        found += [(ASIDE, "Put aside", aside)] if aside else []
        return [*found, (NOTHING, "No reason now", self.calm_count)]

    @property
    def phases(self) -> list[Choice]:
        """Tracks and phases somebody is in."""
        present = {case.summary.phase for case in self.cases if case.summary and case.summary.phase}
        known = self._program.phases
        tracks = {known[phase].track for phase in present if phase in known}
        names = self._program.texts.phases
        found: list[Choice] = [(track, f"Track {track}", None) for track in sorted(tracks)]
        return found + [(p, f"{p}: {names[p]}" if p in names else p, None) for p in sorted(present)]

    @property
    def whose(self) -> Mapping[str, str]:
        return WHOSE

    @property
    def sorts(self) -> Mapping[str, str]:
        return SORTS

    @property
    def covered(self) -> dict[str, int]:
        """For whom the reader stands in, with the number of members."""
        places = (case.team.own for case in self.cases)
        return dict(Counter(own.covers_for for own in places if own is not None and own.covers_for))

    @cached_property
    def _visits(self) -> Mapping[UUID, datetime]:
        """The next visit of each member on this page with the reader, if it is near."""
        ahead = Visit.objects.ahead(self._at).filter(
            practitioner=self._reader,
            member__in=[case.member.pk for case in self.selection.cases],
            begins_at__lt=self._at + VISITS_WITHIN,
        )
        return dict(reversed([(visit.member_id, visit.begins_at) for visit in ahead]))

    @cached_property
    def _replies(self) -> Mapping[str, str]:
        return reply_keys()


def reply_keys() -> dict[str, str]:
    """Keys of the quick replies everybody has, by title (`conversation.replies`)."""
    starters = shown.messaging().replies.starters
    return {starter.title: f"s{number}" for number, starter in enumerate(starters, start=1)}
