"""Rosters: taken in, answered for, applied, put aside and taken back.

A roster goes through its states (`Roster.State`) like this:

- ``receive_roster`` keeps the file and reads it. It is then ``refused``, ``nothing_new`` (the same file came
  before, or changes nothing), ``asks`` (columns or dates of a table are not certain), ``waits`` (it changes
  unusually much, or an earlier one waits) or ``checked``.
- ``answer_reading`` says what columns and dates mean; the file is read again, and the answer is remembered
  for the sponsor.
- ``apply_roster`` reads it once more against the people listed at that moment and writes what it changes, all
  or nothing.
- ``discard_roster`` puts aside one that is not applied; ``undo_roster`` takes back the last one applied.

Problems, sums and how the file was read are on the row (``problems``, ``summary``, ``detected``, ``waits``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.errors import (
    EarlierRosterWaits,
    LaterRosterApplied,
    ListingBusy,
    NotTheLastRoster,
    RosterAsks,
    RosterDecided,
    RosterFileGone,
    RosterIsATest,
    UnusualRosterWaits,
)
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.listings.comparison import Compared, comparing, keep_listing
from sinew.apps.coverage.listings.listing import engine_in, forget_older
from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.listings.writing import take_back, write_delta
from sinew.apps.coverage.models import Interchange, Roster, Sponsor
from sinew.roster.check import CSV
from sinew.roster.problems import RosterProblem, Severity, Unit
from sinew.roster.snapshots.listings import person_changes

__all__ = [
    "Reading",
    "answer_reading",
    "apply_roster",
    "discard_roster",
    "import_roster",
    "receive_roster",
    "undo_roster",
]

ANOTHER_WAITS: Final = "another-waits"
"""In ``Roster.waits``: an earlier roster of the sponsor waits for a person."""
_TRIES = 3
State = Roster.State


def receive_roster(
    *,
    sponsor: Sponsor,
    file: BinaryIO,
    source: Roster.Source,
    at: datetime,
    by: User | None,
    reading: Reading | None = None,
) -> Roster:
    """Keep a file that came in and read it; nothing of it is applied.

    Args:
        file: from where it stands to its end; it need not be sought.
        reading: how it is read where it is a table; ``None``: as remembered for the sponsor.
    """
    return _read(_keep(sponsor=sponsor, file=file, source=source, at=at, by=by, reading=reading), at)


def import_roster(
    *,
    sponsor: Sponsor,
    file: BinaryIO,
    source: Roster.Source,
    at: datetime,
    by: User | None,
    reading: Reading | None = None,
    accept_unusual: bool = False,
) -> Roster:
    """Take in a file and apply it, if nothing stands against it; see `receive_roster` and `apply_roster`.

    Returns:
        The roster, ``applied`` or in the state that says why not; nothing is raised for what is in the file.
    """
    roster = _keep(sponsor=sponsor, file=file, source=source, at=at, by=by, reading=reading)
    with _comparing(roster, at) as compared:
        roster = _noted(roster, compared)
        unusual = roster.state == State.WAITS and ANOTHER_WAITS not in roster.waits and accept_unusual
        if compared.is_test or not (roster.state == State.CHECKED or unusual):
            return roster
        applied = _apply(roster, compared, at=at, by=by, accept_unusual=accept_unusual)
    return applied or apply_roster(roster=roster, at=at, by=by, accept_unusual=accept_unusual)


def answer_reading(*, roster: Roster, reading: Reading, at: datetime, by: User | None) -> Roster:
    """Say what columns and dates of a table mean, and read it again; remembered for the sponsor's next one.

    Raises:
        RosterDecided: it is applied or put aside already.
        RosterFileGone: its file is not kept any longer.
    """
    with transaction.atomic():
        sponsor = _locked_sponsor(roster)
        roster = _locked(roster)
        if roster.state not in Roster.PENDING:
            raise RosterDecided
        roster.reading = sponsor.reading = reading.to_json()
        roster.save(update_fields=["reading"])
        sponsor.save(update_fields=["reading"])
        audit.record("coverage.roster.answered", on=roster, by=by)
    return _read(roster, at)


def apply_roster(*, roster: Roster, at: datetime, by: User | None, accept_unusual: bool = False) -> Roster:
    """Write what a roster changes, all or nothing; rows that were left out change nothing.

    Args:
        accept_unusual: a person looked at what is unusual about it.

    Returns:
        The roster, ``applied``, or ``nothing_new`` where it changes nobody.

    Raises:
        RosterDecided: it is applied, refused or put aside already.
        RosterAsks: columns or dates are not certain.
        RosterIsATest: the sender says so.
        UnusualRosterWaits: a person must look first; it waits from now on.
        EarlierRosterWaits: one that came in earlier must be decided first.
        LaterRosterApplied: one that came in later is applied already.
        RosterFileGone: its file is not kept any longer.
        ListingBusy: the listing changed under it again and again.
    """
    for _ in range(_TRIES):
        with _comparing(roster, at) as compared:
            applied = _apply(roster, compared, at=at, by=by, accept_unusual=accept_unusual)
        if applied is not None:
            if applied.state == State.WAITS:
                raise UnusualRosterWaits(tuple(applied.waits))
            return applied
    raise ListingBusy


@transaction.atomic
def discard_roster(*, roster: Roster, by: User | None) -> Roster:
    """Put aside a roster that is not applied, with its file.

    Raises:
        RosterDecided: it is applied, refused or put aside already.
    """
    roster = _locked(roster)
    if roster.state not in Roster.PENDING:
        raise RosterDecided
    roster.state = State.DISCARDED
    roster.save(update_fields=["state"])
    audit.record("coverage.roster.discarded", on=roster, by=by)
    transaction.on_commit(lambda: folder.remove(roster.sponsor_id, [roster.pk]))
    return roster


@transaction.atomic
def undo_roster(*, roster: Roster, at: datetime, by: User | None) -> Roster:
    """Take back the last roster that was applied: everybody is listed as before it.

    Raises:
        NotTheLastRoster: it is not applied, or another one was applied after it.
    """
    sponsor = _locked_sponsor(roster)
    if sponsor.rosters.applied().values_list("pk", flat=True).first() != roster.pk:
        raise NotTheLastRoster
    roster = _locked(roster)
    take_back(sponsor.pk, roster.pk)
    roster.state, roster.undone_at, roster.undone_by = State.UNDONE, at, by
    roster.save(update_fields=["state", "undone_at", "undone_by"])
    day = timezone.localdate(at)
    lives = sponsor.people.filter(Q(ends_on=None) | Q(ends_on__gt=day)).count()
    _note_listing(sponsor, lives=lives, sha256="")
    audit.record("coverage.roster.undone", on=roster, by=by)
    return roster


def _keep(
    *,
    sponsor: Sponsor,
    file: BinaryIO,
    source: Roster.Source,
    at: datetime,
    by: User | None,
    reading: Reading | None,
) -> Roster:
    remembered = Reading.from_json(sponsor.reading)
    roster = Roster(
        sponsor=sponsor,
        source=source,
        sha256="",
        size=0,
        reading=(reading or remembered).to_json(),
        received_at=at,
        received_by=by,
    )
    roster.sha256, roster.size = folder.keep(file, folder.original(sponsor.pk, roster.pk))
    with transaction.atomic():
        roster.save()
        audit.record("coverage.roster.received", on=roster, by=by, detail={"source": source.value})
    return roster


def _read(roster: Roster, at: datetime) -> Roster:
    """Read a roster and say on its row what was found."""
    with _comparing(roster, at) as compared:
        return _noted(roster, compared)


@contextmanager
def _comparing(roster: Roster, at: datetime) -> Iterator[Compared]:
    sponsor = Sponsor.objects.get(pk=roster.sponsor_id)
    if not folder.original(sponsor.pk, roster.pk).exists():
        raise RosterFileGone
    with comparing(sponsor, roster, day=timezone.localdate(at)) as compared:
        yield compared


@transaction.atomic
def _noted(roster: Roster, compared: Compared) -> Roster:
    sponsor = _locked_sponsor(roster)
    roster = _locked(roster)
    if roster.state not in Roster.PENDING:
        raise RosterDecided
    _note_reading(roster, sponsor, compared)
    roster.save()
    return roster


def _note_reading(roster: Roster, sponsor: Sponsor, compared: Compared) -> None:
    """Everything that reading and comparing found, and the state that follows."""
    read = compared.read
    roster.format, roster.is_full, roster.detected = read.format, compared.is_full, dict(read.detected)
    roster.summary, roster.problems, roster.waits = compared.summary, compared.problems, list(compared.waits)
    roster.detected["test"] = compared.is_test
    questions = list(compared.questions)
    if _must_say_if_full(sponsor, roster, compared):
        questions.append("full-unsaid")
    roster.detected["questions"] = questions
    roster.interchanges.all().delete()
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
        Interchange.objects.bulk_create(
            Interchange(roster=roster, sender=sender, control=control)
            for sender, control in _numbers(compared)
        )


def _undecided(roster: Roster, compared: Compared) -> State:
    """The state of a roster that can be applied as far as its file is concerned."""
    if compared.is_test:
        return State.CHECKED
    if _earlier_waiting(roster).exists():
        roster.waits = [ANOTHER_WAITS, *roster.waits]
    if roster.waits:
        return State.WAITS
    return State.CHECKED if compared.changes else State.NOTHING_NEW


def _apply(
    roster: Roster, compared: Compared, *, at: datetime, by: User | None, accept_unusual: bool
) -> Roster | None:
    """Write what was compared; ``None`` where it was compared with a listing of before."""
    with transaction.atomic():
        sponsor = _locked_sponsor(roster)
        roster = _locked(roster)
        if roster.state not in Roster.PENDING:
            raise RosterDecided
        if sponsor.listing_version != compared.version:
            return None
        _note_reading(roster, sponsor, compared)
        if roster.state in (State.CHECKED, State.WAITS):
            _refuse_out_of_turn(roster, compared)
            if compared.waits and not accept_unusual:
                roster.state = State.WAITS
            else:
                _write(roster, sponsor, compared, at=at, by=by)
        elif roster.state == State.ASKS:
            raise RosterAsks
        roster.save()
        return roster


def _refuse_out_of_turn(roster: Roster, compared: Compared) -> None:
    if compared.is_test:
        raise RosterIsATest
    if _earlier_waiting(roster).exists():
        raise EarlierRosterWaits
    if roster.sponsor.rosters.applied().filter(received_at__gt=roster.received_at).exists():
        raise LaterRosterApplied


def _write(roster: Roster, sponsor: Sponsor, compared: Compared, *, at: datetime, by: User | None) -> None:
    if compared.delta is None or not compared.changes:
        roster.state = State.NOTHING_NEW
        return
    with engine_in(compared.work) as engine:
        write_delta(sponsor.pk, person_changes(compared.delta.path, engine=engine), roster_id=roster.pk)
    roster.state, roster.applied_at, roster.applied_by = State.APPLIED, at, by
    _note_listing(sponsor, lives=compared.delta.open_after, sha256=compared.listing_sha256)
    keep_listing(compared, sponsor)
    audit.record("coverage.roster.applied", on=roster, by=by)


def _note_listing(sponsor: Sponsor, *, lives: int, sha256: str) -> None:
    sponsor.lives = lives
    sponsor.listing_version += 1
    sponsor.listing_sha256 = sha256
    sponsor.save(update_fields=["lives", "listing_version", "listing_sha256"])
    transaction.on_commit(lambda: forget_older(sponsor))


def _locked_sponsor(roster: Roster) -> Sponsor:
    """The roster's sponsor; nobody else changes it or its listing before the transaction ends."""
    return Sponsor.objects.select_for_update(no_key=True).get(pk=roster.sponsor_id)


