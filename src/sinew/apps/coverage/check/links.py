"""The address of an enrollment link: signed, so that none can be made up."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from sinew.apps.coverage.models import EnrollmentLink

_SALT = "coverage.enrollment-link"


def address_of(link: EnrollmentLink) -> str:
    """The path a sponsor hands out."""
    return reverse("coverage:qualify_by_link", args=[signing.dumps(link.pk.hex, salt=_SALT)])


def link_behind(token: str) -> EnrollmentLink | None:
    """The link of a path, if it is ours and was not revoked."""
    try:
        pk = UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None
    return EnrollmentLink.objects.filter(pk=pk, revoked_at=None).select_related("sponsor").first()
