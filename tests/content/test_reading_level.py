"""The reading level is the Flesch-Kincaid grade."""

import pytest

from sinew.content.reading_level import grade, hardest, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("thigh", 1), ("knees", 1), ("muscle", 2), ("hamstring", 2), ("exercise", 3), ("movement", 2),
        ("bruises", 2), ("lifted", 2), ("moved", 1), ("people", 2), ("idea", 3), ("therapist", 3),
         ("quiet", 2),
        ("serious", 3), ("emergency", 4), ("gently", 2), ("raised", 1), ("physician", 3), ("2", 1), ("45", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_sentence_with_a_known_count_gets_its_known_grade() -> None:
    # 13 words, 24 syllables: 0.39 * 13 + 11.8 * 24 / 13 - 15.59
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert grade(sentences(text)) == pytest.approx(11.26, abs=0.01)


def test_nothing_to_read_is_grade_zero() -> None:
    assert grade([]) == 0.0


def test_sentences_end_at_points_but_not_inside_numbers() -> None:
    assert [part.text for part in sentences("It rose 2.7 times. So finish it.", line=4)] == [
        "It rose 2.7 times.",
        "So finish it.",
    ]


def test_the_hardest_sentence_is_pointed_out() -> None:
    hard = "Musculotendinous rehabilitation necessitates considerable persistence daily."
    assert hardest(sentences(f"Stand tall and take a breath. {hard}")).text == hard
