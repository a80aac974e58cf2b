# SPDX-License-Identifier: EUPL-1.2
"""Let figures be shown that ought to be, such as the total of a city, wherever some safe pattern shows them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import Limits, Pattern, protect
from indicators.stats.disclosure.system import System


@dataclass(frozen=True, slots=True)
class Showing:
    """A pattern, and the wanted figures that it hides all the same, each with the cells that they would tell."""

    pattern: Pattern
    refused: Mapping[str, tuple[str, ...]]


def protect_showing(system: System, wanted: Collection[str], *, limits: Limits | None = None) -> Showing:
    """Decide as :func:`~.protect.protect` does, yet hide no wanted figure that some safe pattern shows.

    Parameters
    ----------
    system : System
    wanted : collection of str
        Keys of figures; those that are not open, or in no system, are passed over.
    limits : Limits, optional

    Returns
    -------
    Showing
        The pattern of :func:`~.protect.protect` where it hides no wanted figure. Else the wanted ones have to be
        shown, one after the other in the order of their keys, as long as everything can still be protected.

    Raises
    ------
    UnprotectableError
        When some cell stays open to the attacker whatever may still be hidden, wanted figures included.
    """
    pattern = protect(system, limits=limits)
    refused: dict[str, tuple[str, ...]] = {}
    for key in sorted(set(wanted) & (pattern.primary | pattern.secondary)):
        if key not in pattern.hidden:
            continue
        if key in pattern.primary:
            refused[key] = _sensitive(system, key)
            continue
        must = _having_to_show(system, {key, *_shown(wanted, pattern)})
        try:
            pattern = protect(must, limits=limits)
        except UnprotectableError as error:
            refused[key] = _named(error)
        else:
            system = must
    return Showing(pattern, refused)


def _shown(wanted: Collection[str], pattern: Pattern) -> set[str]:
    return set(wanted) - pattern.hidden


def _having_to_show(system: System, keys: Collection[str]) -> System:
    must = np.array([key in keys for key in system.figures], dtype=bool) & system.is_open & ~system.is_hidden
    return replace(system, is_open=system.is_open & ~must)


def _sensitive(system: System, figure: str) -> tuple[str, ...]:
    own = np.flatnonzero((system.figure_of == system.figures.index(figure)) & ~np.isnan(system.need_up))
    return tuple(system.keys[cell] for cell in own)


def _named(error: UnprotectableError) -> tuple[str, ...]:
    cells = error.params["cells"]
    return tuple(map(str, cells)) if isinstance(cells, tuple) else ()
