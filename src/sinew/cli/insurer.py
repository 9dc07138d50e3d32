"""``sinew insurer``: ask an insurer whether somebody is covered, or simulate one on this machine."""

import argparse
import json
import signal
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from sinew.cli.framework import EXIT_OK, EXIT_USAGE, on_database, refuse, set_up
from sinew.errors import InputRefused, Problem
from sinew.roster.check import looks_like_x12
from sinew.roster.eligibility.question import CoveredPerson, Parties
from sinew.roster.insurer.behavior import Behavior, SimulatedInsurer, is_behavior
from sinew.roster.insurer.book import Book
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.enrollment import EnrollmentReader

if TYPE_CHECKING:
    from sinew.apps.coverage.insurer.asking import Line, Run
    from sinew.apps.coverage.insurer.configuration import Insurer

REHEARSAL = Parties("ZZ", "SINEW", "ZZ", "INSURER", "Insurer", "1", "Sinew", "1234567893", is_test=True)
"""Who asks whom where only an address is given; ISA15 says that it is a test."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser("insurer", help="ask an insurer whether somebody is covered")
    tasks = parser.add_subparsers(title="tasks", metavar="TASK", dest="task", required=True)
    ask = tasks.add_parser(
        "ask",
        help="ask now, and say what came of it",
        description="Ask an insurer (X12 270) now. Exit code 0 whatever it answers; nothing is kept.",
    )
    whom = ask.add_mutually_exclusive_group(required=True)
    whom.add_argument("--insurer", metavar="ID", help="one of the operator's configuration")
    whom.add_argument("--url", metavar="ADDRESS", help="an address, asked as a test: for the simulator")
    ask.add_argument("--wire", choices=("soap", "mime", "x12"), default="soap", help="with --url")
    ask.add_argument("--authority", default="", metavar="FILE", help="with --url: whose certificate to trust")
    ask.add_argument("--first", required=True, metavar="NAME")
    ask.add_argument("--last", required=True, metavar="NAME")
    ask.add_argument("--born", required=True, type=_day, metavar="YYYY-MM-DD")
    ask.add_argument("--member-id", default="", metavar="NUMBER")
    ask.add_argument("--dependent-first", default="", metavar="NAME", help="of somebody without own number")
    ask.add_argument("--dependent-born", type=_day, metavar="YYYY-MM-DD")
    ask.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="covered on this day (default: today)")
    ask.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    simulate = tasks.add_parser(
        "simulate",
        help="answer questions from a roster, rightly or with faults",
        description="A member number SIM-WORD or SIM-WORD-WORD chooses how each try of a question is "
        f"answered: an AAA code such as 42, or {', '.join(Behavior)}.",
    )
    simulate.add_argument("--port", type=int, default=9270)
    simulate.add_argument("--roster", type=Path, metavar="FILE", help="CSV or 834 of those it covers")
    simulate.add_argument("--https", action="store_true", help="with a certificate of this machine's own")
    simulate.add_argument("--always", default=Behavior.RIGHT.value, metavar="WORD", help="for every question")
    simulate.add_argument("--co-payment", default="", metavar="DOLLARS", help="what a visit costs its people")
    simulate.add_argument("--slow", type=float, default=3.0, metavar="SECONDS", help="how slow SLOW is")


def run(args: argparse.Namespace) -> int:
    """Ask, or answer until interrupted."""
    return _ask(args) if args.task == "ask" else _simulate(args)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from None


def _ask(args: argparse.Namespace) -> int:
    if bool(args.dependent_first) != bool(args.dependent_born):
        return refuse("give --dependent-first and --dependent-born together.", EXIT_USAGE)
    if not args.last.strip():
        return refuse("--last: a last name is needed.", EXIT_USAGE)
    set_up()
    from sinew.apps.coverage.insurer.asking import OwnLine  # noqa: PLC0415 (after set-up)
    from sinew.apps.coverage.insurer.configuration import (  # noqa: PLC0415
        Insurer,
        address_problem,
        insurers,
        is_authority,
    )

    now = datetime.now(UTC)
    if args.url:
        if problem := address_problem(args.url, may_use_http=True):
            return refuse(f"--url: {problem}", EXIT_USAGE)
        if not is_authority(args.authority):
            return refuse("--authority: this file is no PEM of certificates.", EXIT_USAGE)
        insurer = Insurer("by-address", args.url, args.wire, REHEARSAL, authority=args.authority)
        return _report(args, _run(args, insurer, OwnLine(int(now.timestamp()) % 900_000_000), now), now)
    known = insurers()
    if args.insurer not in known:
        names = f" Known are: {', '.join(known)}." if known else " None is; see docs/eligibility.md."
        return refuse(f"there is no insurer “{args.insurer}”.{names}")
    return on_database(lambda: _ask_configured(args, known[args.insurer], now))


def _ask_configured(args: argparse.Namespace, insurer: "Insurer", now: datetime) -> int:
    from sinew.apps.audit import actions as audit  # noqa: PLC0415 (after set-up)
    from sinew.apps.coverage.insurer.line import StoredLine  # noqa: PLC0415

    audit.record("coverage.insurer.asked_by_command", detail={"insurer": insurer.id})
    return _report(args, _run(args, insurer, StoredLine(insurer.id), now), now)


def _run(args: argparse.Namespace, insurer: "Insurer", line: "Line", now: datetime) -> "Run":
    from sinew.apps.coverage.insurer.asking import ask_now  # noqa: PLC0415 (after set-up)

    person = CoveredPerson(
        args.first, args.last, args.born, args.member_id, args.dependent_first, args.dependent_born
    )
    return ask_now(insurer, person, on=args.day or now.date(), at=now, trace=uuid4().hex.upper(), line=line)


def _report(args: argparse.Namespace, run: "Run", now: datetime) -> int:
    from sinew.apps.coverage.insurer.explanation import explain  # noqa: PLC0415 (after set-up)
    from sinew.apps.coverage.insurer.work import end  # noqa: PLC0415
    from sinew.apps.coverage.models import InsurerAnswer  # noqa: PLC0415
    from sinew.apps.web import content  # noqa: PLC0415

    answer = InsurerAnswer()
    end(answer, run, at=now)
    said = explain(answer, content.current().insurer_answers)
    heard = run.answer
    if args.json:
        told = {
            "outcome": run.outcome.value,
            "tries": [one.value for one in run.came],
            "seconds": round(run.seconds, 3),
            "begins_on": answer.begins_on.isoformat() if answer.begins_on else None,
            "through_on": answer.through_on.isoformat() if answer.through_on else None,
            "co_payment": str(answer.co_payment) if answer.co_payment is not None else None,
            "rejections": [
                {"where": one.where.name.lower(), "reason": one.reason, "follow_up": one.follow_up}
                for one in (heard.rejections if heard else ())
            ],
            "problems": [one.to_json() for one in (heard.problems if heard else ())],
            "explanation": {
                "title": said.title, "text": said.text, "facts": said.facts, "next": said.next
            },
        }  # fmt: skip
        print(json.dumps(told, indent=2))
        return EXIT_OK
    codes = f", AAA {', '.join(answer.rejections)}" if answer.rejections else ""
    tries = ", ".join(one.value for one in run.came) or "none: the line rests after failures"
    print(f"{run.outcome.value}{codes}  ({run.seconds:.1f} s, tries: {tries})")
    refusing = [one for one in heard.problems if one.severity is Severity.FILE] if heard else []
    for problem in refusing:
        print(f"segment {problem.number}: {problem.message} [{problem.code}]", file=sys.stderr)
    print("\n".join(["", said.title, said.text, *said.facts, *(f"- {one}" for one in said.next)]))
    return EXIT_OK


def _simulate(args: argparse.Namespace) -> int:
    if not is_behavior(args.always):
        return refuse(f"--always: “{args.always}” is none. Try: sinew insurer simulate --help", EXIT_USAGE)
    day = datetime.now(UTC).date()
    book = _book(args.roster, day) if args.roster else Book(())
    from sinew.apps.coverage.insurer.simulator import SimulatorServer  # noqa: PLC0415 (needs no set-up)

    certificate = authority = None
    if args.https:
        set_up()
        from django.conf import settings  # noqa: PLC0415

        from sinew.apps.practice.operations import lan  # noqa: PLC0415

        made = lan.certificate(Path(settings.VAR) / "insurer", ("localhost",), today=day)
        certificate, authority = made.key_and_chain, made.authority
    insurer = SimulatedInsurer(book, always=args.always, co_payment=args.co_payment)
    try:
        server = SimulatorServer(
            insurer,
            clock=lambda: datetime.now(UTC),
            port=args.port,
            certificate=certificate,
            slow_s=args.slow,
        )
    except OSError as problem:
        return refuse(f"port {args.port} cannot be used ({problem.strerror}); choose another with --port.")
    with server:
        port = urlsplit(server.address).port
        print(f"A simulated insurer is at {server.address}  (Ctrl+C stops it)")
        if authority:
            print(f"Its certificate is vouched for by {authority}")
        print(f"Try: sinew insurer ask --url http{'s' if args.https else ''}://localhost:{port}/eligibility "
              f"{f'--authority {authority} ' if authority else ''}"
              "--first Ann --last Rivera --born 1980-03-04 --member-id SIM-ACTIVE", flush=True)  # fmt: skip
        _until_stopped()
    return EXIT_OK


def _until_stopped() -> None:
    """Wait for Ctrl+C, or for whoever ends the process; also where a shell made it ignore Ctrl+C."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stop.set())
    stop.wait()


def _book(path: Path, day: date) -> Book:
    """Everybody a roster covers.

    Raises:
        InputRefused: nothing of the file can be used.
    """
    try:
        with path.open("rb") as file:
            reader = EnrollmentReader(file) if looks_like_x12(file) else TableReader(file, today=day)
            rows = list(reader.rows())
    except OSError as error:
        problem = Problem(str(path), "unreadable", f"It cannot be read: {error.strerror}.")
        raise InputRefused((problem,)) from error
    if reader.problems.refuses or not rows:
        raise InputRefused(
            tuple(
                Problem(f"{path}:{one.number}", one.code, one.message)
                for one in reader.problems.listed
                if one.severity > Severity.WARNING
            )
            or (Problem(str(path), "nobody", "It names nobody."),)
        )
    return Book.of_rows(rows, ProblemList(Unit.LINE), day=day)
