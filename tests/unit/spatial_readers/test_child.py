# SPDX-License-Identifier: EUPL-1.2
"""The child's own code, run in this process where its branches can be seen; test_sandbox tries it confined."""

from __future__ import annotations

import errno
import json
import runpy
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pytest
import shapely

from scripts.layout import ROOT
from sozialplanung.common import confinement
from sozialplanung.common.confinement import Bounds, NotConfinedError
from spatial.readers import child
from spatial.readers.wire import Message, decode
from tests.fixtures_spatial.files import geopackage, shapefile
from tests.fixtures_spatial.grids import grid
from tests.fixtures_spatial.osmfiles import osm_extract

if TYPE_CHECKING:
    from collections.abc import Mapping


def request(folder: Path, layers: Mapping[str, int]) -> child.Request:
    """Return the request for a GeoPackage whose layers have so many areas."""
    path = folder / "layer.gpkg"
    path.write_bytes(geopackage({name: grid(count, 1) for name, count in layers.items()}))
    return child.Request(str(path), "GPKG", None, None, 100, Bounds(1, 1, 1))


def refusal(asked: child.Request) -> str:
    return str(child.answer(asked).header["refusal"]["code"])


@pytest.fixture
def one_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"GPKG": "rw"})


@pytest.mark.check("C060")
def test_a_child_that_knows_other_drivers_refuses(tmp_path: Path) -> None:
    told = child.answer(request(tmp_path, {"areas": 1})).header["refusal"]

    assert told["code"] == "sandbox_drivers"
    assert "GeoJSON" in told["parameters"]["drivers"]


@pytest.mark.usefixtures("one_driver")
def test_areas_come_with_columns_crs_and_outlines(tmp_path: Path) -> None:
    message = child.answer(request(tmp_path, {"areas": 2}))

    assert message.header == {
        "crs": "EPSG:25832",
        "has_heights": False,
        "columns": {"code": ["00", "01"], "name": ["Größe 0", "Größe 1"]},
    }
    assert shapely.equals(shapely.from_wkb(list(message.outlines)), grid(2, 1)).all()


def test_rows_that_are_kept_come_by_a_query_up_to_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"OSM": "r"})
    path = tmp_path / "layer.osm.pbf"
    ways = [([1, 2], {"highway": "path"}), ([2, 1], {"highway": "steps"}), ([1, 2], {"waterway": "river"})]
    path.write_bytes(osm_extract({1: (9.40, 54.78), 2: (9.41, 54.78)}, ways))
    asked = child.Request(str(path), "OSM", "lines", None, 2, Bounds(1, 1, 1), kept="highway IS NOT NULL")

    message = child.answer(asked)

    assert (message.header["crs"], message.header["columns"]["highway"]) == ("EPSG:4326", ["path", "steps"])
    assert len(message.outlines) == 2
    assert refusal(replace(asked, max_features=1)) == "too_many_features"


@pytest.mark.usefixtures("one_driver")
def test_the_layer_is_chosen_or_asked_for(tmp_path: Path) -> None:
    asked = request(tmp_path, {"a": 1, "b": 2})

    assert refusal(asked) == "layer_several"
    assert refusal(replace(asked, layer="c")) == "layer_unknown"
    assert len(child.answer(replace(asked, layer="b")).outlines) == 2


@pytest.mark.usefixtures("one_driver")
def test_a_file_without_spatial_layers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_layers", lambda _: np.array([["table", None]], dtype=object))

    assert refusal(request(tmp_path, {"areas": 1})) == "layer_none"


@pytest.mark.usefixtures("one_driver")
def test_too_many_areas_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio.raw, "read", lambda *_, **__: pytest.fail("read"))

    assert refusal(replace(request(tmp_path, {"areas": 3}), max_features=2)) == "too_many_features"


@pytest.mark.usefixtures("one_driver")
def test_what_gdal_cannot_open_is_told(tmp_path: Path) -> None:
    asked = request(tmp_path, {"areas": 1})
    Path(asked.path).write_bytes(b"SQLite format 3\x00")

    assert refusal(asked) == "vector_broken"


@pytest.mark.usefixtures("one_driver")
def test_text_in_another_character_set_is_told(tmp_path: Path) -> None:
    for name, part in shapefile(grid(1, 1), encoding="CP1252").items():
        if not name.endswith(".cpg"):
            (tmp_path / name).write_bytes(part)
    asked = child.Request(str(tmp_path / "areas.shp"), "GPKG", None, "UTF-8", 100, Bounds(1, 1, 1))

    assert refusal(asked) == "text_not_decodable"


def test_values_become_what_json_knows() -> None:
    values = [1, "x", None, True, 1.5, float("nan"), float("inf"), float("-inf"), b"x"]

    plain = child._plain(values)

    assert plain == [1, "x", None, True, 1.5, None, {"infinite": True}, {"infinite": False}, {"other": True}]


@pytest.fixture
def in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    bounds = {"memory_bytes": 1, "cpu_seconds": 1, "file_bytes": 1, "open_files": 1}
    wanted = {"path": "x", "driver": "GPKG", "layer": None, "encoding": None, "max_features": 1, "bounds": bounds}
    (tmp_path / child.REQUEST).write_text(json.dumps(wanted))
    monkeypatch.setattr(child, "confine", lambda _: ())
    monkeypatch.setattr(child, "answer", lambda _: Message({"crs": None}))
    return tmp_path


def test_libraries_that_only_the_rest_of_the_house_needs_are_not_loaded() -> None:
    told = """
from spatial.readers import child
child._spare_libraries()
import sys, pyogrio
print(*(name for name in child.SPARED if sys.modules[name]))
"""
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


@pytest.mark.usefixtures("one_driver")
def test_the_program_ends_with_the_code_of_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(tmp_path, {"areas": 2})
    (tmp_path / child.REQUEST).write_text(json.dumps(asdict(asked)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(confinement, "confine", lambda _: ())
    for name in child.SPARED:
        # This process needs them again.
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(child.__file__, run_name="__main__")

    assert ended.value.code == child.DONE
    assert len(decode((tmp_path / child.RESULT).read_bytes()).outlines) == 2


def test_the_answer_is_written_beside_the_request(in_place: Path) -> None:
    assert child.main() == child.DONE
    assert decode((in_place / child.RESULT).read_bytes()).header == {"crs": None}


@pytest.mark.usefixtures("in_place")
@pytest.mark.parametrize(
    ("raised", "code"), [(NotConfinedError(), child.NOT_CONFINED), (MemoryError(), child.NO_MEMORY)]
)
def test_the_child_ends_with_its_own_code(monkeypatch: pytest.MonkeyPatch, raised: Exception, code: int) -> None:
    def confine(_: Bounds) -> None:
        raise raised

    monkeypatch.setattr(child, "confine", confine)

    assert child.main() == code


def test_nothing_is_read_before_the_child_is_confined(in_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def confine(_: Bounds) -> None:
        raise NotConfinedError

    monkeypatch.setattr(child, "confine", confine)
    monkeypatch.setattr(child, "answer", lambda _: pytest.fail("read"))

    child.main()

    assert not (in_place / child.RESULT).exists()


@pytest.mark.usefixtures("in_place")
@pytest.mark.parametrize("number", [errno.EFBIG, errno.ENOSPC])
def test_only_an_answer_that_is_too_large_has_a_code(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def write(_: Path, __: bytes) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(Path, "write_bytes", write)

    if number == errno.EFBIG:
        assert child.main() == child.TOO_LARGE
    else:
        with pytest.raises(OSError, match="x"):
            child.main()
