"""Clinicians sign versions of the content off; nothing unsigned ever shows a reviewer's name."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sinew.apps.accounts import credentials
from sinew.apps.accounts.actions import close_account
from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.library import actions, errors, reviews
from sinew.apps.library.models import ContentReview
from sinew.apps.library.review_presenters import ReviewList, ReviewRow
from sinew.apps.library.reviews import State
from sinew.apps.web.content import current
from sinew.content import ReviewableItem, default_root
from sinew.vocabulary import Evidence, Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
SQUAT = ("exercise", "mini-squat")
NAME = "Dr. Review Canary"
PAGE = "/review/exercise/mini-squat/"


def item(key: tuple[str, str] = SQUAT) -> ReviewableItem:
    return reviews.items_of(current())[key]


def licensed(user: User, days: int = 90) -> User:
    today = timezone.localdate()
    credentials.enter_credential(
        kind="physician",
        license_number="MD-815",
        issuing_body="Chamber",
        country="Austria",
        valid_until=today + timedelta(days=days),
        at=timezone.now(),
        by=user,
    )
    user.display_name = NAME
    user.save()
    return user


@pytest.fixture
def editor() -> User:
    return licensed(world.account("editor@example.org", Role.CLINICAL_EDITOR))


def signed(by: User, key: tuple[str, str] = SQUAT) -> ContentReview:
    found = item(key)
    return actions.sign_off(item=found, version=found.version, note="Read.", at=timezone.now(), by=by)


@pytest.fixture
def edited(settings, tmp_path: Path) -> Callable[[], None]:
    """Makes the content a copy whose mini squat has one more sentence."""

    def edit() -> None:
        root = Path(shutil.copytree(default_root(), tmp_path / "content"))
        coaching = root / "exercises" / "mini-squat" / "coaching.en.md"
        text = coaching.read_text(encoding="utf-8")
        coaching.write_text(text.replace("## Start position\n\n", "## Start position\n\nBreathe. ", 1))
        assert coaching.read_text(encoding="utf-8") != text
        settings.CONTENT_ROOT = root

    return edit


def test_every_exercise_article_questionnaire_and_the_program_can_be_reviewed():
    kinds = [kind for kind, _name in reviews.items_of(current())]
    assert kinds.count("exercise") == len(current().exercises)
    assert kinds.count("article") == len(current().articles)
    measures = current().outcomes.measures
    assert (kinds.count("program"), kinds.count("questionnaire")) == (1, 2 + len(measures))


def test_every_item_has_marked_facts_that_point_into_its_files():
    for found in reviews.items_of(current()).values():
        assert found.facts, found.id
        for fact in found.facts:
            lines = found.files[fact.file].splitlines()
            first = fact.text.split("\n")[0]
            assert first.strip() in lines[fact.line - 1], (found.id, fact)


def test_the_facts_of_an_exercise_have_the_marks_and_sources_of_its_file():
    for name, exercise in current().exercises.items():
        facts = item(("exercise", name)).facts
        assert [fact.mark for fact in facts] == [mark.mark for mark in exercise.evidence_marks]
        assert [fact.references for fact in facts] == [mark.references for mark in exercise.evidence_marks]


def test_a_fresh_installation_has_no_sign_offs_at_all(client):
    states = reviews.standings(reviews.items_of(current()).values())
    assert {standing.state for standing in states.values()} == {State.NOT_YET}
    assert "not yet clinically reviewed" in client.get("/about/").text


def test_a_sign_off_names_the_reviewer_on_the_public_page(client, editor: User):
    signed(editor)
    text = " ".join(client.get("/library/mini-squat/").text.split())
    assert f"Reviewed by {NAME}, Physician, on" in text
    assert "License as entered, not verified" in text
    assert "MD-815" not in text
    assert "Not yet clinically reviewed" in client.get("/library/sit-to-stand/").text


def test_an_article_says_to_search_engines_who_reviewed_it_once_it_was_signed_off(client, editor: User):
    address = "/learn/hamstring-definition/"
    assert '"reviewedBy"' not in client.get(address).text
    signed(editor, ("article", "hamstring-definition"))
    assert '"reviewedBy"' in client.get(address).text
    assert NAME in client.get(address).text


def test_a_confirmed_license_is_said_to_be_confirmed(client, editor: User):
    credentials.confirm_credential(user=editor, at=timezone.now(), by=None)
    signed(editor)
    assert "License confirmed" in client.get("/library/mini-squat/").text


def test_what_changed_since_shows_no_name_and_reviewers_see_the_difference(client, editor: User, edited):
    signed(editor)
    edited()
    text = client.get("/library/mini-squat/").text
    assert "Changed since review" in text
    assert NAME not in text
    page = signed_in(editor).get(PAGE).text
    assert "What changed since the review" in page
    assert page.count('class="changes__added"') == page.count('class="changes__removed"') == 1
    assert "Breathe." in page


def test_the_version_that_was_read_is_the_one_that_is_signed(editor: User, edited):
    browser, read = signed_in(editor), item().version
    edited()
    answer = browser.post(f"{PAGE}sign-off/", {"version": read, "note": "My note", "has_read": "on"})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.text
    assert f'value="{item().version}"' in answer.text
    assert "My note" in answer.text
    assert not ContentReview.objects.exists()


def test_signing_off_in_the_browser_is_kept_and_audited(editor: User):
    browser = signed_in(editor)
    form = {"version": item().version, "note": "Dose fits.", "has_read": "on"}
    assert browser.post(f"{PAGE}sign-off/", form).status_code == 302
    browser.post(f"{PAGE}sign-off/", form)
    review = ContentReview.objects.get()
    assert (review.reviewer_name, review.license_number, review.note) == (NAME, "MD-815", "Dose fits.")
    assert review.files == dict(item().files)
    entry = AuditEntry.objects.get(event="library.review.signed_off")
    assert (entry.by_id, entry.detail["version"]) == (editor.pk, item().version)


def test_who_has_not_said_that_they_read_it_signs_nothing(editor: User):
    answer = signed_in(editor).post(f"{PAGE}sign-off/", {"version": item().version})
    assert answer.status_code == 400
    assert not ContentReview.objects.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OPERATOR, Role.SPONSOR_MANAGER])
def test_other_roles_cannot_sign_off(role: Role):
    with pytest.raises(PermissionDenied):
        signed(world.account("other@example.org", role))


def test_a_sign_off_takes_a_license_that_is_valid_today():
    therapist = world.therapist()
    with pytest.raises(errors.CredentialNeeded):
        signed(therapist)
    licensed(therapist, days=-1)
    with pytest.raises(errors.CredentialNeeded):
        signed(therapist)
    licensed(therapist, days=0)
    assert signed(therapist).version == item().version


def test_a_sign_off_takes_a_second_factor():
    careless = User.objects.create_user("careless@example.org", "pw", role=Role.CLINICAL_EDITOR)
    with pytest.raises(errors.SecondFactorNeeded):
        signed(licensed(careless))


def test_a_demo_account_is_named_as_one(editor: User):
    User.objects.filter(pk=editor.pk).update(is_demo=True)
    editor.refresh_from_db()
    assert signed(editor).reviewer_name == f"{NAME} (demo account)"


def test_a_withdrawn_sign_off_no_longer_counts_and_stays_in_the_history(client, editor: User):
    review, browser = signed(editor), signed_in(editor)
    address = f"{PAGE}sign-offs/{review.pk}/withdraw/"
    assert browser.post(address, {"reason": ""}).status_code == 400
    assert browser.post(address, {"reason": "Wrong dose."}).status_code == 302
    assert browser.post(address, {"reason": "Again."}).status_code == 403
    text = client.get("/library/mini-squat/").text
    assert "Not yet clinically reviewed" in text
    assert NAME not in text
    assert "Wrong dose." in browser.get(PAGE).text


def test_only_a_clinical_editor_withdraws_what_somebody_else_signed(editor: User):
    therapist = licensed(world.therapist())
    with pytest.raises(errors.SignOffStands):
        actions.withdraw_sign_off(review=signed(editor), reason="No", at=timezone.now(), by=therapist)
    review = signed(therapist, ("exercise", "sit-to-stand"))
    actions.withdraw_sign_off(review=review, reason="Yes", at=timezone.now(), by=editor)
    assert not ContentReview.objects.standing().of_item("exercise", "sit-to-stand").exists()


def test_reviews_are_only_ever_added(editor: User):
    review = signed(editor)
    for change in (review.save, review.delete, ContentReview.objects.all().delete):
        with pytest.raises(errors.ReviewIsAppendOnly):
            change()
    with pytest.raises(errors.ReviewIsAppendOnly):
        ContentReview.objects.update(note="Other")


def test_a_closed_account_leaves_its_sign_off_and_takes_its_license_along(editor: User):
    review = signed(editor)
    close_account(user=editor, by=None)
    review.refresh_from_db()
    assert (review.reviewer_id, review.reviewer_name) == (None, NAME)


def test_the_export_has_every_sign_off_with_what_became_of_it(editor: User, edited):
    actions.withdraw_sign_off(review=signed(editor), reason="Typo.", at=timezone.now(), by=editor)
    signed(editor)
    signed(editor, ("program", "hamstring"))
    edited()
    rows = reviews.export(current())
    now = [(row["item"], row["is_current_version"]) for row in rows]
    assert now == [("mini-squat", False), ("mini-squat", False), ("hamstring", True)]
    assert [row["withdrawal_reason"] for row in rows] == ["Typo.", None, None]
    assert rows[0]["credential"]["license_number"] == "MD-815"


def test_the_dashboard_begins_with_what_rests_on_our_proposals_and_ends_with_what_is_signed(editor: User):
    signed(editor)
    found = reviews.standings(reviews.items_of(current()).values())
    rows = [ReviewRow(one, found[one.kind, one.id]) for one in reviews.items_of(current()).values()]
    listed = ReviewList.of(rows, {})
    assert listed.rows[0].item.weakest is Evidence.DESIGN
    assert listed.rows[-1].item.id == "mini-squat"
    assert (listed.reviewed, listed.total) == (1, len(rows))
    weakest = [row.item.weakest for row in listed.rows[:-1]]
    assert weakest == sorted(weakest, key=[Evidence.DESIGN, Evidence.EXPERT, Evidence.PUBLISHED].index)


@pytest.mark.parametrize(
    ("query", "count"),
    [("state=reviewed", 1), ("kind=program", 1), ("state=changed", 0), ("kind=nonsense", None)],
)
def test_the_dashboard_narrows_to_what_is_chosen(editor: User, query: str, count: int | None):
    signed(editor)
    expected = len(reviews.items_of(current())) if count is None else count
    assert f"<strong>{expected}</strong>" in signed_in(editor).get(f"/review/?{query}").text


def test_every_item_has_a_review_page_with_its_files_and_its_sources(editor: User):
    browser = signed_in(editor)
    for kind, name in [
        SQUAT,
        ("article", "hamstring-definition"),
        ("program", "hamstring"),
        ("questionnaire", "intake"),
        ("questionnaire", "pgic"),
        ("questionnaire", "lefs"),
        ("questionnaire", "outcomes"),
    ]:
        answer = browser.get(f"/review/{kind}/{name}/")
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
        for file in item((kind, name)).files:
            assert f"<summary>{file}</summary>" in answer.text
    assert browser.get("/review/exercise/no-such/").status_code == 404
