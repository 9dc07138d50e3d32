"""The built front end's hashed names, from Vite's manifest."""

import json

import pytest

from sinew.apps.web.assets import EntryFiles, entry_files, player_assets
from sinew.apps.web.icons import FOLDER, icon_svg

MANIFEST = {
    "_shared.js": {"file": "assets/shared-1a.js", "css": ["assets/shared-2b.css"]},
    "src/player/main.ts": {
        "file": "assets/player-3c.js",
        "imports": ["_shared.js"],
        "css": ["assets/player-4d.css"],
    },
}


@pytest.fixture
def built(settings, tmp_path):
    folder = tmp_path / "built" / ".vite"
    folder.mkdir(parents=True)
    settings.VITE_MANIFEST = folder / "manifest.json"
    settings.VITE_MANIFEST.write_text(json.dumps(MANIFEST))
    return tmp_path / "built"


def test_an_entry_point_brings_the_styles_and_modules_it_imports(built):
    assert entry_files("player") == EntryFiles(
        scripts=("/static/built/assets/player-3c.js",),
        styles=("/static/built/assets/shared-2b.css", "/static/built/assets/player-4d.css"),
        preloads=("/static/built/assets/shared-1a.js",),
    )


def test_without_a_build_there_are_no_files(settings, tmp_path):
    settings.VITE_MANIFEST = tmp_path / "nowhere.json"
    assert entry_files("main") == EntryFiles()
    assert player_assets() == {}


def test_what_the_player_fetches_is_addressed_from_our_own_origin(built):
    (built / "vendor.json").write_text(
        json.dumps({"model": "vendor/pose-1/x.task", "wasm": "vendor/wasm-1/"})
    )
    assert player_assets() == {
        "model": "/static/built/vendor/pose-1/x.task",
        "wasm": "/static/built/vendor/wasm-1/",
    }


def test_every_icon_is_hidden_from_screen_readers_and_carries_no_style():
    for path in FOLDER.glob("*.svg"):
        drawing = icon_svg(path.stem)
        assert 'aria-hidden="true"' in drawing
        assert "style=" not in drawing


def test_an_icon_that_is_not_in_the_set_is_an_error():
    with pytest.raises(FileNotFoundError):
        icon_svg("no-such-icon")
