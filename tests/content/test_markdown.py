"""The Markdown subset: what it renders, what it refuses, and that nothing unsafe ever comes out."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from sinew.content.article import LINK_PREFIXES, MARKS
from sinew.content.markdown import Renderer, parse, plain, slug
from sinew.content.source import Report

RENDERER = Renderer({"s01": 1, "s02": 2}, MARKS, LINK_PREFIXES)

TAGS = {"h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "sup", "div", "table"}
TAGS |= {"thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"id", "href", "rel", "class", "aria-label", "role", "tabindex", "scope"}


def rendered(text: str) -> str:
    report = Report()
    html = RENDERER.html(parse("x.md", text, report))
    assert report.problems == []
    return html


def refused(text: str) -> list[str]:
    report = Report()
    parse("x.md", text, report)
    return [f"{problem.where} {problem.code}" for problem in report.sorted()]


def test_headings_get_ids_that_can_be_linked_to() -> None:
    assert rendered("## Why movement heals") == '<h2 id="why-movement-heals">Why movement heals</h2>'


def test_lines_of_a_paragraph_are_joined_and_a_blank_line_ends_it() -> None:
    assert rendered("one\ntwo\n\nthree") == "<p>one two</p>\n<p>three</p>"


def test_lists_are_bulleted_or_numbered() -> None:
    assert rendered("- a\n- b\n  more\n\n1. c") == "<ul><li>a</li><li>b more</li></ul>\n<ol><li>c</li></ol>"


def test_a_table_has_headings_for_columns_and_rows_and_can_be_scrolled_by_keyboard() -> None:
    html = rendered("## Grades\n\n| Grade | Sign |\n|---|---|\n| 1 | A twinge |")

    assert '<th scope="col">Grade</th>' in html
    assert '<th scope="row">1</th><td>A twinge</td>' in html
    assert 'role="region" tabindex="0" aria-label="Grades"' in html


def test_citations_are_numbered_and_marks_lead_to_their_explanation() -> None:
    assert rendered("Fact.[^s02]") == (
        '<p>Fact.<sup class="cite"><a href="#ref-s02" aria-label="Reference 2">2</a></sup></p>'
    )
    assert '<a href="#how-sure-we-are">expert</a>' in rendered("Fact.[^expert]")


def test_our_links_lead_to_our_pages_and_others_only_to_https() -> None:
    assert (
        rendered("[Bridge](exercise:bridge-double)") == '<p><a href="/library/bridge-double/">Bridge</a></p>'
    )
    assert '<a href="#term-sit-bone">' in rendered("[sit bone](term:sit-bone)")
    assert '<a href="/learn/x/">' in rendered("[x](article:x)")
    assert 'rel="noopener noreferrer"' in rendered("[who](https://who.int/a?b=1&c=2)")
    assert refused("[x](http://x.org)") == ["content/x.md:1 link-target"]
    assert refused("[x](javascript:alert(1))") != []


def test_what_is_not_in_the_subset_is_refused_with_its_line() -> None:
    for line in (
        "<script>",
        "> quoted",
        "```",
        "![x](y)",
        "a <b>bold</b> word",
        "---",
        "a `code` word",
        "a * star",
    ):
        assert refused(f"fine\n\n{line}") == ["content/x.md:3 markdown-unknown"], line


def test_a_picture_of_an_exercise_alone_on_its_line_is_a_figure_with_a_caption() -> None:
    report = Report()
    before, figure, after = parse("x.md", "one\n\n![A *slow* bridge](exercise:bridge-double)\ntwo", report)

    assert report.problems == []
    assert (figure.kind, figure.text, figure.exercise) == ("figure", "A *slow* bridge", "bridge-double")
    assert [before.exercise, after.exercise] == ["", ""]
    assert RENDERER.html([figure]) == "<p>A <em>slow</em> bridge</p>"


def test_a_figure_shows_an_exercise_and_stands_alone() -> None:
    for line in ("![x](https://x.org/x.png)", "![x](term:strain)", "![](exercise:bridge-double)"):
        assert refused(line) == ["content/x.md:1 markdown-unknown"], line
    assert refused("words ![x](exercise:bridge-double)") == ["content/x.md:1 markdown-unknown"]


def test_marks_and_citations_are_not_read_aloud() -> None:
    assert plain("A **strong** [link](term:x) fact [^s01]. Next") == "A strong link fact. Next"
    assert slug("What can go wrong, from tight to torn") == "what-can-go-wrong-from-tight-to-torn"


class Seen(HTMLParser):
    """Notes every tag and attribute of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)


marks = st.sampled_from(
    ["<", ">", '"', "'", "&", "[", "](", ")", "[^", "]", "**", "*", "# ", "- ", "|", "\n", "!"]
)
words = st.sampled_from(["javascript:", "onclick=", "script", "https://a", "exercise:b", "text", " ", "\\"])


@given(st.lists(marks | words | st.characters(), max_size=40).map("".join))
def test_no_text_whatever_makes_unsafe_html(text: str) -> None:
    seen = Seen()
    seen.feed(RENDERER.html(parse("x.md", text, Report())))

    assert seen.tags <= TAGS
    assert set(seen.attributes) <= ATTRIBUTES
    assert seen.attributes.get("href", "#").startswith(("#", "/", "https://"))
