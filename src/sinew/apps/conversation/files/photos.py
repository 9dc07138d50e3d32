"""Photos, decoded and drawn anew: place, time and maker go, and all that is no picture."""

import struct
from dataclasses import dataclass
from io import BytesIO
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageOps

from sinew.apps.conversation.errors import AttachmentRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE_PX = 2400
QUALITY = 86

TOO_MANY_PIXELS = "This photo has more than 50 million pixels. Send a smaller one."
DAMAGED = "This photo is damaged, or is no photo. Take it again, or send another one."


@dataclass(frozen=True, slots=True)
class Pixels:
    """A JPEG without any metadata."""

    data: bytes
    width: int
    height: int


def photo_anew(data: bytes) -> Pixels:
    """The picture in these bytes as a JPEG of ours, upright, at most 2,400 pixels long.

    Raises:
        AttachmentRefused: it cannot be decoded, or would fill the memory.
    """
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise AttachmentRefused(TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, KeyError, TypeError):
        raise AttachmentRefused(DAMAGED) from None


def _drawn(data: bytes) -> Pixels:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise AttachmentRefused(TOO_MANY_PIXELS)
        opened.thumbnail(
            (LONGEST_SIDE_PX, LONGEST_SIDE_PX)
        )  # first: then the large picture is there once only
        flat = _on_white(ImageOps.exif_transpose(opened))
    written = BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Pixels(written.getvalue(), flat.width, flat.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Only the pixels, in a picture that never knew the original's metadata."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat
