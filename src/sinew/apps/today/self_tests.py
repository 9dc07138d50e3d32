"""A test of the gate that a member does alone: the card on Today, the guided page, its form, its result."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinew.apps.care import planning, test_results
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.care.session_words import SIDES
from sinew.apps.today.gate import GatePresenter
from sinew.apps.today.intake_form import SCALE, Option
from sinew.apps.today.test_history import TestHistory, histories
from sinew.apps.web import content as shown
from sinew.apps.web.figures import knee_pictures
from sinew.content import Exercise, GuidedTest
from sinew.program import Plan, TestProgress
from sinew.vocabulary import Side

PAIN_HIGHEST = SCALE[-1]
DONE = (("1", gettext_lazy("Yes, it went well")), ("0", gettext_lazy("Not yet")))
SHARE_STEP, SHARE_SHOWN = 5, (0, 120)
"""Percent by which the slider moves, and its ends; nobody feels finer, and above the good side is enough."""


@dataclass(frozen=True, slots=True)
class TestCard:
    """A test that is due, as Today lists it."""

    guided: GuidedTest
    exercise: Exercise | None
    badge: str

    __test__ = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One angle of the knee to choose."""

    option: Option
    drawing: SafeString


@dataclass(slots=True)
class SideFields:
    """What is asked about one side, or about a test that is done once.

    Attributes:
        suffix: sets the inputs of both sides apart; empty where there is one.
        value, pain: as sent.
        error, pain_error: what to do about them.
    """

    name: str
    suffix: str
    side: Side | None
    value: str = ""
    pain: str = ""
    error: str = ""
    pain_error: str = ""

    @property
    def pains(self) -> tuple[Option, ...]:
        return tuple(Option(str(n), str(n), self.pain == str(n)) for n in SCALE)

    @property
    def results(self) -> tuple[Option, ...]:
        return tuple(Option(code, str(label), self.value == code) for code, label in DONE)


class TestForm:
    """The result of a test, read from what was sent.

    Args:
        sides: those asked about; empty for a test that is done once.
        limits: the lowest and highest value that can be true.
    """

    __test__ = False

    def __init__(
        self,
        guided: GuidedTest,
        sides: Iterable[Side],
        limits: tuple[float, float],
        data: QueryDict | None = None,
    ) -> None:
        self._guided, self._limits = guided, limits
        asked = [SideFields(str(SIDES[side]).capitalize(), f"-{side}", side) for side in sides]
        self.fields = asked or [SideFields("", "", None)]
        self.results: list[tuple[Side | None, float, int]] = []
        if data is not None:
            for each in self.fields:
                self._clean(each, data)

    @property
    def errors(self) -> list[str]:
        """What to do, each with the side it is about."""
        found = [(each, text) for each in self.fields for text in (each.error, each.pain_error) if text]
        return [f"{each.name}: {text}" if each.name else text for each, text in found]

    def _clean(self, each: SideFields, data: QueryDict) -> None:
        each.value = data.get(f"value{each.suffix}", "").strip()
        each.pain = data.get(f"pain{each.suffix}", "")
        value, pain = _number(each.value), _number(each.pain)
        if value is None or not self._can_be(value):
            each.error = self._missing()
        if pain is None or pain not in SCALE:
            each.pain_error = _("Choose how much it hurt, please.")
        if value is not None and pain is not None and not (each.error or each.pain_error):
            self.results.append((each.side, value, int(pain)))

    def _can_be(self, value: float) -> bool:
        if self._guided.way == "angle":
            return value in self._guided.angles
        low, high = self._limits
        return low <= value <= high

    def _missing(self) -> str:
        if self._guided.way == "angle":
            return _("Choose a picture, please.")
        if self._guided.way == "done":
            return _("Choose an answer, please.")
        low, high = self._limits
        return _("Enter a number from %(low)g to %(high)g.") % {"low": low, "high": high}


