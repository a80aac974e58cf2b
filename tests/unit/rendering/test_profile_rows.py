# SPDX-License-Identifier: EUPL-1.2
"""A line of a profile says what its release says: no change across a break, no zero for a figure that is missing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_file import HEAD, FileArea, profile_cells
from indicators.rendering.profile_readings import Reading, company_of, reading_of
from indicators.rendering.profile_rows import IndicatorFacts, ProfileRow, Remarks, RowContext, profile_row
from indicators.rendering.slice_content import (
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceKey,
    SliceSummary,
)
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Flag, Status

NAN = float("nan")
FACTS = IndicatorFacts(
    slug="kinderarmut",
    name="Kinder in Familien mit SGB-II-Bezug",
    short_name="Kinderarmut",
    subtitle="in Prozent der unter 15-Jährigen",
    kind="delivered",
    unit="%",
    basis="rate_denominator",
    comparability="absolute",
    source="Stadt Musterstadt",
    licence="Datenlizenz Deutschland",
    licence_url="https://www.govdata.de/dl-de/by-2-0",
)
PUBLISHED = ChangeNote("2016-12-31", "published")
AREA = FileArea("0101", "Nord", "Viertel", "Stand 2020", date(2026, 1, 2))
NO_REMARKS = Remarks()
GERMAN = RowContext("de", "Musterstadt", "Viertel")
ENGLISH = RowContext("en", "Musterstadt", "Viertel")


def content(
    period: str = "2018-12-31",
    change: ChangeNote = PUBLISHED,
) -> SliceContent:
    """Return a slice of five areas: a value, a suppressed, an excluded, a true zero, a larger value."""
    numbers = {
        "value": NumberBand(np.array([60.0, NAN, NAN, 0.0, 70.0]), 1),
        "numerator": NumberBand(np.array([495.0, NAN, NAN, 0.0, 700.0]), 0),
        "denominator": NumberBand(np.array([825.0, NAN, NAN, 90.0, 1000.0]), 0),
    }
    if change.kind != "none":
        numbers["change"] = NumberBand(np.array([-7.4, NAN, NAN, 1.2, NAN]), 1)
    return SliceContent(
        key=SliceKey("musterstadt", "kinderarmut", period, "viertel", "stand-2020", "public"),
        unit_order_hash="0" * 64,
        status=np.array([0, Status.SUPPRESSED, Status.EXCLUDED, Status.TRUE_ZERO, 0], dtype=np.uint8),
        flags=np.array([Flag.PROVISIONAL, 0, 0, 0, 0], dtype=np.uint8),
        numbers=MappingProxyType(numbers),
        codes=MappingProxyType({"comparison": np.array([3, 0, 0, 1, 2]), "class": np.array([2, 0, 0, 1, 2])}),
        city=CityValue(27.8, "computed"),
        summary=SliceSummary(3, 0.0, 30.0, 60.0, 65.0, 70.0),
        change=change,
        class_labels=("niedrig", "hoch"),
    )


def reading(position: int = 0, *, period: str = "2018-12-31", change: str = "published") -> Reading:
    notes = {"none": ChangeNote(), "computed": ChangeNote("2016-12-31", "computed"), "published": PUBLISHED}
    return reading_of(content(period, notes[change]), position)


def row(
    newest: Reading,
    *,
    facts: IndicatorFacts = FACTS,
    breaks: tuple[Break, ...] = (),
    remarks: Remarks = NO_REMARKS,
    context: RowContext = GERMAN,
) -> ProfileRow:
    return profile_row(facts, [newest], breaks, remarks, context)


def no_comparison(since: str, until: str, comparable: str = "no") -> Break:
    return Break(parse(since), parse(until), comparable, "Definition geändert")


def test_reading_takes_one_area_out_of_a_slice() -> None:
    found = reading()

    assert (found.value, found.numerator, found.denominator) == (60.0, 495.0, 825.0)
    assert (found.status, found.flags) == (Status.OK, Flag.PROVISIONAL)
    assert (found.comparison, found.class_number, found.class_label) == (3, 2, "hoch")
    assert found.share_below == pytest.approx(0.5)


def test_reading_of_an_area_without_a_value_holds_no_number() -> None:
    found = reading(1)

    assert found.value is None
    assert found.numerator is None
    assert found.change is None
    assert found.share_below is None
    assert found.class_label == ""


def test_bands_that_a_slice_lacks_are_not_there() -> None:
    found = reading()

    assert found.lower is None
    assert found.upper is None


def test_share_below_is_left_out_where_nobody_asks() -> None:
    assert reading_of(content(), 0, has_share=False).share_below is None


@given(st.lists(st.one_of(st.just(float("nan")), st.integers(0, 9).map(float)), min_size=1, max_size=30))
def test_place_of_each_area_is_that_of_counting_the_others(values: list[float]) -> None:
    array = np.array(values)
    told = replace(content(), numbers={"value": NumberBand(array, 0)}, status=np.zeros(len(values), dtype=np.uint8))

    found = company_of(told).share_below

    count = np.count_nonzero(~np.isnan(array))
    for own, share in zip(array, found, strict=True):
        less, equal = np.count_nonzero(array < own), np.count_nonzero(array == own)
        assert np.isnan(share) if np.isnan(own) else share == (less + 0.5 * equal) / count


def test_position_outside_the_order_is_refused() -> None:
    with pytest.raises(IndexError):
        reading_of(content(), 5)


def test_line_tells_value_number_city_and_position() -> None:
    line = row(reading())

    assert line.value == "60,0\u00a0%"
    assert line.count == "rund 495"
    assert (line.city, line.city_origin) == ("27,8\u00a0%", "berechnet")
    assert line.comparison == "higher"
    assert line.comparison_words == "höher als Musterstadt"
    assert line.position == "im mittleren Drittel"
    assert line.as_of == "31.12.2018"
    assert line.remarks == ("vorläufig",)


def test_line_is_told_in_english_as_well() -> None:
    line = row(reading(), context=ENGLISH)

    assert line.value == "60.0%"
    assert line.count == "about 495"
    assert line.city_origin == "computed"
    assert line.change.basis == "percentage points since 2016, as published"


def test_number_that_was_counted_is_not_called_approximate() -> None:
    assert row(reading(), facts=replace(FACTS, basis="counts")).count == "495"


@pytest.mark.parametrize(
    ("position", "words"), [(1, "gesperrt: geheim gehalten"), (2, "nicht bewertet: unter 300 Einwohner")]
)
def test_missing_figure_is_told_in_words_and_never_as_zero(position: int, words: str) -> None:
    line = row(reading(position), remarks=Remarks(exclusion="unter 300 Einwohner"))

    assert line.value == ""
    assert line.status == words
    assert line.count == ""
    assert line.comparison == ""
    assert line.change.amount == ""
    assert line.change.reason == ""
    assert line.place is None


def test_true_zero_is_a_value_and_says_so() -> None:
    line = row(reading(3))

    assert line.value == "0,0\u00a0%"
    assert line.status == "genau null"


def test_published_change_is_stated_as_published() -> None:
    line = row(reading(), breaks=(no_comparison("2012-12-31", "2014-12-31"),))

    assert line.change.amount == "−7,4"
    assert line.change.basis == "Prozentpunkte seit 2016, wie veröffentlicht"
    assert line.change.note == ""


@pytest.mark.parametrize(
    ("context", "origin", "years"),
    [
        (GERMAN, "vom Herausgeber vergleichbar gerechnet", "Zwischen 2016 und 2018"),
        (ENGLISH, "made comparable by the publisher", "between 2016 and 2018"),
    ],
)
def test_published_change_across_a_break_says_who_made_it_comparable(
    context: RowContext, origin: str, years: str
) -> None:
    line = row(reading(), breaks=(no_comparison("2016-12-31", "2018-12-31"),), context=context)

    assert line.change.amount.endswith(("7,4", "7.4"))
    assert line.change.origin == origin
    assert line.change.basis.endswith(f"2016, {origin}")
    assert years in line.change.note


def test_computed_change_is_never_stated_across_a_break() -> None:
    line = row(reading(change="computed"), breaks=(no_comparison("2016-12-31", "2018-12-31"),))

    assert line.change.amount == ""
    assert line.change.reason == "Definition geändert, nicht vergleichbar"


@pytest.mark.parametrize(
    "harmless",
    [
        no_comparison("2012-12-31", "2014-12-31"),
        no_comparison("2014-12-31", "2016-12-31"),
        no_comparison("2016-12-31", "2018-12-31", "limited"),
    ],
)
def test_computed_change_is_stated_where_no_break_forbids_it(harmless: Break) -> None:
    line = row(reading(change="computed"), breaks=(harmless,))

    assert line.change.amount == "−7,4"
    assert line.change.origin == "berechnet"


def test_absent_change_after_a_break_is_explained() -> None:
    after = row(reading(change="none"), breaks=(no_comparison("2016-12-31", "2018-12-31"),))
    elsewhere = row(reading(change="none"))

    assert after.change.reason == "Definition geändert, nicht vergleichbar"
    assert elsewhere.change.reason == ""


def test_relative_measure_has_a_position_and_no_change() -> None:
    line = row(reading(), facts=replace(FACTS, comparability="relative"))

    assert line.change.amount == ""
    assert line.change.reason == "nur Position, kein Trend"


def test_change_since_another_day_of_the_year_names_the_day() -> None:
    moved = replace(reading(), change_note=ChangeNote("2016-06-30", "published"))

    assert row(moved).change.since == "30.06.2016"


def test_count_of_persons_has_no_number_beside_it() -> None:
    line = row(reading(), facts=replace(FACTS, unit="Personen", basis="counts"))

    assert line.count == ""
    assert line.value == "60,0"


def test_interval_is_told_only_where_the_release_holds_one() -> None:
    with_interval = replace(reading(), lower=57.1, upper=62.8)

    assert row(with_interval).interval == "57,1 – 62,8\u00a0%"
    assert row(reading()).interval == ""


def test_footnotes_stand_beside_the_figure() -> None:
    line = row(reading(), remarks=Remarks(footnotes=("Laut Monitoring.",)))

    assert line.remarks == ("vorläufig", "Laut Monitoring.")


def test_file_holds_the_published_digits_and_a_status_for_each_line() -> None:
    cells = profile_cells(AREA, [row(reading()), row(reading(1)), row(reading(3))])

    told = [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]
    assert cells[0] == HEAD
    assert told[0]["wert"] == Decimal("60.0")
    assert told[0]["veraenderung"] == Decimal("-7.4")
    assert told[0]["veraenderung_seit"] == "2016-12-31"
    assert (told[1]["wert"], told[1]["status_code"]) == (None, "suppressed")
    assert (told[2]["wert"], told[2]["status_code"]) == (Decimal("0.0"), "true_zero")
    assert all(line["quelle"] and line["lizenz"] and line["stand"] for line in told)
    assert {(line["schluessel"], line["gebiet"], line["ebene"]) for line in told} == {("0101", "Nord", "Viertel")}
    assert {(line["gebietsstand"], line["abgerufen_am"]) for line in told} == {("Stand 2020", date(2026, 1, 2))}


def test_file_says_of_a_change_across_a_break_that_it_is_the_publishers_own() -> None:
    line = row(reading(), breaks=(no_comparison("2016-12-31", "2018-12-31"),))

    told = dict(zip(HEAD, profile_cells(AREA, [line])[1], strict=True))

    assert told["veraenderung_art"] == "vom Herausgeber vergleichbar gerechnet"
    assert "Zwischen 2016 und 2018 wurde die Definition geändert" in str(told["bemerkung"])


@pytest.mark.parametrize(
    ("palette", "german", "english"),
    [
        ("status", "amtlich: Status niedrig", "officially: Status niedrig"),
        ("dynamics", "amtlich: Dynamik niedrig", "officially: Dynamik niedrig"),
        ("sequential", "amtlich: niedrig", "officially: niedrig"),
    ],
)
def test_official_class_is_told_with_its_scale(palette: str, german: str, english: str) -> None:
    remarks, facts = Remarks(class_words="Hoher Bedarf", class_official="niedrig"), replace(FACTS, palette=palette)

    assert row(reading(), facts=facts, remarks=remarks).official == german
    assert row(reading(), facts=facts, remarks=remarks, context=ENGLISH).official == english
    assert row(reading(), facts=facts).official == ""


def test_file_states_no_change_that_the_page_withholds() -> None:
    line = row(reading(change="computed"), breaks=(no_comparison("2016-12-31", "2018-12-31"),))

    told = dict(zip(HEAD, profile_cells(AREA, [line])[1], strict=True))

    assert told["veraenderung"] is None
    assert told["veraenderung_seit"] == ""
