# SPDX-License-Identifier: EUPL-1.2
"""Keys, names and other texts: what is refused, what is kept and told, what is stored."""

from __future__ import annotations

import json

import pytest

from spatial.readers.geojson import parsed_json
from spatial.readers.limits import Limits
from spatial.readers.texts import BoundaryFileError
from tests.fixtures_spatial.files import collection, feature
from tests.fixtures_spatial.reading import code_of, read, refused


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "key_missing"),
        ("  ", "key_missing"),
        (1.5, "key_no_text"),
        (True, "key_no_text"),
        ("0\u200b1", "key_characters"),
        ("9" * 41, "key_too_long"),
        ("0\x001", "text_characters"),
    ],
)
def test_keys_that_are_no_keys_are_refused(key: object, code: str) -> None:
    problems = refused(collection(feature(), feature(key)))

    assert problems[0].code == f"spatial.{code}"
    assert problems[0].place.feature == 2


def test_a_key_that_stands_twice_is_told_with_both_areas() -> None:
    (problem,) = refused(collection(feature("01"), feature("02"), feature("01")))

    assert problem.code == "spatial.key_twice"
    assert (problem.parameters["first"], problem.parameters["second"], problem.place.key) == (1, 3, "01")


def test_keys_that_differ_only_in_normal_form_stand_twice() -> None:
    assert code_of(collection(feature("\u00fc"), feature("u\u0308"))) == "key_twice"


def test_numeric_keys_become_text_and_the_lost_zeros_are_told_once() -> None:
    table = read(collection(feature(11), feature(12.0)))

    assert table.keys == ("11", "12")
    assert [finding.code for finding in table.findings] == ["spatial.key_was_number"]


def test_white_space_around_a_key_is_dropped() -> None:
    assert read(collection(feature(" 01\u00a0"))).keys == ("01",)


@pytest.mark.parametrize("name", [None, ""])
def test_an_area_without_a_name_takes_its_key_and_says_so(name: str | None) -> None:
    table = read(collection(feature("01", name)))

    assert table.names == ("01",)
    assert [finding.code for finding in table.findings] == ["spatial.name_blank"]


def test_a_name_of_more_than_two_hundred_characters_is_refused() -> None:
    assert code_of(collection(feature(name="x" * 201))) == "name_too_long"


@pytest.mark.check("C067")
@pytest.mark.parametrize("broken", ["Alt\x00stadt", "Alt\ud800stadt", "Alt\x1b[31m", "Alt\u0085stadt"])
def test_control_characters_and_broken_text_are_refused_with_their_column(broken: str) -> None:
    (problem,) = refused(json.dumps(collection(feature(name=broken))).encode())

    assert problem.code == "spatial.text_characters"
    assert problem.parameters["column"] == "name"


@pytest.mark.check("C067")
def test_control_characters_in_the_name_of_a_column_are_refused() -> None:
    strange = feature()
    strange["properties"]["a\x00b"] = 1

    assert code_of(json.dumps(collection(strange)).encode()) == "text_characters"


@pytest.mark.check("C067")
@pytest.mark.parametrize(
    ("name", "stored", "code"),
    [
        ("Alt\u202edtats", "Alt\u202edtats", "text_hidden"),
        ("Alt\u200bstadt", "Alt\u200bstadt", "text_hidden"),
        ("MÃ¼rwik", "MÃ¼rwik", "text_misdecoded"),
    ],
)
def test_what_a_reader_could_not_see_is_kept_and_told(name: str, stored: str, code: str) -> None:
    table = read(collection(feature(name=name)))

    assert table.names == (stored,)
    assert [finding.code for finding in table.findings] == [f"spatial.{code}"]


@pytest.mark.check("C067")
def test_text_is_stored_in_normal_form() -> None:
    assert read(collection(feature(name="Mu\u0308rwik"))).names == ("Mürwik",)


@pytest.mark.check("C067")
def test_right_umlauts_are_not_taken_for_wrong_ones() -> None:
    assert read(collection(feature(name="Jürgensby, Ærø, São Paulo"))).findings == ()


def test_lists_and_objects_among_the_properties_are_left_out_and_told() -> None:
    rich = feature()
    rich["properties"]["tags"] = [1, 2]

    table = read(collection(rich))

    assert "tags" not in table.properties[0]
    assert [finding.code for finding in table.findings] == ["spatial.property_dropped"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"a\u0000b", "a\x1ab"),
        (r"a\ud800b", "a\x1ab"),
        (r"\uDC00\uD83D", "\x1a\x1a"),
        (r"\ud83d\ud83d\ude00", "\x1a\N{GRINNING FACE}"),
        (r"\\ud800 \\\u0000 \\\\u0000 \"\ud800", '\\ud800 \\\x1a \\\\u0000 "\x1a'),
        (r"\ud83d\n\ude00", "\x1a\n\x1a"),
        (r"M\u00fcrwik \ud83d\ude00\n", "Mürwik \N{GRINNING FACE}\n"),
    ],
)
def test_what_is_no_text_is_one_control_character_for_all_readers(written: str, read: str) -> None:
    content = f'{{"{written}": ["{written}"]}}'.encode()

    assert parsed_json(content, Limits()) == {read: [read]}


def test_broken_text_does_not_move_what_is_wrong_behind_it() -> None:
    with pytest.raises(BoundaryFileError) as error:
        parsed_json(rb'{"a": "\ud800\u0000", x', Limits())

    assert error.value.problems[0].parameters["column"] == 23
