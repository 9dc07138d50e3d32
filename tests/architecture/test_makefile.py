"""The Makefile: every name it offers does something, and what is built knows all its sources."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()


def make(*arguments: str) -> str:
    done = subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_every_name_has_a_rule():
    (names,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    rules = re.findall(r"^([\w -]+):(?!=)", MAKEFILE, re.MULTILINE)
    assert set(names.split()) - set(" ".join(rules).split()) == set()


def test_the_front_end_is_built_again_when_any_python_it_packs_changes():
    (sources,) = re.findall(r"^FRONTEND_SOURCES := (.+)$", make("-pn", "help"), re.MULTILINE)
    packed = set(re.findall(r'"(sinew/\w+\.py)"', (ROOT / "frontend/scripts/assets.mjs").read_text()))
    assert "sinew/vocabulary.py" in packed
    assert {f"src/{name}" for name in packed} - set(sources.split()) == set()


def test_node_is_as_new_as_the_packages_need():
    (needed,) = re.findall(r'"node": ">=([\d.]+)"', (ROOT / "frontend/package.json").read_text())
    assert f"Sinew needs Node {needed} or newer" in MAKEFILE
    assert f"Node {needed} or newer" in (ROOT / "README.md").read_text()


def test_without_a_way_to_install_what_is_missing_the_set_up_is_not_taken_for_done(tmp_path):
    for name in ("id", "grep"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    done = subprocess.run(
        ["/bin/sh", "tests/support/system.sh"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "apt-get install" in done.stdout
