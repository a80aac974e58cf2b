# SPDX-License-Identifier: EUPL-1.2
"""Recipes of published indices that a city can start from."""

from collections.abc import Sequence
from typing import Final

from indicators.stats.recipes import ClassCut, Component, IndexClass, IndexRecipe


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


_MSS_STATUS_CLASSES: Final = (
    IndexClass("1", "hoch", _("Low need for support")),
    IndexClass("2", "mittel", _("Medium need for support")),
    IndexClass("3", "niedrig", _("High need for support")),
    IndexClass("4", "sehr niedrig", _("Particularly high need for support")),
)
_MSS_DYNAMICS_CLASSES: Final = (
    IndexClass("+", "positiv", _("More favourable than the city")),
    IndexClass("+/-", "stabil", _("Like the city")),
    IndexClass("-", "negativ", _("Less favourable than the city")),
)


def mss_status(indicators: Sequence[str], *, slug: str = "mss-status") -> IndexRecipe:
    """Return the status index of Berlin's Monitoring Soziale Stadtentwicklung.

    Parameters
    ----------
    indicators : sequence of str
        Four indicators until the edition 2017, three from 2019 on; more always means more need.
    slug : str
        The name of the index in addresses.

    Returns
    -------
    IndexRecipe
        z-scores with the population standard deviation, their sum, divided by its own standard
        deviation; cuts at −1, 1 and 1.5. No arrays, hence no NaN.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung 2013-2019.
    """
    return IndexRecipe(
        slug=slug,
        version=1,
        components=tuple(Component(indicator) for indicator in indicators),
        restandardise="divide_by_sd",
        cuts=(ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"), ClassCut(1.5, "lower")),
        classes=_MSS_STATUS_CLASSES,
    )


def mss_dynamics(indicators: Sequence[str], *, slug: str = "mss-dynamics") -> IndexRecipe:
    """Return the dynamics index of Berlin's Monitoring Soziale Stadtentwicklung.

    Parameters
    ----------
    indicators : sequence of str
        The indicators of the status index; their published two-year changes count.
    slug : str
        The name of the index in addresses.

    Returns
    -------
    IndexRecipe
        As the status index, over changes, with cuts at −1 and 1. No arrays, hence no NaN.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung 2013-2019.
    """
    return IndexRecipe(
        slug=slug,
        version=1,
        components=tuple(Component(indicator, measure="change") for indicator in indicators),
        restandardise="divide_by_sd",
        cuts=(ClassCut(-1.0, "upper"), ClassCut(1.0, "lower")),
        classes=_MSS_DYNAMICS_CLASSES,
    )
