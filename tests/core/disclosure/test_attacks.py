"""Attacks on what is published: solving it, subtracting releases or sponsors; the same on naive reports."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.disclosure import (
    INVOICE_STEPS,
    REPORT_STEPS,
    SMALLEST,
    Counted,
    Facts,
    NotNested,
    Quarter,
    Report,
    Span,
    apart,
    enrolled_in_year,
    publish,
)
from sinew.disclosure.bands import Band, higher
from tests.core.disclosure.auditor import Auditor
from tests.core.disclosure.worlds import NEVER, Kind, World, facts, groups, kinds, size, small_world

SIZES_LEFT = 10
"""How many sizes a small group must still be able to have, from reports alone."""
SIZES_LEFT_WITH_INVOICES = 5
EDGES = st.sampled_from([0, 1, 1, 2, 4, 5, 6, 9, 10, 11])
SEEDS = st.integers(0, 10**9)
TRACKS = ("STRAIN", "PHT", "TIGHT")
EVERY = kinds()
EVERY_TRACK = [k for k in kinds(TRACKS) if k.told == NEVER == k.improved and k.reached == NEVER]


def thrown(seed: int) -> random.Random:
    """Dice that fall the same way for a seed."""
    return random.Random(seed)  # noqa: S311 - invented people, not a secret


def released(world: World, covered: int, tracks: tuple[str, ...] = ()) -> list[Report]:
    """The four reports of a year."""
    reports: list[Report] = []
    for quarter in range(1, NEVER):
        reports.append(publish(facts(world, quarter, covered, tracks), reports))
    return reports


def learn(auditor: Auditor, group: list, band: Band) -> None:
    """Take in one published step."""
    if band.is_open:
        auditor.knows(group, band.low)
    else:
        auditor.knows(group, band.low, band.high)


def reader(reports: list[Report], every: list[Kind], covered: int) -> Auditor:
    """Somebody who read all reports of a year and knows how many people are covered."""
    auditor = Auditor()
    auditor.knows(every, covered, covered)
    for report in reports:
        quarter = report.quarter.number
        for counted, band in report.counts.items():
            if counted not in (Counted.TOLD_FUNCTION, Counted.TOLD_SATISFACTION):
                learn(auditor, [k for k in every if k.counts_as(counted, quarter)], band)
        names: set[str] = set()
        for name, band in report.tracks[:-1]:
            names.add(name)
            learn(auditor, [k for k in every if k.track in names and k.started <= quarter], band)
    return auditor


def filled(world: dict[Kind, int], covered: int) -> dict[Kind, int]:
    """With those who never enrolled."""
    nobody = Kind(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER)
    return world | {nobody: covered - sum(world.values()) + world.get(nobody, 0)}


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(50, 260))
def test_no_small_group_comes_back_from_a_year_of_reports(seed, covered):
    dice = thrown(seed)
    world = filled(small_world(dice, EVERY, covered), covered)
    auditor = reader(released(world, covered), EVERY, covered)
    small = [
        (name, group) for name, group in groups(EVERY) if size(world, set(group).__contains__) < SMALLEST
    ]
    for name, group in dice.sample(small, min(6, len(small))):
        low, high = auditor.span(group)
        assert low <= size(world, set(group).__contains__) <= high, name
        assert high - low + 1 >= SIZES_LEFT, (name, low, high)


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(50, 260))
def test_those_not_enrolled_cannot_be_counted_out(seed, covered):
    dice = thrown(seed)
    nobody = Kind(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER)
    left_out = dice.randint(0, 10)
    world = dict.fromkeys(EVERY, 0) | {nobody: left_out, Kind(1, 1, 2, 3, 3, 3): covered - left_out}
    low, high = reader(released(world, covered), EVERY, covered).span([nobody])
    assert high - low + 1 >= SIZES_LEFT


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(50, 260))
def test_no_small_track_comes_back(seed, covered):
    dice = thrown(seed)
    world = filled(small_world(dice, EVERY_TRACK, covered), covered)
    auditor = reader(released(world, covered, TRACKS), EVERY_TRACK, covered)
    for track in TRACKS:
        group = [k for k in EVERY_TRACK if k.track == track and k.started < NEVER]
        if size(world, set(group).__contains__) < SMALLEST:
            low, high = auditor.span(group)
            assert high - low + 1 >= SIZES_LEFT, track


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1, 1, 2, 4, 5, 6, 9, 10, 11]), min_size=12, max_size=12),
    st.integers(60, 300),
)
def test_no_small_group_comes_back_from_monthly_invoices_and_reports_together(new, covered):
    total, new = 0, [min(each, covered // 12) for each in new]
    auditor = Auditor()
    auditor.knows([*range(12), "never"], covered, covered)
    before: Band | None = None
    for month, count in enumerate(new):
        total += count
        before = higher(before, INVOICE_STEPS.band(total, of=covered))
        so_far = list(range(month + 1))
        for band in (before, REPORT_STEPS.band(total, of=covered) if month % 3 == 2 else None):
            if band is not None:
                auditor.knows(so_far, band.low, covered if band.is_open else band.high)
    for month, count in enumerate(new):
        low, high = auditor.span([month])
        assert low <= count <= high
        assert high - low + 1 >= SIZES_LEFT_WITH_INVOICES, (month, low, high)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(0, 45), st.integers(0, 45))
def test_a_turn_of_the_year_does_not_tell_who_of_those_who_left_was_enrolled(seed, left_count, enrolled):
    """The attacker knows exactly how many left and when; who joins and leaves does so one by one."""
    dice = thrown(seed)
    left = {2026: left_count}
    gone = dice.randint(0, min(left_count, enrolled))
    spans = [
        Span(str(n), "acme", date(2026, 1 + n % 12, 1), date(2026, 12, 20) if n < gone else None)
        for n in range(enrolled)
    ]
    auditor = Auditor()
    months = [(year, month) for year in (2026, 2027) for month in range(1, 13)]
    for year, month in months:
        count = enrolled_in_year(spans, left, date(year, month, 28))
        band = INVOICE_STEPS.band(count, of=10_000)
        auditor.knows([("enrolled", year, month)], band.low, band.high)
        if month > 1:
            auditor.knows_more([("enrolled", year, month)], [("enrolled", year, month - 1)], 0)
    fall = max(left_count - 10, 0) // 10 * 10
    auditor.knows_more([("enrolled", 2027, 1)], [("enrolled", 2026, 12)], -fall)
    auditor.knows(["left", "and enrolled"], left_count, left_count)
    # Whoever stayed enrolled is still counted: the fall is at most those who left and were enrolled.
    auditor.knows_more([("enrolled", 2027, 1), "and enrolled"], [("enrolled", 2026, 12)], 0)
    low, high = auditor.span(["and enrolled"])
    assert high == left_count
    assert low <= max(left_count - 10, 0)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(50, 120), st.integers(0, 10), st.integers(0, 10))
def test_two_sponsors_who_share_people_cannot_be_subtracted(seed, shared, only_first, only_second):
    """An employer and its plan pool everything they read, and both rosters."""
    dice = thrown(seed)
    sizes = {"both": shared, "first": only_first, "second": only_second}
    sponsors = {"both": ("first", "second"), "first": ("first",), "second": ("second",)}
    enrolled: dict[tuple[str, str], int] = {}
    auditor = Auditor()
    for region, count in sizes.items():
        room = count
        for sponsor in sponsors[region]:
            enrolled[region, sponsor] = dice.randint(0, room)
            room -= enrolled[region, sponsor]
        auditor.knows([(region, s) for s in sponsors[region]] + [(region, "no")], count, count)
    for sponsor in ("first", "second"):
        mine = [(region, sponsor) for region in sizes if sponsor in sponsors[region]]
        of = sum(sizes[region] for region, _s in mine)
        band = INVOICE_STEPS.band(sum(enrolled[each] for each in mine), of=of)
        auditor.knows(mine, band.low, of if band.is_open else band.high)
    for region, count in sizes.items():
        for group in ([(region, s) for s in sponsors[region]], [(region, "no")]):
            low, high = auditor.span(group)
            # Of so few people each may be enrolled or not: nothing is learned of any of them.
            assert high - low + 1 >= min(count + 1, SIZES_LEFT_WITH_INVOICES), (region, low, high)


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_everything_of_two_sponsors_in_a_year_tells_nobody_s_enrollment(seed):
    """Rosters that share people and grow one by one, reports and invoices of both: the attacker has all."""
    dice = thrown(seed)
    sizes = {("both", 1): dice.randint(45, 70), ("first", 1): dice.randint(5, 20)}
    sizes |= {(dice.choice(["both", "first", "second"]), month): 1 for month in dice.sample(range(2, 13), 4)}
    may = {"both": ("first", "second"), "first": ("first",), "second": ("second",)}
    spans = {"first": [], "second": []}
    true = dict.fromkeys(sizes, 0)
    for (region, joined), count in sizes.items():
        for number in range(count):
            if dice.random() < 0.45:
                true[region, joined] += 1
                first = date(2026, dice.randint(joined, 12), 1)
                listed = [Span(f"{region} {joined} {number}", sponsor, first) for sponsor in may[region]]
                dice.shuffle(listed)
                for span in apart(listed):
                    spans[span.sponsor].append(span)
    auditor = Auditor()
    for (region, joined), count in sizes.items():
        when = [(region, joined, sponsor, m) for sponsor in may[region] for m in range(joined, 13)]
        auditor.knows([*when, (region, joined, "no")], count, count)
    for sponsor in ("first", "second"):
        before: Band | None = None
        for month in range(1, 13):
            of = sum(n for (region, joined), n in sizes.items() if sponsor in may[region] and joined <= month)
            count = enrolled_in_year(spans[sponsor], {}, date(2026, month, 28))
            before = higher(before, INVOICE_STEPS.band(count if of >= 50 else 0, of=of))
            report = REPORT_STEPS.band(count, of=of) if month % 3 == 0 and of >= 50 else before
            group = [
                (region, joined, sponsor, m)
                for region, joined in sizes
                if sponsor in may[region]
                for m in range(joined, month + 1)
            ]
            for band in (before, report):
                if of >= 50:
                    learn(auditor, group, band)
    for (region, joined), count in sizes.items():
        low, high = auditor.span([(region, joined, "no")])
        assert low <= count - true[region, joined] <= high
        assert high - low + 1 >= min(count + 1, SIZES_LEFT_WITH_INVOICES), (region, joined, low, high)


# The same attacker against what others publish: the auditor can find something.


def test_the_auditor_takes_back_cells_that_primary_suppression_alone_has_hidden():
    """Six by four tables with their margins, cells of 1 to 10 hidden, everything else exact."""
    shares = {people: share_recovered(people, tables=12) for people in (300, 1_000, 5_000)}
    assert shares[300] >= 0.10
    assert shares[1_000] >= 0.40
    assert shares[5_000] >= 0.95


def share_recovered(people: int, tables: int) -> float:
    """How many of the hidden cells have one possible value only."""
    dice = thrown(people)
    hidden = recovered = 0
    for _table in range(tables):
        rows = [dice.random() ** 2 + 0.02 for _ in range(6)]
        columns = [dice.random() + 0.05 for _ in range(4)]
        cells = [(r, c) for r in range(6) for c in range(4)]
        table = dict.fromkeys(cells, 0)
        for cell in dice.choices(cells, [rows[r] * columns[c] for r, c in cells], k=people):
            table[cell] += 1
        auditor = Auditor()
        margins = [[(r, c) for c in range(4)] for r in range(6)] + [
            [(r, c) for r in range(6)] for c in range(4)
        ]
        for group in [*([cell] for cell in cells), *margins]:
            count = sum(table[cell] for cell in group)
            low, high = (1, 10) if 0 < count < SMALLEST else (count, count)
            auditor.knows(group, low, high)
        for cell in cells:
            if 0 < table[cell] < SMALLEST:
                hidden += 1
                low, high = auditor.span([cell])
                recovered += low == high
    return recovered / hidden if hidden else 1.0


def test_subtracting_two_exact_reports_counts_who_is_new():
    auditor = Auditor()
    auditor.knows(["old"], 40, 40)
    auditor.knows(["old", "new"], 41, 41)
    assert auditor.span(["new"]) == (1, 1)


def test_subtracting_two_sponsors_that_both_count_a_shared_person_gives_the_person_away():
    """The plan has one person more than the employer: steps do not help where one ends between the two."""
    auditor = Auditor()
    for group, count in ((["shared"], 20), (["shared", "one person"], 21)):
        band = REPORT_STEPS.band(count, of=200)
        auditor.knows(group, band.low, band.high)
    auditor.knows(["one person", "not enrolled"], 1, 1)
    assert auditor.span(["one person"]) == (1, 1)


def test_steps_of_another_beginning_would_cut_each_other_to_pieces():
    auditor = Auditor()
    auditor.knows(["all"], 21, 30)
    auditor.knows(["all"], 16, 21)
    assert auditor.span(["all"]) == (21, 21)


@pytest.mark.parametrize("people", [11, 12, 20])
def test_a_running_mean_gives_the_newest_answer_away(people):
    """What our groups are for: told twice, the mean of everybody so far is the answer of who came between."""
    dice = thrown(people)
    answers = [dice.randint(0, 10) for _ in range(people + 1)]
    before, after = sum(answers[:-1]) / people, sum(answers) / (people + 1)
    assert round(after * (people + 1) - before * people) == answers[-1]


def test_facts_that_contradict_each_other_publish_nothing():
    counts = dict.fromkeys(Counted, 0) | {Counted.STARTED: 12}
    with pytest.raises(NotNested, match="More people are counted as started than as enrolled"):
        publish(Facts(Quarter(2026, 1), 100, 100, counts), [])
