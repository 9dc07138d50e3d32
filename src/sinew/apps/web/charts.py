"""Line charts and sparklines as inline SVG: a pure function of the values, with the table behind it.

Everything visual is a class (``frontend/src/styles/charts.css``); the markup carries only geometry, so the
strict content security policy holds. A missing value, or a pause longer than ``gap_days``, is drawn as a gap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 400, 216
"""The view box in its own units; the page scales it."""
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 30, 28
"""Margins around the plot, in view-box units: room for the axis labels at 360 px."""
LABEL_WIDTH, LABEL_HEIGHT = 90, 15
"""Room a label at the end of a line takes, in view-box units."""
MARK_ROOM = 26
"""Room the name of a mark takes, in view-box units."""
DENSE_FROM = 18
"""From more points than this on, they are drawn small, so that the line stays one line."""

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 112, 28, 4

_DAY_STEPS = (1, 2, 4, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12)
_VALUE_STEPS = (1, 2, 5, 10, 15, 20, 25, 30, 45, 50, 60, 90, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a day; ``None`` is a day without a measurement and breaks the line."""

    on: date
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line and the words written at its end.

    Attributes:
        tone: ``accent``, ``warm`` or ``neutral``; lines also differ by their dash, never by color alone.
    """

    label: str
    points: tuple[Point, ...]
    tone: str = "accent"

    @property
    def seen(self) -> tuple[Point, ...]:
        """The points that have a value, in date order."""
        return tuple(sorted((p for p in self.points if p.value is not None), key=lambda p: p.on))


@dataclass(frozen=True, slots=True)
class Band:
    """The span of values within which a change is no more than noise; drawn behind the line."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day, drawn as a line through the chart with its name at the top.

    Attributes:
        label: a word or two; where marks stand too close, it is left to the title.
        says: all of it, as a title.
        kind: ``phase`` or ``decision``; they differ by their dash.
    """

    on: date
    label: str
    says: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps days and values to view-box units."""

    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def line_chart(
    series: Sequence[Series],
    *,
    sentence: str,
    axis: str,
    low: float,
    high: float,
    unit: str = "",
    band: Band | None = None,
    gap_days: int = 14,
    marks: Sequence[Mark] = (),
    days: tuple[date, date] | None = None,
) -> SafeString:
    """A figure: the sentence that says what the chart says, the drawing, and the numbers in a table.

    Args:
        sentence: what a person should take from it; also the drawing's accessible name.
        axis: what is measured and in which unit, written at the top of the vertical axis.
        low: the lowest value of the vertical axis.
        high: the highest value of the vertical axis; values outside are drawn at the edge.
        unit: written after each number in titles and in the table, such as ``°``.
        gap_days: measurements further apart than this are not joined.
        marks: what to draw through the chart; those outside its days are left out.
        days: the first and last day of the horizontal axis; from the values where it is not given.

    Raises:
        ValueError: ``low`` is not below ``high``.
    """
    if low >= high:
        raise ValueError(f"low ({low}) must be below high ({high})")
    seen = [point.on for one in series for point in one.seen]
    if not seen:
        return format_html('<p class="chart-empty meta">{}</p>', _("Nothing measured yet."))
    first, last = days or (min(seen), max(seen))
    scale = _Scale(min(first, *seen), max(last, *seen), low, high)
    drawing = format_html(
        '<svg class="chart__drawing" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        sentence,
        _axes(scale, axis),
        _band(scale, band, series),
        _marks(scale, marks),
        format_html_join("", "{}", ((_line(scale, one, unit, gap_days),) for one in series if one.seen)),
        _end_labels(scale, [one for one in series if one.seen], unit),
    )
    return format_html(
        '<figure class="chart"><figcaption class="chart__sentence">{}</figcaption>{}{}</figure>',
        sentence,
        drawing,
        _table(series, unit, axis),
    )


def sparkline(values: Sequence[float | None], *, sentence: str, low: float, high: float) -> SafeString:
    """A line the height of a word, for a table row; ``None`` values are gaps."""
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(values) - 1, 1)
    span = SPARK_HEIGHT - 2 * SPARK_MARGIN

    def place(index: int, value: float) -> tuple[float, float]:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(SPARK_MARGIN + index * step, 1), round(SPARK_HEIGHT - SPARK_MARGIN - share * span, 1)

    places = [None if value is None else place(i, value) for i, value in enumerate(values)]
    seen = [at for at in places if at is not None]
    if not seen:
        return format_html('<span class="meta">{}</span>', _("no data"))
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<circle class="sparkline__end" cx="{}" cy="{}" r="3"></circle></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        sentence,
        format_html_join("", '<path class="sparkline__line" d="{}"></path>', ((d,) for d in _paths(places))),
        *seen[-1],
    )


