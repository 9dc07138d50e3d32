"""``sinew backup OUT``: everything in one file, while the service runs."""

import argparse
from pathlib import Path

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "backup",
        help="write everything into one file",
        description="Write a consistent copy of the database with a manifest; the service may keep running.",
    )
    parser.add_argument("out", type=Path, help="the file to write; it must not exist")


def run(args: argparse.Namespace) -> int:
    """Write the backup and read it back; 0 done, 3 refused."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.backup import write_backup  # noqa: PLC0415

    made = write_backup(args.out, at=timezone.now())
    print(f"Wrote {args.out} ({args.out.stat().st_size / 1e6:.1f} MB), read back and verified.")
    print(f"  database sha256 {made.sha256}")
    print(
        "It holds personal health information: keep it where only you can read it, and SECRET_KEY elsewhere."
    )
    return EXIT_OK
