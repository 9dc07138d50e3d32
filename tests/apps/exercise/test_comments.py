"""Comments on a replay: by the care team only, at a moment, told without words, struck with a trace."""

import html
import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.conversation.moments import about_a_moment, link_moments
from sinew.apps.exercise.errors import CommentRefused
from sinew.apps.exercise.models import ReplayComment
from sinew.apps.exercise.strokes import MOST_POINTS, MOST_STROKES, read_strokes
from sinew.apps.members import actions as members
from sinew.apps.notifications.models import OutboxEmail
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
LINE = [[0.1, 0.2, 0.3, 0.4]]
SAID = "Let the knee follow the toes here."


@pytest.fixture
def therapist(plan):
    found = world.therapist()
    teams.join_care_team(member=plan.member, practitioner=found, at=world.at(), by=None)
    return found


def written(replay, by, **other):
    """The answer to a comment this person writes."""
    given = {
        "key": str(uuid4()),
        "at_s": "1.5",
        "body": SAID,
        "joint": "left_knee",
        "strokes": json.dumps(LINE),
    }
    address = reverse("exercise:comment", args=[replay.pk])
    return signed_in(by).post(address, given | other, headers={"Sinew-At": world.at(hour=14).isoformat()})


def page_of(replay, reader):
    return signed_in(reader).get(reverse("exercise:replay", args=[replay.pk])).content.decode()


def test_the_member_sees_words_lines_and_the_marked_joint_at_the_moment(plan, replay, therapist):
    answer = written(replay, therapist)
    comment = ReplayComment.objects.get()
    assert answer["Location"] == f"/replays/{replay.pk}/?at=1500#comment-{comment.pk}"
    page = page_of(replay, plan.member.user)
    assert SAID in page
    assert "At 0:01" in page
    assert 'class="replay__stroke"' in page
    assert 'class="replay__ring"' in page
    assert "Marked: left knee." in page
    assert "style=" not in page
    assert 'id="write-comment"' not in page
    assert 'id="write-comment"' in page_of(replay, therapist)


