"""Template tags for the built front end and for icons."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sinew.apps.web.assets import entry_files
from sinew.apps.web.figures import figure_html, standing_picture
from sinew.apps.web.icons import icon_svg
from sinew.content import Exercise

register = template.Library()


STYLE = '<link rel="stylesheet" href="{}">'
PRELOAD = '<link rel="modulepreload" href="{}">'
SCRIPT = '<script type="module" src="{}"></script>'


def _each(pattern: str, addresses: Iterable[str]) -> SafeString:
    return format_html_join("\n", pattern, ((address,) for address in addresses))


@register.simple_tag
def styles(name: str) -> SafeString:
    """Links to the style sheets of an entry point."""
    return _each(STYLE, entry_files(name).styles)


@register.simple_tag
def script(name: str) -> SafeString:
    """The module script of an entry point, without its style sheets."""
    return _each(SCRIPT, entry_files(name).scripts)


@register.simple_tag
def island(name: str) -> SafeString:
    """Style sheets, preloads and the module script of an entry point (`player`)."""
    return format_html("{}\n{}\n{}", styles(name), _each(PRELOAD, entry_files(name).preloads), script(name))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the set in web/icons, hidden from screen readers: put words beside it."""
    return icon_svg(name)


@register.simple_tag
def figure(exercise: Exercise, size: str = "") -> SafeString:
    """The moving figure of an exercise; `size` is "small" in lists, "large" on its own page."""
    return figure_html(exercise, size)


@register.simple_tag
def standing(seen_from: str) -> SafeString:
    """A standing person from the "front" or the "back", to lay labels over."""
    return standing_picture(seen_from)
