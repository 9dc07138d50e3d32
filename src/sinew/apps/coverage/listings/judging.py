"""Judges a roster that was read and compared: what state it is in, and why. Stores nothing."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from sinew.apps.coverage.listings.comparison import Compared
from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.models import Interchange, Roster, Sponsor
from sinew.roster.check import CSV
from sinew.roster.problems import RosterProblem, Severity, Unit

ANOTHER_WAITS: Final = "another-waits"
"""In ``Roster.waits``: an earlier roster of the sponsor waits for a person."""
State = Roster.State


def note_reading(roster: Roster, sponsor: Sponsor, compared: Compared) -> None:
    """Everything that reading and comparing found, and the state that follows."""
    read = compared.read
    roster.format, roster.is_full, roster.detected = read.format, compared.is_full, dict(read.detected)
    roster.summary, roster.problems, roster.waits = compared.summary, compared.problems, list(compared.waits)
    roster.detected["test"] = compared.is_test
    questions = list(compared.questions)
    if _must_say_if_full(sponsor, roster, compared):
        questions.append("full-unsaid")
    roster.detected["questions"] = questions
    same = _same_before(roster, compared)
    if same is not None:
        roster.state = State.NOTHING_NEW
        roster.detected["same_as"] = str(same)
    elif _repeats_a_number(roster, compared):
        roster.problems.insert(0, _repeated_number())
        roster.state = State.REFUSED
    elif questions:
        roster.state = State.ASKS
    elif read.problems.refuses:
        roster.state = State.REFUSED
    else:
        roster.state = _undecided(roster, compared)


def _undecided(roster: Roster, compared: Compared) -> State:
    """The state of a roster that can be applied as far as its file is concerned."""
    if compared.is_test:
        return State.CHECKED
    if earlier_waiting(roster).exists():
        roster.waits = [ANOTHER_WAITS, *roster.waits]
    if roster.waits:
        return State.WAITS
    return State.CHECKED if compared.changes else State.NOTHING_NEW


def _must_say_if_full(sponsor: Sponsor, roster: Roster, compared: Compared) -> bool:
    """Whether a table could end coverage by leaving people out, and nobody said if it names everybody."""
    unsaid = Reading.from_json(roster.reading).is_full is None
    return sponsor.absence_ends and unsaid and compared.read.format == CSV and compared.only_states


def _same_before(roster: Roster, compared: Compared) -> UUID | None:
    """The roster with the same file that makes this one say nothing new.

    A table that states how things stand may rightly come again after another one; only the last one
    applied, read alike, makes it say nothing new. What asks for changes is never taken twice.
    """
    same = Roster.objects.filter(sponsor=roster.sponsor_id, sha256=roster.sha256).exclude(pk=roster.pk)
    waiting = same.filter(state=State.WAITS, received_at__lt=roster.received_at)
    found = waiting.values_list("pk", flat=True).first()
    if found is not None:
        return found
    if compared.read.format == CSV and compared.only_states:
        last = Roster.objects.filter(sponsor=roster.sponsor_id).applied().first()
        is_same = last is not None and last.sha256 == roster.sha256 and last.reading == roster.reading
        return last.pk if last is not None and is_same else None
    return same.applied().values_list("pk", flat=True).first()


def waiting_twin(roster: Roster) -> Roster | None:
    """The roster with the same file that waits for a person."""
    of_sponsor = Roster.objects.filter(sponsor=roster.sponsor_id, state=State.WAITS)
    return of_sponsor.filter(sha256=roster.sha256).exclude(pk=roster.pk).first()


def _repeats_a_number(roster: Roster, compared: Compared) -> bool:
    """Whether an interchange carries the number of an earlier one with other content."""
    taken = (State.APPLIED, State.NOTHING_NEW, State.WAITS)
    others = Interchange.objects.filter(roster__sponsor=roster.sponsor_id, roster__state__in=taken)
    others = others.exclude(roster=roster.pk).exclude(roster__sha256=roster.sha256)
    return any(
        others.filter(sender=sender, control=control).exists() for sender, control in numbers(compared)
    )


def numbers(compared: Compared) -> list[tuple[str, str]]:
    """Sender and control number of every interchange in the file."""
    return [(one.head.sender[:40], one.head.control[:20]) for one in compared.read.interchanges]


def _repeated_number() -> dict[str, object]:
    message = (
        "An earlier file of this sender carries the same control number (ISA13) and other content. "
        "Give the file a number of its own."
    )
    problem = RosterProblem(Unit.SEGMENT, 1, "isa-control-known", message, Severity.FILE)
    return dict(problem.to_json())


def earlier_waiting(roster: Roster) -> QuerySet[Roster]:
    """Rosters that came in before and must be decided first; an upload that nobody answered is none."""
    waiting = Q(state=State.WAITS) | (Q(state=State.ASKS) & ~Q(source=Roster.Source.PORTAL))
    earlier = Roster.objects.filter(sponsor=roster.sponsor_id, received_at__lt=roster.received_at)
    return earlier.filter(waiting).exclude(pk=roster.pk).exclude(state=State.ASKS, sha256=roster.sha256)
