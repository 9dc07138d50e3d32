"""The pages: what each side sees, what is refused, and that nothing written is lost."""

import csv
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.charting.actions import minutes as ledger
from sinew.apps.charting.actions import notes as actions
from sinew.apps.charting.actions.notes import Written
from sinew.apps.charting.actions.tasks import add_task
from sinew.apps.charting.models import MinuteEntry, Task, Timer, VisitNote
from sinew.apps.charting.objective import digest, measured_since_last
from sinew.apps.charting.presenters import NotePresenter
from sinew.apps.charting.sheets import note_pdf
from sinew.apps.exercise.models import MeasuredSet
from sinew.apps.members.models import Member
from tests.apps.charting.conftest import NOW
from tests.apps.members import world
from tests.support.sign_in import signed_in

PARTS = {"subjective": "Less pain.", "objective": "Bridge even.", "assessment": "Better.", "plan": "Go on."}
AT = {"HTTP_SINEW_AT": NOW.isoformat()}


@pytest.fixture(autouse=True)
def rehearsal(settings: object) -> None:
    settings.MOMENT_FROM_REQUESTS = True  # type: ignore[attr-defined]  # pytest-django's settings


def browser(user: User) -> Client:
    client = signed_in(user)
    client.defaults.update(AT)
    return client


@pytest.fixture
def desk(therapist: User) -> Client:
    return browser(therapist)


@pytest.fixture
def draft(member: Member, therapist: User) -> VisitNote:
    return actions.begin_note(member=member, visit=None, at=NOW, by=therapist)


@pytest.fixture
def note(draft: VisitNote, therapist: User) -> VisitNote:
    return actions.sign_note(note=draft, written=Written(**PARTS), version=1, at=NOW, by=therapist)


def to(name: str, *of: object) -> str:
    return reverse(f"charting:{name}", args=of)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's answer


def seen(member: Member) -> str:
    """What the page would name as measured."""
    return digest(measured_since_last(member, NOW))


def reads(event: str) -> int:
    return AuditEntry.objects.filter(event=event).count()


# notes


def test_a_note_goes_from_the_member_s_page_to_its_member(member: Member, desk: Client):
    page = desk.get(reverse("practice:member", args=[member.pk]))
    assert "Write a note" in text(page)
    begun = desk.post(to("begin_note", member.pk))
    saved = desk.post(to("save_note", VisitNote.objects.get().pk), {"version": 1, **PARTS}, follow=True)
    assert "Saved as a draft" in text(saved)
    sign = {"version": 2, **PARTS, "seen": seen(member)}
    signed = desk.post(to("sign_note", VisitNote.objects.get().pk), sign, follow=True)
    assert begun["Location"] in signed.redirect_chain[-1][0]
    assert "Signed note" in text(signed)
    note = VisitNote.objects.get()
    mine = browser(member.user)
    assert "Better." in text(mine.get(to("my_notes")))
    assert "What it means" in text(mine.get(to("my_note", note.pk)))
    assert mine.get(to("my_note_pdf", note.pk)).content.startswith(b"%PDF-")
    assert reads("charting.note.read") >= 1


def test_saving_while_typing_answers_with_the_version_and_a_second_tab_with_a_conflict(
    draft: VisitNote, desk: Client
):
    quiet = {"HTTP_ACCEPT": "application/json"}
    url = to("save_note", draft.pk)
    assert desk.post(url, {"version": 1, **PARTS}, **quiet).json() == {"version": 2}
    other = desk.post(url, {"version": 1, **PARTS, "plan": "Stop."}, **quiet)
    assert (other.status_code, "another tab" in other.json()["problem"]) == (409, True)


def test_the_button_shows_both_versions_and_the_next_press_keeps_the_one_on_the_page(
    draft: VisitNote, desk: Client
):
    url = to("save_note", draft.pk)
    desk.post(url, {"version": 1, **PARTS})
    answer = desk.post(url, {"version": 1, **PARTS, "plan": "Stop."})
    assert answer.status_code == 409
    for both in ("Go on.", "Stop.", 'name="version" value="2"'):
        assert both in text(answer)
    assert VisitNote.objects.get().plan == "Go on."
    desk.post(url, {"version": 2, **PARTS, "plan": "Stop."})
    assert VisitNote.objects.get().plan == "Stop."


