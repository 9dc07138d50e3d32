"""The content we ship is sound, complete, and says what its sources say."""

import os
import re
from pathlib import Path

import pytest
import yaml

from sinew import content
from sinew.content.authored import VOCABULARIES, ExerciseFile
from sinew.content.prose import READING_GRADE_LIMIT
from sinew.content.schema import schemas
from sinew.program import Range
from sinew.program.exercise import KINDS, POSITIONS
from sinew.vocabulary import Evidence

ROOT = content.default_root()
SAMPLES = Path(os.environ.get("SINEW_SAMPLES") or ROOT.parent.parent / "shared" / "motion-samples")
PACK = SAMPLES.parent / "clinical" / "hamstring-evidence.md"  # docs/evidence.md

EXERCISES_IN_THE_PACK = 75
NAMED_IN_THE_SEED = {
    "hamstring-curl-standing", "hamstring-curl-prone", "mini-squat", "lunge-reverse", "bridge-double",
    "donkey-kick",
    "downward-dog", "knee-to-chest", "hamstring-stretch-standing", "hamstring-stretch-seated",
}  # fmt: skip

ARTICLES = {
    "hamstring-definition", "strains-by-grade", "tears-and-avulsion", "proximal-hamstring-tendinopathy",
    "tightness-and-stretching", "nerve-related-leg-pain", "first-72-hours", "movement-is-medicine",
    "coming-back-to-running", "preventing-the-next-injury",
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped_content() -> content.Content:
    return content.load(ROOT)


def test_written_and_planned_exercises_are_together_the_seventy_five_of_the_evidence_pack(
    shipped_content: content.Content,
) -> None:
    planned = yaml.safe_load((ROOT / "vocabulary" / "planned-exercises.yaml").read_text(encoding="utf-8"))

    assert not set(planned["planned"]) & set(shipped_content.exercises)
    assert len(planned["planned"]) + len(shipped_content.exercises) == EXERCISES_IN_THE_PACK
    assert set(shipped_content.exercises) >= NAMED_IN_THE_SEED


def test_every_exercise_is_shown_moving(shipped_content: content.Content) -> None:
    without = {name for name, exercise in shipped_content.exercises.items() if exercise.movement is None}
    assert without == set()


def test_every_camera_fault_has_a_sentence_the_member_hears(shipped_content: content.Content) -> None:
    for exercise in shipped_content.exercises.values():
        reported = {rule.id for rule in exercise.tracking.faults} if exercise.tracking else set()
        assert reported <= set(exercise.cues), exercise.id


def test_the_camera_is_set_up_exactly_where_it_can_see_the_exercise(shipped_content: content.Content) -> None:
    for exercise in shipped_content.exercises.values():
        says_no_camera = "do not need the camera" in exercise.camera_setup
        assert says_no_camera == (exercise.tracking is None), exercise.id


def test_a_camera_measures_an_exercise_the_way_its_dose_is_counted(shipped_content: content.Content) -> None:
    for exercise in shipped_content.exercises.values():
        if exercise.tracking is not None:
            counted = {"hold": "holds"}.get(exercise.tracking.mode, "repetitions")
            assert counted == exercise.counted, exercise.id


def test_every_exercise_reads_at_grade_eight_or_below(shipped_content: content.Content) -> None:
    for item in (*shipped_content.exercises.values(), *shipped_content.articles.values()):
        assert 0 < item.reading_grade <= READING_GRADE_LIMIT


def test_nothing_claims_a_review(shipped_content: content.Content) -> None:
    items = (*shipped_content.exercises.values(), *shipped_content.articles.values())
    assert all(item.reviewed is None for item in items)


def test_published_marks_rest_on_sources_that_were_found(shipped_content: content.Content) -> None:
    for exercise in shipped_content.exercises.values():
        for mark in exercise.evidence_marks:
            if mark.mark is Evidence.PUBLISHED:
                assert any(shipped_content.references[name].mark == "found" for name in mark.references)


def test_the_article_teaches_what_it_promises(shipped_content: content.Content) -> None:
    article = shipped_content.articles["hamstring-definition"]

    assert article.title == "Hamstring: definition and what it is"
    assert set(article.exercises) == NAMED_IN_THE_SEED
    assert all(f'href="/library/{name}/"' in article.body_html for name in NAMED_IN_THE_SEED)
    assert 900 <= article.words <= 1300
    assert [section.id for section in article.sections] == [
        "three-muscles-two-joints", "what-can-go-wrong-from-tight-to-torn", "when-to-get-help-now",
        "why-movement-heals", "exercises-and-stretches-that-help", "how-this-program-helps",
        "how-sure-we-are",
    ]  # fmt: skip
    assert "not medical advice" in article.disclaimer


def test_there_are_the_ten_articles_each_with_figures_sources_and_when_to_get_help(
    shipped_content: content.Content,
) -> None:
    assert set(shipped_content.articles) == ARTICLES
    for article in shipped_content.articles.values():
        sections = {section.id for section in article.sections}
        assert 600 <= article.words <= 1300, article.id
        assert 1 <= sum(bool(passage.exercise) for passage in article.body) <= 2, article.id
        assert len(article.references) >= 5, article.id
        assert len(article.key_points) == 5, article.id
        assert sections & {"when-to-get-help", "when-to-get-help-now"}, article.id
        assert "how-sure-we-are" in sections, article.id
        assert "not medical advice" in article.disclaimer, article.id


def test_every_article_can_be_reached_from_the_first_one(shipped_content: content.Content) -> None:
    reached, waiting = {"hamstring-definition"}, ["hamstring-definition"]
    while waiting:
        linked = re.findall(r'href="/learn/([a-z0-9-]+)/"', shipped_content.articles[waiting.pop()].body_html)
        waiting += set(linked) - reached
        reached |= set(linked)
    assert reached == ARTICLES


def test_every_term_of_the_glossary_is_used_in_an_article(shipped_content: content.Content) -> None:
    used = {term for article in shipped_content.articles.values() for term in article.related_terms}
    assert set(shipped_content.terms) == used
    assert len(used) >= 35


def test_each_link_inside_an_article_has_its_target_on_the_page(shipped_content: content.Content) -> None:
    for article in shipped_content.articles.values():
        there = {f"ref-{name}" for name in article.references}
        there |= {f"term-{name}" for name in article.related_terms}
        there |= set(re.findall(r'id="([^"]+)"', article.body_html))
        assert set(re.findall(r'href="#([^"]+)"', article.body_html)) <= there, article.id


def test_the_json_schema_in_the_repository_is_the_one_the_models_make() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schema").glob("*.json")}
    assert set(stored) == set(schemas())
    assert {name: yaml.safe_load(text) for name, text in stored.items()} == schemas()


def test_the_lists_of_the_schema_are_those_of_the_program() -> None:
    fields = ExerciseFile.model_json_schema()["properties"]

    assert tuple(fields["kind"]["enum"]) == KINDS
    assert tuple(fields["position"]["enum"]) == POSITIONS
    assert set(VOCABULARIES) == {path.stem for path in (ROOT / "vocabulary").glob("*.yaml")}


def test_an_emergency_number_is_known_by_country_and_never_guessed(
    shipped_content: content.Content,
) -> None:
    emergency = shipped_content.emergency

    assert emergency.evidence is Evidence.DESIGN
    assert {code: emergency.number(code) for code in ("US", "de", "AU", "NO", "CH")} == {
        "US": "911", "de": "112", "AU": "000", "NO": "113", "CH": "144"
    }  # fmt: skip
    assert emergency.number("ZZ") is None
    assert emergency.number(None) is None
    assert "112" in emergency.elsewhere


def test_pain_changes_by_two_points_before_it_means_something(shipped_content: content.Content) -> None:
    assert shipped_content.outcomes is not None
    pain = shipped_content.outcomes.measures["nprs"]

    assert pain.mic is not None
    assert (pain.low, pain.high, pain.better, pain.mic.value) == (0, 10, "lower", 2)
    assert pain.mic.evidence is Evidence.PUBLISHED


def _pack() -> dict[str, dict[str, object]]:
    blocks = re.findall(r"```yaml\n(- id:.*?)```", PACK.read_text(encoding="utf-8"), re.DOTALL)
    return {item["id"]: item for block in blocks for item in yaml.safe_load(block)}


@pytest.mark.samples
@pytest.mark.skipif(not PACK.exists(), reason=f"needs the evidence pack at {PACK}")
def test_limits_phases_and_ladders_are_those_of_the_evidence_pack(shipped_content: content.Content) -> None:
    pack = _pack()
    for exercise in shipped_content.exercises.values():
        entry = pack[exercise.id]
        assert exercise.hip_flexion_max_deg == entry["cam"]["hipflex"], exercise.id
        assert exercise.elongation_deg == entry["cam"]["esh"], exercise.id
        assert set(exercise.phases) == set(entry["about"]["phases"]) == set(entry["dose"]), exercise.id
        assert exercise.easier == entry["safe"]["easier"], exercise.id
        assert exercise.harder == entry["safe"]["harder"], exercise.id
        assert exercise.kind == entry["about"]["kind"], exercise.id


@pytest.mark.samples
@pytest.mark.skipif(not PACK.exists(), reason=f"needs the evidence pack at {PACK}")
def test_every_dose_begins_with_the_sets_of_the_evidence_pack(shipped_content: content.Content) -> None:
    for exercise in shipped_content.exercises.values():
        if exercise.counted == "time":
            continue
        for phase, dose in _pack()[exercise.id]["dose"].items():
            sets, amount = re.search(r"([\d-]+) x ([\d-]+)", dose).groups()
            ours = exercise.dosage[phase].range
            counts = (ours.repetitions, ours.hold_s) if exercise.counted == "holds" else (ours.repetitions,)
            assert _range(ours.sets) == sets, (exercise.id, phase)
            if "15RM to 8RM" in dose:  # the load grows while the repetitions fall
                amount = "8-15"
            assert amount in {_range(count) for count in counts}, (exercise.id, phase, dose)


def _range(numbers: Range | None) -> str:
    if numbers is None:
        return ""
    low, high = numbers.low, numbers.high
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"
