# SPDX-License-Identifier: EUPL-1.2
"""The maps of a scenario as pictures of documents: whole files without a style sheet."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.picture.colours import fill_of
from indicators.rendering.picture.sheet import Key
from indicators.selectors.profile_drawings import Drawing
from indicators.stats.palettes import colours_of
from indicators.views.scenarios.maps import ScenarioMap
from indicators.views.workbench.picture import Drawn

_SIGNS: Final[Mapping[str, str]] = MappingProxyType({"higher": "▲ ", "lower": "▼ ", "": ""})


def scenario_drawn(shown: ScenarioMap, drawing: Drawing) -> Drawn:
    """Draw one map of a scenario with its legend; signs of direction stand in both."""
    colours = colours_of(shown.palette, shown.colours)
    shapes = [(area.path, fill_of(area.style, colours), area.sign, area.title) for area in shown.areas]
    keys = [Key(fill_of(key.style, colours), f"{_SIGNS[key.sign]}{key.label} ({key.count})") for key in shown.keys]
    kinds = {mark.kind for mark in shown.marks}
    if "there" in kinds:
        keys.append(Key("", f"• {_('a site that is there')}"))
    if "new" in kinds:
        keys.append(Key("", f"+ {_('opened or moved to here')}"))
    if "gone" in kinds:
        keys.append(Key("", f"× {_('closed or moved away')}"))
    context = {"shapes": shapes, "marks": shown.marks}
    return Drawn("scenario", context, drawing.view_box, shown.title, tuple(keys), "")
