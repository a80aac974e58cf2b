# SPDX-License-Identifier: EUPL-1.2
"""Layers of places in the drawings of the server: what the page shows before a script, its files, and other pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.picture.colours import INK
from indicators.rendering.picture.places import AREA, POINT, PlacedLayer
from indicators.rendering.picture.sheet import Key
from indicators.rendering.profile_inset import Frame
from indicators.rendering.profile_numbers import number
from indicators.rendering.workbench.answer import Answer
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.placedrawings import places_drawn
from indicators.selectors.workbench.settling import Settled
from indicators.views.maplayers import LayerChoice, LayerPanel, layer_panel
from sozialplanung.common.licences import licence_named

# Lines of layers by their place in the address, as the style sheet draws them.
_DASHES: Final = ("", "10 4", "3 4", "12 4 3 4", "18 6")


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """A layer with what it looks like in a drawing: its signs or its path, and the dashes of its lines."""

    choice: LayerChoice
    placed: PlacedLayer

    @property
    def dashes(self) -> str:
        """The dashes of its lines; empty for whole ones."""
        return _DASHES[self.choice.sign - 1]


def layers_of_page(organisation: NamedOrganisation, found: Settled, answer: Answer) -> LayerPanel | None:
    """Return the layers of places beside the figures; None where the organisation has none."""
    state, view = found.state, answer.view
    return layer_panel(
        organisation,
        state.panels.orte,
        [period.code for period in view.periods],
        view.periods.index(view.period),
        lambda orte: replace(state, panels=replace(state.panels, orte=orte)).query(),
    )


def layers_drawn(slug: str, layers: LayerPanel | None, frame: Frame | None) -> tuple[DrawnLayer, ...]:
    """Return the layers that an address names as they lie in a drawing, in its order; none without a drawing."""
    if layers is None or frame is None:
        return ()
    return tuple(
        DrawnLayer(choice, places_drawn(slug, choice.slug, choice.kind, choice.state, frame)) for choice in layers.shown
    )


def place_keys(found: Settled, drawn: tuple[DrawnLayer, ...]) -> Iterator[Key]:
    """Return the rows of a legend: the sign of each layer, how many places it has, and as of when."""
    for each in drawn:
        choice = each.choice
        words = f"{choice.name} ({number(choice.state.count, 0, found.facts.language)}), {choice.says}"
        if choice.kind == POINT:
            yield Key(INK, words, sign=f"place-sign-{choice.sign}")
        elif choice.kind == AREA:
            yield Key(f"url(#place-pattern-{choice.sign})", words)
        else:
            yield Key(INK, words, each.dashes)


def place_sources(drawn: tuple[DrawnLayer, ...]) -> tuple[str, ...]:
    """Return whose places are drawn, a line for each layer."""
    return tuple(_source_of(each.choice) for each in drawn)


def _source_of(choice: LayerChoice) -> str:
    licence, _address = licence_named(choice.state.licence)
    return f"{choice.name}: {_('Source:')} {choice.state.attribution}, {licence}"
