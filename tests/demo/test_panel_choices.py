# SPDX-License-Identifier: EUPL-1.2
"""What planners are offered first misleads nobody: no map of one area, no words of ours as the city's."""

import pytest

from indicators.rendering.workbench.reading import read_state
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.settling import settled
from indicators.views.workbench.picture import line_drawn
from reports.rendering import composition as kinds
from reports.selectors.choices import choices_for, templates_for
from sozialplanung.accounts.models import Organisation

pytestmark = pytest.mark.usefixtures("demo")


def test_maps_are_of_several_areas_and_tables_begin_with_these() -> None:
    choices = choices_for(Organisation.objects.get(slug="berlin"), "public")

    assert "stadt" not in dict(choices.levels_for(kinds.MAP))
    assert "stadt" in dict(choices.levels_for(kinds.LINE))
    assert list(dict(choices.levels_for(kinds.TABLE)))[-1] == "stadt"


def test_templates_hold_no_text_of_ours() -> None:
    templates = templates_for(Organisation.objects.get(slug="berlin"))

    texts = [panel.text for each in templates for part in each.composition.parts for panel in part.panels]
    assert len(templates) > 5
    assert set(texts) == {""}


@pytest.mark.parametrize(("level", "has_bands"), [("stadt", False), ("bezirk", True)])
def test_legend_of_a_course_names_only_what_is_drawn(level: str, has_bands: bool) -> None:
    berlin = Organisation.objects.get(slug="berlin")
    reading = read_state([("indikator", "kinderarmut"), ("ebene", level), ("tafeln", "verlauf")], "de")
    found = settled(berlin, reading, "de")
    assert found is not None

    drawn = line_drawn(found, answer_of(found.facts, found.state))

    assert drawn is not None
    assert any("Hälfte" in key.words for key in drawn.keys) == has_bands
