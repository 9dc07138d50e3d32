"""The vignettes are enough, cover what they must, and docs/spec says what they say."""

from tests.spec.publish import DOCS, chapters, pages
from tests.support.stories import program


def test_the_published_vignettes_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert written == pages(), "run python -m tests.spec.publish"


def test_there_are_enough_vignettes_and_each_is_told_once() -> None:
    sentences = [vignette.sentence for chapter in chapters() for vignette in chapter.vignettes]
    assert len(sentences) >= 80
    assert len(sentences) == len(set(sentences))


def test_every_presentation_phase_and_step_is_named_in_a_vignette() -> None:
    ours = program()
    code = "".join(path.read_text(encoding="utf-8") for path in DOCS.parents[1].glob("tests/spec/test_*.py"))
    named = [*(rule.id for rule in ours.presentations), *ours.phases]
    named += [step.id for step in ours.ladders["running"].steps]
    assert [name for name in named if f'"{name}"' not in code] == []
