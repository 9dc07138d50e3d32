"""Tasks: given once, done, handed over with their member."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.charting.actions.tasks import add_task, assign_task, finish_task, hand_over_tasks, reopen_task
from sinew.apps.charting.errors import NothingWritten, NotOnTheTeam
from sinew.apps.charting.models import Task
from sinew.apps.members import actions as members
from sinew.apps.members.models import Member
from sinew.apps.practice.queue.handing_over import FOR_GOOD
from tests.apps.charting.conftest import NOW
from tests.apps.members import world
from tests.support.sign_in import signed_in

DUE = date(2026, 11, 16)


def given(member: Member | None, to: User, by: User, key: UUID | None = None, what: str = "Call her") -> Task:
    return add_task(
        what=what, due_on=DUE, assigned_to=to, member=member, note=None, key=key or uuid4(), at=NOW, by=by
    )


def test_the_same_form_sent_twice_makes_one_task(member: Member, therapist: User, coach: User):
    key = uuid4()
    assert given(member, coach, therapist, key) == given(member, coach, therapist, key)
    assert Task.objects.of(coach).get().what == "Call her"


def test_a_form_of_before_that_says_something_else_makes_another_task(member: Member, therapist: User):
    key = uuid4()
    for what in ("Call her", "Write to her", "Call her"):
        given(member, therapist, therapist, key, what)
    assert {task.what for task in Task.objects.all()} == {"Call her", "Write to her"}


def test_nobody_has_tasks_about_themselves(member: Member, therapist: User):
    own = members.join(user=therapist, at=NOW, by=therapist)
    with pytest.raises(NotOnTheTeam):
        given(own, therapist, therapist)


def test_a_task_is_overdue_from_the_day_after_its_last_until_it_is_done(member: Member, therapist: User):
    task = given(member, therapist, therapist)
    assert [task.is_overdue_on(date(2026, 11, day)) for day in (16, 17)] == [False, True]
    for _click in range(2):
        task = finish_task(task=task, at=NOW, by=therapist)
    assert (task.done_by, task.is_overdue_on(date(2026, 12, 1))) == (therapist, False)
    task = reopen_task(task=task, by=therapist)
    assert (task.done_at, task.done_by) == (None, None)


def test_a_task_about_a_member_is_for_their_team(member: Member, therapist: User):
    stranger = world.therapist("stranger@example.org")
    with pytest.raises(NotOnTheTeam):
        given(member, therapist, stranger)
    with pytest.raises(NotOnTheTeam):
        given(member, stranger, therapist)
    task = given(member, therapist, therapist)
    assert not Task.objects.visible_to(stranger).exists()
    assert not Task.objects.visible_to(member.user).exists()
    with pytest.raises(NotOnTheTeam):
        finish_task(task=task, at=NOW, by=stranger)


def test_a_task_about_nobody_is_for_who_has_it_and_who_gave_it(therapist: User, coach: User):
    task = given(None, coach, therapist)
    other = world.therapist("other@example.org")
    assert [Task.objects.visible_to(user).count() for user in (therapist, coach, other)] == [1, 1, 0]
    with pytest.raises(NotOnTheTeam):
        finish_task(task=task, at=NOW, by=other)
    with pytest.raises(NotOnTheTeam):
        given(None, world.account("op@example.org"), therapist)


def test_who_takes_a_member_over_has_what_was_still_to_do(member: Member, therapist: User):
    done, left = given(member, therapist, therapist), given(member, therapist, therapist)
    about_nobody = given(None, therapist, therapist)
    finish_task(task=done, at=NOW, by=therapist)
    following = world.therapist("following@example.org")
    with pytest.raises(NotOnTheTeam):
        hand_over_tasks(member=member, leaving=therapist, to=following, by=None)
    teams.join_care_team(member=member, practitioner=following, at=NOW, by=None)
    assert hand_over_tasks(member=member, leaving=therapist, to=following, by=None) == 1
    assert Task.objects.of(following).get() == left
    assert set(Task.objects.of(therapist)) == {done, about_nobody}


def test_when_somebody_leaves_without_handing_over_the_team_still_has_the_task(
    member: Member, therapist: User, coach: User
):
    task = given(member, therapist, therapist)
    teams.leave_care_team(member=member, practitioner=therapist, at=NOW, by=None)
    assert not Task.objects.visible_to(therapist).exists()
    assert Task.objects.visible_to(coach).open().get() == task
    assert assign_task(task=task, to=coach, by=coach).assigned_to == coach


def test_a_task_says_what(member: Member, therapist: User):
    with pytest.raises(NothingWritten):
        given(member, therapist, therapist, what="  ")


def test_handing_a_member_over_for_good_on_the_page_hands_the_tasks_over(member: Member, therapist: User):
    following = world.therapist("following@example.org")
    task = given(member, therapist, therapist)
    form = {"to": following.pk, "who": "some", "member": member.pk, "how": FOR_GOOD}
    signed_in(therapist).post(reverse("practice:hand_over"), form)
    assert Task.objects.of(following).get() == task
