"""Measures the floor films and prints the tables; ``--publish`` writes them into docs/motion/floor.md."""

import argparse
import re
import sys

from tests.floor import tables
from tests.floor.sheet import write_sheet
from tests.proof.library import REPOSITORY

PAGE = REPOSITORY / "docs" / "motion" / "floor.md"
SHEET = REPOSITORY / "docs" / "figures" / "floor-worst.png"
TABLES = {
    "conditions": tables.conditions,
    "exercises": tables.exercises,
    "sitting": tables.sitting,
    "turned": tables.turned,
    "models": tables.models,
    "doubts": tables.doubts,
    "prompts": tables.prompts,
    "recordings": tables.recordings,
}


def main() -> None:
    """Print every table, or the named ones; with ``--publish`` write the page and the picture."""
    parser = argparse.ArgumentParser(prog="python -m tests.floor", description=__doc__)
    parser.add_argument("--publish", action="store_true", help="write docs/motion/floor.md and its picture")
    parser.add_argument("tables", nargs="*", help=f"default: all of {', '.join(TABLES)}")
    args = parser.parse_args()
    for name in args.tables or TABLES:
        text = TABLES[name](lambda line: sys.stderr.write(f"{line}\n"))
        sys.stdout.write(f"{name}\n{text}\n\n")
        sys.stdout.flush()
        if args.publish:
            _publish(name, text)
    if args.publish:
        write_sheet(SHEET)


def _publish(name: str, text: str) -> None:
    """Put a table after its marker, in place of the one that is there."""
    page = PAGE.read_text("utf-8")
    marker = re.compile(rf"(<!-- table: {name} -->\n)(?:\|.*\n)*")
    if not marker.search(page):
        raise SystemExit(f"{PAGE} has no place for the table {name}")
    PAGE.write_text(marker.sub(lambda found: f"{found[1]}{text}\n", page), encoding="utf-8")


if __name__ == "__main__":
    main()
