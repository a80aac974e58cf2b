# SPDX-License-Identifier: EUPL-1.2
"""Whatever is wrong with a boundary file, the way from bytes to checked areas ends in areas or in a typed error."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatial.geometry.problems import SpatialError
from spatial.geometry.projections import to_longitude_latitude
from spatial.geometry.stacks import find_stacks
from spatial.geometry.validation import check_coverage
from spatial.readers import read_boundaries
from tests.fixtures_spatial.files import CODE_AND_NAME, shapefile, zipped
from tests.fixtures_spatial.grids import degrees, grid

READ = "read"
CELLS = degrees(*grid(3, 2))
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.lists(st.floats(-200, 200), max_size=3),
    st.just({"type": "Polygon", "coordinates": [[[0, 0], [0, 0], [0, 0], [0, 0]]]}),
)


def outcome(content: bytes) -> str:
    """Go the whole way of a file; anything but areas or a typed error is an exception."""
    try:
        table = read_boundaries(content, CODE_AND_NAME)
        places = to_longitude_latitude(table.geometries, table.crs)
    except SpatialError as error:
        return error.code
    report = check_coverage(table.keys, places)
    stacks = find_stacks(places)
    assert len(report.areas_m2) == len(table) > 0
    assert all(0 <= stack.position < len(table) for stack in stacks)
    return READ


def is_told(code: str) -> bool:
    return code == READ or code.startswith("spatial.")


def collection() -> dict[str, Any]:
    """Return a sound file as it is parsed."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"{place:02}", "name": f"Gebiet {place}"},
            "geometry": json.loads(json.dumps(cell.__geo_interface__)),
        }
        for place, cell in enumerate(CELLS)
    ]
    return {"type": "FeatureCollection", "features": features}


def members(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 (anything that JSON holds)
    """Return the paths of everything in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in members(each, (*path, key)))]


SOUND = collection()
PATHS = members(SOUND)[1:]
CHANGES = st.tuples(st.sampled_from(PATHS), JUNK, st.sampled_from(["put", "drop", "twice"]))


def test_the_file_that_is_changed_is_sound() -> None:
    assert outcome(json.dumps(SOUND).encode()) == READ


@pytest.mark.check("C060")
@given(
    st.lists(st.tuples(st.sampled_from(PATHS), JUNK, st.sampled_from(["put", "drop", "twice"])), min_size=1, max_size=3)
)
@settings(deadline=None, max_examples=150)
def test_geojson_with_foreign_members_is_read_or_refused(changes: list[tuple[tuple[Any, ...], Any, str]]) -> None:
    document = copy.deepcopy(SOUND)
    for path, junk, how in changes:
        change(document, path, junk, how)

    assert is_told(outcome(json.dumps(document).encode()))


def change(document: Any, path: tuple[Any, ...], junk: Any, how: str) -> None:  # noqa: ANN401 (anything that JSON holds)
    """Change one member; a path that an earlier change took away changes nothing."""
    holder = document
    try:
        for key in path[:-1]:
            holder = holder[key]
        if how == "put":
            holder[path[-1]] = junk
        elif how == "drop":
            del holder[path[-1]]
        elif isinstance(holder, list):
            holder.insert(path[-1], copy.deepcopy(holder[path[-1]]))
    except (KeyError, IndexError, TypeError):
        return


@pytest.mark.check("C060")
@given(st.data())
@settings(deadline=None, max_examples=100)
def test_geojson_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(json.dumps(SOUND).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3))

    assert is_told(outcome(bytes(content[: len(content) - cut])))


@pytest.mark.check("C060")
@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf", ".prj"])
@pytest.mark.parametrize("count", [3, pytest.param(30, marks=pytest.mark.deep)])
def test_a_shapefile_with_changed_bytes_is_read_or_refused(suffix: str, count: int) -> None:
    parts = shapefile(grid(3, 2))
    name = next(one for one in parts if one.endswith(suffix))
    rng = np.random.default_rng(len(suffix) + count)

    for _ in range(count):
        changed = bytearray(parts[name])
        for place in rng.integers(0, len(changed), 1 + len(changed) // 50):
            changed[place] = int(rng.integers(0, 256))
        assert is_told(outcome(zipped({**parts, name: bytes(changed)})))
