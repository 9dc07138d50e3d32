"""Structured data (schema.org) for search engines: a data block, which no script policy applies to."""

import json
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def structured_data(facts: Mapping[str, object]) -> SafeString:
    """The block for `facts`, which are completed with schema.org as their vocabulary."""
    text = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped)
