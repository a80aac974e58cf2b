# SPDX-License-Identifier: EUPL-1.2
"""Every sentence that a script says stands in what the page gives to it."""

import re
from pathlib import Path

from indicators.views.groupcontext import group_strings
from indicators.views.mapstrings import map_strings
from indicators.views.workbench.strings import workbench_strings
from indicators.views.workshop.strings import workshop_strings
from sozialplanung.common.statuses import Status
from sozialplanung.portal.strings import script_sentences

SCRIPTS = Path(__file__).parents[3] / "static" / "js"
# A key is two or more words joined by dots; names of files end in .js.
KEY = re.compile(r'"([a-z]+(?:\.[a-z_]+)+)"')


def test_every_sentence_that_a_script_asks_for_is_there() -> None:
    of_maps = (map_strings("de", is_city=True), workbench_strings("de", is_city=True))
    pages = (*of_maps, workshop_strings(), group_strings())
    given = script_sentences().keys() | set().union(*pages)

    asked = {
        key: path.name
        for path in SCRIPTS.rglob("*.js")
        for key in KEY.findall(path.read_text(encoding="utf-8"))
        if not key.endswith(".js")
    }

    assert {"clipboard.done", "map.failed", "alert.close", "sort.ascending"} <= asked.keys()
    assert {key: name for key, name in asked.items() if key not in given} == {}


def test_every_status_and_every_comparison_has_its_words() -> None:
    for is_city in (True, False):
        given = map_strings("de", is_city=is_city)

        assert {f"status.{status.code}" for status in Status} <= given.keys()
        assert {f"comparison.{code}" for code in range(4)} <= given.keys()
