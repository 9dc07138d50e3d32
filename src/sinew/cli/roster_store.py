"""``sinew roster import|undo|watch|reindex``: what changes the people listed."""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinew.cli.framework import EXIT_OK, EXIT_REFUSED, on_database, refuse, set_up
from sinew.errors import InputRefused, Problem
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder

if TYPE_CHECKING:
    from sinew.apps.coverage.actions.rosters import Reading
    from sinew.apps.coverage.models import Roster, Sponsor

SAID = {"file": "refused", "row": "left out", "warning": "note"}
WHY = {
    "ends-many": "it ends unusually many coverages",
    "shrinks": "it names far fewer people than are listed",
    "changes-many": "it changes unusually many people",
    "another-waits": "an earlier roster of this sponsor waits",
}


def add_tasks(
    tasks: "argparse._SubParsersAction[argparse.ArgumentParser]", table_options: argparse.ArgumentParser
) -> None:
    """Declare the tasks that need the database."""
    take = tasks.add_parser("import", parents=[table_options], help="take in a sponsor's file and apply it")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--sponsor", required=True, metavar="SLUG")
    take.add_argument("--dry-run", action="store_true", help="say what would change, and store nothing")
    take.add_argument("--full", action="store_true", help="a table that names everybody")
    take.add_argument(
        "--apply-unusual", action="store_true", help="apply it although it changes unusually much"
    )
    undo = tasks.add_parser("undo", help="take back the last roster of a sponsor that was applied")
    undo.add_argument("--sponsor", required=True, metavar="SLUG")
    undo.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    watch = tasks.add_parser("watch", help="take in what sponsors put into the drop folder")
    watch.add_argument("--every", type=float, default=30.0, metavar="SECONDS")
    watch.add_argument("--once", action="store_true", help="look twice, 20 seconds apart, and end")
    tasks.add_parser("reindex", help="make the look-up keys anew, after SINEW_ROSTER_SECRET was changed")


def run(args: argparse.Namespace) -> int:
    """Run one of the tasks; 0 done, 3 refused."""
    set_up()
    task = {"import": _import, "undo": _undo, "watch": _watch, "reindex": _reindex}[args.task]
    return on_database(lambda: task(args))


def _import(args: argparse.Namespace) -> int:
    from sinew.apps.coverage.actions.rosters import import_roster, try_roster  # noqa: PLC0415
    from sinew.apps.coverage.models import Roster  # noqa: PLC0415

    sponsor, now = _sponsor(args.sponsor), datetime.now(UTC)
    reading = _reading(args, sponsor)
    try:
        with args.file.open("rb") as file:
            if args.dry_run:
                roster = try_roster(sponsor=sponsor, file=file, at=now, by=None, reading=reading)
            else:
                roster = import_roster(
                    sponsor=sponsor,
                    file=file,
                    source=Roster.Source.COMMAND,
                    at=now,
                    by=None,
                    reading=reading,
                    accept_unusual=args.apply_unusual,
                )
    except OSError as error:
        raise InputRefused(
            (Problem(str(args.file), "unreadable", f"It cannot be read: {error.strerror}."),)
        ) from error
    if args.json:
        print(json.dumps(_json(roster, is_dry=args.dry_run), indent=2))
    else:
        _print(args.file, roster, is_dry=args.dry_run)
    fine = {Roster.State.APPLIED, Roster.State.NOTHING_NEW} | (
        {Roster.State.CHECKED} if args.dry_run else set()
    )
    return EXIT_OK if roster.state in fine else EXIT_REFUSED


def _reading(args: argparse.Namespace, sponsor: "Sponsor") -> "Reading":
    """What is remembered for the sponsor, and what was said with the command."""
    from sinew.apps.coverage.actions.rosters import Reading  # noqa: PLC0415 (after set-up)

    remembered = Reading.from_json(sponsor.reading)
    said: dict[Field, str] = args.column
    return Reading(
        {**remembered.columns, **said},
        DateOrder(args.dates) if args.dates else remembered.date_order,
        True if args.full else remembered.is_full,
    )


def _json(roster: "Roster", *, is_dry: bool) -> dict[str, Any]:
    return {
        "roster": None if is_dry else str(roster.pk),
        "state": roster.state,
        "dry_run": is_dry,
        "format": roster.format,
        "full": roster.is_full,
        "waits": roster.waits,
        "summary": roster.summary,
        "detected": roster.detected,
        "problems": roster.problems,
    }


