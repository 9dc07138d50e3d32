"""Outcome measures: scores worked out by hand, what a change means, when one is due, and who responded."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.content import Content, default_root, load
from sinew.errors import InputRefused
from sinew.outcomes import (
    Meaning,
    Outcomes,
    PointState,
    Reading,
    Responder,
    change,
    due,
    given_to,
    licensed_wording_from_dict,
    next_point,
    points,
    reading,
    respond,
    score,
    summary,
    weekly,
)
from sinew.program import check_answer

START = date(2026, 9, 7)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@cache
def content() -> Content:
    return load(default_root())


def outcomes() -> Outcomes:
    found = content().outcomes
    assert found is not None
    return found


def measure(name):
    return outcomes().measures[name]


def lefs(*scores):
    return {f"item-{n:02}": str(value) for n, value in enumerate(scores, 1) if value is not None}


def made_up(name):
    """Wording for a licensed measure that is nobody's: every item is only numbered."""
    found = measure(name)
    items = {}
    for item in found.items:
        items[item.id] = {"text": f"Made-up thing {item.id}"}
        if item.branches:
            items[item.id]["branches"] = {
                branch: {
                    "text": f"Made-up part {branch}",
                    "options": {"0": "none", "15": "half", "30": "all"},
                }
                for branch in item.branches
            }
    raw = {
        "measure": name,
        "attribution": "Nobody, for a test",
        "license": "Made up, no license needed",
        "items": items,
    }
    codes = {code for item in found.items for code, _points in item.choices}
    return raw | ({"options": {code: f"Made-up answer {code}" for code in codes}} if codes else {})


def psfs(**scores):
    return {"psfs": [{"activity": name, "score": value} for name, value in scores.items()]}


# Scores worked out by hand


def test_lefs_is_the_sum_of_twenty_items_of_0_to_4():
    assert score(measure("lefs"), lefs(*[2] * 20)).value == 40
    assert score(measure("lefs"), lefs(*[4] * 10, *[3] * 5, *[0] * 5)).value == 55
    assert score(measure("lefs"), lefs(*[4] * 20)).value == 80


def test_lefs_with_two_items_missing_is_scaled_up_and_says_so():
    found = score(measure("lefs"), lefs(*[3] * 18, None, None))
    assert (found.value, found.is_prorated) == (60, True)
    assert found.missing == ("item-19", "item-20")
    assert score(measure("lefs"), lefs(*[4] * 9, *[1] * 10, None)).value == 48.4  # 46 * 20 / 19


def test_lefs_with_three_items_missing_has_no_score():
    assert score(measure("lefs"), lefs(*[3] * 17)).value is None


def test_fash_is_the_sum_of_ten_scales_and_takes_no_gaps():
    answers = {f"item-{n:02}": n for n in range(1, 11)}
    assert score(measure("fash"), answers).value == 55
    assert score(measure("fash"), answers | {"item-03": None}).value is None


def test_visa_h_counts_one_part_of_question_8():
    answers = {f"item-{n}": 7 for n in range(1, 7)} | {"item-7": "4"}
    assert score(measure("visa-h"), answers | {"item-8": "a-30"}).value == 76
    assert score(measure("visa-h"), answers | {"item-8": "c-10"}).value == 56
    assert score(measure("visa-h"), answers | {"item-8": "d-10"}).value is None
    assert score(measure("visa-h"), answers | {"item-8": "a-31"}).value is None
    assert score(measure("visa-h"), answers | {"item-7": "5", "item-8": "a-30"}).value is None


def test_the_best_answers_to_visa_h_are_100():
    answers = {f"item-{n}": 10 for n in range(1, 7)} | {"item-7": "10", "item-8": "a-30"}
    assert score(measure("visa-h"), answers).value == 100


def test_psfs_is_the_mean_of_what_was_named():
    assert score(measure("psfs"), psfs(stairs=3, running=4, kneeling=5)).value == 4
    assert score(measure("psfs"), psfs(stairs=3, running=4)).value == 3.5
    assert score(measure("psfs"), {"psfs": []}).value is None


def test_pgic_keeps_the_answer_and_counts_from_very_much_better_down():
    assert score(measure("pgic"), {"change": "very-much-improved"}).value == 1
    assert score(measure("pgic"), {"change": "very-much-worse"}).value == 7


