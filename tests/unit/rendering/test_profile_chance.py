# SPDX-License-Identifier: EUPL-1.2
"""What a line of a profile says of its direction: a word with its reason, and a judgement only where it is declared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from indicators.rendering.profile_chance import SeriesChance, judgement_of, reason_words, row_with_chance
from indicators.rendering.profile_file import HEAD, FileArea, profile_cells
from indicators.rendering.profile_numbers import Language
from indicators.rendering.profile_readings import reading_of
from indicators.rendering.profile_rows import IndicatorFacts, ProfileRow, Remarks, RowContext, profile_row
from indicators.rendering.slice_changes import slice_changes
from indicators.rendering.slice_content import ChangeNote, NumberBand, SliceContent
from indicators.rendering.slice_trends import SliceTrends, TrendForm, TrendReason, slice_trends
from tests.factories.slices import broken, content, series

JUDGED = IndicatorFacts(
    slug="kinderarmut",
    name="Kinder in Familien mit SGB-II-Bezug",
    short_name="Kinderarmut",
    subtitle="in Prozent der unter 15-Jährigen",
    kind="delivered",
    unit="%",
    basis="counts",
    comparability="absolute",
    source="Stadt Musterstadt",
    licence="Datenlizenz Deutschland",
    licence_url="https://www.govdata.de/dl-de/by-2-0",
    palette="sequential",
    direction="lower_is_better",
)
AREA = FileArea("0101", "Nord", "Viertel", "Stand 2020", date(2026, 1, 2))
CASES = (100, 110, 118, 131, 140)


def line(slices: list[SliceContent], facts: IndicatorFacts = JUDGED, language: Language = "de") -> ProfileRow:
    """Return the line of the first area, with its trend and change."""
    readings = tuple(reading_of(each, 0) for each in slices)
    row = profile_row(facts, readings, (), Remarks(), RowContext(language, "Musterstadt", "Viertel"))
    form = TrendForm(facts.unit, facts.basis, facts.comparability)
    changes = slice_changes(slices[-1], slices[-2])
    return row_with_chance(row, SeriesChance(slice_trends(slices, (), form), changes), 0, language)


def with_change(now: SliceContent, since: str, amount: float) -> SliceContent:
    numbers = {**now.numbers, "change": NumberBand(np.full(now.size, amount), 1)}
    return replace(now, numbers=numbers, change=ChangeNote(since, "computed"))


def test_rising_share_that_should_be_low_is_unfavourable() -> None:
    trend = line(series([[x] for x in CASES])).trend

    assert (trend.kind, trend.words, trend.judgement) == ("rising", "steigt", "ungünstig")
    assert (trend.years, trend.amount) == ("2019–2023", "+1,01 Prozentpunkte im Jahr")
    assert trend.method == "χ²-Test auf Trend"


def test_falling_share_is_told_in_english() -> None:
    trend = line(series([[x] for x in reversed(CASES)]), language="en").trend

    assert (trend.words, trend.judgement, trend.amount) == ("falling", "favourable", "−1.01 percentage points a year")


@pytest.mark.parametrize(
    "facts",
    [
        replace(JUDGED, direction="neutral"),
        replace(JUDGED, palette="neutral"),
        replace(JUDGED, comparability="relative"),
    ],
)
def test_nothing_is_judged_without_a_declared_direction_nor_of_who_lives_there(facts: IndicatorFacts) -> None:
    assert judgement_of(1, facts, "de") == judgement_of(-1, facts, "en") == ""


def test_no_clear_direction_tells_no_amount() -> None:
    trend = line(series([[100], [140], [90], [130], [101]])).trend

    assert (trend.kind, trend.words, trend.judgement, trend.amount) == ("unclear", "keine klare Richtung", "", "")


def test_line_without_a_value_says_nothing_of_a_direction() -> None:
    trend = line(series([[100], [110], [118], [131], [None]])).trend

    assert trend.kind == ""


def test_reason_stands_where_no_direction_can_be_named() -> None:
    few = line(series([[100], [110]])).trend
    secret = line(series([[100], [None], [118], [131], [140]])).trend

    assert (few.kind, few.words, few.reason) == ("none", "nicht berechenbar", "nur 2 von 5 nötigen Zeitpunkten")
    assert secret.reason == "mindestens ein Wert ist geheim gehalten"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_words(language: Language) -> None:
    told = [reason_words(reason, 3, language) for reason in TrendReason if reason is not TrendReason.OK]

    assert all(told)
    assert len(set(told)) == len(told)


def test_trend_over_a_limited_break_says_so() -> None:
    slices = series([[x] for x in CASES])
    row = line(slices)

    limited = row_with_chance(row, SeriesChance(_over(slices), None), 0, "de").trend

    assert limited.note == "eingeschränkt vergleichbar"


def _over(slices: list[SliceContent]) -> SliceTrends:
    return slice_trends(slices, [broken(2020, 2021, "limited")], TrendForm("%", "counts", "absolute"))


def test_computed_change_tells_whether_it_is_beyond_chance() -> None:
    before, now = content("2022-12-31", [100]), content("2023-12-31", [250])
    small = content("2023-12-31", [104])

    far = line([before, with_change(now, "2022-12-31", 15.0)]).change
    near = line([before, with_change(small, "2022-12-31", 0.4)]).change

    assert (far.amount, far.interval, far.is_beyond_chance) == ("+15,0", "+11,7 bis +18,3", True)
    assert (near.interval, near.is_beyond_chance) == ("−2,3 bis +3,1", False)


def test_file_holds_direction_and_interval_of_the_change() -> None:
    slices = series([[x] for x in CASES])
    row = line([*slices[:-1], with_change(slices[-1], "2022-12-31", 0.9)])

    told = dict(zip(HEAD, profile_cells(AREA, [row])[1], strict=True))

    assert (told["richtung"], told["richtung_zeitraum"]) == ("steigt", "2019–2023")
    assert told["richtung_je_jahr"] == Decimal("1.01")
    assert (told["veraenderung_zufall_von"], told["veraenderung_zufall_bis"]) == (Decimal("-2.1"), Decimal("3.9"))
