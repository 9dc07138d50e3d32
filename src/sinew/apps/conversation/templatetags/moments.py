"""Shows the moments of replays that a message names as links."""

from django import template
from django.utils.safestring import SafeString

from sinew.apps.conversation.moments import link_moments

register = template.Library()


@register.filter
def with_moments(body: SafeString) -> SafeString:
    """An escaped body with links to the moments it names."""
    return link_moments(body)
