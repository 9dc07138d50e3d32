"""A plan on paper says what Today says, never a dose where exercise is forbidden, and never a secret."""

import re
from pathlib import Path

import cv2
import numpy
import pypdfium2
import pytest

from sinew.apps.handout.paper import Paper, Size
from sinew.apps.handout.pictures import FIGURE, LINES, code_svg
from sinew.apps.handout.sheets import WRITE_IN, draw_exercise, handout_pdf
from sinew.apps.handout.words import DoseLine, ExerciseSheet, Handout, Refusal
from sinew.apps.web import content as shown
from sinew.program import pain_lights
from tests.apps.handout.conftest import AT, TENDON, TIGHT, decided, handout, plan_from, texts, told

ROOT = Path(__file__).resolve().parents[3]
PLANS = {
    "strain, phase 1": ({}, ()),
    "tendon, phase 2": (TENDON, (decided("cleared"), decided("set_phase", phase="H2"))),
    "tightness, phase 2": (TIGHT, (decided("set_phase", phase="T2"))),
    "running": ({}, (decided("cleared"), decided("set_phase", phase="R"))),
    "stay strong": (TIGHT, (decided("set_phase", phase="M"))),
}
FORBIDDEN = {
    "emergency": ({}, (told(**{"rf-01": "yes"}),)),
    "practitioner first": ({"rf-26": "yes"}, ()),
    "stopped by a practitioner": ({}, (decided("stop"),)),
}
DOSE = re.compile(r"\b\d+ (sets?|holds?) of\b|\bEffort about\b")


@pytest.fixture(params=PLANS)
def printed(request):
    answers, events = PLANS[request.param]
    return handout(plan_from(answers, *(events if isinstance(events, tuple) else (events,))))


@pytest.mark.parametrize("size", Size)
def test_every_exercise_of_the_week_is_there_with_its_dose_its_steps_and_when_to_take_care(
    printed, size, opened
):
    text = " ".join(texts(opened(handout_pdf(printed, size, AT))))
    assert printed.sheets
    for sheet in printed.sheets:
        said = [sheet.exercise.name, sheet.exercise.start_position, sheet.exercise.why]
        said += [*sheet.exercise.steps, *sheet.exercise.cautions, *(line.dose for line in sheet.doses)]
        assert [part for part in said if part not in text] == []


def test_the_front_says_what_the_answers_fit_where_one_is_and_what_comes_next(opened):
    pages = texts(opened(handout_pdf(handout(plan_from({})), Size.LETTER, AT)))
    program = shown.current().program
    for said in (
        "Your exercise plan For Ana, Monday, November 2, 2026",
        "Your answers fit best with A mild hamstring strain",
        program.texts.phases["S1"],
        f"Then comes: {program.texts.phases['S2']}",
        program.texts.criteria["walk-10-min"],
        *program.stop_rules,
        "In an emergency call 911.",
        program.texts.disclaimer,
        "not yet clinically reviewed",
    ):
        assert said in pages[0]
    assert [
        page for number, page in enumerate(pages, 1) if f"Page {number} of {len(pages)}" not in page
    ] == []


def test_no_exercise_is_split_between_pages(printed, opened):
    pages = texts(opened(handout_pdf(printed, Size.LETTER, AT)))
    for number, sheet in enumerate(printed.sheets, 1):
        page = next(page for page in pages if f"{number}. {sheet.exercise.name}" in page)
        assert f"Why: {sheet.exercise.why}" in page


@pytest.mark.parametrize("size", Size)
def test_every_exercise_there_is_fits_on_a_page(size):
    paper = Paper(size, title="", foot="", language="en", at=AT)
    doses = (DoseLine("3 sets of 10, each leg", "Light band, rest 60 seconds in between", "Mon, Wed"),) * 2
    too_high = []
    for exercise in shown.current().exercises.values():
        sheet = ExerciseSheet(
            exercise, doses, ("Effort.", "Pain."), "Easier", "Harder", exercise.why * 2, "https://a.b/", False
        )
        if paper.height_of(lambda p, s=sheet: draw_exercise(p, s, 1)) > paper.bottom - paper.t_margin:
            too_high.append(exercise.id)
    assert too_high == []


