"""The editor: what it shows, what it refuses, what it saves, and who reads it."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.care.planning import current_plan
from sinew.apps.care.tailoring import course_of, tailored_since
from sinew.apps.exercise.player_data import session_data
from sinew.apps.members.models import Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.caseload import local_day
from sinew.apps.tailoring.models import ListTemplate, Proposal
from sinew.program import listing_of
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db


def plan_of(member: Member) -> CarePlan:
    return member.care_plans.active().get()


def listed(member: Member) -> tuple[str, ...]:
    """The ids of the list as it stands."""
    plan = plan_of(member)
    return listing_of(course_of(plan, (), local_day(member, timezone.now()))).ids


def address(member: Member) -> str:
    return reverse("tailoring:editor", args=[member.pk])


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found.group(1).replace("&quot;", '"') if found else ""


def post(client: Client, member: Member, act: str, **data: Any) -> Any:
    """A button of the editor, pressed on a page that has just been opened unless it says what was seen."""
    seen = data.pop("seen", None) or hidden(client.get(address(member)).content.decode(), "seen")
    return client.post(address(member), {"act": act, "seen": seen, **data})


def saved(client: Client, member: Member, steps: list[dict[str, Any]], **data: Any) -> Any:
    given = {"reason": "It suits you better.", "steps": json.dumps(steps), **data}
    return post(client, member, "save", **given)


SWAP = {"decision": "swap_exercise", "exercise": "bridge-double", "to": "bridge-hold-double"}


def test_the_editor_shows_every_exercise_with_its_dose_and_minutes(ana: Member, therapist: Client) -> None:
    page = therapist.get(address(ana)).content.decode()
    for name in listed(ana):
        assert f'name="dose.{name}.sets"' in page
    assert re.search(r"<strong>\d+ minutes</strong>", page)
    assert AuditEntry.objects.filter(event="tailoring.plan.read", member_id=ana.pk).exists()


def test_the_picker_shows_what_fits_first_and_says_why_others_do_not(ana: Member, therapist: Client) -> None:
    page = post(therapist, ana, f"pick:{listed(ana)[0]}").content.decode()
    fitting, _, unfit = page.partition("What does not fit, and why")
    assert "Take it" in fitting
    assert "Take it" not in unfit.partition("</section>")[0]
    assert "is not offered before" in unfit
    searched = post(therapist, ana, "pick:", q="bridge").content.decode()
    assert "Add it" in searched or "Nothing of this name fits now." in searched


def test_a_step_is_previewed_and_nothing_is_saved(ana: Member, therapist: Client) -> None:
    first = listed(ana)[0]
    page = post(therapist, ana, f"remove:{first}").content.decode()
    assert "Taken out:" in page
    assert json.loads(hidden(page, "steps")) == [{"decision": "remove_exercise", "exercise": first}]
    assert first in listed(ana)
    dropped = post(therapist, ana, "drop:0", steps=hidden(page, "steps")).content.decode()
    assert hidden(dropped, "steps") == "[]"


def test_what_is_saved_is_read_by_the_member_with_who_and_why(ana: Member, therapist: Client) -> None:
    first = listed(ana)[0]
    mails = OutboxEmail.objects.count()
    answer = saved(
        therapist, ana, [{"decision": "remove_exercise", "exercise": first}],
        **{"reason": "You can do without it.", f"cue.{listed(ana)[1]}": "Slowly, as if through honey."},
    )  # fmt: skip
    assert answer.status_code == 302
    assert first not in listed(ana)
    assert OutboxEmail.objects.count() == mails + 1
    today = signed_in(ana.user).get(reverse("today:today")).content.decode()
    assert "Your care team changed your plan" in today
    assert "took" in today
    assert "You can do without it." in today
    assert "Slowly, as if through honey." in today
    events = CareEvent.objects.filter(plan__member=ana, type="practitioner").order_by("id")
    assert [event.payload["decision"] for event in events] == ["remove_exercise", "set_cue"]
    assert len({event.payload["id"] for event in events}) == 1


def test_the_tip_and_the_tempo_reach_the_player(ana: Member, therapist: Client) -> None:
    name = "bridge-double" if "bridge-double" in listed(ana) else listed(ana)[1]
    tempo = {"out_s": 3, "hold_s": 2, "back_s": 4}
    saved(
        therapist,
        ana,
        [{"decision": "set_dose", "exercise": name, "tempo": tempo}],
        **{f"cue.{name}": "Push the floor away."},
    )
    prescribed = current_plan(plan_of(ana), local_day(ana, timezone.now())).week
    session = next(
        day.session for day in prescribed if day.session is not None and name in day.session.exercise_ids
    )
    kept = plan_of(ana).exercise_sessions.create(
        planned_on=local_day(ana, timezone.now()),
        opened_at=datetime.now(UTC),
        prescribed=session.to_json(),
    )
    given = next(one for one in session_data(kept)["exercises"] if one["exercise"] == name)
    assert given["tip"] == "Push the floor away."
    assert given["tempo"] == tempo


def test_a_reason_is_asked_for(ana: Member, therapist: Client) -> None:
    step = [{"decision": "remove_exercise", "exercise": listed(ana)[0]}]
    answer = saved(therapist, ana, step, reason=" ")
    assert answer.status_code == 400
    assert "Say why" in answer.content.decode()
    assert step[0]["exercise"] in listed(ana)


def test_a_limit_that_protects_is_refused_with_its_reason(ana: Member, therapist: Client) -> None:
    before = listed(ana)
    step = [{"decision": "add_exercise", "exercise": "nordic-eccentric"}]
    answer = saved(therapist, ana, step, override="1", reason="She is strong.")
    assert answer.status_code == 400
    assert "is not offered before" in answer.content.decode()
    assert listed(ana) == before


def test_one_that_does_not_fit_saves_nothing_of_all(ana: Member, therapist: Client) -> None:
    before = listed(ana)
    steps = [
        {"decision": "remove_exercise", "exercise": before[0]},
        {"decision": "set_dose", "exercise": before[1], "sets": 20},
    ]
    assert saved(therapist, ana, steps).status_code == 400
    assert listed(ana) == before


def test_a_soft_limit_takes_a_reason_of_ones_own(ana: Member, therapist: Client) -> None:
    steps = [{"decision": "set_time", "minutes": 20}]
    plan = plan_of(ana)
    care.record_check_in(
        plan=plan,
        answers={"minutes_per_day": 10},
        on=local_day(ana, timezone.now()),
        at=timezone.now(),
        by=ana.user,
    )
    refused = saved(therapist, ana, steps)
    assert refused.status_code == 400
    assert "A stated reason lifts this." in refused.content.decode()
    canned = saved(therapist, ana, steps, override="1", reason="This fits your week better.")
    assert canned.status_code == 400
    stated = saved(therapist, ana, steps, override="1", reason="She has this week off.")
    assert stated.status_code == 302


def test_an_older_page_saves_nothing(ana: Member, therapist: Client) -> None:
    seen = hidden(therapist.get(address(ana)).content.decode(), "seen")
    step = [{"decision": "remove_exercise", "exercise": listed(ana)[0]}]
    assert saved(therapist, ana, step, seen=seen).status_code == 302
    again = [{"decision": "remove_exercise", "exercise": listed(ana)[0]}]
    answer = saved(therapist, ana, again, seen=seen)
    assert answer.status_code == 409
    assert again[0]["exercise"] in listed(ana)


def test_all_that_was_saved_together_is_undone_together(ana: Member, therapist: Client) -> None:
    before = listed(ana)
    steps = [
        {"decision": "exclude_exercise", "exercise": before[0]},
        {"decision": "set_order", "exercises": list(before[1:][::-1])},
    ]
    listing = course_of(plan_of(ana), [steps[0]], local_day(ana, timezone.now()))
    steps[1]["exercises"] = list(listing_of(listing).ids[::-1])
    assert saved(therapist, ana, steps).status_code == 302
    assert listed(ana) != before
    newest = CareEvent.objects.filter(plan__member=ana, type="practitioner").order_by("id").last()
    assert newest is not None
    assert "Undo it" in therapist.get(reverse("practice:member", args=[ana.pk])).content.decode()
    assert therapist.post(reverse("practice:undo", args=[ana.pk, newest.pk])).status_code == 302
    assert listed(ana) == before
    assert tailored_since(plan_of(ana), plan_of(ana).as_of) == []


def test_an_excluded_exercise_is_put_back(ana: Member, therapist: Client) -> None:
    name = listed(ana)[0]
    saved(therapist, ana, [{"decision": "exclude_exercise", "exercise": name}], reason="It cramps.")
    page = therapist.get(address(ana)).content.decode()
    assert f"put_back:{name}" in page
    assert "It cramps." in page
    assert saved(therapist, ana, [{"decision": "put_back_exercise", "exercise": name}]).status_code == 302
    assert name in listed(ana)


def test_rows_are_moved_without_script(ana: Member, therapist: Client) -> None:
    before = listed(ana)
    page = post(therapist, ana, f"down:{before[0]}", order=list(before)).content.decode()
    rows = re.findall(r'name="order" value="([^"]+)"', page)
    assert rows[:2] == [before[1], before[0]]


def test_a_field_that_is_no_number_is_said(ana: Member, therapist: Client) -> None:
    answer = post(therapist, ana, "save", reason="r", **{f"dose.{listed(ana)[0]}.sets": "many"})
    assert answer.status_code == 400
    assert "Write a whole number from 1 to 20." in answer.content.decode()


@pytest.mark.parametrize("steps", ["{", '"x"', '[{"decision": "hold"}]', '[{"decision": "cleared"}]', "[1]"])
def test_a_form_that_somebody_made_up_changes_nothing(ana: Member, therapist: Client, steps: str) -> None:
    answer = post(therapist, ana, "save", steps=steps, reason="r")
    assert answer.status_code == 400
    assert not CareEvent.objects.filter(plan__member=ana, type="practitioner").exists()


def test_a_step_the_program_cannot_read_is_refused_clearly(ana: Member, therapist: Client) -> None:
    answer = post(therapist, ana, "preview", steps='[{"decision": "add_exercise", "exercise": "flying"}]')
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


# coaches


def test_a_coach_writes_tips_and_proposes_the_rest(ana: Member, coach: Client, therapist: Client) -> None:
    name = listed(ana)[0]
    assert saved(coach, ana, [], **{f"cue.{name}": "Breathe out as you lift."}).status_code == 302
    refused = saved(coach, ana, [{"decision": "remove_exercise", "exercise": name}])
    assert refused.status_code == 400
    assert name in listed(ana)
    step = json.dumps([{"decision": "remove_exercise", "exercise": name}])
    assert post(coach, ana, "propose", steps=step, reason="She finds it dull.").status_code == 302
    assert name in listed(ana)
    page = therapist.get(address(ana)).content.decode()
    assert "She finds it dull." in page
    proposal = Proposal.objects.get()
    taken = post(therapist, ana, f"take:{proposal.pk}").content.decode()
    assert json.loads(hidden(taken, "steps")) == [{"decision": "remove_exercise", "exercise": name}]
    assert saved(therapist, ana, json.loads(step), proposal=proposal.pk).status_code == 302
    proposal.refresh_from_db()
    assert proposal.taken is True
    assert name not in listed(ana)


def test_a_proposal_is_left_once(ana: Member, coach: Client, therapist: Client) -> None:
    step = json.dumps([{"decision": "remove_exercise", "exercise": listed(ana)[0]}])
    post(coach, ana, "propose", steps=step, reason="She finds it dull.")
    proposal = Proposal.objects.get()
    leave = reverse("tailoring:decline", args=[ana.pk, proposal.pk])
    assert coach.post(leave).status_code == 403
    assert therapist.post(leave).status_code == 302
    settled_at = Proposal.objects.get().settled_at
    assert therapist.post(leave).status_code == 302
    assert Proposal.objects.get().settled_at == settled_at


# lists that are used again


def keep(client: Client, member: Member, name: str, **data: str) -> str:
    return post(client, member, "keep", template_name=name, **data).content.decode()


def test_a_list_is_kept_and_used_for_the_same_phase(ana: Member, therapist: Client) -> None:
    before = listed(ana)
    assert "Kept as" in keep(therapist, ana, "My usual S1")
    template = ListTemplate.objects.get()
    assert [row["exercise"] for row in template.exercises] == list(before)
    saved(therapist, ana, [{"decision": "remove_exercise", "exercise": before[0]}])
    page = post(therapist, ana, f"template:{template.pk}").content.decode()
    steps = json.loads(hidden(page, "steps"))
    assert {"decision": "add_exercise", "exercise": before[0]} in steps
    assert "You have a template of this name already" in keep(therapist, ana, "My usual S1")


def test_a_template_says_what_does_not_fit_this_member(ana: Member, therapist: Client, team: Any) -> None:
    first, second = listed(ana)[:2]
    keep(therapist, ana, "My usual")
    template = ListTemplate.objects.get()
    saved(therapist, ana, [{"decision": "exclude_exercise", "exercise": first}], reason="It cramps.")
    page = post(therapist, ana, f"template:{template.pk}").content.decode()
    assert "Left out:" in page
    assert "is excluded for this member" in page
    template.exercises = [{"exercise": "gone-exercise", "dose": {}}, {"exercise": second, "dose": {}}]
    template.save()
    assert "does not exist in the content of this plan any more" in (
        post(therapist, ana, f"template:{template.pk}").content.decode()
    )
    template.phase = "T3"
    template.save()
    page = post(therapist, ana, f"template:{template.pk}").content.decode()
    assert "This member is in" in page
    assert hidden(page, "steps") == "[]"


def test_a_private_list_is_nobody_else_s_and_only_its_owner_takes_it_away(
    ana: Member, therapist: Client, coach: Client
) -> None:
    keep(therapist, ana, "Private")
    keep(therapist, ana, "Shared", template_shared="1")
    page = coach.get(reverse("tailoring:templates")).content.decode()
    assert "Shared" in page
    assert "Private" not in page
    private, shared = ListTemplate.objects.order_by("name")
    assert coach.post(reverse("tailoring:retire", args=[private.pk])).status_code == 404
    assert coach.post(reverse("tailoring:retire", args=[shared.pk])).status_code == 403
    assert therapist.post(reverse("tailoring:retire", args=[shared.pk])).status_code == 302
    assert "Shared" not in coach.get(reverse("tailoring:templates")).content.decode()
