# SPDX-License-Identifier: EUPL-1.2
"""A mapping is drafted from answers only, and put on the next file without taking its period from the last."""

import pytest

from indicators.readers.drafting import draft_mapping, open_questions, proposed_answers, refit
from indicators.readers.findings import DeliveryError
from indicators.readers.keys import KeyRule
from indicators.readers.mapping import Mapping, PeriodSource, ValueColumn
from indicators.readers.proposals import KnownSeries, Recognition
from indicators.readers.reading import read_tables
from indicators.readers.recognition import recognise
from tests.unit.readers.deliveries import KNOWN


def recognised(text: str) -> Recognition:
    return recognise(read_tables(text.encode())[0], KNOWN)


@pytest.mark.check("C043")
def test_a_mapping_fits_the_next_file_without_an_answer() -> None:
    first = recognised("Stand 31.12.2018\nkey;Einwohner\n01;1\n02;2\n")
    mapping = draft_mapping(first, {**proposed_answers(first), "series:Einwohner": "inhabitants"})

    fitted = refit(mapping, recognised("Stand 31.12.2019\nEinwohner;key\n3;01\n4;02\n"))

    assert fitted.period == PeriodSource("fixed", "2019-12-31")
    assert fitted.values == (ValueColumn("Einwohner", "inhabitants"),)
    with pytest.raises(DeliveryError) as unknown:
        refit(mapping, recognised("key;Einwohner\n01;1\n02;2\n"))
    with pytest.raises(DeliveryError) as absent:
        refit(mapping, recognised("key;Zahl\n01;1\n02;2\n"), period="2019")
    assert (unknown.value.code, absent.value.code) == ("readers.question_open", "readers.mapping")


@pytest.mark.check("C043")
def test_a_mapping_of_wide_years_takes_the_years_of_the_next_file() -> None:
    first = recognised("key;2018;2019\n01;1;2\n02;3;4\n")
    mapping = draft_mapping(first, {"period": "{}-12-31", "series:": "inhabitants"})
    own = recognised("key;Einwohner 2018;Quote 2018\n01;1;2\n02;3;4\n")
    by_column = draft_mapping(own, {**proposed_answers(own), "period": "{}-12-31"})

    fitted = refit(mapping, recognised("key;2019;2020;2021\n01;1;2;3\n02;3;4;5\n"))
    next_year = refit(by_column, recognised("key;Einwohner 2019;Quote 2019\n01;1;2\n02;3;4\n"))

    assert [each.column for each in fitted.values] == ["2019", "2020", "2021"]
    assert [(each.column, each.period) for each in next_year.values] == [
        ("Einwohner 2019", "2019-12-31"),
        ("Quote 2019", "2019-12-31"),
    ]


def test_an_answer_that_was_not_offered_is_refused() -> None:
    recognition = recognised("key;Einwohner\n01;1.234\n02;2.345\n")
    answers = {**proposed_answers(recognition), "period": "2019", "decimal": "both"}

    with pytest.raises(DeliveryError) as caught:
        draft_mapping(recognition, answers)
    with pytest.raises(DeliveryError) as period:
        draft_mapping(recognition, {**answers, "decimal": "comma", "period": "neulich"})
    with pytest.raises(DeliveryError) as role:
        draft_mapping(recognition, {**answers, "decimal": "comma", "role:Einwohner": "other"})

    assert {error.value.code for error in (caught, period, role)} == {"readers.answer_unknown"}


def test_open_questions_are_those_without_an_answer() -> None:
    recognition = recognised("key;Einwohner\n01;1.234\n02;2.345\n")

    assert [each.id for each in open_questions(recognition, {"period": "2019"})] == ["decimal", "series:Einwohner"]


def test_a_table_that_a_mapping_of_series_of_its_own_could_not_hold_is_refused() -> None:
    with pytest.raises(DeliveryError):
        Mapping(
            shape="periods",
            period=PeriodSource("header"),
            values=(ValueColumn("2018", "a", period="2018"),),
            key_column="key",
        )
    with pytest.raises(DeliveryError):
        Mapping(
            shape="columns",
            period=PeriodSource("fixed", "2018"),
            values=(ValueColumn("a", "a", period="neulich"),),
            key_column="key",
        )
    assert KnownSeries("a", "A").is_additive


def test_a_key_can_stand_on_one_side_of_its_label_only() -> None:
    with pytest.raises(DeliveryError):
        Mapping(
            shape="columns",
            period=PeriodSource("fixed", "2018"),
            values=(ValueColumn("a", "a"),),
            key_column="key",
            key_rule=KeyRule(label="middle"),  # type: ignore[arg-type]
        )


def test_one_column_of_a_long_table_holds_the_figures() -> None:
    rows = "".join(f"0{key};{kind};{key};{key}5\n" for key in (1, 2, 3) for kind in ("Alter", "Frauen"))
    first = recognised(f"key;Merkmal;Wert;Anteil\n{rows}")
    answers = {"period": "31.12.2018", "value_column": "Wert", "series:Alter": "inhabitants", "series:Frauen": "rate"}

    mapping = draft_mapping(first, {**answers, "role:Frauen": "numerator"})
    fitted = refit(mapping, recognised(f"Stand 2019\nkey;Merkmal;Wert;Anteil\n{rows}"))

    assert [each.column for each in mapping.values] == ["Wert"]
    assert mapping.ignored == fitted.ignored == ("Anteil",)
    assert [(each.categories, each.series, each.role) for each in mapping.series_of] == [
        (("Alter",), "inhabitants", "value"),
        (("Frauen",), "rate", "numerator"),
    ]
    assert (mapping.period, fitted.period) == (PeriodSource("fixed", "2018-12-31"), PeriodSource("fixed", "2019-12-31"))


def test_a_mapping_does_not_fit_a_file_without_its_column_of_areas() -> None:
    first = recognised("Schlüssel;Einwohner\n01;1\n02;2\n")
    mapping = draft_mapping(first, {**proposed_answers(first), "period": "2018"})

    with pytest.raises(DeliveryError) as caught:
        refit(mapping, recognised("Nummer;Einwohner\n01;1\n02;2\n"), period="2019")

    assert (caught.value.code, caught.value.params) == ("readers.column_absent", {"name": "Schlüssel"})
