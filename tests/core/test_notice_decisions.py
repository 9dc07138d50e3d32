"""A notice goes out now, later or not at all, and every answer has its reason."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.notices import (
    BY_ID,
    CATALOGUE,
    Channel,
    InQuietHours,
    Outcome,
    QuietHours,
    UnknownTemplate,
    Wishes,
    decide,
    kind_of,
)
from sinew.notices.decision import Reason

NIGHT_AT = datetime(2026, 11, 30, 23, tzinfo=UTC)
MORNING = datetime(2026, 12, 1, 7, tzinfo=UTC)
QUIET = Wishes(quiet=QuietHours(time(22), time(7), "UTC"), quiet_on=frozenset(Channel))
ALL_OFF = frozenset((kind.id, channel) for kind in CATALOGUE for channel in Channel)


def test_what_can_wait_is_held_until_the_quiet_hours_end():
    found = decide(BY_ID["message-waiting"], Channel.PUSH, QUIET, at=NIGHT_AT)
    assert (found.outcome, found.reason, found.until) == (Outcome.HOLD, Reason.QUIET_HOURS, MORNING)


def test_an_emergency_is_not_held():
    assert decide(BY_ID["member-needs-you"], Channel.PUSH, QUIET, at=NIGHT_AT).outcome is Outcome.SEND


def test_a_reminder_of_today_is_left_out_when_today_is_over_by_then():
    kind = BY_ID["session-ready"]
    found = decide(kind, Channel.EMAIL, QUIET, at=NIGHT_AT, useful_until=MORNING - timedelta(hours=7))
    assert (found.outcome, found.reason) == (Outcome.LEAVE_OUT, Reason.OUT_OF_DATE)


def test_a_visit_that_begins_before_the_morning_is_told_at_once():
    kind = BY_ID["visit-booked"]
    early, late = MORNING - timedelta(minutes=5), MORNING + timedelta(hours=2)
    assert decide(kind, Channel.EMAIL, QUIET, at=NIGHT_AT, useful_until=early).reason is Reason.CANNOT_WAIT
    assert decide(kind, Channel.EMAIL, QUIET, at=NIGHT_AT, useful_until=late).until == MORNING


def test_quiet_hours_of_one_channel_leave_the_other_alone():
    wishes = Wishes(quiet=QUIET.quiet, quiet_on=frozenset({Channel.PUSH}))
    assert decide(BY_ID["message-waiting"], Channel.EMAIL, wishes, at=NIGHT_AT).outcome is Outcome.SEND


def test_a_pause_stops_reminders_and_nothing_else():
    wishes = Wishes(paused_until=NIGHT_AT + timedelta(days=7))
    said = {
        kind.id for kind in CATALOGUE if decide(kind, Channel.EMAIL, wishes, at=NIGHT_AT).reason == "paused"
    }
    assert said == {"session-ready", "team-reminder"}
    assert (
        decide(BY_ID["session-ready"], Channel.EMAIL, wishes, at=wishes.paused_until).outcome is Outcome.SEND
    )


def test_days_off_hold_what_can_wait_until_the_next_morning_that_is_not_quiet():
    back = datetime(2026, 12, 7, 6, tzinfo=UTC)
    wishes = Wishes(quiet=QUIET.quiet, quiet_on=QUIET.quiet_on, away_until=back)
    found = decide(BY_ID["member-wrote"], Channel.EMAIL, wishes, at=NIGHT_AT)
    assert (found.reason, found.until) == (Reason.AWAY, back + timedelta(hours=1))
    assert decide(BY_ID["member-needs-you"], Channel.EMAIL, wishes, at=NIGHT_AT).outcome is Outcome.SEND


@pytest.mark.parametrize(
    "kind", ["account", "member-needs-you", "visit-changed", "coverage", "coverage-alarm"]
)
def test_safety_and_cancellations_come_by_mail_whatever_somebody_chose(kind):
    found = decide(BY_ID[kind], Channel.EMAIL, Wishes(off=ALL_OFF), at=NIGHT_AT)
    assert found.outcome is Outcome.SEND


@given(
    st.sampled_from(CATALOGUE),
    st.sampled_from(Channel),
    st.booleans(),
    st.none() | st.integers(-48, 48).map(lambda hours: NIGHT_AT + timedelta(hours=hours)),
    st.none() | st.integers(-48, 48).map(lambda hours: NIGHT_AT + timedelta(hours=hours)),
)
def test_what_is_held_is_still_useful_when_it_goes_out(kind, channel, is_off, away, useful_until):
    wishes = Wishes(
        off=ALL_OFF if is_off else frozenset(),
        quiet=QUIET.quiet,
        quiet_on=QUIET.quiet_on,
        away_until=away,
    )
    found = decide(kind, channel, wishes, at=NIGHT_AT, useful_until=useful_until)
    assert (found.until is not None) == (found.outcome is Outcome.HOLD)
    if found.until is not None:
        assert found.until > NIGHT_AT
        again = decide(kind, channel, wishes, at=found.until, useful_until=useful_until)
        assert again.outcome is Outcome.SEND


def test_every_kind_says_what_it_is_and_when_it_comes():
    for kind in CATALOGUE:
        assert kind.title
        assert not kind.title.endswith(".")
        assert kind.says.endswith(".")
        assert kind.always <= kind.channels
        assert kind.path.startswith("/")
        if kind.quiet is InQuietHours.AT_ONCE and kind.roles and kind.id != "visit-reminder":
            assert Channel.EMAIL in kind.always


def test_no_template_belongs_to_two_kinds_and_none_to_nothing():
    templates = [template for kind in CATALOGUE for template in kind.templates]
    assert len(templates) == len(set(templates))
    with pytest.raises(UnknownTemplate):
        kind_of("newsletter")
