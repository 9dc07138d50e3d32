"""Static files as the server sends them."""

import asyncio

import pytest
from django.test import AsyncClient


@pytest.fixture
def static_folder(settings, tmp_path):
    (tmp_path / "built" / "assets").mkdir(parents=True)
    (tmp_path / "engine.wasm").write_bytes(b"\0asm" * 200_000)
    (tmp_path / "pyodide.mjs").write_text("export {}")
    (tmp_path / "built" / "assets" / "main-1a2b3c.js").write_text("1")
    settings.STATICFILES_DIRS = [tmp_path]
    return tmp_path


async def fetch(path):
    response = await AsyncClient().get(path)
    body = b"".join([piece async for piece in response.streaming_content])
    return response, body


@pytest.mark.filterwarnings("error::Warning:django.core.handlers.asgi")
def test_a_large_file_arrives_whole_and_in_pieces_under_asgi(static_folder):
    response, body = asyncio.run(fetch("/static/engine.wasm"))
    assert body == (static_folder / "engine.wasm").read_bytes()
    assert response.is_async


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/engine.wasm", "application/wasm"),
        ("/static/pyodide.mjs", 'text/javascript; charset="utf-8"'),
    ],
)
def test_browsers_are_told_the_kind_of_file(client, static_folder, path, kind):
    assert client.get(path).headers["Content-Type"] == kind


def test_hashed_files_are_kept_for_ever_and_others_for_an_hour(client, static_folder):
    assert "immutable" in client.get("/static/built/assets/main-1a2b3c.js").headers["Cache-Control"]
    assert client.get("/static/pyodide.mjs").headers["Cache-Control"] == "max-age=3600, public"
