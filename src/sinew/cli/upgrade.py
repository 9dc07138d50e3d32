"""``sinew upgrade``: everything an installation needs after an update or before its first start."""

import argparse

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    subparsers.add_parser(
        "upgrade",
        help="back up, migrate and load the content after an update",
        description="Back up the database (unless it is empty), apply the migrations, store the content and, "
        "in a deployment, collect the static files.",
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 (every command is called the same way)
    """Bring database, content and static files to this version; 0 done, 3 refused."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.upgrade import upgrade  # noqa: PLC0415

    for step in upgrade(at=timezone.now()):
        print(step, flush=True)
    return EXIT_OK
