"""``sinew simulate``: a simulated population through the real program engine. Simulation, not people."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sinew.content import default_root
from sinew.simulation import LABEL, Report, draw, load_world, need_plots, simulate

EXIT_OK = 0
EXIT_BREACHED = 1
EXIT_USAGE = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the ``sinew`` parser."""
    parser = subparsers.add_parser(
        "simulate",
        help="a simulated population through the real program",
        description=f"{LABEL}: simulated members live with the real program. Exit 1 after a breach.",
    )
    parser.add_argument("--members", type=_count, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--weeks", type=_count, default=26, metavar="W", help="default: 26")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="default: 1; the same seed, the same result"
    )
    parser.add_argument(
        "--jobs", type=_count, default=None, metavar="J", help="processes (default: one a core)"
    )
    parser.add_argument("--plots", type=Path, default=None, metavar="FOLDER", help="write PNG plots there")
    parser.add_argument("--root", type=Path, default=None, help="the content folder (default: ours)")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no count; write a whole number from 1")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Simulate and print the tables; 1 when an invariant was breached, 2 for a folder that cannot be used."""
    if args.plots is not None and args.plots.exists() and not args.plots.is_dir():
        print(f"sinew simulate: {args.plots} is no folder. Name a folder for the plots.", file=sys.stderr)
        return EXIT_USAGE
    if args.plots is not None:
        need_plots()
    world = load_world(args.root or default_root())
    report = simulate(
        world,
        members=args.members,
        weeks=args.weeks,
        seed=args.seed,
        jobs=args.jobs or os.cpu_count() or 1,
        progress=_progress(args.members),
    )
    if args.plots is not None:
        for path in draw(report, args.plots):
            print(f"sinew simulate: wrote {path}", file=sys.stderr)
    if args.json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        print("\n".join(_lines(report)))
    return EXIT_BREACHED if report.violations else EXIT_OK


def _progress(members: int) -> Callable[[int], None]:
    """Says on stderr how far it is, every ten percent and not more often than a terminal can read."""
    begun, shown = time.monotonic(), 0

    def tell(done: int) -> None:
        nonlocal shown
        tenth = 10 * done // members
        if tenth > shown:
            shown = tenth
            print(
                f"sinew simulate: {done:,} of {members:,}, {time.monotonic() - begun:.0f} s", file=sys.stderr
            )

    return tell


# for people


def _lines(report: Report) -> Iterator[str]:
    yield f"{LABEL}. {report.members:,} simulated members, {report.weeks} weeks, seed {report.seed}."
    yield ""
    yield f"{'Safety invariant':78} {'checked':>10} {'violations':>10}"
    for safe in report.safety:
        yield f"{safe.meaning:78} {safe.checked:10,} {safe.violations:10,}"
    yield f"{'All':78} {sum(row.checked for row in report.safety):10,} {report.violations:10,}"
    yield from (f"  {text}" for text in report.examples)
    after_pain, moves = report.moves.get("after_pain", 0), sum(report.moves.values())
    yield f"Not an invariant: {after_pain:,} of {moves:,} gates opened right after amber, red, +2 or +3."
    yield ""
    yield (
        f"{'':6} {'members':>8} {'exercised':>9} {'graduated':>9} {'median days':>11} {'injured':>8}"
        f" {'dropped':>8} {'referred':>8} {'adherence':>9} {'looks/wk/100':>12}"
    )
    for row in report.outcomes:
        days = "-" if row.median_days_to_graduation is None else f"{row.median_days_to_graduation:g}"
        done = "-" if row.adherence is None else f"{row.adherence:.0%}"
        yield (
            f"{row.presentation:6} {row.members:8,} {row.exercised:9,} {row.graduated:9,} {days:>11}"
            f" {row.injured_again:8,} {row.dropped_out:8,} {row.referred:8,} {done:>9}"
            f" {row.reviews_per_week_per_100 or 0:12.2f}"
        )
    yield ""
    yield f"{'Phase':10} {'members':>8} {'mean days':>10} {'went on':>8} {'median days':>12}"
    for phase in report.phases:
        days = "-" if phase.median_days_of_those is None else f"{phase.median_days_of_those:g}"
        name = f"{phase.presentation} {phase.phase}"
        yield f"{name:10} {phase.members:8,} {phase.mean_days:10.1f} {phase.went_on:8,} {days:>12}"
