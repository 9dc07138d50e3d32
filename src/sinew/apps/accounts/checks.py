"""System checks: what must not be true in a real deployment."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.utils.encoding import force_str

from sinew.apps.accounts.models import User


@register(Tags.database, deploy=True)
def no_demo_accounts(**options: Any) -> list[CheckMessage]:
    """Report demo accounts where they are not allowed; their passwords are public."""
    if settings.DEMO_ACCOUNTS_ALLOWED or not options.get("databases"):
        return []
    if User._meta.db_table not in connection.introspection.table_names():
        return []
    count = User.objects.filter(is_demo=True).count()
    if not count:
        return []
    message = f"This database holds {count} demo accounts, whose passwords and codes are public."
    return [
        Error(
            message, hint="Start from an empty database: demo data is never for real people.", id="sinew.E001"
        )
    ]


@register(Tags.security, deploy=True)
def own_secret_key(**_options: Any) -> list[CheckMessage]:
    """Report a secret key that is too short or comes from the repository."""
    key = force_str(settings.SECRET_KEY)
    if len(key) >= 50 and not key.startswith("only-for-"):
        return []
    hint = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    return [Error("SECRET_KEY is not a secret of 50 characters or more.", hint=hint, id="sinew.E002")]
