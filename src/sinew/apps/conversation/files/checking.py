"""What a file is, by its first bytes and never by its name; and a name that can do no harm."""

import unicodedata
from dataclasses import dataclass

from sinew.apps.conversation.errors import AttachmentRefused
from sinew.apps.conversation.files.pdfs import pages_anew
from sinew.apps.conversation.files.photos import photo_anew
from sinew.apps.conversation.models import Attachment

LARGEST_BYTES = 10 * 1024 * 1024
MOST_FILES = 3
LONGEST_NAME = 60
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
"""What a browser offers to choose. HEIC is not in it, so that iPhones and Macs hand over a JPEG instead."""

HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
SUFFIXES = {Attachment.Kind.PHOTO: ".jpg", Attachment.Kind.PDF: ".pdf"}
NAMELESS = {Attachment.Kind.PHOTO: "Photo", Attachment.Kind.PDF: "Document"}

TOO_LARGE = "This file is larger than 10 MB. Send a smaller one, or a photo of it."
EMPTY = "This file is empty."
HEIC = (
    "We cannot read HEIC photos. Choose it from your photos, not from your files: then the phone hands over "
    "a JPEG. Or take a screenshot of it and send that."
)
VIDEO = "Videos cannot be sent. Send a photo, or show it in your next visit."
OTHER = "Only photos (JPEG, PNG, WebP) and PDF documents can be sent. This file is something else."


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept, written anew.

    Attributes:
        data: our own bytes: nothing that was hidden in the original is in them.
        width, height: of a photo, in pixels.
    """

    kind: Attachment.Kind
    name: str
    data: bytes
    width: int | None = None
    height: int | None = None


def check_file(*, name: str, data: bytes) -> Checked:
    """Read a file by what it holds and write it anew.

    Raises:
        AttachmentRefused: it is too large, of another kind, damaged or active; the text says what to do.
    """
    if not data:
        raise AttachmentRefused(EMPTY)
    if len(data) > LARGEST_BYTES:
        raise AttachmentRefused(TOO_LARGE)
    if data.startswith(PHOTOS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        pixels = photo_anew(data)
        kind = Attachment.Kind.PHOTO
        return Checked(kind, harmless_name(name, kind), pixels.data, pixels.width, pixels.height)
    if data.startswith(b"%PDF-"):
        kind = Attachment.Kind.PDF
        return Checked(kind, harmless_name(name, kind), pages_anew(data))
    raise AttachmentRefused(_what_else(data))


def _what_else(data: bytes) -> str:
    """Why a file of another kind is not taken, by its brand where it has one (ISO 14496-12)."""
    if data[4:8] != b"ftyp":
        return OTHER
    brand = data[8:12]
    if brand in HEIC_BRANDS:
        return HEIC
    return OTHER if brand.startswith(b"avi") else VIDEO


def harmless_name(name: str, kind: Attachment.Kind) -> str:
    """The last part of a path without marks that turn text around, and with the right ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    stem = " ".join(shown.replace('"', "'").split()).strip(". ")
    stem = stem.rpartition(".")[0].strip(". ") or stem
    return (stem[:LONGEST_NAME].strip() or NAMELESS[kind]) + SUFFIXES[kind]
