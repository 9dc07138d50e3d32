"""The tests: fast passwords, tasks at once, mail in memory, a database that is thrown away."""

import os
import tempfile
from pathlib import Path

from sinew.config.settings.base import *  # noqa: F403 (settings build on the base)
from sinew.config.settings.base import database

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
VAR = Path(os.environ.get("SINEW_VAR") or tempfile.mkdtemp(prefix="sinew-test-"))
ROSTER_SECRET = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
ROSTER_FILES = VAR / "rosters"
STATIC_ROOT, MEDIA_ROOT, EMAIL_FILE_PATH = VAR / "static", VAR / "files", VAR / "mail"
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
VAPID_KEY_FILE = VAR / "push.key"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
DEMO_ACCOUNTS_ALLOWED = True
INSURERS, INSURERS_MAY_BE_SIMULATED = "", True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ACCOUNT_RATE_LIMITS = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
