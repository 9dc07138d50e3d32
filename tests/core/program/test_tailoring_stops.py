"""Whatever practitioners change, in any order, between flags, stops and days of pain: no stop is defeated.

Each life is lived day by day: what is prescribed is done, and changes are chosen among those that fit on
their day. What must not happen is worked out beside the engine: which exercises are excluded, which flags
stand, whether anybody has stopped the plan, and what was prescribed before it hurt.
"""

import random
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sinew.program import Course, Plan, course_until, events_from_dicts, fits, intake_from_dict, plan
from sinew.vocabulary import Disposition
from tests.core.program.test_properties import PROGRAM, SAFE_BASES, SLOW, standing, volume
from tests.core.program.test_tailoring import assert_within_limits
from tests.support.stories import DAY_0, answers_of, day

FLAGS = [q.id for q in PROGRAM.questionnaire.questions if q.is_safety and q.kind == "yes_no"]
STEPS = st.sampled_from(
    ["train", "train", "train", "hurts", "bad morning", "flag", "answer again", "flare", "stop", "clear"]
    + ["change"] * 10
)


@dataclass(slots=True)
class Life:
    """One member's course, and what holds for it whatever the engine says.

    Attributes:
        excluded, remembered: excluded exercises now, and before each change that can be taken back.
        hurt_at: how many events there were when it last hurt; ``None`` once a good session followed.
        before: what was prescribed for the session that hurt.
        sore: the exercise that hurt, where it was one of several.
        phase: the phase it hurt in.
    """

    raw: dict[str, Any]
    chance: random.Random
    number: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    remembered: list[set[str]] = field(default_factory=list)
    is_stopped: bool = False
    hurt_at: int | None = None
    before: dict[str, tuple[int, int]] = field(default_factory=dict)
    sore: str | None = None
    phase: str | None = None

    def course(self) -> Course:
        intake = intake_from_dict(self.raw, PROGRAM)
        known = events_from_dicts(self.history, PROGRAM, DAY_0)
        course = course_until(PROGRAM, intake, known, day(self.number))
        course.come_to(day(self.number))
        course.see_gap(day(self.number))
        return course

    def plan(self, history: list[dict[str, Any]] | None = None) -> Plan:
        intake = intake_from_dict(self.raw, PROGRAM)
        known = events_from_dicts(self.history if history is None else history, PROGRAM, DAY_0)
        return plan(PROGRAM, intake, known, day(self.number))

    def happens(self, **event: Any) -> None:
        """Something other than a change: what was changed before cannot be taken back any more."""
        self.history.append({**self.now(), **event})
        self.remembered = []

    def now(self) -> dict[str, str]:
        """The day, and a time on it that is later than of all that happened before."""
        count = len(self.history)
        return {"on": day(self.number).isoformat(), "at": f"{count // 60:02d}:{count % 60:02d}"}

    def train(self, pain: int) -> None:
        """The session of the first day that has one; where it hurts, one exercise or all of it."""
        for _ in range(9):
            found = self.plan()
            if found.session is not None:
                break
            self.number += 1
        if found.session is None:
            return
        names = list(found.session.exercise_ids)
        sore = self.chance.choice([*names, None]) if pain else None
        done = [
            {"exercise": item.exercise, "side": str(item.side), "sets_done": item.dose.sets, "effort": 4,
             "repetitions_done": item.dose.repetitions, "hold_s_done": item.dose.hold_s,
             "pain": pain if sore in (None, item.exercise) else 0}
            for item in found.session.exercises
        ]  # fmt: skip
        self.happens(type="session", exercises=done, effort=4, pain_during=pain)
        self.hurt_at = len(self.history) if pain else None
        self.before, self.sore, self.phase = volume(found), sore, found.phase

    def step(self, what: str) -> None:
        match what:
            case "train":
                self.train(0)
                self.number += 1
                self.happens(type="morning", compared="same")
            case "hurts":
                self.train(self.chance.choice([4, 8]))
            case "bad morning":
                self.train(0)
                self.number += 1
                self.happens(type="morning", compared=self.chance.choice(["+2", "+3"]))
                self.hurt_at = len(self.history)
            case "flag":
                self.happens(type="check_in", answers={self.chance.choice(FLAGS): "yes"})
            case "answer again":
                self.happens(type="check_in", answers=dict.fromkeys(FLAGS, "no"))
            case "flare":
                self.happens(type="check_in", answers={"pain_now": 8})
            case "stop":
                self.happens(type="practitioner", decision="stop", reason="seen")
                self.is_stopped = True
            case "clear":
                self.happens(type="practitioner", decision="cleared", reason="seen")
                self.is_stopped = False
            case "change":
                self.change()

    def change(self) -> None:
        """One change that may fit; stated, so that every limit a reason can lift is lifted."""
        course = self.course()
        options = self.options(course)
        made = self.chance.choice(options)
        known = len(course.refused)
        before = set(self.excluded)
        self.history.append(
            {**self.now(), "type": "practitioner", "reason": "stated",
             **({} if made["decision"] == "exclude_exercise" else {"override": True}), **made}
        )  # fmt: skip
        if len(self.course().refused) > known:
            if made["decision"] != "take_back":
                self.remembered.append(before)
            return
        if made["decision"] == "take_back":
            self.excluded = self.remembered[-made["count"]]
            del self.remembered[-made["count"] :]
            return
        self.remembered.append(before)
        if made["decision"] == "exclude_exercise":
            self.excluded = {*self.excluded, made["exercise"]}
        if made["decision"] == "put_back_exercise":
            self.excluded = self.excluded - {made["exercise"]}

    def options(self, course: Course) -> list[dict[str, Any]]:
        listed = [p.exercise for p in course.places.items if p.exercise] if course.places is not None else []
        found: list[dict[str, Any]] = [
            {"decision": "take_back", "count": self.chance.randint(1, 3)},
            {"decision": "set_time", "minutes": self.chance.choice([10, 20, 30]), "days_per_week": 7},
        ]
        if course.phase is None or not listed or course.places is None:
            return found
        name = self.chance.choice(listed)
        dosage = PROGRAM.exercises[name].dosage[course.phase.id]
        most = {"sets": int(dosage.sets.high), "per_week": int(dosage.per_week.high)}
        once_swapped = [e["exercise"] for e in self.history if e.get("decision") == "swap_exercise"]
        may = [f.exercise for f in fits(course, name) if not any(o.is_hard for o in f.objections)]
        more = [f.exercise for f in fits(course) if not any(o.is_hard for o in f.objections)]
        found += [{"decision": "set_dose", "exercise": name, **most}]
        found += [{"decision": "set_dose", "exercise": name, "rest_s": 60}]
        found += [{"decision": "remove_exercise", "exercise": name}]
        found += [{"decision": "exclude_exercise", "exercise": name}] * 2
        found += [{"decision": "put_back_exercise", "exercise": gone} for gone in sorted(self.excluded)]
        found += [{"decision": "swap_exercise", "exercise": name, "to": to} for to in may[:4] + once_swapped]
        found += [{"decision": "add_exercise", "exercise": one} for one in (more[:2] + once_swapped)]
        return found

    def check(self) -> None:
        """What must hold now, whatever has happened."""
        found = self.plan()
        shown = {name for day_ in found.week for name in day_.exercises}
        if standing(self.raw, self.history) or self.is_stopped:
            assert found.session is None
            assert not shown
        if shown:
            assert found.disposition is Disposition.SELF_CARE
        assert not shown & self.excluded
        assert_within_limits(found, self.raw)
        if self.hurt_at is not None:
            self.check_after_pain()

    def check_after_pain(self) -> None:
        """What hurt is no more than it was, and nothing is more than it were without the changes since."""
        here, ahead = self.number, deepcopy(self)
        unchanged = [
            event
            for n, event in enumerate(self.history)
            if n < (self.hurt_at or 0) or event.get("reason") != "stated"
        ]
        for ahead.number in range(here, here + 5):
            found, alone = ahead.plan(), ahead.plan(unchanged)
            if found.session is None or found.phase != self.phase:
                continue
            now, without = volume(found), volume(alone)
            hurt = {name: self.before[name] for name in self.before if self.sore in (name, None)}
            for known in (hurt, without):
                for name in now.keys() & known.keys():
                    assert now[name][0] <= known[name][0], name
                    assert now[name][1] <= known[name][1], name
            self.check_nothing_above(set(now), set(without))
            return

    def check_nothing_above(self, now: set[str], without: set[str]) -> None:
        """No change brings what was sore, or what is above it on its ladder, while something else is left."""
        above = {name for name in now if self.sore in chain(name)}
        assert not above - without or above == now


def chain(exercise: str) -> list[str]:
    """An exercise and all that is easier on its ladder."""
    found = [exercise]
    while (easier := PROGRAM.exercises[found[-1]].easier) in PROGRAM.exercises and easier not in found:
        found.append(str(easier))
    return found


@SLOW
@given(SAFE_BASES, st.lists(STEPS, min_size=3, max_size=14), st.integers(0, 10**6))
def test_no_change_defeats_a_stop_an_exclusion_or_a_day_of_pain(
    base: dict[str, Any], steps: list[str], seed: int
) -> None:
    started: date = DAY_0
    raw = {
        "as_of": started.isoformat(),
        "answers": answers_of(base, started_on="2026-11-10", days_per_week=7),
    }
    life = Life(raw, random.Random(seed))  # noqa: S311 - examples want to be repeatable
    for step in steps:
        life.step(step)
        life.check()
