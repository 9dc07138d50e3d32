"""``sinew roster``: check a sponsor's file of covered people; `roster_store` applies it."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from sinew.cli import roster_store
from sinew.errors import InputRefused, Problem
from sinew.roster.check import RosterSummary, check_roster
from sinew.roster.problems import Severity
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
from sinew.roster.x12.acknowledgment import acknowledgment

EXIT_OK = 0
EXIT_REFUSED = 3
_SAID = {Severity.FILE: "refused", Severity.ROW: "left out", Severity.WARNING: "note"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the ``sinew`` parser."""
    parser = subparsers.add_parser("roster", help="check, import or take back a sponsor's file")
    tasks = parser.add_subparsers(title="tasks", metavar="TASK", dest="task", required=True)
    table_options = _table_options()
    check = tasks.add_parser(
        "check",
        parents=[table_options],
        help="what a CSV or X12 834 file holds, and everything wrong with it",
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument(
        "--acknowledgment",
        type=Path,
        metavar="FILE",
        help="write the TA1 and 999 that answer an 834",
    )
    roster_store.add_tasks(tasks, table_options)


def _table_options() -> argparse.ArgumentParser:
    """What every task that reads a file may be told of it."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    options.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help=f"what a column of a table means, where its heading does not say it ({', '.join(Field)})",
    )
    options.add_argument(
        "--dates",
        choices=[order.value for order in DateOrder],
        help="how a table writes its dates, where they do not tell it themselves",
    )
    return options


def run(args: argparse.Namespace) -> int:
    """Check a file, or do what `roster_store` does; 3 when nothing of it could be applied."""
    chosen = _chosen(getattr(args, "column", []))
    if args.task != "check":
        args.column = chosen
        return roster_store.run(args)
    path: Path = args.file
    now = datetime.now(UTC)
    try:
        with path.open("rb") as file:
            summary = check_roster(
                file,
                today=now.date(),
                chosen=chosen,
                date_order=DateOrder(args.dates) if args.dates else None,
            )
    except OSError as error:
        raise InputRefused(
            (Problem(str(path), "unreadable", f"It cannot be read: {error.strerror}."),)
        ) from error
    if args.acknowledgment:
        _acknowledge(args.acknowledgment, summary, now)
    if args.json:
        print(json.dumps(summary.to_json(), indent=2))
    else:
        _print(path, summary)
    return EXIT_REFUSED if summary.problems.refuses else EXIT_OK


def _acknowledge(path: Path, summary: RosterSummary, now: datetime) -> None:
    if not summary.interchanges:
        raise InputRefused(
            (Problem("--acknowledgment", "nothing-to-answer", "Only an X12 interchange is acknowledged."),)
        )
    control = int(now.timestamp()) % 999_999_999 + 1
    answer = acknowledgment(summary.interchanges, summary.problems, at=now, control=control)
    try:
        path.write_text(answer, encoding="ascii", errors="replace")
    except OSError as error:
        raise InputRefused(
            (Problem(str(path), "unwritable", f"It cannot be written: {error.strerror}."),)
        ) from error


def _chosen(pairs: list[str]) -> dict[Field, str]:
    chosen = {}
    for pair in pairs:
        field, _, heading = pair.partition("=")
        if field not in set(Field) or not heading:
            raise InputRefused(
                (
                    Problem(
                        "--column", "column", f'"{pair}" is not FIELD=HEADING with one of {", ".join(Field)}.'
                    ),
                )
            )
        chosen[Field(field)] = heading
    return chosen


def _print(path: Path, summary: RosterSummary) -> None:
    told = summary.to_json()
    for problem in summary.problems.listed:
        said = f"{_SAID[problem.severity]}: {problem.message} [{problem.code}]"
        print(f"{path}: {problem.unit} {problem.number}: {said}", file=sys.stderr)
    if summary.problems.unlisted:
        print(
            f"{path}: {summary.problems.unlisted} more problems are counted and not listed.", file=sys.stderr
        )
    verdict = "Nothing of it can be applied." if summary.problems.refuses else "It can be applied."
    print(f"{path}: {summary.format}, {summary.members} people. {verdict}")
    print(
        f"  {told['subscribers']} subscribers, {told['dependents']} dependents, "
        f"{told['rows_left_out']} left out\n"
        f"  {told['adds']} to add, {told['changes']} to change, {told['terminations']} to end, "
        f"{told['reinstatements']} to reinstate, {told['stated']} stated as they are"
    )
    for name, value in summary.detected.items():
        shown = value if isinstance(value, str | int | bool) else json.dumps(value, ensure_ascii=False)
        print(f"  {name}: {shown}")
