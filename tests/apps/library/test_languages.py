"""Whoever asks for another language reads it as far as there is one, and sees what is still in English."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sinew.content import default_root
from sinew.content.files import read_files
from sinew.content.translation import first_line
from tests.content.conftest import needed

COACHING = "exercises/mini-squat/coaching.en.md"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content with one exercise in German."""
    shipped, root = read_files(default_root()), tmp_path_factory.mktemp("languages")
    said = shipped[COACHING].replace("# Mini squat", "# Kleine Kniebeuge")
    german = {
        "locale/de/exercises/mini-squat/coaching.de.md": f"{first_line(COACHING, shipped[COACHING])}\n{said}"
    }
    for name, text in {**{name: shipped[name] for name in needed(shipped)}, **german}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def _german(root: Path, settings: Settings) -> None:
    settings.CONTENT_ROOT, settings.LANGUAGES = root, [("en", "English"), ("de", "Deutsch")]


def page(client: Client, exercise: str, language: str) -> str:
    address = reverse("library:exercise", args=[exercise])
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_a_translated_exercise_is_shown_and_marked_in_its_language(client: Client) -> None:
    shown = page(client, "mini-squat", "de-AT,de;q=0.9")

    assert '<h1 lang="de">Kleine Kniebeuge</h1>' in shown
    assert "Not everything is translated" in shown


def test_what_is_not_translated_is_shown_and_marked_as_english(client: Client) -> None:
    shown = page(client, "bridge-double", "de")

    assert '<h1 lang="en">' in shown
    assert "Not everything is translated" in shown


def test_a_reader_of_english_sees_no_notice(client: Client) -> None:
    shown = page(client, "mini-squat", "en")

    assert '<h1 lang="en">Mini squat</h1>' in shown
    assert "Not everything is translated" not in shown


def test_a_translation_shows_no_sign_off_of_the_english_text(client: Client) -> None:
    assert "ot yet clinically reviewed" in page(client, "mini-squat", "de")


def test_the_footer_offers_the_languages_and_keeps_the_choice(client: Client) -> None:
    here = reverse("library:exercise", args=["mini-squat"])
    answer = client.post(reverse("web:choose_language"), {"language": "de", "next": here})

    assert (answer.status_code, answer["Location"]) == (302, here)
    shown = page(client, "mini-squat", "en")
    assert "Kleine Kniebeuge" in shown
    assert '<option value="de" lang="de" selected>Deutsch</option>' in shown


def test_search_answers_in_the_language_asked_in(client: Client) -> None:
    found = [
        client.get(reverse("library:search"), {"q": "Kniebeuge"}, headers={"accept-language": language})
        for language in ("de", "en")
    ]

    assert "Kleine Kniebeuge" in found[0].content.decode()
    assert "Kleine Kniebeuge" not in found[1].content.decode()


def test_with_english_alone_nothing_is_offered(client: Client, settings: Settings) -> None:
    settings.CONTENT_ROOT, settings.LANGUAGES = default_root(), [("en", "English")]

    assert 'name="language"' not in page(client, "mini-squat", "de")
