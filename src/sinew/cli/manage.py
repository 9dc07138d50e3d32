"""``sinew manage``: Django's own commands."""

import argparse

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("manage", help="Django's own commands", prefix_chars="\0", add_help=False)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="as for Django's manage.py")


def run(args: argparse.Namespace) -> int:
    """Hand everything after ``manage`` to Django."""
    set_up()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after set-up)

    execute_from_command_line(["sinew manage", *args.arguments])
    return EXIT_OK
