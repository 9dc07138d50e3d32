"""A bar for each step of a funnel: solid as far as the count is certain, light to the end of its step.

Everything visual is a class (``frontend/src/styles/charts.css``), as in `sinew.apps.web.charts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sinew.disclosure import Band

WIDTH, ROW, BAR, TEXT = 400, 46, 16, 14
"""In view-box units: a row holds its words and, under them, its bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One count with its words."""

    label: str
    band: Band
    told: str


def reach(band: Band, most: int) -> tuple[float, float]:
    """How far a bar is solid and how far it is light, as shares of the longest."""
    if not band.is_shown:
        return 0.0, band.high / most
    return band.low / most, band.high / most


def bar_chart(bars: Sequence[Bar], *, sentence: str) -> SafeString:
    """The sentence that says what the bars say, and the bars; the table stands beside it on the page."""
    most = max(bar.band.high for bar in bars)
    rows = []
    for index, bar in enumerate(bars):
        top = index * ROW
        solid, light = (round(part * WIDTH, 1) for part in reach(bar.band, most))
        rows.append((top + TEXT, bar.label, WIDTH, top + TEXT, bar.told, top + TEXT + 8, WIDTH, BAR,
                     top + TEXT + 8, light, BAR, top + TEXT + 8, solid, BAR))  # fmt: skip
    return format_html(
        '<figure class="chart"><figcaption class="chart__sentence">{}</figcaption>'
        '<svg class="chart__drawing" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg></figure>',
        sentence,
        WIDTH,
        len(bars) * ROW,
        sentence,
        format_html_join(
            "",
            '<text class="chart__bar-label" x="0" y="{}">{}</text>'
            '<text class="chart__bar-told" x="{}" y="{}" text-anchor="end">{}</text>'
            '<rect class="chart__bar chart__bar--ground" x="0" y="{}" width="{}" height="{}" rx="3"></rect>'
            '<rect class="chart__bar chart__bar--maybe" x="0" y="{}" width="{}" height="{}" rx="3"></rect>'
            '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}" rx="3"></rect>',
            rows,
        ),
    )
