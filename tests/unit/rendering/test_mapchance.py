# SPDX-License-Identifier: EUPL-1.2
"""What a map says about chance, and that nothing hidden speaks through it."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.compiling import CityFigures, Draft, Presentation, compile_slice
from indicators.rendering.mapchance import MeasureFacts, chance_of, judgements, spans_of, unsure_areas
from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.maptable import INTERVAL, SPAN, AreaName, TableFacts, columns_of, table_of
from indicators.rendering.profile_numbers import Language, span_words
from indicators.rendering.slices import ChangeNote, NumberBand, SliceContent, SliceKey
from indicators.stats.sharepairs import SharePair
from indicators.stats.vintages import raw_slice
from indicators.views.mapcolumns import HeadFacts, heads_of
from sozialplanung.common.statuses import Flag, Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006", "public")
SHARE = MeasureFacts(
    basis="counts", comparability="absolute", unit="%", decimals=1, direction="lower_is_better", threshold=3.0
)
SCHEME = ClassScheme(palette="sequential", bounds=(10.0, 20.0, 30.0))
FORM = Presentation(unit_of_measure="%", decimals=1, basis="counts", is_ranked=False, relevance_threshold=3.0)


def released(cases: list[float], persons: list[float], hidden: tuple[int, ...] = ()) -> SliceContent:
    x, n = np.array(cases), np.array(persons)
    mask = np.zeros(x.size, dtype=bool)
    mask[list(hidden)] = True
    raw = raw_slice(100 * x / n, np.zeros(x.size, dtype=np.uint8), numerator=x, denominator=n)
    city = CityFigures(100 * x.sum() / n.sum(), "computed", float(x.sum()), float(n.sum()))
    return compile_slice(Draft(KEY, "", raw, mask, FORM, city, ChangeNote()))


def rows(content: SliceContent) -> list[dict[str, str]]:
    chance = chance_of(content, SHARE, "de")
    facts = TableFacts(
        content=content,
        classes=SCHEME.classes_of(content),
        areas=[AreaName(str(place), f"Gebiet {place}", "") for place in range(content.size)],
        language="de",
        spans=spans_of(content, SCHEME),
        judgements=chance.judgements,
        lacks_interval=chance.is_unavailable,
    )
    return [{cell.column: cell.text for cell in row.cells} for row in table_of(facts).rows]


def test_class_is_unsure_when_the_interval_reaches_over_more_than_two_classes() -> None:
    # 3 of 15: 7.0 to 45.2 %, over all four classes. 20 of 100: 13.3 to 28.9 %, over two. 200 of 1,000: 17.6 to 22.6 %.
    content = released([3, 20, 200, 500], [15, 100, 1000, 5000])

    assert unsure_areas(content, SCHEME).tolist() == [True, False, False, False]
    assert [row["span"] for row in rows(content)] == ["1–4 (unsicher)", "2–3", "2–3", "1–2"]


def carried(content: SliceContent, estimated: tuple[int, ...]) -> SliceContent:
    """Return a slice as it stands on other boundaries: of counts, with the range of some estimates."""
    flags = np.zeros(content.size, dtype=content.flags.dtype)
    flags[list(estimated)] = int(Flag.ESTIMATED)
    numbers = {name: band for name, band in content.numbers.items() if name in {"value", "lower", "upper"}}
    return replace(content, flags=flags, numbers=MappingProxyType(numbers))


def test_range_of_estimates_is_called_so_and_is_no_difference_of_shares() -> None:
    content = carried(released([3, 20, 200, 500], [15, 100, 1000, 5000]), estimated=(0, 1))
    chance = chance_of(content, SHARE, "de")
    facts = HeadFacts("", "Kinder", "%", "counts", "Berlin", is_estimated=chance.is_estimated)

    assert (chance.is_estimated, chance.is_difference) == (True, False)
    with override("de"):
        heads = [head.label for head in heads_of((INTERVAL, SPAN), facts)]
    assert heads == ["Spanne (Schätzung und Zufall)", "Klassen innerhalb der Spanne"]


def test_range_of_what_was_counted_is_random_variation() -> None:
    chance = chance_of(carried(released([3, 20], [15, 100]), estimated=()), SHARE, "de")

    assert (chance.is_estimated, chance.is_difference) == (False, True)


def test_difference_of_shares_has_an_interval_and_is_compared_by_the_threshold_alone() -> None:
    pair = SharePair(*(np.array(band) for band in ([120.0, 5.0], [1000.0, 50.0], [150.0, 40.0], [1000.0, 400.0])))
    raw = raw_slice(np.array([-3.0, 0.0]), np.zeros(2, dtype=np.uint8), pair=pair)
    form = replace(FORM, unit_of_measure="Prozentpunkte")
    city = CityFigures(-0.5, "computed")

    content = compile_slice(Draft(KEY, "", raw, np.array([False, True]), form, city, ChangeNote()))
    chance = chance_of(content, replace(SHARE, unit="Prozentpunkte", threshold=2.0), "de")

    assert content.numbers["lower"].values[0] == -6.0
    assert content.numbers["upper"].values[0] == -0.0
    assert np.isnan(content.numbers["lower"].values[1])
    assert (chance.interval, chance.mode, chance.is_difference) == ("model", "threshold", True)
    one = chance_of(content, replace(SHARE, unit="Prozentpunkte", threshold=1.0), "de")
    assert one.threshold == "1\xa0Prozentpunkt"
    assert rows(content)[0]["interval"] == "−6,0 bis 0,0"


@pytest.mark.parametrize(
    ("ends", "language", "told"),
    [
        (("1,0", "2,0"), "de", "1,0–2,0"),
        (("−1,0", "2,0"), "de", "−1,0 bis 2,0"),
        (("−2,0", "−1,0"), "de", "−2,0 bis −1,0"),
        (("−2.0", "−1.0"), "en", "−2.0 to −1.0"),
    ],
)
def test_no_dash_stands_beside_a_minus(ends: tuple[str, str], language: Language, told: str) -> None:
    assert span_words(*ends, language) == told


def test_figures_without_stated_counts_have_no_interval_rather_than_one_without_width() -> None:
    raw = raw_slice(np.array([12.0, 20.0]), np.zeros(2, dtype=np.uint8), numerator=np.array([12.0, np.nan]))
    raw = replace(raw, denominator=np.array([100.0, np.nan]))

    content = compile_slice(Draft(KEY, "", raw, np.zeros(2, dtype=bool), FORM, CityFigures(), ChangeNote()))

    assert content.numbers["value"].values.tolist() == [12.0, 20.0]
    assert np.isnan(content.numbers["upper"].values).tolist() == [False, True]


def test_interval_of_a_hidden_area_is_not_told_by_its_classes() -> None:
    content = released([3, 20, 200, 500], [15, 100, 1000, 5000], hidden=(0,))

    assert not unsure_areas(content, SCHEME).any()
    hidden = rows(content)[0]
    assert (hidden["interval"], hidden["span"], hidden["comparison"], hidden["class"]) == ("", "", "", "")


def test_classes_of_an_index_have_no_bounds_that_an_interval_could_reach_over() -> None:
    content = released([3, 20], [15, 100])
    named = ClassScheme(palette="status", labels=("a", "b"))

    assert spans_of(content, named) is None
    assert not unsure_areas(content, named).any()


@given(
    st.lists(st.integers(1, 4000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=40),
    st.integers(0, 2),
)
def test_what_is_hidden_changes_no_word_about_another_area(drawn: list[tuple[int, int]], place: int) -> None:
    x, n = [float(each) for each, _ in drawn], [float(each) for _, each in drawn]
    cases, persons = [*x, sum(x)], [*n, sum(n)]
    hidden = (place, len(x))
    # Another city: what the one hidden area had, the other has; the whole is the same.
    others = [*x, sum(x) + x[place]]
    others[place] = 0.0

    first, second = released(cases, persons, hidden), released(others, persons, hidden)

    assert first.codes["comparison"][place] == 0
    assert first.codes["comparison"].tolist() == second.codes["comparison"].tolist()
    assert np.array_equal(first.numbers["lower"].values, second.numbers["lower"].values, equal_nan=True)


def test_differences_of_hidden_areas_do_not_speak_through_the_adjustment_of_others() -> None:
    # 17 of 100 is beyond chance alone, but not among ten shown areas. Nine hidden ones that differ enormously would
    # have made room for it.
    cases = [17.0, *([10.0] * 9), *([60.0] * 9), 353.0]
    persons = [*([100.0] * 19), 8_100.0]

    content = released(cases, persons, hidden=tuple(range(10, 20)))

    assert content.codes["comparison"].tolist() == [2] * 10 + [0] * 10


def test_of_many_areas_without_a_difference_hardly_one_is_called_higher_or_lower() -> None:
    rng = np.random.default_rng(7)
    persons = np.full(500, 200.0)
    cases = rng.binomial(200, 0.3, size=500).astype(float)

    content = released(cases.tolist(), persons.tolist())

    assert (content.codes["comparison"] != 2).sum() <= 2


@pytest.mark.parametrize(
    ("facts", "interval"),
    [
        (SHARE, "model"),
        (replace(SHARE, basis="rate_denominator"), "unavailable"),
        (replace(SHARE, basis="rate_only"), "unavailable"),
        (replace(SHARE, basis="rate_only", comparability="relative"), ""),
    ],
)
def test_missing_interval_has_its_reason(facts: MeasureFacts, interval: str) -> None:
    content = released([30, 20], [100, 100])
    if interval != "model":
        numbers = {name: band for name, band in content.numbers.items() if name not in {"lower", "upper"}}
        content = replace(content, numbers=numbers)

    chance = chance_of(content, facts, "de")

    assert chance.interval == interval
    columns = columns_of(content, has_parents=False, lacks_interval=chance.is_unavailable)
    assert ("interval" in columns) == (interval != "")


def test_rates_alone_have_no_interval_in_the_table_but_the_word_for_it() -> None:
    values = np.array([12.0, np.nan])
    status = np.array([Status.OK, Status.SUPPRESSED], dtype=np.uint8)
    content = SliceContent(KEY, "", status, np.zeros(2, dtype=np.uint8), {"value": NumberBand(values, 1)})
    facts = TableFacts(
        content, SCHEME.classes_of(content), [AreaName("1", "A", ""), AreaName("2", "B", "")], "de", lacks_interval=True
    )

    assert [row.cells[1].text for row in table_of(facts).rows] == ["nicht berechenbar", ""]


def test_judgement_needs_a_declared_direction() -> None:
    assert judgements("lower_is_better", "de") == {1: "günstiger", 3: "ungünstiger"}
    assert judgements("higher_is_better", "en") == {1: "less favourable", 3: "more favourable"}
    assert judgements("neutral", "de") == {}


def test_comparison_carries_the_judgement_and_similar_none() -> None:
    content = released([300, 100, 200, 200], [1000, 1000, 1000, 1000])

    assert [row["comparison"] for row in rows(content)] == [
        "höher, ungünstiger",
        "niedriger, günstiger",
        "ähnlich",
        "ähnlich",
    ]


@pytest.mark.parametrize(
    ("threshold", "unit", "text"),
    [
        (3.0, "%", "3\u00a0Prozentpunkte"),
        (1.0, "%", "1\u00a0Prozentpunkt"),
        (1.5, "%", "1,5\u00a0Prozentpunkte"),
        (20.0, "Plätze", "20\u00a0Plätze"),
        (None, "%", ""),
    ],
)
def test_threshold_is_written_with_its_unit(threshold: float | None, unit: str, text: str) -> None:
    content = released([300, 100], [1000, 1000])

    assert chance_of(content, replace(SHARE, threshold=threshold, unit=unit), "de").threshold == text