def number(value: float, unit: str = "") -> str:
    """A value as read: no needless decimals, the unit directly after it."""
    places = 0 if float(value).is_integer() else 1
    return f"{number_format(value, places)}{unit}"


def _paths(places: Iterable[tuple[float, float] | None]) -> Iterator[str]:
    """SVG path data of each unbroken run of two or more points."""
    run: list[tuple[float, float]] = []
    for at in [*places, None]:
        if at is not None:
            run.append(at)
            continue
        if len(run) > 1:
            yield "M" + " L".join(f"{x} {y}" for x, y in run)
        run = []


def _line(scale: _Scale, series: Series, unit: str, gap_days: int) -> SafeString:
    dense = " chart__point--dense" if len(series.seen) > DENSE_FROM else ""
    return format_html(
        '<g class="chart__series chart__series--{}">{}{}</g>',
        series.tone,
        format_html_join(
            "",
            '<path class="chart__line" d="{}"></path>',
            ((d,) for d in _paths(_places(scale, series, gap_days))),
        ),
        format_html_join(
            "",
            '<circle class="chart__point{}" cx="{}" cy="{}" r="3"><title>{}</title></circle>',
            ((dense, scale.x(p.on), scale.y(v), _point_title(p, v, unit)) for p, v in _valued(series)),
        ),
    )


def _places(scale: _Scale, series: Series, gap_days: int) -> Iterator[tuple[float, float] | None]:
    """Where each point lies, with ``None`` wherever the line must break."""
    before: date | None = None
    for point in sorted(series.points, key=lambda p: p.on):
        if point.value is None:
            yield None
            continue
        if before is not None and (point.on - before).days > gap_days:
            yield None
        before = point.on
        yield scale.x(point.on), scale.y(point.value)


def _valued(series: Series) -> Iterator[tuple[Point, float]]:
    return ((point, point.value) for point in series.seen if point.value is not None)


def _point_title(point: Point, value: float, unit: str) -> str:
    said = f"{date_format(point.on, 'M j, Y')}: {number(value, unit)}"
    return f"{said}, {point.note}" if point.note else said


def _end_labels(scale: _Scale, series: Sequence[Series], unit: str) -> SafeString:
    """The name and last value of each line at its end.

    The lowest line's stands below it where there is room, the others' above their lines, one over the other.
    """
    order = sorted(series, key=lambda one: scale.y(list(_valued(one))[-1][1]))
    heights = [_around_the_end(scale, one) for one in order]
    floor = HEIGHT - BOTTOM - 4
    places = [highest - 9 for highest, _lowest in heights]
    if len(order) > 1 and heights[-1][1] + 17 <= floor:
        places[-1] = heights[-1][1] + 17
    for index in reversed(range(len(places) - 1)):
        places[index] = min(places[index], places[index + 1] - LABEL_HEIGHT)
    ceiling = float(TOP + 6)
    for index, place in enumerate(places):
        places[index] = max(min(place, floor), ceiling)
        ceiling = places[index] + LABEL_HEIGHT
    placed = []
    for one, y in zip(order, places, strict=True):
        last, value = list(_valued(one))[-1]
        x = scale.x(last.on)
        anchor = "end" if x > WIDTH / 2 else "start"
        placed.append((one.tone, x, round(y, 1), anchor, f"{one.label} {number(value, unit)}".strip()))
    return format_html_join(
        "", '<text class="chart__label chart__label--{}" x="{}" y="{}" text-anchor="{}">{}</text>', placed
    )


def _around_the_end(scale: _Scale, one: Series) -> tuple[float, float]:
    """The highest and the lowest place of a line where its label stands."""
    x = scale.x(list(_valued(one))[-1][0].on)
    ys = [scale.y(value) for point, value in _valued(one) if abs(scale.x(point.on) - x) < LABEL_WIDTH]
    return min(ys), max(ys)


