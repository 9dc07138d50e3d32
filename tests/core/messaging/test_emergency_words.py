"""Words that may describe an emergency: what is found, what a negation takes back, and how well it works."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sinew.content import default_root, read_messaging
from sinew.messaging import EmergencyWords, Sign, signs_in

ROOT = Path(__file__).resolve().parents[3]
WORDS = read_messaging(default_root()).words
SMALL = EmergencyWords(
    signs=(
        Sign("chest", ("chest ... pain*|tight",)),
        Sign("leg", ("cannot|cant feel ... leg|foot",)),
        Sign("self-harm", ("want to die",), is_always=True),
    ),
    negations=("no", "not", "dont", "never"),
    fillers=("have", "any", "had", "a"),
    doubts=("not sure", "no relief"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I have chest pain", ("chest",)),
        ("CHEST   PAINS!", ("chest",)),
        ("my chest is so very tight", ("chest",)),
        ("My chest. The pain is in my leg", ()),
        ("I can’t feel my left foot", ("leg",)),
        ("I can't feel my leg and I have chest pain", ("chest", "leg")),
        ("no chest pain", ()),
        ("I don't have any chest pain", ()),
        ("I never had a chest pain", ()),
        ("no change, chest pain is still there", ("chest",)),
        ("no fever but chest pain", ("chest",)),
        ("no relief from chest pain", ("chest",)),
        ("I am not sure I have chest pain", ("chest",)),
        ("it is not that I have no chest pain", ("chest",)),
        ("I do not want to die", ("self-harm",)),
        ("orchestra pain", ()),
        ("", ()),
    ],
)
def test_phrases_are_found_unless_they_are_plainly_ruled_out(text: str, found: tuple[str, ...]):
    assert signs_in(text, SMALL) == found


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str):
    assert set(signs_in(text, WORDS)) <= {sign.id for sign in WORDS.signs}


@given(st.text(alphabet="abc ,.!?\n", max_size=60))
def test_an_emergency_is_found_whatever_is_written_on_the_lines_around_it(around: str):
    assert "chest" in signs_in(f"{around}\nI have chest pain\n{around}", WORDS)


def test_a_long_message_is_read_quickly():
    text = "my calf and my chest and my leg are " * 110
    assert signs_in(text[:4000], WORDS) == ()


def counts() -> dict[str, int]:
    """How the shipped words do on our own examples."""
    examples = yaml.safe_load((default_root() / "messaging" / "examples.en.yaml").read_text())
    hits = sum(bool(signs_in(text, WORDS)) for text in examples["emergencies"])
    alarms = sum(bool(signs_in(text, WORDS)) for text in examples["everyday"])
    return {
        "emergencies": len(examples["emergencies"]),
        "found": hits,
        "everyday": len(examples["everyday"]),
        "false alarms": alarms,
    }


def test_the_published_figures_are_those_of_the_examples():
    page = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    published = {
        name: int(value) for name, value in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", page, re.MULTILINE)
    }
    assert published == counts()


def test_hardly_an_emergency_of_the_examples_is_missed():
    found = counts()
    assert found["found"] / found["emergencies"] >= 0.9
    assert found["false alarms"] / found["everyday"] <= 0.25
