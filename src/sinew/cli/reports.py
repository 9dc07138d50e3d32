"""``sinew reports publish``: sponsors' reports of quarters that are over."""

import argparse
import json

from sinew.cli.framework import EXIT_OK, on_database, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("reports", help="publish sponsors' reports of quarters that are over")
    tasks = parser.add_subparsers(metavar="TASK", required=True, dest="task")
    publish = tasks.add_parser("publish", help="every report that is due, each for ever")
    publish.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def run(args: argparse.Namespace) -> int:
    """Publish what is due; the background worker does the same."""
    set_up()
    return on_database(lambda: _publish(as_json=args.json))


def _publish(*, as_json: bool) -> int:
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.reporting.actions.releases import publish_due  # noqa: PLC0415

    made = [(one.sponsor.slug, str(one.period)) for one in publish_due(at=timezone.now())]
    if as_json:
        print(json.dumps({"published": [{"sponsor": slug, "quarter": quarter} for slug, quarter in made]}))
        return EXIT_OK
    for slug, quarter in made:
        print(f"{slug}: {quarter} is published.")
    if not made:
        print("Nothing is due.")
    return EXIT_OK
