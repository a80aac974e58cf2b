# SPDX-License-Identifier: EUPL-1.2
"""Editions rest on releases: a panel whose address asks for carried figures says why it shows none."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from reports.rendering.composition import Panel
from reports.services.panels.content import Setting
from reports.services.panels.seen import found_of, line_content, map_content, ranking_content, table_content

SETTING = Setting(cast("Any", SimpleNamespace(slug="berlin", audience="public")), "de", "a")
ASKED = Panel("a", "map", query="indikator=anteil&stand=2018-12-31&umgerechnet=lor-2021")


def test_the_address_of_a_carried_period_is_refused_before_anything_is_read() -> None:
    found, problem = found_of(ASKED, SETTING)

    assert found is None
    assert "umgerechnet" in problem


@pytest.mark.parametrize("made", [map_content, ranking_content, table_content, line_content])
def test_no_panel_shows_a_figure_that_no_release_holds(made: Any) -> None:  # noqa: ANN401 - each makes one kind
    content = made(ASKED, SETTING)

    assert (content.blocks, content.pins) == ((), frozenset())
    assert "umgerechnet" in content.problem
