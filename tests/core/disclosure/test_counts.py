"""Steps, spans, groups and invoices, by example and for every input."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.disclosure import (
    INVOICE_STEPS,
    REPORT_STEPS,
    SMALLEST,
    Agreement,
    Answer,
    Band,
    Basis,
    Counted,
    Facts,
    Month,
    Quarter,
    Scale,
    Span,
    Why,
    amount_of_month,
    apart,
    between,
    enrolled_in_year,
    mean_of,
    publish,
)
from sinew.disclosure.periods import months, quarters
from sinew.disclosure.report import why_hidden, why_no_group

COUNTS = st.integers(0, 500)
DAYS = st.integers(0, 1000).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 10), (10, 0, 10), (11, 11, 20), (20, 11, 20), (21, 21, 30), (95, 91, 100)],
)
def test_a_count_is_given_as_its_step(count, low, high):
    assert REPORT_STEPS.plain(count) == Band(low, high)


@given(COUNTS, COUNTS)
def test_a_group_inside_another_never_seems_larger(inner, outer):
    inner, outer = sorted((inner, outer))
    assert REPORT_STEPS.plain(inner).low <= REPORT_STEPS.plain(outer).low


@given(COUNTS)
def test_the_steps_of_an_invoice_lie_inside_those_of_a_report(count):
    fine, coarse = INVOICE_STEPS.plain(count), REPORT_STEPS.plain(count)
    assert coarse.low <= fine.low <= fine.high <= coarse.high


@given(COUNTS, COUNTS)
def test_what_lies_between_two_groups_keeps_ten_sizes(inner, outer):
    inner, outer = sorted((inner, outer))
    span = between(REPORT_STEPS.plain(inner), REPORT_STEPS.plain(outer))
    assert span.low <= outer - inner <= span.high
    assert span.high - span.low >= 9


def test_nothing_is_taken_from_a_count_without_an_upper_end():
    small, large = REPORT_STEPS.band(40, of=60), REPORT_STEPS.band(41, of=1000)
    assert small == Band(11, 20, is_open=True)
    assert between(small, large).low == 0


@given(COUNTS, st.integers(50, 500))
def test_above_half_of_everybody_less_ten_all_counts_look_alike(count, of):
    count = min(count, of)
    band = REPORT_STEPS.band(count, of=of)
    assert band.low <= of // 2 - 10
    assert band.is_open == (band == REPORT_STEPS.band(of, of=of))
    assert band.is_open or band.low <= count <= band.high


def test_a_person_counts_for_the_sponsor_who_was_first():
    spans = [
        Span("p", "plan", date(2026, 2, 1)),
        Span("p", "employer", date(2026, 1, 1), date(2026, 6, 1)),
        Span("p", "third", date(2026, 3, 1), date(2026, 5, 1)),
    ]
    assert apart(spans) == (
        Span("p", "employer", date(2026, 1, 1), date(2026, 6, 1)),
        Span("p", "plan", date(2026, 6, 1)),
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, st.none() | DAYS), max_size=6), DAYS)
def test_nobody_counts_for_two_sponsors_on_one_day(raw, day):
    spans = [Span("p", s, b, e) for s, b, e in raw if e is None or e > b]
    covering = [one for one in spans if one.holds(day)]
    counting = [one for one in apart(spans) if one.holds(day)]
    assert len(counting) == (1 if covering else 0)


def test_those_enrolled_stay_counted_through_the_year_and_fall_at_its_turn_with_many_who_left():
    spans = [Span(str(n), "acme", date(2026, 3, 1), date(2026, 9, 1) if n < 25 else None) for n in range(60)]
    assert enrolled_in_year(spans, {2026: 25}, date(2026, 12, 31)) == 60
    assert enrolled_in_year(spans, {2026: 9}, date(2027, 1, 31)) == 60
    assert enrolled_in_year(spans, {2026: 25}, date(2027, 1, 31)) == 50
    assert enrolled_in_year(spans, {2026: 90}, date(2027, 1, 31)) == 35


@given(st.lists(st.integers(0, 10), min_size=0, max_size=30))
def test_a_mean_leaves_every_answer_open_to_everybody(values):
    scale = Scale(0, 10)
    mean = mean_of(values, scale)
    if len(values) < SMALLEST or len(set(values)) == 1:
        assert mean is None
    if mean is not None:
        others = len(values) - 1
        lowest, highest = len(values) * (mean - 0.05), len(values) * (mean + 0.05)
        for answer in range(11):
            assert lowest - answer <= others * 10
            assert highest - answer >= 0


@given(st.integers(11, 60), st.integers(0, 100))
def test_a_mean_does_not_tell_how_many_gave_it(people, tenths):
    """For every mean that can be told and every number of people some sum of whole answers rounds to it."""
    mean = tenths / 10
    assert any(round(total / people, 1) == mean for total in range(10 * people + 1))


def counts(**given_counts: int) -> dict[Counted, int]:
    return dict.fromkeys(Counted, 0) | {
        Counted(name.replace("_", "-")): n for name, n in given_counts.items()
    }


def answers(first: int, many: int) -> list[Answer]:
    return [Answer(str(n), 6 + n % 3, 2 + n % 4) for n in range(first, first + many)]


def test_with_fewer_than_fifty_covered_there_is_no_report():
    report = publish(Facts(Quarter(2026, 1), 49, 80, counts(enrolled=30)), [])
    assert report.covered is None
    assert not report.counts
    assert why_hidden(report, Counted.ENROLLED) is Why.FEW_COVERED


def test_a_group_is_closed_when_eleven_have_come_for_certain_and_nobody_comes_twice():
    first = publish(
        Facts(
            Quarter(2026, 2), 900, 900,
            counts(enrolled=80, started=70, reached=14, told_pain=12),
            answers={"pain": answers(0, 12)},
        ),
        [],
    )  # fmt: skip
    assert [group.people for group in first.groups] == [tuple(sorted(str(n) for n in range(12)))]
    second = publish(
        Facts(
            Quarter(2026, 3), 900, 900,
            counts(enrolled=90, started=80, reached=30, told_pain=25),
            answers={"pain": answers(12, 13)},
        ),
        [first],
    )  # fmt: skip
    assert second.groups == ()
    assert why_no_group(second, "pain") is Why.FEW_SINCE
    third = publish(
        Facts(
            Quarter(2026, 4), 900, 900,
            counts(enrolled=90, started=80, reached=40, told_pain=33),
            answers={"pain": answers(12, 21)},
        ),
        [first, second],
    )  # fmt: skip
    assert third.groups[0].at_least == 11
    assert len(third.groups[0].people) == 21


def test_nothing_is_said_of_how_people_do_before_fifty_have_enrolled():
    report = publish(
        Facts(Quarter(2026, 2), 900, 900, counts(enrolled=50, reached=40, told_pain=40),
              answers={"pain": answers(0, 40)}), [],
    )  # fmt: skip
    assert report.groups == ()
    assert why_no_group(report, "pain") is Why.FEW_ENROLLED


def test_a_published_step_is_never_taken_back():
    first = publish(Facts(Quarter(2026, 1), 400, 400, counts(enrolled=35)), [])
    second = publish(Facts(Quarter(2026, 2), 400, 400, counts(enrolled=28)), [first])
    assert second.counts == first.counts
    new_year = publish(Facts(Quarter(2027, 1), 400, 400, counts(enrolled=12)), [first, second])
    assert new_year.counts[Counted.ENROLLED] == Band(11, 20)


def test_quarters_are_published_in_their_order():
    first = publish(Facts(Quarter(2026, 2), 400, 400, counts()), [])
    with pytest.raises(ValueError, match="after every published"):
        publish(Facts(Quarter(2026, 2), 400, 400, counts()), [first])


def test_tracks_are_told_once_a_year_as_running_sums():
    tracks = (("STRAIN", 34), ("PHT", 3))
    facts = [
        Facts(Quarter(2026, n), 900, 900, counts(enrolled=60, started=50), tracks=tracks) for n in (3, 4)
    ]
    third = publish(facts[0], [])
    assert third.tracks == ()
    assert publish(facts[1], [third]).tracks == (
        ("STRAIN", Band(31, 40)),
        ("PHT", Band(31, 40)),
        ("other", Band(41, 50)),
    )


def test_sessions_a_week_are_of_everybody_who_started():
    report = publish(
        Facts(Quarter(2026, 1), 900, 900, counts(enrolled=60, started=20), sessions=[26] * 10 + [39] * 10), []
    )
    assert report.sessions_a_week == 2.5


AGREED = Agreement(Basis.ENROLLED_MONTH, 400, "USD")


def test_invoices_count_in_fives_from_eleven_and_only_upward():
    steps, before = [], None
    for count in (4, 10, 11, 15, 16, 14):
        amount = amount_of_month(AGREED, count, covered=500, covered_in_year=500, before=before)
        before = amount.counted
        steps.append((amount.quantity, amount.total))
    assert steps == [(0, 0), (0, 0), (15, 6000), (15, 6000), (20, 8000), (20, 8000)]


def test_each_engaged_person_is_paid_once():
    agreed = Agreement(Basis.ENGAGED, 9000, "USD")
    before, quantities = None, []
    for count in (9, 12, 12, 23):
        amount = amount_of_month(agreed, count, covered=500, covered_in_year=500, before=before)
        before = amount.counted
        quantities.append(amount.quantity)
    assert quantities == [0, 15, 0, 10]


def test_a_flat_price_counts_nobody():
    flat = amount_of_month(
        Agreement(Basis.FLAT_MONTH, 50_000, "USD"), 700, covered=10, covered_in_year=10, before=None
    )
    assert (flat.counted, flat.quantity, flat.total) == (None, 1, 50_000)


def test_a_small_sponsor_is_not_counted():
    assert amount_of_month(AGREED, 30, covered=49, covered_in_year=49, before=None).quantity == 0


def test_periods_are_those_of_the_calendar_and_only_closed_ones_count():
    assert [str(q) for q in quarters(date(2026, 5, 3), date(2027, 1, 1))] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert [str(m) for m in months(date(2026, 11, 30), date(2027, 1, 31))] == ["2026-11", "2026-12"]
    assert (Quarter(2026, 4).last_on, Month(2026, 2).last_on) == (date(2026, 12, 31), date(2026, 2, 28))
