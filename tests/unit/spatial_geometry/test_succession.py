# SPDX-License-Identifier: EUPL-1.2
"""What became of every area: exact on squares, lawful on random borders, and true for Berlin's areas of 2021."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.overlay import overlay
from spatial.geometry.projections import to_metric
from spatial.geometry.succession import (
    NOBODY,
    Fate,
    NamedAreas,
    Noise,
    Succession,
    find_succession,
    is_wider,
    succession_on_plane,
)
from spatial.readers import Selection, read_boundaries
from tests.fixtures_spatial.grids import degrees, square, wavy_grid

DEMO = Path(__file__).parents[3] / "demo" / "berlin"
GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "succession" / "golden.json").read_text())
BACKWARDS = {Fate.SPLIT: Fate.MERGED, Fate.MERGED: Fate.SPLIT, Fate.GONE: Fate.NEW, Fate.NEW: Fate.GONE}


def named(**shapes: shapely.Geometry | None) -> NamedAreas:
    """Return areas whose names are their keys in capitals."""
    return NamedAreas(list(shapes), [key.upper() for key in shapes], as_geometries(shapes.values()))


def fates(found: Succession) -> tuple[list[str], list[str]]:
    return [fate.value for fate in found.fates], [fate.value for fate in found.origins]


def test_the_same_areas_are_unchanged_whatever_their_order() -> None:
    old, new = named(a=square(0, 0), b=square(1, 0)), named(b=square(1, 0), a=square(0, 0))

    found = succession_on_plane(old, new)

    assert fates(found) == (["unchanged"] * 2, ["unchanged"] * 2)
    assert found.heir.tolist() == [1, 0]
    assert found.noise_m2 == 0


def test_another_name_is_renamed_and_another_key_goes_before_it() -> None:
    old = NamedAreas(["1", "2", "3"], ["Alt", "Süd", "Nord"], as_geometries([square(x, 0) for x in range(3)]))
    new = NamedAreas(["1", "9", "3"], ["Neu", "Sued", "Nord"], old.geometries)

    assert fates(succession_on_plane(old, new))[0] == ["renamed", "key_changed", "unchanged"]


def test_names_are_compared_whatever_their_white_space_and_composition() -> None:
    old = NamedAreas(["1"], ["Süd  Stadt"], as_geometries([square(0, 0)]))
    new = NamedAreas(["1"], ["Su\u0308d Stadt "], old.geometries)

    assert succession_on_plane(old, new).fates == (Fate.UNCHANGED,)


def test_an_area_in_two_is_split_and_its_shares_are_told() -> None:
    old, new = named(a=square(0, 0)), named(b=square(0, 0, width=0.3), c=square(0.3, 0, width=0.7))

    found = succession_on_plane(old, new)

    assert fates(found) == (["split"], ["split", "split"])
    assert [(one.new, round(one.area_m2), round(one.share_of_old, 6)) for one in found.exchanges()] == [
        (0, 3000, 0.3),
        (1, 7000, 0.7),
    ]
    assert found.heir.tolist() == [1]
    assert found.source.tolist() == [0, 0]


def test_two_areas_in_one_are_merged() -> None:
    old, new = named(a=square(0, 0), b=square(1, 0, width=0.2)), named(a=square(0, 0, width=1.2))

    assert fates(succession_on_plane(old, new)) == (["merged", "merged"], ["merged"])


def test_ground_that_goes_to_a_neighbour_moves_the_border_of_both() -> None:
    old = named(a=square(0, 0, width=2), b=square(2, 0, width=2))
    new = named(a=square(0, 0, width=2.5), b=square(2.5, 0, width=1.5))

    found = succession_on_plane(old, new)

    assert fates(found) == (["border_moved"] * 2, ["border_moved"] * 2)
    assert [(one.old, one.new, round(one.area_m2)) for one in found.exchanges()] == [
        (0, 0, 20000),
        (1, 0, 5000),
        (1, 1, 15000),
    ]


def test_a_split_stays_one_where_a_border_moved_besides() -> None:
    old = named(a=square(0, 0, width=4), b=square(4, 0))
    new = named(c=square(0, 0, width=2), d=square(2, 0, width=1.5), b=square(3.5, 0, width=1.5))

    assert fates(succession_on_plane(old, new)) == (["split", "border_moved"], ["split", "split", "border_moved"])


def test_an_area_cut_up_among_others_is_split_and_the_others_grew() -> None:
    old = named(a=square(0, 0), b=square(1, 0), c=square(2, 0))
    new = named(a=square(0, 0, width=1.5), c=square(1.5, 0, width=1.5))

    found = succession_on_plane(old, new)

    assert found.fates == (Fate.BORDER_MOVED, Fate.SPLIT, Fate.BORDER_MOVED)
    assert found.heir.tolist() == [0, NOBODY, 1]


def test_an_area_that_goes_into_a_part_of_a_larger_one_is_merged() -> None:
    old = named(a=square(0, 0, width=6), b=square(6, 0))
    new = named(c=square(0, 0, width=3), d=square(3, 0, width=4))

    assert fates(succession_on_plane(old, new)) == (["split", "merged"], ["split", "split"])


def test_ground_of_nobody_makes_areas_new_gone_or_larger() -> None:
    old = named(a=square(0, 0), b=square(5, 5))
    new = named(a=square(0, 0, width=1.5), c=square(9, 9))

    found = succession_on_plane(old, new)

    assert fates(found) == (["border_moved", "gone"], ["border_moved", "new"])
    assert found.lost_m2.tolist() == [0, 10000]
    assert found.gained_m2 == pytest.approx([5000, 10000])


def test_areas_without_ground_are_gone_or_new() -> None:
    found = succession_on_plane(named(a=None, b=shapely.Polygon()), named(a=square(0, 0)))

    assert fates(found) == (["gone", "gone"], ["new"])


def test_empty_editions_have_no_succession() -> None:
    nothing = NamedAreas([], [], as_geometries([]))

    assert fates(succession_on_plane(nothing, nothing)) == ([], [])
    assert fates(find_succession(nothing, NamedAreas(["a"], ["A"], degrees(square(0, 0))))) == ([], ["new"])


@pytest.mark.parametrize(
    ("metres", "fate"),
    [(19.9, Fate.UNCHANGED), (20.1, Fate.BORDER_MOVED)],
)
def test_a_border_may_be_drawn_anew_within_the_tolerated_width(metres: float, fate: Fate) -> None:
    moved = 2 + metres / 100
    old = named(a=square(0, 0, width=2, height=2), b=square(2, 0, width=2, height=2))
    new = named(a=square(0, 0, width=moved, height=2), b=square(moved, 0, width=4 - moved, height=2))

    found = succession_on_plane(old, new)

    assert found.fates == (fate, fate)
    assert found.area_m2.sum() == pytest.approx(80000)


def test_exchange_below_a_thousandth_of_both_areas_is_noise_however_wide() -> None:
    corner = square(60, 0, width=1, height=1)
    old = named(a=square(0, 0, width=60, height=60), b=square(60, 0, width=60, height=60))
    new = named(a=shapely.union(old.geometries[0], corner), b=shapely.difference(old.geometries[1], corner))

    assert succession_on_plane(old, new).fates == (Fate.UNCHANGED, Fate.UNCHANGED)
    assert succession_on_plane(old, new, Noise(share=0)).fates == (Fate.BORDER_MOVED, Fate.BORDER_MOVED)


def test_an_area_narrower_than_the_tolerance_keeps_its_successor() -> None:
    old = named(a=square(0, 0, width=0.1), b=square(0.1, 0))
    new = named(x=square(0, 0, width=0.11), y=square(0.11, 0, width=0.99))

    assert fates(succession_on_plane(old, new)) == (["key_changed"] * 2, ["key_changed"] * 2)


def test_a_key_for_other_ground_is_told() -> None:
    old = named(a=square(0, 0), b=square(1, 0), c=square(2, 0))
    new = named(b=square(0, 0), a=square(1, 0), c=square(2, 0))

    found = succession_on_plane(old, new)

    assert found.reused_keys == ("a", "b")
    assert found.fates == (Fate.KEY_CHANGED, Fate.KEY_CHANGED, Fate.UNCHANGED)


def test_a_total_row_among_the_old_areas_takes_nobodys_place() -> None:
    cells = {"a": square(0, 0), "b": square(1, 0)}
    total = shapely.union_all(list(cells.values()))

    found = succession_on_plane(named(**cells, all=total), named(**cells))

    assert found.fates == (Fate.UNCHANGED, Fate.UNCHANGED, Fate.GONE)
    assert found.lost_m2.tolist() == [0, 0, 0]


def test_counts_name_every_fate() -> None:
    counts = succession_on_plane(named(a=square(0, 0)), named(a=square(0, 0), b=square(1, 0))).counts

    assert set(counts) == set(Fate)
    assert counts[Fate.UNCHANGED] == (1, 1)
    assert counts[Fate.NEW] == (0, 1)
    assert counts[Fate.SPLIT] == (0, 0)


def test_a_sliver_with_a_hole_is_no_wider_for_its_area() -> None:
    ring = shapely.difference(square(0, 0, 10, 10), square(0.1, 0.1, 9.8, 9.8))
    apart = shapely.MultiPolygon([square(0, 0, width=0.1), square(3, 0, width=0.1)])

    assert is_wider(as_geometries([ring, apart, square(0, 0), shapely.Polygon()]), 20.0).tolist() == [
        False,
        False,
        True,
        False,
    ]
    assert is_wider(as_geometries([ring, apart]), 9.9).tolist() == [True, True]


def edition(seed: int, columns: int, rows: int) -> NamedAreas:
    """Return wavy areas of which some are joined, as another seed joins others."""
    cells = wavy_grid(columns, rows, seed=seed % 3)
    groups = np.random.default_rng(seed).integers(0, max(2, len(cells) // 2), len(cells))
    joined = [shapely.union_all(cells[groups == group]) for group in np.unique(groups)]
    keys = [f"{group:02}" for group in np.unique(groups)]
    return NamedAreas(keys, keys, as_geometries(joined))


SEEDS = st.integers(0, 10_000)


@given(SEEDS, SEEDS)
@settings(deadline=None, max_examples=40)
def test_every_square_metre_is_exchanged_or_told_as_lost_or_gained(one: int, other: int) -> None:
    old, new = edition(one, 4, 3), edition(other, 3, 4)

    found = succession_on_plane(old, new)

    kept = np.bincount(found.old, weights=found.area_m2, minlength=len(old.keys)) + found.lost_m2
    got = np.bincount(found.new, weights=found.area_m2, minlength=len(new.keys)) + found.gained_m2
    assert kept == pytest.approx(shapely.area(old.geometries), rel=1e-6)
    assert got == pytest.approx(shapely.area(new.geometries), rel=1e-6)


@given(SEEDS, SEEDS)
@settings(deadline=None, max_examples=40)
def test_read_backwards_it_tells_the_same(one: int, other: int) -> None:
    old, new = edition(one, 4, 3), edition(other, 4, 3)

    forward, backward = succession_on_plane(old, new), succession_on_plane(new, old)

    assert [BACKWARDS.get(fate, fate) for fate in backward.origins] == list(forward.fates)
    assert [BACKWARDS.get(fate, fate) for fate in backward.fates] == list(forward.origins)
    assert sorted(zip(backward.new, backward.old, strict=True)) == list(zip(forward.old, forward.new, strict=True))


@given(SEEDS, SEEDS, st.integers(-500_000, 500_000), st.integers(-500_000, 500_000))
@settings(deadline=None, max_examples=30)
def test_moving_both_editions_changes_nothing(one: int, other: int, east: int, north: int) -> None:
    old, new = edition(one, 3, 3), edition(other, 3, 3)

    def moved(areas: NamedAreas) -> NamedAreas:
        there = shapely.transform(areas.geometries, lambda points: points + np.array([east, north]))
        return NamedAreas(areas.keys, areas.names, there)

    found, elsewhere = succession_on_plane(old, new), succession_on_plane(moved(old), moved(new))

    assert elsewhere.fates == found.fates
    assert elsewhere.origins == found.origins
    real, there = ([(x.old, x.new, x.area_m2) for x in one.exchanges()] for one in (found, elsewhere))
    assert np.array(there) == pytest.approx(np.array(real), rel=1e-4)


@given(SEEDS, SEEDS)
@settings(deadline=None, max_examples=25)
def test_the_overlay_agrees_with_cutting_every_pair(one: int, other: int) -> None:
    first, second = edition(one, 3, 3).geometries, edition(other, 3, 2).geometries

    found = overlay(first, second)

    areas = np.zeros((len(first), len(second)))
    areas[found.first, found.second] = found.area_m2
    expected = [[shapely.area(shapely.intersection(one, other)) for other in second] for one in first]
    assert areas == pytest.approx(np.array(expected), abs=1e-3)


@cache
def berlin(level: str) -> tuple[NamedAreas, NamedAreas, Succession]:
    tables = [
        read_boundaries((DEMO / f"gebiete_lor_{year}" / f"{level}.geojson").read_bytes(), Selection("code", "name"))
        for year in (2006, 2021)
    ]
    old, new = (NamedAreas(table.keys, table.names, table.geometries) for table in tables)
    return old, new, find_succession(old, new)


@pytest.mark.parametrize("level", sorted(GOLDEN["fates"]))
def test_berlin_changed_as_written_down(level: str) -> None:
    _, _, found = berlin(level)

    assert {fate.value: list(both) for fate, both in found.counts.items() if any(both)} == GOLDEN["fates"][level]


@cache
def sampled(level: str) -> tuple[np.ndarray, float]:
    """Count grid points by old and new area: the same question asked without cutting any outline."""
    step = 40.0 if level == "planungsraum" else 80.0
    old, new, _ = berlin(level)
    planes = [to_metric(one.geometries, "EPSG:25833") for one in (old, new)]
    west, south, east, north = shapely.total_bounds(planes[0])
    grid = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    points = as_geometries(map(shapely.Point, zip(*(axis.ravel() for axis in grid), strict=True)))
    tree = shapely.STRtree(points)
    owner = np.full((2, len(points)), NOBODY)
    for row, plane in enumerate(planes):
        area, point = tree.query(plane, predicate="contains")
        owner[row, point] = area
    inside = owner[:, (owner != NOBODY).all(axis=0)]
    matrix = np.zeros((len(old.keys), len(new.keys)))
    np.add.at(matrix, (inside[0], inside[1]), 1)
    return matrix, step**2


@pytest.mark.parametrize("level", sorted(GOLDEN["fates"]))
def test_berlin_splits_and_merges_agree_with_counting_points(level: str) -> None:
    _, _, found = berlin(level)
    matrix, _ = sampled(level)

    of_old, of_new = matrix / matrix.sum(axis=1, keepdims=True), matrix / matrix.sum(axis=0)
    is_split = (of_new > 0.5).sum(axis=1) > 1
    absorbs = (of_old > 0.5).sum(axis=0) > 1
    told = np.array([fate is Fate.SPLIT for fate in found.fates])
    merged = np.array([fate is Fate.MERGED for fate in found.origins])
    assert told.tolist() == is_split.tolist()
    assert merged.tolist() == absorbs.tolist()


def test_berlin_shares_agree_with_counting_points() -> None:
    _, _, found = berlin("planungsraum")
    matrix, cell = sampled("planungsraum")

    for one in found.exchanges():
        # a border of length L passes about L / step cells, each of which counts right half the time
        assert matrix[one.old, one.new] * cell == pytest.approx(one.area_m2, rel=0.02, abs=25 * cell)


@cache
def official() -> tuple[dict[str, float], dict[str, float]]:
    """Return the size that the publisher states for each Planungsraum before and after 2021."""
    folder = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not folder:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    raw = Path(folder) / "berlin_lor_boundaries" / "raw"
    tables = (
        (raw / "lor_pre2021_PLR" / "lor_planungsraeume.dbf", "broker Dow", "FLAECHENGR"),
        (raw / "lor_post2021_PLR" / "lor_planungsraeume_2021.dbf", "PLR_ID", "GROESSE_M2"),
    )
    sizes = []
    for path, key, size in tables:
        meta, _, _, columns = pyogrio.raw.read(path, read_geometry=False)
        named = dict(zip(meta["fields"], columns, strict=True))
        sizes.append(dict(zip(named[key].tolist(), named[size].tolist(), strict=True)))
    return sizes[0], sizes[1]


def test_berlins_areas_of_which_only_the_key_changed_keep_their_official_size() -> None:
    before, after = official()
    old, new, found = berlin("planungsraum")

    kept = [(old.keys[i], new.keys[found.heir[i]]) for i, fate in enumerate(found.fates) if fate is Fate.KEY_CHANGED]
    drift = np.array([abs(after[there] / before[here] - 1) for here, there in kept if here in before])

    assert (len(drift), int((drift < 0.01).sum())) == (255, 254)
    assert drift.max() < 0.013


def test_berlins_areas_that_were_split_or_merged_lost_their_official_size() -> None:
    before, after = official()
    old, new, found = berlin("planungsraum")

    for place, fate in enumerate(found.fates):
        key, heir = old.keys[place], int(found.heir[place])
        if fate in {Fate.SPLIT, Fate.MERGED} and heir != NOBODY and key in before:
            assert abs(after[new.keys[heir]] / before[key] - 1) > 0.01, key
