# SPDX-License-Identifier: EUPL-1.2
"""Seven defects that planners met elsewhere. Each test holds what is right here against what the defect would say."""

import sys

import numpy as np
import shapely

from indicators.rendering.slices import NumberBand, SliceContent, SliceKey, decode, encode
from indicators.rendering.workbench.axis import axis_over
from indicators.rendering.workbench.crosstable import ColumnHead, column_of
from indicators.rendering.workbench.reading import read_state
from indicators.rendering.workbench.state import PARAMETERS
from indicators.stats.boxes import box_of
from indicators.stats.composite.running import run
from indicators.stats.overall import overall
from indicators.stats.rollup import weighted_up
from indicators.stats.selections import pooled_rate
from indicators.stats.vintages import raw_slice
from sozialplanung.common.statuses import Status
from spatial.geometry.projections import from_metric, to_metric
from spatial.geometry.simplify import Detail, simplify_coverage
from spatial.geometry.validation import IssueKind, check_coverage
from tests.fixtures_spatial.grids import METRIC, degrees, wavy_grid
from tests.unit.stats.composites import areas, two

KEY = SliceKey("stadt", "anteil", "2024-12-31", "viertel", "stand-2020", "public")
NAN = float("nan")


def _slice(values: list[float], decimals: int = 1) -> SliceContent:
    numbers = np.array(values)
    status = np.where(np.isnan(numbers), int(Status.MISSING), int(Status.OK)).astype(np.uint8)
    return SliceContent(
        KEY, "", status, np.zeros(len(values), dtype=np.uint8), {"value": NumberBand(numbers, decimals)}
    )


def test_1_mean_and_place_of_several_indicators_count_areas_with_a_value_alone() -> None:
    """Elsewhere the sum was divided by all areas, those without a figure among them."""
    values = [10.0, NAN, 20.0, NAN, 30.0, 40.0, 50.0]

    head = ColumnHead("anteil", "Anteil", "%", 1)
    column = column_of(head, _slice(values), len(values), None, "de")
    alone = column_of(head, _slice([10.0, 20.0, 30.0, 40.0, 50.0]), 5, None, "de")

    assert overall(np.array(values), 1).mean == 30.0 != np.nansum(values) / len(values)
    there = ~np.isnan(values)
    assert column.below[there].tolist() == alone.below.tolist()
    assert column.fifths[there].tolist() == alone.fifths.tolist() == [1, 2, 3, 4, 5]
    assert (column.below[~there] == -1).all()


def test_2_largest_of_negative_figures_alone_is_negative() -> None:
    """Elsewhere the search began at the smallest positive number of the machine."""
    values = np.array([-9.0, -7.0, -5.5, -3.5, -1.5, NAN])

    found = [overall(values, 1).five.maximum, box_of(values, decimals=1).upper]
    axis = axis_over(values, "de", has_zero=False)

    assert found == [-1.5, -1.5]
    assert max(sys.float_info.min, *values[:5]) not in found
    assert axis.low <= -9.0
    assert axis.high <= 0.0


def test_3_rates_are_weighted_by_their_own_denominators() -> None:
    """Elsewhere a small area weighed as much as a large one."""
    rates, people = np.array([10.0, 50.0]), np.array([900.0, 100.0])

    rolled = weighted_up(raw_slice(rates, np.zeros(2)), people, np.array([0, 0]), 1)
    chosen = pooled_rate(rates * people / 100, people)

    assert rolled.value.tolist() == [14.0]
    assert chosen.value == 14.0
    assert rates.mean() == 30.0


def test_4_missing_component_of_an_index_is_not_zero() -> None:
    """Elsewhere a missing component became zero before it was standardised, and an area looked well off."""
    first, second = [1.0, 2.0, 3.0, 4.0], [4.0, 3.0, NAN, 9.0]

    made = run(two(), areas(first, second))
    as_zero = run(two(), areas(first, np.nan_to_num(second)))
    without = run(two(), areas([1.0, 2.0, 4.0], [4.0, 3.0, 9.0]))

    assert np.isnan(made.index[2])
    assert made.reasons[2] == "component_missing"
    np.testing.assert_array_equal(made.index[[0, 1, 3]], without.index)
    assert not np.isnan(as_zero.index[2])
    assert not np.allclose(as_zero.index[[0, 1, 3]], without.index)


def test_5_figures_keep_every_digit_that_was_published() -> None:
    """Elsewhere figures were kept in 32 bits, which tell 16 777 216 and 16 777 217 not apart."""
    counts, shares = [16_777_216.0, 16_777_217.0, 83_456_789.0], [0.1, 12.3, 33.3]

    for values, decimals in ((counts, 0), (shares, 1)):
        back = decode(encode(_slice(values, decimals))).numbers["value"].values.tolist()

        assert back == values
        assert np.array(values, dtype=np.float32).astype(float).tolist() != values


def test_6_borders_that_areas_share_stay_shared_when_they_are_simplified() -> None:
    """Elsewhere each area was simplified by itself, and gaps opened between neighbours."""
    shapes = degrees(*wavy_grid(4, 4, 7))
    defects = (IssueKind.GAP, IssueKind.OVERLAP, IssueKind.SLIVER_GAP, IssueKind.SLIVER_OVERLAP)

    together = simplify_coverage(shapes, Detail.OVERVIEW).geometries
    # Each area by itself: what the defect does.
    alone = from_metric(shapely.simplify(to_metric(shapes, METRIC), 4.0), METRIC)

    assert check_coverage([""] * 16, together).of_kind(*defects) == ()
    assert check_coverage([""] * 16, alone).of_kind(*defects) != ()
    assert shapely.get_num_coordinates(together).sum() < shapely.get_num_coordinates(shapes).sum()


def test_7_link_says_everything_that_the_page_shows() -> None:
    """Elsewhere a link lost date, classes, filter and choice."""
    told = {
        "indikator": "kinderarmut", "ebene": "viertel", "stand": "2023-12-31", "gebietsstand": "stand-2020",
        "klassen": "eigene", "zeit": "stand", "grenzen": "10;20;35.5", "null": "eigene", "ausreisser": "eigene",
        "vergleich": "2018-12-31", "anpassung": "linear", "tafeln": "rangfolge,bilanz", "reihenfolge": "-wert",
        "gebiet": "08100311", "zweiter": "einwohner", "weitere": "arbeitslose",
        "anordnung": "wischen", "form": "netz", "filter": "wert:einwohner:300:",
        "ausserhalb": "weg", "orte": "kitas,parks", "dienste": "luftbild",
        "eigenes": "gespeichert:6b1f0f43-6c2e-4c7e-9d7b-0a3d5f1c2e4a",
    }  # fmt: skip
    # What own bounds and an edition exclude, and what a page writes alone: map and choice have tests of their own.
    others = {"umgerechnet": "stand-2021", "anzahl": "5", "mitte": "stadt", "karte": "52.5,13.4,11", "auswahl": "3f9a"}

    state = read_state(told.items()).state
    back = read_state(state.texts()).state

    assert back == state
    assert {*dict(state.texts())} == {*told}
    assert {*told, *others} >= {*PARAMETERS}
