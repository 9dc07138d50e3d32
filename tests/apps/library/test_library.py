"""Articles and exercises as everyone may read them, on the real content."""

import json
import re
from html import unescape
from math import ceil

import pytest
from django.urls import reverse

from sinew.apps.library.filters import LibraryFilter
from sinew.apps.library.presenters import ArticlePresenter, ExercisePresenter
from sinew.apps.web.content import accuracy, current

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\b(?:src|type=\"application))")


@pytest.fixture(scope="module")
def content():
    return current()


def test_every_exercise_has_a_page_with_its_steps_cautions_and_review_state(client, content):
    for exercise in content.exercises.values():
        response = client.get(reverse("library:exercise", args=[exercise.id]))
        assert response.status_code == 200, exercise.id
        assert "Not yet clinically reviewed" in response.text
        assert not INLINE.search(response.text), exercise.id
        assert response.text.count("<li>") >= len(exercise.steps)


def test_an_exercise_says_how_the_camera_counts_it_or_why_it_cannot(client, content):
    for exercise in content.exercises.values():
        text = client.get(reverse("library:exercise", args=[exercise.id])).text
        assert ("With the camera" in text) is (exercise.tracking is not None), exercise.id
        assert ("Without the camera" in text) is (exercise.tracking is None), exercise.id
    walk = client.get(reverse("library:exercise", args=["walk-easy"])).text
    assert "Counted by the timer, because you move through the room and leave the picture." in walk
    tilt = client.get(reverse("library:exercise", args=["pelvic-tilt"])).text
    assert "Counted by taps, because only the spine moves" in tilt


def test_every_tracked_exercise_says_how_exact_the_camera_is_and_what_is_not_known(client, content):
    for exercise in content.exercises.values():
        page = client.get(reverse("library:exercise", args=[exercise.id])).content.decode()
        assert ("How exact is the camera?" in page) is (exercise.tracking is not None), exercise.id
    page = client.get(reverse("library:exercise", args=["mini-squat"])).content.decode()
    assert "± 7° from the side, ± 10° obliquely" in page
    assert "5 of 5: one person on video, obliquely" in page
    assert re.search(r"10 readings against markers: off by [\d.]+° on average, [\d.]+° at most", page)
    assert "People with pain, and people over 65." in page
    calf = client.get(reverse("library:exercise", args=["calf-raise"])).content.decode()
    assert "No angle is shown" in calf
    assert re.search(r"off by [\d.]+% at most", calf)


def test_what_the_camera_is_known_to_miss_is_said(client, content):
    measured = accuracy().figures.items()
    current_ones = {n: f for n, f in measured if content.exercises[n].tracking.signal == f.signal}
    for name, found in current_ones.items():
        page = unescape(client.get(reverse("library:exercise", args=[name])).content.decode())
        assert f"{found.filmed.counted} of {found.filmed.of} " in page, name
        assert found.remark in page, name


def test_of_a_figure_that_was_filmed_as_two_test_persons_both_errors_are_shown(client):
    film = accuracy().figures["donkey-kick"].filmed
    page = client.get(reverse("library:exercise", args=["donkey-kick"])).content.decode()
    assert film.flat_worst is not None
    assert f"as a solid body, filmed from the side: off by {film.worst}° at most" in page
    assert f"as a flat drawing: off by {film.flat_worst}° at most" in page
    assert f"± {ceil(film.flat_worst)}° from the side" in page, "the larger one is what is expected"


def test_every_article_has_a_page_with_references_disclaimer_and_review_state(client, content):
    assert content.articles
    for article in content.articles.values():
        response = client.get(reverse("library:article", args=[article.id]))
        assert response.status_code == 200
        assert "Not yet clinically reviewed" in response.text
        assert "Disclaimer" in response.text
        assert not INLINE.search(response.text)


def test_every_anchor_an_article_points_to_is_on_its_page(client, content):
    for article in content.articles.values():
        text = client.get(reverse("library:article", args=[article.id])).text
        anchors = set(re.findall(r'href="#([^"]+)"', text))
        assert anchors <= set(re.findall(r'\sid="([^"]+)"', text))


def test_every_exercise_an_article_links_to_exists(client, content):
    for article in content.articles.values():
        text = client.get(reverse("library:article", args=[article.id])).text
        for address in set(re.findall(r'href="(/(?:library|learn)/[^"#]*)"', text)):
            assert client.get(address).status_code == 200, address


def test_the_library_lists_every_exercise_and_embeds_its_figure(client, content):
    text = client.get("/library/").text
    for exercise in content.exercises.values():
        assert reverse("library:exercise", args=[exercise.id]) in text
        if exercise.movement:
            assert reverse("library:figure", args=[exercise.version, exercise.id]) in text


def test_the_figure_is_kept_for_ever_and_only_its_own_version_answers(client, content):
    exercise = next(one for one in content.exercises.values() if one.movement)
    response = client.get(reverse("library:figure", args=[exercise.version, exercise.id]))
    animation = json.loads(response.content)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(animation["frames"][0]["shapes"]) == len(animation["shapes"])
    assert client.get(reverse("library:figure", args=["0" * 64, exercise.id])).status_code == 404


@pytest.mark.parametrize("path", ["/library/no-such-exercise/", "/learn/no-such-article/"])
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_every_choice_of_every_facet_narrows_and_keeps_only_what_fits(content):
    everything = {exercise.id for exercise in content.exercises.values()}
    for facet in LibraryFilter.from_query({}, content).facets:
        found = []
        for code, _label in facet.options:
            chosen = LibraryFilter.from_query({facet.name: code}, content)
            found.append({exercise.id for exercise in chosen.matching(content)})
            assert found[-1] < everything
        assert any(found), facet.name
        if facet.name in ("kind", "position", "camera"):
            assert sum(len(part) for part in found) == len(everything)


