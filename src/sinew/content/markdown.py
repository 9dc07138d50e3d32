"""A small, strict subset of Markdown: parsed with line numbers, rendered to safe HTML.

Known are headings (``#`` to ``####``), paragraphs, lists of one level, tables, ``**strong**``,
``*emphasis*``, ``[text](target)``, ``[^reference]`` and, alone in a paragraph,
``![caption](exercise:bridge-double)`` for that exercise's moving figure. A target is an ``https`` address or
a name with a scheme of ours: ``exercise:bridge-double``, ``article:hamstring-definition``, ``term:sit-bone``.
Anything else (HTML, other images, code, quotations) is a problem, not passed through: all text is escaped and
no attribute comes from an author unchecked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sinew.content.source import Report

_HEADING = re.compile(r"(#{1,4}) (.+)")
_BULLET = re.compile(r"- (.+)")
_NUMBER = re.compile(r"\d+\. (.+)")
_ROW = re.compile(r"\|(.+)\|")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_FIGURE = re.compile(r"!\[([^\[\]]+)\]\(exercise:[a-z0-9-]+\)")
_UNKNOWN = re.compile(r"(?:>|```|~~~|!\[|<[A-Za-z/!]|#{5}| {4,}\S|---$|\* |\+ )")
_SPAN = re.compile(
    r"\\(?P<literal>[\\*\[\]|])"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*]+)\*"
    r"|\[\^(?P<cite>[A-Za-z0-9-]+)\]"
    r"|\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)"
)
_STRAY = re.compile(r"[*`]|\]\(|<[A-Za-z/!]")


@dataclass(frozen=True, slots=True)
class Line:
    """Authored text and the line of the file it begins on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list, table or figure.

    Attributes:
        kind: ``heading``, ``paragraph``, ``bullets``, ``numbers``, ``table`` or ``figure``.
        lines: the heading, paragraph or caption (one), the list items, or the table rows (cells joined by
            ``|``).
        level: of a heading, 1 to 4; otherwise 0.
        exercise: of a figure, the exercise it shows; otherwise empty.
    """

    kind: str
    lines: tuple[Line, ...]
    level: int = 0
    exercise: str = ""

    @property
    def text(self) -> str:
        return self.lines[0].text

    @property
    def line(self) -> int:
        return self.lines[0].line


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: ``text``, ``strong``, ``emphasis``, ``cite`` (text is the id) or ``link``."""

    kind: str
    text: str
    target: str = ""


def parse(name: str, text: str, report: Report) -> tuple[Block, ...]:
    """Split a file into blocks; what the subset does not know is reported with its line."""
    blocks: list[Block] = []
    for kind, lines, level in _runs(name, text, report):
        block = _figure(lines[0]) if kind == "figure" else Block(kind, tuple(lines), level)
        for line in block.lines:
            _refuse_stray(name, line, report)
        blocks.append(block)
    return tuple(blocks)


def _figure(line: Line) -> Block:
    caption, _, exercise = line.text.removeprefix("![").removesuffix(")").rpartition("](exercise:")
    return Block("figure", (Line(caption, line.line),), exercise=exercise)


def _runs(name: str, text: str, report: Report) -> Iterator[tuple[str, list[Line], int]]:
    """Runs of lines that belong together, as (kind, lines, heading level)."""
    kind, lines = "", list[Line]()
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        new_kind, content, level = _classify(raw, kind)
        if new_kind == "unknown":
            report.add(name, number, "markdown-unknown", "This Markdown is not one we render.")
            continue
        if new_kind == "more":
            lines[-1] = Line(f"{lines[-1].text} {content}", lines[-1].line)
            continue
        if lines and new_kind != kind:
            yield kind, lines, 0
            kind, lines = "", []
        if new_kind in {"heading", "figure"}:
            yield new_kind, [Line(content, number)], level
        elif new_kind:
            kind = new_kind
            lines.append(Line(content, number))


def _classify(raw: str, open_kind: str) -> tuple[str, str, int]:
    """What a raw line is, given the run it follows: (kind, content, heading level)."""
    stripped = raw.strip()
    if not stripped:
        return "", "", 0
    if heading := _HEADING.fullmatch(raw.rstrip()):
        return "heading", heading[2].strip(), len(heading[1])
    if _FIGURE.fullmatch(raw.rstrip()):
        return "figure", stripped, 0
    for kind, pattern in (("bullets", _BULLET), ("numbers", _NUMBER), ("table", _ROW)):
        if match := pattern.fullmatch(stripped):
            return kind, match[1].strip(), 0
    if _UNKNOWN.match(raw):
        return "unknown", "", 0
    is_continuation = open_kind == "paragraph" or (
        open_kind in {"bullets", "numbers"} and raw.startswith("  ")
    )
    return ("more" if is_continuation else "paragraph"), stripped, 0


def _refuse_stray(name: str, line: Line, report: Report) -> None:
    if "![" in line.text:
        report.add(name, line.line, "markdown-unknown", "A figure stands alone on its line.")
    for span in spans(line.text):
        if span.kind == "text" and _STRAY.search(span.text):
            report.add(name, line.line, "markdown-unknown", "A mark here is not closed or not known to us.")
        if span.kind == "link" and not is_safe_target(span.target):
            report.add(name, line.line, "link-target", f"“{span.target}” is neither https nor ours.")


