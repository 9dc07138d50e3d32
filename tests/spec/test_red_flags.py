"""Red flags: which answers stop everything, how soon somebody is seen, and what is never read as "no"."""

from typing import Any

import pytest

from sinew.program import red_flags
from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, intake_of, program, story, triaged

EMERGENCIES: list[tuple[str, dict[str, Any]]] = [
    ("RF-01", {"rf_01": "yes"}),
    ("RF-02", {"rf_02": "yes"}),
    ("RF-03", {"rf_03": "yes"}),
    ("RF-03", {"tingling": "between-legs"}),
    ("RF-04", {"rf_04": "yes"}),
    ("RF-05", {"rf_05": "weakness"}),
    ("RF-05", {"rf_05": "pain-only", "rf_03": "yes"}),
    ("RF-06", {"rf_06": "within-48h"}),
    ("RF-06", {"rf_06": "after-injury-severe"}),
    ("RF-07", {"rf_07": "yes", "rf_07b": ["estrogen", "long-journey"]}),
    ("RF-07", {"rf_07": "yes", "rf_08": "yes"}),
    ("RF-08", {"rf_08": "yes"}),
    ("RF-09", {"rf_09": "now"}),
    ("RF-10", {"rf_10": "yes"}),
    ("RF-11", {"rf_11": "yes"}),
    ("RF-14", {"rf_14": "cannot-bear-weight"}),
    ("RF-16", {"rf_16": "yes"}),
    ("RF-23", {"rf_23": "dark-urine"}),
    ("RF-32", {"scan": "None. Honestly I want to die."}),
    ("RF-32", {"psfs": [{"activity": "stop thinking about killing myself", "score": 0}]}),
]

URGENT: list[tuple[str, dict[str, Any], int]] = [
    ("RF-05", {"rf_05": "pain-only"}, 24),
    ("RF-06", {"rf_06": "over-days"}, 24),
    ("RF-07", {"rf_07": "yes", "rf_07b": []}, 24),
    ("RF-07", {"rf_07": "yes", "rf_07b": ["earlier-clot"]}, 12),
    ("RF-09", {"rf_09": "recent-unchecked"}, 24),
    ("RF-12", {"pop": "yes", "rf_12_signs": ["sit-bone-pain"]}, 72),
    ("RF-12", {"pop": "unsure", "rf_12_signs": ["large-bruise"]}, 72),
    ("RF-12", {"rf_12_signs": ["large-bruise", "sit-bone-pain"]}, 72),
    ("RF-12", {"pop": "yes", "rf_12_signs": ["cannot-walk-4-steps"]}, 24),
    ("RF-12", {"pop": "yes", "walk_without_limp": "cannot"}, 24),
    ("RF-14", {"rf_14": "can-bear-weight"}, 24),
    ("RF-15", {"rf_15": ["hurts-to-hop", "builds-with-running"]}, 24),
    ("RF-15", {"rf_15": ["hurts-to-hop"], "night_rest": "wakes-me"}, 24),
    ("RF-17", {"rf_17": "yes"}, 24),
    ("RF-18", {"rf_18": "yes"}, 168),
    ("RF-19", {"rf_19": "yes"}, 168),
    ("RF-19", {"night_rest": "constant"}, 168),
    ("RF-20", {"rf_20": "yes"}, 336),
    ("RF-21", {"rf_21": "yes"}, 24),
    ("RF-22", {"rf_22": "yes"}, 72),
    ("RF-23", {"rf_23": "widespread-without-dark-urine"}, 72),
    ("RF-24", {"rf_24": "on-walking"}, 72),
    ("RF-24", {"rf_24": "rest-pain-or-sore"}, 24),
]

PRACTITIONER: list[tuple[str, dict[str, Any]]] = [
    ("RF-12", {"pop": "yes"}),
    ("RF-25", {"rf_25": ["swaps-sides", "before-45"]}),
    ("RF-26", {"rf_26": "yes"}),
    ("RF-27", {"rf_27": "hip-knee-back-under-6-months"}),
    ("RF-28", {"rf_28": "pregnant"}),
    ("RF-28", {"rf_28": "postpartum-12-weeks"}),
    ("RF-29", {"rf_29": "known-and-inactive"}),
    ("RF-29", {"rf_29": "known-and-active", "minutes_moderate": 0, "minutes_vigorous": 0}),
    ("RF-30", {"pain_worst": 8}),
    ("RF-30", {"pain_worst": 7, "pain_at_rest": 6}),
    ("RF-30", {"not_sleeping": "yes"}),
]


@pytest.mark.parametrize(("rule", "answers"), EMERGENCIES)
def test_an_emergency_answer_sends_to_help_at_once_and_prescribes_nothing(
    rule: str, answers: dict[str, Any]
) -> None:
    found = triaged(MILD_STRAIN, **answers)
    assert (found.disposition, found.within_hours) == (Disposition.EMERGENCY, 0)
    assert rule in [reason.rule for reason in found.reasons]
    plan = story(MILD_STRAIN, **answers).plan(0)
    assert plan.session is None
    assert plan.decision.outcome is Outcome.STOP_AND_REFER
    assert not any(day.exercises for day in plan.week)


@pytest.mark.parametrize(("rule", "answers", "hours"), URGENT)
def test_an_urgent_answer_says_how_soon_to_be_seen(rule: str, answers: dict[str, Any], hours: int) -> None:
    found = triaged(MILD_STRAIN, **answers)
    assert (found.disposition, found.within_hours) == (Disposition.URGENT, hours)
    assert rule in [reason.rule for reason in found.reasons]
    assert story(MILD_STRAIN, **answers).plan(0).session is None


