"""The fields of a quick reply, such as ``{first_name}``: which there are, and a text with them filled in."""

import re
from collections.abc import Mapping

FIELDS = ("first_name", "my_name", "next_session", "answer_by")
"""What a practitioner may write in braces."""
_FIELD = re.compile(r"\{([^{}]*)\}")


def unknown_fields(text: str) -> tuple[str, ...]:
    """What stands in braces in `text` and is no field, in order, each once."""
    return tuple(dict.fromkeys(name for name in _FIELD.findall(text) if name.strip() not in FIELDS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every field that has a value replaced; others stay as they are, so that they are seen."""
    return _FIELD.sub(lambda found: values.get(found.group(1).strip(), "") or found.group(0), text)
