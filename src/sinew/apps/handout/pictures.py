"""Drawings for paper: the figure in the colors of the light theme, QR codes, the mark."""

import re
from io import BytesIO

import segno

from sinew.content import Exercise
from sinew.motion.figure import still_svg

STILLS = 3
FIGURE = {
    "near": "#36545f",
    "far": "#93aab1",
    "skin-near": "#cf9a78",
    "skin-far": "#e2c3ae",
    "ear": "#b98363",
    "hair": "#4b3a33",
    "face": "#3a2c27",
    "cloth": "#8fb5a8",
    "sleeve": "#83ab9d",
    "cloth-far": "#bdd3ca",
    "shoe-near": "#6d7478",
    "shoe-far": "#b3b9bb",
    "sole-near": "#e9e2d5",
    "sole-far": "#dfd9cd",
    "mat": "#ddd6c8",
    "prop": "#cdc5b8",
    "strap": "#a3846a",
    "ball": "#b9c3c2",
    "weight": "#5b6266",
    "muscle": "#e8743b",
}
"""Fills by role, as in frontend/src/styles/figure.css."""
LINES = {"ground": "#b9b1a4", "line": "#b98363"}
"""Strokes by role, from the same file."""
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<path fill="none" stroke-linecap="round" stroke-width="3.4" stroke="#12504f"'
    ' d="M9 4.5c5.5 1.5 9.5 5 9.5 10.2 0 4.6-2.7 8.3-7.5 12.8"/>'
    '<path fill="none" stroke-linecap="round" stroke-width="3.4" stroke="#e8743b"'
    ' d="M14.5 3.8c7 1.9 10.5 6.4 9.3 12.1-1 4.7-4.3 8.4-7.3 11.6"/></svg>'
)
_ROLE = re.compile(r'class="figure__([\w-]+)"')
_VIEW_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


def strip_svg(exercise: Exercise) -> str:
    """Start, middle and end of an exercise beside each other; empty for one without figure."""
    key = (exercise.id, exercise.version)
    if key not in _DRAWN:
        drawn = still_svg(exercise.movement, STILLS) if exercise.movement is not None else ""
        _DRAWN[key] = _ROLE.sub(_color, drawn)
    return _DRAWN[key]


def proportions(svg: str) -> float:
    """Width over height of a drawing."""
    found = _VIEW_BOX.search(svg)
    if found is None:
        raise ValueError("svg: no viewBox")
    return float(found[1]) / float(found[2])


def code_svg(address: str) -> str:
    """The QR code of an address, without the white border it needs around it."""
    made = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(made, kind="svg", border=0, xmldecl=False, omitsize=True, dark="#23221e")
    return made.getvalue().decode()


def _color(found: re.Match[str]) -> str:
    role = found[1]
    if role in LINES:
        return f'fill="none" stroke="{LINES[role]}" stroke-width="2.5" stroke-linecap="round"'
    return f'fill="{FIGURE[role]}"' if role in FIGURE else ""


_DRAWN: dict[tuple[str, str], str] = {}
"""Drawings by exercise and version: they take tens of milliseconds each and never change."""