def _number(text: str) -> float | None:
    """A plain decimal number; anything else is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


class TestPage:
    """The page of one test.

    Attributes:
        guided: its way, figure and steps.
        form: ``None`` where there is nothing to do today.
    """

    __test__ = False

    def __init__(self, care_plan: CarePlan, guided: GuidedTest, day: date, data: QueryDict | None) -> None:
        self._care_plan, self.guided, self._day = care_plan, guided, day
        self._plan = planning.current_plan(care_plan, day)
        program = planning.content_of(care_plan).program
        self._definition = program.tests[guided.id]
        self.question = program.texts.tests.get(guided.id, guided.title)
        sides = self._sides_to_test()
        limits = (self._definition.values.low, self._definition.values.high)
        self.form = None
        if sides is not None:
            self.form = TestForm(guided, _sore_first(sides, care_plan), limits, data)

    def _sides_to_test(self) -> tuple[Side, ...] | None:
        """The sides to test today, none named where a test is done once; ``None`` = nothing to do.

        Asked for by a gate, or a movement test that may be done unasked in this phase.
        """
        due = next((each for each in self._plan.tests_due if each.test == self.guided.id), None)
        if due is not None:
            return due.sides
        if not is_open_unasked(self.guided.id, self._plan):
            return None
        done = {event.payload.get("side") for event in self._own_events() if event.on == self._day}
        if not self._definition.per_side:
            return None if done else ()
        return tuple(side for side in (Side.LEFT, Side.RIGHT) if str(side) not in done) or None

    @property
    def by_camera(self) -> list[SideFields]:
        """The sides the camera can measure now; empty where it measures nothing."""
        is_measured = test_results.movement_test(self.guided.id) is not None
        return self.form.fields if self.form is not None and is_measured else []

    @property
    def camera_words(self) -> Any:
        """The sentences every test with the camera shares."""
        found = shown.current().movement_tests
        return found.words if found is not None else None

    @cached_property
    def histories(self) -> list[TestHistory]:
        """The results of this test so far; none for tests that are only passed or not."""
        is_measured = test_results.movement_test(self.guided.id) is not None
        return histories(self._own_events()) if is_measured else []

    def _own_events(self) -> list[CareEvent]:
        events = self._care_plan.events.tests()
        return [event for event in events if event.payload["test"] == self.guided.id]

    @classmethod
    def of(cls, care_plan: CarePlan, test_id: str, day: date, data: QueryDict | None = None) -> Self | None:
        """The page of this test; ``None`` if the member's program has no such test."""
        guided = _guided().get(test_id)
        if guided is None or test_id not in planning.content_of(care_plan).program.tests:
            return None
        return cls(care_plan, guided, day, data)

    @property
    def words(self) -> Any:
        """The sentences every test shares."""
        found = shown.current().guided_tests
        return found.words if found is not None else None

    @property
    def exercise(self) -> Exercise | None:
        return shown.current().exercises.get(self.guided.exercise or "")

    @property
    def unit(self) -> str:
        """What the number counts: "minutes", "seconds", "times" or "percent"."""
        if self.guided.way == "number":
            return _("degrees")
        if self.guided.way == "timer":
            return _("minutes") if self._definition.unit == "minutes" else _("seconds")
        return _("percent") if self.guided.way == "share" else _("times")

    @property
    def seconds_per_unit(self) -> int:
        return 60 if self._definition.unit == "minutes" else 1

    @property
    def share(self) -> dict[str, int]:
        """Ends and step of the slider."""
        return {"low": SHARE_SHOWN[0], "high": SHARE_SHOWN[1], "step": SHARE_STEP}

    @property
    def needs_two_days(self) -> bool:
        return any(each.needed > 1 for each in self._progress)

    @property
    def pictures(self) -> list[tuple[SideFields, list[Picture]]]:
        """The fields, each with the pictures to choose from; no pictures for other ways."""
        if self.form is None:
            return []
        angles = self.guided.angles
        drawn = knee_pictures(self.exercise, angles) if self.exercise is not None and angles else ()
        return [
            (
                each,
                [
                    Picture(
                        Option(str(angle), _("%(n)d degrees") % {"n": angle}, each.value == str(angle)), svg
                    )
                    for angle, svg in zip(angles, drawn, strict=False)
                ],
            )
            for each in self.form.fields
        ]

    @cached_property
    def told_today(self) -> list[str]:
        """What was stored today, in words."""
        events = self._own_events()
        if test_results.movement_test(self.guided.id) is None:
            return [
                result_in_words(event.payload, self._definition.unit)
                for event in events
                if event.on == self._day
            ]
        told = [each for found in test_results.readings(events).values() for each in found]
        return [reading_in_words(each) for each in told if each.on == self._day]

    @property
    def meaning(self) -> str:
        """What the result of today says."""
        open_ones = [each for each in self._progress if not each.is_met]
        if not self._progress:
            return str(self.words.noted)
        if not open_ones:
            return str(self.words.met)
        return str(self.words.met_once if all(each.passed for each in open_ones) else self.words.not_yet)

    @property
    def is_good(self) -> bool:
        return self.meaning != str(self.words.not_yet)

    @cached_property
    def gate(self) -> GatePresenter:
        return GatePresenter(self._care_plan, self._day, self._plan)

    @property
    def _progress(self) -> list[TestProgress]:
        return [each for each in self._plan.test_progress if each.test == self.guided.id]


