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

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.coverages import part_from_people, refresh_coverages
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
from sinew.apps.coverage.listings.judging import (
    ANOTHER_WAITS,
    earlier_waiting,
    note_reading,
    numbers,
    waiting_twin,
)
from sinew.apps.coverage.listings.listing import engine_in, forget_older
from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.listings.writing import take_back, write_delta
from sinew.apps.coverage.models import Interchange, Roster, Sponsor
from sinew.roster.changes import ChangeKind
from sinew.roster.problems import RosterProblem, Severity, Unit
from sinew.roster.snapshots.listings import person_changes

__all__ = [
    "Reading",
    "answer_reading",
    "apply_roster",
    "discard_roster",
    "give_up_interrupted",
    "import_roster",
    "receive_roster",
    "try_roster",
    "undo_roster",
]

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

    Args:
        accept_unusual: a person looked at what is unusual about it; also where the same file waits already.

    Returns:
        The roster, ``applied`` or in the state that says why not; nothing is raised for what is in the file.
    """
    roster = _keep(sponsor=sponsor, file=file, source=source, at=at, by=by, reading=reading)
    with _comparing(roster, at) as compared:
        roster = _noted(roster, compared)
        unusual = roster.state == State.WAITS and ANOTHER_WAITS not in roster.waits and accept_unusual
        if compared.is_test or not (roster.state == State.CHECKED or unusual):
            waiting = waiting_twin(roster) if accept_unusual else None
            return apply_roster(roster=waiting, at=at, by=by, accept_unusual=True) if waiting else roster
        applied = _apply(roster, compared, at=at, by=by, accept_unusual=accept_unusual)
    done = applied or apply_roster(roster=roster, at=at, by=by, accept_unusual=accept_unusual)
    if reading is not None and done.state == State.APPLIED:
        _remember(sponsor, reading)
    return done


def try_roster(
    *, sponsor: Sponsor, file: BinaryIO, at: datetime, by: User | None, reading: Reading | None = None
) -> Roster:
    """What would become of a file; nothing is stored. The roster is no row, but has all that one says."""
    roster = _made(sponsor=sponsor, source=Roster.Source.COMMAND, at=at, by=by, reading=reading)
    try:
        roster.sha256, roster.size = folder.keep(file, folder.original(sponsor.pk, roster.pk))
        with _comparing(roster, at) as compared:
            note_reading(roster, sponsor, compared)
    finally:
        folder.remove(sponsor.pk, roster.pk)
    return roster


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


def apply_roster(
    *,
    roster: Roster,
    at: datetime,
    by: User | None,
    accept_unusual: bool = False,
    shown: Mapping[str, Any] | None = None,
) -> Roster:
    """Write what a roster changes, all or nothing; rows that were left out change nothing.

    Args:
        accept_unusual: a person looked at what is unusual about it.
        shown: the sums that this person read (`Roster.summary`). Where it changes other numbers of people by
            now, because another roster was applied in between, it waits to be looked at again.

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
            is_accepted = accept_unusual and _is_as_shown(compared, shown)
            applied = _apply(roster, compared, at=at, by=by, accept_unusual=is_accepted)
        if applied is not None:
            if applied.state == State.WAITS:
                raise UnusualRosterWaits(tuple(applied.waits))
            return applied
    raise ListingBusy


def _is_as_shown(compared: Compared, shown: Mapping[str, Any] | None) -> bool:
    return shown is None or all(shown.get(kind, 0) == compared.summary[kind] for kind in ChangeKind)


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
    transaction.on_commit(lambda: folder.remove(roster.sponsor_id, roster.pk))
    return roster


