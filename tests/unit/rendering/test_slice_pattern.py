# SPDX-License-Identifier: EUPL-1.2
"""The pattern of a map in space: golden numbers, nothing hidden in it, and a reason where there is none."""

import numpy as np
import numpy.typing as npt
import pytest

from indicators.rendering.maptable import AreaName, TableFacts, table_of
from indicators.rendering.pattern_words import pattern_labels, pattern_text
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_pattern import (
    HIGH_AMONG_HIGH,
    LOW_AMONG_LOW,
    MOST_AREAS,
    NOT_STANDING_OUT,
    SpatialPattern,
    spatial_pattern,
)
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey
from sozialplanung.common.statuses import Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006", "public")


def board(side: int) -> list[list[int]]:
    """Return who touches whom on a square board, edge to edge."""
    cells = [(row, column) for row in range(side) for column in range(side)]
    return [
        [
            place
            for place, (other_row, other_column) in enumerate(cells)
            if abs(row - other_row) + abs(column - other_column) == 1
        ]
        for row, column in cells
    ]


def released(values: npt.NDArray[np.float64], **bands: npt.NDArray[np.float64]) -> SliceContent:
    status = np.where(np.isnan(values), Status.SUPPRESSED, Status.OK).astype(np.uint8)
    numbers = {"value": NumberBand(values, 1)} | {name: NumberBand(band, 1) for name, band in bands.items()}
    return SliceContent(KEY, "", status, np.zeros(values.size, dtype=np.uint8), numbers)


def two_blocks() -> npt.NDArray[np.float64]:
    """Return a board of 12 by 12 with a high block in one corner and a low one in the opposite corner."""
    values = np.random.default_rng(3).normal(20, 0.5, size=(12, 12)).round(1)
    values[:4, :4] += 20
    values[8:, 8:] -= 15
    return values.ravel()


def test_whole_map_has_the_published_value_of_moran() -> None:
    found = spatial_pattern(released(np.array([1.0, 2, 3, 2, 4, 6, 3, 6, 9])), board(3), is_count=False)

    assert found.moran is not None
    assert found.moran.value == pytest.approx(0.5128205, abs=5e-8)
    assert found.moran.z_normality == pytest.approx(2.66652, abs=5e-6)
    assert found.moran.is_exploratory
    assert any("Explorativ" in sentence for sentence in pattern_text(found, "Armut", "Gebiete", "de").says)


def test_blocks_are_clusters_and_the_ground_between_them_is_none() -> None:
    found = spatial_pattern(released(two_blocks()), board(12), is_count=False)

    grid = found.classes.reshape(12, 12)
    # A corner has two neighbours only: too few to stand out.
    assert (grid[1:3, 1:3] == HIGH_AMONG_HIGH).all()
    assert (grid[9:11, 9:11] == LOW_AMONG_LOW).all()
    assert (grid[5:7, 5:7] == NOT_STANDING_OUT).all()
    assert found.moran is not None
    assert found.moran.p <= 0.05
    high, low = found.count_of(HIGH_AMONG_HIGH), found.count_of(LOW_AMONG_LOW)
    headline = pattern_text(found, "Armut", "Bezirke", "de").headline
    assert headline == f"Armut: Hohe Werte häufen sich in {high} von 144 Bezirken, niedrige in {low}"


def test_noise_has_no_cluster() -> None:
    noise = np.random.default_rng(5).normal(20, 4, size=400).round(1)

    found = spatial_pattern(released(noise), board(20), is_count=False)

    assert (found.classes == NOT_STANDING_OUT).all()
    text = pattern_text(found, "Armut", "Gebiete", "de")
    assert text.headline == "Armut: keine Häufung, die über den Zufall hinausgeht"


def test_hidden_figure_takes_no_part_whatever_it_is() -> None:
    values = two_blocks()
    hidden = values.copy()
    hidden[13] = np.nan

    found = spatial_pattern(released(hidden), board(12), is_count=False)

    assert found.classes[13] == 0
    assert np.isnan(found.p[13])
    assert found.absent == 1
    assert found.moran is not None
    assert found.moran.n == 143
    # The same map without that area altogether has the same pattern.
    others = [place for place in range(144) if place != 13]
    number = {place: new for new, place in enumerate(others)}
    neighbours = [[number[other] for other in board(12)[place] if other != 13] for place in others]
    without = spatial_pattern(released(values[others]), neighbours, is_count=False)
    assert found.classes[others].tolist() == without.classes.tolist()
    assert found.moran.value == pytest.approx(without.moran.value if without.moran else np.nan)


