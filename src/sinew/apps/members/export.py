"""The copy of a member's record: a ZIP with a manifest, JSON files and one PDF to read."""

import hashlib
import io
import json
import unicodedata
import zipfile
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from sinew.apps.members import record
from sinew.apps.members.models import Member

FORMAT = "sinew-export/1"
README = """This is your copy of everything Sinew keeps about you.

your-record.pdf   to read or print
*.json            the same and more, complete, for other programs
manifest.json     the SHA-256 of every file, so that a change can be noticed

Passwords and the secrets of passkeys are not in it: we cannot read them either.
"""


def export_archive(member: Member, *, at: datetime) -> bytes:
    """Everything kept about this member, as the bytes of a ZIP file.

    Args:
        at: when the copy was asked for; stands in the manifest and the PDF.
    """
    files = {"README.txt": README.encode(), "your-record.pdf": _pdf(member, at)}
    counts = {}
    for part in record.parts():
        rows = part.rows(member)
        counts[f"{part.name}.json"] = len(rows)
        files[f"{part.name}.json"] = json.dumps(rows, indent=2, ensure_ascii=False).encode()
    files["manifest.json"] = json.dumps(_manifest(member, at, files, counts), indent=2).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _manifest(
    member: Member, at: datetime, files: dict[str, bytes], counts: dict[str, int]
) -> dict[str, Any]:
    entries = [
        {
            "name": name,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "rows": counts.get(name),
        }
        for name, data in files.items()
    ]
    return {"format": FORMAT, "member": str(member.pk), "created_at": at.isoformat(), "files": entries}


def _pdf(member: Member, at: datetime) -> bytes:
    page = FPDF(format="Letter")
    page.set_title("Your record at Sinew")
    page.set_creation_date(at)
    page.set_auto_page_break(auto=True, margin=18)
    page.add_page()
    page.set_font("Helvetica", "B", 20)
    _line(page, "Your record at Sinew", height=10)
    page.set_font("Helvetica", size=10)
    _line(page, f"Copied on {at:%Y-%m-%d %H:%M} UTC. The JSON files beside it are complete.", height=6)
    for part in record.parts():
        for section in part.sections(member):
            _section(page, section)
    return bytes(page.output())


def _section(page: FPDF, section: record.Section) -> None:
    page.ln(5)
    page.set_font("Helvetica", "B", 13)
    _line(page, section.title, height=8)
    if not section.lines:
        page.set_font("Helvetica", "I", 10)
        _line(page, "Nothing.", height=5.5)
    for label, text in section.lines:
        page.set_font("Helvetica", "B", 10)
        _line(page, label, height=5.5)
        page.set_font("Helvetica", size=10)
        _line(page, text, height=5.5)


def _line(page: FPDF, text: str, *, height: float) -> None:
    page.multi_cell(0, height, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _printable(text: str) -> str:
    """The text in the characters the PDF's built-in fonts have; others lose their accents or become "?"."""
    quotes = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2026: "..."})
    return "".join(map(_in_latin_1, quotes))


def _in_latin_1(character: str) -> str:
    if ord(character) < 256:
        return character
    plain = unicodedata.normalize("NFKD", character).encode("latin-1", "ignore").decode("latin-1")
    return plain or "?"
