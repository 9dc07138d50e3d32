"""Adds simulated members up to tables: outcomes, phases, workload, and the safety invariants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from sinew.simulation.record import MemberRecord
from sinew.simulation.safety import SafetyLimits

LABEL = "Simulation, not people"
EXAMPLES_SHOWN = 20
RETURN_DAYS = 60
GROUPS = ("C1", "C2", "C3", "C7", "C6")
OTHER = "other"
PHASES = ("S1", "S2", "S3", "R", "T1", "T2", "T3", "H1", "H2", "H3", "H4", "M")


@dataclass(frozen=True, slots=True)
class SafetyRow:
    """One invariant: how often it was checked and how often it was breached."""

    invariant: str
    meaning: str
    checked: int
    violations: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One presentation.

    Attributes:
        exercised: members who got a session at all.
        graduated: members who reached maintenance; ``median_days_to_graduation`` is of those only.
        injured_again: members with a new injury.
        injured_soon_after_graduation: members with one within 60 days of it.
        adherence: sessions done over sessions planned; ``None`` where none was planned.
        reviews_per_week_per_100: looks of practitioners, for 100 members who are there.
        pain, capacity: mean of each week, of those still there.
        graduated_by_week: share of all members of the row.
    """

    presentation: str
    members: int
    exercised: int
    graduated: int
    median_days_to_graduation: float | None
    injured_again: int
    injured_soon_after_graduation: int
    dropped_out: int
    referred: int
    adherence: float | None
    reviews_per_week_per_100: float | None
    pain: tuple[float, ...]
    capacity: tuple[float, ...]
    graduated_by_week: tuple[float, ...]
    lights: dict[str, int]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """Days in one phase of one presentation, of all who were in it and of those who went on."""

    presentation: str
    phase: str
    members: int
    mean_days: float
    went_on: int
    median_days_of_those: float | None


@dataclass(frozen=True)
class Report:
    """All tables of one run.

    Attributes:
        moves: phases gone on from by their gates; ``after_pain`` where the last session was amber or red
            or its morning bad. Gates allow it: it is no invariant, but a clinician should know of it.
    """

    members: int
    weeks: int
    seed: int
    content_version: str
    safety: tuple[SafetyRow, ...]
    examples: tuple[str, ...]
    outcomes: tuple[OutcomeRow, ...]
    phases: tuple[PhaseRow, ...]
    moves: dict[str, int]
    ended: dict[str, int]
    dispositions: dict[str, int]

    @property
    def violations(self) -> int:
        return sum(row.violations for row in self.safety)

    @classmethod
    def of(
        cls,
        records: Sequence[MemberRecord],
        *,
        weeks: int,
        seed: int,
        limits: SafetyLimits,
        content_version: str,
    ) -> "Report":
        """Add members up; ``records`` stand in the order of their numbers."""
        groups = {name: [r for r in records if _group(r) == name] for name in (*GROUPS, OTHER)}
        filled = {name: some for name, some in groups.items() if some}
        told = [f"member {n}: {text}" for n, record in enumerate(records) for text in record.examples]
        return cls(
            members=len(records),
            weeks=weeks,
            seed=seed,
            content_version=content_version,
            safety=_safety(records, limits),
            examples=tuple(told[:EXAMPLES_SHOWN]),
            outcomes=tuple(
                _outcome(name, some, weeks) for name, some in (*filled.items(), ("all", records)) if some
            ),
            phases=tuple(row for name, some in filled.items() for row in _phases(name, some)),
            moves=dict(sum((record.moves for record in records), Counter[str]())),
            ended=dict(Counter(record.ended for record in records)),
            dispositions=dict(Counter(record.start for record in records)),
        )

    def to_json(self) -> dict[str, Any]:
        """The document of ``sinew simulate --json``."""
        return {
            "label": LABEL,
            "members": self.members,
            "weeks": self.weeks,
            "seed": self.seed,
            "content_version": self.content_version,
            "violations": self.violations,
            "safety": [asdict(row) for row in self.safety],
            "examples": list(self.examples),
            "outcomes": [asdict(row) for row in self.outcomes],
            "phases": [asdict(row) for row in self.phases],
            "moves": self.moves,
            "ended": self.ended,
            "dispositions": self.dispositions,
        }


def _group(record: MemberRecord) -> str:
    return record.presentation if record.presentation in GROUPS else OTHER


def _safety(records: Sequence[MemberRecord], limits: SafetyLimits) -> tuple[SafetyRow, ...]:
    checks = sum((record.checks for record in records), Counter[str]())
    breaches = sum((record.breaches for record in records), Counter[str]())
    return tuple(
        SafetyRow(name, text, checks[name], breaches[name]) for name, text in limits.invariants.items()
    )


def _outcome(name: str, records: Sequence[MemberRecord], weeks: int) -> OutcomeRow:
    ready = [r.graduated_after for r in records if r.graduated_after is not None]
    planned, there = sum(r.planned for r in records), sum(r.weeks_active for r in records)
    soon = [r for r in records if any(days <= RETURN_DAYS for days in r.injured_after_graduation)]
    return OutcomeRow(
        presentation=name,
        members=len(records),
        exercised=sum(r.done > 0 for r in records),
        graduated=len(ready),
        median_days_to_graduation=median(ready) if ready else None,
        injured_again=sum(bool(r.injured_after) for r in records),
        injured_soon_after_graduation=len(soon),
        dropped_out=sum(r.ended == "dropped_out" for r in records),
        referred=sum(r.ended == "referred" for r in records),
        adherence=round(sum(r.done for r in records) / planned, 3) if planned else None,
        reviews_per_week_per_100=round(100 * sum(r.reviews for r in records) / there, 2) if there else None,
        pain=_weekly([r.pain for r in records], weeks),
        capacity=_weekly([r.capacity for r in records], weeks),
        graduated_by_week=tuple(
            round(sum(days <= 7 * week for days in ready) / len(records), 4) for week in range(weeks + 1)
        ),
        lights=dict(sum((r.lights for r in records), Counter[str]())),
    )


def _weekly(series: Sequence[Sequence[float]], weeks: int) -> tuple[float, ...]:
    """The mean of each week, as long as at least one member is there."""
    there = [[one[week] for one in series if week < len(one)] for week in range(weeks)]
    return tuple(round(mean(values), 3) for values in there if values)


def _phases(name: str, records: Sequence[MemberRecord]) -> list[PhaseRow]:
    names = dict.fromkeys(phase for record in records for phase in record.phase_days)
    rows = []
    for phase in sorted(names, key=PHASES.index):
        days = [record.phase_days[phase] for record in records if phase in record.phase_days]
        left = [record.left_phase[phase] for record in records if phase in record.left_phase]
        middle = median(left) if left else None
        rows.append(PhaseRow(name, phase, len(days), round(mean(days), 1), len(left), middle))
    return rows
