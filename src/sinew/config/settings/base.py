"""What every way of running shares; the environment is read here and in `production` only."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[4]
SOURCE = REPOSITORY / "src" / "sinew"
VAR = Path(os.environ.get("SINEW_VAR", REPOSITORY / "var"))


def whole_number(name: str, default: int) -> int:
    """The environment variable `name` as a number of 0 or more; refuses to start on anything else."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number, not {value!r}.")
    return int(value)


DEBUG = False
SECRET_KEY = ""
PUBLISHED_SECRET_KEY = "only-for-development-and-the-demo-never-for-real-people"  # noqa: S105 (production refuses it)
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "sinew.apps.web",
    "sinew.apps.audit",
    "sinew.apps.accounts",
    "sinew.apps.live",
    "sinew.apps.notifications",
    "sinew.apps.members",
    "sinew.apps.coverage",
    "sinew.apps.care",
    "sinew.apps.conversation",
    "sinew.apps.library",
    "sinew.apps.exercise",
    "sinew.apps.outcomes",
    "sinew.apps.visits",
    "sinew.apps.measuring",
    "sinew.apps.charting",
    "sinew.apps.today",
    "sinew.apps.reporting",
    "sinew.apps.practice",
    "sinew.apps.tailoring",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "sinew.apps.web.middleware.RequestLog",
    "sinew.apps.web.moment.Moment",
    "django.middleware.security.SecurityMiddleware",
    "sinew.apps.web.middleware.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "sinew.apps.web.middleware.BrowserPermissions",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sinew.apps.accounts.idle.IdleLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sinew.apps.accounts.middleware.SignInActivity",
    "sinew.apps.accounts.middleware.PersonalTimeZone",
    "sinew.apps.accounts.middleware.PrivatePages",
]

FORM_RENDERER = "sinew.apps.web.forms.Renderer"
ROOT_URLCONF = "sinew.config.urls"
ASGI_APPLICATION = "sinew.config.asgi.application"
CSRF_FAILURE_VIEW = "sinew.apps.web.views.csrf_failure"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sinew.apps.web.context.page",
                "sinew.apps.care.context.emergency",
                "sinew.apps.conversation.context.unread",
                "sinew.apps.visits.context.visit_today",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's database entry for a URL; SQLite gets write-ahead logging and immediate transactions."""
    entry: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=0))
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        entry["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return entry


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'sinew.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
"""Valkey or Redis: needed as soon as live pages are served by more than one process."""
CHANNEL_LAYERS: dict[str, Any] = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "sinew"},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# Sign-in: allauth, by e-mail and password with a mailed code, passkeys and authenticator apps.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sinew.apps.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:arrive"
ACCOUNT_ADAPTER = "sinew.apps.notifications.account_mail.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "sinew.apps.accounts.sign_up.SignUpDetails"
ACCOUNT_FORMS = {
    "login": "sinew.apps.accounts.forms.SignIn",
    "signup": "sinew.apps.accounts.forms.SignUp",
    "add_email": "sinew.apps.accounts.forms.OtherAddress",
    "change_password": "sinew.apps.accounts.forms.OtherPassword",
    "reset_password": "sinew.apps.accounts.forms.ForgottenPassword",
}
ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:offer_passkey"
ACCOUNT_LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # it would show whether an address has an account
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    # Of the coverage check: the same for everybody, listed or not (docs/coverage-check.md). A workplace may
    # share one network address, so that limit is wide; the number of checks at one sponsor is the narrow one.
    "coverage_check": "60/h/ip,240/d/ip",
    "coverage_check_by_device": "10/d/key",
    "coverage_check_of_identity": "5/d/key",
    "coverage_check_at_sponsor": f"{whole_number('SINEW_CHECKS_PER_HOUR', 600)}/h/key",
    "coverage_insurer": f"{whole_number('SINEW_CHECKS_PER_HOUR', 600)}/h/key",
    "coverage_letter": "5/d/key",
    "coverage_form": "30/h/ip",
    "coverage_code": "60/h/ip",
    "calendar_feed": "240/h/key",
    "calendar_feed_unknown": "60/h/ip",
}
INSURED_DAYS = whole_number("SINEW_INSURED_DAYS", 31)
"""How long an insurer's answer pays for a member; before that the member lets us ask it again."""
OPEN_ENROLLMENT = os.environ.get("SINEW_OPEN_ENROLLMENT", "1") == "1"
"""Whether who is not covered may begin a program all the same."""
OPEN_NOTES = os.environ.get("SINEW_OPEN_NOTES", "1") == "1"
"""Whether members read the signed notes about them."""
MFA_ADAPTER = "sinew.apps.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sinew"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "sinew.apps.accounts.forms.SecondFactor",
    "add_webauthn": "sinew.apps.accounts.forms.AddPasskey",
}
USERSESSIONS_TRACK_ACTIVITY = True
DEMO_ACCOUNTS_ALLOWED = False
MOMENT_FROM_REQUESTS = False
"""Whether a request may say when it happens (header Sinew-At): for rehearsals, never for real people."""

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
STAFF_IDLE_LIMIT = timedelta(hours=whole_number("SINEW_STAFF_IDLE_HOURS", 12))  # of all who read about others
CSRF_COOKIE_SAMESITE = "Lax"

# What the browser may do: nothing from elsewhere, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Files that never change (their names carry a hash) are kept for ever; others for an hour.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".task": "application/octet-stream",
    ".webmanifest": "application/manifest+json",
}


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:  # noqa: ARG001, N802 (WhiteNoise's call)
    """Whether the file's name or folder holds a hash or version: the build puts such files there."""
    return "/built/assets/" in url or "/built/vendor/" in url


