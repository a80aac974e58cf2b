# SPDX-License-Identifier: EUPL-1.2
"""A kind of panel that does not show carried figures says so where its address asks for them."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from reports.rendering.composition import Panel
from reports.services.panels.content import Setting
from reports.services.panels.seen import found_of, ranking_content

SETTING = Setting(cast("Any", SimpleNamespace(slug="berlin", audience="public")), "de", "a")
ASKED = Panel("a", "ranking", query="indikator=anteil&stand=2018-12-31&umgerechnet=lor-2021")


def test_the_address_of_a_carried_period_is_refused_before_anything_is_read() -> None:
    found, problem = found_of(ASKED, SETTING)

    assert found is None
    assert "umgerechnet" in problem


@pytest.mark.parametrize(("kind", "made"), [("ranking", ranking_content)])
def test_a_panel_without_marks_shows_no_carried_figure(kind: str, made: Any) -> None:  # noqa: ANN401 - of one kind
    content = made(replace(ASKED, kind=kind), SETTING)

    assert (content.blocks, content.pins) == ((), frozenset())
    assert "umgerechnet" in content.problem