@pytest.mark.parametrize(("rule", "answers"), PRACTITIONER)
def test_some_answers_need_a_practitioner_before_any_exercise(rule: str, answers: dict[str, Any]) -> None:
    found = triaged(MILD_STRAIN, **answers)
    assert (found.disposition, found.within_hours) == (Disposition.PRACTITIONER_FIRST, 72)
    assert rule in [reason.rule for reason in found.reasons]
    plan = story(MILD_STRAIN, **answers).plan(0)
    assert plan.session is None
    assert plan.decision.outcome is Outcome.PAUSE_FOR_PRACTITIONER


@pytest.mark.parametrize("question", [q.id for q in program().questionnaire.safety_questions])
def test_no_answer_to_a_safety_question_is_never_read_as_no(question: str) -> None:
    changes = {question.replace("-", "_") if question.startswith("rf-") else question: None}
    asked = {"rf_07": "yes"} if question == "rf-07b" else {}
    found = triaged(MILD_STRAIN, **asked, **changes)
    assert found.disposition is not Disposition.SELF_CARE
    assert any(question in fact for reason in found.reasons for fact in reason.because)


@pytest.mark.parametrize(
    "question", [q.id for q in program().questionnaire.safety_questions if "unsure" in q.codes]
)
def test_not_sure_about_a_safety_question_goes_to_a_practitioner(question: str) -> None:
    name = question.replace("-", "_") if question.startswith("rf-") else question
    found = triaged(MILD_STRAIN, **{name: "unsure"})
    assert found.disposition is Disposition.PRACTITIONER_FIRST


def test_a_question_that_was_not_asked_is_not_unanswered() -> None:
    assert triaged(TIGHTNESS).disposition is Disposition.SELF_CARE  # no pop, no rf-07b: neither was asked


def test_under_18_the_program_is_not_offered() -> None:
    found = triaged(TIGHTNESS, age=17)
    assert (found.disposition, found.within_hours) == (Disposition.NOT_ELIGIBLE, None)


def test_under_18_sudden_buttock_pain_is_seen_within_two_days() -> None:
    found = triaged(MILD_STRAIN, age=15, location=["sit-bone"])
    assert (found.disposition, found.within_hours) == (Disposition.URGENT, 48)
    assert found.presentation == "C14"


def test_low_mood_goes_on_with_support_and_the_team_is_told() -> None:
    found = triaged(TIGHTNESS, phq2=3)
    assert found.disposition is Disposition.SELF_CARE
    assert "RF-31" in [flag.rule for flag in found.flags]
    plan = story(TIGHTNESS, phq2=3).plan(0)
    assert "support" in plan.advice
    assert [a.reasons[0].rule for a in plan.adjustments if a.tells_team] == ["RF-31"]
    assert [reason.rule for reason in plan.decision.reasons] == ["start", "RF-31"]


def test_other_free_text_triggers_nothing() -> None:
    found = triaged(TIGHTNESS, scan="I hurt myself running; my back is killing me, dead tired")
    assert found.disposition is Disposition.SELF_CARE


def test_the_most_urgent_flag_comes_first_and_the_others_are_kept() -> None:
    found = triaged(MILD_STRAIN, rf_20="yes", rf_21="yes", rf_16="yes")
    assert [flag.rule for flag in found.flags] == ["RF-16", "RF-21", "RF-20"]


def test_contradicting_answers_count_as_the_careful_one_and_both_are_shown() -> None:
    found = triaged(MILD_STRAIN, rf_03="no", tingling="between-legs")
    assert "tingling: between-legs" in found.reasons[0].because


def test_an_intake_can_be_stopped_at_the_first_red_flag() -> None:
    flags = red_flags({"age": 34, "rf-01": "yes"}, program())
    assert flags[0].stops_intake
    assert not any(flag.stops_intake for flag in red_flags({"age": 34, "rf-01": "no"}, program()))


def test_a_red_flag_in_a_check_in_stops_a_running_program() -> None:
    running = story(TIGHTNESS).good_day(0)
    assert running.plan(2).session is not None
    stopped = running.check_in(2, rf_07="yes", rf_07b=["active-cancer", "cast-or-brace"]).plan(3)
    assert (stopped.disposition, stopped.within_hours) == (Disposition.EMERGENCY, 0)
    assert stopped.session is None


@pytest.mark.parametrize(
    "answers",
    [{"pop": "yes"}, {"sudden_sharp_pain": "yes"}, {"bruise": "small"}, {"walk_without_limp": "cannot"}],
)
def test_signs_of_a_new_injury_stop_the_program(answers: dict[str, Any]) -> None:
    plan = story(MILD_STRAIN).good_day(0).check_in(1, **answers).plan(2)
    assert plan.session is None
    assert "RF-33" in [reason.rule for reason in plan.decision.reasons]


def test_a_new_pop_runs_the_tear_rule_again() -> None:
    plan = story(SORE_TENDON).good_day(0).check_in(1, pop="yes").plan(2)
    assert plan.disposition is Disposition.URGENT  # a pop, and pain at the sit bone
    assert plan.decision.outcome is Outcome.STOP_AND_REFER


def test_wording_of_self_harm_in_a_session_comment_is_an_emergency() -> None:
    plan = story(TIGHTNESS).happens(0, "session", comment="whats the point, I want to end it all").plan(1)
    assert plan.disposition is Disposition.EMERGENCY
    assert plan.advice[0] == "crisis"


def test_every_flag_says_which_advice_to_show() -> None:
    for _, answers in EMERGENCIES + PRACTITIONER:
        for flag in red_flags(intake_of(MILD_STRAIN, **answers).answers, program()):
            assert program().advice[flag.advice].title