@transaction.atomic
def give_up_interrupted(*, received_before: datetime, by: User | None) -> int:
    """Refuse rosters whose reading was interrupted, by a restart for example; give their number."""
    stuck = Roster.objects.filter(state=State.RECEIVED, received_at__lt=received_before)
    message = "Reading this file was interrupted. Send it again."
    problem = RosterProblem(Unit.LINE, 1, "reading-interrupted", message, Severity.FILE)
    count = stuck.update(state=State.REFUSED, problems=[problem.to_json()])
    if count:
        audit.record("coverage.rosters.interrupted", by=by, detail={"count": str(count)})
    return count


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
    _part_from_added(sponsor, roster, at=at, by=by)
    take_back(sponsor.pk, roster.pk)
    roster.state, roster.undone_at, roster.undone_by = State.UNDONE, at, by
    roster.save(update_fields=["state", "undone_at", "undone_by"])
    day = timezone.localdate(at)
    lives = sponsor.people.filter(Q(ends_on=None) | Q(ends_on__gt=day)).count()
    _note_listing(sponsor, lives=lives, sha256="")
    refresh_coverages(sponsor=sponsor, at=at, by=by)
    audit.record("coverage.roster.undone", on=roster, by=by)
    return roster


def _made(
    *, sponsor: Sponsor, source: Roster.Source, at: datetime, by: User | None, reading: Reading | None
) -> Roster:
    remembered = Reading.from_json(sponsor.reading)
    return Roster(
        sponsor=sponsor,
        source=source,
        sha256="",
        size=0,
        reading=(reading or remembered).to_json(),
        received_at=at,
        received_by=by,
    )


def _keep(
    *,
    sponsor: Sponsor,
    file: BinaryIO,
    source: Roster.Source,
    at: datetime,
    by: User | None,
    reading: Reading | None,
) -> Roster:
    roster = _made(sponsor=sponsor, source=source, at=at, by=by, reading=reading)
    roster.sha256, roster.size = folder.keep(file, folder.original(sponsor.pk, roster.pk))
    with transaction.atomic():
        roster.save()
        audit.record("coverage.roster.received", on=roster, by=by, detail={"source": source.value})
    return roster


def _remember(sponsor: Sponsor, reading: Reading) -> None:
    """Keep what was said of columns and dates; whether a file names everybody is said of each one."""
    sponsor = Sponsor.objects.get(pk=sponsor.pk)
    is_full = Reading.from_json(sponsor.reading).is_full
    sponsor.reading = replace(reading, is_full=is_full).to_json()
    sponsor.save(update_fields=["reading"])


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
    note_reading(roster, sponsor, compared)
    _save(roster, compared)
    return roster


def _save(roster: Roster, compared: Compared) -> None:
    """Store what was noted; an upload of the same file that still asks is replaced by this one."""
    roster.save()
    roster.interchanges.all().delete()
    if roster.state not in (State.REFUSED, State.ASKS):
        Interchange.objects.bulk_create(
            Interchange(roster=roster, sender=sender, control=control)
            for sender, control in numbers(compared)
        )
    same = Roster.objects.filter(sponsor=roster.sponsor_id, sha256=roster.sha256, state=State.ASKS)
    same.filter(received_at__lt=roster.received_at).update(state=State.DISCARDED)


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
        note_reading(roster, sponsor, compared)
        if roster.state in (State.CHECKED, State.WAITS):
            _refuse_out_of_turn(roster, compared)
            if compared.waits and not accept_unusual:
                roster.state = State.WAITS
            else:
                _write(roster, sponsor, compared, at=at, by=by)
        elif roster.state == State.ASKS:
            raise RosterAsks
        _save(roster, compared)
        return roster


def _refuse_out_of_turn(roster: Roster, compared: Compared) -> None:
    if compared.is_test:
        raise RosterIsATest
    if earlier_waiting(roster).exists():
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
    refresh_coverages(sponsor=sponsor, at=at, by=by)
    audit.record("coverage.roster.applied", on=roster, by=by)


def _part_from_added(sponsor: Sponsor, roster: Roster, *, at: datetime, by: User | None) -> None:
    """End the coverages of people whom this roster added: they are about to be gone."""
    listed = sponsor.coverages.filter(person__isnull=False).values("person__key")
    added = roster.changes.filter(kind=ChangeKind.ADDED, person_key__in=listed)
    keys = list(added.values_list("person_key", flat=True))
    if keys:
        part_from_people(sponsor=sponsor, keys=keys, at=at, by=by)


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