def test_what_was_typed_survives_that_another_tab_signed(note: VisitNote, desk: Client):
    answer = desk.post(to("save_note", note.pk), {"version": 2, **PARTS, "plan": "Typed in the other tab."})
    assert answer.status_code == 409
    assert "Typed in the other tab." in text(answer)
    assert "signed meanwhile" in text(answer)


def test_signing_without_a_plan_keeps_what_was_typed(draft: VisitNote, desk: Client):
    answer = desk.post(to("sign_note", draft.pk), {"version": 1, **PARTS, "plan": ""})
    assert answer.status_code == 400
    for words in ("Write the assessment and the plan", "Less pain."):
        assert words in text(answer)


def test_what_is_measured_meanwhile_is_shown_before_it_is_signed(
    draft: VisitNote, desk: Client, member: Member
):
    """Given a page, when what was measured changes, then nothing is signed before its author has seen it."""
    page = text(desk.get(to("note", draft.pk)))
    assert f'name="seen" value="{seen(member)}"' in page
    assert "What is measured has changed" not in page
    sign = {"version": 1, **PARTS, "seen": seen(member)}
    MeasuredSet.objects.all().delete()
    answer = desk.post(to("sign_note", draft.pk), sign)
    assert answer.status_code == 400
    for words in ("Look at it, then sign", "No longer so:", "Better.", f'name="seen" value="{seen(member)}"'):
        assert words in text(answer)
    update = {**sign, "objective": draft.objective, "seen": ""}
    after = text(desk.post(to("update_objective", draft.pk), update, follow=True))
    assert "The objective part is up to date" in after
    assert "No longer so:" not in after
    assert "about 5° to 70°" not in VisitNote.objects.get().objective
    version = VisitNote.objects.get().version
    desk.post(to("sign_note", draft.pk), {**sign, "version": version, "seen": seen(member)})
    assert VisitNote.objects.get().is_signed


def test_a_part_is_as_long_as_the_browser_lets_it_be(draft: VisitNote, desk: Client):
    lines = "word\n" * 1600
    desk.post(to("save_note", draft.pk), {"version": 1, **PARTS, "plan": lines.replace("\n", "\r\n")})
    assert VisitNote.objects.get().plan == lines
    quiet = {"HTTP_ACCEPT": "application/json"}
    answer = desk.post(to("save_note", draft.pk), {"version": 2, **PARTS, "plan": lines + "x"}, **quiet)
    assert answer.status_code == 400
    assert answer.json()["problem"].startswith("Plan: ")


@pytest.mark.parametrize("name", ["save_note", "sign_note", "update_objective", "add_to_note"])
def test_who_was_signed_out_meanwhile_has_their_text_back(draft: VisitNote, name: str):
    answer = Client().post(to(name, draft.pk), {"version": 1, **PARTS, "text": "And a word."})
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    for words in ("You were signed out", "Go on.", "And a word.", "/accounts/login/"):
        assert words in text(answer)
    assert VisitNote.objects.get().plan == ""
    quiet = Client().post(to(name, draft.pk), {"version": 1, **PARTS}, HTTP_ACCEPT="application/json")
    assert quiet.status_code == 302


def test_a_draft_that_was_thrown_away_elsewhere_gives_the_text_back(draft: VisitNote, desk: Client):
    desk.post(to("discard_note", draft.pk))
    for name in ("save_note", "sign_note"):
        answer = desk.post(to(name, draft.pk), {"version": 1, **PARTS})
        assert answer.status_code == 404
        assert "Go on." in text(answer)
    assert not VisitNote.objects.exists()


def test_the_text_of_a_stranger_s_note_is_not_given_to_anybody(note: VisitNote):
    stranger = browser(world.therapist("stranger@example.org"))
    answer = stranger.post(to("save_note", note.pk), {"version": 1, "plan": "Mine."})
    assert answer.status_code == 404
    assert "Mine." in text(answer)
    assert "Better." not in text(answer)


