"""Charts: gaps stay gaps, labels never cover each other, and the numbers are always there to read."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.web.charts import Band, Mark, Point, Series, day_ticks, line_chart, sparkline, value_ticks

START = date(2026, 3, 2)


def series(*values: float | None, label: str = "pain", every: int = 1, tone: str = "accent") -> Series:
    days = (START + timedelta(days=every * i) for i in range(len(values)))
    return Series(label, tuple(Point(on, value) for on, value in zip(days, values, strict=True)), tone)


def draw(*lines: Series, **options: object) -> str:
    settings: dict[str, object] = {"sentence": "Pain fell.", "axis": "Pain, 0 to 10", "low": 0, "high": 10}
    return line_chart(lines, **(settings | options))  # type: ignore[arg-type]


def paths(svg: str) -> list[str]:
    return re.findall(r'<path class="chart__line" d="([^"]+)"', svg)


def test_the_drawing_is_an_image_named_by_its_sentence_and_the_table_holds_every_number():
    svg = draw(series(6, 4.5, 3))
    assert 'role="img" aria-label="Pain fell."' in svg
    assert svg.count("<tr>") == 1 + 3
    assert "<td>4.5</td>" in svg
    assert "Mar 2, 2026" in svg


def test_a_day_without_a_measurement_breaks_the_line():
    assert len(paths(draw(series(5, 5, None, 4, 4)))) == 2


def test_a_pause_longer_than_the_gap_breaks_the_line_and_a_shorter_one_does_not():
    weekly = series(5, 4, 3, every=7)
    assert len(paths(draw(weekly, gap_days=7))) == 1
    assert paths(draw(weekly, gap_days=6)) == []


def test_nothing_measured_says_so_instead_of_drawing_an_empty_frame():
    assert "Nothing measured yet" in draw(series(None, None))
    assert "<svg" not in draw(Series("pain", ()))


def test_one_measurement_is_a_point_with_its_day_and_value_as_title():
    svg = draw(series(5), unit="°")
    assert "<title>Mar 2, 2026: 5°</title>" in svg
    assert paths(svg) == []


def test_labels_of_lines_that_end_at_the_bottom_stand_above_them():
    svg = draw(series(2, 0, label="during"), series(1, 0, label="before", tone="warm"))
    labels = [float(y) for y in re.findall(r'chart__label--\w+" x="[\d.]+" y="([\d.]+)"', svg)]
    ends = max(float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', svg))
    assert max(labels) <= ends - 9
    assert abs(labels[0] - labels[1]) >= 15


def test_labels_of_lines_that_end_together_do_not_cover_each_other():
    svg = draw(series(5, 5, label="left"), series(5, 5, label="right", tone="warm"))
    ys = [float(y) for y in re.findall(r'chart__label--\w+" x="[\d.]+" y="([\d.]+)"', svg)]
    assert abs(ys[0] - ys[1]) >= 15


def test_the_band_of_meaningful_change_is_drawn_and_named():
    svg = draw(series(6, 3), band=Band(4, 8, "less than 2 is noise"))
    assert "chart__band" in svg
    assert "less than 2 is noise" in svg


def test_what_happened_is_marked_inside_the_days_and_names_that_would_touch_are_left_to_the_title():
    days = [date(2026, 3, 1), date(2026, 5, 1)]
    line = Series("", tuple(Point(day, 2) for day in days))
    marks = [Mark(date(2026, 3, number), f"T{number}", f"phase {number}", "phase") for number in (10, 11, 31)]
    marks.append(Mark(date(2026, 6, 1), "late", "outside", "decision"))
    drawn = str(line_chart([line], sentence="s", axis="a", low=0, high=10, marks=marks))
    assert drawn.count("chart__mark--phase") == 3
    assert ">T10</text>" in drawn
    assert ">T11</text>" not in drawn
    assert "<title>phase 11</title>" in drawn
    assert "outside" not in drawn


def test_charts_of_one_page_can_span_the_same_days():
    line = Series("", (Point(date(2026, 3, 10), 2),))
    spanned = line_chart(
        [line], sentence="s", axis="a", low=0, high=10, days=(date(2026, 3, 1), date(2026, 3, 20))
    )
    assert "Mar 1<" in str(spanned)


def test_words_are_escaped_and_nothing_is_styled_inline():
    svg = draw(series(1, 2, label="<b>"), sentence='"quoted" & <i>')
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "style=" not in svg


def test_an_axis_upside_down_is_refused():
    with pytest.raises(ValueError, match="below"):
        draw(series(1), low=5, high=5)


def test_a_sparkline_breaks_where_a_value_is_missing_and_ends_with_a_dot():
    svg = sparkline([5, 4, None, 3, 2], sentence="Pain 5 to 2", low=0, high=10)
    assert svg.count("<path") == 2
    assert svg.count("<circle") == 1


def test_a_sparkline_of_nothing_is_a_word():
    assert "no data" in sparkline([], sentence="", low=0, high=10)


@given(st.integers(0, 1200), st.integers(0, 400))
def test_there_are_never_more_than_five_named_days_and_all_lie_inside(length, offset):
    first = START + timedelta(days=offset)
    last = first + timedelta(days=length)
    ticks = day_ticks(first, last)
    assert 1 <= len(ticks) <= 6
    assert all(first <= day <= last for day, _words in ticks)


@given(st.integers(-20, 100), st.integers(1, 180))
def test_value_ticks_are_few_and_inside(low, span):
    ticks = value_ticks(low, low + span)
    assert 1 <= len(ticks) <= 6
    assert all(low <= tick <= low + span for tick in ticks)


@given(st.lists(st.one_of(st.none(), st.floats(-50, 400)), max_size=60), st.integers(1, 40))
def test_no_value_is_drawn_outside_the_view_box(values, gap):
    svg = draw(series(*values), gap_days=gap)
    for x, y in re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', svg):
        assert 0 <= float(x) <= 400
        assert 0 <= float(y) <= 216
