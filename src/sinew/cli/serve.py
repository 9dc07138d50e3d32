"""``sinew serve``: the web service with its background worker, on this machine or on the local network."""

import argparse
import os
import signal
import socket
import threading
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from sinew.cli.framework import EXIT_OK, refuse, set_up
from sinew.errors import InputRefused

REHEARSAL = """\
A rehearsal: each request may say when it happens (header Sinew-At), and no reminders are sent."""
TRUST_ONCE = """\
On a phone in the same network. The certificate is this machine's own, so the browser warns once:
choose Advanced, then Proceed (iPhone: Show Details, then visit this website)."""

LARGEST_SOCKET_MESSAGE_BYTES = 256 * 1024

if TYPE_CHECKING:
    from sinew.apps.practice.operations.worker import BackgroundWorker, Duty


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "serve",
        help="serve Sinew",
        description="Serve at http://localhost:8000, with the background worker in the same process.",
    )
    parser.add_argument(
        "--host", default="localhost", help="the address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--lan", action="store_true", help="serve the local network over HTTPS and print a QR code"
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="without the background worker (run it elsewhere)"
    )
    parser.add_argument("--only-worker", action="store_true", help="only the background worker")
    parser.add_argument("--demo", action="store_true", help="print the demo's sign-ins once it answers")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    names = _join_lan(args) if args.lan else ()
    if args.lan and not names:
        return refuse("this machine has no address on a local network; serve without --lan.")
    set_up()
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.upgrade import missing_migrations  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing

    if missing_migrations():
        return refuse("the database is not up to date. Run: sinew upgrade")
    if args.only_worker:
        return _only_work()
    if missing := _not_collected():
        says = f"{len(missing)} static files are not collected (the first is {missing[0]})"
        return refuse(f"{says}. Run: sinew upgrade")
    if not args.lan and (taken := _port_problem(args.host, args.port)):
        return refuse(taken)
    if count := _problems_of_content():
        return refuse(
            f"the content has problems ({count}) and no page works without it. Run: sinew content check"
        )
    return _serve(args, names)


def _only_work() -> int:
    """Work until told to stop; what is being done then is finished first."""
    worker = _worker()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: worker.stop.set())
    worker.run()
    return EXIT_OK


def _not_collected() -> list[str]:
    """The scripts and styles that pages would ask for in vain."""
    from sinew.apps.practice.operations.upgrade import serves_collected_files  # noqa: PLC0415 (after set-up)
    from sinew.apps.web.assets import not_collected  # noqa: PLC0415

    return not_collected() if serves_collected_files() else []


def _problems_of_content() -> int:
    """How many problems the content has; reading it now, it is there when the service starts."""
    from sinew.apps.web import content  # noqa: PLC0415 (after set-up)

    try:
        content.current()
    except InputRefused as refused:
        return len(refused.problems)
    return 0


def _serve(args: argparse.Namespace, names: tuple[str, ...]) -> int:
    worker, certificate = None if args.no_worker else _worker(), _certificate(names)
    config = uvicorn.Config(
        "sinew.config.asgi:application",
        host="0.0.0.0" if names else args.host,  # noqa: S104 (asked for with --lan)
        port=args.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        ws_max_size=LARGEST_SOCKET_MESSAGE_BYTES,
        ssl_keyfile=certificate,
        ssl_certfile=certificate,
    )
    thread = threading.Thread(target=worker.run, name="worker", daemon=True) if worker else None
    with _demo_insurer() if args.demo else nullcontext():
        try:
            _AnnouncedServer(config, _announcement(args, names), thread).run()
        finally:
            if worker and thread and thread.is_alive():
                worker.stop.set()
                thread.join(timeout=5)
    return EXIT_OK


def _demo_insurer() -> AbstractContextManager[object]:
    """The demo's health plan, as long as this process serves, so that the check can ask one."""
    from sinew.apps.practice.demo.insurer import simulated_plan  # noqa: PLC0415 (only for the demo)

    return simulated_plan(clock=lambda: datetime.now(UTC))


class _AnnouncedServer(uvicorn.Server):
    """Says where it is, and starts the worker, once it answers."""

    def __init__(self, config: uvicorn.Config, announcement: str, worker: threading.Thread | None) -> None:
        super().__init__(config)
        self._announcement = announcement
        self._worker = worker

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        if self._worker:
            self._worker.start()
        print(self._announcement, flush=True)


