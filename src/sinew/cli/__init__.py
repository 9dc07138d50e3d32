"""The ``sinew`` command: dispatches to one module a command, loading only what that command needs."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from sinew.errors import InputRefused, SinewError

EXIT_OK = 0
EXIT_USAGE = 2
EXIT_REFUSED = 3

COMMANDS = {
    "plan": "the plan the web would give for an intake and a history",
    "analyze": "count and measure the repetitions and holds in a recording",
    "test": "a movement test in a recording: its trials and its result",
    "angles": "every joint angle of a recording, frame by frame",
    "evaluate": "the motion engine against labelled recordings",
    "figures": "draw the demonstrating figure: contact sheets and test videos",
    "simulate": "a simulated population through the real program",
    "roster": "check, import or take back a sponsor's file of covered people",
    "sponsor": "employers and health plans, and who manages them",
    "coverage": "is somebody covered, and why; a sponsor's enrollment links",
    "insurer": "ask an insurer whether somebody is covered, or simulate one",
    "reports": "publish sponsors' reports of quarters that are over",
    "invoices": "agree on a price, invoice months that are over, credit",
    "content": "check the clinical content, write its JSON Schema, or list its reviews",
    "serve": "serve Sinew",
    "demo": "make the demo world again, or print its sign-ins",
    "operator": "make the first account of an installation",
    "push": "make the key for pushes to browsers",
    "practitioner": "accounts of therapists, coaches and clinical editors, and their licenses",
    "account": "close an account, or open it again",
    "care-team": "put a practitioner on a care team, or take them off",
    "backup": "write everything into one file",
    "restore": "bring a backup back",
    "upgrade": "back up, migrate and load the content after an update",
    "health": "whether this installation is well",
    "manage": "Django's own commands",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 ok, 2 bad usage, 3 the input was refused (every problem was listed).
    """
    if isinstance(sys.stdout, TextIOWrapper):  # what a terminal or pipe cannot show must not end the command
        sys.stdout.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in arguments if not word.startswith("-")), None)
    parser = _Parser(prog="sinew", description="Digital exercise therapy of joint and muscle pain.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    if name not in COMMANDS or arguments[0] != name:
        for command, summary in COMMANDS.items():
            subparsers.add_parser(command, help=summary)
        parser.parse_args(arguments)
        parser.print_help()
        return EXIT_USAGE
    module = import_module(f"sinew.cli.{name.replace('-', '_')}")
    module.add_parser(subparsers)
    return _run(module.run, parser.parse_args(arguments))


class _Parser(argparse.ArgumentParser):
    """An argument parser whose refusals are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_USAGE, f"{self.prog}: {message}. Try: {self.prog} --help\n")


def _run(command: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    try:
        return command(args)
    except InputRefused as refused:
        _print_problems(refused, as_json=getattr(args, "json", False))
        return EXIT_REFUSED
    except SinewError as refusal:
        print(f"sinew: {refusal}", file=sys.stderr)
        return EXIT_REFUSED
    except KeyboardInterrupt:
        print("sinew: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_OK


def _print_problems(refused: InputRefused, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"problems": [problem.to_json() for problem in refused.problems]}, indent=2))
        return
    for problem in refused.problems:
        print(problem, file=sys.stderr)