MEDIA_ROOT = VAR / "files"
ROSTER_FILES = VAR / "rosters"
"""Rosters while they are read, and the last state of each sponsor's; for this service's account only."""
ROSTER_PEOPLE_KEPT_DAYS = int(os.environ.get("SINEW_ROSTER_PEOPLE_KEPT_DAYS", "400"))
"""Days after the end of their coverage when people on rosters are erased."""
ROSTER_FILES_KEPT_DAYS = int(os.environ.get("SINEW_ROSTER_FILES_KEPT_DAYS", "30"))
"""Days after which a roster's file and the rows left out of it are deleted."""
ROSTER_DROP = os.environ.get("SINEW_ROSTER_DROP", "")
"""Where sponsors put files for us, each in a folder named by its slug; empty: there is no such place."""
ROSTER_MEMORY_MB = int(os.environ.get("SINEW_ROSTER_MEMORY_MB", "1000"))
"""What comparing a roster may keep in memory; what does not fit goes to the disk for a while."""
ROSTER_PROCESSES = int(os.environ.get("SINEW_ROSTER_PROCESSES", "2"))
"""How many processes read a large 834, and how many threads compare."""
ROSTER_SECRET = ""
"""What lookup keys of people on rosters are hashed with; with another one nobody is found."""
ROSTER_UPLOAD_BYTES = whole_number("SINEW_ROSTER_UPLOAD_MB", 50) * 1024 * 1024
"""The largest roster that is sent through the portal, about 400,000 people; larger ones go another way."""
INSURERS = os.environ.get("SINEW_INSURERS", "")
"""The file that says which insurers can be asked, and where; may be empty (docs/eligibility.md)."""
INSURER_SECRETS = {name: value for name, value in os.environ.items() if name.startswith("SINEW_INSURER_")}
INSURERS_MAY_BE_SIMULATED = False
"""Whether members may be answered by tests, and by this machine without encryption: for rehearsals."""


def addresses(name: str, *schemes: str) -> list[str]:
    """The environment variable `name` as addresses of one of these schemes, separated by spaces."""
    found = os.environ.get(name, "").split()
    if wrong := [one for one in found if not one.startswith(tuple(f"{scheme}:" for scheme in schemes))]:
        raise ImproperlyConfigured(
            f"Each address in {name} begins with {' or '.join(schemes)}: not {wrong[0]!r}."
        )
    return found


# Video calls: how two browsers find each other where networks keep them apart (docs/operations.md).
STUN_URLS = addresses("SINEW_STUN_URLS", "stun", "stuns")
TURN_URLS = addresses("SINEW_TURN_URLS", "turn", "turns")
TURN_SECRET = os.environ.get("SINEW_TURN_SECRET", "")
CALLS_RELAY_ONLY = os.environ.get("SINEW_CALLS_RELAY_ONLY", "0") == "1"
"""Whether calls go through TURN always, so that neither side learns the other's network address."""
if TURN_URLS and not TURN_SECRET:
    raise ImproperlyConfigured("Set SINEW_TURN_SECRET to what coturn has as static-auth-secret.")
if CALLS_RELAY_ONLY and not TURN_URLS:
    raise ImproperlyConfigured("Set SINEW_TURN_URLS: with SINEW_CALLS_RELAY_ONLY no call works without TURN.")
VITE_MANIFEST = SOURCE / "apps" / "web" / "static" / "built" / ".vite" / "manifest.json"
EMERGENCY_COUNTRY = os.environ.get("SINEW_COUNTRY", "US")
"""Whose emergency number people see who have not told their country (ISO 3166 code)."""
CONTENT_ROOT = Path(os.environ.get("SINEW_CONTENT", REPOSITORY / "content"))

LICENSED_WORDING = os.environ.get("SINEW_LICENSED_WORDING", "")
"""A folder outside the repository with item wording the operator has a license for; may be empty."""

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")] + [
    (folder.name, LANG_INFO.get(folder.name, {}).get("name_local", folder.name))
    for folder in sorted(CONTENT_ROOT.glob("locale/*/"))
]
"""English, and what the content is translated into (docs/content.md, "Other languages")."""
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Mail waits in the outbox and background tasks deliver it.
TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = "sinew.apps.notifications.mailbox.ConsoleAndFileBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "Sinew <hello@localhost>"
EMAIL_TIMEOUT = 20
SITE_URL = os.environ.get("SINEW_URL", "http://localhost:8000")

# Web push (docs/notifications.md): without a key there is none.
VAPID_PRIVATE_KEY = os.environ.get("SINEW_VAPID_PRIVATE_KEY", "")
VAPID_KEY_FILE: Path | None = None
"""Where a key is made and kept if none is set: for the demo only."""
PUSH_CONTACT = os.environ.get("SINEW_PUSH_CONTACT", "mailto:hello@localhost")
"""How a push service reaches whoever runs this: ``mailto:`` or ``https:``."""
PUSH_SERVICES = os.environ.get(
    "SINEW_PUSH_SERVICES",
    "fcm.googleapis.com *.push.services.mozilla.com *.push.apple.com *.notify.windows.com",
).split()
"""Hosts that pushes are sent to, and no others; ``*.`` means every host of a domain."""
PUSH_SERVICES_MAY_BE_LOCAL = False
"""Whether one may be on this machine: for tests."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"events": {"()": "sinew.apps.web.logs.EventFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "fontTools": {"level": "ERROR"},
    },
}
