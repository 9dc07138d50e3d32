"""Sheets of paper in the product's typeface and colors, and the few things that are drawn on them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from sinew.apps.handout.pictures import proportions
from sinew.apps.web.assets import print_fonts
from sinew.program import Light

FAMILY = "SourceSans3"
MARGIN, FOOTER = 15.0, 13.0
"""Millimeters, as all lengths here."""
LINE_PER_POINT = 0.43
"""Height of a line of text for each point of its size."""
GAP = 5.0


class Size(StrEnum):
    """The paper a printer has."""

    A4 = "a4"
    LETTER = "letter"


LETTER_COUNTRIES = frozenset({"US", "CA", "MX"})
"""Where printers hold US letter; everywhere else it is A4 (ISO 216)."""


class Tone(NamedTuple):
    """A color of the design, for print."""

    red: int
    green: int
    blue: int


INK, SOFT, RULE = Tone(35, 34, 30), Tone(90, 86, 77), Tone(226, 218, 203)
ACCENT, ACCENT_SOFT = Tone(18, 80, 79), Tone(220, 235, 231)
WARM_SOFT, BORDER = Tone(250, 229, 216), Tone(141, 134, 120)
RED, RED_SOFT = Tone(155, 37, 37), Tone(251, 225, 221)
LIGHTS = {Light.GREEN: Tone(37, 101, 58), Light.AMBER: Tone(124, 81, 0), Light.RED: RED}
"""Those of the light theme (frontend/src/styles/tokens.css)."""

Draw = Callable[["Paper"], None]


class Paper(FPDF):
    """Pages with a footer; everything is placed from top to bottom and never split.

    Args:
        foot: what stands at the bottom of every page, beside its number.
        at: when the file is made; the same input at the same instant gives the same bytes.
    """

    def __init__(
        self, size: Size, *, title: str, foot: str, language: str, at: datetime, is_draft: bool = False
    ) -> None:
        super().__init__(format=size)
        self._foot, self._size, self._is_draft = foot, size, is_draft
        for style, file in print_fonts().items():
            self.add_font(FAMILY, style, file)
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Sinew")
        self.set_creation_date(at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.c_margin = 0
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=False)
        self._draft = (
            self if is_draft else Paper(size, title=title, foot=foot, language=language, at=at, is_draft=True)
        )
        self.type(10)
        self.add_page()

    def footer(self) -> None:
        """The page, and what the sheets rest on."""
        self.set_xy(MARGIN, self.h - FOOTER)
        self.type(8, SOFT)
        half = (self.w - 2 * MARGIN) / 2
        self.cell(half, 4, f"Page {self.page_no()} of {{nb}}")
        self.cell(half, 4, self._foot, align=Align.R)

    @property
    def bottom(self) -> float:
        """Where the room for content ends."""
        return self.h - FOOTER - 3

    def type(self, points: float, tone: Tone = INK, *, bold: bool = False) -> None:
        """Choose size, color and weight of what is written next."""
        self.set_font(FAMILY, "B" if bold else "", points)
        self.set_text_color(*tone)

    def can_write(self, text: str) -> bool:
        """Whether there is anything to write, and the typeface has every letter of it."""
        font = self.fonts[FAMILY.lower()]
        return bool(text) and isinstance(font, TTFFont) and all(ord(letter) in font.cmap for letter in text)

    def write_text(
        self, text: str, points: float = 10, tone: Tone = INK, *, bold: bool = False, align: Align = Align.L
    ) -> None:
        """A paragraph over the width of the column."""
        self.type(points, tone, bold=bold)
        line = points * LINE_PER_POINT
        self.multi_cell(0, line, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def write_list(self, items: Sequence[str], points: float = 10, *, numbered: bool = False) -> None:
        """Items under each other, numbered or after a dot."""
        indent = points * (0.5 if numbered else 0.35)
        for number, item in enumerate(items, 1):
            self.type(points, ACCENT, bold=True)
            self.cell(indent, points * LINE_PER_POINT, f"{number}." if numbered else "•")
            with self.column(self.l_margin + indent, self.epw - indent):
                self.write_text(item, points)
            self.ln(0.5)

    def label(self, text: str) -> None:
        """What the text under it is."""
        self.write_text(text, 9, SOFT, bold=True)
        self.ln(0.6)

    @contextmanager
    def column(self, x: float, width: float) -> Iterator[None]:
        """Write within these limits, from the present height on."""
        before = self.l_margin, self.r_margin
        self.l_margin, self.r_margin = x, self.w - x - width
        self.x = x
        try:
            yield
        finally:
            self.l_margin, self.r_margin = before
            self.x = self.l_margin

    def beside(self, *columns: tuple[float, Draw], gap: float = 6) -> None:
        """Draw columns beside each other, each with its share of the width; go on below the highest."""
        top, x = self.y, self.l_margin
        room = self.epw - gap * (len(columns) - 1)
        ends = [top]
        for share, draw in columns:
            self.y = top
            with self.column(x, room * share):
                draw(self)
            ends.append(self.y)
            x += room * share + gap
        self.set_xy(self.l_margin, max(ends))

    def height_of(self, draw: Draw) -> float:
        """How much room something takes in this column."""
        draft = self._draft
        before = draft.l_margin, draft.r_margin, draft.x, draft.y
        draft.l_margin, draft.r_margin = self.l_margin, self.r_margin
        draft.set_xy(self.l_margin, MARGIN)
        draw(draft)
        height = draft.y - MARGIN
        draft.l_margin, draft.r_margin, draft.x, draft.y = before
        return height

    def place(self, draw: Draw, *, gap: float = GAP) -> None:
        """Draw something whole: on this page if it fits, else on the next."""
        fits = self.y + self.height_of(draw) <= self.bottom
        if not fits and self.y > MARGIN:
            self.add_page()
        draw(self)
        self.ln(gap)

    def panel(self, draw: Draw, fill: Tone | None, border: Tone | None = None, *, padding: float = 4) -> None:
        """Something in a soft box."""
        x, y, width = self.l_margin, self.y, self.epw
        with self.column(x + padding, width - 2 * padding):
            height = self.height_of(draw) + 2 * padding
        if fill is not None:
            self.set_fill_color(*fill)
        if border is not None:
            self.set_draw_color(*border)
            self.set_line_width(0.5)
        style = ("F" if fill is not None else "") + ("D" if border is not None else "")
        self.rect(x, y, width, height, style=style, round_corners=True, corner_radius=3)
        self.y = y + padding
        with self.column(x + padding, width - 2 * padding):
            draw(self)
        self.set_xy(self.l_margin, y + height)

    def rule(self, tone: Tone = RULE, thick: float = 0.25) -> None:
        """A line over the width of the column."""
        self.set_draw_color(*tone)
        self.set_line_width(thick)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)

    def box_to_tick(self, x: float, y: float, side: float) -> None:
        """A square for a pencil."""
        self.set_draw_color(*BORDER)
        self.set_line_width(0.35)
        self.rect(x, y, side, side, style="D", round_corners=True, corner_radius=0.8)

    def drawing(self, svg: str, x: float, y: float, width: float, alt: str) -> float:
        """A drawing at a place, with the sentence that stands for it; gives its height."""
        height = width / proportions(svg)
        if not self._is_draft:
            self.image(BytesIO(svg.encode()), x=x, y=y, w=width, h=height, alt_text=alt)
        return height

    def light(self, light: Light, x: float, y: float, side: float) -> None:
        """The shape of a light: a green circle, an amber triangle, a red octagon."""
        self.set_fill_color(*LIGHTS[light])
        if light is Light.GREEN:
            self.ellipse(x, y, side, side, style="F")
        elif light is Light.AMBER:
            self.polygon([(x, y + side * 0.93), (x + side / 2, y), (x + side, y + side * 0.93)], style="F")
        else:
            cut = side * 0.29
            near, far = cut, side - cut
            corners = [(near, 0), (far, 0), (side, near), (side, far)]
            corners += [(side - a, side - b) for a, b in corners]
            self.polygon([(x + a, y + b) for a, b in corners], style="F")
