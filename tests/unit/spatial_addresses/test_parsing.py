# SPDX-License-Identifier: EUPL-1.2
"""Streets, numbers and addresses are read as people write them, and say the same when they are read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.addresses.numbers import HouseNumber, HouseNumbers, parsed_numbers, tells_the_way_inside
from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.similar import Spellings, bound_for, slips
from spatial.readers.addresses.words import literal, place_key, street_key, street_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Karl-Marx-Str.", "karl marx strasse"),
        ("KARL MARX STRASSE", "karl marx strasse"),
        ("Str. des 17. Juni", "strasse des 17 juni"),
        ("Alexanderpl.", "alexanderplatz"),
        ("Prenzlauer Ch.", "prenzlauer chaussee"),
        ("Frankfurter All.", "frankfurter allee"),
        ("Am Bach.", "am bach"),
        ("St.-Annen-Str.", "sankt annen strasse"),
        ("Bgm.-Fuß-Str.", "buergermeister fuss strasse"),
        ("Große Bergstraße", "gr bergstrasse"),
        ("Gr. Bergstr.", "gr bergstrasse"),
        ("Brücke a. d. Spree", "bruecke an der spree"),
        ("Weg i.d. Heide", "weg in der heide"),
        ("Vogel v. d. Weide-Str.", "vogel von der weide strasse"),
        ("Joe’s Weg & Steg", "joes weg und steg"),
        ("Mu\u0308llerstr", "muellerstrasse"),
        ("Hłowna dróha", "hłowna droha"),
        (" – ", ""),
    ],
)
def test_a_street_is_compared_by_its_words(text: str, words: str) -> None:
    assert street_words(text) == words
    assert street_key(text) == words.replace(" ", "")


@given(st.text(max_size=60))
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    assert street_words(street_words(text)) == street_words(text)
    assert place_key(place_key(text)) == place_key(text)


def test_a_place_is_compared_by_letters_and_digits() -> None:
    assert place_key("Halle (Saale)") == place_key("halle/saale") == "hallesaale"
    assert literal("  Am  MARKT ") == "am markt"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12", "12"),
        (" 12 A ", "12a"),
        ("0012", "12"),
        ("12-a", "12a"),
        ("12a-c", "12a-12c"),
        ("12 a – 12 c", "12a-12c"),
        ("12/14", "12-14"),
        ("12 bis 14", "12-14"),
        ("12, 14", "12-14"),
        ("12 u. 14", "12-14"),
        ("112-14", "112-114"),
        ("12/1", "12/1"),
        ("12/12", "12/12"),
        ("1/1", "1/1"),
        ("12-12", "12"),
        ("12 1/2", "12 1/2"),
        ("12½", "12 1/2"),
        ("Nr. 12", "12"),
        ("12 Hinterhaus", "12"),
        ("12, 2. OG links", "12"),
    ],
)
def test_a_house_number_is_read(text: str, told: str) -> None:
    assert str(parsed_numbers(text)) == told
    assert parsed_numbers(told) == parsed_numbers(text)


@pytest.mark.parametrize("text", ["", "0", "o. Nr.", "12345", "14-12", "12c-a", "0-4", "a", "12a/1b", "1.5"])
def test_what_is_no_house_number_is_none(text: str) -> None:
    assert parsed_numbers(text) is None


@given(st.text("0123456789ab/-½ ,u.", max_size=12))
def test_a_number_that_was_read_reads_back(text: str) -> None:
    numbers = parsed_numbers(text)

    assert numbers is None or parsed_numbers(str(numbers)) == numbers


def test_a_range_holds_the_numbers_of_its_side() -> None:
    sides = parsed_numbers("12-16"), parsed_numbers("14"), parsed_numbers("15"), parsed_numbers("13-16")
    even, inside, across, both = sides
    assert even
    assert inside
    assert across
    assert both

    assert even.holds(inside)
    assert not even.holds(across)
    assert both.holds(across)
    assert not inside.holds(even)
    assert even.is_range
    assert not inside.is_range
    assert HouseNumbers(HouseNumber(2), HouseNumber(2)) < even


def test_the_way_inside_a_house_is_no_part_of_its_address() -> None:
    assert tells_the_way_inside("Hinterhaus")
    assert tells_the_way_inside("2. OG links")
    assert not tells_the_way_inside("Hauptstraße 2")
    assert not tells_the_way_inside("")


def told(fields: AddressFields) -> tuple[list[tuple[str, str]], str, str, str]:
    parsed = parsed_address(fields)
    readings = [(each.street, str(each.numbers or "")) for each in parsed.readings]
    return readings, parsed.postcode, parsed.city, parsed.district


@pytest.mark.parametrize(
    ("text", "street", "number", "rest"),
    [
        ("c/o X, Karl-Marx-Str. 12 a, 12043 Berlin OT Mitte", "Karl-Marx-Str.", "12a", ("12043", "Berlin", "Mitte")),
        ("Straße des 17. Juni 135 10623 Berlin", "Straße des 17. Juni", "135", ("10623", "Berlin", "")),
        ("Hauptstraße 12 OT Weiche, D-24941 Flensburg", "Hauptstraße", "12", ("24941", "Flensburg", "Weiche")),
        ("10115 Berlin, Hauptstr. 5", "Hauptstr.", "5", ("10115", "Berlin", "")),
        ("Hauptstr. 5, Hinterhaus, Berlin", "Hauptstr.", "5", ("", "Berlin", "")),
        ("Haus der Jugend, Hauptstr. Nr. 5 [Tor 2]", "Hauptstr.", "5", ("", "", "")),
        ("Hauptstr., 5, 10115", "Hauptstr.", "5", ("10115", "", "")),
        ("Ortsteil Weiche, Hauptstr. 5", "Hauptstr.", "5", ("", "", "Weiche")),
        ("Hauptstr. o. Nr., 24937 Flensburg", "Hauptstr.", "", ("24937", "Flensburg", "")),
    ],
)  # fmt: skip
def test_one_field_is_taken_apart(text: str, street: str, number: str, rest: tuple[str, str, str]) -> None:
    readings, *others = told(AddressFields(text))

    assert readings[0] == (street, number)
    assert tuple(others) == rest


def test_what_can_be_read_in_two_ways_is_read_in_both() -> None:
    assert told(AddressFields("Straße 12"))[0] == [("Straße", "12"), ("Straße 12", "")]
    assert ("Q 7", "24") in told(AddressFields("Q 7, 24, 68161 Mannheim"))[0]


def test_fields_of_their_own_may_hold_more_than_they_should() -> None:
    fields = AddressFields(street="Hauptstr.", number="12", suffix="a", postcode="1067", city="Dresden OT Nord")
    assert told(fields) == ([("Hauptstr.", "12a"), ("Hauptstr.", "")], "01067", "Dresden", "Nord")

    fields = AddressFields(street="Hauptstr. 5", postcode="24937 Flensburg")
    assert told(fields) == ([("Hauptstr.", "5"), ("Hauptstr. 5", "")], "24937", "Flensburg", "")

    assert told(AddressFields(street="X-Weg", number="12", suffix="1"))[0][0] == ("X-Weg", "12/1")
    assert told(AddressFields(street="X-Weg", number="o. Nr.", postcode="k. A."))[:2] == ([("X-Weg", "")], "")
    assert told(AddressFields(street="---", number="5"))[0] == []


@given(st.text(max_size=500))
def test_any_text_is_taken_apart_without_harm(text: str) -> None:
    parsed = parsed_address(AddressFields(text))

    assert parsed.postcode == "" or len(parsed.postcode) == 5
    assert all(each.key for each in parsed.readings)


def counted(one: str, other: str) -> int:
    """Count slips by the table that the definition gives."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            wrong = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + wrong)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.text("abc", max_size=9), st.text("abcd", max_size=9))