def test_facets_narrow_together(content):
    both = LibraryFilter.from_query({"position": "supine", "kind": "strength"}, content).matching(content)
    assert both
    assert {(exercise.position, exercise.kind) for exercise in both} == {("supine", "strength")}


def test_a_phase_shows_the_exercises_that_have_a_dose_in_it(content):
    facets = {facet.name: facet for facet in LibraryFilter.from_query({}, content).facets}
    dosed = {phase for exercise in content.exercises.values() for phase in exercise.dosage}
    assert set(dict(facets["phase"].options)) == dosed & set(content.program.phases)
    assert dict(facets["phase"].options)["H2"] == content.program.texts.phases["H2"]
    assert len(facets["phase"].groups) > 1
    for code in dict(facets["phase"].options):
        found = LibraryFilter.from_query({"phase": code}, content).matching(content)
        assert {one.id for one in found} == {e.id for e in content.exercises.values() if code in e.dosage}


def test_words_and_choices_narrow_together_and_the_best_match_comes_first(client, content):
    assert LibraryFilter.from_query({"q": "bridge"}, content).matching(content)[0].name == "Bridge"
    curls = LibraryFilter.from_query({"q": "curl"}, content).matching(content)
    lying = LibraryFilter.from_query({"q": "curl", "position": "prone"}, content).matching(content)
    assert 0 < len(lying) < len(curls) < len(content.exercises)
    assert {one.id for one in lying} < {one.id for one in curls}
    page = client.get("/library/?q=bridgge").text
    assert "so we looked for “bridge”" in page
    assert 'value="bridgge"' in page
    assert "No exercise fits all of that" in client.get("/library/?q=xyzzyqq").text


def test_an_unknown_choice_counts_as_any(client, content):
    assert f"<strong>{len(content.exercises)}</strong>" in client.get("/library/?kind=<script>").text


def test_a_choice_nothing_fits_says_so(client):
    response = client.get("/library/?kind=aerobic&position=prone")
    assert "No exercise fits" in response.text or "<strong>0</strong>" not in response.text


def test_references_are_numbered_as_in_the_text(content):
    for article in content.articles.values():
        numbers = {one.reference.id: one.number for one in ArticlePresenter(article, content).references}
        for reference, number in re.findall(r'href="#ref-([^"]+)"[^>]*>\D*(\d+)', article.body_html):
            assert numbers[reference] == int(number)


def test_each_side_of_an_exercise_says_once_what_it_rests_on(content):
    for exercise in content.exercises.values():
        sides = [side for side, _words in ExercisePresenter(exercise, content).evidence]
        assert len(sides) == len(set(sides))
        assert "Exercise" in sides


def test_structured_data_cannot_break_out_of_its_block():
    from sinew.apps.library.templatetags.structured_data import structured_data

    block = structured_data({"name": "</script><script>alert(1)</script>"})
    assert block.count("<script") == 1
    facts = json.loads(re.sub(r"^<script[^>]*>|</script>$", "", block))
    assert facts["name"] == "</script><script>alert(1)</script>"


def test_an_article_shows_its_figures_with_captions(client, content):
    for article in content.articles.values():
        text = client.get(reverse("library:article", args=[article.id])).text
        shown = [passage for passage in article.body if passage.exercise]
        assert text.count('<figure class="prose__figure">') == len(shown) > 0
        for passage in shown:
            exercise = content.exercises[passage.exercise]
            assert passage.html in text
            assert reverse("library:figure", args=[exercise.version, exercise.id]) in text


def test_the_list_of_articles_begins_with_the_definition(client, content):
    text = client.get("/learn/").text
    places = [text.index(reverse("library:article", args=[one])) for one in content.articles]
    assert places == sorted(places)
    assert next(iter(content.articles)) == "hamstring-definition"


def test_the_glossary_has_every_term_with_an_anchor_that_related_terms_lead_to(client, content):
    text = client.get("/learn/terms/").text
    anchors = set(re.findall(r'\sid="([^"]+)"', text))
    assert {f"term-{term}" for term in content.terms} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', text)) <= anchors
    assert not INLINE.search(text)


def test_the_search_lists_hits_with_marked_words_and_addresses_that_answer(client):
    text = client.get("/search/", {"q": "blood clot"}).text
    assert "<mark>" in text
    assert "/learn/terms/#term-blood-clot" in text
    hits = text[text.index('class="search-hits"') :]
    for address in set(re.findall(r'<h2><a href="([^"#]*)', hits)):
        assert client.get(address).status_code == 200, address


def test_the_search_says_what_it_took_a_mistyped_word_for(client):
    assert "so we looked for “tendinopathy”" in client.get("/search/", {"q": "tendinopahty"}).text


def test_the_search_shows_a_question_as_text_and_says_when_nothing_is_found(client):
    text = client.get("/search/", {"q": "<script>xyzzyqq</script>"}).text
    assert "<script>xyzzyqq" not in text
    assert "Nothing found" in client.get("/search/", {"q": "xyzzyqq"}).text
    assert "Type what you are looking for" in client.get("/search/").text


def test_articles_tell_search_engines_what_they_are_and_claim_no_review(client):
    text = client.get("/learn/strains-by-grade/").text
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', text)[1])
    assert facts["@type"] == "MedicalWebPage"
    assert len(facts["citation"]) >= 5
    assert not {"lastReviewed", "reviewedBy"} & facts.keys()