def _locked(roster: Roster) -> Roster:
    return Roster.objects.select_for_update(no_key=True).get(pk=roster.pk)


def _earlier_waiting(roster: Roster) -> QuerySet[Roster]:
    """Rosters that came in before and must be decided first; an upload that nobody answered is none."""
    waiting = Q(state=State.WAITS) | (Q(state=State.ASKS) & ~Q(source=Roster.Source.PORTAL))
    earlier = Roster.objects.filter(sponsor=roster.sponsor_id, received_at__lt=roster.received_at)
    return earlier.filter(waiting).exclude(pk=roster.pk)


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
    waiting = same.filter(state__in=(State.WAITS, State.ASKS), received_at__lt=roster.received_at)
    found = waiting.values_list("pk", flat=True).first()
    if found is not None:
        return found
    if compared.read.format == CSV and compared.only_states:
        last = Roster.objects.filter(sponsor=roster.sponsor_id).applied().first()
        is_same = last is not None and last.sha256 == roster.sha256 and last.reading == roster.reading
        return last.pk if last is not None and is_same else None
    return same.applied().values_list("pk", flat=True).first()


def _repeats_a_number(roster: Roster, compared: Compared) -> bool:
    """Whether an interchange carries the number of an earlier one with other content."""
    taken = (State.APPLIED, State.NOTHING_NEW, State.WAITS)
    others = Interchange.objects.filter(roster__sponsor=roster.sponsor_id, roster__state__in=taken)
    others = others.exclude(roster=roster.pk).exclude(roster__sha256=roster.sha256)
    return any(
        others.filter(sender=sender, control=control).exists() for sender, control in _numbers(compared)
    )


def _numbers(compared: Compared) -> list[tuple[str, str]]:
    return [(one.head.sender[:40], one.head.control[:20]) for one in compared.read.interchanges]


def _repeated_number() -> dict[str, object]:
    message = (
        "An earlier file of this sender carries the same control number (ISA13) and other content. "
        "Give the file a number of its own."
    )
    problem = RosterProblem(Unit.SEGMENT, 1, "isa-control-known", message, Severity.FILE)
    return dict(problem.to_json())
