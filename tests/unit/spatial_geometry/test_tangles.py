# SPDX-License-Identifier: EUPL-1.2
"""A small file with a hopelessly crossed outline is refused before anything is mended."""

import math

import numpy as np
import pytest
import shapely

from spatial.geometry import tangles
from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import to_longitude_latitude
from spatial.geometry.tangles import crossings, refuse_tangled
from spatial.geometry.texts import TangleError
from spatial.geometry.validation import LEAST_MOST_PAIRS, IssueKind, check_coverage

MOST = 10_000


def zigzag(points: int) -> shapely.Polygon:
    steps = range(points)
    return shapely.Polygon([(8 + 0.5 * math.sin(2.4 * i), 50 + 0.5 * math.cos(3.7 * i)) for i in steps])


@pytest.mark.check("C091")
def test_a_zigzag_of_a_few_kilobytes_is_refused_with_its_place() -> None:
    shapes = as_geometries([shapely.box(8, 50, 8.1, 50.1), zigzag(400)])

    with pytest.raises(TangleError) as refused:
        to_longitude_latitude(shapes, "EPSG:4326")

    assert refused.value.codes == {"spatial.tangled"}
    assert refused.value.problems[0].place.feature == 2


def test_crossings_are_counted() -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    twice = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)])

    assert crossings(bow, MOST) == 1
    assert crossings(twice, MOST) == 2
    assert crossings(shapely.box(0, 0, 1, 1), MOST) == crossings(shapely.Polygon(), MOST) == 0


def test_the_count_is_that_of_every_pair_asked_alone() -> None:
    points = shapely.get_coordinates(zigzag(40))
    edges = [shapely.LineString(points[i : i + 2]) for i in range(len(points) - 1)]
    expected = sum(shapely.crosses(one, other) for i, one in enumerate(edges) for other in edges[i + 1 :])

    assert crossings(zigzag(40), MOST) == expected > 300


def test_counting_stops_past_the_limit() -> None:
    assert crossings(zigzag(400), 5) > 5


def test_counting_itself_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tangles, "MOST_PAIRS", 100)
    monkeypatch.setattr(tangles, "PAIRS_PER_EDGE", 1)
    monkeypatch.setattr(tangles, "CHUNK_PAIRS", 1)

    assert crossings(zigzag(60), MOST) == MOST + 1


def test_many_outlines_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    monkeypatch.setattr(tangles, "MOST_CROSSINGS_OF_ALL", 3)
    refuse_tangled(as_geometries([bow] * 3))

    with pytest.raises(TangleError) as refused:
        refuse_tangled(as_geometries([bow] * 4))

    assert refused.value.problems[0].place.feature == 4


def test_real_outlines_pass_whatever_their_state() -> None:
    no_numbers = shapely.Polygon([(0, 0), (1, np.inf), (1, 1)])

    refuse_tangled(as_geometries([shapely.box(0, 0, 1, 1), None, shapely.Polygon(), zigzag(4), no_numbers]))


@pytest.mark.check("C091")
def test_areas_that_all_lie_on_each_other_end_the_search() -> None:
    squares = as_geometries([shapely.box(8, 50, 8.01, 50.01)] * 400)

    report = check_coverage([str(number) for number in range(400)], squares)

    overlaps = report.of_kind(IssueKind.OVERLAP)
    assert len(overlaps) == max(LEAST_MOST_PAIRS, 4000)
    assert report.unsought > 0
    assert len(report.issues) < 5000


def test_a_search_that_found_everything_left_nothing_out() -> None:
    squares = as_geometries([shapely.box(8, 50, 8.01, 50.01)] * 60)

    report = check_coverage([str(number) for number in range(60)], squares)

    assert len(report.of_kind(IssueKind.OVERLAP)) == 60 * 59 / 2
    assert report.unsought == 0
