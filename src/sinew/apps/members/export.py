"""The copy of a member's record: a ZIP with a manifest, JSON files and one PDF to read."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from sinew.apps.members import record
from sinew.apps.members.models import Member
from sinew.apps.members.record_pdf import record_pdf

FORMAT = "sinew-export/1"
README = """This is your copy of everything Sinew keeps about you.

your-record.pdf   to read or print
*.json            the same and more, complete, for other programs
attachments/      photos and documents of your messages
manifest.json     the SHA-256 of every file, so that a change can be noticed

Passwords and the secrets of passkeys are not in it: we cannot read them either.
"""


def export_archive(member: Member, *, at: datetime) -> bytes:
    """Everything kept about this member, as the bytes of a ZIP file.

    Args:
        at: when the copy was asked for; stands in the manifest and the PDF.
    """
    files = {"README.txt": README.encode(), "your-record.pdf": record_pdf(member, at)}
    counts = {}
    for part in record.parts():
        rows = part.rows(member)
        counts[f"{part.name}.json"] = len(rows)
        files[f"{part.name}.json"] = json.dumps(rows, indent=2, ensure_ascii=False).encode()
        files.update(part.files(member) if part.files is not None else ())
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
    return {
        "format": FORMAT,
        "member": str(member.pk) if member.is_stored else None,
        "created_at": at.isoformat(),
        "files": entries,
    }
