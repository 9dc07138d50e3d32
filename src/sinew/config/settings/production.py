"""A real deployment: everything secret comes from the environment, and what is missing stops the start."""

import os
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

from sinew.config.settings.base import *  # noqa: F403 (settings build on the base)
from sinew.config.settings.base import PUBLISHED_SECRET_KEY, REDIS_URL, VAR, database, whole_number


def required(name: str, meaning: str) -> str:
    """The environment variable `name`; refuses to start without it, saying what it is for."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {meaning}.")
    return value


def secret(name: str) -> str:
    """The environment variable `name`; refuses to start unless it can be a secret."""
    value = required(name, "a random secret of 50 characters or more, kept out of the repository")
    if len(value) < 50 or len(set(value)) < 5 or value == PUBLISHED_SECRET_KEY:
        make = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        raise ImproperlyConfigured(f"{name} is too short or publicly known. Make one: {make}")
    return value


SECRET_KEY = secret("SECRET_KEY")
ROSTER_SECRET = secret("SINEW_ROSTER_SECRET") if os.environ.get("SINEW_ROSTER_SECRET") else SECRET_KEY
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS", "the host names this service answers to, separated by spaces"
).split()
SITE_URL = required("SINEW_URL", "the public address, https://…, used in mail")
DATABASES = {"default": database(required("DATABASE_URL", "postgres://… or sqlite:///absolute/path"))}
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "the sender of this service's mail")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
PUSH_CONTACT = os.environ.get("SINEW_PUSH_CONTACT") or f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"

DEMO_ACCOUNTS_ALLOWED = False
if os.environ.get("SINEW_MOMENT_FROM_REQUESTS"):
    raise ImproperlyConfigured(
        "Unset SINEW_MOMENT_FROM_REQUESTS: it lets a request choose its time, which is for rehearsals only."
    )

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("EMAIL_HOST", "the mail server")
EMAIL_PORT = whole_number("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("PROXIES", 0)  # whose X-Forwarded-For rate limits believe
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = (
    os.environ.get("SINEW_HSTS_SUBDOMAINS") == "1"
)  # binds every other service there
SECURE_HSTS_PRELOAD = os.environ.get("SINEW_HSTS_PRELOAD") == "1"  # takes months to undo
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # that these two are off is the operator's choice
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True

# Rate limits count in the cache: in Valkey or Redis, so that all machines count together, else in a folder,
# so that all processes of this machine do. A full folder forgets at random, lockouts too, so it is large.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sinew",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
