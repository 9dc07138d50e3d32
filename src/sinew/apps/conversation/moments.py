"""A message about a moment of a replay holds the address of that moment, and pages show it as a link."""

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

LONGEST_NUMBER = 9
_MOMENT = re.compile(r"(?<![\w/.:])/replays/(\d{1,9})/\?at=(\d{1,9})(?![\w/?&])")


def about_a_moment(asked: Mapping[str, str]) -> str:
    """The beginning of a message about the moment an address names (``?replay=12&at=3400``); else nothing."""
    replay, at = asked.get("replay", ""), asked.get("at", "")
    if not all(told.isdecimal() and len(told) <= LONGEST_NUMBER for told in (replay, at)):
        return ""
    return f"{reverse('exercise:replay', args=[int(replay)])}?at={int(at)}\n\n"


def link_moments(body: SafeString) -> SafeString:
    """A body that is ready to show, with addresses of moments as links."""
    return mark_safe(_MOMENT.sub(_link, body))  # noqa: S308 - the body is escaped, the link made of digits


def _link(found: re.Match[str]) -> str:
    seconds = int(found[2]) // 1000
    says = _("The moment at %(clock)s") % {"clock": f"{seconds // 60}:{seconds % 60:02d}"}
    address = f"{reverse('exercise:replay', args=[int(found[1])])}?at={int(found[2])}"
    return format_html('<a href="{}">{}</a>', address, says)
