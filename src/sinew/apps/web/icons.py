"""Icons: Lucide (ISC license), the few we use kept as SVG files beside the templates."""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"


@cache
def icon_svg(name: str) -> SafeString:
    """The inline drawing of the icon `name`.

    Raises:
        FileNotFoundError: the set has no such icon.
    """
    return mark_safe((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S308 (our own files)
