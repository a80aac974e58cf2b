# SPDX-License-Identifier: EUPL-1.2
"""The pages with a map name every script module that they need, and no other, and stay light."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from indicators.views.mapmodules import MAP_MODULES, TILE_MODULES
from indicators.views.workbench.modules import ON_DEMAND, WORKBENCH_MODULES

STATIC = Path(__file__).parents[2] / "static"
IMPORT = re.compile(r'from "(\.{1,2}/[^"]+)"')
FETCHED = re.compile(r'import\("(\./[^"]+)"\)')
# What every page runs, and the library of the maps.
SHARED = ("js/components/shell.js", "leaflet/leaflet.js")
MOST_BYTES = 250_000
PAGES = (("js/pages/map.js", MAP_MODULES), ("js/pages/workbench.js", WORKBENCH_MODULES))


def closure(module: Path) -> set[Path]:
    found, waiting = set(), [module]
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found.add(path)
            waiting += [path.parent / name for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
    return found


@pytest.mark.parametrize(("script", "named"), PAGES)
def test_page_names_the_modules_that_its_script_imports(script: str, named: tuple[str, ...]) -> None:
    needed = {str(path.relative_to(STATIC)) for path in closure(STATIC / script)}

    assert set(named) == needed


@pytest.mark.parametrize(("script", "named"), PAGES)
def test_scripts_stay_small(script: str, named: tuple[str, ...]) -> None:
    own = [name for name in named if not name.startswith("build/")]
    sizes = {name: (STATIC / name).read_text(encoding="utf-8").count("\n") for name in own}

    assert sizes[script] <= 150
    assert max(sizes.values()) <= 300


def test_modules_that_are_fetched_on_demand_are_those_that_are_named() -> None:
    texts = "".join(_text(f"js/workbench/{name}.js") for name in ("panels", "handing", "help"))
    asked = {(STATIC / "js/workbench" / name).resolve() for name in FETCHED.findall(texts)}
    needed = {str(path.relative_to(STATIC)) for module in asked for path in closure(module)}

    assert asked
    assert needed - {*WORKBENCH_MODULES} == {*ON_DEMAND}
    assert max(_text(name).count("\n") for name in ON_DEMAND) <= 300


def test_modules_of_tiles_are_fetched_where_they_are_needed_and_named() -> None:
    needed = {str(path.relative_to(STATIC)) for path in closure(STATIC / "js/map/tileareas.js")}

    assert 'import("./tileareas.js")' in _text("js/map/mapview.js")
    assert needed - {*MAP_MODULES} == {*TILE_MODULES}
    assert max(_text(name).count("\n") for name in TILE_MODULES) <= 300


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("named", [(*MAP_MODULES, *TILE_MODULES), (*WORKBENCH_MODULES, *ON_DEMAND)])
def test_all_scripts_of_a_page_are_light(named: tuple[str, ...]) -> None:
    """Measured over the files as they are served: the bundle of the set-up, our modules, Leaflet."""
    found = {name: finders.find(name) for name in (*named, *SHARED)}

    assert all(found.values())
    sizes = {name: len(gzip.compress(Path(str(path)).read_bytes(), 9)) for name, path in found.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
