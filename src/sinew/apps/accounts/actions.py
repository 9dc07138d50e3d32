"""Everything that changes an account."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from sinew.apps.accounts.errors import AddressTaken
from sinew.apps.accounts.models import User
from sinew.apps.audit.actions import record
from sinew.vocabulary import Role


@transaction.atomic
def create_account(
    *,
    email: str,
    role: Role,
    display_name: str = "",
    password: str | None = None,
    timezone: str = "UTC",
    is_demo: bool = False,
    by: User | None = None,
) -> User:
    """An account whose address counts as confirmed.

    Without a password, the person sets one with "Forgot your password?".

    Raises:
        AddressTaken: the address has an account already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    user = User.objects.create_user(
        email, password, role=role, display_name=display_name, timezone=timezone, is_demo=is_demo
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record("accounts.account.created", on=user, by=by, detail={"role": role})
    return user


def create_operator(
    email: str, *, display_name: str = "", password: str | None = None, by: User | None = None
) -> User:
    """The account of somebody who runs the service; the first one comes from the command line.

    Raises:
        AddressTaken: the address has an account already.
    """
    return create_account(
        email=email, role=Role.OPERATOR, display_name=display_name, password=password, by=by
    )


@transaction.atomic
def enable_totp(user: User, secret: str, *, by: User | None = None) -> None:
    """Set the authenticator secret (Base32) of an account, replacing one it had, and give recovery codes."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    record("accounts.second_factor.set", on=user, by=by or user)


@transaction.atomic
def change_details(*, user: User, display_name: str, timezone: str, by: User) -> User:
    """Store what the person is called and where their day begins."""
    user.display_name, user.timezone = display_name, timezone
    user.save(update_fields=["display_name", "timezone"])
    record("accounts.details.changed", on=user, by=by)
    return user


@transaction.atomic
def sign_up(*, user: User, display_name: str, timezone: str, by: User) -> User:
    """Complete an account that has just been made on the sign-up page with what else was asked there."""
    user.display_name, user.timezone = display_name, timezone
    user.save(update_fields=["display_name", "timezone"])
    record("accounts.account.signed_up", on=user, by=by)
    return user


@transaction.atomic
def end_sign_in(*, sign_in: UserSession, by: User) -> None:
    """Sign the browser behind `sign_in` out."""
    sign_in.end()
    record("accounts.sign_in.ended", on=by, by=by)


def end_other_sign_ins(*, user: User, keep: str | None, by: User) -> None:
    """Sign every browser of `user` out but the one whose session key is `keep`."""
    for sign_in in UserSession.objects.filter(user=user).exclude(session_key=keep):
        end_sign_in(sign_in=sign_in, by=by)


@transaction.atomic
def sign_out(*, session_key: str, by: User | None) -> None:
    """Forget where and with which browser a sign-in was made; `by` is nobody if the account is gone."""
    UserSession.objects.filter(session_key=session_key).delete()
    record("accounts.signed_out", on=by, by=by)


@transaction.atomic
def forget_ended_sign_ins(*, at: datetime, by: User | None = None) -> int:
    """Remove sessions that have run out and what was kept about their browsers; harmless to repeat.

    Returns how many browsers were forgotten.
    """
    Session.objects.filter(expire_date__lt=at).delete()
    open_ones = Session.objects.filter(session_key=OuterRef("session_key"))
    ended = UserSession.objects.filter(~Exists(open_ones))
    count = int(ended.count())
    if count:
        ended.delete()
        record("accounts.sign_ins.forgotten", by=by, detail={"count": str(count)})
    return count


@transaction.atomic
def close_account(*, user: User, by: User | None) -> None:
    """Delete the account and everything that hangs on it."""
    for sign_in in UserSession.objects.filter(user=user):
        sign_in.end()
    record("accounts.account.deleted", on=user, by=by)
    user.delete()
