"""The demo world shows every situation a practice meets, and nothing of it can reach real people."""

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.test import override_settings

from sinew.apps.accounts.actions import create_account
from sinew.apps.accounts.models import User
from sinew.apps.care.planning import current_plan
from sinew.apps.care.tailoring import tailored_since
from sinew.apps.coverage.models import LookupKey, Sponsor
from sinew.apps.exercise.comments import news_for
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.members.models import Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.caseload import Case, caseload, local_day
from sinew.apps.practice.demo import sign_ins, world
from sinew.apps.practice.demo.people import PEOPLE
from sinew.apps.practice.demo.sponsors import SPONSORS, TO_TRY
from sinew.apps.practice.errors import DemoRefused, NoSuchDemoAccount
from sinew.apps.web import content
from sinew.attention import Kind
from sinew.vocabulary import Role

pytestmark = pytest.mark.django_db


def cases() -> dict[str, Case]:
    therapist = User.objects.get(email="therapist@example.org")
    found = caseload(therapist, content.attention_rules(), at=datetime.now(UTC))
    return {case.member.user.email.partition("@")[0]: case for case in found}


def test_the_world_shows_every_situation_and_can_be_made_again():
    stays = create_account(email="somebody@example.net", role=Role.MEMBER)
    assert len(list(world.make(now=datetime.now(UTC)))) == 2 + len(PEOPLE)
    first = {key: case.attention[0].kind if case.attention else None for key, case in cases().items()}
    assert first == {
        "tom": Kind.URGENT,
        "dev": Kind.FIRST_REVIEW,
        "ingrid": Kind.PAUSED,
        "carla": Kind.RISING_PAIN,
        "jonas": Kind.SILENT,
        "priya": Kind.INTAKE_OPEN,
        "ana": None,
        "marcus": None,
        "mei-ling": None,
        "ruth": None,
        "samuel": None,
        "walter": Kind.MESSAGE,
    }
    phases = {key: case.summary.phase for key, case in cases().items() if case.summary}
    assert phases["ana"] == "T3"
    assert phases["marcus"] == "S2"
    assert phases["ruth"] == "H1"
    assert cases()["samuel"].word == "stop"

    coach, stand_in = (User.objects.get(email=email) for email in ("coach@example.org", sign_ins.STAND_IN))
    covered = caseload(stand_in, content.attention_rules(), at=datetime.now(UTC))
    assert {case.member.user.email for case in covered} == {
        f"{key}@example.org" for key in ("ana", "marcus", "walter")
    }
    assert {case.team.own.covers_for for case in covered if case.team.own} == {coach.name}

    manager = User.objects.get(email="benefits@example.org")
    (northwind,) = Sponsor.objects.visible_to(manager)
    assert northwind.rosters.applied().count() == 2
    assert northwind.people.count() == SPONSORS[0].lives
    number, first, last, born, postal_code, email = TO_TRY
    listed = northwind.people.get(subscriber_id=number)
    assert (listed.first_name, listed.last_name, listed.postal_code) == (first, last, postal_code)
    assert (str(listed.born_on), listed.email) == (born, email)

    for key in ("ana", "marcus"):
        member = Member.objects.get(user__email=f"{key}@example.org")
        today = current_plan(member.care_plans.active().get(), local_day(member, datetime.now(UTC)))
        assert today.session is not None, f"{key} has a rest day"

    ana = Member.objects.get(user__email="ana@example.org")
    plan = ana.care_plans.active().get()
    changed = tailored_since(plan, plan.as_of)
    assert [len(change.sentences) for change in changed] == [2, 1]
    assert len({change.who for change in changed}) == 2
    (note,) = news_for(ana)
    assert note.strokes
    assert note.joint

    assert ExerciseSession.objects.done().count() > 200
    assert MeasuredSet.objects.filter(counted_by="camera").exclude(repetitions=[]).count() > 500
    assert not OutboxEmail.objects.waiting().exists()
    assert all(
        email.endswith("@example.org")
        for email in User.objects.filter(is_demo=True).values_list("email", flat=True)
    )

    old = set(Member.objects.values_list("pk", flat=True))
    list(world.make(now=datetime.now(UTC), people=PEOPLE[3:5]))
    assert not old & set(Member.objects.values_list("pk", flat=True))
    assert set(cases()) == {"dev", "ingrid"}
    assert User.objects.filter(pk=stays.pk).exists()
    assert Sponsor.objects.count() == len(SPONSORS)
    assert not LookupKey.objects.exclude(person__sponsor__in=Sponsor.objects.all()).exists()


@override_settings(DEMO_ACCOUNTS_ALLOWED=False)
def test_the_demo_is_refused_in_a_real_deployment():
    with pytest.raises(DemoRefused):
        list(world.make(now=datetime.now(UTC)))
    assert not User.objects.exists()


def test_the_printed_code_is_the_one_the_sign_in_expects():
    for person in sign_ins.STAFF:
        code, seconds = sign_ins.current_code(person.email)
        assert validate_totp_code(person.secret, code)
        assert 0 < seconds <= 30


def test_codes_exist_for_demo_practitioners_only():
    with pytest.raises(NoSuchDemoAccount, match="therapist"):
        sign_ins.current_code("ana@example.org", time.time())


def test_the_table_names_every_sign_in_to_try():
    table = sign_ins.table()
    for person in (*sign_ins.MEMBERS_TO_TRY, *sign_ins.STAFF):
        assert person.email in table
    assert sign_ins.PASSWORD in table
