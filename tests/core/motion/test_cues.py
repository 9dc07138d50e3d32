"""What is said about form faults: one thing at a time, seldom, what matters most, and praise when due."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.cues import CueVoice
from sinew.motion.tracking import FaultRule

FAULTS = ("knees", "trunk", "pace")
"""Most important first."""


def voice(at_once=(), *, is_hold=False):
    rules = [FaultRule(name, "trunk_inclination", ">", 30.0, at_once=name in at_once) for name in FAULTS]
    return CueVoice(rules, is_hold=is_hold)


def said(repetitions, seconds=4.0, at_once=()):
    """What is said at the end of each repetition, given as its faults: ``cue knees``, ``praise knees``."""
    speaker, told = voice(at_once), []
    for number, faults in enumerate(repetitions):
        events = speaker.close(round(1000 * seconds * (number + 1)), faults, ())
        told.append(" and ".join(f"{event.type} {event.fault}" for event in events))
    return told


def test_a_fault_seen_once_is_not_mentioned():
    assert said([["knees"], [], [], [], ["trunk"], [], [], []]) == [""] * 8


def test_a_fault_in_two_of_three_repetitions_is_mentioned():
    assert said([["knees"], ["knees"]]) == ["", "cue knees"]
    assert said([["knees"], [], ["knees"]]) == ["", "", "cue knees"]
    assert said([["knees"], [], [], ["knees"]]) == ["", "", "", ""]


def test_what_is_dangerous_is_mentioned_at_once():
    assert said([["knees"]], at_once=("knees",)) == ["cue knees"]


def test_the_most_important_of_several_is_mentioned():
    assert said([FAULTS, FAULTS]) == ["", "cue knees"]


def test_a_fault_that_stays_is_mentioned_again_after_three_repetitions_and_then_left_alone():
    assert said([["knees"]] * 12) == ["", "cue knees", "", "", "cue knees", *[""] * 7]


def test_a_lesser_fault_has_its_turn_when_the_greater_was_mentioned_in_vain():
    told = said([["knees", "trunk"]] * 12)
    assert told == ["", "cue knees", "", "", "cue knees", "", "", "cue trunk", "", "", "cue trunk", ""]


def test_a_greater_fault_does_not_wait_for_a_lesser_one():
    told = said([["trunk"], ["trunk"], ["trunk", "knees"], ["trunk", "knees"]])
    assert told == ["", "cue trunk", "", "cue knees"]


def test_what_was_put_right_is_praised_once():
    assert said([["knees"], ["knees"], [], [], []]) == ["", "cue knees", "praise knees", "", ""]


def test_what_was_not_seen_is_not_praised():
    speaker = voice()
    for number in range(2):
        speaker.close(4000 * number, ["knees"], ())
    assert speaker.close(8000, [], ["knees"]) == []
    assert [event.type for event in speaker.close(12_000, [], [])] == ["praise"]


def test_a_known_fault_is_mentioned_while_it_happens_and_a_new_one_at_the_end():
    speaker = voice()
    assert speaker.notice(1000, "trunk") == []
    speaker.close(4000, ["trunk"], ())
    assert [event.fault for event in speaker.notice(5000, "trunk")] == ["trunk"]
    assert speaker.notice(5033, "trunk") == []
    assert speaker.close(8000, ["trunk"], ()) == []


def test_a_lesser_fault_waits_for_the_end_while_a_greater_one_may_come_back():
    speaker = voice()
    speaker.close(4000, ["knees", "trunk"], ())
    assert speaker.notice(5000, "trunk") == []
    assert [event.fault for event in speaker.close(8000, ["trunk"], ())] == ["trunk"]


def test_in_a_hold_a_fault_is_mentioned_every_ten_seconds_twice_and_praised_when_gone():
    speaker = voice(is_hold=True)
    told = []
    for t_ms in range(0, 40_000, 100):
        told += [(event.type, event.t_ms) for event in speaker.hold(t_ms, ["trunk"], [])]
    assert told == [("cue", 0), ("cue", 10_000)]
    assert [event.type for event in speaker.hold(40_000, [], ["trunk"])] == ["praise"]
    assert speaker.hold(50_000, [], ["trunk"]) == []


repetitions = st.lists(
    st.tuples(st.sets(st.sampled_from(FAULTS)), st.sets(st.sampled_from(FAULTS)), st.floats(0.5, 8.0)),
    max_size=40,
)
"""Faults shown, faults that could not be seen, and seconds of each repetition."""


def played(sequence, at_once):
    """Every event with the number of its repetition; faults are noticed while they happen, then told."""
    speaker, told, t_ms = voice(at_once), [], 0
    for number, (faults, hidden, seconds) in enumerate(sequence):
        shown = faults - hidden
        for place, fault in enumerate(sorted(shown)):
            told += [(number, event) for event in speaker.notice(t_ms + 100 * (place + 1), fault)]
        t_ms += round(1000 * seconds)
        told += [(number, event) for event in speaker.close(t_ms, shown, hidden)]
    return told


@given(repetitions, st.sets(st.sampled_from(FAULTS)))
def test_no_two_sentences_in_a_repetition_nor_within_three_seconds(sequence, at_once):
    told = played(sequence, at_once)
    for (number, event), (later, following) in pairwise(told):
        assert later > number
        assert following.t_ms - event.t_ms >= 3000


@given(repetitions, st.sets(st.sampled_from(FAULTS)))
def test_the_same_cue_never_within_three_repetitions_nor_a_third_time_without_praise(sequence, at_once):
    told = played(sequence, at_once)
    for fault in FAULTS:
        last, in_vain = None, 0
        for number, event in told:
            if event.fault != fault:
                continue
            if event.type == "praise":
                in_vain = 0
                continue
            assert last is None or number - last >= 3
            last, in_vain = number, in_vain + 1
            assert in_vain <= 2


@given(repetitions, st.sets(st.sampled_from(FAULTS)))
def test_a_cue_names_a_fault_of_this_repetition_that_was_there_before_or_is_dangerous(sequence, at_once):
    for number, event in played(sequence, at_once):
        if event.type == "cue":
            shown = [faults - hidden for faults, hidden, _ in sequence[max(0, number - 2) : number + 1]]
            assert event.fault in shown[-1]
            assert event.fault in at_once or sum(event.fault in faults for faults in shown) >= 2


@given(repetitions, st.sets(st.sampled_from(FAULTS)))
def test_praise_follows_a_cue_and_only_what_is_gone(sequence, at_once):
    waiting = set()
    for number, event in played(sequence, at_once):
        if event.type == "cue":
            waiting.add(event.fault)
        else:
            assert event.fault in waiting
            assert event.fault not in sequence[number][0] | sequence[number][1]
            waiting.remove(event.fault)


@given(st.lists(st.sets(st.sampled_from(FAULTS)), max_size=40))
def test_no_more_important_fault_that_could_be_mentioned_is_passed_over(sequence):
    """Whatever is more important was not there twice, or was mentioned lately, or twice in vain."""
    cued, praised = {}, {}
    for number, sentence in enumerate(said(sequence)):
        kind, _, fault = sentence.partition(" ")
        if kind == "cue":
            for greater in FAULTS[: FAULTS.index(fault)]:
                is_habit = greater in sequence[number] and any(
                    greater in faults for faults in sequence[max(0, number - 2) : number]
                )
                times = [n for n in cued.get(greater, []) if n > praised.get(greater, -1)]
                is_recent = bool(cued.get(greater)) and number - cued[greater][-1] < 3
                assert not is_habit or is_recent or len(times) == 2
            cued.setdefault(fault, []).append(number)
        elif kind == "praise":
            praised[fault] = number