def test_the_paper_has_the_day_of_its_reader_s_clock(draft: VisitNote, therapist: User):
    """Given a note signed at 22:30 in New York, the next day in UTC, when printed, then it has that day."""
    at = datetime(2026, 11, 13, 3, 30, tzinfo=UTC)
    signed = actions.sign_note(note=draft, written=Written(**PARTS), version=1, at=at, by=therapist)
    therapist.timezone = "America/New_York"
    paper = note_pdf(NotePresenter(signed, therapist), at=at)
    with closing(pypdfium2.PdfDocument(paper)) as pages:
        printed = pages[0].get_textpage().get_text_range()
    assert "Visit note, November 12, 2026" in printed
    assert "22:30 (America/New_York)" in printed


def test_holding_back_needs_words_and_the_member_reads_the_kind_of_reason_only(
    draft: VisitNote, desk: Client, member: Member
):
    held = {"version": 1, **PARTS, "not_shared_because": "other_person", "seen": seen(member)}
    assert "Say why" in text(desk.post(to("sign_note", draft.pk), held))
    desk.post(to("sign_note", draft.pk), {**held, "not_shared_note": "About her sister."})
    page = text(browser(member.user).get(to("my_notes")))
    assert "something about another person" in page
    assert "sister" not in page
    assert browser(member.user).get(to("my_note", draft.pk)).status_code == 404
    desk.post(to("share_note", draft.pk), {"not_shared_because": ""})
    assert browser(member.user).get(to("my_note", draft.pk)).status_code == 200


def test_addenda_and_co_signatures_stand_under_the_note(note: VisitNote, desk: Client, coach: User):
    desk.post(to("add_to_note", note.pk), {"text": "Left, not right.", "key": uuid4()})
    assert desk.post(to("add_to_note", note.pk), {"text": "", "key": uuid4()}).status_code == 400
    reader = browser(coach)
    assert "Co-sign" in text(reader.get(to("note", note.pk)))
    after = text(reader.post(to("co_sign_note", note.pk), follow=True))
    assert "Left, not right." in after
    assert "Co-signed by Coach" in after
    assert "Add to this note" not in after


def test_a_changed_note_is_told(note: VisitNote, desk: Client):
    VisitNote.objects.filter(pk=note.pk).update(plan="Something else.")
    assert "This is not what was signed" in text(desk.get(to("note", note.pk)))


def test_a_long_note_runs_over_pages(draft: VisitNote, desk: Client, therapist: User):
    long = Written("a word " * 1100, "line\n" * 300, "x" * 3000, "שלום, go on")
    actions.sign_note(note=draft, written=long, version=1, at=NOW, by=therapist)
    answer = desk.get(to("note_pdf", draft.pk))
    assert answer.content.count(b"/Type /Page\n") > 3
    assert answer["Content-Disposition"] == 'inline; filename="note.pdf"'


def test_a_draft_is_thrown_away(draft: VisitNote, desk: Client, member: Member):
    assert desk.post(to("discard_note", draft.pk))["Location"] == to("notes", member.pk)
    assert not VisitNote.objects.exists()


def test_a_draft_is_hidden_from_everybody_else(draft: VisitNote, coach: User, member: Member):
    for user in (coach, world.therapist("stranger@example.org")):
        for name in ("note", "note_pdf"):
            assert browser(user).get(to(name, draft.pk)).status_code == 404
    assert browser(member.user).get(to("my_note", draft.pk)).status_code == 404


def test_a_draft_has_no_pdf(draft: VisitNote, desk: Client):
    assert desk.get(to("note_pdf", draft.pk)).status_code == 404


# tasks


def test_a_task_is_added_done_and_taken_back(member: Member, desk: Client, therapist: User):
    form = {"what": "Call her", "due_on": "2026-11-10", "assigned_to": therapist.pk, "member": member.pk}
    desk.post(to("add_task"), {**form, "key": uuid4()})
    page = text(desk.get(to("tasks")))
    for words in ("Call her", "Overdue since Nov 10"):
        assert words in page
    task = Task.objects.get()
    assert "Done lately" in text(desk.post(to("finish_task", task.pk), follow=True))
    desk.post(to("reopen_task", task.pk))
    assert Task.objects.open().get() == task


