"""Notes: drafts that lose nothing, signatures that hold, and what is added later."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

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
    update_objective,
)
from sinew.apps.charting.errors import (
    DraftChanged,
    MeasuredMeanwhile,
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
from sinew.apps.exercise.models import ExerciseSession
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
    return sign_note(note=note, written=replace(WRITTEN, **other), version=note.version, at=NOW, by=by)


# drafts


def test_a_draft_has_what_was_measured_filled_in(member: Member, therapist: User):
    text = begun(member, therapist).objective
    assert "Sessions: 1, on 1 of 11 days, 100 % of each done on average" in text
    assert "Worst pain in a session: 2 to 2 of 10, in the last one 2" in text
    assert "knee flexion about 5° to 70°" in text


@pytest.fixture
def angles() -> Iterator[list[str]]:
    """What another app has measured, as long as the test says so."""
    found = ["41°"]
    objective.register(
        ("in-visit", lambda *_span: [objective.Measured("Active knee extension, left", one) for one in found])
    )
    yield found
    objective.register(("in-visit", lambda *_span: []))


@pytest.mark.usefixtures("angles")
def test_another_app_s_measurements_are_filled_in_too(member: Member, therapist: User):
    assert "Active knee extension, left: 41°" in begun(member, therapist).objective


def test_what_was_struck_or_measured_since_is_brought_up_to_date_and_nothing_written_is_lost(
    member: Member, therapist: User, angles: list[str]
):
    note = begun(member, therapist)
    mine = Written(objective=f"Limps a little.\n{note.objective}\nSquats freely.")
    angles[:] = ["38°", "52°"]
    updated = update_objective(note=note, written=mine, version=1, at=NOW, by=therapist)
    lines = updated.objective.split("\n")
    assert "Active knee extension, left: 41°" not in lines
    assert (lines[0], lines[-2], lines[-1]) == (
        "Limps a little.",
        "Squats freely.",
        "Active knee extension, left: 52°",
    )
    assert lines.index("Active knee extension, left: 38°") == lines.index("Squats freely.") - 1
    again = Written(objective=updated.objective)
    same = update_objective(note=note, written=again, version=updated.version, at=NOW, by=therapist)
    assert (same.objective, same.version) == (updated.objective, updated.version)


def test_a_line_its_author_reworded_stays_and_the_new_one_comes_too(
    member: Member, therapist: User, angles: list[str]
):
    note = begun(member, therapist)
    mine = Written(objective="Knee extension 41°, far better than last time.")
    angles[:] = ["38°"]
    updated = update_objective(note=note, written=mine, version=1, at=NOW, by=therapist)
    assert updated.objective == f"{mine.objective}\nActive knee extension, left: 38°"


def test_what_changed_while_the_page_was_open_is_not_signed_unseen(
    member: Member, therapist: User, angles: list[str]
):
    note = begun(member, therapist)
    seen = objective.digest(objective.measured_since_last(member, NOW))
    angles.clear()
    with pytest.raises(MeasuredMeanwhile):
        sign_note(note=note, written=WRITTEN, version=1, at=NOW, by=therapist, seen=seen)
    assert not VisitNote.objects.signed().exists()
    seen = objective.digest(objective.measured_since_last(member, NOW))
    signed_now = sign_note(note=note, written=WRITTEN, version=1, at=NOW, by=therapist, seen=seen)
    assert "41°" not in str(signed_now.measured)


def test_a_session_that_came_late_is_on_a_day_of_the_span(member: Member, therapist: User):
    """Given a note of today, when a session of ten days ago arrives, then it is in the days it is told of."""
    sign_note(note=begun(member, therapist), written=WRITTEN, version=1, at=NOW, by=therapist)
    ExerciseSession.objects.update(recorded_at=NOW + timedelta(hours=1))
    later = begin_note(member=member, visit=None, at=NOW + timedelta(days=1), by=therapist)
    assert "Sessions: 1, on 1 of 12 days" in later.objective


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


def test_the_reason_for_holding_a_note_back_is_kept_with_the_draft(member: Member, therapist: User):
    held = replace(WRITTEN, not_shared_because="harm", not_shared_note="Her husband reads along.")
    save_draft(note=begun(member, therapist), written=held, version=1, at=NOW, by=therapist)
    kept = VisitNote.objects.get()
    assert (kept.not_shared_because, kept.not_shared_note) == ("harm", "Her husband reads along.")


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


def test_the_seal_holds_whatever_clock_the_moment_was_told_on(member: Member, therapist: User):
    at = NOW.astimezone(ZoneInfo("America/New_York"))
    note = sign_note(note=begun(member, therapist), written=WRITTEN, version=1, at=at, by=therapist)
    added = add_addendum(note=note, text="Left.", key=uuid4(), at=at, by=therapist)
    added.refresh_from_db()
    assert VisitNote.objects.get().is_unchanged
    assert added.sha256 == fingerprint(added.sealed(note.sha256))


def test_signing_for_other_readers_is_not_signing_twice(member: Member, therapist: User):
    """Given a note signed for its member, when another tab signs it to be held back, then that is told."""
    note = signed(member, therapist)
    held = replace(WRITTEN, not_shared_because="harm", not_shared_note="Her husband reads along.")
    with pytest.raises(NoteSigned):
        sign_note(note=note, written=held, version=note.version, at=NOW, by=therapist)


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


def test_a_form_of_before_with_other_words_adds_those_too(member: Member, therapist: User):
    """Given a browser that went back to a form it had sent, when something else is added, then both stand."""
    note, key = signed(member, therapist), uuid4()
    for text in ("Left, not right.", "And a word.", "Left, not right."):
        add_addendum(note=note, text=text, key=key, at=NOW, by=therapist)
    assert [one.text for one in note.addenda.all()] == ["Left, not right.", "And a word."]


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