def test_mood_is_the_sum_the_intake_question_gives():
    phq2 = measure("phq2")
    (question,) = phq2.questions(outcomes().wording["phq2"], content().intake)
    value = check_answer(question, [2, 1])
    assert score(phq2, {"phq2": value}).value == 3
    assert phq2.positive_from is not None
    assert phq2.positive_from.value == 3


@given(st.lists(st.integers(0, 4), min_size=20, max_size=20), st.integers(0, 19))
def test_a_better_answer_never_makes_lefs_worse(scores, at):
    better = [*scores[:at], min(4, scores[at] + 1), *scores[at + 1 :]]
    assert score(measure("lefs"), lefs(*better)).value >= score(measure("lefs"), lefs(*scores)).value


@given(st.lists(st.none() | st.integers(0, 4), min_size=20, max_size=20))
def test_a_score_is_on_the_scale_or_there_is_none(scores):
    found = score(measure("lefs"), lefs(*scores))
    missing = scores.count(None)
    assert (found.value is None) == (missing > 2)
    assert found.value is None or 0 <= found.value <= 80


@given(st.integers(0, 4), st.integers(0, 2))
def test_leaving_out_items_of_an_even_answer_changes_no_score(value, left_out):
    whole, part = [value] * 20, [*[value] * (20 - left_out), *[None] * left_out]
    assert score(measure("lefs"), lefs(*part)).value == score(measure("lefs"), lefs(*whole)).value


# What a change means


def read(name, value, on=START):
    return Reading(on, value)


@pytest.mark.parametrize(
    ("name", "before", "after", "meaning"),
    [
        ("nprs", 6, 6, Meaning.SAME),
        ("nprs", 6, 5, Meaning.LESS_THAN_NOTICED),
        ("nprs", 6, 4, Meaning.BETTER),
        ("nprs", 3, 5, Meaning.WORSE),
        ("psfs", 4, 5.9, Meaning.NO_REAL_CHANGE),
        ("psfs", 4, 6, Meaning.BETTER),
        ("lefs", 40, 48, Meaning.NO_REAL_CHANGE),
        ("lefs", 40, 49, Meaning.BETTER),
        ("lefs", 40, 31, Meaning.WORSE),
        ("visa-h", 23, 83, Meaning.BETTER),  # the runner of PMC4615691, 12 weeks
        ("visa-h", 23, 44, Meaning.LESS_THAN_NOTICED),
        ("fash", 50, 90, Meaning.TOWARD_BETTER),
        ("phq2", 1, 3, Meaning.TOWARD_WORSE),
    ],
)
def test_what_a_change_means(name, before, after, meaning):
    found = change(measure(name), read(name, before), read(name, after))
    assert found is not None
    assert found.meaning is meaning


def test_an_answer_about_change_itself_is_not_compared():
    assert change(measure("pgic"), read("pgic", 3), read("pgic", 1)) is None


def test_own_activities_are_compared_only_with_themselves():
    name = measure("psfs")
    start = reading(name, START, psfs(stairs=2, running=2))
    later = reading(name, START + WEEK, psfs(Stairs=8, swimming=0))
    other = reading(name, START + WEEK, psfs(swimming=9))
    assert start is not None
    assert later is not None
    assert other is not None
    found = change(name, start, later)
    assert found is not None
    assert (found.before, found.after, found.meaning) == (2, 8, Meaning.BETTER)
    assert change(name, start, other) is None


NAMES = st.sampled_from(["nprs", "psfs", "lefs", "fash", "visa-h", "phq2"])
MIRROR = {
    Meaning.BETTER: Meaning.WORSE,
    Meaning.TOWARD_BETTER: Meaning.TOWARD_WORSE,
}


@given(NAMES, st.integers(0, 100), st.integers(0, 100))
def test_the_way_back_means_the_opposite(name, one, other):
    there = change(measure(name), read(name, one), read(name, other))
    back = change(measure(name), read(name, other), read(name, one))
    assert there is not None
    assert back is not None
    assert there.improvement == -back.improvement
    both = {there.meaning, back.meaning}
    assert len(both) == 1 or both in [{good, bad} for good, bad in MIRROR.items()]


