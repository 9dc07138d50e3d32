"""YAML is read with its lines, and without YAML 1.1's surprises."""

from sinew.content.source import Report, read_yaml

TEXT = """\
id: x
answers: {no: no, yes: true, day: 2026-11-23, half: 1.5, none: null}
phases:
  - id: S1
    sets: [2, 4]
  - id: S2
    sets: 3
"""


def test_only_true_and_false_are_flags_and_days_stay_text() -> None:
    file = read_yaml("a.yaml", TEXT, Report())

    assert file.data["answers"] == {"no": "no", "yes": True, "day": "2026-11-23", "half": 1.5, "none": None}


def test_every_place_knows_its_line() -> None:
    file = read_yaml("a.yaml", TEXT, Report())

    assert file.line("phases", 1, "sets") == 7
    assert file.line("phases", 0, "sets", 1) == 5
    assert file.line("phases", 0, "rest") == 4
    assert file.line("missing") == 1


def test_a_place_in_words_names_list_items_by_id_or_position() -> None:
    file = read_yaml("a.yaml", TEXT, Report())

    assert file.line_of_words("phases[S2].sets") == 7
    assert file.line_of_words("phases[0]") == 4
    assert file.line_of_words(".phases.S2") == 6


def test_a_syntax_error_is_a_problem_with_a_line_and_reads_as_nothing() -> None:
    report = Report()

    assert read_yaml("a.yaml", "a: 1\nb: [1\n", report).data == {}
    assert [(problem.where, problem.code) for problem in report.problems] == [
        ("content/a.yaml:3", "yaml-syntax")
    ]


def test_tags_and_aliases_are_refused_and_never_make_objects_or_loops() -> None:
    for text in ("a: !!python/object/apply:os.system [echo]", "a: &x [1, *x]", "a: &x [1]\nb: *x"):
        report = Report()
        read_yaml("a.yaml", text, report)
        assert [problem.code for problem in report.problems] == ["yaml-alias"], text


def test_an_item_is_found_by_its_id_though_its_list_is_not_named() -> None:
    assert read_yaml("a.yaml", TEXT, Report()).line_of_words("S2.sets") == 7


def test_a_name_that_is_no_word_is_a_problem() -> None:
    report = Report()
    assert read_yaml("a.yaml", "{[a]: 1, b: 2}", report).data == {"b": 2}
    assert [problem.code for problem in report.problems] == ["yaml-key"]
