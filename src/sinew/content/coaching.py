"""Reads an exercise's prose, ``coaching.en.md``: fixed headings, each with the kind of block it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sinew.content.items import Coaching
from sinew.content.markdown import Block, Line, parse, plain
from sinew.content.reading_level import Sentence, sentences
from sinew.content.source import Report

SECTIONS: Mapping[str, str] = {
    "Summary": "paragraph",
    "Start position": "paragraph",
    "Steps": "numbers",
    "Camera set-up": "paragraph",
    "Cautions": "bullets",
    "Cues": "bullets",
    "Why": "paragraph",
}
"""The headings of coaching.en.md in their order, and what stands under each."""


@dataclass(frozen=True, slots=True)
class CoachingFile:
    """A coaching file with the lines of its parts.

    Attributes:
        cue_lines: the line of each cue, by fault id.
        sentences: everything a member reads or hears, for the reading level.
    """

    coaching: Coaching
    cue_lines: Mapping[str, int]
    sentences: tuple[Sentence, ...]


def read_coaching(name: str, text: str, report: Report) -> CoachingFile:
    """Parse one file; missing, empty and unknown sections are reported."""
    blocks = parse(name, text, report)
    title = next((block for block in blocks if block.kind == "heading" and block.level == 1), None)
    if title is None:
        report.add(name, 1, "missing-name", "Begin with “# ” and the name of the exercise.")
    sections = _sections(name, blocks, report)
    cues = _cues(name, sections["Cues"], report)
    coaching = Coaching(
        name=plain(title.text) if title else "",
        summary=_paragraph(sections["Summary"]),
        start_position=_paragraph(sections["Start position"]),
        steps=tuple(plain(line.text) for line in sections["Steps"]),
        camera_setup=_paragraph(sections["Camera set-up"]),
        cautions=tuple(plain(line.text) for line in sections["Cautions"]),
        cues={fault: line.text for fault, line in cues.items()},
        why=_paragraph(sections["Why"]),
    )
    prose = [line for section, lines in sections.items() if section != "Cues" for line in lines]
    read = tuple(part for line in (*prose, *cues.values()) for part in sentences(plain(line.text), line.line))
    return CoachingFile(coaching, {fault: line.line for fault, line in cues.items()}, read)


def _sections(name: str, blocks: Sequence[Block], report: Report) -> dict[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {section: [] for section in SECTIONS}
    seen: set[str] = set()
    current = ""
    for block in blocks:
        if block.kind == "heading":
            current = block.text if block.level == 2 else ""
            seen.add(current)
            if block.level > 1 and current not in SECTIONS:
                report.add(name, block.line, "unknown-section", f"Expected one of: {', '.join(SECTIONS)}.")
        elif current in SECTIONS and block.kind == SECTIONS[current]:
            found[current].extend(block.lines)
        else:
            report.add(name, block.line, "wrong-block", _expected(current))
    for section in SECTIONS:
        if not found[section] and not (section == "Cues" and section in seen):
            report.add(name, 1, "missing-section", f"The section “## {section}” is missing or empty.")
    return {section: tuple(lines) for section, lines in found.items()}


def _expected(section: str) -> str:
    words = {"paragraph": "a paragraph", "numbers": "a numbered list", "bullets": "a list with “- ”"}
    if section not in SECTIONS:
        return "This stands under no heading we know."
    return f"Under “## {section}” we expect {words[SECTIONS[section]]}."


def _cues(name: str, lines: Sequence[Line], report: Report) -> dict[str, Line]:
    """Cues written as ``- fault-id: The sentence.``"""
    cues: dict[str, Line] = {}
    for line in lines:
        fault, colon, sentence = line.text.partition(": ")
        if not colon or " " in fault:
            report.add(name, line.line, "cue-form", "Write a cue as “- fault-id: The sentence.”")
        elif fault in cues:
            report.add(name, line.line, "duplicate-cue", f"There are two cues for “{fault}”; keep one.")
        else:
            cues[fault] = Line(plain(sentence), line.line)
    return cues


def _paragraph(lines: Sequence[Line]) -> str:
    return " ".join(plain(line.text) for line in lines)
