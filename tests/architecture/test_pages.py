"""Pages stay readable for whoever changes them: short template lines, and no style that nothing uses."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SINEW = REPOSITORY / "src" / "sinew"
FRONTEND = REPOSITORY / "frontend" / "src"
LONGEST_LINE = 120
BY_DJANGO = {"errorlist"}


def templates():
    return sorted(SINEW.rglob("templates/**/*.html"))


def styles():
    return {path: _without_comments(path.read_text(encoding="utf-8")) for path in FRONTEND.rglob("*.css")}


def _without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def sources():
    """Everything that can put a class on an element."""
    files = [*templates(), *SINEW.rglob("*.py"), *FRONTEND.rglob("*.ts")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if ".test." not in path.name)


def selected_classes(css):
    while "{" in css and (outside := re.sub(r"\{[^{}]*\}", ";", css)) != css:
        yield from re.findall(r"\.([a-zA-Z][\w-]*)", "".join(re.findall(r"[^;{}]*\{", css)))
        css = outside


def words_of(text):
    """Every word, and every beginning of one that is put together, as in `badge--{{ tone }}`."""
    return set(re.findall(r"[a-zA-Z][\w-]*", text)), set(re.findall(r"([a-zA-Z][\w-]*(?:--|__))[{$]", text))


def is_used(name, words, beginnings):
    """By its whole name, or put together of a beginning and a word that stands somewhere."""
    splits = [(name[: part.end()], name[part.end() :]) for part in re.finditer(r"--|__", name)]
    return name in words or any(start in beginnings and rest in words for start, rest in splits)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(SINEW)))
def test_no_line_of_a_template_is_long(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [n for n, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE] == []


def test_every_class_a_style_selects_is_on_some_element():
    words = words_of(sources())
    selected = {name for css in styles().values() for name in selected_classes(css)}
    assert len(selected) > 200
    assert sorted(name for name in selected - BY_DJANGO if not is_used(name, *words)) == []


def test_every_custom_property_is_used():
    css, text = "\n".join(styles().values()), sources()
    defined = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert defined
    assert sorted(name for name in defined if f"var({name}" not in css and name not in text) == []


@pytest.mark.parametrize(
    ("name", "is_found"),
    [("banner", True), ("badge--red", True), ("badge--purple", False), ("no-such-class", False)],
)
def test_the_search_for_uses_can_fail(name, is_found):
    text = '<p class="banner badge badge--{{ tone }}"> TONE = "red"'
    assert is_used(name, *words_of(text)) is is_found
