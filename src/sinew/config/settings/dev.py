"""Development and the demo on one's own machine: plain HTTP at localhost, mail to console and folder."""

import os

from sinew.config.settings.base import *  # noqa: F403 (settings build on the base)
from sinew.config.settings.base import PUBLISHED_SECRET_KEY, VAR

DEBUG = os.environ.get("SINEW_DEBUG") == "1"
SECRET_KEY = PUBLISHED_SECRET_KEY
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *os.environ.get("SINEW_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in os.environ.get("SINEW_HOSTS", "").split()]
ROSTER_SECRET = PUBLISHED_SECRET_KEY
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)

DEMO_ACCOUNTS_ALLOWED = True
INSURERS_MAY_BE_SIMULATED = True
MOMENT_FROM_REQUESTS = os.environ.get("SINEW_MOMENT_FROM_REQUESTS") == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
VAPID_KEY_FILE = VAR / "push.key"
