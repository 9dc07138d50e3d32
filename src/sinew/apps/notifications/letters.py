"""Mail as it is written: a template that starts with ``Subject: ...`` and an empty line, then the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Letter:
    """The subject and the text of a mail."""

    subject: str
    body: str


def written(template: str, context: Mapping[str, object]) -> Letter:
    """A mail from its template, by its path; every template knows `site_url`."""
    text = render_to_string(template, {**context, "site_url": settings.SITE_URL})
    heading, _, body = text.partition("\n\n")
    return Letter(heading.removeprefix("Subject:").strip(), body.strip() + "\n")