def _announcement(args: argparse.Namespace, names: tuple[str, ...]) -> str:
    """Where the service is, for a phone as a QR code, and with ``--demo`` who may sign in."""
    url = _address(args, names)
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    parts = ["", f"Sinew is at {url}  (Ctrl+C stops it)"]
    if settings.MOMENT_FROM_REQUESTS:
        parts.append(REHEARSAL)
    if names:
        parts += [_qr_code(url), TRUST_ONCE]
    if args.demo:
        from sinew.apps.practice.demo.insurer import to_try  # noqa: PLC0415 (only for the demo)
        from sinew.apps.practice.demo.sign_ins import table  # noqa: PLC0415

        parts += ["", table(), to_try()]
    return "\n".join(parts)


def _qr_code(url: str) -> str:
    import segno  # noqa: PLC0415 (only for the local network)

    drawn = StringIO()
    segno.make(url, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()


def _address(args: argparse.Namespace, names: tuple[str, ...]) -> str:
    """The address to open; passkeys need a name, so this machine is always `localhost`."""
    if names:
        return f"https://{names[0]}:{args.port}"
    shown = "localhost" if args.host in {"localhost", "127.0.0.1", "::1", "0.0.0.0"} else args.host  # noqa: S104
    return f"http://{shown}:{args.port}"


def _join_lan(args: argparse.Namespace) -> tuple[str, ...]:
    """This machine's addresses, made known to the settings before they are read."""
    from sinew.apps.practice.operations.lan import addresses  # noqa: PLC0415 (only for the local network)

    found = addresses()
    if found:
        with_ports = [name for address in found for name in (address, f"{address}:{args.port}")]
        os.environ["SINEW_HOSTS"] = " ".join([os.environ.get("SINEW_HOSTS", ""), *with_ports]).strip()
        os.environ["SINEW_URL"] = f"https://{found[0]}:{args.port}"
    return found


def _certificate(names: tuple[str, ...]) -> Path | None:
    """The file with key and chain to serve the local network with; ``None`` without it."""
    if not names:
        return None
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    from sinew.apps.practice.operations.lan import certificate  # noqa: PLC0415

    folder = Path(settings.VAR) / "lan"
    made = certificate(folder, (*names, "localhost"), today=datetime.now(UTC).date())
    return made.key_and_chain


def _port_problem(host: str, port: int) -> str:
    """Why nothing can listen there, in words; empty if something can."""
    with suppress(socket.gaierror):
        for family, kind, _protocol, _name, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(address)
                except OSError as problem:
                    return f"port {port} cannot be used ({problem.strerror}); choose another with --port."
        return ""
    return f"{host} is not an address of this machine."


def _worker() -> "BackgroundWorker":
    from sinew.apps.practice.operations.worker import BackgroundWorker  # noqa: PLC0415 (after set-up)

    return BackgroundWorker(standing_duties(), long_duties=long_duties())


def long_duties() -> "dict[str, Duty]":
    """What may take minutes: a sponsor's file can have millions of rows."""
    from sinew.apps.coverage import duties  # noqa: PLC0415 (after set-up)

    return {"take_rosters": duties.take_rosters, "tidy_rosters": duties.tidy_rosters}


def standing_duties() -> "dict[str, Duty]":
    """What the background worker does now and then; in a rehearsal today is not the members' day."""
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    from sinew.apps.accounts.actions import forget_ended_sign_ins  # noqa: PLC0415
    from sinew.apps.charting.visit_time import note_visit_times  # noqa: PLC0415
    from sinew.apps.conversation.news import mail_what_is_unread  # noqa: PLC0415
    from sinew.apps.coverage import duties  # noqa: PLC0415
    from sinew.apps.notifications.tasks import deliver_held  # noqa: PLC0415
    from sinew.apps.practice.operations.reminders import remind_of_today  # noqa: PLC0415
    from sinew.apps.practice.operations.upkeep import prune  # noqa: PLC0415
    from sinew.apps.reporting.actions.invoices import issue_due  # noqa: PLC0415
    from sinew.apps.reporting.actions.releases import publish_due  # noqa: PLC0415
    from sinew.apps.visits.attendance import settle_visits  # noqa: PLC0415
    from sinew.apps.visits.orphans import cancel_orphaned  # noqa: PLC0415
    from sinew.apps.visits.reminders import remind_of_visits  # noqa: PLC0415

    always: dict[str, Duty] = {
        "prune": prune,
        "forget_ended_sign_ins": forget_ended_sign_ins,
        "deliver_held": deliver_held,
    }
    of_real_days: dict[str, Duty] = {
        "remind_of_today": remind_of_today,
        "look_after_coverage": duties.look_after_coverage,
        "cancel_orphaned_visits": cancel_orphaned,
        "mail_what_is_unread": mail_what_is_unread,
        "remind_of_visits": remind_of_visits,
        "settle_visits": settle_visits,
        "note_visit_times": note_visit_times,
        "publish_reports": publish_due,
        "issue_invoices": issue_due,
    }
    return always if settings.MOMENT_FROM_REQUESTS else always | of_real_days
