"""What new answers do while a program runs: the careful one counts, and nothing softens what waits."""

from typing import Any

import pytest

from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import MILD_STRAIN, TIGHTNESS, rules, story, triaged

FIRST, URGENT, EMERGENCY = Disposition.PRACTITIONER_FIRST, Disposition.URGENT, Disposition.EMERGENCY


# what waits already


@pytest.mark.parametrize(
    "later",
    [
        {"sudden_sharp_pain": "yes"},
        {"symptoms_spread": "over-30-min"},
        {"rf_28": "pregnant"},
        {"rf_07": "unsure"},
    ],
)
def test_an_urgent_referral_is_not_softened_by_a_later_worry(later: dict[str, Any]) -> None:
    person = story(MILD_STRAIN).check_in(1, bruise="large-lump-or-gap")
    assert (person.plan(1).disposition, person.plan(1).within_hours) == (URGENT, 72)
    plan = person.check_in(2, **later).plan(2)
    assert (plan.disposition, plan.within_hours) == (URGENT, 72)
    assert plan.decision.outcome is Outcome.STOP_AND_REFER


def test_what_no_longer_improves_does_not_soften_a_lump_told_in_the_same_answer() -> None:
    plan = story(MILD_STRAIN).check_in(8, bruise="large-lump-or-gap", pain_average=3).plan(8)
    assert (plan.disposition, plan.within_hours) == (URGENT, 72)
    assert {"RF-33", "RF-34"} <= set(rules(plan))


def test_a_practitioner_who_stops_the_plan_does_not_soften_it_either() -> None:
    person = story(MILD_STRAIN, knee_bend_strength="cannot-lift-heel")
    assert person.plan(0).disposition is URGENT
    assert person.practitioner(1, "stop").plan(1).disposition is URGENT


# triage again


@pytest.mark.parametrize(
    "worse",
    [
        {"knee_bend_strength": "clearly-weak"},
        {"walk_without_limp": "within-week"},
        {"tingling": "below-knee"},
        {"scan": "BAMIC 2c"},
        {"hurt_before": "two-or-more"},
    ],
)
def test_a_mild_strain_that_turns_out_to_be_more_waits_for_a_practitioner(worse: dict[str, Any]) -> None:
    plan = story(MILD_STRAIN).check_in(1, **worse).plan(1)
    assert (plan.disposition, plan.session) == (FIRST, None)


@pytest.mark.parametrize("worse", [{"tingling": "below-knee"}, {"location": ["groin-or-front-hip"]}])
def test_tightness_that_turns_out_to_be_something_else_waits(worse: dict[str, Any]) -> None:
    assert story(TIGHTNESS).check_in(3, **worse).plan(3).disposition is FIRST


def test_average_pain_of_eight_waits_whatever_the_worst_was_said_to_be() -> None:
    assert triaged(MILD_STRAIN, pain_average=9, pain_worst=3).disposition is FIRST


def test_what_a_practitioner_has_cleared_is_not_stopped_by_the_same_answer_again() -> None:
    person = story(MILD_STRAIN, walk_without_limp="within-week").practitioner(1, "cleared")
    assert person.check_in(2, walk_without_limp="within-week").plan(2).session is not None


def test_a_bruise_that_fades_is_no_new_bruise() -> None:
    person = story(MILD_STRAIN, bruise="spreading").practitioner(1, "cleared")
    assert person.check_in(3, bruise="small").plan(3).disposition is Disposition.SELF_CARE
    assert person.check_in(4, bruise="spreading").plan(4).disposition is FIRST


# contradictions


@pytest.mark.parametrize(
    "walking", [{"walk_without_limp": "cannot"}, {"rf_12_signs": ["cannot-walk-4-steps"]}]
)
def test_a_fall_after_which_walking_is_impossible_is_an_emergency(walking: dict[str, Any]) -> None:
    found = triaged(MILD_STRAIN, onset="accident", rf_14="can-bear-weight", **walking)
    assert (found.disposition, found.within_hours) == (EMERGENCY, 0)


def test_a_practitioner_sees_both_of_two_answers_that_contradict() -> None:
    (reason,) = [r for r in triaged(TIGHTNESS, tingling="between-legs").reasons if r.rule == "RF-03"]
    assert set(reason.because) == {"tingling: between-legs", "rf-03: no"}


def test_a_scan_with_a_partial_tear_is_looked_at_first() -> None:
    for report in ("BAMIC 2b", "3a", "a grade 2 strain"):
        assert (triaged(MILD_STRAIN, scan=report).presentation, report) == ("C3", report)


def test_under_18_without_a_sudden_injury_is_not_called_a_loose_piece_of_bone() -> None:
    assert triaged(TIGHTNESS, age=17).presentation != "C14"


# words


@pytest.mark.parametrize(
    "text",
    [
        "I want to be dead", "I wanna die", "I could kill my self", "I will hang myself",
        "I cut myself at night", "self-injury again", "I think of how to end my own life",
        "I don't want to be here anymore",
        "There is no point in living", "I do not wish to live", "suicide sprints make me think of suicide",
    ],
)  # fmt: skip
def test_words_of_despair_are_an_emergency(text: str) -> None:
    assert triaged(TIGHTNESS, scan=text).disposition is EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "Running 10 kms",
        "We did suicide sprints",
        "I overdosed on training last week",
        "I killed myself at the gym",
    ],
)
def test_names_of_drills_and_figures_of_speech_are_not(text: str) -> None:
    assert triaged(TIGHTNESS, scan=text).disposition is Disposition.SELF_CARE


def test_a_later_harmless_word_does_not_take_despair_back() -> None:
    person = story(TIGHTNESS).check_in(1, free_text="I want to die")
    assert person.plan(1).disposition is EMERGENCY
    assert person.check_in(2, free_text="fine now").plan(2).disposition is EMERGENCY


def test_after_somebody_has_read_it_the_next_words_count_on_their_own() -> None:
    person = story(TIGHTNESS).check_in(1, free_text="I want to die").practitioner(2, "cleared")
    assert person.plan(2).disposition is EMERGENCY
    assert person.check_in(3, free_text="Thank you for calling").plan(3).session is not None


@pytest.mark.parametrize("kind", ["morning", "session"])
def test_a_note_on_any_event_is_read_like_every_text(kind: str) -> None:
    what = {"compared": "same"} if kind == "morning" else {"exercises": [], "pain_during": 1}
    plan = story(TIGHTNESS).happens(1, kind, note="I want to kill myself", **what).plan(1)
    assert plan.disposition is EMERGENCY


def test_the_order_of_two_answers_of_one_day_in_a_file_changes_nothing() -> None:
    one = story(TIGHTNESS).check_in(1, rf_01="yes").check_in(1, rf_01="no")
    other = story(TIGHTNESS).check_in(1, rf_01="no").check_in(1, rf_01="yes")
    assert one.plan(1).to_json() == other.plan(1).to_json()
    assert one.plan(1).disposition is EMERGENCY
