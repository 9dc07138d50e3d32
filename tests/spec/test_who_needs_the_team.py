"""Who needs the care team first: each situation has its reason, its deadline and its place in the list."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.attention import (
    CaseFacts,
    FlagFact,
    Kind,
    NeedsAttention,
    News,
    PutAside,
    Rules,
    pain_rise,
    reasons,
    standing,
    urgency,
)
from sinew.content import default_root, load, read_attention
from sinew.vocabulary import Disposition, Outcome

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
RULES: Rules = read_attention(default_root()).rules(load(default_root()).program)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def exercising(**facts: Any) -> CaseFacts:
    """Somebody whose plan gives sessions, the last one done yesterday."""
    usual: dict[str, Any] = {
        "today": TODAY,
        "outcome": Outcome.KEEP,
        "disposition": Disposition.SELF_CARE,
        "was_cleared": True,
        "last_active_on": TODAY - timedelta(days=1),
    }
    return CaseFacts(**(usual | facts))


def waiting(because: str, **facts: Any) -> CaseFacts:
    """Somebody whose plan gives no session until a practitioner has looked."""
    paused = {"outcome": Outcome.PAUSE_FOR_PRACTITIONER, "disposition": Disposition.PRACTITIONER_FIRST}
    return exercising(**({"waits_since": ago(hours=5), "waits_because": because} | paused | facts))


def flag(hours_ago: float, within_hours: int | None, how: Disposition = Disposition.URGENT) -> FlagFact:
    return FlagFact("RF-12", how, ago(hours=hours_ago), within_hours)


def news(rule: str, first: float = 2, last: float | None = None) -> News:
    """Unread news, told so many hours ago for the first and for the last time."""
    return News(rule, ago(hours=first), ago(hours=first if last is None else last))


def found(facts: CaseFacts) -> tuple[NeedsAttention, ...]:
    return reasons(facts, RULES)


def kinds(facts: CaseFacts) -> list[Kind]:
    return [reason.kind for reason in found(facts)]


EVERY_KIND = {
    Kind.ALARM: exercising(alarm_at=ago(minutes=3)),
    Kind.EMERGENCY: exercising(flags=(flag(1, None, Disposition.EMERGENCY),)),
    Kind.URGENT: exercising(flags=(flag(1, 24),)),
    Kind.FIRST_REVIEW: waiting("C9-review", was_cleared=False),
    Kind.PAUSED: waiting("two-reds"),
    Kind.RED_ZONE: exercising(red_at=ago(hours=14), red_on=TODAY - timedelta(days=1)),
    Kind.WORSE_AFTER: exercising(news=(news("morning-plus-3"),)),
    Kind.MESSAGE: exercising(message_at=ago(hours=2), message_due_at=NOW + timedelta(hours=22)),
    Kind.SIGN_OFF: exercising(asked_at=ago(hours=2), asked_for="cleared-sport"),
    Kind.NO_IMPROVEMENT: waiting("RF-34"),
    Kind.TOLD: exercising(news=(news("flare"),)),
    Kind.STILL_STOPPED: exercising(is_stopped=True, stopped_on=TODAY - timedelta(days=14)),
    Kind.RISING_PAIN: exercising(pains=(2, 2, 2, 4, 4, 4)),
    Kind.MISSED: exercising(last_active_on=TODAY - timedelta(days=8)),
    Kind.SILENT: exercising(last_active_on=TODAY - timedelta(days=30)),
    Kind.OUTCOME_DUE: exercising(
        outcomes_on=TODAY - timedelta(days=2), outcomes_until=TODAY + timedelta(days=5)
    ),
    Kind.INTAKE_OPEN: CaseFacts(today=TODAY, intake_open_since=TODAY - timedelta(days=2)),
}


# Every kind of reason


@pytest.mark.parametrize(("kind", "facts"), EVERY_KIND.items(), ids=[kind.value for kind in EVERY_KIND])
def test_each_situation_has_its_reason(kind: Kind, facts: CaseFacts) -> None:
    assert kinds(facts) == [kind]


def test_no_kind_is_without_an_example() -> None:
    assert EVERY_KIND.keys() == set(Kind)


def test_somebody_who_does_well_needs_nothing() -> None:
    assert found(exercising(pains=(5, 4, 4, 3, 3, 2))) == ()


@pytest.mark.parametrize("rule", ["morning-plus-3", "pain-over-48h", "night-waking"])
def test_pain_that_is_much_worse_the_day_after_is_a_reason_of_its_own(rule: str) -> None:
    assert kinds(exercising(news=(news(rule),))) == [Kind.WORSE_AFTER]


def test_a_member_with_several_reasons_shows_them_all_the_most_urgent_first() -> None:
    facts = exercising(
        message_at=ago(hours=1),
        message_due_at=NOW,
        alarm_at=ago(minutes=1),
        last_active_on=TODAY - timedelta(days=20),
        red_at=ago(days=1),
        red_on=TODAY - timedelta(days=1),
    )
    assert kinds(facts) == [Kind.ALARM, Kind.RED_ZONE, Kind.MESSAGE, Kind.SILENT]


# The order of members


def test_members_stand_in_the_order_of_their_most_urgent_reason() -> None:
    ranks = [urgency(found(facts)) for facts in EVERY_KIND.values()]
    assert all(first < second for first, second in pairwise([*ranks, urgency(())]))


def test_of_two_red_flags_the_one_due_first_stands_first() -> None:
    due_soon, due_later = exercising(flags=(flag(20, 24),)), exercising(flags=(flag(70, 168),))
    assert urgency(found(due_soon)) < urgency(found(due_later))


def test_of_two_who_wait_the_one_who_waited_longer_stands_first() -> None:
    longer = waiting("two-reds")
    shorter = replace(longer, waits_since=NOW)
    assert urgency(found(longer)) < urgency(found(shorter))


def test_of_two_with_the_same_deadline_the_one_who_waited_longer_stands_first() -> None:
    opens = {"message_due_at": NOW + timedelta(hours=8)}
    saturday = exercising(message_at=ago(days=2), **opens)
    sunday = exercising(message_at=ago(days=1), **opens)
    assert urgency(found(saturday)) < urgency(found(sunday))


def test_pain_that_rose_more_stands_first() -> None:
    more = exercising(pains=(1, 1, 1, 6, 6, 6))
    assert urgency(found(more)) < urgency(found(EVERY_KIND[Kind.RISING_PAIN]))


def test_the_longer_silence_stands_first() -> None:
    longer = exercising(last_active_on=TODAY - timedelta(days=40))
    assert urgency(found(longer)) < urgency(found(EVERY_KIND[Kind.SILENT]))


def test_an_overdue_message_does_not_pass_a_red_flag_that_is_in_time() -> None:
    overdue = exercising(message_at=ago(days=4), message_due_at=ago(days=3))
    assert urgency(found(EVERY_KIND[Kind.URGENT])) < urgency(found(overdue))


# Deadlines


@pytest.mark.parametrize(
    ("facts", "due_at"),
    [
        (EVERY_KIND[Kind.ALARM], ago(minutes=3)),
        (EVERY_KIND[Kind.EMERGENCY], ago(hours=1)),
        (EVERY_KIND[Kind.URGENT], ago(hours=1) + timedelta(hours=24)),
        (EVERY_KIND[Kind.FIRST_REVIEW], ago(hours=5) + timedelta(hours=72)),
        (EVERY_KIND[Kind.RED_ZONE], ago(hours=14) + timedelta(hours=48)),
        (EVERY_KIND[Kind.WORSE_AFTER], ago(hours=2) + timedelta(hours=48)),
        (EVERY_KIND[Kind.MESSAGE], NOW + timedelta(hours=22)),
        (EVERY_KIND[Kind.SILENT], None),
    ],
)
def test_each_reason_has_the_deadline_of_its_kind(facts: CaseFacts, due_at: datetime | None) -> None:
    assert [reason.due_at for reason in found(facts)] == [due_at]


def test_a_first_review_is_late_after_three_days_and_not_before() -> None:
    (reason,) = found(EVERY_KIND[Kind.FIRST_REVIEW])
    assert not reason.is_late(ago(hours=5) + timedelta(hours=72), TODAY)
    assert reason.is_late(ago(hours=5) + timedelta(hours=72, seconds=1), TODAY)


def test_a_questionnaire_is_late_after_the_last_day_its_answer_counts() -> None:
    (reason,) = found(EVERY_KIND[Kind.OUTCOME_DUE])
    assert not reason.is_late(NOW, TODAY + timedelta(days=5))
    assert reason.is_late(NOW, TODAY + timedelta(days=6))


def test_unread_news_is_due_from_its_first_time_on_however_often_it_comes_again() -> None:
    (again,) = found(exercising(news=(news("morning-plus-3", first=60, last=1),)))
    assert again.due_at == ago(hours=60) + timedelta(hours=48)
    (red,) = found(exercising(red_since=ago(hours=60), red_at=ago(hours=1), red_on=TODAY))
    assert red.due_at == ago(hours=60) + timedelta(hours=48)


def test_later_news_never_hides_what_is_more_urgent_and_came_before() -> None:
    assert kinds(exercising(news=(news("morning-plus-3", first=20), news("flare", first=2)))) == [
        Kind.WORSE_AFTER,
        Kind.TOLD,
    ]


# What is said once, or not at all


def test_six_missed_days_are_no_reason_and_seven_are() -> None:
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=7))) == []
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=8))) == [Kind.MISSED]


def test_thirteen_days_are_missed_and_fourteen_are_silence() -> None:
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=14))) == [Kind.MISSED]
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=15))) == [Kind.SILENT]


def test_a_session_in_the_red_zone_is_shown_for_seven_days() -> None:
    assert kinds(exercising(red_at=ago(days=6), red_on=TODAY - timedelta(days=6))) == [Kind.RED_ZONE]
    assert kinds(exercising(red_at=ago(days=7), red_on=TODAY - timedelta(days=7))) == []


def test_a_plan_the_practitioner_stopped_does_not_ask_for_them() -> None:
    assert kinds(waiting("practitioner-stop", is_stopped=True)) == []


def test_a_member_who_was_stopped_is_not_chased_for_missing_sessions() -> None:
    assert kinds(exercising(is_stopped=True, last_active_on=TODAY - timedelta(days=40))) == []


def test_news_from_somebody_whose_plan_was_stopped_is_shown() -> None:
    assert kinds(exercising(is_stopped=True, news=(news("night-waking"),))) == [Kind.WORSE_AFTER]


def test_rising_pain_is_no_reason_any_more_once_the_plan_was_stopped() -> None:
    assert kinds(exercising(is_stopped=True, pains=(2, 2, 2, 4, 4, 4))) == []


def test_a_stopped_plan_is_shown_again_after_fourteen_days_so_that_nobody_is_forgotten() -> None:
    stopped = EVERY_KIND[Kind.STILL_STOPPED]
    assert kinds(replace(stopped, stopped_on=TODAY - timedelta(days=13))) == []
    assert kinds(stopped) == [Kind.STILL_STOPPED]


def test_what_paused_the_plan_is_said_once_and_what_was_worse_since_then_as_well() -> None:
    paused = waiting("symptoms-spread", news=(news("symptoms-spread", first=5),))
    assert kinds(paused) == [Kind.PAUSED]
    worse = replace(paused, news=(*paused.news, news("night-waking", first=1)))
    assert kinds(worse) == [Kind.PAUSED, Kind.WORSE_AFTER]


def test_a_member_whose_plan_waits_is_not_chased_for_anything() -> None:
    facts = waiting("two-reds", last_active_on=TODAY - timedelta(days=40), outcomes_on=TODAY)
    assert kinds(facts) == [Kind.PAUSED]


def test_a_plan_that_waits_is_not_also_asked_to_be_signed_off() -> None:
    assert kinds(waiting("C9", was_cleared=False, asked_at=NOW, asked_for="cleared-sport")) == [
        Kind.FIRST_REVIEW
    ]


def test_a_red_flag_that_paused_the_plan_is_said_once() -> None:
    assert kinds(waiting("RF-12", flags=(flag(1, 24),))) == [Kind.URGENT]


def test_one_bad_day_is_no_trend_and_too_few_sessions_say_nothing() -> None:
    assert kinds(exercising(pains=(2, 2, 2, 2, 2, 7))) == []
    assert pain_rise((1, 1, 9, 9, 9), RULES.pain_sessions) is None


# Put aside until a day


def aside(*kinds: Kind, until: int = 3) -> PutAside:
    return PutAside(frozenset(kinds), at=NOW, on=TODAY, until=TODAY + timedelta(days=until))


def test_what_is_put_aside_stands_apart_until_its_day() -> None:
    facts = replace(EVERY_KIND[Kind.SILENT], put_aside=aside(Kind.SILENT))
    apart = standing(facts, RULES)
    assert [reason.kind for reason in apart.aside] == [Kind.SILENT]
    assert apart.now == ()
    back = standing(replace(facts, today=TODAY + timedelta(days=3)), RULES)
    assert [reason.kind for reason in back.now] == [Kind.SILENT]


@pytest.mark.parametrize("kind", [Kind.ALARM, Kind.EMERGENCY, Kind.URGENT])
def test_emergencies_and_red_flags_are_never_put_aside(kind: Kind) -> None:
    facts = replace(EVERY_KIND[kind], put_aside=aside(*Kind))
    assert [reason.kind for reason in standing(facts, RULES).now] == [kind]


def test_what_comes_new_is_not_put_aside_with_the_rest() -> None:
    facts = exercising(
        last_active_on=TODAY - timedelta(days=20), message_at=ago(days=1), put_aside=aside(Kind.SILENT)
    )
    assert [reason.kind for reason in standing(facts, RULES).now] == [Kind.MESSAGE]


def test_a_reason_of_the_same_kind_that_begins_later_is_shown() -> None:
    later = replace(
        EVERY_KIND[Kind.MESSAGE],
        message_at=NOW + timedelta(hours=1),
        put_aside=aside(Kind.MESSAGE),
    )
    assert [reason.kind for reason in standing(later, RULES).now] == [Kind.MESSAGE]


def test_a_second_message_is_shown_although_the_first_was_put_aside() -> None:
    first = replace(EVERY_KIND[Kind.MESSAGE], put_aside=aside(Kind.MESSAGE))
    assert standing(first, RULES).now == ()
    second = replace(first, message_last_at=NOW + timedelta(minutes=1))
    assert [reason.kind for reason in standing(second, RULES).now] == [Kind.MESSAGE]


def test_silence_that_begins_anew_is_shown_although_the_last_was_put_aside() -> None:
    put = replace(aside(Kind.SILENT, until=28), at=ago(days=20), on=TODAY - timedelta(days=20))
    facts = exercising(last_active_on=TODAY - timedelta(days=30), put_aside=put)
    assert [reason.kind for reason in standing(facts, RULES).aside] == [Kind.SILENT]
    came_back = replace(facts, last_active_on=TODAY - timedelta(days=16))
    assert [reason.kind for reason in standing(came_back, RULES).now] == [Kind.SILENT]


def test_news_while_a_plan_waits_brings_back_what_was_put_aside() -> None:
    facts = waiting("two-reds", put_aside=aside(Kind.PAUSED))
    assert standing(facts, RULES).now == ()
    told = replace(facts, news=(news("RF-20", first=-1),))
    assert [reason.kind for reason in standing(told, RULES).now] == [Kind.PAUSED]


@pytest.mark.parametrize(
    ("kind", "by_coach"), [(Kind.MISSED, True), (Kind.PAUSED, False), (Kind.URGENT, False)]
)
def test_what_a_therapist_decides_is_not_put_aside_by_a_coach(kind: Kind, by_coach: bool) -> None:
    assert RULES.kinds[kind].may_be_put_aside(by_therapist=False) is by_coach
    assert RULES.kinds[kind].may_be_put_aside(by_therapist=True) is (kind is not Kind.URGENT)


# Whatever happens


@given(st.lists(st.integers(0, 10), max_size=30), st.integers(0, 60), st.booleans(), st.booleans())
def test_reasons_are_ordered_and_never_repeat_a_kind(
    pains: list[int], days: int, is_red: bool, has_news: bool
) -> None:
    facts = exercising(
        pains=tuple(pains),
        last_active_on=TODAY - timedelta(days=days),
        red_at=NOW if is_red else None,
        red_on=TODAY if is_red else None,
        news=(news("flare"),) if has_news else (),
    )
    ranks = [reason.rank for reason in found(facts)]
    assert ranks == sorted(set(ranks))


@given(st.sampled_from(list(Kind)), st.integers(0, 400), st.sets(st.sampled_from(list(Kind))))
def test_nothing_is_lost_when_it_is_put_aside(kind: Kind, days: int, put: set[Kind]) -> None:
    facts = replace(EVERY_KIND[kind], put_aside=aside(*put, until=days))
    apart = standing(facts, RULES)
    assert sorted([*apart.now, *apart.aside], key=lambda each: each.order) == list(found(facts))
