"""A real coturn on this machine, as docs/operations.md sets one up, that a test can pause."""

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.server import free_port

SECRET = "shared-by-the-test-and-its-coturn"
LONGEST_START_S = 20


def program() -> str | None:
    """The installed coturn, if there is one."""
    return shutil.which("turnserver")


def own_address() -> str:
    """An address of this machine that is not the loopback, which browsers do not relay through."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


@dataclass(slots=True)
class Turn:
    """``turnserver`` in a process of its own.

    Attributes:
        folder: where its log and its files lie.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    address: str = field(default_factory=own_address)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a service whose calls go through this relay, and no other way."""
        return {
            "SINEW_TURN_URLS": f"turn:{self.address}:{self.port}?transport=udp",
            "SINEW_TURN_SECRET": SECRET,
            "SINEW_CALLS_RELAY_ONLY": "1",
        }

    def start(self) -> None:
        """Start it, and wait until it listens."""
        found = program()
        assert found is not None, "coturn is not installed"
        with (self.folder / "turn.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    found, "-n", "--no-cli", "--no-tls", "--no-dtls", "--fingerprint", "--log-file=stdout",
                    f"--listening-ip={self.address}", f"--relay-ip={self.address}",
                    f"--listening-port={self.port}", "--use-auth-secret", f"--static-auth-secret={SECRET}",
                    "--realm=test", f"--userdb={self.folder / 'turn.db'}",
                    f"--pidfile={self.folder / 'turn.pid'}",
                ],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + LONGEST_START_S
        while time.monotonic() < deadline:
            try:
                socket.create_connection((self.address, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"coturn did not start:\n{(self.folder / 'turn.log').read_text()[-2000:]}")

    def pause(self) -> None:
        """It answers nothing any more, as a machine that hangs."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._signal(signal.SIGKILL)
            self._process.wait(timeout=10)

    def _signal(self, what: signal.Signals) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, what)
