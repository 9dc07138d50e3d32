"""Which sponsor a manager's page is about."""

from django.http import Http404

from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import role_required
from sinew.apps.coverage.models import Sponsor
from sinew.vocabulary import Role

sponsor_manager_required = role_required(Role.SPONSOR_MANAGER)


def sponsor_of(user: User, slug: str) -> Sponsor:
    """The sponsor of this name, if the user manages it.

    Raises:
        Http404: there is none, or it is not theirs; the two are not told apart.
    """
    sponsor = Sponsor.objects.visible_to(user).filter(slug=slug).first()
    if sponsor is None:
        raise Http404
    return sponsor
