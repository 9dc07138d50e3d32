"""PDF documents: refused if anything in them acts, else their pages are written anew."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from sinew.apps.conversation.errors import AttachmentRefused

MOST_PAGES = 100
MOST_OBJECTS = 50_000
ACTIVE_KEYS = frozenset(
    {"/JavaScript", "/JS", "/AA", "/XFA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
)
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
ACTIVE_KINDS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
DROPPED = ("/Metadata", "/PieceInfo", "/Thumb")

LOCKED = "This PDF is locked with a password. Save it without one, or send a photo of the page."
ACTIVE = "This PDF holds a program or another file. Print it to a new PDF, or send a photo of the page."
TOO_MANY_PAGES = "This PDF has more than 100 pages. Send only the pages that matter."
DAMAGED = "This PDF is damaged, or is no PDF. Send a photo of the page instead."


def pages_anew(data: bytes) -> bytes:
    """The pages of these bytes as a document of ours: no tail, no earlier versions, no catalog actions.

    Raises:
        AttachmentRefused: it is locked, active, damaged or far too long.
    """
    try:
        return _written(PdfReader(BytesIO(data)))
    except AttachmentRefused:
        raise
    except Exception:  # noqa: BLE001 (a parser of foreign bytes may fail in any way)
        raise AttachmentRefused(DAMAGED) from None


def _written(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise AttachmentRefused(LOCKED)
    if any(_is_active(part) for part in _parts(reader)):
        raise AttachmentRefused(ACTIVE)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise AttachmentRefused(TOO_MANY_PAGES if len(reader.pages) else DAMAGED)
    writer = PdfWriter()
    for page in reader.pages:
        added = writer.add_page(page)
        for key in DROPPED:
            added.pop(key, None)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _is_active(part: DictionaryObject) -> bool:
    """Whether this dictionary runs something, or holds another file."""
    has_key = not ACTIVE_KEYS.isdisjoint(part)
    return has_key or _plain(part, "/S") in ACTIVE_ACTIONS or _plain(part, "/Subtype") in ACTIVE_KINDS


def _plain(part: DictionaryObject, key: str) -> str:
    value = part.get(key)
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return found if isinstance(found, str) else ""


def _parts(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the document's root, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    for count in range(MOST_OBJECTS * 20):
        if not waiting:
            return
        if len(seen) > MOST_OBJECTS or count == MOST_OBJECTS * 20 - 1:
            break
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            place = (one.idnum, one.generation)
            if place not in seen:
                seen.add(place)
                waiting.append(one.get_object())
        elif isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
    raise AttachmentRefused(DAMAGED)
