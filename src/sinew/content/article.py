"""Reads an article: what it rests on (article.yaml) and its text (article.en.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sinew.content.authored import ArticleFile
from sinew.content.items import Article, Passage, Section
from sinew.content.markdown import Block, Line, Renderer, all_spans, parse, plain, slug
from sinew.content.reading_level import Sentence, grade, sentences
from sinew.content.source import Report

MARKS = {"expert": "expert", "design": "our view"}
"""Citation marks that stand for no source: ``[^expert]`` and ``[^design]``."""

LINK_PREFIXES = {"exercise": "/library/", "article": "/learn/", "term": "#term-"}
"""Where each link scheme leads; the paths are those of the library's pages."""

_APART = ("Key points", "Disclaimer")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A parsed article text; ``body`` is what is neither title, summary, key points nor disclaimer."""

    title: str
    summary: tuple[Block, ...]
    key_points: tuple[Line, ...]
    body: tuple[Block, ...]
    disclaimer: tuple[Block, ...]
    blocks: tuple[Block, ...]

    @property
    def cited(self) -> dict[str, int]:
        """Cited reference ids, each with the line of its first mention, in reading order."""
        found: dict[str, int] = {}
        for span, line in all_spans(self.blocks):
            if span.kind == "cite" and span.text not in MARKS:
                found.setdefault(span.text, line)
        return found

    @property
    def prose(self) -> tuple[Sentence, ...]:
        """The running text: paragraphs and list items, not headings and tables."""
        running = [block for block in self.blocks if block.kind not in {"heading", "table"}]
        return tuple(
            part
            for block in running
            for line in block.lines
            for part in sentences(plain(line.text), line.line)
        )

    @property
    def words(self) -> int:
        """Words of the whole text, headings and tables too."""
        lines = [plain(line.text) for block in self.blocks for line in block.lines]
        return sum(any(map(str.isalnum, word)) for line in lines for word in line.replace("|", " ").split())


def read_article_text(name: str, text: str, report: Report) -> ArticleText:
    """Parse one file; a missing title, summary, key points or disclaimer is reported."""
    blocks = parse(name, text, report)
    title = next((plain(block.text) for block in blocks if block.kind == "heading" and block.level == 1), "")
    parts = _parts(blocks)
    found = ArticleText(
        title=title,
        summary=parts[""],
        key_points=tuple(line for block in parts["Key points"] for line in block.lines),
        body=parts["body"],
        disclaimer=parts["Disclaimer"],
        blocks=blocks,
    )
    _refuse_missing(name, found, report)
    return found


def _parts(blocks: Sequence[Block]) -> dict[str, tuple[Block, ...]]:
    parts: dict[str, list[Block]] = {"": [], "body": [], "Key points": [], "Disclaimer": []}
    current = ""
    for block in blocks:
        if block.kind == "heading" and block.level == 1:
            continue
        if block.kind == "heading" and block.level == 2:
            current = block.text if block.text in _APART else "body"
        if not (block.kind == "heading" and current in _APART):
            parts[current].append(block)
    return {name: tuple(found) for name, found in parts.items()}


def _refuse_missing(name: str, text: ArticleText, report: Report) -> None:
    wanted = {
        "title": (text.title, "Begin with “# ” and the title."),
        "summary": (text.summary, "Say in a paragraph under the title what the article is about."),
        "key points": (text.key_points, "Add “## Key points” with a list."),
        "disclaimer": (text.disclaimer, "Add “## Disclaimer”."),
        "body": (text.body, "The article has no text."),
    }
    for part, (found, sentence) in wanted.items():
        if not found:
            report.add(name, 1, "missing-section", f"The {part} is missing. {sentence}")


def make_article(file: ArticleFile, text: ArticleText, version: str) -> Article:
    """The article as pages use it; references are numbered in the order they are first cited."""
    order = [*dict.fromkeys([*text.cited, *file.references])]
    renderer = Renderer({name: n for n, name in enumerate(order, 1)}, MARKS, LINK_PREFIXES)
    headings = [block for block in text.body if block.kind == "heading" and block.level == 2]
    return Article(
        id=file.id,
        title=text.title,
        summary=" ".join(plain(block.text) for block in text.summary),
        key_points=tuple(plain(line.text) for line in text.key_points),
        body=tuple(_passages(text.body, renderer)),
        sections=tuple(Section(slug(block.text), plain(block.text)) for block in headings),
        disclaimer=" ".join(plain(block.text) for block in text.disclaimer),
        author=file.author,
        updated_on=file.updated_on,
        references=tuple(order),
        related_terms=tuple(file.related_terms),
        exercises=tuple(file.exercises),
        evidence=file.evidence,
        reading_grade=round(grade(text.prose), 1),
        words=text.words,
        version=version,
    )


def _passages(body: Sequence[Block], renderer: Renderer) -> Iterator[Passage]:
    """Each figure for itself, and what stands between figures together."""
    rendered = zip(body, renderer.each(body), strict=True)
    for exercise, run in groupby(rendered, key=lambda pair: pair[0].exercise):
        parts = [html for _, html in run]
        yield from (Passage(html, exercise) for html in (parts if exercise else ["\n".join(parts)]))
