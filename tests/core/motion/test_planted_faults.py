"""Planted form faults, a few of them: `python -m tests.faults` plants all of them in all exercises."""

from contextlib import suppress
from zlib import crc32

import pytest

from tests.faults.__main__ import with_faults
from tests.faults.people import PEOPLE
from tests.faults.planted import FOUND_FROM, NotPlantable, good, planted, rules_of, view_of
from tests.faults.remarks import REMARKS
from tests.faults.scores import said_of

RULES = [
    (exercise, rule)
    for exercise in with_faults()
    for rule in rules_of(exercise)
    if (exercise, rule.id) not in REMARKS
]
NEVER_PLANTED = {"knee-too-straight"}
"""Good knees are nearer to straight than half the way from the threshold."""


def tried(fault):
    """One of the exercises that look for a fault, with the fault planted, and a person who does it."""
    pairs = [pair for pair in RULES if pair[1].id == fault]
    for exercise, rule in sorted(pairs, key=lambda pair: crc32(pair[0].encode())):
        with suppress(NotPlantable):
            person = crc32(f"{exercise} {fault}".encode()) % len(PEOPLE)
            return rule, planted(exercise, rule, FOUND_FROM), good(exercise, view_of(rule)), person
    return None


@pytest.mark.parametrize("fault", sorted({rule.id for _, rule in RULES} - NEVER_PLANTED))
def test_a_planted_fault_is_found_and_a_good_repetition_left_alone(fault):
    rule, with_fault, without, person = tried(fault)
    bad = said_of(with_fault, person, is_good=False)
    assert bad.faults.count(rule.id) >= 0.75 * bad.done, with_fault.loop.exercise
    fine = said_of(without, person, is_good=True)
    assert (fine.faults, fine.cues) == ((), 0), without.loop.exercise


@pytest.mark.parametrize("fault", sorted(NEVER_PLANTED))
def test_what_is_never_planted_could_not_be(fault):
    assert tried(fault) is None


def test_what_no_body_can_do_is_not_planted():
    rule = next(rule for rule in rules_of("bridge-hold-long-lever") if rule.id == "knee-too-straight")
    with pytest.raises(NotPlantable, match="straighter than straight"):
        planted("bridge-hold-long-lever", rule, 2.0)


def test_a_planted_fault_is_as_strong_as_asked():
    rule = next(rule for rule in rules_of("mini-squat") if rule.id == "trunk-leans")
    loops = [planted("mini-squat", rule, strength).loop for strength in (0.5, 1.0, 1.5)]
    leans = [max(loop.read(rule.signal, points) for points in loop.points) for loop in loops]
    assert leans[1] == pytest.approx(rule.threshold, abs=1)
    assert leans[2] - leans[1] == pytest.approx(leans[1] - leans[0], abs=1)


def test_every_remark_is_about_a_rule_there_is():
    rules = {(exercise, rule.id) for exercise in with_faults() for rule in rules_of(exercise)}
    assert set(REMARKS) <= rules
