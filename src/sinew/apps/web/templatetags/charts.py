"""Template tags that draw a chart a presenter prepared."""

from typing import Protocol

from django import template
from django.utils.safestring import SafeString

register = template.Library()


class Drawable(Protocol):
    """A presenter's chart: anything that can draw itself safely."""

    def draw(self) -> SafeString: ...


@register.simple_tag
def chart(drawable: Drawable) -> SafeString:
    """``{% chart progress.pain %}``"""
    return drawable.draw()
