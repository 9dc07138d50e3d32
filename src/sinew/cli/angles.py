"""``sinew angles``: every joint angle of a recording, frame by frame."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sinew.cli.recordings import EXIT_OK, SOURCE_HELP, answer, frames_of
from sinew.motion.angles import AngleReader

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "angles",
        help="every joint angle of a recording, frame by frame",
        description="Print every joint angle in degrees (0 = straight) for each frame of a recording.",
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help=SOURCE_HELP)
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print the angles; 0 ok, 3 the input was refused."""
    return answer(args, _run)


def _run(args: argparse.Namespace) -> int:
    frames = frames_of(args.source, is_json=args.json)
    reader = AngleReader()
    rows = [reader.read(frame) for frame in frames]
    if args.json:
        print(json.dumps(rows, allow_nan=False))
    else:
        _print_table(rows)
    if all(frame.image is None and frame.world is None for frame in frames):
        print("sinew: warning: Nobody was seen in the recording.", file=sys.stderr)
    return EXIT_OK


def _print_table(rows: list[dict[str, int | float | None]]) -> None:
    """The main angles as columns of whole degrees, ``-`` where not visible."""
    names = [name for name in rows[0] if name.startswith(("knee", "hip", "trunk"))] if rows else []
    print("    t_ms  " + "  ".join(names))
    for row in rows:
        cells = [f"{'-' if row[name] is None else round(row[name] or 0):>{len(name)}}" for name in names]
        print(f"{row['t_ms']:8}  " + "  ".join(cells))
