"""``sinew health``: whether this installation is well."""

import argparse
import json

from sinew.cli.framework import EXIT_OK, EXIT_UNWELL, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "health",
        help="whether this installation is well",
        description="Check database, worker, mail, backup, content, disk. Exit 1 if something fails.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print the checks; 0 when all is well or only worth a look, 1 when something fails."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.health import Status, check_health  # noqa: PLC0415

    health = check_health(at=timezone.now())
    if args.json:
        print(json.dumps(health.to_json(), indent=1))
    else:
        for check in health.checks:
            hint = f"  → {check.do}" if check.do else ""
            print(f"{check.status.value:4}  {check.title:18} {check.says}{hint}")
    return EXIT_UNWELL if health.status is Status.FAIL else EXIT_OK