def _print(path: Path, roster: "Roster", *, is_dry: bool) -> None:
    for one in roster.problems:
        unit = "segment" if "segment" in one else "line"
        said = f"{SAID[one['severity']]}: {one['message']} [{one['code']}]"
        print(f"{path}: {unit} {one[unit]}: {said}", file=sys.stderr)
    if roster.summary["problems_unlisted"]:
        more = roster.summary["problems_unlisted"]
        print(f"{path}: {more} more problems are counted and not listed.", file=sys.stderr)
    for reason in roster.waits:
        print(f"{path}: waits: {WHY[reason]}.", file=sys.stderr)
    state = roster.get_state_display()
    print(f"{path}: {roster.format or 'unknown format'}. {'Would be: ' if is_dry else ''}{state}.")
    _print_sums(roster.summary)
    print(f"  {_next(roster, is_dry=is_dry)}")


def _print_sums(summary: Mapping[str, Any]) -> None:
    print(
        f"  {summary['people']} people in the file, {summary['left_out']} left out\n"
        f"  {summary['added']} added, {summary['changed']} changed, {summary['ended']} ended, "
        f"{summary['reinstated']} reinstated, {summary['unchanged']} unchanged\n"
        f"  {summary['open_before']} coverages open before, {summary['open_after']} after"
    )
    for one in summary["groups"]:
        kinds = ", ".join(f"{count} {kind}" for kind, count in one.items() if kind != "group" and count)
        print(f"  group {one['group'] or '(none)'}: {kinds}")


def _next(roster: "Roster", *, is_dry: bool) -> str:
    said = {
        "asks": "Say with --column, --dates or --full what it means, and import it again.",
        "waits": "Look at it in the sponsor's portal, or import it again with --apply-unusual.",
        "refused": "Nothing of it is applied.",
        "nothing_new": "Nothing changes.",
        "applied": "To take it back: sinew roster undo --sponsor " + roster.sponsor.slug,
        "checked": "A test file is never applied." if roster.detected.get("test") else "It can be applied.",
    }
    return "Nothing was stored." if is_dry else said[roster.state]


def _undo(args: argparse.Namespace) -> int:
    from sinew.apps.coverage.actions.rosters import undo_roster  # noqa: PLC0415 (after set-up)

    last = _sponsor(args.sponsor).rosters.applied().first()
    if last is None:
        return refuse("no roster of this sponsor is applied.")
    undone = undo_roster(roster=last, at=datetime.now(UTC), by=None)
    if args.json:
        print(json.dumps({"roster": str(undone.pk), "state": undone.state}, indent=2))
    else:
        print(f"The roster received at {undone.received_at:%Y-%m-%d %H:%M} UTC is taken back.")
    return EXIT_OK


def _watch(args: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    from sinew.apps.coverage.drop_folder import SETTLED, take_dropped  # noqa: PLC0415

    if not settings.ROSTER_DROP or not Path(settings.ROSTER_DROP).is_dir():
        return refuse("there is no drop folder. Set SINEW_ROSTER_DROP to a folder that exists.")
    looks = 2 if args.once else None
    while looks is None or looks > 0:
        for roster in take_dropped(at=datetime.now(UTC)):
            print(f"{roster.sponsor.slug}: {roster.get_state_display()}", flush=True)
        looks = None if looks is None else looks - 1
        if looks != 0:
            time.sleep(SETTLED.total_seconds() + 1 if args.once else args.every)
    return EXIT_OK


def _reindex(_args: argparse.Namespace) -> int:
    from sinew.apps.coverage.actions.people import reindex_people  # noqa: PLC0415 (after set-up)

    print(f"The look-up keys of {reindex_people(by=None)} people are made anew.")
    return EXIT_OK


def _sponsor(slug: str) -> "Sponsor":
    from sinew.apps.coverage.errors import NoSuchSponsor  # noqa: PLC0415 (after set-up)
    from sinew.apps.coverage.models import Sponsor  # noqa: PLC0415

    found = Sponsor.objects.filter(slug=slug).first()
    if found is None:
        raise NoSuchSponsor(slug)
    return found
