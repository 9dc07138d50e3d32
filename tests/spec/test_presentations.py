"""What the answers fit best with, and where each presentation leads."""

from typing import Any

import pytest

from sinew.vocabulary import Disposition
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, story, triaged

SELF, FIRST, URGENT = Disposition.SELF_CARE, Disposition.PRACTITIONER_FIRST, Disposition.URGENT


def test_stiff_legs_without_an_injury_are_tightness_and_start_at_once() -> None:
    found = triaged(TIGHTNESS)
    assert (found.presentation, found.track, found.disposition) == ("C1", "TIGHT", SELF)
    assert story(TIGHTNESS).plan(0).phase == "T1"


def test_tightness_with_more_than_mild_pain_is_looked_at_first() -> None:
    found = triaged(TIGHTNESS, pain_average=5)
    assert (found.presentation, found.disposition) == ("C1", FIRST)


def test_a_sudden_pain_with_normal_walking_is_a_mild_strain() -> None:
    found = triaged(MILD_STRAIN)
    assert (found.presentation, found.track, found.disposition) == ("C2", "STRAIN", SELF)
    assert story(MILD_STRAIN).plan(0).phase == "S1"


def test_a_mild_strain_from_66_years_is_looked_at_first() -> None:
    assert triaged(MILD_STRAIN, age=65).disposition is SELF
    assert triaged(MILD_STRAIN, age=66).disposition is FIRST


@pytest.mark.parametrize(
    "sign",
    [
        {"walk_without_limp": "within-week"},
        {"walk_without_limp": "still-limping"},
        {"bruise": "spreading"},
        {"knee_bend_strength": "clearly-weak"},
        {"carried_on": "stopped"},
        {"walk_without_limp": None},
        {"scan": "BAMIC 2c"},
    ],
)
def test_a_limp_a_bruise_or_weakness_makes_it_a_moderate_strain(sign: dict[str, Any]) -> None:
    found = triaged(MILD_STRAIN, **sign)
    assert (found.presentation, found.track, found.disposition) == ("C3", "STRAIN", FIRST)
    plan = story(MILD_STRAIN, **sign).plan(0)
    assert (plan.track, plan.phase, plan.session) == ("STRAIN", None, None)
    assert "strain-first-days" in plan.advice


@pytest.mark.parametrize(
    ("sign", "hours"),
    [
        ({"walk_without_limp": "cannot"}, 24),
        ({"knee_bend_strength": "cannot-lift-heel"}, 72),
        ({"bruise": "large-lump-or-gap"}, 72),
        ({"rf_12_signs": ["gap-or-lump"]}, 72),
    ],
)
def test_one_sign_of_a_complete_tear_is_seen_soon(sign: dict[str, Any], hours: int) -> None:
    found = triaged(MILD_STRAIN, **sign)
    assert (found.presentation, found.disposition, found.within_hours) == ("C4", URGENT, hours)
    assert found.track is None


def test_a_slip_into_the_splits_with_pain_at_the_sit_bone_may_be_a_torn_tendon() -> None:
    found = triaged(MILD_STRAIN, mechanism="slip-or-splits", location=["sit-bone"])
    assert (found.presentation, found.disposition) == ("C5", URGENT)


def test_slow_pain_at_the_sit_bone_is_a_sore_tendon() -> None:
    found = triaged(SORE_TENDON)
    assert (found.presentation, found.track, found.disposition) == ("C6", "PHT", SELF)
    assert story(SORE_TENDON).plan(0).phase == "H1"


def test_slow_pain_at_the_sit_bone_for_less_than_six_weeks_is_treated_the_same() -> None:
    assert triaged(SORE_TENDON, started_on="2026-11-10").presentation == "C6"


@pytest.mark.parametrize("answers", [{"pain_average": 6}, {"visa_h": 49}, {"pain_average": None}])
def test_a_very_sore_tendon_is_looked_at_first(answers: dict[str, Any]) -> None:
    assert triaged(SORE_TENDON, **answers).disposition is FIRST


@pytest.mark.parametrize("before", ["within-12-months", "two-or-more"])
def test_a_strain_that_came_back_is_looked_at_first(before: str) -> None:
    found = triaged(MILD_STRAIN, hurt_before=before)
    assert (found.presentation, found.track, found.disposition) == ("C7", "STRAIN", FIRST)


