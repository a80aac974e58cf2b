# SPDX-License-Identifier: EUPL-1.2
"""The drawing of findings: one SVG that says everything in words too, and harms no page it is put into."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.hierarchy import Areas
from spatial.geometry.validation import IssueKind, check_coverage
from spatial.readers import Selection, read_boundaries
from spatial.rendering.defects import Ground, Mark
from spatial.rendering.findings_drawing import MOST_DETAILS, MOST_MARKS, Drawing, Words, draw_findings
from spatial.rendering.window import window_over
from tests.fixtures_spatial.grids import degrees, grid, square

DEMO = Path(__file__).parents[3] / "demo"
WORDS = Words("Befunde", "Umrisse der Gebiete.", {"gap": "Lücke", "overlap": "Überlappung", "invalid": "ungültig"})
NOWHERE = (float("nan"), float("nan"))


def elements(svg: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a well-formed document."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.Parse(svg, True)
    return found


def level(*shapes: shapely.Geometry) -> Areas:
    return Areas([f"{place:02}" for place in range(len(shapes))], degrees(*shapes))


def marks_of(areas: Areas) -> list[Mark]:
    found = check_coverage(areas.keys, areas.geometries).issues
    issues = [issue for issue in found if issue.kind is not IssueKind.UNMATCHED_BORDER]
    return [
        Mark(number, issue.kind.value, issue.keys, issue.place, f"{issue.kind.value} {'/'.join(issue.keys)}")
        for number, issue in enumerate(issues, start=1)
    ]


def drawn(areas: Areas, marks: list[Mark] | None = None) -> Drawing:
    return draw_findings(areas, marks_of(areas) if marks is None else marks, WORDS)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_without_findings_the_outlines_are_drawn_alone() -> None:
    drawing = drawn(level(*grid(3, 3)))

    names = [name for name, _ in elements(drawing.svg)]
    assert names.count("path") == 2  # the outlines and the scale
    assert drawing.drawn == drawing.left_out == ()
    assert texts(drawing.svg) == ["100 m"]


def test_an_overlap_and_a_gap_are_numbered_patterned_and_said_in_words() -> None:
    ring = [cell for place, cell in enumerate(grid(3, 3)) if place not in {4, 5}]
    areas = level(*ring, square(2, 1, height=1.3))

    drawing = drawn(areas)

    assert drawing.drawn == (1, 2)
    assert 'fill="url(#findings-dots)"' in drawing.svg
    assert 'fill="url(#findings-cross)"' in drawing.svg
    assert {"1", "2", "Lücke", "Überlappung"} <= set(texts(drawing.svg))
    (text,) = re.findall(r"<desc[^>]*>([^<]*)</desc>", drawing.svg)
    assert text == "Umrisse der Gebiete. 1: gap 00/01/02/03/04/05/06/07 2: overlap 06/07"


def test_title_and_description_are_bound_to_the_picture() -> None:
    (_, svg), *_ = elements(drawn(level(*grid(2, 1))).svg)

    assert (svg["role"], svg["aria-labelledby"], svg["aria-describedby"]) == ("img", "findings-title", "findings-text")


def test_small_findings_are_shown_enlarged_with_a_scale_of_their_own() -> None:
    areas = level(square(0, 0, width=50, height=50), square(49.99, 0, width=50, height=50))

    svg = drawn(areas).svg

    frames = [attributes for name, attributes in elements(svg) if attributes.get("class") == "findings-drawing__frame"]
    assert len(frames) == 1
    assert texts(svg).count("1") == 2  # on the map and in the detail
    assert [one for one in texts(svg) if one.endswith("m")] == ["2 km", "10 m"]


def test_the_crossing_of_an_invalid_outline_is_ringed() -> None:
    x, y = 525_000, 6_070_000
    bow_tie = shapely.Polygon([(x, y), (x + 900, y + 900), (x + 900, y), (x, y + 900)])
    areas = Areas(["a"], degrees(bow_tie))

    svg = drawn(areas).svg

    assert 'r="10"' in svg
    assert 'fill="url(#findings-slope)"' in svg
    assert "ungültig" in svg


def test_a_row_of_totals_is_framed_and_unknown_kinds_are_numbered_only() -> None:
    areas = level(*grid(2, 2), shapely.union_all(grid(2, 2)))
    place = tuple(shapely.get_coordinates(shapely.centroid(areas.geometries[4]))[0])

    drawing = drawn(areas, [Mark(7, "total", ("04",), place, "Summe"), Mark(9, "andere", ("00",), place, "sonst")])

    assert drawing.svg.count('stroke-dasharray="6 3"') == 1
    assert {"7", "9"} <= set(texts(drawing.svg))
    assert "<pattern" not in drawing.svg


def test_findings_without_a_place_and_beyond_the_limit_are_named_as_left_out() -> None:
    areas = level(*grid(2, 2))
    place = tuple(shapely.get_coordinates(areas.geometries[0])[0])
    marks = [Mark(number, "other", (), place, "x") for number in range(1, MOST_MARKS + 3)]

    drawing = drawn(areas, [Mark(0, "empty", ("zz",), NOWHERE, "leer"), *marks])

    assert len(drawing.drawn) == MOST_MARKS
    assert drawing.left_out == (0, MOST_MARKS + 1, MOST_MARKS + 2)
    assert drawing.svg.count("findings-drawing__frame") == MOST_DETAILS


def test_numbers_of_findings_at_one_place_do_not_cover_each_other() -> None:
    areas = level(*grid(4, 4))
    place = tuple(shapely.get_coordinates(shapely.centroid(areas.geometries[5]))[0])

    svg = drawn(areas, [Mark(number, "several_parts", ("05",), place, "x") for number in range(1, 13)]).svg

    spots = np.array([(float(a["cx"]), float(a["cy"])) for name, a in elements(svg) if a.get("r") == "9"])
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    assert len(spots) == 12
    assert apart[~np.eye(12, dtype=bool)].min() >= 17.8


@pytest.mark.check("C057")
def test_foreign_words_are_escaped_and_nothing_in_it_runs_or_styles() -> None:
    evil = '"><script>alert(1)</script><a href="javascript:x" onload="y">'
    place = (9.39, 54.77)
    words = Words(evil, evil, {"gap": evil})

    svg = draw_findings(level(*grid(2, 2)), [Mark(1, "gap", (evil,), place, evil)], words).svg

    names = {name for name, _ in elements(svg)}
    assert names <= {"svg", "title", "desc", "defs", "pattern", "circle", "path", "rect", "text", "g"}
    attributes = {name for _, each in elements(svg) for name in each}
    assert not any(name.startswith("on") or name in {"style", "href"} for name in attributes)


@pytest.mark.parametrize("name", ["", "a b", '"', "ä", "a#b"])
def test_a_name_that_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        draw_findings(level(*grid(1, 1)), [], WORDS, name)


@pytest.mark.parametrize("shapes", [[], [None], [shapely.Polygon()]])
def test_without_ground_there_is_nothing_to_draw(shapes: list[shapely.Geometry | None]) -> None:
    with pytest.raises(ValueError, match="outline"):
        draw_findings(Areas(["x"] * len(shapes), as_geometries(shapes)), [], WORDS)


def test_areas_without_ground_beside_others_are_left_out() -> None:
    areas = Areas(["a", "b", "c"], as_geometries([*degrees(square(0, 0)), None, shapely.Polygon()]))

    assert drawn(areas).left_out == (1, 2)


def test_of_many_areas_the_whole_and_those_of_findings_are_drawn() -> None:
    cells = [*grid(48, 48)]
    cells[100] = shapely.union(cells[100], shapely.buffer(cells[101], -20))
    areas = level(*cells)

    drawing = drawn(areas)

    assert len(drawing.svg) < 10_000
    assert drawing.drawn == (1, 2)  # an overlap, and an area of two parts


def test_the_real_defects_of_a_city_are_drawn_and_the_drawing_stays_small() -> None:
    table = read_boundaries((DEMO / "koeln/gebiete_2012/stadtteile.geojson").read_bytes(), Selection("code", "name"))

    drawing = drawn(Areas(table.keys, table.geometries))

    assert len(drawing.drawn) == MOST_MARKS
    assert len(drawing.svg) < 200_000
    elements(drawing.svg)


def test_the_ground_of_a_finding_is_that_of_the_check() -> None:
    ring = [cell for place, cell in enumerate(grid(3, 3)) if place != 4]
    areas = level(*ring, square(4, 0), square(4.9, 0))
    ground = Ground.of(areas)

    sizes = {}
    for mark in marks_of(areas):
        point = ground.point(mark.place)
        assert point is not None
        sizes[mark.kind] = shapely.area(ground.shape(mark, point))

    assert sizes["gap"] == pytest.approx(10_000, rel=1e-3)
    assert sizes["overlap"] == pytest.approx(1_000, rel=1e-3)


def test_a_finding_whose_areas_are_not_there_is_a_point() -> None:
    ground = Ground.of(level(*grid(2, 2)))
    point = shapely.Point(525_050, 6_070_050)

    for kind, keys in (("overlap", ("zz", "yy")), ("gap", ("zz",)), ("gap", ("00",)), ("invalid", ("03",)), ("x", ())):
        assert ground.shape(Mark(1, kind, keys, (9.4, 54.8), ""), point) is point


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(50, 500), st.floats(50, 500))
@settings(max_examples=60)
def test_a_window_shows_its_bounds_whole_and_true_to_scale(
    wide: float, tall: float, width: float, height: float
) -> None:
    window = window_over(np.array([0.0, 0.0, wide, tall]), 10, 20, (width, height))

    west, south, east, north = window.ground
    assert west <= 0
    assert south <= 0
    assert east >= wide
    assert north >= tall
    (left, bottom), (right, top) = window.at(west, south), window.at(east, north)
    assert (left, top, right, bottom) == pytest.approx((10, 20, 10 + width, 20 + height), abs=1e-6)
    length, metres = window.scale_bar()
    assert length == pytest.approx(metres * window.scale)
    assert str(metres).rstrip("0") in {"1", "2", "5"}


def test_a_path_keeps_corners_and_leaves_out_what_cannot_be_seen() -> None:
    window = window_over(np.array([0.0, 0.0, 100.0, 100.0]), 0, 0, (100, 100), margin=0)

    assert window.path(shapely.box(10, 10, 20, 30)) == "M20 90l0 -20 -10 0 0 20 10 0"
    assert window.path(shapely.box(10, 10, 10.01, 10.01)) == ""
    assert window.path(shapely.Point(1, 1)) == ""
    assert window.clipped(shapely.box(-50, -50, 50, 50)) != ""
    line = shapely.LineString([(0, 0), (10, 0), (10, 10)])
    nested = shapely.GeometryCollection([shapely.GeometryCollection([line, shapely.Point(1, 1)])])
    assert window.path(nested) == window.path(line) != ""
