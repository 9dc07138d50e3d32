"""``sinew evaluate``: the engine against labelled recordings, as tables and pictures."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinew.cli.recordings import EXIT_OK, ProgressBar, answer, check_output
from sinew.content import default_root, load
from sinew.errors import InputRefused, Problem
from sinew.motion.analysis import Analysis, analyze
from sinew.motion.frame import Frame
from sinew.motion.tracking import TrackingDefinition
from sinew.pose.cache import cached_frames
from sinew.pose.evaluation import sessions, videos
from sinew.pose.evaluation.cards import recordings, write_recordings
from sinew.pose.evaluation.plots import plot_agreement, plot_rasters
from sinew.pose.evaluation.report import shown, write_into
from sinew.pose.evaluation.stress import STRESSES
from sinew.pose.labelled.kinect import session_files

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

Row = dict[str, Any]


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "evaluate",
        help="the motion engine against labelled recordings",
        description="Measure counting, segments, angles, holds, cues and latency against the labelled"
        " recordings in a folder laid out as shared/motion-samples. What the pose model saw of a video is"
        " kept in build/.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with the labelled recordings")
    parser.add_argument("--no-video", action="store_true", help="leave out what needs the pose model")
    parser.add_argument("--no-stress", action="store_true", help="count the recordings only as they are")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="draw agreement and repetitions as PNG")
    parser.add_argument(
        "--write", type=Path, metavar="FILE.md", help="replace the marked tables of a document"
    )
    parser.add_argument(
        "--cards", type=Path, metavar="FILE.yaml", help="write what each exercise's accuracy card needs"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print the tables; 0 ok, 3 the folder holds no labelled recording."""
    return answer(args, _run)


def _run(args: argparse.Namespace) -> int:
    folder: Path = args.folder
    if not folder.is_dir():
        raise InputRefused((Problem(str(folder), "no-folder", "no such folder"),))
    if args.write:
        check_output(args.write, ".md")
    if args.cards:
        check_output(args.cards, ".yaml", ".yml")
    if args.plots and not args.plots.is_dir():
        raise InputRefused((Problem(str(args.plots), "no-folder", "no such folder; make it first"),))
    cases = [] if args.no_video else videos.videos_in(folder)
    if not session_files(folder) and not cases:
        raise InputRefused((Problem(str(folder), "no-recordings", "holds no labelled recording we know"),))
    tracked = {name: item.tracking for name, item in load(default_root()).exercises.items() if item.tracking}
    measured = _measured(folder, tracked, is_stressed=not args.no_stress)
    report = _session_tables(measured) if measured else {}
    seen = {case.path: _frames(folder / case.path) for case in cases}
    analyses = {case.path: analyze(seen[case.path], tracked[case.exercise]) for case in cases}
    report |= _video_tables(folder, cases, tracked, seen, analyses)
    report["key-frames"] = videos.table_rows(folder)
    if args.plots and measured:
        for path in (plot_agreement(measured, args.plots), plot_rasters(measured, args.plots)):
            print(f"wrote {path}", file=sys.stderr)
    if args.write:
        write_into(args.write, report)
    if args.cards:
        write_recordings(args.cards, recordings(measured, cases, analyses, report["squat-peaks"]))
    print(json.dumps(report, indent=2) if args.json else "\n".join(shown(report)))
    return EXIT_OK


def _measured(
    folder: Path, tracked: dict[str, TrackingDefinition], *, is_stressed: bool
) -> list[sessions.Measured]:
    bar = ProgressBar("sessions", is_shown=True)
    total = len(session_files(folder))
    try:
        return sessions.measure_sessions(
            folder,
            tracked,
            stresses=STRESSES if is_stressed else STRESSES[:1],
            workers=os.cpu_count(),
            progress=lambda done, of: bar.update(done, done / of, "sessions"),
        )
    finally:
        bar.finish(total)


def _session_tables(measured: list[sessions.Measured]) -> dict[str, list[Row]]:
    return {
        "counting": sessions.counting_rows(measured),
        "stress": sessions.stress_rows(measured),
        "peaks": sessions.peak_rows(measured),
        "cues": sessions.cue_rows(measured),
        "latency": sessions.latency_rows(measured),
        "peers": sessions.peer_rows(measured),
    }


def _video_tables(
    folder: Path,
    cases: list[videos.VideoCase],
    tracked: dict[str, TrackingDefinition],
    seen: dict[str, tuple[Frame, ...]],
    analyses: dict[str, Analysis],
) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {"squat-peaks": [], "squat-latency": [], "angles": []}
    for case in cases:
        frames = seen[case.path]
        marked = videos.marked_repetitions(folder / case.path)
        if marked:
            tables["squat-peaks"] += videos.peak_rows(frames, marked)
            tables["squat-latency"] += videos.latency_rows(frames, tracked[case.exercise], marked)
        tables["angles"] += videos.angle_rows(folder / case.path, frames)
    tables["videos"] = [videos.video_row(case, analyses[case.path]) for case in cases]
    tables["video-peers"] = [
        videos.peer_row(case.path, case.count, seen[case.path], analyses[case.path])
        for case in cases
        if case.exercise == "mini-squat"
    ]
    idle = {case.path: seen[case.path] for case in cases if case.count == 0}
    tables["false"] = videos.false_rows(idle, tracked.values())
    return tables


def _frames(video: Path) -> tuple[Frame, ...]:
    bar = ProgressBar(f"{video.parent.name}/{video.name}", is_shown=True)
    frames: tuple[Frame, ...] = ()
    try:
        frames = cached_frames(video, progress=bar.update)
    finally:
        bar.finish(len(frames))
    return frames
