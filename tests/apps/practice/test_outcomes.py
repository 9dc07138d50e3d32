"""Outcomes for practitioners: scores with their meaning, what waits for a license, and who responded."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.outcomes import actions
from sinew.apps.outcomes.course import Course
from sinew.apps.practice.presenters.outcomes import SummaryPresenter
from sinew.apps.web import content as shown
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def began(days, email="ada@example.org"):
    day = timezone.localdate() - days * DAY
    return world.planned(email, day=day, started_on=(day - 6 * DAY).isoformat(), pain_average=6)


def told(plan, days_ago, **answers):
    on = timezone.localdate() - days_ago * DAY
    care.record_check_in(plan=plan, answers=answers, on=on, at=world.at(on), by=plan.member.user)


def changed(plan, days_ago, answer):
    on = timezone.localdate() - days_ago * DAY
    actions.answer_measure(
        plan=plan, measure="pgic", answers={"change": answer}, on=on, at=world.at(on), by=plan.member.user
    )


@pytest.fixture
def therapist():
    return world.therapist()


def looks_after(therapist, plan):
    care.join_care_team(member=plan.member, practitioner=therapist, at=timezone.now(), by=therapist)


def summary_of(*plans):
    day = timezone.localdate()
    found = SummaryPresenter([Course(type(plan).objects.get(pk=plan.pk), day) for plan in plans])
    return found, {line.says: line.tally for line in found.lines}


def test_the_record_shows_change_meaning_what_is_overdue_and_what_waits(therapist):
    plan = began(37)
    looks_after(therapist, plan)
    told(plan, 2, pain_average=3)
    page = signed_in(therapist).get(reverse("practice:member", args=[plan.member.pk])).text
    assert "-3, better, an important change" in page
    assert "overdue since" in page
    assert "Not known yet" in page
    assert "Waits for a license" in page
    assert shown.outcomes().measures["lefs"].license.note in page


def test_a_positive_screening_stands_out_and_the_caseload_says_it(therapist):
    plan = began(30)
    looks_after(therapist, plan)
    actions.answer_measure(
        plan=plan, measure="phq2", answers={"phq2": [2, 2]}, on=timezone.localdate(), at=timezone.now(),
        by=plan.member.user,
    )  # fmt: skip
    browser = signed_in(therapist)
    assert "positive screen" in browser.get(reverse("practice:member", args=[plan.member.pk])).text
    assert "RF-31" in browser.get(reverse("practice:caseload")).text


def test_the_summary_counts_everybody_who_started_and_says_who_gave_no_answer():
    responder, silent, partly, ended = (
        began(100, f"{name}@example.org") for name in ("ada", "ben", "cleo", "dan")
    )
    told(responder, 14, pain_average=2)
    changed(responder, 15, "much-improved")
    told(partly, 14, pain_average=2)
    care.end_care_plan(plan=ended, reason="test", at=timezone.now(), by=ended.member.user)
    early = began(20, "eve@example.org")

    found, tallies = summary_of(responder, silent, partly, ended, early)
    assert (found.started, found.too_early) == (4, 1)
    together, pain = tallies["All together"], tallies["NPRS: 2 points or 30% better"]
    assert (together.met, together.unmet, together.no_answer) == (1, 0, 3)
    assert (pain.met, pain.unmet, pain.no_answer) == (2, 0, 2)
    assert {tally.started for tally in tallies.values()} == {4}
    assert found.lines[0].percent == "25%"


def test_the_summary_page_shows_only_ones_own_members_and_reading_it_is_audited():
    mine, other = began(100), began(100, "ben@example.org")
    therapist = world.therapist()  # only now: a plan that starts joins a therapist who is there
    looks_after(therapist, mine)
    page = signed_in(therapist).get(reverse("practice:outcomes")).text
    assert "1 plan." in page
    read = AuditEntry.objects.filter(event="practice.outcomes.read")
    assert list(read.values_list("member_id", flat=True)) == [mine.member.pk]
    assert other.member.pk not in read.values_list("member_id", flat=True)


def test_the_summary_page_costs_as_many_queries_for_three_members_as_for_one(therapist):
    plan = began(100)
    world.exercised(plan, day=plan.as_of)
    told(plan, 14, pain_average=2)
    browser = signed_in(therapist)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("practice:outcomes")).text
        return len(queries), page

    asked()
    few, page = asked()
    tally = summary_of(plan)[1]["NPRS: 2 points or 30% better"]
    assert tally.met == 1
    assert re.search(r"NPRS: 2 points or 30% better</th>\s*<td[^>]*>1<", page)
    for name in ("ben", "cleo"):
        began(100, f"{name}@example.org")
    more, page = asked()
    assert "3 plans." in page
    assert more == few


def test_a_practice_without_members_reads_a_whole_page(therapist):
    page = signed_in(therapist).get(reverse("practice:outcomes"))
    assert page.status_code == 200
    assert "No plan has reached week 12 yet." in page.text
