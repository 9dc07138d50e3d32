"""Another language changes words and nothing else; what it lacks is shown in English, and known to be."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sinew.content import Content, State, from_snapshot, read_languages, translated
from sinew.content.files import to_snapshot
from sinew.content.loading import load_files
from sinew.content.translation import first_line, in_language, translatable
from sinew.errors import InputRefused
from sinew.program import intake_from_dict, triage
from tests.content.conftest import Texts, needed

COACHING, MUSCLES = "exercises/mini-squat/coaching.en.md", "vocabulary/muscles.en.yaml"
WORDING = "programs/hamstring/wording.en.yaml"


@pytest.fixture(scope="module")
def english(shipped: Texts) -> Content:
    return load_files({name: shipped[name] for name in needed(shipped)})


def german(english: Content, name: str, text: str) -> Texts:
    """One file of a translation, made from the English text of today."""
    return {in_language(name, "de"): f"{first_line(name, english.files[name])}\n{text}"}


def refused(english: Content, written: Texts) -> list[str]:
    with pytest.raises(InputRefused) as refusal:
        translated(english, "de", written)
    return [str(problem) for problem in refusal.value.problems]


def test_without_a_translation_everything_is_english_and_known_to_be(english: Content) -> None:
    found = translated(english, "de", {})

    assert found.exercises["mini-squat"].steps == english.exercises["mini-squat"].steps
    assert found.language_of("exercises/mini-squat/") == "en"
    assert found.translation.in_english == frozenset(translatable(english.files))


def test_a_translated_exercise_is_read_in_its_language_and_keeps_its_facts(english: Content) -> None:
    text = english.files[COACHING].replace("# Mini squat", "# Kleine Kniebeuge")
    found = translated(english, "de", german(english, COACHING, text))

    squat, before = found.exercises["mini-squat"], english.exercises["mini-squat"]
    assert squat.name == "Kleine Kniebeuge"
    assert squat.spec == before.spec
    assert found.language_of("exercises/mini-squat/") == "de"
    assert found.language_of("exercises/bridge-double/") == "en"
    assert found.version == english.version
    assert squat.version != before.version, "nobody has signed off the German text"


def test_an_english_text_that_has_changed_is_shown_instead_of_its_translation(
    english: Content, texts: Texts
) -> None:
    written = german(english, COACHING, english.files[COACHING].replace("# Mini squat", "# Kleine Kniebeuge"))
    texts[COACHING] = texts[COACHING].replace("2. Stop when", "2. Please stop when")
    found = translated(load_files(texts), "de", written)

    assert found.exercises["mini-squat"].name == "Mini squat"
    assert found.translation.states[COACHING] is State.CHANGED
    assert found.language_of("exercises/mini-squat/") == "en"


def test_yaml_may_be_translated_in_part(english: Content) -> None:
    found = translated(english, "de", german(english, MUSCLES, "calf: {name: Wadenmuskeln, plain: Wade}\n"))

    assert found.muscles["calf"].plain == "Wade"
    assert found.muscles["trunk"] == english.muscles["trunk"]
    assert found.translation.states[MUSCLES] is State.IN_PART


def test_every_sentence_of_a_file_translated_makes_it_whole(english: Content) -> None:
    found = translated(english, "de", german(english, MUSCLES, english.files[MUSCLES]))

    assert found.translation.states[MUSCLES] is State.TRANSLATED
    assert MUSCLES not in found.translation.in_english


def test_a_decision_is_the_same_in_every_language(english: Content) -> None:
    def in_capitals(value: object) -> object:
        if isinstance(value, dict):
            return {key: in_capitals(child) for key, child in value.items()}
        if isinstance(value, list):
            return [in_capitals(child) for child in value]
        return value.upper() if isinstance(value, str) else value

    said = yaml.dump(in_capitals(yaml.safe_load(english.files[WORDING])))
    found = translated(english, "de", german(english, WORDING, said))

    assert found.program.stop_rules == tuple(rule.upper() for rule in english.program.stop_rules)
    answers = {"as_of": "2026-11-29", "answers": {"age": 40, "rf-01": "yes"}}
    decided = [triage(intake_from_dict(answers, one.program), one.program) for one in (english, found)]
    assert decided[0] == decided[1]
    assert decided[0].disposition == "emergency"


def test_doses_are_said_in_the_language_of_their_steps(english: Content) -> None:
    steps = "load: {light-band: leichtes Band}\n"
    found = translated(english, "de", german(english, "vocabulary/steps.en.yaml", steps))

    loads = [
        {
            load
            for one in content.exercises.values()
            for dose in one.spec.dosage.values()
            for load in dose.load
        }
        for content in (english, found)
    ]
    assert loads[1] - loads[0] == {"leichtes Band"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("exercises/mini-squat/coaching.de.md", "# Kniebeuge\n", "Begin with the English text"),
        ("exercises/nonsense/coaching.de.md", "# Unsinn\n", "There is no English text to translate"),
        ("programs/hamstring/crisis-wording.de.yaml", "phrases: []\n", "There is no English text"),
    ],
)
def test_a_file_that_translates_nothing_is_refused(english: Content, name: str, text: str, said: str) -> None:
    (problem,) = refused(english, {name: text})

    assert problem.startswith(f"content/locale/de/{name}:1: ")
    assert said in problem


def test_words_for_nothing_are_refused_at_their_line(english: Content) -> None:
    (problem,) = refused(english, german(english, MUSCLES, "calf: {name: Wade}\nnose: {name: Nase}\n"))

    assert problem.startswith("content/locale/de/vocabulary/muscles.de.yaml:3: ")
    assert "nose.name" in problem


def test_translated_prose_keeps_to_the_form_of_the_english(english: Content) -> None:
    text = english.files[COACHING].replace("## Why", "## Warum").replace("2. Stop when", "2. Halt! Stop when")
    found = refused(english, german(english, COACHING, text))

    assert all(
        problem.startswith("content/locale/de/exercises/mini-squat/coaching.de.md:") for problem in found
    )
    assert {problem.rpartition("[")[2] for problem in found} >= {"unknown-section]", "exclamation-mark]"}


def test_folders_are_named_after_languages(tmp_path: Path) -> None:
    (tmp_path / "locale" / "Deutsch").mkdir(parents=True)

    with pytest.raises(InputRefused, match="not-a-language"):
        read_languages(tmp_path)


def test_crisis_wording_counts_in_every_language_there_is_a_list_for(texts: Texts) -> None:
    texts["programs/hamstring/crisis-wording.de.yaml"] = "phrases: [mich umbringen]\n"
    program = load_files(texts).program
    answers = {"as_of": "2026-11-29", "answers": {"age": 40, "scan": "Ich will mich umbringen."}}

    assert triage(intake_from_dict(answers, program), program).disposition == "emergency"


@pytest.mark.parametrize(
    ("scan", "is_crisis"),
    [
        ("Ya no quiero vivir.", True),
        ("Ojalá estuviera muerta", True),
        ("quiero matarme", True),
        ("I want to die", True),
        ("Quiero vivir sin este dolor", False),
        ("Quiero correr en mayo", False),
    ],
)
def test_crisis_wording_is_read_in_spanish_too(english: Content, scan: str, is_crisis: bool) -> None:
    answers = {"as_of": "2026-11-29", "answers": {"age": 40, "scan": scan}}
    found = triage(intake_from_dict(answers, english.program), english.program)

    assert (found.disposition == "emergency") is is_crisis


def earlier_layout(texts: Texts) -> Iterator[tuple[str, str]]:
    """The files as they were when the words of a list stood beside its facts and steps had no ids."""

    def read(name: str) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = yaml.load(texts[name], yaml.SafeLoader)
        return found

    lists = [f"vocabulary/{name}" for name in ("muscles", "faults", "equipment", "terms")]
    done = {"vocabulary/steps.en.yaml", *(f"{one}{end}.yaml" for one in lists for end in ("", ".en"))}
    steps = read("vocabulary/steps.en.yaml")
    for name in lists:
        facts = read(f"{name}.yaml") if f"{name}.yaml" in texts else {}
        words = read(f"{name}.en.yaml")
        yield f"{name}.yaml", json.dumps({key: words[key] | facts.get(key, {}) for key in words})
    for name, text in texts.items():
        if name.endswith("/exercise.yaml"):
            exercise = yaml.load(text, yaml.SafeLoader)
            for dose in exercise["dosage"].values():
                for field in ("load", "range"):
                    if dose.get(field):
                        dose[field] = [steps[field][str(step)] for step in dose[field]]
            yield name, json.dumps(exercise)
        elif name not in done:
            yield name, text


def test_a_snapshot_of_the_earlier_layout_is_the_same_content(english: Content) -> None:
    kept = from_snapshot(to_snapshot(dict(earlier_layout(dict(english.files)))))

    assert kept.program == english.program
    assert {name: one.spec for name, one in kept.exercises.items()} == {
        name: one.spec for name, one in english.exercises.items()
    }
    assert (kept.terms, kept.muscles, kept.equipment, kept.faults) == (
        english.terms, english.muscles, english.equipment, english.faults,
    )  # fmt: skip
