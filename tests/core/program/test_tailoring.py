"""What holds for every plan whatever practitioners change in it: tailoring defeats no safety stop."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.content import default_root
from sinew.errors import InputRefused
from sinew.program import (
    TAILORING,
    PractitionerDecision,
    course_until,
    events_from_dicts,
    fits,
    intake_from_dict,
    plan,
    preview,
)
from sinew.program.tailoring import changes as kinds
from sinew.program.tailoring.rules import MAY_BE_SOFT
from sinew.simulation.life import FIRST_DAY, Life, begin
from sinew.simulation.parameters import load_parameters
from sinew.simulation.safety import load_safety
from sinew.vocabulary import Disposition
from tests.core.program.test_follower import follow_and_compare
from tests.core.program.test_properties import (
    BAD,
    EQUIPMENT,
    FAST,
    HORIZON,
    KNOWN_SOURCES,
    LIBRARY,
    PROGRAM,
    SLOW,
    STEPS,
    _done,
    courses,
    events,
    intakes,
    late_courses,
    names_of,
    next_session,
    planned,
    volume,
)
from tests.support.stories import DAY_0, MILD_STRAIN, answers_of, day

EXERCISES = st.sampled_from(LIBRARY)
COUNTS = st.integers(1, 30)
DOSE = st.fixed_dictionaries(
    {},
    optional={
        "sets": st.integers(1, 8),
        "repetitions": COUNTS,
        "hold_s": st.integers(1, 90),
        "rest_s": st.integers(0, 400),
        "per_week": st.integers(1, 7),
        "tempo": st.fixed_dictionaries({k: st.integers(0, 12) for k in ("out_s", "hold_s", "back_s")}),
    },
).filter(bool)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Any change, sensible or not, mostly with a reason that claims to lift every limit."""
    decision = draw(st.sampled_from(TAILORING))
    what: dict[str, Any] = {}
    if decision in ("add_exercise", "remove_exercise", "put_back_exercise", "swap_exercise", "set_cue"):
        what["exercise"] = draw(EXERCISES)
    if decision == "swap_exercise":
        what["to"] = draw(EXERCISES)
    if decision == "set_cue":
        what["cue"] = draw(st.sampled_from(["", "Slow.", "x" * 150]))
    if decision == "set_dose":
        what = {"exercise": draw(EXERCISES), **draw(DOSE)}
    if decision == "set_time":
        what = {"minutes": draw(st.integers(5, 120)), "days_per_week": draw(st.integers(1, 7))}
    if decision == "set_order":
        what["exercises"] = draw(st.lists(EXERCISES, max_size=9, unique=True))
    if decision == "pause":
        what["until"] = day(draw(st.integers(0, 2 * HORIZON))).isoformat()
    if decision == "compose_phase":
        chosen = draw(st.lists(EXERCISES, min_size=1, max_size=6, unique=True))
        what["phase"] = draw(st.sampled_from(sorted(PROGRAM.phases)))
        what["exercises"] = [{"exercise": name, **draw(DOSE)} for name in chosen]
    if decision == "take_back":
        what["count"] = draw(st.integers(1, 3))
    what["reason"] = "I know this person well"
    return {"type": "practitioner", "decision": decision, "override": draw(st.booleans()), **what}


