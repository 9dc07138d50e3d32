"""``sinew demo``: make the demo world again, or print its sign-ins."""

import argparse
import sys
import time

from sinew.cli.framework import EXIT_OK, set_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "demo",
        help="make the demo world again, or print its sign-ins",
        description="Set the database up and fill it with fictional members and practitioners.",
    )
    parser.add_argument(
        "--if-empty", action="store_true", help="only set up what is missing; keep the demo as it is"
    )
    actions = parser.add_subparsers(metavar="ACTION", dest="action")
    code = actions.add_parser("code", help="the current second-factor code of a demo practitioner")
    code.add_argument("email")
    actions.add_parser("accounts", help="the demo's sign-ins")


def run(args: argparse.Namespace) -> int:
    """Make the demo world, or print its sign-ins; 0 done, 3 refused."""
    if args.action:
        return _print_sign_ins(args)
    set_up()
    from django.utils import timezone  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.demo import world  # noqa: PLC0415
    from sinew.apps.practice.operations.upgrade import upgrade  # noqa: PLC0415
    from sinew.apps.reporting import demo as reports  # noqa: PLC0415

    world.refuse_unless_allowed()
    started = time.perf_counter()
    for step in upgrade(at=timezone.now()):
        print(step, file=sys.stderr)
    if args.if_empty and world.exists():
        return EXIT_OK
    reports.forget()
    for step in world.make(now=timezone.now()):
        print(step, file=sys.stderr)
    for name in reports.make(now=timezone.now()):
        print(f"Reports of invented people: {name}", file=sys.stderr)
    print(f"The demo world is ready ({time.perf_counter() - started:.0f} s).", file=sys.stderr)
    return EXIT_OK


def _print_sign_ins(args: argparse.Namespace) -> int:
    from sinew.apps.practice.demo.sign_ins import current_code, table  # noqa: PLC0415 (needs no set-up)

    if args.action == "accounts":
        print(table())
        return EXIT_OK
    code, seconds = current_code(args.email)
    print(f"{code}  (valid for {seconds} s)" if sys.stdout.isatty() else code)
    return EXIT_OK