def test_slips_are_counted_as_defined(one: str, other: str) -> None:
    assert slips(one, other) == counted(one, other) == slips(other, one)


@given(st.lists(st.text("abcde", max_size=12), max_size=30), st.text("abcde", max_size=12))
def test_every_spelling_within_the_bound_is_found(known: list[str], key: str) -> None:
    bound = bound_for(key)
    expected = {each for each in known if counted(each, key) <= bound} if bound else set()

    found = Spellings(known).near(key)

    assert {each for _, each in found} == expected
    assert list(found) == sorted(found)
    assert Spellings(known).near(key) == found


def test_short_names_are_never_taken_for_others() -> None:
    assert [bound_for(key) for key in ("weg", "rosen", "rosenstrasse", "amkarpfenpfuhl", "x" * 30)] == [0, 1, 1, 2, 3]
    assert Spellings(["ring"]).alike("xyz", 3) == ()


def test_spellings_that_remember_nothing_find_the_same() -> None:
    keys = ["marktstrasse", "marxstrasse", "ringweg"]
    forgetful = Spellings(keys, is_remembering=False)

    assert forgetful.near("markstrasse") == Spellings(keys).near("markstrasse")
    assert forgetful.near("markstrasse") == forgetful.near("markstrasse")
    assert not forgetful._near
