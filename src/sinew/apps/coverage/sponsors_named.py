"""Sponsors that agreed to be named in public, found by what a visitor types. Others are never suggested."""

from sinew.apps.coverage.models import Sponsor
from sinew.apps.coverage.sponsor_search import Findable, Found, SponsorIndex


def suggestions(typed: str) -> list[Found]:
    """The named sponsors that fit, best first; their ids are slugs."""
    named = Sponsor.objects.filter(is_public=True).prefetch_related("names")
    index = SponsorIndex(
        Findable(sponsor.slug, (sponsor.name, *(one.name for one in sponsor.names.all())))
        for sponsor in named
    )
    return index.search(typed)
