"""``sinew evaluate``: the engine against labelled recordings, as tables."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinew.cli.recordings import EXIT_OK, answer, definition_of, frames_of
from sinew.content import default_root, load
from sinew.errors import InputRefused, Problem
from sinew.motion.analysis import analyze
from sinew.motion.frame import Frame
from sinew.pose.evaluation import (
    STRESSES,
    CountScore,
    VideoCase,
    angle_errors,
    false_counts,
    peak_error_deg,
    score_sessions,
    videos_in,
)
from sinew.pose.labelled import UI_PRMD, opencap_angles, opencap_peaks_deg, ui_prmd_sessions

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_LOWER_LIMB = ("m01", "m02", "m03", "m04", "m05", "m06")


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "evaluate",
        help="the motion engine against labelled recordings",
        description="Measure counting and angles against the labelled recordings in a folder laid out as"
        " shared/motion-samples.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with the labelled recordings")
    parser.add_argument("--no-video", action="store_true", help="leave out what needs the pose model")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print the tables; 0 ok, 3 the folder holds no labelled recording."""
    return answer(args, _run)


def _run(args: argparse.Namespace) -> int:
    folder: Path = args.folder
    if not folder.is_dir():
        raise InputRefused((Problem(str(folder), "no-folder", "no such folder"),))
    report: dict[str, Any] = {"counting": _counting(folder), "videos": [], "angles": [], "false_counts": {}}
    cases = [] if args.no_video else videos_in(folder)
    if not report["counting"] and not cases:
        raise InputRefused((Problem(str(folder), "no-recordings", "holds no labelled recording we know"),))
    seen = {case.path: frames_of(folder / case.path, is_json=args.json) for case in cases}
    report["videos"] = [_video(folder, case, seen[case.path]) for case in cases]
    report["angles"] = [row for case in cases for row in _angles(folder / case.path, seen[case.path])]
    idle = {case.path: seen[case.path] for case in cases if case.count == 0}
    definitions = [item.tracking for item in load(default_root()).exercises.values() if item.tracking]
    report["false_counts"] = false_counts(idle, definitions)
    print(json.dumps(report, indent=2)) if args.json else _print(report)
    return EXIT_OK


def _counting(folder: Path) -> list[dict[str, Any]]:
    sessions = list(ui_prmd_sessions(folder))
    rows: list[CountScore] = []
    for movement, definition in UI_PRMD.items():
        group = [session for session in sessions if session.movement == movement]
        if group:
            rows.append(score_sessions(f"{movement} {definition.exercise}", group, STRESSES[0]))
    lower = [session for session in sessions if session.movement in _LOWER_LIMB]
    if lower:
        rows += [score_sessions(f"m01-m06, {stress.name}", lower, stress) for stress in STRESSES]
    return [
        {
            "recordings": row.name,
            "sessions": row.recordings,
            "mae": round(row.mae, 4),
            "obo": round(row.obo, 3),
            "exact": round(row.exact, 3),
            "complete_share": round(row.complete_share, 3),
        }
        for row in rows
    ]


def _video(folder: Path, case: VideoCase, frames: list[Frame]) -> dict[str, Any]:
    analysis = analyze(frames, definition_of(case.exercise))
    labels = (folder / case.path).parent / "reps.csv"
    bias = peak_error_deg(analysis, opencap_peaks_deg(labels.parent)) if labels.is_file() else None
    return {
        "file": case.path,
        "exercise": case.exercise,
        "expected": case.count,
        "counted": analysis.count,
        "partial": len(analysis.repetitions) - analysis.count,
        "expected_hold_s": case.hold_s,
        "hold_s": round(sum(hold.seconds for hold in analysis.holds), 2) if case.hold_s else None,
        "peak_bias_deg": None if bias is None else round(bias, 1),
        "view": analysis.view.value,
    }


def _angles(video: Path, frames: list[Frame]) -> list[dict[str, Any]]:
    if not (video.parent / "angles_mocap_mono_wham.csv.gz").is_file():
        return []
    return [
        {
            "file": f"{video.parent.name}/{video.name}",
            "angle": error.name,
            "mae_deg": round(error.mae_deg, 1),
            "bias_deg": round(error.bias_deg, 1),
            "frames": error.samples,
        }
        for error in angle_errors(frames, opencap_angles(video.parent))
    ]


def _print(report: dict[str, Any]) -> None:
    for title, rows in (
        ("Counting, skeletons with known counts", report["counting"]),
        ("Videos", report["videos"]),
        ("Angles against markers", report["angles"]),
    ):
        if rows:
            print(f"\n{title}\n")
            _print_table(rows)
    if report["false_counts"]:
        print("\nComplete repetitions counted where nobody exercises, over every tracked exercise\n")
        for name, exercises in report["false_counts"].items():
            print(f"{name}: {', '.join(exercises) or 'none'}")
    sys.stdout.flush()


def _print_table(rows: list[dict[str, Any]]) -> None:
    """A Markdown table, so that it can be pasted into docs/motion/accuracy.md."""
    names = list(rows[0])
    cells = [["" if row[name] is None else str(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]
    print("| " + " | ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)) + " |")
    print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    for row in cells:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
