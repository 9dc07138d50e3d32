"""Fields of quick replies."""

from sinew.messaging import filled, unknown_fields


def test_fields_are_filled_and_what_has_no_value_stays_to_be_seen():
    text = "Hello {first_name}, see you {next_session}. { my_name }"
    values = {"first_name": "Ana", "my_name": "Dana Ruiz, PT", "next_session": ""}
    assert filled(text, values) == "Hello Ana, see you {next_session}. Dana Ruiz, PT"


def test_a_value_with_braces_is_not_filled_again():
    assert filled("{first_name}", {"first_name": "{my_name}", "my_name": "x"}) == "{my_name}"


def test_unknown_fields_are_named_once():
    assert unknown_fields("{name} {first_name} {name} {pain}") == ("name", "pain")
