"""Days and minutes beside the thresholds: what counts, what does not, and that more is never less."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.monitoring import (
    Clock,
    CodeRule,
    MinuteEntry,
    Period,
    RuleSet,
    TimeSpent,
    calendar_month,
    data_days,
    month_evidence,
    period_evidence,
    rules_on,
    standing,
    time_spent,
)

MONTH = calendar_month(date(2026, 3, 1))
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))
NINE = datetime(2026, 3, 4, 9, tzinfo=UTC)
RULES = RuleSet(
    begins_on=date(2026, 1, 1),
    ends_on=None,
    period_days=30,
    codes=(
        CodeRule("set-up", Clock.DAYS, least=2, is_once=True),
        CodeRule("few", Clock.DAYS, least=2, most=15),
        CodeRule("many", Clock.DAYS, least=16, most=30),
        CodeRule("ten", Clock.MINUTES, least=10, most=19, needs_live=True),
        CodeRule("twenty", Clock.MINUTES, least=20, needs_live=True),
        CodeRule("more", Clock.MINUTES, least=40, every=20, needs_live=True),
    ),
    data=frozenset({"session", "check_in"}),
    live=frozenset({"visit", "phone"}),
    roles=frozenset({"physical_therapist"}),
)


def entry(minutes: float, kind: str = "review", **other: object) -> MinuteEntry:
    seconds = int(minutes * 60)
    usual = MinuteEntry(f"{kind}{minutes}", date(2026, 3, 4), seconds, kind, "tess", "physical_therapist")
    return replace(usual, **other)  # type: ignore[arg-type]  # fields of the entry


def timed(begin: int, end: int, name: str = "", **other: object) -> MinuteEntry:
    """From minute to minute after nine."""
    span = {"begins_at": NINE + timedelta(minutes=begin), "ends_at": NINE + timedelta(minutes=end)}
    return entry(end - begin, id=name or f"{begin}-{end}", **span, **other)


def units(entries: list[MinuteEntry]) -> dict[str, int]:
    found = month_evidence(entries, MONTH, RULES)
    return {each.rule.code: each.units for each in found.codes}


def on(*days: int) -> list[tuple[date, str]]:
    return [(date(2026, 3, day), "session") for day in days]


# days


def test_several_things_on_a_day_are_one_day_and_each_is_listed():
    (day,) = data_days([*on(4), *on(4), (date(2026, 3, 4), "check_in")], RULES)
    assert day.kinds == ("check_in", "session")


def test_what_the_rules_do_not_name_is_no_data():
    assert data_days([(date(2026, 3, 4), "message")], RULES) == ()


@pytest.mark.parametrize(
    ("count", "reached"), [(1, []), (2, ["set-up", "few"]), (15, ["set-up", "few"]), (16, ["set-up", "many"])]
)
def test_the_thresholds_of_days_are_sharp(count: int, reached: list[str]):
    found = period_evidence(on(*range(1, count + 1)), PERIOD, RULES, is_first=True)
    assert found.count == count
    assert [each.rule.code for each in found.codes if each.units] == reached


def test_setting_up_is_for_the_first_period_only():
    found = period_evidence(on(1, 2), PERIOD, RULES, is_first=False)
    assert [each.rule.code for each in found.codes if each.units] == ["few"]


def test_days_outside_the_period_do_not_count():
    assert period_evidence([(date(2026, 3, 31), "session")], PERIOD, RULES, is_first=True).count == 0


# minutes


@pytest.mark.parametrize(
    ("minutes", "reached"),
    [
        (9.99, {}),
        (10, {"ten": 1}),
        (19.99, {"ten": 1}),
        (20, {"twenty": 1}),
        (39.99, {"twenty": 1}),
        (40, {"twenty": 1, "more": 1}),
        (59.99, {"twenty": 1, "more": 1}),
        (60, {"twenty": 1, "more": 2}),
    ],
)
def test_the_thresholds_of_minutes_are_sharp_and_nothing_is_rounded_up(
    minutes: float, reached: dict[str, int]
):
    assert {code: n for code, n in units([entry(minutes, "visit")]).items() if n} == reached


def test_without_a_live_conversation_no_minute_reaches_a_code():
    assert not any(units([entry(300, "review")]).values())
    assert units([entry(300, "review"), entry(1, "phone")])["twenty"] == 1


def test_seconds_are_rounded_once_for_all():
    assert month_evidence([entry(0.5, id=str(n)) for n in range(20)], MONTH, RULES).minutes == 10


def test_a_coach_s_minutes_are_told_and_do_not_count():
    found = month_evidence([entry(30, "visit", role="coach")], MONTH, RULES)
    assert (found.minutes, found.others_minutes, found.has_live) == (0, 30, False)


def test_what_was_taken_back_does_not_stand():
    wrong = entry(30, "visit", id="wrong")
    back = replace(wrong, id="back", reverses="wrong")
    assert standing([wrong, back]) == ()
    assert not any(units([wrong, back]).values())


def test_two_clocks_of_one_person_count_once_and_of_two_people_twice():
    assert month_evidence([timed(0, 20), timed(10, 30)], MONTH, RULES).minutes == 30
    assert month_evidence([timed(0, 20), timed(5, 10)], MONTH, RULES).minutes == 20
    assert month_evidence([timed(0, 20), timed(0, 20, "other", by="otto")], MONTH, RULES).minutes == 40


def test_taking_the_first_of_two_clocks_back_gives_its_minutes_to_the_other():
    first = timed(0, 20, "first")
    assert (
        month_evidence([first, timed(10, 30), replace(first, id="b", reverses="first")], MONTH, RULES).minutes
        == 20
    )


def in_new_york(*clock: int, fold: int = 0) -> datetime:
    return datetime(*clock, fold=fold, tzinfo=ZoneInfo("America/New_York"))  # type: ignore[arg-type,misc]  # a clock


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "minutes"),
    [
        # The night the clocks go back: 1:30, an hour until 1:30 again, and 10 minutes.
        (in_new_york(2026, 11, 1, 1, 30), in_new_york(2026, 11, 1, 1, 40, fold=1), 70),
        # The night they go forward: 10 minutes to 2:00, which is 3:00, and 10 more.
        (in_new_york(2026, 3, 8, 1, 50), in_new_york(2026, 3, 8, 3, 10), 20),
        (in_new_york(2026, 3, 31, 23, 55), in_new_york(2026, 4, 1, 0, 15), 20),
    ],
)
def test_minutes_are_those_that_passed_also_when_the_clocks_are_set(
    begins_at: datetime, ends_at: datetime, minutes: int
):
    span = {"begins_at": begins_at, "ends_at": ends_at, "on": begins_at.date()}
    found = month_evidence([entry(minutes, "visit", **span)], calendar_month(begins_at.date()), RULES)
    assert found.minutes == minutes
    inside = {**span, "id": "inside", "ends_at": ends_at.astimezone(UTC)}
    both = [entry(minutes, "visit", **span), entry(minutes, "review", **inside)]
    assert month_evidence(both, calendar_month(begins_at.date()), RULES).minutes == minutes


def test_what_one_person_spent_is_told_with_the_live_part_of_it_whatever_their_role():
    wrong = entry(30, "phone", id="wrong")
    entries = [
        timed(0, 20, kind="visit"), timed(10, 30, "at the same time"), entry(4.5, "phone"),
        wrong, replace(wrong, id="back", reverses="wrong"), entry(30, "visit", on=date(2026, 4, 1)),
    ]  # fmt: skip
    assert time_spent(entries, MONTH, RULES.live) == TimeSpent(minutes=34, live_minutes=24)
    coached = [replace(each, role="coach") for each in entries]
    assert time_spent(coached, MONTH, RULES.live) == TimeSpent(minutes=34, live_minutes=24)


def test_an_entry_of_another_month_does_not_count():
    assert month_evidence([entry(30, "visit", on=date(2026, 4, 1))], MONTH, RULES).minutes == 0


@pytest.mark.parametrize(
    "wrong", [{"seconds": -1}, {"begins_at": NINE}, {"begins_at": NINE, "ends_at": NINE + timedelta(hours=9)}]
)
def test_an_entry_that_contradicts_itself_is_refused(wrong: dict[str, object]):
    with pytest.raises(ValueError, match=r"seconds|ends_at"):
        entry(10, **wrong)


def test_rules_hold_from_their_first_day_to_the_day_before_the_next():
    old = replace(RULES, begins_on=date(2022, 1, 1), ends_on=date(2026, 1, 1))
    assert rules_on(date(2025, 12, 31), [old, RULES]) is old
    assert rules_on(date(2026, 1, 1), [old, RULES]) is RULES
    assert rules_on(date(2021, 12, 31), [old, RULES]) is None


# what must hold for every input

march = st.dates(min_value=date(2026, 2, 20), max_value=date(2026, 4, 10))
arrived = st.lists(st.tuples(march, st.sampled_from(["session", "check_in", "message"])), max_size=40)


@st.composite
def clocked(draw: st.DrawFn) -> MinuteEntry:
    begin = draw(st.integers(min_value=0, max_value=300))
    length = draw(st.integers(min_value=0, max_value=90))
    by, kind = draw(st.sampled_from(["tess", "otto"])), draw(st.sampled_from(["visit", "review"]))
    role = "physical_therapist" if by == "tess" else "coach"
    name = f"{draw(st.integers())}"
    if draw(st.booleans()):
        return entry(length, kind, id=name, by=by, role=role)
    return timed(begin, begin + length, name, kind=kind, by=by, role=role)


@given(some=arrived, more=arrived)
def test_more_data_never_makes_fewer_days(some: list[tuple[date, str]], more: list[tuple[date, str]]):
    before = period_evidence(some, PERIOD, RULES, is_first=True)
    after = period_evidence([*some, *more], PERIOD, RULES, is_first=True)
    assert {day.on for day in before.days} <= {day.on for day in after.days}
    assert after.count <= RULES.period_days


@given(some=arrived)
def test_the_order_in_which_data_came_and_its_doubles_change_nothing(some: list[tuple[date, str]]):
    assert data_days(some, RULES) == data_days([*reversed(some), *some], RULES)


@given(some=st.lists(clocked(), max_size=12), more=clocked())
def test_one_more_entry_never_makes_fewer_minutes(some: list[MinuteEntry], more: MinuteEntry):
    before, after = month_evidence(some, MONTH, RULES), month_evidence([*some, more], MONTH, RULES)
    assert after.minutes >= before.minutes
    assert after.others_minutes >= before.others_minutes
    assert after.has_live or not before.has_live
    assert (
        after.minutes + after.others_minutes
        <= before.minutes + before.others_minutes + more.seconds // 60 + 1
    )


@given(some=st.lists(clocked(), max_size=12, unique_by=lambda each: each.id))
def test_taking_everything_back_leaves_nothing(some: list[MinuteEntry]):
    back = [replace(each, id=f"{each.id} back", reverses=each.id) for each in some]
    found = month_evidence([*some, *back], MONTH, RULES)
    assert (found.entries, found.minutes, found.has_live) == ((), 0, False)
