"""What may be sent with a message: read by what it holds, written anew, or refused in words."""

import io
import struct
import zlib

import pypdfium2
import pytest
from PIL import Image

from sinew.apps.conversation.errors import AttachmentRefused
from sinew.apps.conversation.files import ACCEPTED, LARGEST_BYTES, check_file
from sinew.apps.conversation.files.checking import harmless_name
from sinew.apps.conversation.models import Attachment
from tests.apps.conversation import files

PHOTO, PDF = Attachment.Kind.PHOTO, Attachment.Kind.PDF


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_upright_and_without_where_it_was_taken(kind: str):
    original = files.photo(kind=kind)
    assert opened(original).getexif().get_ifd(files.GPS)
    checked = check_file(name="leg.heic", data=original)
    picture = opened(checked.data)
    assert (checked.kind, picture.format, picture.size) == (PHOTO, "JPEG", (480, 640))
    assert (checked.width, checked.height) == picture.size
    assert not dict(picture.getexif())
    assert b"Exif" not in checked.data
    assert b"Maker" not in checked.data


def test_a_large_photo_is_made_smaller():
    assert max(opened(check_file(name="x", data=files.photo((4000, 3000))).data).size) == 2400


def test_what_is_transparent_becomes_white():
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(check_file(name="x.png", data=clear.getvalue()).data).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("tail", [files.MARK, files.archive(), b"<script>alert(1)</script>"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_does_not_come_along(kind: str, tail: bytes):
    checked = check_file(name="x.jpg", data=files.photo(kind=kind) + tail)
    assert tail not in checked.data
    assert b"PK\x05\x06" not in checked.data


def test_what_hides_in_a_comment_of_a_picture_does_not_come_along():
    hidden = io.BytesIO()
    Image.new("RGB", (9, 9)).save(hidden, "JPEG", comment=b"<?php system($_GET[0]); ?>")
    assert b"php" in hidden.getvalue()
    assert b"php" not in check_file(name="x.php", data=hidden.getvalue()).data


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 6_000), (20_000, 20_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused(size: tuple[int, int]):
    with pytest.raises(AttachmentRefused, match="pixels"):
        check_file(name="x.png", data=bomb(*size))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OTHERS = {
    "svg": SVG,
    "svg with a declaration": b'<?xml version="1.0"?>' + SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": b"GIF89a" + bytes(40),
    "zip": files.archive(),
    "zip bomb": files.archive("a/../../../etc/passwd"),
    "program": b"MZ" + bytes(200),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "text": b"hello",
    "pdf behind something": b"\0\0\0" + files.pdf(),
    "photo behind something": b"\n" + files.photo(),
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS.keys())
@pytest.mark.parametrize("name", ["leg.jpg", "report.pdf"])
def test_everything_else_is_refused_whatever_it_is_called(name: str, data: bytes):
    with pytest.raises(AttachmentRefused, match="Only photos"):
        check_file(name=name, data=data)


def test_a_heic_photo_is_refused_with_what_to_do():
    with pytest.raises(AttachmentRefused, match="from your photos, not from your files"):
        check_file(name="IMG_1.HEIC", data=b"\0\0\0\x18ftypheic" + bytes(64))


@pytest.mark.parametrize("brand", [b"mp42", b"isom", b"qt  "])
def test_a_video_is_not_taken_for_a_photo(brand: bytes):
    with pytest.raises(AttachmentRefused, match="Videos cannot be sent"):
        check_file(name="leg.mov", data=b"\0\0\0\x18ftyp" + brand + bytes(64))


def test_browsers_offer_jpeg_first_and_no_heic_so_that_apple_s_phones_convert():
    assert ACCEPTED.startswith("image/jpeg,")
    assert "hei" not in ACCEPTED


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_way_of_storing_colors_is_drawn(mode: str):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    original = io.BytesIO()
    Image.new("I;16", (3000, 20)).save(original, kind) if mode == "I;16" else (
        Image.effect_noise((3000, 20), 40).convert("RGB").convert(mode).save(original, kind)
    )
    assert opened(check_file(name="x", data=original.getvalue()).data).size == (2400, 16)


@pytest.mark.parametrize(
    "data", [files.photo()[:200], b"\xff\xd8\xff" + SVG, b"RIFF\0\0\0\0WEBPVP8 " + bytes(20)]
)
def test_a_damaged_photo_is_refused(data: bytes):
    with pytest.raises(AttachmentRefused, match="damaged"):
        check_file(name="x.jpg", data=data)


def test_nothing_and_too_much_are_refused():
    with pytest.raises(AttachmentRefused, match="empty"):
        check_file(name="x.jpg", data=b"")
    with pytest.raises(AttachmentRefused, match="10 MB"):
        check_file(name="x.jpg", data=files.photo() + bytes(LARGEST_BYTES))


def test_a_pdf_keeps_its_pages_and_nothing_behind_them():
    checked = check_file(name="letter.pdf", data=files.pdf(3) + files.archive())
    assert checked.kind is PDF
    assert len(pypdfium2.PdfDocument(checked.data)) == 3
    assert b"PK\x05\x06" not in checked.data


@pytest.mark.parametrize(("what", "data"), files.active_pdfs().items(), ids=lambda value: str(value)[:20])
def test_a_pdf_that_acts_or_is_locked_is_refused(what: str, data: bytes):
    with pytest.raises(
        AttachmentRefused, match="password" if what == "locked" else "program or another file"
    ):
        check_file(name="letter.pdf", data=data)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(300), files.pdf()[:150]])
def test_a_damaged_pdf_is_refused(data: bytes):
    with pytest.raises(AttachmentRefused, match="damaged"):
        check_file(name="letter.pdf", data=data)


def test_a_pdf_of_hundreds_of_pages_is_refused():
    with pytest.raises(AttachmentRefused, match="100 pages"):
        check_file(name="letter.pdf", data=files.pdf(101))


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("../../etc/passwd", PHOTO, "passwd.jpg"),
        ("C:\\Users\\ana\\leg.png", PHOTO, "leg.jpg"),
        ("leg.jpg.exe", PHOTO, "leg.jpg.jpg"),
        ("\u202egpj.exe", PHOTO, "gpj.jpg"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "aSet-Cookie: x.pdf"),
        ("", PDF, "Document.pdf"),
        ("...", PHOTO, "Photo.jpg"),
        (".htaccess", PDF, "htaccess.pdf"),
        ('"quoted".pdf', PDF, "'quoted'.pdf"),
        ("Überweisung Łódź.pdf", PDF, "Überweisung Łódź.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 60 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, kind: Attachment.Kind, shown: str):
    assert harmless_name(name, kind) == shown
