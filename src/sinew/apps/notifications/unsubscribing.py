"""Addresses that turn off one kind of mail for one person: signed, and saying nothing of anybody."""

from uuid import UUID

from django.core import signing

from sinew.apps.accounts.models import User
from sinew.notices import BY_ID, Channel, Kind

SALT = "sinew.notifications.unsubscribe"


def token_for(user: User, kind: Kind) -> str:
    """What stands in the address: the account's opaque id and the kind, signed."""
    return signing.Signer(salt=SALT).sign(f"{user.pk.hex}.{kind.id}")


def read(token: str) -> tuple[User, Kind] | None:
    """Whose mail of which kind an address turns off; ``None`` for one that we did not make."""
    try:
        account, _, kind_id = signing.Signer(salt=SALT).unsign(token).partition(".")
        user = User.objects.filter(pk=UUID(account)).first()
    except (signing.BadSignature, ValueError):
        return None
    kind = BY_ID.get(kind_id)
    if user is None or kind is None or not kind.can_turn_off(Channel.EMAIL):
        return None
    return user, kind
