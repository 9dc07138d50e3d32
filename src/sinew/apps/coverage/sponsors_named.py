"""Sponsors that agreed to be named in public, found by what a visitor types. Others are never suggested."""

from functools import lru_cache

from sinew.apps.coverage.models import Sponsor
from sinew.apps.coverage.sponsor_search import Findable, Found, SponsorIndex


def suggestions(typed: str) -> list[Found]:
    """The named sponsors that fit, best first; their ids are slugs."""
    named = Sponsor.objects.filter(is_public=True).prefetch_related("names")
    names = ((sponsor.slug, (sponsor.name, *(one.name for one in sponsor.names.all()))) for sponsor in named)
    return _index(tuple(names)).search(typed)


@lru_cache(maxsize=1)
def _index(names: tuple[tuple[str, tuple[str, ...]], ...]) -> SponsorIndex:
    """Made anew only when a name has changed."""
    return SponsorIndex(Findable(slug, known) for slug, known in names)
