"""Words that may describe an emergency: what is found, what a negation takes back, and how well it works."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sinew.content import default_root, read_messaging
from sinew.messaging import EmergencyWords, Sign, read, signs_in

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = read_messaging(default_root()).languages
SMALL = EmergencyWords(
    signs=(
        Sign("chest", ("chest & pain*|tight|hurt*",)),
        Sign("leg", ("cannot feel ... leg|foot",)),
        Sign("self-harm", ("want to die", "suicid*"), is_always=True),
    ),
    negations=("no", "not", "dont", "doesnt", "never"),
    fillers=("have", "any", "had", "a", "in", "my", "the"),
    joins=("or",),
    clauses=("but", "now"),
    doubts=("not sure", "no relief"),
    doubts_after=("like this", "unless"),
    exceptions=("suicide sprint*",),
    spellings={"cannot": ("cant", "can not"), "chest": ("chst", "my cheast")},
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
        ("pain in my chest", ("chest",)),
        ("I get this pain right there behind the chest", ("chest",)),
        ("pain in the leg and on other days when I run far also in the chest", ()),
        ("chst pain", ("chest",)),
        ("my Cheast  PAIN", ("chest",)),
        ("I can not feel my foot", ("leg",)),
        ("no chest pain", ()),
        ("no pain in my chest", ()),
        ("my chest does not hurt", ()),
        ("my chest doesn't hurt", ()),
        ("I don't have any chest pain", ()),
        ("I never had a chest pain", ()),
        ("I never had chest pain like this", ("chest",)),
        ("no chest pain unless I walk", ("chest",)),
        ("my chest hurts, no pain in my leg", ("chest",)),
        ("no pain in my hip but my chest hurts", ("chest",)),
        ("my chest has no pain but is tight", ("chest",)),
        ("no leg pain and chest pain", ("chest",)),
        ("no chest pain, no leg pain", ()),
        ("I have no chest pain, no tight chest", ()),
        ("no pain in my chest, my chest is not tight and does not hurt", ()),
        ("no pain in my chest, my chest is not tight and hurts", ("chest",)),
        ("no pain in the chest but it is tight", ("chest",)),
        ("no chest pain, the leg is fine unless I walk", ("chest",)),
        ("no chest pain, all good, the leg is fine unless I walk", ()),
        ("no change, chest pain is still there", ("chest",)),
        ("no fever but chest pain", ("chest",)),
        ("no relief from chest pain", ("chest",)),
        ("I am not sure I have chest pain", ("chest",)),
        ("it is not that I have no chest pain", ("chest",)),
        ("I do not want to die", ("self-harm",)),
        ("we ran suicide sprints", ()),
        ("after the suicide sprints I felt suicidal", ("self-harm",)),
        ("orchestra pain", ()),
        ("", ()),
    ],
)
def test_phrases_are_found_unless_they_are_plainly_ruled_out(text: str, found: tuple[str, ...]):
    assert signs_in(text, SMALL) == found


def test_a_negation_reaches_over_a_join_and_not_over_an_and():
    words = replace(SMALL, signs=(*SMALL.signs, Sign("numb", ("numb*",))))
    assert signs_in("I have no chest pain or numbness", words) == ()
    assert signs_in("I have no chest pain and numbness", words) == ("numb",)
    assert signs_in("no chest pain, numbness", words) == ("numb",)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str):
    assert set(read(text, LANGUAGES).signs) <= {sign.id for words in LANGUAGES for sign in words.signs}


@given(st.text(alphabet="abc ,.!?\n", max_size=60))
def test_an_emergency_is_found_whatever_is_written_on_the_lines_around_it(around: str):
    assert "chest" in read(f"{around}\nI have chest pain\n{around}", LANGUAGES).signs


def test_every_language_reads_every_text_and_says_that_it_found_something():
    found = read("I have chest pain. Tengo mucho dolor en el pecho y no siento la pierna.", LANGUAGES)
    assert found.signs == ("chest", "cannot-feel-or-move")
    assert found.languages == ("en", "es")
    assert read("me falta el aire", LANGUAGES).languages == ("es",)


def test_the_languages_name_the_same_signs():
    first, *others = ({sign.id: sign.is_always for sign in words.signs} for words in LANGUAGES)
    assert others
    for other in others:
        assert other == first


def test_what_stops_a_plan_in_free_text_is_an_emergency_in_a_message_too():
    lists = sorted((default_root() / "programs/hamstring").glob("crisis-wording.*.yaml"))
    assert len(lists) == len(LANGUAGES)
    for crisis in (yaml.safe_load(one.read_text(encoding="utf-8")) for one in lists):
        for phrase in crisis["phrases"]:
            assert read(f"I {phrase.replace('*', 'al')} today", LANGUAGES).signs, phrase
        for phrase in crisis.get("except", ()):
            assert "self-harm" not in read(f"We did {phrase}.", LANGUAGES).signs, phrase


@pytest.mark.parametrize(
    "part", ["my calf and my chest and my leg are ", "pain no chest hurts not chest pain or "]
)
def test_a_long_message_is_read(part: str):
    assert read((part * 200)[:4000], LANGUAGES)


def counted(of: Mapping[str, list[str]]) -> tuple[int, int, int, int]:
    """Emergencies, those that are found, everyday messages, and false alarms."""
    found, alarms = (
        sum(bool(read(text, LANGUAGES).signs) for text in of[kind]) for kind in ("emergencies", "everyday")
    )
    return len(of["emergencies"]), found, len(of["everyday"]), alarms


EXAMPLES = yaml.safe_load((default_root() / "messaging" / "examples.en.yaml").read_text())
LABELLED = yaml.safe_load((Path(__file__).parent / "labelled.yaml").read_text())


@pytest.mark.parametrize(("name", "of"), [("examples", EXAMPLES), *LABELLED.items()])
def test_the_published_figures_are_those_of_the_lists(name: str, of: dict[str, list[str]]):
    page = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {name} \| (.+) \|$", page, re.MULTILINE)
    emergencies, found, everyday, alarms = counted(of)
    at_first = (
        f"{of['found_at_first']} of {emergencies} | {of['false_at_first']} of {everyday}"
        if "found_at_first" in of
        else "45 of 53 | 4 of 40"
    )
    assert row == f"{at_first} | {found} of {emergencies} | {alarms} of {everyday}"


@pytest.mark.parametrize("of", [EXAMPLES, *LABELLED.values()])
def test_hardly_an_emergency_of_the_lists_is_missed(of: dict[str, list[str]]):
    emergencies, found, everyday, alarms = counted(of)
    assert found / emergencies >= 0.95
    assert alarms / everyday <= 0.15
