"""Runs every planted fault and prints the tables; ``--publish`` writes them into docs/motion/faults.md."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from sinew.pose.evaluation.report import Row, table
from tests.faults.planted import FOUND_FROM, STRENGTHS
from tests.faults.remarks import REMARKS
from tests.faults.scores import Exercise, judged
from tests.proof.library import REPOSITORY, definition_of, tracked

PAGE = REPOSITORY / "docs" / "motion" / "faults.md"
ENOUGH_RECALL = 0.9


def with_faults() -> tuple[str, ...]:
    """Every exercise for which the camera looks for a fault."""
    return tuple(name for name in tracked() if definition_of(name).faults)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else ""


def fault_rows(found: Sequence[Exercise]) -> list[Row]:
    """Precision and recall of every fault over all exercises."""
    names = dict.fromkeys(rule.id for one in found for rule in definition_of(one.name).faults)
    return [_fault_row(fault, found) for fault in sorted(names)]


def _fault_row(fault: str, found: Sequence[Exercise]) -> Row:
    row: Row = {"fault": fault, "exercises": sum(_has(one, fault) for one in found)}
    for strength in STRENGTHS:
        counts = [one.recall(strength, fault) for one in found]
        row[f"found at {strength:g}"] = _of(sum(n for n, _ in counts), sum(n for _, n in counts))
    counts = [one.recall(FOUND_FROM, fault) for one in found]
    row["recall"] = _share(sum(n for n, _ in counts), sum(n for _, n in counts))
    right = sum(one.said_rightly(fault) for one in found)
    wrong = sum(one.said_wrongly(fault) for one in found)
    row["said wrongly"] = wrong or ""
    row["precision"] = _share(right, right + wrong)
    return row


def _of(found: int, done: int) -> str:
    return f"{found} of {done}" if done else ""


def _has(one: Exercise, fault: str) -> bool:
    return any(trial.rule.id == fault for trial in one.trials)


def exercise_rows(found: Sequence[Exercise]) -> list[Row]:
    """Every rule of every exercise, and the false cues of its good repetitions."""
    return [
        {
            "exercise": one.name if n == 0 else "",
            "good": sum(said.done for said in one.good) if n == 0 else "",
            "false cues per 10": f"{one.false_cues_per_10:.2f}" if n == 0 else "",
            "fault": rule.id,
            **{f"found at {strength:g}": _of(*one.recall(strength, rule.id)) for strength in STRENGTHS},
            "said wrongly": one.said_wrongly(rule.id) or "",
        }
        for one in found
        for n, rule in enumerate(definition_of(one.name).faults)
    ]


def total_rows(found: Sequence[Exercise]) -> list[Row]:
    """Everything in one row."""
    right = sum(one.said_rightly(fault) for one in found for fault in _faults_of(one))
    wrong = sum(one.said_wrongly(fault) for one in found for fault in _faults_of(one))
    counts = [one.recall(FOUND_FROM) for one in found]
    good = sum(said.done for one in found for said in one.good)
    cues = sum(said.cues for one in found for said in one.good)
    return [
        {
            "exercises": len(found),
            "rules": sum(len(_faults_of(one)) for one in found),
            "good repetitions": good,
            "false cues per 10": f"{10 * cues / good:.2f}",
            "most in one exercise": f"{max(one.false_cues_per_10 for one in found):.2f}",
            f"recall at {FOUND_FROM:g}": _share(sum(n for n, _ in counts), sum(n for _, n in counts)),
            "rules below 0.9 there": len(_weak(found)),
            "precision": _share(right, right + wrong),
        }
    ]


def _faults_of(one: Exercise) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.id for rule in definition_of(one.name).faults))


def _weak(found: Sequence[Exercise]) -> list[tuple[Exercise, str]]:
    """Rules whose fault is found in less than nine of ten where it is planted well beyond its threshold."""
    counts = [(one, fault, *one.recall(FOUND_FROM, fault)) for one in found for fault in _faults_of(one)]
    return [(one, fault) for one, fault, seen, done in counts if seen < ENOUGH_RECALL * done]


def missing_rows(found: Sequence[Exercise]) -> list[Row]:
    """What the figure cannot show at some strength, and why."""
    return [
        {"exercise": one.name, "fault": fault, "from": f"{strength:g}", "why not": why}
        for one in found
        for fault, strength, why in one.not_planted
    ]


def weak_rows(found: Sequence[Exercise]) -> list[Row]:
    """What is found in less than nine of ten though planted well beyond its threshold, and why."""
    return [
        {
            "exercise": one.name,
            "fault": fault,
            "found": _of(*one.recall(FOUND_FROM, fault)),
            "why": REMARKS.get((one.name, fault), "not looked into yet"),
        }
        for one, fault in _weak(found)
    ]


def tables(found: Sequence[Exercise]) -> dict[str, list[Row]]:
    """All tables of the page."""
    return {
        "planted-total": total_rows(found),
        "planted-faults": fault_rows(found),
        "planted-weak": weak_rows(found),
        "planted-exercises": exercise_rows(found),
        "planted-missing": missing_rows(found),
    }


def run(exercises: Iterable[str], *, publish: bool = False) -> list[Exercise]:
    """Judge some exercises on all cores and print what was found."""
    names, found = tuple(exercises), []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for one in pool.map(judged, names):
            found.append(one)
            sys.stderr.write(f"{one.name}: {one.false_cues_per_10:.2f} false cues per 10\n")
    shown = tables(found)
    for rows in shown.values():
        if rows:
            sys.stdout.write("\n".join(table(rows)) + "\n\n")
    if publish:
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), shown), encoding="utf-8")
    return found


def filled(page: str, shown: Mapping[str, list[Row]]) -> str:
    """The page with its tables between ``<!-- table: NAME -->`` and ``<!-- end -->`` replaced."""

    def replaced(mark: re.Match[str]) -> str:
        lines = table(shown[mark[1]]) if shown[mark[1]] else ["None."]
        return "\n".join((f"<!-- table: {mark[1]} -->", *lines, "<!-- end -->"))

    return re.sub(r"<!-- table: (\S+) -->\n.*?<!-- end -->", replaced, page, flags=re.DOTALL)


def main() -> None:
    """Print the tables; with ``--publish`` write them."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--publish", action="store_true", help="write the tables of docs/motion/faults.md")
    parser.add_argument("exercises", nargs="*", help="default: every exercise with a form fault")
    args = parser.parse_args()
    run(args.exercises or with_faults(), publish=args.publish)


if __name__ == "__main__":
    main()
