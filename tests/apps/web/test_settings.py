"""Production settings refuse to start on anything a demo gets away with."""

import os
import subprocess
import sys

GOOD = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "sinew.example.org",
    "SINEW_URL": "https://sinew.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "DEFAULT_FROM_EMAIL": "hello@example.org",
    "EMAIL_HOST": "mail.example.org",
}


def start(code, **environment):
    settings = {"DJANGO_SETTINGS_MODULE": "sinew.config.settings.production", "PATH": os.environ["PATH"]}
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
