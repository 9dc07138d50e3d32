"""Notes: drafts that lose nothing, signatures that hold, and what is added later."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.charting import objective
from sinew.apps.charting.actions.notes import (
    Written,
    add_addendum,
    begin_note,
    co_sign,
    discard_draft,
    save_draft,
    set_sharing,
    sign_note,
)
from sinew.apps.charting.errors import (
    DraftChanged,
    NoteIncomplete,
    NoteNotSigned,
    NoteSigned,
    NothingWritten,
    NotOnTheTeam,
    NotTheAuthor,
    OnlyTherapistsWrite,
    ReasonNeeded,
)
from sinew.apps.charting.models import VisitNote
from sinew.apps.charting.models.notes import fingerprint
from sinew.apps.members import actions as members
from sinew.apps.members.export import export_archive
from sinew.apps.members.models import Member
from tests.apps.charting.conftest import NOW
from tests.apps.members import world

WRITTEN = Written("Less pain on stairs.", "Bridge even.", "Gets better.", "Go on, see her in a week.")


def begun(member: Member, by: User) -> VisitNote:
    return begin_note(member=member, visit=None, at=NOW, by=by)


def signed(member: Member, by: User, **other: str) -> VisitNote:
    note = begun(member, by)
    return sign_note(note=note, written=WRITTEN, version=note.version, at=NOW, by=by, **other)


# drafts


def test_a_draft_has_what_was_measured_filled_in(member: Member, therapist: User):
    text = begun(member, therapist).objective
    assert "Sessions: 1, on 1 of 11 days, 100 % of each done on average" in text
    assert "Worst pain in a session: 2 to 2 of 10, in the last one 2" in text
    assert "knee flexion about 5° to 70°" in text


def test_another_app_s_measurements_are_filled_in_too(member: Member, therapist: User):
    objective.register(
        ("in-visit", lambda *_span: [objective.Measured("Active knee extension, left", "41°")])
    )
    try:
        assert "Active knee extension, left: 41°" in begun(member, therapist).objective
    finally:
        objective.register(("in-visit", lambda *_span: []))


def test_the_next_note_begins_where_the_last_was_signed(member: Member, therapist: User):
    signed(member, therapist)
    later = begin_note(member=member, visit=None, at=NOW + timedelta(days=2), by=therapist)
    assert "Sessions: 0, on 0 of 3 days" in later.objective
    assert "Worst pain" not in later.objective


def test_beginning_twice_goes_on_with_the_same_draft(member: Member, therapist: User):
    assert begun(member, therapist) == begun(member, therapist)


def test_two_tabs_notice_each_other_and_nothing_is_overwritten(member: Member, therapist: User):
    note = begun(member, therapist)
    save_draft(note=note, written=WRITTEN, version=1, at=NOW, by=therapist)
    with pytest.raises(DraftChanged) as refused:
        save_draft(note=note, written=Written("Other."), version=1, at=NOW, by=therapist)
    assert refused.value.version == 2
    note.refresh_from_db()
    assert note.subjective == "Less pain on stairs."
    assert save_draft(note=note, written=Written("Other."), version=2, at=NOW, by=therapist).version == 3


def test_the_same_words_again_are_no_conflict(member: Member, therapist: User):
    note = begun(member, therapist)
    for _click in range(2):
        assert save_draft(note=note, written=WRITTEN, version=1, at=NOW, by=therapist).version == 2


def test_a_draft_belongs_to_its_author(member: Member, therapist: User):
    other = world.therapist("other@example.org")
    teams.join_care_team(member=member, practitioner=other, at=NOW, by=None)
    note = begun(member, therapist)
    assert VisitNote.objects.visible_to(therapist).get() == note
    for user in (other, member.user):
        assert not VisitNote.objects.visible_to(user).exists()
    with pytest.raises(NotTheAuthor):
        save_draft(note=note, written=WRITTEN, version=1, at=NOW, by=other)


def test_a_draft_can_be_thrown_away_and_a_signed_note_cannot(member: Member, therapist: User):
    discard_draft(note=begun(member, therapist), by=therapist)
    assert not VisitNote.objects.exists()
    with pytest.raises(NoteSigned):
        discard_draft(note=signed(member, therapist), by=therapist)


def test_coaches_and_strangers_write_no_notes(member: Member, coach: User):
    with pytest.raises(OnlyTherapistsWrite):
        begun(member, coach)
    with pytest.raises(NotOnTheTeam):
        begun(member, world.therapist("stranger@example.org"))


# signing


def test_a_signed_note_is_sealed_and_never_changes(member: Member, therapist: User):
    note = signed(member, therapist)
    assert (note.signed_at, note.signed_name) == (NOW, "Therapist")
    assert note.is_unchanged
    assert {"what": "Sessions", "says": "1, on 1 of 11 days, 100 % of each done on average"} in note.measured
    with pytest.raises(NoteSigned):
        save_draft(note=note, written=Written("Other."), version=note.version, at=NOW, by=therapist)
    note.plan = "Something else."
    with pytest.raises(NoteSigned):
        note.save()


def test_a_change_behind_our_back_is_noticed(member: Member, therapist: User):
    note = signed(member, therapist)
    VisitNote.objects.filter(pk=note.pk).update(plan="Something else.")
    assert not VisitNote.objects.get().is_unchanged


def test_signing_twice_is_signing_once(member: Member, therapist: User):
    note = begun(member, therapist)
    for minutes in (0, 5):
        at = NOW + timedelta(minutes=minutes)
        sign_note(note=note, written=WRITTEN, version=1, at=at, by=therapist)
    assert VisitNote.objects.get().signed_at == NOW
    assert AuditEntry.objects.filter(event="charting.note.signed").count() == 1


@pytest.mark.parametrize("missing", ["assessment", "plan"])
def test_without_assessment_or_plan_nothing_is_signed(member: Member, therapist: User, missing: str):
    note = begun(member, therapist)
    written = Written(**{"subjective": "x", "assessment": "y", "plan": "z"} | {missing: "  "})
    with pytest.raises(NoteIncomplete):
        sign_note(note=note, written=written, version=1, at=NOW, by=therapist)
    assert not VisitNote.objects.signed().exists()


def test_signing_an_older_page_is_refused(member: Member, therapist: User):
    note = begun(member, therapist)
    save_draft(note=note, written=Written("Other."), version=1, at=NOW, by=therapist)
    with pytest.raises(DraftChanged):
        sign_note(note=note, written=WRITTEN, version=1, at=NOW, by=therapist)


# addenda and co-signatures


def test_addenda_are_chained_to_what_stood_before(member: Member, therapist: User):
    note, key = signed(member, therapist), uuid4()
    for _click in range(2):
        first = add_addendum(note=note, text=" Left, not right. ", key=key, at=NOW, by=therapist)
    second = add_addendum(note=note, text="And a word.", key=uuid4(), at=NOW, by=therapist)
    assert [one.text for one in note.addenda.all()] == ["Left, not right.", "And a word."]
    assert first.sha256 == fingerprint(first.sealed(note.sha256))
    assert second.sha256 == fingerprint(second.sealed(first.sha256))
    with pytest.raises(NoteSigned):
        first.save()


def test_an_empty_addendum_and_one_to_a_draft_are_refused(member: Member, therapist: User):
    with pytest.raises(NoteNotSigned):
        add_addendum(note=begun(member, therapist), text="x", key=uuid4(), at=NOW, by=therapist)
    with pytest.raises(NothingWritten):
        add_addendum(note=signed(member, therapist), text=" ", key=uuid4(), at=NOW, by=therapist)


def test_a_coach_may_stand_by_a_note_once_and_its_author_has_done_so(
    member: Member, therapist: User, coach: User
):
    note = signed(member, therapist)
    for _click in range(2):
        co_sign(note=note, at=NOW, by=coach)
    assert note.co_signatures.get().name == "Coach"
    with pytest.raises(NotTheAuthor):
        co_sign(note=note, at=NOW, by=therapist)
    assert VisitNote.objects.get().is_unchanged


# open notes


def test_a_member_reads_signed_notes(member: Member, therapist: User, settings: object):
    note = signed(member, therapist)
    assert VisitNote.objects.visible_to(member.user).get() == note
    settings.OPEN_NOTES = False  # type: ignore[attr-defined]  # pytest-django's settings
    assert not VisitNote.objects.visible_to(member.user).exists()


def test_a_note_is_withheld_only_with_a_reason_and_can_be_shared_later(member: Member, therapist: User):
    with pytest.raises(ReasonNeeded):
        signed(member, therapist, not_shared_because="harm")
    note = signed(member, therapist, not_shared_because="harm", not_shared_note="Her husband reads along.")
    assert not VisitNote.objects.visible_to(member.user).exists()
    set_sharing(note=note, because="", words="", by=therapist)
    assert VisitNote.objects.visible_to(member.user).get().not_shared_note == ""
    assert VisitNote.objects.get().is_unchanged


def test_other_members_and_who_left_the_team_read_nothing(member: Member, therapist: User):
    signed(member, therapist)
    teams.leave_care_team(member=member, practitioner=therapist, at=NOW, by=None)
    for user in (therapist, world.joined("eve@example.org").user):
        assert not VisitNote.objects.visible_to(user).exists()


# the member's record


def copied(member: Member) -> tuple[list[dict[str, object]], bytes]:
    archive = zipfile.ZipFile(BytesIO(export_archive(member, at=NOW)))
    return json.loads(archive.read("notes.json")), archive.read("notes.json")


def test_the_copy_of_a_record_has_the_notes(member: Member, therapist: User):
    note = signed(member, therapist)
    add_addendum(note=note, text="Left, not right.", key=uuid4(), at=NOW, by=therapist)
    rows, _text = copied(member)
    assert (rows[0]["plan"], rows[0]["sha256"]) == ("Go on, see her in a week.", note.sha256)
    assert rows[0]["addenda"][0]["text"] == "Left, not right."  # type: ignore[index]  # plain JSON


def test_the_copy_says_that_there_is_a_note_that_is_not_shared_and_a_draft_but_not_what(
    member: Member, therapist: User
):
    signed(member, therapist, not_shared_because="harm", not_shared_note="Her husband reads along.")
    begin_note(member=member, visit=None, at=NOW + timedelta(days=1), by=therapist)
    rows, text = copied(member)
    assert [row["state"] for row in rows] == ["signed", "draft"]
    for secret in (b"stairs", b"husband", b"Sessions"):
        assert secret not in text


def test_withdrawing_the_program_s_consent_throws_drafts_away(member: Member, therapist: User):
    begun(member, therapist)
    members.withdraw_consent(member=member, what="health_data", at=NOW, by=member.user)
    assert not VisitNote.objects.exists()
