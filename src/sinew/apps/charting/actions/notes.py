"""Writing, signing and adding to visit notes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.charting.attempts import attempt
from sinew.apps.charting.errors import (
    DraftChanged,
    MeasuredMeanwhile,
    NoteIncomplete,
    NoteNotSigned,
    NoteSigned,
    NothingWritten,
    NotTheAuthor,
    ReasonNeeded,
)
from sinew.apps.charting.models import Addendum, CoSignature, VisitNote
from sinew.apps.charting.models.notes import DRAFTED, PARTS, fingerprint
from sinew.apps.charting.objective import (
    brought_up_to_date,
    changed,
    digest,
    from_rows,
    measured_since_last,
    to_rows,
)
from sinew.apps.charting.team import require_team, require_writer
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as somebody wrote it: its four parts, and why its member shall not read it.

    Attributes:
        not_shared_because: a code of `VisitNote.NotShared`; empty to share it.
        not_shared_note: the author's own words on that.
    """

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    not_shared_because: str = ""
    not_shared_note: str = ""


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
    measured = measured_since_last(member, at)
    draft = VisitNote.objects.create(
        member=member,
        author=by,
        visit=visit,
        objective="\n".join(map(str, measured)),
        measured=to_rows(measured),
        begun_at=at,
        saved_at=at,
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
    if asdict(written) == {name: getattr(draft, name) for name in DRAFTED}:
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
def update_objective(*, note: VisitNote, written: Written, version: int, at: datetime, by: User) -> VisitNote:
    """Keep what was written, with the objective part brought up to date with what is measured now.

    Lines that are measured no more go, new ones come; what the author wrote or reworded stays.

    Raises:
        DraftChanged, NoteSigned, NotTheAuthor, OnlyTherapistsWrite, NotOnTheTeam: see `save_draft`.
    """
    draft = save_draft(note=note, written=written, version=version, at=at, by=by)
    now = measured_since_last(draft.member, at)
    found = changed(from_rows(draft.measured), now)
    if found:
        draft.objective, draft.measured = brought_up_to_date(draft.objective, found), to_rows(now)
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
    seen: str | None = None,
) -> VisitNote:
    """Sign what was written: from then on it never changes. The same signed again stays as it was.

    Args:
        seen: `objective.digest` of what the page showed as measured; ``None`` where nobody looked at a page.

    Raises:
        MeasuredMeanwhile: something was measured or struck through since then.
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
    if draft.not_shared_because and not draft.not_shared_note.strip():
        raise ReasonNeeded
    measured = measured_since_last(draft.member, at)
    if seen is not None and seen != digest(measured):
        raise MeasuredMeanwhile
    draft.measured = to_rows(measured)
    draft.not_shared_note = _reason(written)
    draft.signed_at, draft.signed_name = at, by.name
    draft.sha256 = fingerprint(draft.sealed())
    draft.save()
    audit.record("charting.note.signed", on=draft, by=by, member=draft.member_id)
    return draft


@transaction.atomic
def add_addendum(*, note: VisitNote, text: str, key: UUID, at: datetime, by: User) -> Addendum:
    """Add to a signed note; the same form sent twice adds once, with other words it adds those too.

    Raises:
        NothingWritten, NoteNotSigned, OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    locked = _locked(note)
    require_writer(locked.member, by)
    if not locked.is_signed:
        raise NoteNotSigned
    text = text.strip()
    if not text:
        raise NothingWritten
    key = attempt(key, locked.pk, by.pk, text)
    known = locked.addenda.filter(key=key).first()
    if known is not None:
        return known
    last = locked.addenda.last()
    added = Addendum(note=locked, text=text, added_at=at, author=by, author_name=by.name, key=key)
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
    """Whether a signed note says this, to the same readers."""
    same = all(getattr(note, name) == getattr(written, name) for name in PARTS)
    return (
        same
        and note.not_shared_because == written.not_shared_because
        and note.not_shared_note == _reason(written)
    )


def _reason(written: Written) -> str:
    return written.not_shared_note.strip() if written.not_shared_because else ""