def test_the_member_is_told_by_one_mail_without_words_and_on_today_until_they_open_it(
    plan,
    replay,
    therapist,
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        written(replay, therapist)
        written(replay, therapist, body="And slower.", at_s="2")
    [mail] = OutboxEmail.objects.filter(template="comment_waits")
    assert mail.to == plan.member.user.email
    assert "knee" not in mail.subject + mail.body
    client = signed_in(plan.member.user)
    today = reverse("today:today")
    at = {"Sinew-At": world.at(hour=15).isoformat()}
    news = f"/replays/{replay.pk}/?at="
    assert news in client.get(today, headers=at).content.decode()
    client.get(reverse("exercise:replay", args=[replay.pk]), headers=at)
    assert news not in client.get(today, headers=at).content.decode()


def test_comments_of_one_tenth_of_a_second_share_a_button(plan, replay, therapist):
    written(replay, therapist, at_s="1.5")
    written(replay, therapist, at_s="1.52", body="And slower.")
    written(replay, therapist, at_s="1.6", body="Well done.")
    page = page_of(replay, plan.member.user)
    assert page.count("data-moment=") == 2
    assert "2 comments at 0:01.5" in page
    assert ">Comment at</span> 0:01.6" in page


def test_a_comment_that_is_refused_comes_back_with_its_lines(replay, therapist):
    refused = written(replay, therapist, at_s="9999").content.decode()
    assert SAID in refused
    assert html.escape(json.dumps(LINE)) in refused
    assert "svg onload" not in written(replay, therapist, strokes="<svg onload=alert(1)>").content.decode()


def test_reading_by_the_team_does_not_count_as_seen(replay, therapist):
    written(replay, therapist)
    page_of(replay, therapist)
    assert ReplayComment.objects.get().seen_at is None


def test_sent_twice_it_is_stored_once(replay, therapist):
    key = str(uuid4())
    written(replay, therapist, key=key)
    written(replay, therapist, key=key)
    assert ReplayComment.objects.count() == 1
    assert AuditEntry.objects.filter(event="exercise.comment.written").count() == 1


def test_a_coach_of_the_team_may_comment_too(plan, replay):
    coach = world.account("coach@example.org", Role.COACH)
    teams.join_care_team(member=plan.member, practitioner=coach, at=world.at(), by=None)
    assert written(replay, coach).status_code == 302


def test_nobody_else_comments_or_strikes(plan, replay, therapist):
    written(replay, therapist)
    comment = ReplayComment.objects.get()
    strangers = [plan.member.user, world.therapist("other@example.org"), world.joined("eve@example.org").user]
    for person in strangers:
        assert written(replay, person).status_code in {403, 404}
        address = reverse("exercise:strike_comment", args=[replay.pk, comment.pk])
        assert signed_in(person).post(address).status_code in {403, 404}
    comment.refresh_from_db()
    assert (ReplayComment.objects.count(), comment.struck_at) == (1, None)


def test_its_author_strikes_it_through_and_it_stays_to_be_read(plan, replay, therapist):
    written(replay, therapist)
    comment = ReplayComment.objects.get()
    colleague = world.therapist("colleague@example.org")
    teams.join_care_team(member=plan.member, practitioner=colleague, at=world.at(), by=None)
    address = reverse("exercise:strike_comment", args=[replay.pk, comment.pk])
    signed_in(colleague).post(address)
    comment.refresh_from_db()
    assert comment.struck_at is None
    signed_in(therapist).post(address)
    page = page_of(replay, plan.member.user)
    assert f"<s>{SAID}</s>" in page
    assert "Struck through by" in page
    assert 'class="replay__stroke"' not in page
    assert AuditEntry.objects.filter(event="exercise.comment.struck").count() == 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"body": "", "joint": "", "strokes": ""}, "Write something"),
        ({"at_s": "9999"}, "within the replay"),
        ({"at_s": ""}, "within the replay"),
        ({"at_s": "1e308"}, "within the replay"),
        ({"joint": "left_wing"}, "one of the joints"),
        ({"body": "x" * 2001}, "2000 characters"),
        ({"strokes": "<svg onload=alert(1)>"}, "could not be read"),
        ({"strokes": '[["<b>", 1, 2, 3]]'}, "left the picture"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words_and_the_words_are_kept(replay, therapist, given, problem):
    answer = written(replay, therapist, **given)
    page = answer.content.decode()
    assert (answer.status_code, ReplayComment.objects.count()) == (400, 0)
    assert problem in page
    assert "onload" not in page
    if "body" not in given:
        assert SAID in page


def test_it_goes_with_the_consent_and_is_in_the_export_before(plan, replay, therapist):
    written(replay, therapist)
    answer = signed_in(plan.member.user).post(reverse("members:export"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as export:
        [row] = json.loads(export.read("replay_comments.json"))
    assert (row["body"], row["strokes"], row["joint"], row["t_ms"]) == (SAID, LINE, "left_knee", 1500)
    members.withdraw_consent(member=plan.member, what="movement", at=world.at(hour=16), by=plan.member.user)
    assert not ReplayComment.objects.exists()


def test_it_stands_in_the_timeline_with_its_moment(plan, replay, therapist):
    written(replay, therapist)
    page = signed_in(therapist).get(
        reverse("practice:timeline", args=[plan.member.pk]),
        {"kind": "comment"},
        headers={"Sinew-At": world.at(hour=15).isoformat()},
    )
    [one] = page.context["timeline"].happened
    assert one.entry.words == SAID
    assert one.entry.url.startswith(f"/replays/{replay.pk}/?at=1500")


def test_a_drawing_is_a_few_lines_of_numbers_inside_the_picture():
    assert read_strokes("[[0, 1, 0.123456, 0.5]]") == [[0.0, 1.0, 0.1235, 0.5]]
    assert read_strokes("") == []


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[1]", "[[0, 0]]", "[[0, 0, 1]]", "[[0, 0, 1, 1.1]]", "[[0, 0, NaN, 1]]", "[[0, 0, true, 1]]",
        "[[0, 0, Infinity, 1]]", "[" * 5000, json.dumps([[0, 0, 1, 1]] * (MOST_STROKES + 1)),
        json.dumps([[0, 1] * (MOST_POINTS + 1)]), "[[0, 0, 1e999, 1]]", " " * 60_001,
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(CommentRefused):
        read_strokes(text)


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda one: st.lists(one, max_size=6))
)
def test_whatever_is_sent_only_numbers_within_the_picture_come_out(made):
    try:
        found = read_strokes(json.dumps(made))
    except CommentRefused:
        return
    assert all(0 <= value <= 1 for stroke in found for value in stroke)


def test_an_answer_begins_with_the_moment_and_shows_it_as_a_link():
    assert about_a_moment({"replay": "12", "at": "3400"}) == "/replays/12/?at=3400\n\n"
    assert about_a_moment({"replay": "12; drop", "at": "1"}) == about_a_moment({}) == ""
    shown = link_moments("<p>/replays/12/?at=3400</p>")
    assert shown == '<p><a href="/replays/12/?at=3400">The moment at 0:03</a></p>'
    for other in ("https://evil.example/replays/12/?at=1", "/replays/12/?at=1&amp;x=2", "/replays/x/?at=1"):
        assert link_moments(other) == other