def test_area_whose_neighbours_are_all_hidden_is_an_island_and_is_named() -> None:
    values = two_blocks()
    values[[1, 12]] = np.nan

    found = spatial_pattern(released(values), board(12), is_count=False)

    assert found.islands == (0,)
    assert found.classes[0] == 0
    told = pattern_text(found, "Armut", "Gebiete", "de").says
    assert "Nicht einbezogen: 2 ohne gezeigten Wert, 1 ohne Nachbargebiet mit Wert." in told
    cells = table_of(
        TableFacts(
            content=released(values),
            classes=found.classes,
            areas=[AreaName(f"{place:03}", f"{place:03}", "") for place in range(144)],
            language="de",
            class_labels=pattern_labels("de"),
            pattern=found,
        )
    ).rows
    texts = [{cell.column: cell.text for cell in row.cells} for row in cells]
    assert (texts[0]["class"], texts[0]["p"]) == ("ohne Nachbargebiet mit Wert", "")
    assert (texts[1]["class"], texts[1]["p"]) == ("", "")
    assert texts[14]["class"] == "hoch, umgeben von hoch"
    assert texts[14]["p"].startswith("0,0")


def test_shares_of_small_areas_are_measured_by_their_own_variation() -> None:
    rng = np.random.default_rng(11)
    persons = rng.integers(20, 2_000, size=144).astype(float)
    cases = rng.binomial(persons.astype(int), 0.2).astype(float)
    share = (100 * cases / persons).round(1)
    limits = {"lower": share, "upper": share}

    found = spatial_pattern(released(share, numerator=cases, denominator=persons, **limits), board(12), is_count=False)
    plain = spatial_pattern(released(share), board(12), is_count=False)

    assert found.is_standardised
    assert not plain.is_standardised
    assert found.moran is not None
    assert plain.moran is not None
    assert found.moran.value != pytest.approx(plain.moran.value)


def test_same_slice_has_the_same_pattern() -> None:
    first, again = (spatial_pattern(released(two_blocks()), board(12), is_count=False) for _ in range(2))

    assert first.classes.tolist() == again.classes.tolist()
    assert first.p.tolist() == again.p.tolist()


def no_pattern(reason: str) -> SpatialPattern:
    values, neighbours = two_blocks(), board(12)
    if reason == "constant":
        values = np.full(144, 7.0)
    if reason == "too_few":
        values = np.where(np.arange(144) < 3, values, np.nan)
    if reason == "no_borders":
        neighbours = [[] for _ in range(144)]
    if reason == "too_many":
        values, neighbours = np.ones(MOST_AREAS + 1), []
    if reason == "no_contrast":
        values, neighbours = np.arange(5.0), [[b for b in range(5) if b != a] for a in range(5)]
    return spatial_pattern(released(values), neighbours, is_count=reason == "count")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reason", ["count", "too_many", "no_borders", "too_few", "constant", "no_contrast"])
def test_where_there_is_no_pattern_the_reason_is_told(reason: str, language: Language) -> None:
    found = no_pattern(reason)

    assert found.reason == reason
    assert not found.is_there
    assert not found.classes.any()
    text = pattern_text(found, "Armut", "Gebiete", language)
    assert text.reason.endswith(".")
    assert (text.headline, text.says) == ("", ())


def test_number_of_areas_that_must_stand_out_together_is_told() -> None:
    found = spatial_pattern(released(np.random.default_rng(1).normal(20, 4, 529).round(1)), board(23), is_count=False)

    # 2 / 10,000 times 529 over 0.05.
    assert found.least_together == 3
    assert any("wenn mindestens 3 zugleich" in each for each in pattern_text(found, "Armut", "Gebiete", "de").says)


@pytest.mark.parametrize(
    ("values", "german", "english"),
    [
        (two_blocks(), "ähneln benachbarte Gebiete einander mehr", "more alike than chance"),
        (np.where(np.indices((12, 12)).sum(axis=0) % 2, 30.0, 10.0).ravel(), "stärker, als der Zufall", "less alike"),
        (np.random.default_rng(2).permutation(two_blocks()), "nicht vom Zufall zu unterscheiden", "told from chance"),
    ],
)
def test_whole_map_is_told_in_words(values: npt.NDArray[np.float64], german: str, english: str) -> None:
    found = spatial_pattern(released(values), board(12), is_count=False)

    assert german in pattern_text(found, "Armut", "Gebiete", "de").says[0]
    assert english in pattern_text(found, "Poverty", "areas", "en").says[0]
    assert "Moran I = " in pattern_text(found, "Armut", "Gebiete", "de").says[0]
