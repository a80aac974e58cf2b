# SPDX-License-Identifier: EUPL-1.2
"""Class breaks over published values: the same for all periods, or of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from indicators.errors import NotReleasedError
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.regional import regional_default
from indicators.selectors.sheets import OrganisationRef
from indicators.stats.classes import Classification, Method, given_classes, make_classes

Scope = Literal["all", "period"]
METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "standard": "quantiles",
        "quantile": "quantiles",
        "fisher-jenks": "fisher_jenks",
        "equal": "equal_intervals",
        "pretty": "pretty",
        "standard-deviations": "standard_deviations",
        "head-tail": "head_tail",
    }
)
CENTRED: Final = frozenset({"diverging", "dynamics"})
USUAL_NUMBER: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which classes are asked for; ``period`` is needed when ``scope`` is ``period``."""

    indicator: str
    level: str
    edition: str | None = None
    method: str = "standard"
    k: int = USUAL_NUMBER
    scope: Scope = "all"
    period: str | None = None


def classification(organisation: OrganisationRef, wanted: Wanted) -> Classification:
    """Return the classes of an indicator at a level.

    ``standard`` takes the breaks that a steward decided on at this level, else those that the indicator's definition
    states, else quantiles. Breaks over all periods and
    boundary versions of the level let maps of different dates be compared.

    Raises
    ------
    NotReleasedError
        When nothing of it is released.
    """
    sheet = published.indicator_sheet(organisation, wanted.indicator)
    refs = published.releases_of(organisation, indicator=wanted.indicator, level=wanted.level, edition=wanted.edition)
    kept = [ref for ref in refs if wanted.scope == "all" or ref.period == wanted.period]
    contents = list(published.slice_contents(kept).values())
    if sheet is None or not contents:
        raise NotReleasedError("indicators.not_released", "There is no release to be seen.")
    definition = sheet.definition
    regional = regional_default(organisation, wanted.indicator, wanted.level)
    own = regional.bounds if regional else definition.default_breaks
    stated = own if wanted.method == "standard" else ()
    return classes_over(
        contents,
        stated=stated,
        method=METHODS[wanted.method],
        k=wanted.k,
        centre=0.0 if definition.palette in CENTRED else None,
    )


def classes_over(
    contents: Sequence[SliceContent], *, stated: Sequence[float], method: Method, k: int, centre: float | None
) -> Classification:
    """Return the classes over the values of some slices: those stated, or found by a method."""
    values = np.concatenate([content.numbers["value"].values for content in contents])
    decimals = max(content.decimals for content in contents)
    if stated:
        return given_classes(values, stated, decimals=decimals)
    return make_classes(values, method=method, k=k, decimals=decimals, centre=centre)
