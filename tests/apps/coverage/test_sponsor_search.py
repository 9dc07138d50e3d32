"""Finding "my employer or plan" by what people type."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.coverage.sponsor_search import FOUND_AT_MOST, Findable, SponsorIndex, normal_words

SPONSORS = (
    Findable("northwind", ("Northwind Foods, Inc.", "NWF", "Green Basket Markets")),
    Findable("acme", ("Acme Works LLC",)),
    Findable("muller", ("Müller Maschinenbau GmbH & Co. KG",)),
    Findable("ibm-like", ("International Bread Mills Corporation",)),
    Findable("harbor", ("Harbor Health Plan", "Harbor Care HMO")),
    Findable("harper", ("Harper Health Plan",)),
    Findable("university", ("University of Saint Ives", "USI")),
    Findable("blue-heron", ("Blue Heron Insurance Group",)),
    Findable("obrien", ("O'Brien & Sons Manufacturing Co.",)),
    Findable("loreal", ("Société Générale des Eaux S.A.",)),
)
INDEX = SponsorIndex(SPONSORS)


def first(typed: str) -> str | None:
    found = INDEX.search(typed)
    return str(found[0].id) if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Northwind Foods", "northwind"),
        ("northwind foods inc", "northwind"),
        ("NORTHWIND FOODS, INC.", "northwind"),
        ("north wind", "northwind"),
        ("nortwind", "northwind"),
        ("Nothwnd Fods", "northwind"),
        ("norht", "northwind"),
        ("foods northwind", "northwind"),
        ("nwf", "northwind"),
        ("N.W.F.", "northwind"),
        ("green basket", "northwind"),
        ("Acme", "acme"),
        ("acme works limited", "acme"),
        ("akme works", "acme"),
        ("muller maschinenbau", "muller"),
        ("Müller", "muller"),
        ("mueller maschinenbau", "muller"),
        ("ibm", "ibm-like"),
        ("intl bread mills", "ibm-like"),
        ("international bread", "ibm-like"),
        ("harbor", "harbor"),
        ("harbour health plan", "harbor"),
        ("harper health", "harper"),
        ("univ of st ives", "university"),
        ("saint ives university", "university"),
        ("usi", "university"),
        ("blue heron", "blue-heron"),
        ("bule heron", "blue-heron"),
        ("o brien and sons", "obrien"),
        ("obrien mfg", "obrien"),
        ("societe generale", "loreal"),
    ],
)
def test_what_people_type_finds_the_sponsor_they_mean(typed, meant):
    assert first(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "Contoso", "health insurance of mars", "zzzz", "Inc", "LLC.", "?"]
)
def test_what_fits_nobody_finds_nobody(typed):
    assert INDEX.search(typed) == []


def test_words_that_many_share_do_not_find_a_sponsor_by_themselves_under_another_name():
    assert "harbor" not in [one.id for one in INDEX.search("Contoso Health Plan")]


def test_a_shared_word_alone_finds_all_who_have_it():
    assert {one.id for one in INDEX.search("health plan")} == {"harbor", "harper"}


def test_it_says_by_which_other_name_somebody_was_found():
    (found,) = INDEX.search("Green Basket")
    assert (found.name, found.known_as) == ("Northwind Foods, Inc.", "Green Basket Markets")
    assert INDEX.search("Northwind")[0].known_as == ""


def test_a_short_word_excuses_no_slip():
    assert first("nwx") is None
    assert first("acne") == "acme"


def test_the_closer_of_two_alike_comes_first():
    assert INDEX.search("Harbor Health Plan")[0].id == "harbor"
    assert INDEX.search("Harper Health Plan")[0].id == "harper"


def test_no_more_are_shown_than_people_read():
    many = SponsorIndex(Findable(n, (f"Lakeside School {n}",)) for n in range(50))
    assert len(many.search("lakeside")) == FOUND_AT_MOST


def test_a_legal_form_is_kept_where_nothing_else_is_left():
    assert normal_words("The Co.") == ("co",)


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(typed):
    for one in INDEX.search(typed):
        assert 0 < one.score <= 1


@given(st.sampled_from([name for sponsor in SPONSORS for name in sponsor.names]))
def test_every_name_finds_its_own_sponsor_first(name):
    owner = next(sponsor.id for sponsor in SPONSORS if name in sponsor.names)
    assert first(name) == owner


def test_twenty_thousand_names_are_searched_while_somebody_types():
    index = SponsorIndex(
        Findable(n, (f"{a}{n} {b} Company",))
        for n, (a, b) in enumerate((f"brand{k % 997}", f"sector{k % 89}") for k in range(20_000))
    )
    begun = time.process_time()
    assert index.search("brand12 sectr12")
    assert time.process_time() - begun < 1.0