def test_a_strain_of_more_than_a_year_ago_is_only_remembered() -> None:
    assert triaged(MILD_STRAIN, hurt_before="over-12-months").presentation == "C2"


@pytest.mark.parametrize(
    "sign",
    [
        {"onset": "back-pain"},
        {"tingling": "below-knee"},
        {"sitting_30_min": "tingles-down-leg"},
        {"brings_it_on": ["cough-or-sneeze"]},
        {"location": ["lower-back"]},
    ],
)
def test_signs_of_a_nerve_go_to_a_practitioner(sign: dict[str, Any]) -> None:
    found = triaged(TIGHTNESS, **sign)
    assert (found.presentation, found.track, found.disposition) == ("C8", "N", FIRST)


def test_between_tendon_and_nerve_the_practitioner_and_the_lower_load_win() -> None:
    found = triaged(SORE_TENDON, tingling="foot")
    assert (found.presentation, found.disposition) == ("C8", FIRST)
    assert "C6" in found.also_considered


def test_after_an_operation_the_surgeons_plan_comes_first() -> None:
    for answers in ({"onset": "surgery"}, {"rf_27": "hamstring-or-acl-graft-under-12-months"}):
        found = triaged(TIGHTNESS, **answers)
        assert (found.presentation, found.track, found.disposition) == ("C9", "OP", FIRST)


@pytest.mark.parametrize(
    ("answers", "presentation"),
    [
        ({"rf_07": "yes", "rf_07b": []}, "C10"),
        ({"rf_02": "yes"}, "C11"),
        ({"rf_15": ["hurts-to-hop", "wakes-at-night"]}, "C12"),
        ({"rf_19": "yes"}, "C13"),
        ({"rf_24": "on-walking"}, "C15"),
        ({"location": ["groin-or-front-hip"]}, "C12"),
        ({"location": ["calf"]}, "C10"),
    ],
)
def test_what_is_not_the_hamstring_is_named_and_sent_on(answers: dict[str, Any], presentation: str) -> None:
    found = triaged(TIGHTNESS, **answers)
    assert found.presentation == presentation
    assert found.disposition is not SELF


def test_in_young_adults_a_pop_at_the_sit_bone_may_be_a_loose_piece_of_bone_too() -> None:
    popped = {"pop": "yes", "location": ["sit-bone"]}
    young, older = triaged(MILD_STRAIN, age=22, **popped), triaged(MILD_STRAIN, age=26, **popped)
    assert (young.presentation, young.disposition) == ("C5", URGENT)
    assert "C14" in young.also_considered
    assert "C14" not in older.also_considered


def test_a_boy_of_fifteen_with_sudden_pain_is_seen_within_two_days() -> None:
    found = triaged(MILD_STRAIN, age=15, location=["sit-bone"])
    assert (found.presentation, found.disposition, found.within_hours) == ("C14", URGENT, 48)
    assert triaged(TIGHTNESS, age=17).disposition is Disposition.NOT_ELIGIBLE


def test_a_strain_that_still_hurts_after_six_weeks_is_looked_at_first() -> None:
    assert triaged(MILD_STRAIN, started_on="2026-10-01").disposition is FIRST


def test_not_knowing_how_it_began_with_a_bruise_counts_as_an_injury() -> None:
    assert triaged(MILD_STRAIN, onset="unknown", mechanism="none", bruise="small").track == "STRAIN"
    calm = {"onset": "unknown", "mechanism": "none", "knee_bend_strength": "same"}
    assert triaged(MILD_STRAIN, **calm).presentation == "C1"


def test_answers_that_fit_nothing_are_looked_at_by_a_practitioner() -> None:
    found = triaged(TIGHTNESS, onset=None)
    assert (found.presentation, found.disposition) == (None, FIRST)


def test_every_result_has_reasons_with_facts() -> None:
    for found in (triaged(TIGHTNESS), triaged(MILD_STRAIN), triaged(SORE_TENDON)):
        assert found.reasons
        assert all(reason.because for reason in found.reasons)
