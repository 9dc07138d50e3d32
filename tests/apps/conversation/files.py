"""Files as people and attackers send them, made in memory."""

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

GPS = 0x8825
MARK = b"HIDDEN-TAIL"


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", *, with_place: bool = True) -> bytes:
    """A picture as a phone takes it: where it was taken, and lying on its side."""
    picture = Image.effect_noise(size, 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010F] = "Maker of phones"
    if with_place:
        exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    written = io.BytesIO()
    picture.save(written, kind, exif=exif)
    return written.getvalue()


def archive(name: str = "evil.html") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(name, "<script>alert(1)</script>")
    return written.getvalue()


def document(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return writer


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    return written(document(pages))


def active_pdfs() -> dict[str, bytes]:
    """PDFs that act, each in its own way."""
    script = document()
    script._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    packed = document()
    packed.add_attachment("evil.exe", b"MZ")
    locked = document()
    locked.encrypt("secret")
    launches = document()
    launches._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    page = document()
    page.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): NumberObject(1)})
    return {
        "script": written(script),
        "attachment": written(packed),
        "locked": written(locked),
        "launch": written(launches),
        "page action": written(page),
    }
