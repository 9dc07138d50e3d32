"""Production settings refuse to start on anything a demo gets away with."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sinew.config.settings import base

SETTINGS = Path(base.__file__).parent
GOOD = {
    "SECRET_KEY": "a-key-of-these-tests-and-of-nothing-else-0123456789abcdef",
    "ALLOWED_HOSTS": "sinew.example.org",
    "SINEW_URL": "https://sinew.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "DEFAULT_FROM_EMAIL": "hello@example.org",
    "EMAIL_HOST": "mail.example.org",
}


def start(code, **environment):
    settings = {
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.production",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(base.SOURCE.parent),
    }
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); from django.conf import settings as s; {code}",
        ],
        env=settings | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_missing_setting_stops_the_start_and_is_named():
    result = start("pass", **{name: value for name, value in GOOD.items() if name != "SECRET_KEY"})
    assert result.returncode != 0
    assert "Set SECRET_KEY" in result.stderr


@pytest.mark.parametrize("key", ["x", "k" * 60, base.PUBLISHED_SECRET_KEY])
def test_a_key_that_is_no_secret_stops_the_start(key):
    result = start("pass", **GOOD | {"SECRET_KEY": key})
    assert result.returncode != 0
    assert "SECRET_KEY is too short or publicly known" in result.stderr


@pytest.mark.parametrize("name", ["PROXIES", "EMAIL_PORT", "SINEW_STAFF_IDLE_HOURS"])
def test_a_number_that_is_none_stops_the_start_and_is_named(name):
    result = start("pass", **GOOD | {name: "many"})
    assert result.returncode != 0
    assert f"Set {name} to a whole number" in result.stderr


def test_no_proxy_is_believed_and_no_other_service_is_bound_unless_asked_for():
    code = "print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    assert start(code, **GOOD).stdout.split() == ["0", "False", "False"]
    asked = {"PROXIES": "2", "SINEW_HSTS_SUBDOMAINS": "1", "SINEW_HSTS_PRELOAD": "1"}
    assert start(code, **GOOD | asked).stdout.split() == ["2", "True", "True"]


def test_a_thousand_sign_ins_push_no_lockout_out_of_the_cache(tmp_path):
    code = (
        "from django.core.cache import cache; cache.set('lockout', 1, 900); "
        "[cache.set(f'sign-in-{n}', n, 900) for n in range(1000)]; print(cache.get('lockout'), "
        "sum(cache.has_key(f'sign-in-{n}') for n in range(1000)))"
    )
    assert start(code, **GOOD, SINEW_VAR=str(tmp_path)).stdout.split() == ["1", "1000"]


def test_every_variable_the_settings_read_is_documented():
    read = re.compile(r"""(?:environ(?:\.get\(|\[)|required\(|secret\(|whole_number\()\s*"([A-Z_]+)\"""")
    code = "".join((SETTINGS / f"{name}.py").read_text() for name in ("base", "dev", "production"))
    names = set(read.findall(code))
    assert {"SECRET_KEY", "PROXIES", "SINEW_VAR", "EMAIL_HOST_PASSWORD", "SINEW_DEBUG"} <= names
    documented = (base.REPOSITORY / "docs" / "operations.md").read_text()
    assert {name for name in names if f"`{name}`" not in documented} == set()


def test_with_everything_set_cookies_and_transport_are_secure():
    code = (
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 3e7, "
        "s.SECURE_SSL_REDIRECT, s.DEBUG, s.DEMO_ACCOUNTS_ALLOWED)"
    )
    assert start(code, **GOOD).stdout.split() == ["True", "True", "True", "True", "False", "False"]


def test_the_database_waits_and_writes_ahead(settings):
    from sinew.config.settings.base import database

    options = database("sqlite:///x.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
    assert "journal_mode=WAL" in options["init_command"]
