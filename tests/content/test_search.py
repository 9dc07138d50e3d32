"""The search: what it finds, in which order, and what it forgives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew import content
from sinew.content.search import MOST_LETTERS, Answer, SearchIndex, stem
from sinew.content.typing_mistakes import distance, most_similar

INDEX = SearchIndex(content.load(content.default_root()))


def found(question: str) -> list[str]:
    return [hit.page.id for hit in INDEX.search(question).hits]


def text_of(answer: Answer, page: str) -> str:
    snippet = next(hit.snippet for hit in answer.hits if hit.page.id == page)
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in snippet)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("bridge", "bridge-double"),
        ("Sit bone", "sit-bone"),
        ("blood clot", "blood-clot"),
        ("72 hours", "first-72-hours"),
        ("coming back to running", "coming-back-to-running"),
        ("shock waves", "proximal-hamstring-tendinopathy"),
        ("avulsion", "avulsion"),
    ],
)
def test_the_page_that_is_about_it_comes_first(question: str, first: str) -> None:
    assert found(question)[0] == first


def test_articles_exercises_and_terms_are_all_found() -> None:
    assert {hit.page.kind for hit in INDEX.search("strain").hits} == {"article", "exercise", "term"}


def test_the_ending_of_a_word_does_not_matter() -> None:
    assert found("stretching") == found("stretches") == found("stretched")
    assert stem("running") == stem("runs") == "run"


def test_an_unfinished_word_finds_what_it_begins() -> None:
    assert "hamstring-tendinopathy" in found("tendinop")


def test_a_typing_mistake_is_forgiven_and_said() -> None:
    answer = INDEX.search("tendinopahty")
    assert answer.read_as == {"tendinopahty": "tendinopathy"}
    assert answer.hits


def test_a_word_that_exists_is_never_taken_for_another() -> None:
    assert INDEX.search("ice").read_as == {}


def test_every_word_must_be_there_if_any_page_has_them_all() -> None:
    both, one = set(found("ice strains")), set(found("ice"))
    assert both
    assert both <= one


def test_a_word_nobody_uses_does_not_hide_what_the_others_find() -> None:
    assert found("bridge xyzzyqq") == found("bridge")


@pytest.mark.parametrize("question", ["", "   ", "the of", "xyzzyqq", "?!*", '"'])
def test_a_question_without_an_answer_finds_nothing(question: str) -> None:
    assert INDEX.search(question) == Answer((), {})


def test_the_snippet_shows_the_words_that_answer_and_marks_them() -> None:
    answer = INDEX.search("blood clot")
    assert "[blood] [clot]" in text_of(answer, "first-72-hours")


@given(st.text(max_size=MOST_LETTERS * 2))
def test_any_text_whatever_is_answered(question: str) -> None:
    for hit in INDEX.search(question).hits:
        assert hit.score > 0
        assert hit.snippet


def test_letters_added_left_out_replaced_and_swapped_each_count_once() -> None:
    assert [distance("tendon", other) for other in ("tendons", "tenon", "tandon", "tednon", "tendon")] == [
        1, 1, 1, 1, 0,
    ]  # fmt: skip
    assert distance("", "abc") == distance("abc", "") == 3


def test_short_words_are_not_guessed() -> None:
    assert most_similar("abx", ["abc"]) is None
    assert most_similar("abcx", ["abcd"]) == "abcd"