# When a measure is due


def asked(day, **answered):
    given = given_to(outcomes().measures.values(), "STRAIN", outcomes().measures.keys())
    days = {name.replace("_", "-"): value for name, value in answered.items()}
    return [each.id for each in due(given, days, START, day, outcomes().asking)]


def test_the_first_day_asks_what_the_intake_did_not():
    assert asked(START, phq2=[START], gad2=[START]) == ["fash", "medicine-use", "work-days"]


def test_week_four_also_asks_how_things_have_changed():
    day = START + 4 * WEEK
    assert asked(day) == ["pgic", "fash", "phq2", "gad2", "medicine-use", "work-days", "satisfaction"]
    assert asked(day, pgic=[day - 3 * DAY])[0] == "fash"
    assert asked(day, pgic=[day - 4 * DAY])[0] == "pgic"


def test_pain_and_activities_are_asked_by_the_check_in_alone():
    days = (START + n * DAY for n in range(400))
    assert not {"nprs", "psfs"} & {name for day in days for name in asked(day)}


def test_a_point_is_due_then_overdue_then_missed():
    states = [
        points(measure("pgic"), (), START, START + 4 * WEEK + n * DAY, outcomes().asking)[0].state
        for n in (-1, 0, 6, 7, 13, 14)
    ]
    assert states == [
        PointState.TO_COME, PointState.DUE, PointState.DUE, PointState.OVERDUE, PointState.OVERDUE,
        PointState.MISSED,
    ]  # fmt: skip


def test_what_comes_next_is_the_open_point_or_the_next_one():
    day = START + 6 * WEEK
    found = next_point(points(measure("pgic"), (), START, day, outcomes().asking))
    assert found is not None
    assert found.week == 8
    assert next_point(points(measure("pgic"), (), START, START + 60 * WEEK, outcomes().asking)) is None


def test_weekly_pain_is_due_a_week_after_it_was_told():
    told = [START, START + 5 * DAY]
    asking = outcomes().asking
    assert weekly(measure("nprs"), told, START, START + 11 * DAY, asking).state is PointState.TO_COME
    assert weekly(measure("nprs"), told, START, START + 12 * DAY, asking).state is PointState.DUE
    assert weekly(measure("nprs"), told, START, START + 19 * DAY, asking).state is PointState.OVERDUE
    with pytest.raises(ValueError, match="measure"):
        weekly(measure("pgic"), told, START, START, asking)


def test_each_track_is_asked_one_form_about_function():
    measures = outcomes().measures

    def forms(track, *shown):
        return [each.id for each in given_to(measures.values(), track, shown) if each.group == "function"]

    assert forms("STRAIN", "lefs", "fash", "visa-h") == ["fash"]
    assert forms("STRAIN", "lefs") == ["lefs"]
    assert forms("TIGHT", "lefs", "fash") == ["lefs"]
    assert forms("PHT", "lefs", "fash", "visa-h") == ["visa-h"]
    assert forms("PHT", "lefs") == []
    assert forms(None, "lefs", "fash") == []


@given(st.integers(0, 420), st.lists(st.integers(0, 420)))
def test_an_answer_today_leaves_nothing_due_and_counts_once(on, earlier):
    day, pgic, asking = START + on * DAY, measure("pgic"), outcomes().asking
    answered = [START + n * DAY for n in [*earlier, on]]
    found = points(pgic, answered, START, day, asking)
    assert not any(point.is_open for point in found)
    assert all(one.last_on < other.first_on for one, other in pairwise(found))


@given(st.integers(0, 420), st.lists(st.integers(0, 420)))
def test_a_later_answer_does_not_change_what_was_due_before(on, later):
    day, pgic, asking = START + on * DAY, measure("pgic"), outcomes().asking
    after = [day + (n + 1) * DAY for n in later]
    assert points(pgic, after, START, day, asking) == points(pgic, (), START, day, asking)


# Who responded


def judged(start, later):
    def readings(values):
        return {name: Reading(START, value) for name, value in values.items()}

    return respond(outcomes().responder, outcomes().measures, readings(start), readings(later))


