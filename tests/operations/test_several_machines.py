"""Two machines with one Valkey or Redis count attempts together, and an operator sees when it is away."""

import json

from tests.operations.conftest import Installation
from tests.support.redis import redis_server

TRY = """
from allauth.core import ratelimit
from django.test import RequestFactory
request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
print(sum(bool(ratelimit.consume(request, action="coverage_code")) for _ in range(40)))
"""
"""Forty tries at a code from one network address; prints how many were let in."""
IN_AN_HOUR = 60


def test_attempts_at_two_machines_count_together(new_installation: Installation, tmp_path):
    new_installation.var.mkdir()
    other = Installation(tmp_path / "other")
    other.var.mkdir()
    with redis_server() as address:
        machines = [one.production() | {"REDIS_URL": address} for one in (new_installation, other)]
        let_in = [
            int(one.sinew("manage", "shell", "--no-imports", "-v", "0", "-c", TRY, **machine).stdout)
            for one, machine in zip((new_installation, other), machines, strict=True)
        ]
    assert let_in == [40, IN_AN_HOUR - 40]


def test_health_says_whether_what_machines_share_answers(new_installation: Installation):
    new_installation.var.mkdir()
    with redis_server() as address:
        assert _shared(new_installation, address) == ("ok", "answers")
    assert _shared(new_installation, address) == ("fail", "does not answer: ConnectionError")


def _shared(installation: Installation, address: str) -> tuple[str, str]:
    told = json.loads(installation.sinew("health", "--json", REDIS_URL=address).stdout)
    (check,) = (check for check in told["checks"] if check["id"] == "shared")
    return check["status"], check["says"]