def _band(scale: _Scale, band: Band | None, series: Sequence[Series]) -> SafeString:
    """The band, named along whichever of its edges the lines leave free."""
    if band is None:
        return SafeString("")
    top, bottom = scale.y(band.high), scale.y(band.low)
    near = [scale.y(v) for one in series for p, v in _valued(one) if scale.x(p.on) < WIDTH * 0.6]
    edges = (top + 14, bottom - 5)
    label_y = max(edges, key=lambda edge: min((abs(edge - 4 - y) for y in near), default=0))
    return format_html(
        '<rect class="chart__band" x="{}" y="{}" width="{}" height="{}"></rect>'
        '<text class="chart__band-label" x="{}" y="{}">{}</text>',
        LEFT,
        top,
        WIDTH - LEFT - RIGHT,
        round(max(bottom - top, 1), 1),
        LEFT + 5,
        round(label_y, 1),
        band.label,
    )


def _marks(scale: _Scale, marks: Sequence[Mark]) -> SafeString:
    """Lines through the chart; a name stands at its line where the one before leaves room."""
    inside = sorted((mark for mark in marks if scale.first <= mark.on <= scale.last), key=lambda one: one.on)
    free_from, drawn = 0.0, []
    for mark in inside:
        x = scale.x(mark.on)
        label = mark.label if x >= free_from and x < WIDTH - RIGHT - MARK_ROOM else ""
        free_from = x + MARK_ROOM if label else free_from
        drawn.append((mark.kind, mark.says, x, x, TOP - 8, HEIGHT - BOTTOM, x + 3, TOP - 1, label))
    return format_html_join(
        "",
        '<g class="chart__mark chart__mark--{}"><title>{}</title>'
        '<line x1="{}" x2="{}" y1="{}" y2="{}"></line><text x="{}" y="{}">{}</text></g>',
        drawn,
    )


def _axes(scale: _Scale, axis: str) -> SafeString:
    lines = format_html_join(
        "",
        '<line class="chart__grid" x1="{}" x2="{}" y1="{}" y2="{}"></line>'
        '<text class="chart__tick" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, scale.y(v), scale.y(v), LEFT - 6, round(scale.y(v) + 4, 1), number(v))
            for v in value_ticks(scale.low, scale.high)
        ),
    )
    days = format_html_join(
        "",
        '<text class="chart__tick" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (scale.x(day), HEIGHT - 9, _anchor(scale.x(day)), words)
            for day, words in day_ticks(scale.first, scale.last)
        ),
    )
    return format_html('<text class="chart__axis" x="2" y="13">{}</text>{}{}', axis, lines, days)


def _anchor(x: float) -> str:
    """Labels at the edges stay inside the drawing."""
    if x < LEFT + 16:
        return "start"
    return "end" if x > WIDTH - RIGHT - 16 else "middle"


def value_ticks(low: float, high: float) -> list[float]:
    """Round values from ``low`` to ``high``, at most six."""
    step = next((s for s in _VALUE_STEPS if (high - low) / s <= 5), high - low)
    first = -(-low // step) * step
    return [first + i * step for i in range(int((high - first) // step) + 1)]


def day_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """At most five days to name on the horizontal axis, with their names."""
    days = (last - first).days
    for step in _DAY_STEPS:
        if days <= step * 4:
            return [(d, date_format(d, "M j")) for d in _every(first, days, step)]
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    inside = [day for day in months if first <= day <= last]
    step = next((s for s in _MONTH_STEPS if len(inside) <= s * 5), 24)
    named = [day for day in inside if (day.month - 1) % step == 0]
    return [(d, date_format(d, "M Y" if d.month == 1 or i == 0 else "M")) for i, d in enumerate(named)]


def _every(first: date, days: int, step: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, days + 1, step)]


def _table(series: Sequence[Series], unit: str, axis: str) -> SafeString:
    """The numbers behind the drawing, newest first."""
    shown = [one for one in series if one.seen]
    cells = {(i, p.on): number(v, unit) for i, one in enumerate(shown) for p, v in _valued(one)}
    days = sorted({on for _index, on in cells}, reverse=True)
    head = format_html_join("", '<th scope="col">{}</th>', ((one.label or axis,) for one in shown))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (
                date_format(on, "M j, Y"),
                format_html_join("", "<td>{}</td>", ((cells.get((i, on), "–"),) for i in range(len(shown)))),
            )
            for on in days
        ),
    )
    return format_html(
        '<details class="chart__numbers"><summary>{}</summary><div class="chart__table"><table class="table '
        'table--compact"><caption class="visually-hidden">{}</caption>'
        '<thead><tr><th scope="col">{}</th>{}</tr>'
        "</thead><tbody>{}</tbody></table></div></details>",
        _("Show the numbers"),
        axis,
        _("Day"),
        head,
        rows,
    )
