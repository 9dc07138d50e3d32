"""``sinew figures``: contact sheets of the demonstrating figure, its data, and films of it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from sinew.cli.recordings import check_output
from sinew.content import default_root
from sinew.errors import InputRefused, Problem
from sinew.motion import figure
from sinew.motion.movement import Movement, movement_from_dict
from sinew.vocabulary import Side

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "figures", help="draw the demonstrating figure: contact sheets and test videos"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    sheet = actions.add_parser("sheet", help="every movement in a few pictures, as PNG")
    sheet.add_argument("out", type=Path, metavar="OUT.png")
    sheet.add_argument("--exercise", action="append", metavar="ID", help="only this one; may be repeated")
    film = actions.add_parser("render", help="film the figure as a test person that the pose model finds")
    film.add_argument("exercise", metavar="ID")
    film.add_argument("out", type=Path, metavar="OUT.mp4|.mjpeg")
    film.add_argument("--repetitions", type=int, default=5, metavar="N", help="whole repetitions (5)")
    film.add_argument("--lead-in", type=float, default=20.0, metavar="S", help="still seconds before (20)")
    film.add_argument("--tail", type=float, default=4.0, metavar="S", help="still seconds after (4)")
    film.add_argument("--pace", type=float, default=1.0, metavar="X", help="times faster than authored (1)")
    film.add_argument("--side", choices=["left", "right"], default="right", help="side nearest to the camera")
    data = actions.add_parser("json", help="the animation data of one exercise, on standard output")
    data.add_argument("exercise", metavar="ID")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 ok, 3 the input was refused."""
    return {"sheet": _sheet, "render": _render, "json": _json}[args.action](args)


def movements(root: Path) -> dict[str, Movement]:
    """All movements in a content folder, by exercise id.

    Raises:
        InputRefused: a figure.yaml is missing, not YAML, or not a movement a body can do; all are listed.
    """
    found, problems = {}, []
    for file in sorted((root / "exercises").glob("*/figure.yaml")):
        try:
            found[file.parent.name] = movement_from_dict(yaml.safe_load(file.read_text(encoding="utf-8")))
        except (ValueError, yaml.YAMLError) as reason:
            problems += [Problem(str(file), "figure", line) for line in str(reason).splitlines()]
    if problems:
        raise InputRefused(tuple(problems))
    return found


def _movement(exercise: str) -> Movement:
    known = movements(default_root())
    if exercise not in known:
        names = ", ".join(sorted(known))
        raise InputRefused(
            (Problem(exercise, "unknown-exercise", f"no exercise has this id; known: {names}"),)
        )
    return known[exercise]


def _sheet(args: argparse.Namespace) -> int:
    check_output(args.out, ".png")
    import cv2  # noqa: PLC0415 - only this action needs OpenCV

    from sinew.pose.sheet import contact_sheet  # noqa: PLC0415 - the same

    chosen = {name: _movement(name) for name in args.exercise} if args.exercise else movements(default_root())
    if not cv2.imwrite(str(args.out), contact_sheet(chosen)):
        raise InputRefused((Problem(str(args.out), "unwritable-file", "cannot be written"),))
    print(f"{args.out}: {len(chosen)} movement{'s' if len(chosen) != 1 else ''}")
    return 0


def _render(args: argparse.Namespace) -> int:
    from sinew.pose.render import Film, render  # noqa: PLC0415 - only this action needs OpenCV

    if args.repetitions < 1 or args.pace <= 0 or min(args.lead_in, args.tail) < 0:
        raise InputRefused(
            (Problem("figures render", "bad-number", "counts and seconds must not be negative"),)
        )
    film = Film(
        repetitions=args.repetitions,
        lead_in_s=args.lead_in,
        tail_s=args.tail,
        pace=args.pace,
        near_side=Side(args.side),
    )
    count = render(_movement(args.exercise), args.out, film)
    print(f"{args.out}: {count} frames", file=sys.stderr)
    return 0


def _json(args: argparse.Namespace) -> int:
    print(json.dumps(figure.animation(_movement(args.exercise)), separators=(",", ":")))
    return 0
