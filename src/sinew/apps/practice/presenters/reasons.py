"""A rule that spoke, in words, with the facts that fired it and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sinew.content import Content


@dataclass(frozen=True, slots=True)
class Source:
    """A reference as a line of text, with an address where there is one."""

    id: str
    citation: str
    address: str | None


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason of the program."""

    rule: str
    says: str
    because: tuple[str, ...]
    sources: tuple[Source, ...]


def reason_lines(reasons: list[Mapping[str, Any]], content: Content) -> list[ReasonLine]:
    """Reasons as the program states them, with the sentence members read and full citations."""
    return [
        ReasonLine(
            rule=reason["rule"],
            says=content.program.wording.get(reason["rule"], ""),
            because=tuple(reason["because"]),
            sources=tuple(_source(reference, content) for reference in reason["source"]),
        )
        for reason in reasons
    ]


def _source(reference: str, content: Content) -> Source:
    found = content.references.get(reference)
    return Source(reference, found.citation, found.address) if found else Source(reference, reference, None)