def result_in_words(payload: Mapping[str, Any], unit: str) -> str:
    """A stored result: "left leg: 12 repetitions, pain 1 of 10"."""
    value = payload["value"]
    done = _("done") if value else _("not yet")
    amount = done if unit == "done" else f"{value:g} {unit}"
    side = f"{SIDES[Side(payload['side'])]}: " if payload.get("side") else ""
    pain = payload.get("pain")
    return f"{side}{amount}" + ("" if pain is None else _(", pain %(n)g of 10") % {"n": pain})


def reading_in_words(reading: test_results.TestReading) -> str:
    """A stored result with its error and what became of it: "left leg: 139° (± 6°), pain 1 of 10"."""
    side = f"{SIDES[reading.side]}: " if reading.side is not None else ""
    pain = "" if reading.pain is None else _(", pain %(n)g of 10") % {"n": reading.pain}
    became = f". {reading.change_in_words}" if reading.change is not None else ""
    return f"{side}{reading.amount}{pain}{became}"


def is_open_unasked(test: str, plan: Plan) -> bool:
    """Whether a movement test may be done on this day though no gate asks for it."""
    known = test_results.movement_test(test)
    return known is not None and plan.may_test and plan.phase in known.phases


def open_unasked(plan: Plan) -> list[TestCard]:
    """The movement tests that may be done on this day though no gate asks for them."""
    due = {each.test for each in plan.tests_due}
    content = shown.current()
    return [
        TestCard(guided, content.exercises.get(guided.exercise or ""), "")
        for guided in _guided().values()
        if guided.id not in due and is_open_unasked(guided.id, plan)
    ]


def due_cards(plan: Plan) -> list[TestCard]:
    """The tests that are due, in the order of the gate; those nobody can be guided through are left out."""
    content, guided = shown.current(), _guided()
    return [
        TestCard(
            guided[due.test],
            content.exercises.get(guided[due.test].exercise or ""),
            _passed_once(due.test, plan),
        )
        for due in plan.tests_due
        if due.test in guided
    ]


def _passed_once(test: str, plan: Plan) -> str:
    rows = [each for each in plan.test_progress if each.test == test and not each.is_met]
    return _("Went well once") if rows and all(each.passed for each in rows) else ""


def _guided() -> Mapping[str, GuidedTest]:
    found = shown.current().guided_tests
    return found.tests if found is not None else {}


def _sore_first(sides: tuple[Side, ...], care_plan: CarePlan) -> tuple[Side, ...]:
    return tuple(sorted(sides, key=lambda side: side != care_plan.answers.get("side")))
