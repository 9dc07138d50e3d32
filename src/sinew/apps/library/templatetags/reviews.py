"""The review state of the content as a whole, for pages that show no single item."""

from django import template

from sinew.apps.library.reviews import State, items_of, standings
from sinew.apps.web.content import current

register = template.Library()


@register.simple_tag
def review_summary() -> str:
    """How much of the content is reviewed, as the end of a sentence that begins "This content is"."""
    items = items_of(current()).values()
    reviewed = sum(one.state is State.REVIEWED for one in standings(items).values())
    if not reviewed:
        return "not yet clinically reviewed"
    return f"clinically reviewed in {reviewed} of {len(items)} parts; each page says whether it is"