def test_a_form_goes_back_where_it_came_from_and_nowhere_else(member: Member, desk: Client, therapist: User):
    form = {"what": "Call her", "due_on": "2026-11-10", "assigned_to": therapist.pk, "member": member.pk}
    record = reverse("practice:member", args=[member.pk]) + "#work"
    for wanted, gets in ((record, record), ("https://evil.example/", to("tasks")), ("//evil", to("tasks"))):
        answer = desk.post(to("add_task"), {**form, "key": uuid4(), "next": wanted})
        assert answer["Location"] == gets


def test_a_colleague_takes_a_task_over(member: Member, therapist: User, coach: User):
    add_task(
        what="Call her", due_on=NOW.date(), assigned_to=therapist, member=member, note=None, key=uuid4(),
        at=NOW, by=therapist,
    )  # fmt: skip
    reader = browser(coach)
    assert "Take over" in text(reader.get(to("tasks")))
    reader.post(to("assign_task", Task.objects.get().pk), {"assigned_to": coach.pk})
    assert Task.objects.get().assigned_to == coach


def test_a_task_about_somebody_else_s_member_is_refused(desk: Client, therapist: User):
    form = {"what": "x", "due_on": "2026-11-10", "assigned_to": therapist.pk, "key": uuid4()}
    stranger = world.joined("eve@example.org")
    assert desk.post(to("add_task"), {**form, "member": stranger.pk}).status_code == 400
    assert not Task.objects.exists()


# minutes


def test_minutes_are_added_and_taken_back(member: Member, desk: Client):
    form = {"minutes": 12, "kind": "phone", "on": "2026-11-12", "key": uuid4()}
    for _click in range(2):
        desk.post(to("add_minutes", member.pk), form)
    page = text(desk.get(to("minutes", member.pk)))
    assert "12 minutes of physical therapists" in page
    entry = MinuteEntry.objects.get()
    desk.post(to("take_back_minutes", entry.pk), {"reason": ""})
    assert MinuteEntry.objects.count() == 1
    desk.post(to("take_back_minutes", entry.pk), {"reason": "Wrong member."})
    page = text(desk.get(to("minutes", member.pk)))
    assert "takes an entry back: Wrong member." in page
    assert "0 minutes of physical therapists" in page


def test_wrong_minutes_are_told_beside_the_field(member: Member, desk: Client):
    form = {"minutes": 12, "kind": "phone", "on": "2026-11-13", "key": uuid4()}
    answer = desk.post(to("add_minutes", member.pk), form)
    assert answer.status_code == 400
    assert "today at the latest" in text(answer)


def test_minutes_of_last_month_are_shown_where_they_were_added(member: Member, desk: Client):
    form = {"minutes": 12, "kind": "phone", "on": "2026-10-30", "key": uuid4()}
    page = text(desk.post(to("add_minutes", member.pk), form, follow=True))
    assert "Every entry of October 2026" in page


