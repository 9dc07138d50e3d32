"""Faults planted in the shipped content are found: each with its file, its line and a reason."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinew.content.files import to_snapshot
from sinew.content.loading import from_snapshot, load_files
from sinew.errors import InputRefused, Problem

BRIDGE = "exercises/bridge-double/exercise.yaml"
WALK = "exercises/walk-easy/exercise.yaml"
SQUAT_FIGURE = "exercises/mini-squat/figure.yaml"
BRIDGE_FIGURE = "exercises/bridge-double/figure.yaml"
BRIDGE_TRACKING = "exercises/bridge-double/tracking.yaml"
BRIDGE_TEXT = "exercises/bridge-double/coaching.en.md"
ARTICLE = "articles/hamstring-definition/article.yaml"
ARTICLE_TEXT = "articles/hamstring-definition/article.en.md"

NUMBERS = "vocabulary/emergency-numbers.yaml"
EMERGENCY_TEXT = "vocabulary/emergency.en.yaml"
COACHING = "vocabulary/coaching.en.yaml"
INSURER = "vocabulary/insurer-answers.en.yaml"
OUTCOMES = "questionnaires/outcomes/outcomes.yaml"
NPRS, LEFS, LEFS_TEXT = (
    f"questionnaires/{name}.yaml"
    for name in ("nprs/questionnaire", "lefs/questionnaire", "lefs/questionnaire.en")
)
PGIC = "questionnaires/pgic/questionnaire.yaml"

HARD = "Interdisciplinary rehabilitation methodologies " * 20 + "help."


@dataclass(frozen=True)
class Fault:
    """A replacement in one file and the problem it must cause.

    ``at`` is text of the line that is to be named, in the spoiled file.
    """

    name: str
    file: str
    old: str
    new: str
    code: str
    at: str
    says: str


TESTS = "programs/hamstring/tests.yaml"
TESTS_TEXT = "programs/hamstring/tests.en.yaml"
MEASURED = "programs/hamstring/movement-tests.yaml"
MEASURED_TEXT = "programs/hamstring/movement-tests.en.yaml"

FAULTS = [
    Fault("an outcome of an insurer without a title", INSURER, "    title: One detail does not fit\n", "",
          "missing-field", "wrong_details:", "wrong_details.title"),
    Fault("a fact about a plan without its day", INSURER, "began on {day}.", "began.",
          "bad-value", "Your plan began.", "{day}"),
    Fault("a fact with a place nobody fills in", INSURER, "names {share} of", "names {part} of",
          "bad-value", "{part}", "{share}"),
    Fault("an answer of an insurer that shouts", INSURER, "Or come back tomorrow.", "Come back!",
          "exclamation-mark", "Come back!", "calmly"),
    Fault("a test of a gate nobody is guided through", TESTS,
          "  load-test: {way: count, exercise: bridge-single}\n", "", "missing-test", "tests:", "load-test"),
    Fault("a guide to a test no gate knows", TESTS, "  loaded-hinge:", "  loaded-hinges:", "unknown-test",
          "loaded-hinges:", "loaded-hinges"),
    Fault("a test with the figure of no exercise", TESTS, "exercise: rdl-double", "exercise: rdl-triple",
          "unknown-exercise", "loaded-hinge:", "rdl-triple"),
    Fault("a timer that counts to nothing", TESTS, "{way: timer, aim: 20}", "{way: timer}", "aim",
          "sitting-20-min:", "needs an aim"),
    Fault("pictures without angles", TESTS, ", angles: [180, 170, 160, 150, 140]}", "}", "angles",
          "knee-straight-lying:", "need angles"),
    Fault("a way to test we do not know", TESTS, "way: done}", "way: guess}", "bad-value", "jog-backward:",
          "way"),
    Fault("a test without steps", TESTS_TEXT, "    title: Jog backward\n", "", "missing-field",
          "jog-backward:", "title"),
    Fault("a camera for a test no gate file knows", MEASURED, "  single-leg-balance:", "  one-leg-balance:",
          "unknown-test", "one-leg-balance:", "one-leg-balance"),
    Fault("a test in another unit than the program's", MEASURED, "    unit: deg\n    per_side: true",
          "    unit: s\n    per_side: true", "unit-mismatch", "active-knee-extension:", "has deg"),
    Fault("repetitions of no tracked exercise", MEASURED, "tracking: bridge-single",
          "tracking: bridge-triple",
          "unknown-exercise", "single-leg-bridge:", "tracked"),
    Fault("an angle the engine does not know", MEASURED, "signal: leg_raise\n", "signal: leg_rise\n",
          "unknown-signal", "straight-leg-raise:", "signal"),
    Fault("a published change from nowhere", MEASURED, "published, source: [s24]", "published, source: []",
          "published-without-source", "straight-leg-raise:", "source"),
    Fault("a change from a source nobody listed", MEASURED, "source: [s24]", "source: [s999]",
          "unknown-reference", "change: {value: 7,", "s999"),
    Fault("bridges that are good at nothing", MEASURED, "    good: 15 ", "    # good: 15 ",
          "missing-good", "single-leg-bridge:", "good"),
    Fault("a check nobody hears of", MEASURED_TEXT,
          "    knee-straight: \"Keep the knee straight while you raise the leg.\"\n", "", "missing-words",
          "problems:", "knee-straight"),
    Fault("an end that never comes", MEASURED_TEXT, "    returned:", "    went-home:", "missing-words",
          "ends:", "returned"),
    Fault("a link to an exercise nobody wrote or planned", BRIDGE, "easier: bridge-hold-double",
          "easier: bridge-of-sighs", "unknown-exercise", "easier:", "bridge-of-sighs"),
    Fault("a ladder that goes in a circle", "exercises/bridge-hold-double/exercise.yaml",
          "easier: heel-dig-isometric", "easier: bridge-double", "ladder-cycle", "easier:", "in a circle"),
    Fault("a ladder that goes both ways at one step", BRIDGE, "harder: bridge-march",
          "harder: bridge-hold-double", "ladder-both-ways", "harder:", "both easier and harder"),
    Fault("a dose in a phase whose hip flexion it exceeds", WALK, "hip_flexion_max_deg: 30",
          "hip_flexion_max_deg: 40", "beyond-phase-limit", "H1:", "40° is more than the 30° of phase H1"),
    Fault("a dose in a phase whose elongation it exceeds", "exercises/active-knee-extension/exercise.yaml",
          "elongation_deg: 45", "elongation_deg: 50", "beyond-phase-limit", "S1:",
          "50° is more than the 45° of phase S1"),
    Fault("a harder variant with too much hip flexion for the phase", BRIDGE, "hip_flexion_max_deg: 45",
          "hip_flexion_max_deg: 60", "beyond-phase-limit", "H2:", "60° is more than the 45° of phase H2"),
    Fault("a harder variant with too much elongation for the phase", BRIDGE, "elongation_deg: -35",
          "elongation_deg: 75", "harder-beyond-limit", "harder: bridge-double",
          "leads to “bridge-double”, whose elongation of 75°"),
    Fault("no references at all", BRIDGE, "references: [s07, s09, seed]", "references: []",
          "no-references", "references: []", "at least one"),
    Fault("a figure that bends a knee too far", SQUAT_FIGURE, "both: {hip: 53, knee: 46}",
          "both: {hip: 53, knee: 165}", "refused", "- name: Stand tall", "near knee is"),
    Fault("a figure whose hands slide", SQUAT_FIGURE, "chair: {at: 0.18", "chair: {at: 0.8", "refused",
          "- name: Stand tall", "near hand on chair slips by"),
    Fault("a figure that sinks into the ground", SQUAT_FIGURE,
          "touching: [near foot, far foot, near hand on chair, far hand on chair]",
          "touching: [near foot, near hand on chair]\n    far: {ankle: -50}", "refused",
          "- name: Stand tall", "below the floor"),
    Fault("a figure that hovers without a jump", SQUAT_FIGURE, "both: {hip: 53, knee: 46}",
          "touching: []", "refused", "- name: Small squat", "needs a lift"),
    Fault("an unknown muscle", BRIDGE, "also: [trunk]", "also: [trunck]", "unknown-muscle", "also:",
          "trunck"),
    Fault("an unknown piece of equipment", BRIDGE, "equipment: [[mat]]", "equipment: [[rug]]",
          "unknown-equipment", "equipment:", "rug"),
    Fault("an unknown fault", BRIDGE, "faults: [not-full-range,", "faults: [not-full-rage,",
          "unknown-fault", "faults:", "not-full-rage"),
    Fault("an unknown reference", BRIDGE, "references: [s07, s09, seed]",
          "references: [s07, s09, s999, seed]",
          "unknown-reference", "references: [s07, s09, s999", "s999"),
    Fault("a field we do not know", BRIDGE, "kind: strength", "kind: strength\ncolour: red",
          "unknown-field", "colour:", "colour"),
    Fault("a missing field", BRIDGE, "unilateral: false\n", "", "missing-field", "id: bridge", "unilateral"),
    Fault("a kind that is not in the list", BRIDGE, "kind: strength", "kind: strenght",
          "bad-value", "kind:", "kind"),
    Fault("a number below its limit", BRIDGE, "    sets: [2, 4]", "    sets: [-2, 4]",
          "bad-value", "sets: [-2, 4]", "S1"),
    Fault("a range that runs backward", BRIDGE, "repetitions: [8, 15]", "repetitions: [15, 8]",
          "empty-range", "repetitions: [15, 8]", "15 to 8"),
    Fault("a phase without a dose", BRIDGE, "repetitions: [8, 15]", "repetitions: null",
          "phase-without-dosage", "S1:", "repetitions"),
    Fault("more than seven days a week", BRIDGE, "per_week: 7", "per_week: 9", "dosage-limit", "S1:",
          "at most 7"),
    Fault("a fault without a cue", BRIDGE_TEXT, "- hips-sag: Lift your hips a little higher.\n", "",
          "missing-cue", "faults:", "hips-sag"),
    Fault("a cue for a fault not listed", BRIDGE_TEXT, "- hips-sag:",
          "- heel-lifts: Heels down.\n- hips-sag:",
          "unlisted-fault", "- heel-lifts:", "heel-lifts"),
    Fault("a cue without a fault", BRIDGE_TEXT, "- hips-sag: Lift", "- Lift", "cue-form",
          "- Lift your hips a little h",
          "fault-id"),
    Fault("a missing section", BRIDGE_TEXT, "## Why\n", "", "missing-section", "# Bridge", "Why"),
    Fault("a section we do not know", BRIDGE_TEXT, "## Why", "## Wherefore", "unknown-section",
          "## Wherefore",
          "Expected one of"),
    Fault("steps that are not numbered", BRIDGE_TEXT, "1. Press", "- Press", "wrong-block", "- Press",
          "numbered list"),
    Fault("an exclamation mark", BRIDGE_TEXT, "1. Press through your heels.", "1. Press through your heels!",
          "exclamation-mark", "1. Press", "calmly"),
    Fault("a text that is too hard", BRIDGE_TEXT, "Lie on your back and lift your hips.",
          HARD, "reading-level", HARD, "begin with: “Interdisciplinary"),
    Fault("published without a source that was found", BRIDGE,
          "{of: exercise, mark: published, references: [s07]}", "{of: exercise, mark: published}",
          "published-without-source", "{of: exercise, mark: published}", "needs a reference"),
    Fault("a side without an evidence mark", BRIDGE, "  - {of: limits, mark: design, references: [s09]}\n",
          "", "evidence-mark", "evidence:", "limits"),
    Fault("a mark for a phase without a dose", BRIDGE, "phases: [S1]", "phases: [S3]",
          "evidence-mark", "phases: [S3]", "S3"),
    Fault("support by a reference not listed", BRIDGE, "references: [s07, s09, seed]",
          "references: [s07, seed]",
          "unlisted-reference", "{of: limits", "s09"),
    Fault("an id that is not the folder", BRIDGE, "id: bridge-double", "id: bridge-dubble",
          "id-mismatch", "id:", "bridge-dubble"),
    Fault("a key written twice", BRIDGE, "kind: strength", "kind: strength\nkind: mobility",
          "duplicate-key", "kind: mobility", "twice"),
    Fault("YAML that cannot be parsed", BRIDGE, "equipment: [[mat]]", "equipment: [[mat]",
          "yaml-syntax", "muscles:", "not valid YAML"),
    Fault("a figure that is refused", "exercises/bridge-double/figure.yaml", "alt:", "alternative:",
          "refused", "alternative:", "alternative"),
    Fault("a reason not to track that nobody wrote", WALK, "untracked: leaves-the-picture",
          "untracked: too-foggy", "unknown-limit", "untracked:", "too-foggy"),
    Fault("neither a tracking definition nor a reason", WALK, "untracked: leaves-the-picture\n", "",
          "untracked-without-reason", "id:", "tracking.yaml"),
    Fault("a tracking definition and a reason against it", BRIDGE, "faults:", "untracked: too-fast\nfaults:",
          "tracked-and-untracked", "untracked:", "tracking.yaml"),
    Fault("a tracking definition for another exercise", "exercises/mini-squat/tracking.yaml",
          "exercise: mini-squat", "exercise: maxi-squat", "id-mismatch", "exercise:", "maxi-squat"),
    Fault("a tracking definition that is refused", "exercises/mini-squat/tracking.yaml",
          "mode: repetitions", "mode: repetition", "refused", "mode:", "repetition"),
    Fault("an article link to nowhere", ARTICLE_TEXT, "(exercise:mini-squat)", "(exercise:micro-squat)",
          "broken-link", "micro-squat", "micro-squat"),
    Fault("an article figure of an exercise there is not", ARTICLE_TEXT,
          "![The bridge. Your program picks what fits you today.](exercise:bridge-double)",
          "![The bridge.](exercise:bridge-duble)", "unknown-exercise", "bridge-duble", "bridge-duble"),
    Fault("an unsafe link", ARTICLE_TEXT, "(exercise:mini-squat)", "(javascript:alert)",
          "link-target", "javascript", "neither https"),
    Fault("a term that is not among the related ones", ARTICLE, "  - sit-bone\n", "",
          "broken-link", "", "sit-bone"),
    Fault("a citation of an unlisted reference", ARTICLE_TEXT, "[^s01b]", "[^s02b]", "unlisted-reference",
          "[^s02b]",
          "s02b"),
    Fault("a reference never cited", ARTICLE, "references: [seed,", "references: [s04, seed,",
          "uncited-reference", "references:", "s04"),
    Fault("marks without their explanation", ARTICLE_TEXT, "## How sure we are", "## About this",
          "unexplained-marks", "", "How sure we are"),
    Fault("an article without a disclaimer", ARTICLE_TEXT, "## Disclaimer", "## Small print",
          "missing-section", "# Hamstring", "disclaimer"),
    Fault("HTML in an article", ARTICLE_TEXT, "Each leg has three", "<b>Each</b> leg has three",
          "markdown-unknown", "<b>Each</b>", "Markdown"),
    Fault("a glossary term related to nothing", "vocabulary/terms.yaml",
          "related: [tendon, hamstring-tendinopathy]", "related: [tendon, tendinitis]",
          "unknown-term", "tendinitis", "tendinitis"),
    Fault("a glossary entry that shouts", "vocabulary/terms.en.yaml", "that you sit on. The",
          "that you sit on! The", "exclamation-mark", "sit-bone", "calmly"),
    Fault("a term without words", "vocabulary/terms.yaml", "tendon: {related", "sinew: {related",
          "missing-words", "sinew: {related", "terms.en.yaml"),
    Fault("words for no equipment", "vocabulary/equipment.en.yaml", "chair: {name", "throne: {name",
          "unknown-equipment", "throne: {name", "throne"),
    Fault("a load without words", "exercises/calf-raise/exercise.yaml", "load: [", "load: [feather, ",
          "unknown-load", "feather", "feather"),
    Fault("a reference with a mark we do not know", "vocabulary/references.yaml", "mark: memory",
          "mark: hearsay",
          "bad-value", "mark: hearsay", "mark"),
    Fault("an exercise both planned and written", "vocabulary/planned-exercises.yaml", "planned: []",
          "planned:\n  - mini-squat", "already-written", "planned:", "mini-squat"),
    Fault("a red flag with an unknown source", "programs/hamstring/red-flags.yaml", "source: [s12, s12b]",
          "source: [s12, s12z]", "unknown-reference", "s12z", "s12z"),
    Fault("a rule with an unknown evidence mark", "programs/hamstring/red-flags.yaml", "evidence: published",
          "evidence: rumor", "evidence-mark", "evidence: rumor", "rumor"),
    Fault("a rule about a question nobody asks", "programs/hamstring/red-flags.yaml", "{answer: rf-01,",
          "{answer: rf-99,", "unknown-question", "RF-01", "rf-99"),
    Fault("shouting in the intake", "questionnaires/intake/questionnaire.en.yaml", "text: How old are you?",
          "text: How old are you, please!", "exclamation-mark", "How old are you", "calmly"),
    Fault("an emergency number of no country", NUMBERS, '  US: {ambulance: "911"}',
          '  UX: {ambulance: "911"}', "missing-words", "UX:", "no name"),
    Fault("a country without an emergency number", EMERGENCY_TEXT, "  US: United States",
          "  ZZ: Nowhere\n  US: United States", "unknown-emergency-number", "ZZ:", "ZZ"),
    Fault("an emergency number that is a word", NUMBERS, '  US: {ambulance: "911"}',
          "  US: {ambulance: nine}", "bad-value", "US:", "ambulance"),
    Fault("an emergency number that lost its quotes", NUMBERS, '  AU: {ambulance: "000"}',
          "  AU: {ambulance: 000}", "bad-value", "AU:", "ambulance"),
    Fault("an emergency number with an unknown source", NUMBERS, "[m-eecc-2018]", "[m-eecc-2081]",
          "unknown-reference", "m-eecc-2081", "m-eecc-2081"),
    Fault("emergency numbers with an unknown mark", NUMBERS, "evidence: design", "evidence: rumor",
          "bad-value", "evidence:", "evidence"),
    Fault("a prompt without words", COACHING, "  hold-still: Hold still for a moment.\n", "",
          "missing-words", "camera:", "hold-still"),
    Fault("words for a prompt that no engine gives", COACHING, "  hold-still:",
          "  hold-breath: Hold your breath.\n  hold-still:", "unknown-thing-to-say", "hold-breath:",
          "hold-breath"),
    Fault("a day without a session and without words", COACHING, "  waiting: If it gets worse",
          "  wating: If it gets worse", "missing-words", "between_sessions:", "waiting"),
    Fault("a pain zone without advice", COACHING, "  red: Let us stop", "  rod: Let us stop",
          "missing-words", "pain:", "red"),
    Fault("a morning that cannot be answered", COACHING, '  "+3": Much more pain\n', "",
          "missing-words", "mornings:", "+3"),
    Fault("a prompt that shouts", COACHING, "Move back a little.", "Move back a little!",
          "exclamation-mark", "move-back:", "calmly"),
    Fault("a section of words we do not know", COACHING, "mornings:", "evenings:",
          "unknown-field", "evenings:", "evenings"),
    Fault("a measure in the order without a folder", OUTCOMES, "order: [nprs,", "order: [vas,",
          "unknown-measure", "order:", "nprs"),
    Fault("points of the schedule that overlap", OUTCOMES, "open_days: 14", "open_days: 26",
          "overlapping", "asking:", "same time"),
    Fault("a responder by a measure there is not", OUTCOMES, "measure: psfs", "measure: odi",
          "unknown-measure", "measure: odi", "odi"),
    Fault("a meaningful change larger than the scale", NPRS, "{value: 2, evidence: published",
          "{value: 20, evidence: published", "out-of-range", "mic:", "range"),
    Fault("a measure with an unknown source", NPRS, "[s53, s53b, s53c, s53d]", "[s530]",
          "unknown-reference", "s530", "s530"),
    Fault("a measure published without a found source", NPRS, "[s53, s53b, s53c, s53d]",
          "[m-eecc-2018]", "published-without-source", "evidence:", "needs a reference"),
    Fault("a sum that its items cannot give", LEFS, "range: [0, 80]", "range: [0, 100]",
          "range-of-items", "range:", "0 to 80"),
    Fault("licensed wording in the repository", LEFS_TEXT, "title:",
          "items: {item-01: {text: Walking}}\ntitle:", "licensed-wording", "items:", "never stand"),
    Fault("an answer worth more than its item", PGIC, "points: [1, 2, 3, 4, 5, 6, 7]",
          "points: [1, 2, 3, 4, 5, 6, 9]", "out-of-range", "points:", "9"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_named_with_file_line_and_reason(
    fault: Fault, texts: dict[str, str], problems: Callable[[dict[str, str]], list[Problem]]
) -> None:
    assert fault.old in texts[fault.file]
    texts[fault.file] = texts[fault.file].replace(fault.old, fault.new, 1)

    found = [problem for problem in problems(texts) if problem.code == fault.code]

    assert any(fault.says in problem.message for problem in found), problems(texts)
    assert any(fault.at in _line(problem, texts) for problem in found), found


MISCOUNTED = [
    Fault("a figure that goes too small a way to be counted", BRIDGE_FIGURE, "trunk: -111.5", "trunk: -100",
          "figure-not-counted", "mode:", "counts 0 of the 2 repetitions"),
    Fault("a figure that moves too fast for its own exercise", BRIDGE_FIGURE, "takes_s: 2\n    hold_s: 1.2",
          "takes_s: 0.7\n    hold_s: 1.2", "figure-not-counted", "faults:", "finds the fault “too-fast”"),
    Fault("a definition that looks for another movement", BRIDGE_TRACKING, "target_deg: 8",
          "target_deg: 100", "figure-not-counted", "mode:", "counts 0 of the 2 repetitions"),
]  # fmt: skip


@pytest.mark.parametrize("fault", MISCOUNTED, ids=lambda fault: fault.name)
def test_a_figure_its_own_engine_does_not_count_is_named(fault: Fault, texts: dict[str, str]) -> None:
    assert fault.old in texts[fault.file]
    texts[fault.file] = texts[fault.file].replace(fault.old, fault.new, 1)

    with pytest.raises(InputRefused) as refused:
        load_files(texts, verdicts={})

    found = [problem for problem in refused.value.problems if problem.code == fault.code]
    assert any(fault.says in problem.message for problem in found), refused.value.problems
    assert any(fault.at in _line(problem, texts) for problem in found), found


def test_every_tracked_figure_is_counted_once_and_then_remembered(texts: dict[str, str]) -> None:
    verdicts: dict[str, list[str]] = {}
    load_files(texts, verdicts=verdicts)
    tracked = [name for name in texts if name.replace("tracking.yaml", "figure.yaml") in texts]
    tracked = [name for name in tracked if name.endswith("/tracking.yaml")]
    assert list(verdicts.values()) == [[]] * len(tracked)

    remembered = {key: ["mode: It was said so before."] for key in verdicts}
    with pytest.raises(InputRefused, match="said so before"):
        load_files(texts, verdicts=remembered)

    texts[BRIDGE_FIGURE] += "# a note\n"
    load_files(texts, verdicts=verdicts)
    assert len(verdicts) == len(tracked) + 1


def test_a_changed_snapshot_is_named_with_file_line_and_reason(texts: dict[str, str]) -> None:
    document = json.loads(to_snapshot(texts))
    document["files"][WALK] = texts[WALK].replace("per_week: 7", "per_week: 6", 1)
    document["files"]["vocabulary/extra.yaml"] = "a: 1"
    del document["files"][COACHING]

    with pytest.raises(InputRefused) as refused:
        from_snapshot(json.dumps(document))

    places = {problem.where: problem.message for problem in refused.value.problems}
    walk = next(place for place in places if WALK in place)
    assert "per_week: 7" in texts[WALK].splitlines()[int(walk.rpartition(":")[2]) - 1]
    assert "not the one the snapshot was made of" in places[walk]
    assert "missing" in places[f"content/{COACHING}:1"]
    assert "added" in places["content/vocabulary/extra.yaml:1"]


def _line(problem: Problem, texts: dict[str, str]) -> str:
    """The text of the line that a problem points at."""
    file, _, number = problem.where.rpartition(":")
    assert file.startswith("content/")
    return texts[file.removeprefix("content/")].splitlines()[int(number) - 1]


def test_every_planted_fault_is_reported_in_one_pass(
    texts: dict[str, str], problems: Callable[[dict[str, str]], list[Problem]]
) -> None:
    planted = [BRIDGE, BRIDGE_TEXT, ARTICLE_TEXT]
    texts[BRIDGE] = texts[BRIDGE].replace("also: [trunk]", "also: [trunck]")
    texts[BRIDGE_TEXT] = texts[BRIDGE_TEXT].replace("heels.", "heels!", 1)
    texts[ARTICLE_TEXT] = texts[ARTICLE_TEXT].replace("(exercise:mini-squat)", "(exercise:micro-squat)")

    assert {problem.where.rpartition(":")[0] for problem in problems(texts)} == {
        f"content/{name}" for name in planted
    }


@pytest.mark.parametrize(
    "missing",
    [
        BRIDGE, BRIDGE_TEXT, ARTICLE, ARTICLE_TEXT, "vocabulary/faults.en.yaml",
        "programs/hamstring/gates.yaml",
        NUMBERS, EMERGENCY_TEXT, COACHING, OUTCOMES, NPRS,
    ],
)  # fmt: skip
def test_a_missing_file_is_named(
    missing: str, texts: dict[str, str], problems: Callable[[dict[str, str]], list[Problem]]
) -> None:
    del texts[missing]

    assert any(problem.where == f"content/{missing}:1" for problem in problems(texts))


def test_problems_come_in_reading_order(
    texts: dict[str, str], problems: Callable[[dict[str, str]], list[Problem]]
) -> None:
    texts[BRIDGE] = texts[BRIDGE].replace("kind: strength", "kind: strenght").replace("[[mat]]", "[[mat], 3]")

    lines = [int(problem.where.rpartition(":")[2]) for problem in problems(texts) if BRIDGE in problem.where]

    assert lines == sorted(lines)
    assert len(lines) >= 2


SPOILABLE = [
    BRIDGE, BRIDGE_TEXT, ARTICLE, ARTICLE_TEXT, "exercises/bridge-double/figure.yaml",
    "exercises/bridge-double/tracking.yaml", "vocabulary/faults.en.yaml", "programs/hamstring/red-flags.yaml",
    "programs/hamstring/sessions.yaml", "questionnaires/intake/questionnaire.yaml",
    NUMBERS, EMERGENCY_TEXT, COACHING, OUTCOMES, NPRS,
]  # fmt: skip

SPOILERS = ["", "x: 3", "- [a, {b: c}]", "<script>", "{", "\t", "é: é", "# note"]
SPOILERS += [f"KEY: {value}" for value in ("", "3", "[a, {b: c}]", "{x: 1}", "'", "[[1]]")]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(SPOILABLE), at=st.floats(0, 1), spoiler=st.sampled_from(SPOILERS))
def test_whatever_is_written_is_read_or_refused_with_places(
    texts: dict[str, str],
    problems: Callable[[dict[str, str]], list[Problem]],
    file: str,
    at: float,
    spoiler: str,
) -> None:
    lines = texts[file].splitlines()
    position = int(at * (len(lines) - 1))
    lines[position] = spoiler.replace("KEY", lines[position].partition(":")[0])

    for problem in problems({**texts, file: "\n".join(lines)}):
        assert problem.where.startswith("content/")
        assert int(problem.where.rpartition(":")[2]) >= 1
        assert problem.message


def test_an_article_cannot_show_an_exercise_without_a_figure(
    texts: dict[str, str], problems: Callable[[dict[str, str]], list[Problem]]
) -> None:
    del texts["exercises/bridge-double/figure.yaml"]

    assert {"no-figure"} <= {problem.code for problem in problems(texts) if ARTICLE_TEXT in problem.where}


def test_a_figure_is_checked_once_and_again_when_it_changes(texts: dict[str, str]) -> None:
    read = load_files(texts).exercises
    changed = {**texts, SQUAT_FIGURE: texts[SQUAT_FIGURE].replace("hold_s: 0.", "hold_s: 1.", 1)}
    again = load_files(changed).exercises

    assert changed != texts
    assert again["bridge-double"].movement is read["bridge-double"].movement
    assert again["mini-squat"].movement != read["mini-squat"].movement
