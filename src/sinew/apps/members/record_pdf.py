"""A member's record as a PDF to read or print."""

from datetime import datetime
from typing import NamedTuple, cast

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from sinew.apps.members.models import Member
from sinew.apps.members.plain_letters import ENCODING, UNPRINTABLE, plain
from sinew.apps.members.record import Section, parts

TITLE = "Your record at Sinew"
OPENING = (
    "This is what Sinew keeps about you, to read or print. The JSON files beside it hold the same and more, "
    "complete and in your own letters. Angles measured by the camera are rounded here. "
    f"Letters that cannot be printed stand as {UNPRINTABLE}."
)
MARGIN, FOOTER = 20.0, 18.0
"""Millimeters."""
LABEL_WIDTH, GUTTER = 62.0, 6.0
LINE, SMALL_LINE = 5.2, 4.6
ROOM_FOR_HEADING = 34.0
"""A heading stands on the next page when less than this is left under it."""
MOST_BESIDE = 80.0
"""Text higher than this does not stand beside its label but below it, where it can run over pages."""


class Tone(NamedTuple):
    """A color of the design, for print."""

    red: int
    green: int
    blue: int


INK, SOFT, ACCENT, RULE = Tone(35, 34, 30), Tone(90, 86, 77), Tone(18, 80, 79), Tone(226, 218, 203)
"""Those of the light theme (frontend/src/styles/tokens.css)."""


def record_pdf(member: Member, at: datetime) -> bytes:
    """The readable copy of everything kept about this member, made at an instant in UTC."""
    sheet = _Sheet(member.user.name, at)
    for part in parts():
        for section in part.sections(member):
            sheet.section(section)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """US letter pages with a footer, and the few things a record is made of."""

    def __init__(self, name: str, at: datetime) -> None:
        super().__init__(format="Letter")
        self._name, self._at = plain(name), at
        self.core_fonts_encoding = ENCODING
        self.set_title(TITLE)
        self.set_lang("en")
        self.set_creation_date(at)
        self.c_margin = 0
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOTER + 6)
        self.add_page()
        self._opening()

    def footer(self) -> None:
        """Whose record it is, of which day, and the page."""
        self.set_y(-FOOTER)
        self._type(8, SOFT)
        half = self.epw / 2
        self.cell(half, SMALL_LINE, f"{TITLE}, {self._name}, {self._at:%Y-%m-%d}")
        self.cell(half, SMALL_LINE, f"Page {self.page_no()} of {{nb}}", align=Align.R)

    def section(self, section: Section) -> None:
        """A heading, then a row for each line."""
        if self.will_page_break(ROOM_FOR_HEADING):
            self.add_page()
        else:
            self.ln(8)
        self._type(14, ACCENT, bold=True)
        self.start_section(plain(section.title))
        self._text(plain(section.title), 7)
        self.ln(1.5)
        for label, text in section.lines:
            self._row(plain(label), plain(text))
        if not section.lines:
            self._type(10, SOFT)
            self._text("Nothing is kept here.", LINE)

    def _opening(self) -> None:
        self._type(26, ACCENT, bold=True)
        self._text(TITLE, 12)
        self.ln(1)
        self._type(14, INK, bold=True)
        self._text(self._name, 7)
        self._type(10, SOFT)
        self._text(f"Copied on {self._at:%B} {self._at.day}, {self._at:%Y, %H:%M} UTC", LINE + 1)
        self.ln(3)
        self.set_draw_color(*ACCENT)
        self.set_line_width(0.6)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)
        self.ln(4)
        self._type(10, INK)
        self._text(
            OPENING,
            LINE,
        )

    def _row(self, label: str, text: str) -> None:
        """Label and text side by side over a thin line; long text below its label."""
        beside = self.epw - LABEL_WIDTH - GUTTER
        height = max(self._height(label, LABEL_WIDTH, bold=True), self._height(text, beside))
        if height > MOST_BESIDE:
            self._long_row(label, text)
            return
        if self.will_page_break(height + 3):
            self.add_page()
        top = self.y + 1.5
        self._type(9.5, INK, bold=True)
        self._at_place(self.l_margin, top, LABEL_WIDTH, label)
        self._type(10, INK)
        self._at_place(self.l_margin + LABEL_WIDTH + GUTTER, top, beside, text)
        self._rule(top + height + 1.5)

    def _long_row(self, label: str, text: str) -> None:
        self.ln(1.5)
        self._type(9.5, INK, bold=True)
        self._text(label, LINE)
        self._type(10, INK)
        self._text(text, LINE)
        self._rule(self.y + 1.5)

    def _rule(self, y: float) -> None:
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(self.l_margin, y, self.l_margin + self.epw, y)
        self.set_xy(self.l_margin, y)

    def _height(self, text: str, width: float, *, bold: bool = False) -> float:
        """Millimeters this text takes in a column."""
        self._type(9.5 if bold else 10, INK, bold=bold)
        found = self.multi_cell(
            width, LINE, text, align=Align.L, dry_run=True, output=MethodReturnValue.HEIGHT
        )
        return cast("float", found)  # what the argument `output` asks for

    def _at_place(self, x: float, y: float, width: float, text: str) -> None:
        self.set_xy(x, y)
        self.multi_cell(width, LINE, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _text(self, text: str, height: float) -> None:
        self.multi_cell(0, height, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _type(self, points: float, tone: Tone, *, bold: bool = False) -> None:
        self.set_font("Helvetica", "B" if bold else "", points)
        self.set_text_color(*tone)