def test_a_clock_that_runs_for_somebody_else_is_named(member: Member, desk: Client, therapist: User):
    other = world.joined("other@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    desk.post(to("start_timer", other.pk), {"kind": "review"})
    for url in (to("minutes", member.pk), reverse("practice:member", args=[member.pk])):
        page = text(desk.get(url))
        assert to("minutes", other.pk) in page
        assert to("start_timer", member.pk) not in page


def test_the_clock_is_started_and_stopped_by_hand(member: Member, desk: Client):
    desk.post(to("start_timer", member.pk), {"kind": "review"})
    assert "Your clock runs since" in text(desk.get(reverse("practice:member", args=[member.pk])))
    later = {"HTTP_SINEW_AT": "2026-11-12T15:07:30+00:00"}
    assert "7 min 30 s added" in text(desk.post(to("stop_timer", member.pk), follow=True, **later))
    desk.post(to("start_timer", member.pk), {"kind": "review"})
    much_later = {"HTTP_SINEW_AT": "2026-11-12T18:00:00+00:00"}
    assert "ran over 90 minutes" in text(desk.post(to("stop_timer", member.pk), follow=True, **much_later))
    desk.post(to("start_timer", member.pk), {"kind": "review"})
    desk.post(to("stop_timer", member.pk), {"drop": "1"})
    assert (MinuteEntry.objects.count(), Timer.objects.count()) == (1, 0)


# the report


def test_the_report_lists_every_day_and_entry_on_the_page_in_the_table_and_on_paper(
    member: Member, desk: Client, therapist: User
):
    ledger.add_minutes(
        member=member, on=NOW.date(), minutes=21, kind="phone", key=uuid4(), at=NOW, by=therapist
    )
    page = text(desk.get(to("monitoring_member", member.pk)))
    for words in (
        "Evidence, not a billing decision.",
        "not yet clinically reviewed",
        "1 of 30 days",
        "21 min",
        "thresholds reached so far",
    ):
        assert words in page
    rows = list(csv.DictReader(StringIO(text(desk.get(to("monitoring_member_csv", member.pk))))))
    found = {(row["what"], row["from"], row["count"]) for row in rows}
    assert {("Day with data", "2026-11-02", "1"), ("Entry", "2026-11-12", "1260")} <= found
    assert {("Code 98980", "2026-11-01", "1"), ("Code 98985", "2026-11-02", "0")} <= found
    assert desk.get(to("monitoring_member_pdf", member.pk)).content.startswith(b"%PDF-")
    assert reads("charting.monitoring.read") == 3


def test_a_caseload_s_month_has_a_line_for_each_member(member: Member, desk: Client, coach: User):
    page = text(desk.get(to("monitoring")))
    assert member.display_name in page
    assert "Evidence, not a billing decision." in page
    rows = list(csv.DictReader(StringIO(text(browser(coach).get(to("monitoring_csv") + "?month=2026-11")))))
    assert {row["member"] for row in rows if row["what"] != "Note"} == {member.display_name}
    assert rows[0]["says"] == "Evidence, not a billing decision."
    assert any("still running" in row["says"] for row in rows if row["what"] == "Period")
    assert "You look after nobody yet" in text(
        browser(world.therapist("new@example.org")).get(to("monitoring"))
    )


def test_the_table_has_the_day_an_entry_counts_for(member: Member, desk: Client, therapist: User):
    """Given a clock of November 1 in Auckland, when the table is read, then it is not one of October."""
    member.user.timezone = "Pacific/Auckland"
    member.user.save()
    at = datetime(2026, 10, 31, 11, 30, tzinfo=UTC)
    ledger.start_timer(member=member, kind="review", at=at, by=therapist)
    ledger.stop_timer(member=member, at=at + timedelta(minutes=10), by=therapist)
    rows = csv.DictReader(StringIO(text(desk.get(to("monitoring_member_csv", member.pk) + "?month=2026-11"))))
    assert [row["from"] for row in rows if row["what"] == "Entry"] == ["2026-11-01T00:30:00+13:00"]


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "1999-12", "2000-01"])
def test_a_month_no_calendar_has_is_no_error(member: Member, desk: Client, month: str):
    for url in (to("monitoring"), to("monitoring_member", member.pk), to("minutes", member.pk)):
        assert desk.get(f"{url}?month={month}").status_code == 200


def test_before_there_was_a_plan_the_report_says_so(member: Member, desk: Client):
    page = text(desk.get(to("monitoring_member", member.pk) + "?month=2026-09"))
    assert "no care plan was under way" in page
    assert desk.get(to("monitoring_member_pdf", member.pk) + "?month=2026-09").status_code == 200


def test_a_name_that_looks_like_a_formula_stays_text(member: Member, desk: Client):
    member.user.display_name = "=HYPERLINK(1)"
    member.user.save()
    assert "'=HYPERLINK(1)" in text(desk.get(to("monitoring_csv")))
