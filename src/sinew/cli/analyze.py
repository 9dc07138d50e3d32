"""``sinew analyze``: count and measure an exercise in a recording, or in a folder of them."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sinew.cli.recordings import (
    EXIT_OK,
    EXIT_REFUSED,
    EXIT_USAGE,
    SOURCE_HELP,
    ProgressBar,
    answer,
    check_output,
    definition_in,
    definition_of,
    errors_of,
    frames_of,
    writing,
)
from sinew.errors import InputRefused, Problem
from sinew.motion.analysis import Analysis, analyze
from sinew.motion.shown import rounded_deg
from sinew.motion.tracking import TrackingDefinition
from sinew.motion.uncertainty import plus_minus
from sinew.pose.batch import DEFAULT_RESULTS, Outcome, analyze_folder, recordings_in
from sinew.pose.plot import plot_analysis
from sinew.pose.recording import write_recording
from sinew.vocabulary import Side

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "analyze",
        help="count and measure the repetitions and holds in a recording",
        description="Count and measure the repetitions and holds of one exercise in a recording, or in every"
        " recording below a folder, on all cores. Answers for a folder are kept: what was done is not done"
        " again.",
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help=f"{SOURCE_HELP}; or a folder of them")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--exercise", metavar="ID", help="an exercise of the library, for example mini-squat")
    which.add_argument("--tracking", type=Path, metavar="FILE.yaml", help="a tracking definition of yours")
    parser.add_argument(
        "--side", choices=("left", "right"), help="the working side (default: whichever moves)"
    )
    parser.add_argument(
        "--any-pace", action="store_true", help="nobody asked for a tempo: no repetition is too fast"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the joint angle over time")
    parser.add_argument(
        "--landmarks", type=Path, metavar="FILE", help="save what the pose model saw, as *.landmarks.jsonl"
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=DEFAULT_RESULTS,
        metavar="FOLDER",
        help="where the answers for a folder are kept (default: build/analyses)",
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="files of a folder to analyze at once (default: one a core)"
    )


def run(args: argparse.Namespace) -> int:
    """Analyze the source; 0 ok, 2 unknown exercise, 3 the input was refused."""
    return answer(args, _run)


def _run(args: argparse.Namespace) -> int:
    definition = definition_of(args.exercise) if args.exercise else definition_in(args.tracking)
    if args.any_pace:
        definition = definition.unpaced()
    if args.source.is_dir():
        return _run_folder(args, definition)
    if args.landmarks:
        check_output(args.landmarks)
    if args.plot:
        check_output(args.plot, ".png")
    frames = frames_of(args.source, is_json=args.json)
    if args.landmarks:
        with writing(args.landmarks):
            write_recording(args.landmarks, frames)
    analysis = analyze(frames, definition, Side(args.side) if args.side else None, errors_of(definition))
    if args.plot:
        with writing(args.plot):
            plot_analysis(analysis, definition, args.plot)
    if args.json:
        print(json.dumps(analysis.to_json(), indent=2))
    else:
        print(_report(analysis))
    for warning in analysis.warnings:
        print(f"sinew: warning: {warning}", file=sys.stderr)
    return EXIT_OK


def _run_folder(args: argparse.Namespace, definition: TrackingDefinition) -> int:
    if args.plot or args.landmarks:
        print("sinew: --plot and --landmarks are for one recording, not for a folder", file=sys.stderr)
        return EXIT_USAGE
    if args.jobs is not None and args.jobs < 1:
        print("sinew: --jobs: give 1 or more", file=sys.stderr)
        return EXIT_USAGE
    files = recordings_in(args.source)
    if not files:
        message = "holds no video, *.landmarks.jsonl recording or *.csv table"
        raise InputRefused((Problem(str(args.source), "no-recordings", message),))
    bar = ProgressBar(args.source.name, is_shown=True)
    side = Side(args.side) if args.side else None
    with writing(args.results):
        outcomes = analyze_folder(
            files,
            definition,
            side,
            results=args.results,
            workers=args.jobs,
            errors=errors_of(definition),
            progress=lambda done, _: bar.update(done, done / len(files), f"of {len(files)} files"),
        )
    bar.finish(len(files))
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if args.json:
        print(json.dumps(_folder_json(outcomes, problems), indent=2))
    else:
        print("\n".join(_folder_line(outcome, args.source) for outcome in outcomes))
    for problem in problems:
        print(f"sinew: {problem.where}: {problem.message}", file=sys.stderr)
    return EXIT_REFUSED if problems else EXIT_OK


def _folder_json(outcomes: list[Outcome], problems: list[Problem]) -> dict[str, object]:
    return {
        "files": [
            {"file": str(outcome.file), "was_known": outcome.was_known, "answer": outcome.answer}
            for outcome in outcomes
        ],
        "problems": [problem.to_json() for problem in problems],
    }


def _folder_line(outcome: Outcome, folder: Path) -> str:
    name = outcome.file.relative_to(folder)
    if outcome.answer is None:
        return f"{name}: refused"
    partial = len(outcome.answer["repetitions"]) - outcome.answer["count"]
    held_s = sum(hold["seconds"] for hold in outcome.answer["holds"])
    counted = f"{outcome.answer['count']} complete" + (f", {partial} partial" if partial else "")
    held = f", held {held_s:.1f} s" if held_s else ""
    return f"{name}: {counted}{held}{' (known)' if outcome.was_known else ''}"


def _report(analysis: Analysis) -> str:
    partial = len(analysis.repetitions) - analysis.count
    counted = f"{analysis.count} complete repetitions" + (f", {partial} partial" if partial else "")
    shown = f"{analysis.view.value} view, joints seen in {analysis.tracked_fraction:.0%} of frames"
    lines = [
        f"{analysis.exercise}: {counted}",
        f"  {analysis.frames} frames, {analysis.duration_s:.1f} s, {shown}",
    ]
    if analysis.range_deg is not None:
        low, high = analysis.range_deg
        joint, error = analysis.signal.replace("_", " "), plus_minus(analysis.error_deg)
        lines.append(f"  {joint}: about {rounded_deg(low)}° to {rounded_deg(high)}° {error}".rstrip())
    for number, repetition in enumerate(analysis.repetitions, start=1):
        share = "" if repetition.is_complete else "  partial"
        faults = f"  {', '.join(repetition.faults)}" if repetition.faults else ""
        when = f"{repetition.start_ms / 1000:6.2f}-{repetition.end_ms / 1000:.2f} s"
        arc = f"{repetition.start_deg:4.0f}° to {repetition.peak_deg:3.0f}°"
        lines.append(f"  {number:3}  {when}  {repetition.side.value:5}  {arc}{share}{faults}")
    for hold in analysis.holds:
        since, angle = hold.start_ms / 1000, rounded_deg(hold.mean_deg)
        lines.append(f"  held {hold.seconds:.1f} s from {since:.1f} s on, at about {angle}°")
    return "\n".join(lines)
