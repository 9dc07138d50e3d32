"""What somebody has begun in the editor is not lost, and what a colleague did meanwhile is not undone."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent
from sinew.apps.care.planning import content_of
from sinew.apps.care.summaries import summary_of
from sinew.apps.care.tailoring import preview_of, tailored_since
from sinew.apps.members.models import Member
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.demo.people import Person
from sinew.apps.practice.demo.stories import Team
from sinew.apps.tailoring.models import ListTemplate, Proposal
from tests.apps.members import world
from tests.apps.practice.conftest import Settle
from tests.apps.tailoring.forms import opened, sent, shown
from tests.apps.tailoring.test_editor import listed, plan_of, post, saved
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
TIP = "Slowly, as if through honey."


def day_of(member: Member) -> object:
    return local_day(member, timezone.now())


def test_a_number_that_cannot_be_is_marked_and_everything_else_stays(ana: Member, therapist: Client) -> None:
    form = opened(therapist, ana)
    name = next(one for one in listed(ana) if f"dose.{one}.tempo_hold_s" in form)
    removed = next(one for one in listed(ana) if one != name)
    form = shown(sent(therapist, ana, form, f"remove:{removed}"))
    wrong = {
        "minutes": ("3", "Write a whole number from 5 to 120."),
        "days_per_week": ("9", "Write a whole number from 1 to 7."),
        f"dose.{name}.sets": ("0", "Write a whole number from 1 to 20."),
        f"dose.{name}.rest_s": ("many", "Write a whole number from 0 to 14400."),
        f"dose.{name}.tempo_hold_s": ("", "Write a whole number from 0 to 60."),
    }
    typed = {field: value for field, (value, _) in wrong.items()}
    answer = sent(therapist, ana, form, "preview", **typed, **{f"cue.{name}": TIP})
    again = shown(answer)
    assert answer.status_code == 200
    for field, (value, said) in wrong.items():
        assert said in answer.content.decode()
        assert again[field] == [value]
    assert again[f"cue.{name}"] == [TIP]
    assert json.loads(again["steps"][0]) == [{"decision": "remove_exercise", "exercise": removed}]
    refused = sent(therapist, ana, again, "save", reason="Because.")
    assert refused.status_code == 400
    assert "Nothing was saved" in refused.content.decode()
    assert not CareEvent.objects.filter(plan__member=ana, type="practitioner").exists()


def test_a_pause_without_a_day_is_said_and_loses_nothing(ana: Member, therapist: Client) -> None:
    form = shown(sent(therapist, ana, opened(therapist, ana), f"remove:{listed(ana)[0]}"))
    answer = sent(therapist, ana, form, "pause", until="")
    assert "Choose the first day after the pause" in answer.content.decode()
    assert shown(answer)["steps"] == form["steps"]
    until = (timezone.now() + timedelta(days=4)).date().isoformat()
    typed = sent(therapist, ana, form, "preview", until=until)
    assert shown(typed)["until"] == [until]
    paused = sent(therapist, ana, shown(typed), "pause")
    assert json.loads(shown(paused)["steps"][0])[-1] == {"decision": "pause", "until": until}


def test_enter_in_the_search_of_a_picker_searches(ana: Member, therapist: Client) -> None:
    form = shown(sent(therapist, ana, opened(therapist, ana), "pick:"))
    answer = sent(therapist, ana, form, "preview", q="bridge").content.decode()
    assert "One more exercise" in answer
    assert "Clamshell" not in answer.partition('class="tailor-picker__list"')[2].partition("</ul>")[0]
    assert "One more exercise" not in sent(therapist, ana, form, "close").content.decode()


def test_after_days_away_the_list_is_the_one_the_member_sees(settle: Settle, therapist: Client) -> None:
    away = Person(
        key="jo", name="Jo Away", age=40, side="left", joined_days_ago=20, adherence=1, stopped_after=9
    )
    member = settle(away)
    names, plan = opened(therapist, member)["order"], plan_of(member)
    assert tuple(names) == preview_of(plan, (), local_day(member, timezone.now())).was.ids
    down = sent(therapist, member, opened(therapist, member), f"down:{names[0]}")
    assert shown(down)["order"][:2] == [names[1], names[0]]
    assert "This does not fit" not in down.content.decode()


# somebody else changes the plan in between


@pytest.fixture
def colleague(ana: Member, team: Team) -> User:
    other = world.therapist("other@example.org")
    care.join_care_team(member=ana, practitioner=other, at=timezone.now(), by=team.therapist)
    return other


def test_an_older_page_changes_only_what_was_typed_into_it(
    ana: Member, therapist: Client, colleague: User
) -> None:
    name, other = listed(ana)[0], listed(ana)[1]
    form = opened(therapist, ana)
    rest = int(form[f"dose.{name}.rest_s"][0])
    theirs = {f"dose.{name}.rest_s": str(rest + 30), f"cue.{name}": "Breathe."}
    assert saved(signed_in(colleague), ana, [], **theirs).status_code == 302
    answer = sent(therapist, ana, form, "preview", **{f"cue.{other}": TIP})
    page, again = answer.content.decode(), shown(answer)
    assert "This plan has changed since you opened the page" in page
    assert again[f"dose.{name}.rest_s"] == [str(rest + 30)]
    assert again[f"cue.{name}"] == ["Breathe."]
    assert again[f"cue.{other}"] == [TIP]
    assert sent(therapist, ana, again, "save", reason="Because.").status_code == 302
    made = CareEvent.objects.filter(plan__member=ana, type="practitioner").order_by("id")
    assert [event.payload["decision"] for event in made] == ["set_dose", "set_cue", "set_cue"]
    assert opened(therapist, ana)[f"dose.{name}.rest_s"] == [str(rest + 30)]


def test_saving_an_older_page_is_refused_and_shows_what_is_new(
    ana: Member, therapist: Client, colleague: User
) -> None:
    name, other = listed(ana)[0], listed(ana)[1]
    form = opened(therapist, ana)
    assert saved(signed_in(colleague), ana, [], **{f"cue.{name}": "Breathe."}).status_code == 302
    answer = sent(therapist, ana, form, "save", reason="Because.", **{f"cue.{other}": TIP})
    assert answer.status_code == 409
    assert shown(answer)[f"cue.{name}"] == ["Breathe."]
    assert shown(answer)[f"cue.{other}"] == [TIP]


# reasons


def test_sentences_that_content_suggests_lift_no_limit_however_they_are_put_together(
    ana: Member, therapist: Client
) -> None:
    when = {"on": day_of(ana), "at": timezone.now(), "by": ana.user}
    care.record_check_in(plan=plan_of(ana), answers={"minutes_per_day": 10}, **when)
    steps = [
        {"decision": "set_time", "minutes": 20},
        {"decision": "remove_exercise", "exercise": listed(ana)[0]},
    ]
    canned = "You can do without it in this phase. This fits your week better."
    for reason in (canned, "This fits your week better.", " This fits your week better. . "):
        answer = saved(therapist, ana, steps, override="1", reason=reason)
        assert answer.status_code == 400
        assert "has to be your own" in answer.content.decode()
    own = saved(therapist, ana, steps, override="1", reason=f"{canned} She has this week off.")
    assert own.status_code == 302


def test_a_suggested_reason_follows_what_is_changed(ana: Member, therapist: Client) -> None:
    form = shown(sent(therapist, ana, opened(therapist, ana), f"remove:{listed(ana)[0]}"))
    assert form["reason"] == ["You can do without it in this phase."]
    also = shown(sent(therapist, ana, form, "preview", **{f"cue.{listed(ana)[1]}": TIP}))
    assert also["reason"] == [
        "You can do without it in this phase. This tip helps you feel the right muscles."
    ]
    own = shown(sent(therapist, ana, also, "preview", reason="You asked for it."))
    assert own["reason"] == ["You asked for it."]


def test_taking_back_is_no_step_of_the_editor(ana: Member, therapist: Client) -> None:
    saved(therapist, ana, [{"decision": "remove_exercise", "exercise": listed(ana)[0]}])
    before = listed(ana)
    assert saved(therapist, ana, [{"decision": "take_back", "count": 1}]).status_code == 400
    assert listed(ana) == before


# what the member and the team read


def test_a_change_the_plan_leaves_out_later_is_not_told_as_made(ana: Member, therapist: Client) -> None:
    """A session of yesterday comes in late, from a phone that was off line, and it hurt."""
    name = listed(ana)[0]
    page = post(therapist, ana, "pick:").content.decode()
    added = page.partition('value="add:')[2].partition('"')[0]
    steps = [{"decision": "add_exercise", "exercise": added}]
    answer = saved(therapist, ana, steps, override="1", reason="She is ready.", **{f"cue.{name}": TIP})
    assert answer.status_code == 302
    (told,) = tailored_since(plan_of(ana), plan_of(ana).as_of)
    assert len(told.sentences) == 2
    exercises = [{"exercise": name, "sets_done": 2, "pain": 8}]
    facts = {"exercises": exercises, "pain_before": 2, "pain_during": 8, "pain_after": 8, "effort": 5}
    on = local_day(ana, timezone.now()) - timedelta(days=1)
    care.record_session(plan=plan_of(ana), facts=facts, on=on, at=timezone.now(), by=ana.user)
    (told,) = tailored_since(plan_of(ana), plan_of(ana).as_of)
    assert [sentence for sentence in told.sentences if TIP not in sentence] == []


def test_a_tip_is_no_answer_to_a_session_in_the_red_zone(
    ana: Member, therapist: Client, coach: Client
) -> None:
    on, at = local_day(ana, timezone.now()), timezone.now()
    name = listed(ana)[0]
    facts = {"exercises": [{"exercise": name, "sets_done": 2, "pain": 8}], "pain_during": 8, "effort": 5}
    care.record_session(plan=plan_of(ana), facts=facts, on=on, at=at, by=ana.user)
    assert summary_of(plan_of(ana))["red_on"] == on
    assert saved(coach, ana, [], **{f"cue.{name}": TIP}).status_code == 302
    assert summary_of(plan_of(ana))["red_on"] == on
    assert saved(therapist, ana, [{"decision": "remove_exercise", "exercise": name}]).status_code == 302
    assert summary_of(plan_of(ana))["red_on"] is None


def test_a_proposal_is_seen_on_the_page_of_the_member(ana: Member, coach: Client, therapist: Client) -> None:
    page = reverse("practice:member", args=[ana.pk])
    assert "proposed by the team" not in therapist.get(page).content.decode()
    step = json.dumps([{"decision": "remove_exercise", "exercise": listed(ana)[0]}])
    post(coach, ana, "propose", steps=step, reason="She finds it dull.", override="1")
    assert "1 change proposed by the team" in therapist.get(page).content.decode()
    taken = shown(post(therapist, ana, f"take:{Proposal.objects.get().pk}"))
    assert "override" not in taken
    assert '"override"' not in taken["steps"][0]


def test_a_list_of_another_kind_makes_its_own_room(ana: Member, therapist: Client) -> None:
    """As many exercises come in as go out, however full the list is."""
    before = listed(ana)
    post(therapist, ana, "keep", template_name="My usual")
    rules = content_of(plan_of(ana)).program.tailoring
    assert rules is not None
    page = post(therapist, ana, "pick:").content.decode()
    more = [part.partition('"')[0] for part in page.split('value="add:')[1:]]
    extra = more[: rules.exercises_at_most - len(before)]
    steps = [{"decision": "add_exercise", "exercise": name} for name in extra]
    assert saved(therapist, ana, steps, override="1", reason="She has time.").status_code == 302
    template = ListTemplate.objects.get()
    first = next(name for name in more if name not in extra)
    template.exercises = [*template.exercises[1:], {"exercise": first, "dose": {}}]
    template.save()
    used = post(therapist, ana, f"template:{template.pk}")
    assert "Left out" not in used.content.decode()
    assert {"decision": "add_exercise", "exercise": first} in json.loads(shown(used)["steps"][0])
