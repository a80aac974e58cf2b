# SPDX-License-Identifier: EUPL-1.2
"""The page of a map names every script module that it needs, and no other."""

import re
from pathlib import Path

from indicators.views.mapmodules import MAP_MODULES

STATIC = Path(__file__).parents[2] / "static"
IMPORT = re.compile(r'from "(\.{1,2}/[^"]+)"')


def closure(module: Path) -> set[Path]:
    found, waiting = set(), [module]
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found.add(path)
            waiting += [path.parent / name for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
    return found


def test_page_names_the_modules_that_its_script_imports() -> None:
    needed = {str(path.relative_to(STATIC)) for path in closure(STATIC / "js/pages/map.js")}

    assert set(MAP_MODULES) == needed


def test_scripts_stay_small() -> None:
    sizes = {name: (STATIC / name).read_text(encoding="utf-8").count("\n") for name in MAP_MODULES}

    assert sizes["js/pages/map.js"] <= 150
    assert max(sizes.values()) <= 300
