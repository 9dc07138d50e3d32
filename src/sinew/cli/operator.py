"""``sinew operator create EMAIL``: the first account of an installation."""

import argparse
import sys
from getpass import getpass

from sinew.cli.framework import EXIT_OK, on_database, refuse, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("operator", help="make the first account of an installation")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    create = actions.add_parser(
        "create",
        help="make an account that may run the installation and see the health page",
        description="Make an operator. Asks for a password, or reads a line from standard input.",
    )
    create.add_argument("email")
    create.add_argument("--name", default="", help="what to call this person on screen")


def run(args: argparse.Namespace) -> int:
    """Make the operator's account; 0 done, 3 refused."""
    set_up()
    return on_database(lambda: _create(args))


def _create(args: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415 (after set-up)
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    from sinew.apps.accounts.actions import create_operator  # noqa: PLC0415

    try:
        validate_email(args.email)
        password = ask_password()
        validate_password(password)
        create_operator(args.email, display_name=args.name, password=password)
    except ValidationError as refused:
        return refuse(" ".join(refused.messages))
    print(f"{args.email} is an operator. Sign in at {settings.SITE_URL}/accounts/login/ ;")
    print("the first sign-in asks to set up a second factor, then shows the health page.")
    return EXIT_OK


def ask_password() -> str:
    """The password, typed twice at a terminal, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        password = getpass("Password: ")
        if password == getpass("Once more: "):
            return password
        print("They differ; try again.", file=sys.stderr)
