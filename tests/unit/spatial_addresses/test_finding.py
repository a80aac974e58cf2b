# SPDX-License-Identifier: EUPL-1.2
"""Addresses are found exactly, inexactly with every reason, or not at all; nothing is chosen in silence."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.addresses.finding import MOST_CANDIDATES, Answer, Reason, Status, find
from spatial.readers.addresses.numbers import HouseNumber, HouseNumbers
from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.register import Entry, Register

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "golden" / "geocoding" / "golden.json").read_text(encoding="utf-8")
)


def entry(row: list[Any]) -> Entry:
    street, number, suffix, postcode, city, x, y = row
    fields = AddressFields(street=street, number=number, suffix=suffix, postcode=postcode, city=city)
    parsed = parsed_address(fields)
    numbers = parsed.readings[0].numbers
    assert numbers
    return Entry(parsed.readings[0].street, numbers, x, y, parsed.postcode, parsed.city)


def house(number: int, suffix: str = "") -> HouseNumbers:
    one = HouseNumber(number, suffix)
    return HouseNumbers(one, one)


REGISTER = Register(map(entry, GOLDEN["register"]))


def asked(text: str, register: Register = REGISTER) -> Answer:
    return find(register, parsed_address(AddressFields(text)))


@pytest.mark.parametrize(("text", "place"), GOLDEN["exact"])
def test_an_address_is_found_however_it_is_written(text: str, place: int) -> None:
    answer = asked(text)

    assert answer.status == Status.EXACT
    assert [each.entry.x for each in answer.candidates] == [place]
    assert answer.reasons == ()


@pytest.mark.parametrize(("text", "told"), [each for each in GOLDEN["inexact"] if "failed" not in each[1]])
def test_what_differs_is_told_for_every_candidate(text: str, told: dict[str, list[int]]) -> None:
    answer = asked(text)

    found = {
        reason.value: sorted(int(each.entry.x) for each in answer.candidates if reason in each.reasons)
        for reason in answer.reasons
    }
    assert answer.status == Status.INEXACT
    assert found == told


@pytest.mark.parametrize(("text", "told"), [each for each in GOLDEN["inexact"] if "failed" in each[1]])
def test_what_is_not_found_says_why(text: str, told: dict[str, str]) -> None:
    answer = asked(text)

    assert answer.status == Status.FAILED
    assert answer.reasons == (Reason(told["failed"]),)
    assert answer.candidates == ()


def test_what_is_not_found_names_what_is_next() -> None:
    assert asked("Karl-Marx-Str. 100").nearest[0] == "Karl-Marx-Straße 20-24, 12043 Berlin"
    assert asked("Alexanderplatzbrücke 6").nearest[0] == "Alexanderplatz"
    assert asked("Xyzzyx 6", Register([])).nearest == ()
    assert asked("").nearest == ()


def test_two_places_for_one_address_are_both_told() -> None:
    twice = Register([Entry("Markt", house(1), 0, 0), Entry("Markt", house(1), 5, 5)])

    answer = asked("Markt 1", twice)

    assert answer.status == Status.INEXACT
    assert [each.entry.x for each in answer.candidates] == [0, 5]


def test_one_place_that_is_told_twice_is_one() -> None:
    twice = Register([Entry("Markt", house(1), 0, 0, city="A"), Entry("Markt", house(1), 0, 0, city="B")])

    assert asked("Markt 1", twice).status == Status.EXACT
    assert twice.count == 2


def test_a_street_that_is_spelled_as_it_is_asked_goes_before_one_that_is_compared_alike() -> None:
    alike = Register([Entry("Baerweg", house(1), 0, 0), Entry("Bärweg", house(1), 5, 5)])

    assert [each.entry.x for each in asked("Bärweg 1", alike).candidates] == [5]
    assert [each.entry.x for each in asked("BAERWEG 1", alike).candidates] == [0]


def test_a_postcode_that_the_register_lacks_contradicts_nothing() -> None:
    bare = Register([Entry("Markt", house(1), 0, 0), Entry("Ring", house(1), 1, 1, "24937")])

    assert asked("Markt 1, 24937 Flensburg", bare).status == Status.EXACT


def test_a_part_of_a_town_counts_as_the_town() -> None:
    towns = Register([Entry("Markt", house(1), 0, 0, city="Halle"), Entry("Markt", house(1), 1, 1, city="Köthen")])

    assert [each.entry.x for each in asked("Markt 1, Halle (Saale)", towns).candidates] == [0]
    assert [each.entry.x for each in asked("Markt 1, Köthen Nord", towns).candidates] == [1]


def test_a_name_in_a_town_that_is_not_there_is_told() -> None:
    towns = Register([Entry("Markt", house(1), 0, 0, city="Halle")])

    answer = asked("Markt 2, Köthen", towns)

    assert answer.status == Status.FAILED
    assert asked("Markt 1, Köthen", towns).reasons == (Reason.OTHER_CITY,)


def test_a_street_without_number_gives_one_place_for_each_town() -> None:
    streets = [Entry("Ring", house(n), n, 0, postcode) for n in (1, 2, 3) for postcode in ("11111", "22222")]

    answer = asked("Ring", Register(streets))

    assert [(each.entry.x, each.entry.postcode) for each in answer.candidates] == [(2, "11111"), (2, "22222")]
    assert answer.reasons == (Reason.SEVERAL, Reason.WITHOUT_NUMBER)


def test_a_slip_is_looked_for_where_the_postcode_says() -> None:
    nearer, there = Entry("Rosengartenweg", house(2), 0, 0, "22222"), Entry("Rosengartenstieg", house(2), 1, 1, "11111")

    assert asked("Rosengartenwegg 2", Register([nearer])).candidates[0].reasons == (Reason.SPELLING,)
    assert asked("Rosengartenstig 2, 11111 Ort", Register([nearer, there])).candidates[0].entry == there
    assert asked("Rosengartenwegg 2, 11111 Ort", Register([nearer])).reasons == (Reason.STREET_UNKNOWN,)


def test_place_and_number_that_both_differ_make_another_address() -> None:
    ring = Register([Entry("Ring", house(2), 0, 0, "22222", "Ort"), Entry("Schlossring", house(2), 0, 0, city="Ort")])

    assert asked("Ring 2, 11111 Ort", ring).reasons == (Reason.OTHER_POSTCODE,)
    assert asked("Ring 4, 11111 Ort", ring).reasons == (Reason.NUMBER_UNKNOWN,)
    assert asked("Ring, 11111 Ort", ring).reasons == (Reason.NUMBER_UNKNOWN,)
    assert asked("Schlosssring 2, Stadt", ring).reasons == (Reason.NUMBER_UNKNOWN,)


def test_a_long_list_of_candidates_is_cut() -> None:
    many = Register([Entry("Markt", house(1), n, n) for n in range(30)])

    assert len(asked("Markt 1", many).candidates) == MOST_CANDIDATES


letters = st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=3, max_size=12).map(str.capitalize)
KINDS = ["straße", "str.", "-Straße", "weg", " Platz", " Allee", "", "-Str."]
streets = st.builds(
    lambda names, kind: "-".join(names) + kind, st.lists(letters, min_size=1, max_size=3), st.sampled_from(KINDS)
)
numbers = st.builds(house, st.integers(1, 9999), st.sampled_from(["", "a", "b", "z", "/1", "1/2"]))
rows = st.tuples(streets, numbers, st.sampled_from(["10115", "24937", "01067"]))
registers = st.lists(rows, min_size=1, max_size=20, unique=True)


def built(known: list[tuple[str, HouseNumbers, str]]) -> list[Entry]:
    return [Entry(street, number, place, -place, postcode) for place, (street, number, postcode) in enumerate(known)]


@given(registers, st.data())
def test_an_address_of_the_register_is_always_found_exactly(
    known: list[tuple[str, HouseNumbers, str]], data: st.DataObject
) -> None:
    entries = built(known)
    one = data.draw(st.sampled_from(entries))
    same = [each for each in entries if str(each).casefold() == str(one).casefold()]
    fields = AddressFields(street=one.street, number=str(one.numbers), postcode=one.postcode)

    for asked_for in (fields, AddressFields(text=str(one))):
        answer = find(Register(entries), parsed_address(asked_for))

        assert len(same) > 1 or (answer.status == Status.EXACT and answer.candidates[0].entry == one)


@given(registers, st.integers(), st.text(max_size=40))
def test_the_order_of_the_register_says_nothing(
    known: list[tuple[str, HouseNumbers, str]], seed: int, text: str
) -> None:
    entries = built(known)
    shuffled = random.Random(seed).sample(entries, len(entries))  # noqa: S311 (an order, no secret)

    for wanted in (text, f"{entries[0].street} 3", f"{entries[0].street[:-1]} 7, 10115 Ort", entries[0].street):
        assert asked(wanted, Register(entries)) == asked(wanted, Register(shuffled))


@given(registers, st.text(max_size=60))
def test_an_answer_never_contradicts_itself(known: list[tuple[str, HouseNumbers, str]], text: str) -> None:
    answer = asked(text, Register(built(known)))

    assert (answer.status == Status.EXACT) == (len(answer.candidates) == 1 and not answer.reasons)
    assert (answer.status == Status.FAILED) == (not answer.candidates)
    assert all(each.reasons for each in answer.candidates) or answer.status == Status.EXACT
