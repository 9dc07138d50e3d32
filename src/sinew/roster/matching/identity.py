"""Who somebody is, as far as a roster and a visitor can say it, in one normal form for both."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_SUFFIXES = {
    "JR": "JR",
    "JUNIOR": "JR",
    "SR": "SR",
    "SENIOR": "SR",
    "II": "II",
    "2ND": "II",
    "III": "III",
    "3RD": "III",
}
_SUFFIXES |= {"IV": "IV", "4TH": "IV", "V": "V"}
_ONLY_LAST = ("V",)
"""Suffixes that are also names or initials: taken for one only where the suffix has a field of its own."""
_TITLES = frozenset("MR MRS MS MISS DR PROF REV SIR".split())  # noqa: SIM905 - a list of words
_PARTICLES = frozenset(
    [
        "DE",
        "DEL",
        "DELA",
        "DELLA",
        "DI",
        "DA",
        "DOS",
        "DAS",
        "DU",
        "LA",
        "LE",
        "LAS",
        "LOS",
        "VAN",
        "VON",
        "DER",
        "DEN",
        "TER",
        "TEN",
        "AL",
        "EL",
        "BIN",
        "BINT",
        "IBN",
        "ABU",
        "ST",
        "SAN",
        "Y",
        "E",
        "ZU",
    ]
)
_LETTERS = str.maketrans(
    {"ß": "SS", "Æ": "AE", "Ø": "O", "Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "ı": "I"}
)
_NOBODY = frozenset(
    {"UNK", "UNKNOWN", "ANONYMOUS", "BABY", "BABYBOY", "BABYGIRL", "TEST", "NONE", "NA", "DOE"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its normal form.

    Attributes:
        whole: letters and digits only, upper case, particles included: ``DE LA CRUZ`` is ``DELACRUZ``.
        parts: its words without particles; a double name has two.
    """

    whole: str
    parts: tuple[str, ...]

    @property
    def is_compound(self) -> bool:
        """Of several words, of which others may use one."""
        return self.parts != (self.whole,) and bool(self.whole)

    @property
    def is_placeholder(self) -> bool:
        """Written where no name was known."""
        return self.whole in _NOBODY


NO_NAME = Name("", ())


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as a roster or a visitor describes them. Empty and ``None`` mean that it was not said.

    Attributes:
        other_last_name: an earlier name, or the one before marriage.
        suffix: JR, SR, II to V.
        postal_code: five digits in the United States, else letters and digits as written.
        member_id: the sponsor's or plan's number, without separators and leading zeros.
        national_id: nine digits.
    """

    first: Name
    last: Name
    other_last_name: Name
    suffix: str
    born_on: date | None
    postal_code: str
    member_id: str
    national_id: str


def identity(
    *,
    first_name: str,
    last_name: str,
    born_on: date | None,
    postal_code: str = "",
    name_suffix: str = "",
    other_last_name: str = "",
    member_id: str = "",
    national_id: str = "",
) -> Identity:
    """The normal form of what somebody wrote."""
    last, found = _without_suffix(_words(last_name))
    first, found_in_first = _without_suffix(_words(first_name))
    suffix = _SUFFIXES.get("".join(_words(name_suffix)), "") or found or found_in_first
    return Identity(
        first=_name(tuple(word for word in first if word not in _TITLES) or first),
        last=_name(last),
        other_last_name=_name(_words(other_last_name)),
        suffix=suffix,
        born_on=born_on,
        postal_code=_postal_code(postal_code),
        member_id=normal_number(member_id),
        national_id="".join(character for character in national_id if character.isdigit()),
    )


def _words(text: str) -> tuple[str, ...]:
    """Upper-case words of Latin letters and digits. Apostrophes and hyphens inside a word join its parts."""
    if text.isascii() and text.isalnum():
        return (text.upper(),)
    return _several_words(text)


@lru_cache(maxsize=1 << 15)
def _several_words(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKD", text.upper().translate(_LETTERS))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"['’`´.]", "", text)
    return tuple(re.sub(r"[^\w]+|_", " ", text.replace("-", " ")).split())


def _without_suffix(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if len(words) > 1 and words[-1] in _SUFFIXES and words[-1] not in _ONLY_LAST:
        return words[:-1], _SUFFIXES[words[-1]]
    return words, ""


@lru_cache(maxsize=1 << 15)
def _name(words: tuple[str, ...]) -> Name:
    parts = tuple(word for word in words if word not in _PARTICLES) or tuple(words)
    return Name("".join(words), parts)


def _postal_code(text: str) -> str:
    if len(text) == 5 and text.isascii() and text.isdigit():
        return text
    code = "".join(_words(text))
    if code.isdigit() and len(code) in (8, 9):  # ZIP+4, with the leading zero a spreadsheet took
        code = code.zfill(9)[:5]
    return code.zfill(5) if code.isdigit() and len(code) in (3, 4) else code


def normal_number(text: str) -> str:
    """A number of a person without separators and leading zeros; the letter O is a zero."""
    return "".join(_words(text)).replace("O", "0").lstrip("0")
