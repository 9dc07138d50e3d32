"""Inviting somebody to manage a sponsor, and taking that back."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.actions import close_account, create_account
from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.sponsors import appoint_manager, dismiss_manager
from sinew.apps.coverage.errors import AlreadyInvited, LastManager, TooManyInvitations
from sinew.apps.coverage.models import Sponsor, SponsorInvitation, SponsorManager
from sinew.apps.notifications.actions import queue_email
from sinew.vocabulary import Role

OPEN_AT_MOST = 20
"""Invitations of one sponsor that wait at once: an invitation is mail to an address of somebody's choice."""


@transaction.atomic
def invite_manager(*, sponsor: Sponsor, email: str, at: datetime, by: User) -> SponsorInvitation:
    """Invite an address; who has no account there gets one, and sets its password by "Forgot your password?".

    An address with an account of another kind gets a letter that says so, and nothing else happens. Whoever
    invites sees the same in every case: whether somebody is a member is nobody's business.

    Raises:
        AlreadyInvited: the address manages this sponsor, or was invited and has not answered.
        TooManyInvitations: as many wait as may.
    """
    address = User.objects.normalize_email(email).lower()
    waiting = sponsor.invitations.open()
    manages = sponsor.managers.current().filter(user__email__iexact=address)
    if waiting.filter(email=address).exists() or manages.exists():
        raise AlreadyInvited
    if waiting.count() >= OPEN_AT_MOST:
        raise TooManyInvitations(OPEN_AT_MOST)
    invitation = sponsor.invitations.create(email=address, invited_at=at, invited_by=by)
    account = User.objects.filter(email__iexact=address).first()
    if account is None:
        account = create_account(email=address, role=Role.SPONSOR_MANAGER, by=by)
    if account.role == Role.SPONSOR_MANAGER:
        appoint_manager(sponsor=sponsor, user=account, at=at, by=by)
        template = "manager_invited"
    else:
        template = "manager_invited_elsewhere"
    _tell(invitation, account, template, by)
    audit.record("coverage.manager.invited", on=sponsor, by=by)
    return invitation


def _tell(invitation: SponsorInvitation, account: User, template: str, by: User) -> None:
    context = {"sponsor": invitation.sponsor, "by": by}
    queue_email(to=account, template=template, context=context, key=f"manager-invited:{invitation.pk}")


@transaction.atomic
def withdraw_invitation(*, invitation: SponsorInvitation, at: datetime, by: User) -> None:
    """Take an invitation back; who was invited manages the sponsor no longer, or never will.

    An account that was made for it and never used goes with it: else nobody could sign up with that address.
    """
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    for place in invitation.sponsor.managers.current().filter(user__email__iexact=invitation.email):
        dismiss_manager(sponsor=invitation.sponsor, user=place.user, at=at, by=by)
        _close_unused(place.user, by)
    audit.record("coverage.invitation.withdrawn", on=invitation.sponsor, by=by)


def _close_unused(account: User, by: User) -> None:
    is_used = account.last_login is not None or account.has_usable_password()
    if not is_used and not account.manages.filter(ended_at=None).exists():
        close_account(user=account, by=by)


@transaction.atomic
def remove_manager(*, place: SponsorManager, at: datetime, by: User) -> None:
    """End somebody's management, and what is left of their invitation.

    Raises:
        LastManager: nobody would be left who has signed in and can send a roster.
    """
    sponsor = Sponsor.objects.select_for_update().get(pk=place.sponsor_id)
    others = sponsor.managers.current().exclude(pk=place.pk).exclude(user__last_login=None)
    if not others.exists():
        raise LastManager
    sponsor.invitations.open().filter(email__iexact=place.user.email).update(ended_at=at)
    dismiss_manager(sponsor=sponsor, user=place.user, at=at, by=by)
