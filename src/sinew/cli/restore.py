"""``sinew restore FILE``: bring a backup back."""

import argparse
import sys
from pathlib import Path

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "restore",
        help="bring a backup back",
        description="Verify a backup and put it in the database's place. Stop the service first.",
    )
    parser.add_argument("file", type=Path, help="a file that `sinew backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="restore over a database that holds accounts; it is kept"
    )


def run(args: argparse.Namespace) -> int:
    """Check a backup and bring it back; 0 done, 3 refused."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.backup import restore_backup  # noqa: PLC0415

    done = restore_backup(args.file, replace=args.replace, at=timezone.now())
    print(f"Restored the backup of {done.manifest.made_at}, verified.")
    print(f"  database sha256 {done.manifest.sha256}")
    if done.aside is not None:
        print(f"The database that was here is kept at {done.aside}.")
    if done.behind:
        print(f"The backup lacks {done.behind} migrations of this version. Run: sinew upgrade")
    if done.reapplied is None:
        print("Whoever was deleted after the backup was made is deleted again by that upgrade.")
    elif deleted := [*done.reapplied.members, *done.reapplied.accounts]:
        print(f"Deleted again, as they were when the backup was brought back: {len(deleted)}")
        for identity in deleted:
            print(f"  {identity}")
    if not done.manifest.has_this_key:
        says = "the backup was made under another SECRET_KEY; with this one, second factors cannot be read."
        print(f"sinew: {says}", file=sys.stderr)
    return EXIT_OK
