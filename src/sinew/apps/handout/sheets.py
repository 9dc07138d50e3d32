"""Draws a handout: the front with the week, then every exercise; or the one sheet that refuses."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fpdf.enums import Align

from sinew.apps.handout.paper import (
    ACCENT,
    BORDER,
    INK,
    LIGHTS,
    RED,
    RED_SOFT,
    SOFT,
    WARM_SOFT,
    Paper,
    Size,
)
from sinew.apps.handout.pictures import MARK, STILLS, code_svg, proportions, strip_svg
from sinew.apps.handout.words import Cover, ExerciseSheet, Handout, Refusal, WeekRow
from sinew.motion.figure import still_names
from sinew.program import Advice, Light

CODE, CODE_COLUMN = 21.0, 26.0
"""Side of a QR code and the width it stands in, in millimeters."""
FIGURE_HEIGHT = 28.0
DAY_COLUMN = 15.0
WEEK_LINE = 6.8
AFTER_A_WEEK = gettext_lazy(
    "What you do can change after every session and check-in. Today on your phone always has the plan as it "
    "is now. After this week, print it again."
)
WRITE_IN = "________________"
"""Where a name is written by hand that the typeface has no letters for."""


def handout_pdf(handout: Handout | Refusal, size: Size, at: datetime) -> bytes:
    """The sheets as a PDF, made at an instant in UTC."""
    title = _("Your exercise plan") if isinstance(handout, Handout) else _("No exercise for now")
    cover = handout.cover
    paper = Paper(size, title=title, foot=cover.standing, language=cover.language, at=at)
    if isinstance(handout, Handout):
        _front(paper, handout)
        for number, sheet in enumerate(handout.sheets, 1):
            paper.place(partial(draw_exercise, sheet=sheet, number=number), gap=6)
    else:
        _refusal(paper, handout)
    return bytes(paper.output())


# the front


def _head(paper: Paper, cover: Cover, title: str) -> None:
    code = paper.l_margin + paper.epw - CODE
    paper.drawing(code_svg(cover.address), code, paper.y, CODE, _("QR code to %s") % cover.address)
    top = paper.y
    with paper.column(code - 2, CODE + 4):
        paper.y = top + CODE + 1
        paper.write_text(_("Open Today"), 8.5, SOFT, align=Align.C)
        end = paper.y
    paper.y = top
    paper.drawing(MARK, paper.l_margin - 1, top, 7, "Sinew")
    with paper.column(paper.l_margin, paper.epw - CODE_COLUMN - 4):
        with paper.column(paper.l_margin + 7, paper.epw - 7):
            paper.y = top + 1
            paper.write_text("Sinew", 12, ACCENT, bold=True)
        paper.ln(2.5)
        paper.write_text(title, 25, ACCENT, bold=True)
        name = cover.name if paper.can_write(cover.name) else WRITE_IN
        paper.write_text(_("For %(name)s, %(day)s") % {"name": name, "day": _day(cover.day)}, 12.5, INK)
    paper.y = max(end, paper.y) + 2
    paper.rule(ACCENT, 0.6)
    paper.ln(5)


def _front(paper: Paper, handout: Handout) -> None:
    paper.start_section(_("Your plan"))
    _head(paper, handout.cover, _("Your exercise plan"))
    paper.place(
        lambda p: p.beside((0.5, partial(_fits, handout=handout)), (0.5, partial(_phase, handout=handout)))
    )
    if handout.week:
        paper.place(partial(_week, days=handout.days, rows=handout.week))
    else:
        paper.place(lambda p: p.write_text(_("No exercise days are planned in the next seven days."), 11))
    paper.place(partial(_stop, handout=handout))
    pain, gate = partial(_pain, handout=handout), partial(_gate, handout=handout)
    paper.place(lambda p: p.beside((0.5, pain), (0.5, gate)) if handout.criteria else pain(p))


def _fits(paper: Paper, handout: Handout) -> None:
    name, text = handout.fits_best
    paper.label(_("Your answers fit best with"))
    paper.write_text(name, 13, bold=True)
    paper.ln(0.8)
    paper.write_text(text, 10)
    paper.ln(0.8)
    paper.write_text(handout.disclaimer, 8.5, SOFT)


def _phase(paper: Paper, handout: Handout) -> None:
    paper.label(_("Where you are now"))
    paper.write_text(handout.phase, 13, bold=True)
    paper.ln(0.8)
    for sentence in handout.why:
        paper.write_text(sentence, 10)


def _week(paper: Paper, days: Sequence[date], rows: Sequence[WeekRow]) -> None:
    """A table to tick: exercises down, days across, a line for the worst pain of each session."""
    left, names = paper.l_margin, paper.epw - DAY_COLUMN * len(days)
    columns = [left + names + DAY_COLUMN * number for number in range(len(days))]
    active = [any(row.days[number] for row in rows) for number in range(len(days))]
    with paper.column(left, names):
        top = paper.y
        paper.write_text(_("This week"), 15, ACCENT, bold=True)
        paper.write_text(_("Tick what you did."), 9, SOFT)
    for x, day, is_active in zip(columns, days, active, strict=True):
        with paper.column(x, DAY_COLUMN):
            paper.y = top + 1.5
            paper.write_text(f"{day:%a}", 10.5, INK if is_active else SOFT, bold=is_active, align=Align.C)
            paper.write_text(f"{day:%b} {day.day}", 8.5, SOFT, align=Align.C)
    paper.set_xy(left, top + 12)
    for row in rows:
        paper.rule()
        _week_line(paper, row.name, names)
        for x, is_planned in zip(columns, row.days, strict=True):
            if is_planned:
                paper.box_to_tick(x + (DAY_COLUMN - 4.6) / 2, paper.y + (WEEK_LINE - 4.6) / 2, 4.6)
        paper.set_xy(left, paper.y + WEEK_LINE)
    paper.rule(BORDER)
    _week_line(paper, _("Worst pain, 0 to 10"), names)
    for x, is_active in zip(columns, active, strict=True):
        if is_active:
            paper.set_draw_color(*BORDER)
            paper.set_line_width(0.25)
            line = paper.y + WEEK_LINE - 1.6
            paper.line(x + 3.5, line, x + DAY_COLUMN - 3.5, line)
        else:
            paper.set_xy(x, paper.y)
            paper.type(9, SOFT)
            paper.cell(DAY_COLUMN, WEEK_LINE, _("rest"), align=Align.C)
    paper.set_xy(left, paper.y + WEEK_LINE)
    paper.rule()
    paper.ln(1.5)
    paper.write_text(str(AFTER_A_WEEK), 9, SOFT)


def _week_line(paper: Paper, name: str, width: float) -> None:
    paper.type(10.5)
    points = 10.5
    while paper.get_string_width(name) > width - 2 and points > 7:
        points -= 0.5
        paper.type(points)
    paper.set_x(paper.l_margin)
    paper.cell(width, WEEK_LINE, name)
    paper.set_x(paper.l_margin)


def _stop(paper: Paper, handout: Handout) -> None:
    def inside(p: Paper) -> None:
        p.light(Light.RED, p.l_margin, p.y + 0.6, 4.6)
        with p.column(p.l_margin + 6.5, p.epw - 6.5):
            p.write_text(_("Stop and get help"), 13, RED, bold=True)
            p.ln(1)
            half = (len(handout.stop_rules) + 1) // 2
            p.beside(
                (0.5, lambda q: q.write_list(handout.stop_rules[:half])),
                (0.5, lambda q: q.write_list(handout.stop_rules[half:])),
            )
            p.ln(0.5)
            p.write_text(handout.cover.emergency, 12, RED, bold=True)

    paper.panel(inside, RED_SOFT)


def _pain(paper: Paper, handout: Handout) -> None:
    paper.write_text(_("Pain while you exercise"), 13, ACCENT, bold=True)
    paper.ln(1)
    for zone in handout.zones:
        paper.light(zone.light, paper.l_margin, paper.y + 0.5, 3.8)
        with paper.column(paper.l_margin + 6, paper.epw - 6):
            paper.write_text(f"{zone.scores}: {zone.word}", 10.5, LIGHTS[zone.light], bold=True)
            paper.write_text(zone.says, 9.5)
        paper.ln(1.2)


def _gate(paper: Paper, handout: Handout) -> None:
    paper.write_text(_("What would let me move on?"), 13, ACCENT, bold=True)
    paper.ln(1)
    for criterion in handout.criteria:
        side = 3.2
        paper.box_to_tick(paper.l_margin, paper.y + 0.7, side)
        if criterion.is_met:
            paper.set_draw_color(*LIGHTS[Light.GREEN])
            paper.set_line_width(0.6)
            x, y = paper.l_margin, paper.y + 0.7
            paper.polyline([(x + 0.6, y + 1.7), (x + 1.4, y + 2.5), (x + 3.1, y + 0.2)])
        with paper.column(paper.l_margin + 5.2, paper.epw - 5.2):
            paper.write_text(f"{criterion.text} ({_('done')})" if criterion.is_met else criterion.text, 9.5)
        paper.ln(0.7)
    if handout.next_phase:
        paper.ln(0.5)
        paper.write_text(_("Then comes: %(phase)s") % {"phase": handout.next_phase}, 9.5, SOFT)


# the exercises


def draw_exercise(paper: Paper, sheet: ExerciseSheet, number: int) -> None:
    """One exercise, whole: how much, the figure, how to do it, what to feel and why."""
    paper.start_section(sheet.exercise.name)
    top = paper.y
    paper.rule(ACCENT, 0.5)
    if sheet.address:
        side = paper.l_margin + paper.epw - CODE
        code = _("QR code to %s") % sheet.address
        paper.drawing(code_svg(sheet.address), side, top + 3, CODE, code)
        with paper.column(side - 2, CODE + 4):
            paper.y = top + CODE + 4
            paper.write_text(_("See it move"), 8.5, SOFT, align=Align.C)
    paper.set_xy(paper.l_margin, top + 2.5)
    with paper.column(paper.l_margin, paper.epw - CODE_COLUMN - 2):
        paper.write_text(f"{number}. {sheet.exercise.name}", 16, ACCENT, bold=True)
        for line in sheet.doses:
            paper.write_text(f"{line.days}: {line.dose}" if line.days else line.dose, 13, bold=True)
            if line.details:
                paper.write_text(line.details[:1].upper() + line.details[1:], 9.5, SOFT)
        paper.ln(2)
        _figure(paper, sheet)
    paper.y = max(paper.y, top + CODE + 8)
    paper.beside((0.56, partial(_how, sheet=sheet)), (0.44, partial(_feel, sheet=sheet)))
    paper.ln(1)
    why = _("Why: %(why)s") % {"why": sheet.why}
    unreviewed = _("This exercise is not yet clinically reviewed.")
    paper.write_text(why if sheet.is_reviewed else f"{why} {unreviewed}", 9.5, SOFT)


def _figure(paper: Paper, sheet: ExerciseSheet) -> None:
    """Start, middle and end, each with its name."""
    svg, movement = strip_svg(sheet.exercise), sheet.exercise.movement
    if not svg or movement is None:
        return
    width = min(paper.epw, FIGURE_HEIGHT * proportions(svg))
    left, top = paper.l_margin, paper.y
    height = paper.drawing(svg, left, top, width, movement.alt)
    names = still_names(movement, STILLS)
    each = width / len(names)
    ends = []
    for place, name in enumerate(names):
        paper.y = top + height + 0.8
        with paper.column(left + each * place + 0.5, each - 1):
            paper.write_text(f"{place + 1}. {name or _('On the way')}", 8.5, SOFT, align=Align.C)
        ends.append(paper.y)
    paper.set_xy(left, max(ends) + 2)


def _how(paper: Paper, sheet: ExerciseSheet) -> None:
    paper.label(_("How to do it"))
    paper.write_text(sheet.exercise.start_position, 10)
    paper.ln(1)
    paper.write_list(sheet.exercise.steps, numbered=True)
    paper.ln(0.8)
    for label, name in ((_("Too hard?"), sheet.easier), (_("Later, harder:"), sheet.harder)):
        if name:
            paper.write_text(f"{label} {name}", 9.5, SOFT)


def _feel(paper: Paper, sheet: ExerciseSheet) -> None:
    paper.label(_("What to feel"))
    for line in sheet.feel:
        paper.write_text(line, 9.5)
    paper.ln(1.5)
    paper.label(_("Take care"))
    paper.write_list(sheet.exercise.cautions, 9.5)


# the refusal


def _refusal(paper: Paper, refusal: Refusal) -> None:
    paper.start_section(refusal.heading)
    _head(paper, refusal.cover, refusal.heading)

    def inside(p: Paper) -> None:
        p.write_text(_("There are no exercises on these sheets, and that is on purpose."), 12, bold=True)
        for sentence in refusal.why:
            p.write_text(sentence, 11)
        p.ln(1)
        p.write_text(refusal.cover.emergency, 13, RED if refusal.is_urgent else INK, bold=True)

    paper.place(lambda p: p.panel(inside, RED_SOFT if refusal.is_urgent else WARM_SOFT))
    for advice in refusal.advice:
        paper.place(partial(_advice, advice=advice))
    if not refusal.is_urgent and refusal.meanwhile:
        paper.place(lambda p: p.write_text(refusal.meanwhile, 11))
    if refusal.is_urgent:
        again = _("When it has been checked, answer the questions again on Today.")
        paper.place(lambda p: p.write_text(again, 11, SOFT))


def _advice(paper: Paper, advice: Advice) -> None:
    paper.write_text(advice.title, 16, ACCENT, bold=True)
    paper.ln(1)
    paper.write_text(advice.text, 11.5)
    paper.ln(2)
    paper.write_list(advice.steps, 11.5, numbered=True)
    if advice.avoid:
        paper.ln(1)
        paper.label(_("Until then"))
        paper.write_list(advice.avoid, 11.5)


def _day(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"
