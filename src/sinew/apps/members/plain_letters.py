"""Text in the letters of the PDF standard fonts: missing accents are dropped, Greek and Cyrillic spelled out.

The standard fonts hold Windows-1252. Every other letter has to come from a font inside the file. The fonts we
serve to browsers could be used, but reading them takes a Brotli decoder, which is not installed here.
"""

import re
import unicodedata

ENCODING = "cp1252"
UNPRINTABLE = "[...]"
"""Stands for a run of letters that have no Latin spelling here."""

_SINGLE = str.maketrans(
    dict(zip("ĐđĦħıŁłŊŋŦŧĸ‐‑‒―−ʼ′″", "DdHhiLlNnTtk-----''\"", strict=True)) | {"≤": "<=", "≥": ">="}
)
_GREEK = str.maketrans(
    dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
)
_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэіјћђ", "abvgdezijklmnoprstufyeijcd", strict=True))
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya", "є": "ye", "ї": "yi", "ґ": "g", "љ": "lj", "њ": "nj", "џ": "dz"}
)
_RUN = re.compile(r"\x00+(?:\s+\x00+)*")


def plain(text: str) -> str:
    """The text with nothing but characters of Windows-1252; runs that cannot be spelled become ``[...]``."""
    composed = unicodedata.normalize("NFC", text).translate(_SINGLE)
    return _RUN.sub(UNPRINTABLE, "".join(map(_spelled, composed)))


def _spelled(character: str) -> str:
    """One character in Windows-1252; NUL where there is no way to write it."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    unmarked = "".join(part for part in decomposed if not unicodedata.combining(part))
    ways = (character, _latin(character), unmarked.translate(_SINGLE), _latin(unmarked))
    return next((way for way in ways if _fits(way)), "\x00")


def _latin(text: str) -> str:
    """Greek and Cyrillic letters in Latin ones; the first is a capital if the text has one."""
    lower = text.lower()
    latin = lower.translate(_GREEK).translate(_CYRILLIC)
    return latin if lower == text else latin.capitalize()


def _fits(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