@pytest.mark.parametrize(("answers", "events"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_where_exercise_is_forbidden_there_is_no_dose_but_what_to_do_instead(answers, events, opened):
    of = plan_from(answers, *events)
    refusal = handout(of)
    assert isinstance(refusal, Refusal)
    text = " ".join(texts(opened(handout_pdf(refusal, Size.A4, AT))))
    content = shown.current()
    assert not DOSE.search(text)
    assert [e.name for e in content.exercises.values() if re.search(rf"\b{re.escape(e.name)}\b", text)] == []
    advice = [content.program.advice[name] for name in of.advice]
    assert all(step in text for one in advice for step in (one.title, *one.steps, *one.avoid))
    assert refusal.why
    assert refusal.why[0] in text
    assert "In an emergency call 911." in text


def test_pain_is_judged_by_the_limits_of_the_phase_and_of_each_exercise(printed):
    assert isinstance(printed, Handout)
    for sheet in printed.sheets:
        assert re.search(r"Pain, 0 to 10: .* fine; .* do less; \d or more stop\.", sheet.feel[1])
    program = shown.current().program
    green = sum(light == "green" for light in pain_lights(program, "S1"))
    zones = handout(plan_from({})).zones
    assert [zone.word for zone in zones] == ["Fine", "Do less", "Stop"]
    assert zones[0].scores == f"0 to {green - 1}"


def test_a_box_stands_for_every_planned_exercise_of_every_day():
    of = plan_from({})
    names = {e.id: e.name for e in shown.current().exercises.values()}
    planned = [{names[one] for one in day.exercises} for day in of.week]
    boxes = [{row.name for row in handout(of).week if row.days[number]} for number in range(7)]
    assert boxes == planned


@pytest.mark.parametrize(
    "name", ["Žaneta", "Đặng", "Ελένη", "Йордан", "Bartholomew-Maximilian-Featherstonehaugh" * 2]
)
def test_names_are_printed_in_their_own_letters(name, opened):
    text = texts(opened(handout_pdf(handout(plan_from({}), name), Size.A4, AT)))[0]
    assert name in text.replace("\ufffe", "").replace(" ", "")


@pytest.mark.parametrize("name", ["", "山田", "محمد", "👩‍⚕️"])
def test_a_name_the_typeface_cannot_write_leaves_a_line_to_write_it_on(name, opened):
    assert f"For {WRITE_IN}" in texts(opened(handout_pdf(handout(plan_from({}), name), Size.A4, AT)))[0]


def test_the_same_plan_at_the_same_instant_is_the_same_file(printed):
    assert handout_pdf(printed, Size.A4, AT) == handout_pdf(printed, Size.A4, AT)


@pytest.mark.parametrize(("size", "points"), [(Size.A4, (595, 842)), (Size.LETTER, (612, 792))])
def test_sheets_have_the_size_of_the_paper(size, points, opened):
    document = opened(handout_pdf(handout(plan_from({})), size, AT))
    assert {tuple(round(side) for side in document.get_page_size(page)) for page in range(len(document))} == {
        points
    }


def codes(document: pypdfium2.PdfDocument) -> set[str]:
    """What a phone reads from the pages."""
    found: set[str] = set()
    for number in range(len(document)):
        bitmap = document[number].render(scale=200 / 72)
        picture = cv2.cvtColor(numpy.asarray(bitmap.to_pil()), cv2.COLOR_RGB2GRAY)
        _seen, words, _points, _straight = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
        found |= set(words) - {""}
    return found


def test_phones_read_the_public_addresses_and_nothing_else(opened):
    made = handout(plan_from({}))
    pages = {f"https://sinew.example.org/library/{sheet.exercise.id}/" for sheet in made.sheets}
    document = opened(handout_pdf(made, Size.LETTER, AT))
    assert codes(document) == {"https://sinew.example.org/today/", *pages}


def test_a_code_has_the_modules_of_its_address_and_no_others():
    assert code_svg("https://a.example/x/") != code_svg("https://a.example/y/")


def test_the_file_says_its_language_title_and_what_its_pictures_show(printed):
    pdf = handout_pdf(printed, Size.A4, AT)
    assert b"/Lang (en)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert pdf.count(b"/S /Figure") >= 2 * len(printed.sheets)
    assert pdf.count(b"/Alt ") >= 2 * len(printed.sheets)


def test_an_exercise_a_clinician_signed_is_not_called_unreviewed(opened):
    of = plan_from({})
    every = frozenset(shown.current().exercises)
    text = " ".join(texts(opened(handout_pdf(handout(of, reviewed=every), Size.A4, AT))))
    assert "This exercise is not yet clinically reviewed." not in text


def test_the_figure_has_on_paper_the_colors_it_has_on_the_light_page():
    css = (ROOT / "frontend/src/styles/figure.css").read_text()
    values = dict(re.findall(r"--(figure-[\w-]+): (#\w{6});", css.split("}", 1)[0]))
    fills = {
        role: values[name] for role, name in re.findall(r"\.figure__([\w-]+) \{ fill: var\(--([\w-]+)\)", css)
    }
    assert fills | {"muscle": values["figure-muscle"]} == FIGURE
    assert {"ground": values["figure-ground"], "line": values["figure-skin-shade"]} == LINES
