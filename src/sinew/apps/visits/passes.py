"""The pass into the room of a visit: signed, short-lived, good for one person of one visit in one sign-in.

It is given out with the room's page and shown at the handshake of the room's WebSocket, as a subprotocol: not
in the address, which servers write into their logs. A pass says nothing by itself: it can only be compared.
"""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

from sinew.apps.accounts.models import User

LASTS = timedelta(minutes=5)
_SALT = "sinew.visits.pass"


def issue(*, visit_id: UUID, user: User, session_key: str) -> str:
    """A pass for the room of a visit; who asks is known to take part in it."""
    return _signer().sign(_bound_to(visit_id, user, session_key))


def is_good(shown: str, *, visit_id: UUID, user: User, session_key: str, is_at_the_door: bool) -> bool:
    """Whether this is the pass of this person, in this sign-in, for this visit.

    Args:
        is_at_the_door: at the handshake it must be fresh; inside, only its being theirs counts.
    """
    try:
        bound_to = _signer().unsign(shown, max_age=LASTS if is_at_the_door else None)
    except BadSignature:
        return False
    return bool(session_key) and constant_time_compare(bound_to, _bound_to(visit_id, user, session_key))


def _signer() -> TimestampSigner:
    """Its parts are joined by what a subprotocol may contain."""
    return TimestampSigner(sep=".", salt=_SALT)


def _bound_to(visit_id: UUID, user: User, session_key: str) -> str:
    return salted_hmac(_SALT, f"{visit_id}:{user.pk}:{session_key}", algorithm="sha256").hexdigest()
