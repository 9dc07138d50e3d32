"""Writing, signing and adding to visit notes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.charting.errors import (
    DraftChanged,
    NoteIncomplete,
    NoteNotSigned,
    NoteSigned,
    NothingWritten,
    NotTheAuthor,
    ReasonNeeded,
)
from sinew.apps.charting.models import Addendum, CoSignature, VisitNote
from sinew.apps.charting.models.notes import PARTS, fingerprint
from sinew.apps.charting.objective import measured_since_last
from sinew.apps.charting.team import require_team, require_writer
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit


@dataclass(frozen=True, slots=True)
class Written:
    """The four parts as somebody wrote them."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""


@transaction.atomic
def begin_note(*, member: Member, visit: Visit | None, at: datetime, by: User) -> VisitNote:
    """A draft about this member, with what was measured filled in; one that is begun already goes on.

    Raises:
        OnlyTherapistsWrite, NotOnTheTeam: see `charting.team`.
    """
    require_writer(member, by)
    Member.objects.locked().get(pk=member.pk)
    draft = member.notes.drafts().filter(author=by).first()
    if draft is not None:
        return draft
    objective = "\n".join(str(line) for line in measured_since_last(member, at))
    draft = VisitNote.objects.create(
        member=member, author=by, visit=visit, objective=objective, begun_at=at, saved_at=at
    )
    audit.record("charting.note.begun", on=draft, by=by, member=member.pk)
    return draft


@transaction.atomic
def save_draft(*, note: VisitNote, written: Written, version: int, at: datetime, by: User) -> VisitNote:
    """Keep what was written; the same words again change nothing.

    Args:
        version: that of the draft on the page they were written on.

    Raises:
        DraftChanged: it was saved elsewhere meanwhile, with other words; nothing was overwritten.
        NoteSigned, NotTheAuthor, OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    draft = _own_draft(note, by)
    if asdict(written) == {name: getattr(draft, name) for name in PARTS}:
        return draft
    if version != draft.version:
        raise DraftChanged(draft.version)
    for name, text in asdict(written).items():
        setattr(draft, name, text)
    draft.version += 1
    draft.saved_at = at
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, note: VisitNote, by: User) -> None:
    """Throw a draft away; a signed note stays.

    Raises:
        NoteSigned, NotTheAuthor, OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    draft = _own_draft(note, by)
    audit.record("charting.note.discarded", on=draft, by=by, member=draft.member_id)
    draft.delete()


@transaction.atomic
def sign_note(
    *,
    note: VisitNote,
    written: Written,
    version: int,
    at: datetime,
    by: User,
    not_shared_because: str = "",
    not_shared_note: str = "",
) -> VisitNote:
    """Sign what was written: from then on it never changes. The same signed again stays as it was.

    Raises:
        NoteIncomplete: the assessment or the plan is empty.
        ReasonNeeded: it shall not be shared, and nothing is said about why.
        DraftChanged, NoteSigned, NotTheAuthor, OnlyTherapistsWrite, NotOnTheTeam: see `save_draft`.
    """
    locked = _locked(note)
    if locked.is_signed and locked.author_id == by.pk and _says_the_same(locked, written):
        return locked
    draft = save_draft(note=note, written=written, version=version, at=at, by=by)
    if not draft.assessment.strip() or not draft.plan.strip():
        raise NoteIncomplete
    if not_shared_because and not not_shared_note.strip():
        raise ReasonNeeded
    draft.measured = [asdict(line) for line in measured_since_last(draft.member, at)]
    draft.not_shared_because = not_shared_because
    draft.not_shared_note = not_shared_note.strip() if not_shared_because else ""
    draft.signed_at, draft.signed_name = at, by.name
    draft.sha256 = fingerprint(draft.sealed())
    draft.save()
    audit.record("charting.note.signed", on=draft, by=by, member=draft.member_id)
    return draft


@transaction.atomic
def add_addendum(*, note: VisitNote, text: str, key: UUID, at: datetime, by: User) -> Addendum:
    """Add to a signed note; the same attempt twice adds once.

    Raises:
        NothingWritten, NoteNotSigned, OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    locked = _locked(note)
    require_writer(locked.member, by)
    known = locked.addenda.filter(key=key).first()
    if known is not None:
        return known
    if not locked.is_signed:
        raise NoteNotSigned
    if not text.strip():
        raise NothingWritten
    last = locked.addenda.last()
    added = Addendum(note=locked, text=text.strip(), added_at=at, author=by, author_name=by.name, key=key)
    added.sha256 = fingerprint(added.sealed(last.sha256 if last is not None else locked.sha256))
    added.save()
    audit.record("charting.note.added_to", on=locked, by=by, member=locked.member_id)
    return added


def co_sign(*, note: VisitNote, at: datetime, by: User) -> CoSignature:
    """Note that somebody else of the team read a signed note and stands by it; once for each.

    Raises:
        NoteNotSigned, NotOnTheTeam: as they say.
        NotTheAuthor: the author has signed already.
    """
    require_team(note.member, by)
    if not note.is_signed:
        raise NoteNotSigned
    if note.author_id == by.pk:
        raise NotTheAuthor
    try:
        with transaction.atomic():
            made, is_new = CoSignature.objects.get_or_create(
                note=note, by=by, defaults={"name": by.name, "signed_at": at}
            )
    except IntegrityError:  # the second of two clicks at once
        return CoSignature.objects.get(note=note, by=by)
    if is_new:
        audit.record("charting.note.co_signed", on=note, by=by, member=note.member_id)
    return made


@transaction.atomic
def set_sharing(*, note: VisitNote, because: str, words: str, by: User) -> VisitNote:
    """Share a signed note with its member, or share it no more, for a reason. The note itself stays as it is.

    Args:
        because: a code of `VisitNote.NotShared`; empty to share it.

    Raises:
        ReasonNeeded, NoteNotSigned, OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    locked = _locked(note)
    require_writer(locked.member, by)
    if not locked.is_signed:
        raise NoteNotSigned
    if because and not words.strip():
        raise ReasonNeeded
    words = words.strip() if because else ""
    VisitNote.objects.filter(pk=locked.pk).update(not_shared_because=because, not_shared_note=words)
    detail = {"because": because} if because else {}
    event = "charting.note.withheld" if because else "charting.note.shared"
    audit.record(event, on=locked, by=by, member=locked.member_id, detail=detail)
    return VisitNote.objects.get(pk=locked.pk)


def _locked(note: VisitNote) -> VisitNote:
    rows = VisitNote.objects.select_for_update(of=("self",)).select_related("member__user")
    return rows.get(pk=note.pk)


def _own_draft(note: VisitNote, by: User) -> VisitNote:
    draft = _locked(note)
    require_writer(draft.member, by)
    if draft.is_signed:
        raise NoteSigned
    if draft.author_id != by.pk:
        raise NotTheAuthor
    return draft


def _says_the_same(note: VisitNote, written: Written) -> bool:
    return asdict(written) == {name: getattr(note, name) for name in PARTS}