def is_safe_target(target: str) -> bool:
    """Whether a link may be rendered: https, or a name under one of our own schemes."""
    return re.fullmatch(r"https://[^\s\"'<>]+|(?:exercise|article|term):[a-z0-9-]+", target) is not None


def spans(text: str) -> Iterator[Span]:
    """Split one line of text into its runs."""
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            yield Span("text", text[at : match.start()])
        at = match.end()
        yield _span(match)
    if at < len(text):
        yield Span("text", text[at:])


def _span(match: re.Match[str]) -> Span:
    if match["target"]:
        return Span("link", match["text"], match["target"])
    kind = next(kind for kind in ("literal", "strong", "emphasis", "cite") if match[kind])
    return Span("text" if kind == "literal" else kind, match[kind])


def all_spans(blocks: Iterable[Block]) -> Iterator[tuple[Span, int]]:
    """Every run of the blocks, nested ones too, with its line."""
    for block in blocks:
        for line in block.lines:
            for span in spans(line.text):
                yield span, line.line
                if span.kind in {"strong", "emphasis"}:
                    yield from ((inner, line.line) for inner in spans(span.text) if inner.kind != "text")


def plain(text: str) -> str:
    """The text as it is read aloud: marks and citations gone."""
    words = "".join(span.text for span in spans(text) if span.kind != "cite")
    return re.sub(r"\s+([.,;])", r"\1", re.sub(r" {2,}", " ", words)).strip()


def slug(text: str) -> str:
    """A heading as an id: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Turns blocks into HTML.

    Attributes:
        cite_numbers: the number shown for each reference id.
        marks: citation marks that are not references (``expert``) and the word shown for each.
        link_prefixes: the address each of our link schemes begins with.
    """

    cite_numbers: Mapping[str, int]
    marks: Mapping[str, str]
    link_prefixes: Mapping[str, str]

    def html(self, blocks: Sequence[Block]) -> str:
        """The blocks as HTML with escaped text, ids on headings and no style, script or event attribute."""
        return "\n".join(self.each(blocks))

    def each(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Like `html`, block by block; of a figure only its caption, because pages draw the rest."""
        heading = "Table"
        for block in blocks:
            if block.kind == "heading":
                heading = plain(block.text)
            yield self._block(block, heading)

    def _block(self, block: Block, heading: str) -> str:
        if block.kind == "heading":
            return f'<h{block.level} id="{slug(block.text)}">{self.inline(block.text)}</h{block.level}>'
        if block.kind in {"paragraph", "figure"}:
            return f"<p>{self.inline(block.text)}</p>"
        if block.kind == "table":
            return self._table(block, heading)
        tag = "ul" if block.kind == "bullets" else "ol"
        items = "".join(f"<li>{self.inline(line.text)}</li>" for line in block.lines)
        return f"<{tag}>{items}</{tag}>"

    def _table(self, block: Block, heading: str) -> str:
        rows = [_cells(line.text) for line in block.lines if not _RULE.fullmatch(f"|{line.text}|")]
        head = "".join(f'<th scope="col">{self.inline(cell)}</th>' for cell in rows[0])
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in rows[1:])
        label = escape(heading, quote=True)
        return (
            f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
            f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        )

    def _row(self, cells: Sequence[str]) -> str:
        first, *rest = cells
        return f'<th scope="row">{self.inline(first)}</th>' + "".join(
            f"<td>{self.inline(cell)}</td>" for cell in rest
        )

    def inline(self, text: str) -> str:
        """One line of text as HTML."""
        return "".join(self._span(span) for span in spans(text))

    def _span(self, span: Span) -> str:
        if span.kind == "text":
            return escape(span.text, quote=False)
        if span.kind in {"strong", "emphasis"}:
            tag = "strong" if span.kind == "strong" else "em"
            return f"<{tag}>{self.inline(span.text)}</{tag}>"
        if span.kind == "cite":
            return self._cite(span.text)
        address = escape(self._address(span.target), quote=True)
        return f'<a href="{address}"{_rel(span.target)}>{escape(span.text)}</a>'

    def _cite(self, name: str) -> str:
        if name in self.marks:
            word = escape(self.marks[name])
            return f'<sup class="cite cite--mark"><a href="#how-sure-we-are">{word}</a></sup>'
        number = self.cite_numbers.get(name, 0)
        return (
            f'<sup class="cite"><a href="#ref-{escape(name, quote=True)}" '
            f'aria-label="Reference {number}">{number}</a></sup>'
        )

    def _address(self, target: str) -> str:
        scheme, _, name = target.partition(":")
        if scheme == "https" or not is_safe_target(target):
            return target if scheme == "https" else "#"
        prefix = self.link_prefixes[scheme]
        return f"{prefix}{name}" if prefix.startswith("#") else f"{prefix}{name}/"


def _rel(target: str) -> str:
    return ' rel="noopener noreferrer"' if target.startswith("https:") else ""


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]
