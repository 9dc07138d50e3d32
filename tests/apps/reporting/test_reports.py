"""Facts from what members did, releases that stay, and who may read them."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.coverage.models import Coverage, ListedPerson
from sinew.apps.reporting.actions.releases import publish_due, publish_quarter
from sinew.apps.reporting.errors import IsAppendOnly, NotOver, OutOfOrder
from sinew.apps.reporting.facts import facts_of, left_by_year
from sinew.apps.reporting.models import GroupedAnswer, Release
from sinew.apps.reporting.reading import next_quarter
from sinew.disclosure import Band, Counted, Quarter
from sinew.vocabulary import Role
from tests.apps.members import world as people
from tests.apps.reporting import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = Quarter(2026, 1), Quarter(2026, 2)


@pytest.fixture
def sponsor():
    return people.sponsor()


@pytest.fixture
def manager(sponsor):
    user = people.account("manager@example.org", Role.SPONSOR_MANAGER)
    appoint_manager(sponsor=sponsor, user=user, at=people.at(), by=None)
    return user


def test_facts_are_counted_up_to_the_end_of_the_quarter(sponsor):
    world.listed(sponsor, 60)
    world.listed(sponsor, 3, born_on=date(2015, 1, 1))
    world.listed(sponsor, 2, begins_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    plans = world.members(sponsor, 4)
    later = world.members(sponsor, 1)[0]
    Coverage.objects.filter(member=later.member).update(begins_on=date(2026, 4, 1))
    world.exercised(plans[0], *(world.START + timedelta(days=2 * n) for n in range(4)))
    world.exercised(plans[1], world.START, date(2026, 4, 2))
    world.exercised(plans[2], date(2025, 12, 30))
    facts = facts_of(sponsor, FIRST)
    assert (facts.covered, facts.covered_in_year) == (60, 62)
    assert facts.counts[Counted.ENROLLED] == 4
    assert facts.counts[Counted.STARTED] == 2
    assert facts.counts[Counted.ENGAGED] == 1
    assert sorted(facts.sessions) == [1, 4]
    assert facts_of(sponsor, SECOND).counts[Counted.ENROLLED] == 5
    assert left_by_year(sponsor) == {2026: 2}


def test_answers_of_week_12_count_when_its_days_are_over(sponsor):
    world.listed(sponsor, 60)
    plans = world.members(sponsor, 3)
    world.told(plans[0], pain=0)
    world.told(plans[1], pain=2)
    assert facts_of(sponsor, FIRST).counts[Counted.REACHED] == 0
    facts = facts_of(sponsor, SECOND)
    assert facts.counts[Counted.REACHED] == 3
    assert facts.counts[Counted.TOLD_PAIN] == 2
    assert facts.counts[Counted.IMPROVED] == 1
    assert sorted(one.after for one in facts.answers["pain"]) == [0, 2]
    assert [one.before for one in facts.answers["function"]] == [4, 4]
    assert [one.after for one in facts.answers["satisfaction"]] == [8, 8]


def test_whoever_has_two_sponsors_counts_for_the_first(sponsor):
    plan_sponsor = people.sponsor("river", "River Health Plan")
    for one in (sponsor, plan_sponsor):
        world.listed(one, 60)
    for plan in world.members(sponsor, 3):
        Coverage.objects.create(
            member=plan.member, sponsor=plan_sponsor, proven_by="contact", begins_on=world.START,
            created_at=world.at(world.START, 12), checked_at=world.at(world.START, 12),
        )  # fmt: skip
    assert facts_of(sponsor, FIRST).counts[Counted.ENROLLED] == 3
    assert facts_of(plan_sponsor, FIRST).counts[Counted.ENROLLED] == 0


def test_who_left_stays_counted_until_many_have_left(sponsor):
    world.listed(sponsor, 60)
    for plan in world.members(sponsor, 2):
        Coverage.objects.filter(member=plan.member).update(ends_on=date(2026, 3, 1))
    ListedPerson.objects.filter(sponsor=sponsor, key__in=["1", "2"]).update(ends_on=date(2026, 3, 1))
    assert facts_of(sponsor, SECOND).counts[Counted.ENROLLED] == 2
    assert facts_of(sponsor, Quarter(2027, 1)).counts[Counted.ENROLLED] == 2


def test_a_release_is_made_once_in_order_and_never_changed(sponsor):
    world.listed(sponsor, 60)
    world.members(sponsor, 12)
    with pytest.raises(NotOver):
        publish_quarter(sponsor=sponsor, quarter=FIRST, at=world.at(date(2026, 4, 14)), by=None)
    day = world.at(date(2026, 4, 15))
    with pytest.raises(OutOfOrder):
        publish_quarter(sponsor=sponsor, quarter=SECOND, at=world.at(date(2026, 8, 1)), by=None)
    release = publish_quarter(sponsor=sponsor, quarter=FIRST, at=day, by=None)
    assert release.report.counts[Counted.ENROLLED] == Band(11, 20, is_open=True)
    with pytest.raises(OutOfOrder):
        publish_quarter(sponsor=sponsor, quarter=FIRST, at=day, by=None)
    for change in (
        release.save,
        release.delete,
        Release.objects.all().delete,
        lambda: Release.objects.update(year=2025),
    ):
        with pytest.raises(IsAppendOnly):
            change()
    assert AuditEntry.objects.filter(event="reporting.release.published").count() == 1


def test_the_standing_duty_publishes_what_is_due_and_nothing_twice(sponsor):
    world.listed(sponsor, 60)
    day = world.at(date(2026, 10, 20))
    assert [str(one.period) for one in publish_due(at=day)] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert publish_due(at=day) == []
    assert next_quarter(sponsor) == Quarter(2026, 4)


def test_people_whose_answers_are_in_a_mean_come_into_no_other(sponsor):
    world.listed(sponsor, 300)
    for number, plan in enumerate(world.members(sponsor, 55)):
        if number < 14:
            world.at_the_start(plan, pain=3 + number % 3, function=3 + number % 3)
            world.told(plan, pain=number % 3, function=5 + number % 4, satisfaction=6 + number % 4)
    made = publish_due(at=world.at(date(2026, 7, 20)))
    groups = {group.measure: group for group in made[1].report.groups}
    assert set(groups) == {"pain", "function", "satisfaction"}
    assert (groups["pain"].before, groups["pain"].after) == (3.9, 0.9)
    assert groups["pain"].people == ()
    assert GroupedAnswer.objects.count() == 3 * 14
    assert not any(facts_of(sponsor, Quarter(2026, 3)).answers.values())


def test_answers_that_are_all_alike_are_in_no_mean(sponsor):
    world.listed(sponsor, 300)
    for plan in world.members(sponsor, 55)[:14]:
        world.told(plan, pain=1)
    _first, second = publish_due(at=world.at(date(2026, 7, 20)))
    assert second.report.groups == ()
    assert GroupedAnswer.objects.count() == 0


def test_what_is_stored_holds_no_exact_count_and_nobody(sponsor):
    world.listed(sponsor, 60)
    plans = world.members(sponsor, 13)
    (release,) = publish_due(at=world.at(date(2026, 4, 20)))
    kept = str(release.published)
    assert "13" not in kept
    assert all(str(plan.pk) not in kept and str(plan.member_id) not in kept for plan in plans)


def page(manager, name, *args):
    return signed_in(manager).get(reverse(f"reporting:{name}", args=["acme", *args]))


def test_a_manager_reads_the_last_report_and_earlier_ones(sponsor, manager):
    world.releases(sponsor)
    last = page(manager, "reports").content.decode()
    assert "October to December 2026" in last
    assert "181 to 190" in last
    assert "What is not shown, and why" in last
    assert "What people came with" in last
    first = page(manager, "report", "2026-Q1").content.decode()
    assert "51 to 60" in first
    assert "181 to 190" not in first
    assert page(manager, "report", "2031-Q1").status_code == 404


def test_before_the_first_report_the_page_says_when_it_comes(sponsor, manager):
    assert "two weeks after its quarter ends" in page(manager, "reports").content.decode()


def test_a_sponsor_with_few_people_reads_why_there_is_no_report(sponsor, manager):
    world.listed(sponsor, 49)
    publish_due(at=world.at(date(2026, 4, 20)))
    shown = page(manager, "reports").content.decode()
    assert "Fewer than 50 people are covered" in shown
    assert page(manager, "report_as_pdf", "2026-Q1").content.startswith(b"%PDF")
    assert "no report" in page(manager, "report_as_csv", "2026-Q1").content.decode()


def test_the_report_goes_out_as_pdf_and_csv(sponsor, manager):
    world.releases(sponsor)
    pdf = page(manager, "report_as_pdf", "2026-Q4")
    assert pdf.content.startswith(b"%PDF")
    assert "no-store" in pdf["Cache-Control"]
    rows = list(csv.reader(io.StringIO(page(manager, "report_as_csv", "2026-Q4").content.decode())))
    assert ["2026-Q4", "Enrolled", "181", "190", ""] in rows
    assert {row[0] for row in rows[1:]} == {"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}


def test_another_sponsor_s_manager_sees_nothing(sponsor, manager):
    other = people.sponsor("river", "River Health Plan")
    world.releases(other)
    client = signed_in(manager)
    for name, args in (("reports", []), ("report", ["2026-Q4"]), ("report_as_pdf", ["2026-Q4"])):
        assert client.get(reverse(f"reporting:{name}", args=["river", *args])).status_code == 404
    assert not Release.objects.visible_to(manager).exists()
    assert Client().get(reverse("reporting:reports", args=["river"])).status_code == 302


def test_reading_a_page_reads_no_member(sponsor, manager):
    world.releases(sponsor)
    client = signed_in(manager)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("reporting:reports", args=["acme"]))
    read = " ".join(query["sql"] for query in queries)
    for table in (
        "members_member",
        "care_",
        "exercise_",
        "outcomes_",
        "coverage_coverage",
        "coverage_listed",
    ):
        assert table not in read
