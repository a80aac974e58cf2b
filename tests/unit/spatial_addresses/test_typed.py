# SPDX-License-Identifier: EUPL-1.2
"""What somebody types, as far as it is: which streets it may begin, and whether it names a house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.typed import SHORTEST, beginnings, names_a_house
from spatial.readers.addresses.words import begun_words, plain_words, street_key, street_words

NAMES = (
    "Große Hamburger Straße",
    "Karl-Marx-Straße",
    "Sankt-Georg-Platz",
    "Straße des 17. Juni",
    "An der Stechbahn",
    "Bürgermeister-Müller-Weg",
    "Kleine Gasse",
    "Dr.-Külz-Ring",
)


def begins(name: str, text: str) -> bool:
    """Say whether a street is found by a text, as the search compares both."""
    wanted = beginnings(parsed_address(AddressFields(text=text)))
    key, plain, words = street_key(name), plain_words(name).replace(" ", ""), f" {street_words(name)}"
    return (
        key.startswith(wanted.keys)
        or plain.startswith(wanted.plain)
        or any(f" {each}" in words for each in wanted.words)
    )


@given(st.sampled_from(NAMES), st.integers(min_value=1, max_value=40))
def test_street_is_found_by_each_of_its_beginnings_of_three_letters(name: str, length: int) -> None:
    text = name[:length]

    assert begins(name, text) or len(plain_words(text).replace(" ", "")) < SHORTEST


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Große Hamburger Straße", "Gr. Hamb"),
        ("Große Hamburger Straße", "grosse hamburger st"),
        ("Große Hamburger Straße", "Große Hamburger St"),
        ("Große Hamburger Straße", "Hamburger Str"),
        ("Gr. Hamburger Str.", "Große Hamburger Straße"),
        ("Karl-Marx-Straße", "karlmarxs"),
        ("Karl-Marx-Straße", "Marx"),
        ("St.-Georg-Platz", "Sankt Georg Pl"),
        ("Straße des 17. Juni", "Straße des 17. J"),
        ("Straße des 17. Juni", "Straße des 17. Juni 100"),
        ("Bürgermeister-Müller-Weg", "Bgm. Mueller"),
    ],
)
def test_street_is_found_however_it_is_begun(name: str, text: str) -> None:
    assert begins(name, text)


@pytest.mark.parametrize("text", ["", " ", "Q7", "St", "12043", "-.,", "…"])
def test_what_is_too_short_begins_nothing(text: str) -> None:
    assert not beginnings(parsed_address(AddressFields(text=text)))


@pytest.mark.parametrize("text", ["Hauptstr. 12", "Hauptstr.12a", "Bezirk 12", "Am Markt 3 a, 12345 Stadt", "Q 7, 24"])
def test_word_with_a_number_after_it_may_be_a_house(text: str) -> None:
    assert names_a_house(parsed_address(AddressFields(text=text)))


@pytest.mark.parametrize("text", ["", "Hauptstraße", "Hauptstraße, 12345", "12345", "Straße des 17. Juni", "65+"])
def test_street_postcode_or_nothing_is_no_house(text: str) -> None:
    assert not names_a_house(parsed_address(AddressFields(text=text)))


@pytest.mark.parametrize(
    ("text", "begun", "plain"),
    [
        ("Große Hamburger St", "gr hamburger st", "grosse hamburger st"),
        ("Karl-Marx-Str.", "karl marx str", "karl marx str"),
        ("St", "st", "st"),
        ("…", "", ""),
        ("", "", ""),
    ],
)
def test_last_word_is_left_as_it_is(text: str, begun: str, plain: str) -> None:
    assert (begun_words(text), plain_words(text)) == (begun, plain)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    address = parsed_address(AddressFields(text=text))
    wanted = beginnings(address)

    assert all(key.isalnum() and len(key) >= 1 for key in (*wanted.keys, *wanted.plain))
    assert len(wanted.keys) == len(wanted.words) or bool(wanted)
    assert names_a_house(address) in {True, False}