@st.composite
def tailored(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A history with changes of the plan all through it."""
    made = draw(st.lists(changes(), min_size=1, max_size=10))
    dated = [{"on": day(draw(st.integers(0, HORIZON))).isoformat(), **item} for item in made]
    return [*draw(events()), *dated]


def fitting(
    raw: dict[str, Any], history: list[dict[str, Any]], number: int, seed: int
) -> list[dict[str, Any]]:
    """Changes that really fit on a day, chosen by a seed: the random ones above are mostly refused."""
    chance, found = random.Random(seed), []  # noqa: S311 - examples want to be repeatable
    intake = intake_from_dict(raw, PROGRAM)
    on = day(number).isoformat()
    for n in range(chance.randint(1, 4)):
        known = events_from_dicts([*history, *found], PROGRAM, DAY_0)
        course = course_until(PROGRAM, intake, known, day(number))
        course.come_to(day(number))
        here = course.places.items if course.places is not None else []
        standing = [place for place in here if place.exercise is not None]
        if not standing:
            break
        place = chance.choice(standing)
        may = [
            fit.exercise for fit in fits(course, place.exercise) if not any(o.is_hard for o in fit.objections)
        ]
        more = [fit.exercise for fit in fits(course) if not any(o.is_hard for o in fit.objections)]
        spec = PROGRAM.exercises[place.exercise or ""]
        high = spec.dosage[course.phase.id if course.phase else ""]
        most: dict[str, Any] = {"sets": int(high.sets.high), "per_week": int(high.per_week.high)}
        most |= {"repetitions": int(high.repetitions.high)} if high.repetitions is not None else {}
        most |= {"load": high.load[-1]} if high.load else {}
        options: list[dict[str, Any]] = [{"decision": "set_dose", "exercise": spec.id, **most}]
        options += (
            [{"decision": "swap_exercise", "exercise": spec.id, "to": chance.choice(may)}] if may else []
        )
        options += [{"decision": "add_exercise", "exercise": chance.choice(more)}] if more else []
        options += [{"decision": "remove_exercise", "exercise": spec.id}]
        options += [
            {"decision": "set_time", "minutes": 35},
            {"decision": "set_dose", "exercise": spec.id, "sets": 1},
        ]
        stated = {"type": "practitioner", "on": on, "at": f"12:{n:02d}", "reason": "stated", "override": True}
        found.append({**stated, **chance.choice(options)})
    return found


@SLOW
@given(intakes(), tailored())
def test_no_exercise_is_prescribed_while_any_flag_forbids_it(
    raw: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    for on in (0, 7, HORIZON):
        result = planned(raw, [e for e in history if e["on"] <= day(on).isoformat()], on)
        if result.session is not None or any(d.exercises for d in result.week):
            assert result.disposition is Disposition.SELF_CARE
            assert not result.flags


def assert_within_limits(result: Any, raw: dict[str, Any]) -> None:
    """The safety limits of a session, read from content and not from the engine."""
    if result.session is None:
        return
    phase = PROGRAM.phases[result.phase]
    for item in result.session.exercises:
        spec = PROGRAM.exercises[item.exercise]
        assert phase.hip_flexion_max_deg is None or spec.hip_flexion_max_deg <= phase.hip_flexion_max_deg
        assert phase.elongation_max_deg is None or spec.elongation_deg <= phase.elongation_max_deg
        assert raw["answers"].get("rf-28") not in ("pregnant",) or spec.position != "supine"
        if item.step is not None:
            assert item.dose.sets == STEPS[item.step].dose.sets
            continue
        limits = spec.dosage[result.phase]
        assert item.dose.sets <= limits.sets.high
        assert limits.repetitions is None or (item.dose.repetitions or 0) <= limits.repetitions.high
        assert limits.hold_s is None or (item.dose.hold_s or 0) <= limits.hold_s.high
        assert item.dose.per_week <= limits.per_week.high
        assert item.dose.load is None or item.dose.load in limits.load
    assert result.session.minutes <= phase.minutes.high or len(set(result.session.exercise_ids)) == 1
    names = names_of(result)
    assert not any("nordic" in name for name in names) or result.phase in ("S3", "R", "M")
    for name, phases in FAST.items():
        assert name not in names or result.phase in phases


@SLOW
@given(intakes(), tailored(), st.integers(0, HORIZON))
def test_no_dose_goes_beyond_its_phase_and_nothing_comes_too_early(
    raw: dict[str, Any], history: list[dict[str, Any]], on: int
) -> None:
    assert_within_limits(planned(raw, history, on), raw)


@SLOW
@given(late_courses(), st.integers(0, 10**6))
def test_changes_that_fit_stay_within_the_limits_of_later_phases_too(
    course: tuple[dict[str, Any], list[dict[str, Any]], int], seed: int
) -> None:
    raw, history, number = course
    made = [*history, *fitting(raw, history, number, seed)]
    for later in (number, number + 1, number + 3, number + 8):
        assert_within_limits(planned(raw, made, later), raw)


@SLOW
@given(intakes(), tailored(), st.lists(st.integers(0, HORIZON), min_size=1, max_size=4))
def test_following_equals_folding(
    raw: dict[str, Any], history: list[dict[str, Any]], looks: list[int]
) -> None:
    follow_and_compare(raw, history, [*looks, HORIZON])


@SLOW
@given(courses(), st.sampled_from(BAD), st.integers(0, 10**6), st.booleans())
def test_nothing_gets_harder_after_pain_or_a_bad_morning(
    course: tuple[dict[str, Any], list[dict[str, Any]], int], bad: tuple[int, str], seed: int, first: bool
) -> None:
    """Whether the changes come before the bad morning or after it."""
    raw, history, number = course
    pain, compared = bad
    before = planned(raw, history, number)
    if before.session is None:
        return
    after = [*history, *_done(before, number, pain)]
    made = fitting(raw, after, number, seed) if first else []
    after += [{**item, "at": f"20:{n:02d}"} for n, item in enumerate(made)]
    after.append({"on": day(number + 1).isoformat(), "type": "morning", "compared": compared, "at": "07:00"})
    after += fitting(raw, after, number + 1, seed + 1)
    old, new = volume(before), volume(next_session(raw, after, number + 1)[1])
    for exercise in old.keys() & new.keys():
        assert new[exercise][0] <= old[exercise][0]
        assert new[exercise][1] <= old[exercise][1]


@SLOW
@given(intakes(), events(), changes())
def test_a_change_that_does_not_fit_changes_nothing(
    raw: dict[str, Any], history: list[dict[str, Any]], change: dict[str, Any]
) -> None:
    intake = intake_from_dict(raw, PROGRAM)
    known = events_from_dicts(history, PROGRAM, DAY_0)
    made = events_from_dicts([{"on": day(HORIZON).isoformat(), **change}], PROGRAM, DAY_0)
    found = preview(
        PROGRAM, intake, known, [e for e in made if isinstance(e, PractitionerDecision)], day(HORIZON)
    )
    if found.refusals:
        assert found.after.session == found.before.session
        assert found.now.exercises == found.was.exercises
        assert not found.differences
    assert found.before == planned(raw, history)
    assert found.after == plan(PROGRAM, intake, [*known, *made], day(HORIZON))


@SLOW
@given(courses(), st.integers(0, 10**6))
def test_taking_back_is_as_if_nothing_had_been_changed(
    course: tuple[dict[str, Any], list[dict[str, Any]], int], seed: int
) -> None:
    raw, history, number = course
    made = fitting(raw, history, number, seed)
    back = {"type": "practitioner", "on": day(number).isoformat(), "at": "13:00", "decision": "take_back"}
    fine = [item for item in made if not refused(raw, history, made, item, number)]
    if fine:
        undone = planned(raw, [*history, *fine, {**back, "count": len(fine)}], number)
        assert undone.session == planned(raw, history, number).session
        assert [d.exercises for d in undone.week] == [d.exercises for d in planned(raw, history, number).week]


def refused(
    raw: dict[str, Any],
    history: list[dict[str, Any]],
    made: list[dict[str, Any]],
    item: dict[str, Any],
    number: int,
) -> bool:
    known = events_from_dicts([*history, *made[: made.index(item) + 1]], PROGRAM, DAY_0)
    course = course_until(PROGRAM, intake_from_dict(raw, PROGRAM), known, day(number))
    return any(
        one.decision.decision == item["decision"] and one.decision == known[-1] for one in course.refused
    )


SAFETY = load_safety(default_root())
NUMBERS = load_parameters(default_root(), dict.fromkeys(KNOWN_SOURCES))
OF_PROGRESSION = {"one-variable", "two-exercises"}
"""What the program holds itself to; a practitioner may go faster with a stated reason."""


def tailored_life(number: int) -> Life:
    """A simulated member whose practitioner changes something every third day, as much as ever fits."""
    life = begin(number, 20261130, PROGRAM, NUMBERS, SAFETY, keeps_events=True)
    chance = random.Random(number)  # noqa: S311 - a simulation wants to be repeatable
    for count in range(80):
        on = FIRST_DAY + timedelta(days=count)
        if not life._day(on, count):
            break
        course = course_until(PROGRAM, life.intake, life.events, on)
        if count % 3 == 0 and course.places is not None:
            for change in _wild(course, chance):
                life.say(
                    PractitionerDecision(on, change[0], reason="stated", change=change[1], override=True)
                )
    return life


def _wild(course: Any, chance: random.Random) -> list[tuple[str, Any]]:
    standing = [place.exercise for place in course.places.items if place.exercise is not None]
    if not standing:
        return []
    name, other = chance.choice(standing), chance.choice(LIBRARY)
    dose = kinds.DoseChange(sets=chance.randint(1, 5), repetitions=chance.choice([None, 8, 12, 15]))
    options: list[tuple[str, Any]] = [
        ("swap_exercise", kinds.SwapExercise(name, other)),
        ("add_exercise", kinds.AddExercise(other)),
        ("remove_exercise", kinds.RemoveExercise(name)),
        ("set_dose", kinds.SetDose(name, dose)),
        ("set_time", kinds.SetTime(chance.choice([10, 20, 30]), None)),
        ("put_back_exercise", kinds.PutBackExercise(other)),
    ]
    return chance.sample(options, 3)


@pytest.mark.parametrize("number", range(12))
def test_the_safety_invariants_of_the_simulation_hold_under_wild_tailoring(number: int) -> None:
    life = tailored_life(number)
    breaches = {name: n for name, n in life.audit.breaches.items() if name not in OF_PROGRESSION}
    assert breaches == {}, life.audit.examples


def test_content_cannot_make_a_limit_soft_that_protects_somebody() -> None:
    rules = PROGRAM.tailoring
    assert rules is not None
    assert rules.soft <= MAY_BE_SOFT
    assert not MAY_BE_SOFT & {"not-after-pain", "above-dose", "too-early-in-phase", "pregnancy-position"}


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"decision": "swap_exercise", "exercise": "bridge-double"}, "missing"),
        ({"decision": "add_exercise", "exercise": "flying"}, "unknown-exercise"),
        ({"decision": "set_dose", "exercise": "bridge-double"}, "missing"),
        ({"decision": "set_dose", "exercise": "bridge-double", "sets": 0}, "out-of-range"),
        ({"decision": "set_dose", "exercise": "bridge-double", "sets": 2.5}, "out-of-range"),
        ({"decision": "set_dose", "exercise": "bridge-double", "sets": 2, "speed": 1}, "unknown-field"),
        ({"decision": "set_time"}, "missing"),
        ({"decision": "pause", "until": "tomorrow"}, "wrong-type"),
        ({"decision": "set_cue", "exercise": "bridge-double", "cue": "a\nb"}, "wrong-type"),
        ({"decision": "compose_phase", "phase": "N", "exercises": []}, "missing"),
        ({"decision": "take_back", "count": 0}, "out-of-range"),
        ({"decision": "hold", "override": True}, "unknown-field"),
    ],
)
def test_a_change_that_cannot_be_read_is_refused(event: dict[str, Any], code: str) -> None:
    with pytest.raises(InputRefused) as refused_:
        events_from_dicts([{"on": DAY_0.isoformat(), "type": "practitioner", **event}], PROGRAM, DAY_0)
    assert code in {problem.code for problem in refused_.value.problems}


def test_without_its_content_nothing_can_be_tailored() -> None:
    raw = {"as_of": DAY_0.isoformat(), "answers": answers_of(MILD_STRAIN, equipment=EQUIPMENT)}
    bare = replace(PROGRAM, tailoring=None)
    made = events_from_dicts(
        [{"on": DAY_0.isoformat(), "type": "practitioner", "decision": "set_time", "minutes": 10}],
        bare,
        DAY_0,
    )
    course = course_until(bare, intake_from_dict(raw, bare), made, DAY_0)
    assert [one.reason.rule for one in course.refused[0].objections] == ["no-tailoring"]