@pytest.mark.parametrize(
    ("start", "later", "responded"),
    [
        ({"nprs": 6}, {"nprs": 4, "pgic": 2}, True),  # 2 points
        ({"nprs": 3}, {"nprs": 2, "pgic": 1}, True),  # 33 %
        ({"nprs": 5}, {"nprs": 4, "pgic": 2, "psfs": 5}, None),  # 20 %, and no start for the activities
        ({"nprs": 5, "psfs": 3, "lefs": 40}, {"nprs": 4, "psfs": 4, "lefs": 48, "pgic": 1}, False),
        ({"psfs": 3}, {"psfs": 5, "pgic": 2}, True),
        ({"lefs": 40}, {"lefs": 49, "pgic": 2}, True),
        ({"nprs": 6}, {"nprs": 2, "pgic": 3}, False),
        ({"nprs": 6}, {"nprs": 2}, None),
        ({"nprs": 6}, {}, None),
        ({"nprs": 0}, {"nprs": 0, "psfs": 1, "pgic": 4}, False),
    ],
)
def test_who_responded(start, later, responded):
    assert judged(start, later).responded is responded


def test_each_criterion_is_reported_on_its_own():
    found = judged({"nprs": 6, "psfs": 3}, {"nprs": 4, "psfs": 4})
    assert found.criteria == {"nprs": True, "psfs": False, "lefs": None, "pgic": None}


SCORES = st.dictionaries(st.sampled_from(["nprs", "psfs", "lefs"]), st.integers(0, 10))


@given(st.lists(st.tuples(SCORES, SCORES, st.none() | st.integers(1, 7))))
def test_the_denominator_is_everybody_who_started(courses):
    found = [judged(a, b | ({} if pgic is None else {"pgic": pgic})) for a, b, pgic in courses]
    counted = summary(outcomes().responder, found)
    tallies = [counted.responded, *counted.criteria.values()]
    assert {tally.started for tally in tallies} == {len(courses)}
    assert counted.criteria["pgic"].no_answer == sum(pgic is None for _a, _b, pgic in courses)


def test_nobody_at_all_is_counted_as_nobody():
    assert summary(outcomes().responder, []).responded.started == 0
    unanswered = Responder(dict.fromkeys(["nprs", "psfs", "lefs", "pgic"]), None)
    assert summary(outcomes().responder, [unanswered]).responded.no_answer == 1


# Licensed wording


@pytest.mark.parametrize("name", ["lefs", "fash", "visa-h"])
def test_no_item_wording_of_a_licensed_measure_is_shipped(name):
    assert measure(name).license.is_needed
    assert outcomes().wording[name].items == {}


@pytest.mark.parametrize("name", ["lefs", "fash", "visa-h"])
def test_a_licensed_measure_asks_every_item_in_the_operator_s_words(name):
    words = licensed_wording_from_dict(measure(name), outcomes().wording[name], made_up(name))
    asked = measure(name).questions(words, content().intake)
    assert [question.id for question in asked] == [item.id for item in measure(name).items]
    assert all(question.text.startswith("Made-up thing") for question in asked)
    best = {q.id: check_answer(q, q.codes[-1] if q.codes else q.limits.high) for q in asked}
    assert score(measure(name), best).value == measure(name).high


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw.pop("attribution"), "missing"),
        (lambda raw: raw.update(license=" "), "missing"),
        (lambda raw: raw["items"].pop("item-3"), "missing-words"),
        (lambda raw: raw["items"].update(extra={"text": "one more"}), "unknown-field"),
        (lambda raw: raw["items"]["item-8"]["branches"].pop("b"), "missing"),
        (
            lambda raw: raw["items"]["item-8"]["branches"]["a"]["options"].update({"31": "more"}),
            "out-of-range",
        ),
        (lambda raw: raw["options"].pop("7"), "missing"),
        (lambda raw: raw.update(measure="lefs"), "id-mismatch"),
    ],
)
def test_unfinished_licensed_wording_is_refused(spoil, code):
    raw = made_up("visa-h")
    spoil(raw)
    with pytest.raises(InputRefused) as refused:
        licensed_wording_from_dict(measure("visa-h"), outcomes().wording["visa-h"], raw)
    assert code in {problem.code for problem in refused.value.problems}
