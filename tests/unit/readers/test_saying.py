# SPDX-License-Identifier: EUPL-1.2
"""What is said of a table makes one mapping, whoever says it, and can be read back from that mapping."""

from dataclasses import replace

import pytest

from indicators.readers.drafting import draft_mapping, fits, ground_of, proposed_answers, said_of
from indicators.readers.findings import DeliveryError
from indicators.readers.keys import KeyRule
from indicators.readers.mapping import Mapping, TotalRule
from indicators.readers.proposals import Recognition
from indicators.readers.reading import read_tables
from indicators.readers.recognition import recognise
from indicators.readers.saying import Said, as_pattern, mapping_of, parts_of, said_in, total_line, total_of
from tests.unit.readers.deliveries import KNOWN

WIDE = "key;2018;2019\n01;1;2\n02;3;4\n"
OWN = "key;Einwohner 2018;Quote 2018;Rest\n01;1;2;x y\n02;3;4;z\n"
LONG = "key;Merkmal;Wert;Anteil\n" + "".join(
    f"0{key};{kind};{key};{key}5\n" for key in (1, 2, 3) for kind in ("Alter", "Frauen")
)
DATED = "key;Jahr;Einwohner\n" + "".join(f"0{key};{year};{key}\n" for key in (1, 2) for year in (2018, 2019))
PLAIN = "Stand 2018\nkey;name;Einwohner\n01;A;##\n02;B;2\n;Summe;2\n"


def recognised(text: str) -> Recognition:
    return recognise(read_tables(text.encode())[0], KNOWN)


def drafted(recognition: Recognition, **answers: str) -> Mapping:
    asked = {each.id: "inhabitants" for each in recognition.questions if each.id.startswith("series:")}
    return draft_mapping(recognition, {**asked, **proposed_answers(recognition), **answers}, KNOWN.series)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (WIDE, {"period": "{}-12-31"}),
        (OWN, {"period": "{}-12-31", "series:Quote": "rate"}),
        (LONG, {"period": "2018", "value_column": "Wert", "series:Frauen": "ignore"}),
        (DATED, {"period": "{}"}),
        (PLAIN, {"mark:##": "confidential", "period": "2018"}),
    ],
    ids=["wide", "own periods", "long", "dated", "plain"],
)
def test_a_mapping_says_again_what_it_was_made_of(text: str, answers: dict[str, str]) -> None:
    recognition = recognised(text)
    mapping, ground = drafted(recognition, **answers), ground_of(recognition)

    said = said_in(mapping, ground)

    again = mapping_of(said, ground, {"rate"})
    assert again == mapping
    assert fits(again, recognition)
    assert "" not in said.columns.values()


def test_nothing_is_said_that_nobody_answered() -> None:
    said = said_of(recognised(LONG), {})

    assert said.columns == {"key": "key", "Merkmal": "category", "Wert": "", "Anteil": ""}
    assert set(said.rows.values()) == {""}
    assert said.period == ""


def test_a_table_without_areas_is_about_one_area() -> None:
    recognition = recognised("Jahr;Einwohner\n2018;5\n2019;6\n")

    mapping = drafted(recognition, key="stadt", period="{}")

    said = said_in(mapping, ground_of(recognition))
    assert (said.constant_key, mapping.key_column) == ("stadt", "")
    assert mapping_of(said, ground_of(recognition)) == mapping


def test_a_long_table_without_its_column_of_figures_is_refused() -> None:
    recognition = recognised(LONG)
    answers = {"period": "2018", "value_column": "Wert", "series:Frauen": "ignore"}
    said = said_in(drafted(recognition, **answers), ground_of(recognition))

    with pytest.raises(DeliveryError) as caught:
        mapping_of(replace(said, columns={**said.columns, "Wert": "-"}), ground_of(recognition))

    assert caught.value.code == "readers.mapping"


@pytest.mark.parametrize(
    "rule", [TotalRule("001"), TotalRule("001", "1"), TotalRule("Nord", parts=("11", "12")), TotalRule("a = b", "1")]
)
def test_a_row_of_totals_is_read_as_it_was_written(rule: TotalRule) -> None:
    assert total_of(total_line(rule)) == rule


def test_the_words_of_totals_are_taken_without_blanks_too() -> None:
    assert total_of("001=1") == TotalRule("001", "1")


@pytest.mark.parametrize("text", ["inhabitants", "inhabitants|other", "|value"])
def test_a_series_without_a_role_is_refused(text: str) -> None:
    with pytest.raises(DeliveryError):
        parts_of(text)


def test_a_row_that_is_left_out_stands_for_itself_alone() -> None:
    assert as_pattern("a*[b]?") == "a[*][[]b][?]"


def test_parts_of_a_rate_add_up_though_the_rate_does_not() -> None:
    recognition = recognised("Stand 2018\nkey;Quote;Fälle\n01;1;2\n02;3;4\n")
    said = Said({"key": "key", "Quote": "rate|value", "Fälle": "rate|numerator"}, period="2018", key_rule=KeyRule())

    mapping = mapping_of(said, ground_of(recognition), {"rate"})

    assert [each.is_additive for each in mapping.values] == [False, True]
