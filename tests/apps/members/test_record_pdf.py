"""The readable copy can be read: whatever somebody is called, however much they wrote."""

import re
import zlib

import pytest

from sinew.apps.members.plain_letters import plain
from sinew.apps.members.record_pdf import record_pdf
from tests.apps.members import world


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Łódź, Đặng Thị Ưu", "Lódz, Dang Thi Uu"),
        ("Ångström, Łucja Žižková, Ţăran, Őri, Iğdır", "Ångström, Lucja Žižková, Taran, Ori, Igdir"),
        ("“So” – it’s … 5 €", "“So” – it’s … 5 €"),
        ("pain ≤ 5 and ≥ 2, −1", "pain <= 5 and >= 2, -1"),
        ("Ελένη", "Eleni"),
        ("Йордан Щукин", "Jordan Shchukin"),
        ("e\u0301", "é"),
        ("山田 太郎, Tokyo", "[...], Tokyo"),
        ("well 👩‍⚕️ done", "well [...] done"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_letters_the_font_lacks_are_spelled_with_those_it_has(written, printed):
    assert plain(written) == printed
    assert plain(written).encode("cp1252")


def test_no_letter_of_a_european_or_vietnamese_alphabet_is_lost():
    blocks = [*range(0x00C0, 0x0180), *range(0x1EA0, 0x1EFA), *range(0x0391, 0x03CE), *range(0x0410, 0x0450)]
    letters = [chr(code) for code in blocks if chr(code).isalpha()]
    lost = {letter for letter in letters if "[" in plain(letter) or "?" in plain(letter)}
    assert lost == set()


def printed(pdf: bytes) -> str:
    """What stands on the pages, as the operators of the file have it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    pages = [zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x"]  # it may end with \r
    return b"\n".join(pages).decode("cp1252", "replace")


@pytest.mark.django_db
def test_the_copy_says_whose_it_is_and_of_when_and_numbers_its_pages():
    plan = world.planned()
    plan.member.user.display_name = "Đặng Thị Łucja"
    text = printed(record_pdf(plan.member, world.at()))
    assert "Dang Thi Lucja" in text
    assert "Copied on November 2, 2026, 09:00 UTC" in text
    assert "Page 1 of" in text
    assert "This is where your program starts." in text


@pytest.mark.django_db
def test_the_longest_comment_is_printed_to_its_end():
    plan = world.planned()
    world.exercised(plan, comment="It pulled. " * 175 + "Fine now.")
    text = printed(record_pdf(plan.member, world.at()))
    assert text.count("pulled") == 175
    assert "now.)" in text


@pytest.mark.django_db
def test_angles_are_rounded_in_what_is_read_and_exact_in_what_is_kept():
    plan = world.planned()
    session = world.exercised(plan)
    text = printed(record_pdf(plan.member, world.at()))
    assert "about 5° to 70°" in text
    assert "71" not in re.findall(r"(\d+)°", text)
    assert {measured.rom_max_deg for measured in session.measured_sets.all()} == {71.25}
