# SPDX-License-Identifier: EUPL-1.2
"""How many places are needed by a factor per person, how many fall to an area, and what is lacking."""

import math
from dataclasses import dataclass

import numpy as np

from indicators.stats.reach.catchment import Access
from indicators.stats.reach.demand import Demand, Floats, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Places of one type in n areas; NaN wherever persons or access are not known.

    ``needed`` are the places by the factor, ``held`` those that fall to the area by its access, ``lacking`` and
    ``spare`` what is missing or left. ``met`` is the quotient of held and needed (1: exactly met), also of an area
    without persons, where it says what newcomers would find. ``rests_on_hidden`` marks what a hidden number went into.
    """

    factor: float
    needed: Floats
    held: Floats
    met: Floats
    lacking: Floats
    spare: Floats
    rests_on_hidden: Mask

    @property
    def told(self) -> Mask:
        """Which areas have both figures."""
        return ~np.isnan(self.needed + self.held)

    def summed(self) -> tuple[float, float, float]:
        """Return needed, held and lacking places of all areas that have both figures together."""
        needed, held, lacking = (float(each[self.told].sum()) for each in (self.needed, self.held, self.lacking))
        return needed, held, lacking


def need(who: Demand, access: Access, *, factor: float) -> Need:
    """Hold the places that are needed against those within reach.

    Parameters
    ----------
    who : Demand
        Persons of the age group in n areas.
    access : Access
        Places per person within reach, from the same persons.
    factor : float
        Places needed per person, above 0: 0.35 for places of day care for 35 of 100 children, 12 for m² of playground.

    Returns
    -------
    Need
        ``needed = factor * persons``, ``held = access * persons``, ``met = access / factor``. Persons of 0 need nothing
        and hold nothing; an unknown number is no 0.

    Raises
    ------
    ValueError
        For a factor that is not above 0 or not finite.

    Examples
    --------
    docs/methods/reach.md
    """
    if not 0 < factor < math.inf:
        raise ValueError("The factor of need lies above 0 and is finite.")
    needed, held = factor * who.persons, access.value * who.persons
    return Need(
        factor=factor,
        needed=needed,
        held=held,
        met=access.value / factor,
        lacking=np.maximum(needed - held, 0.0),
        spare=np.maximum(held - needed, 0.0),
        rests_on_hidden=access.rests_on_hidden | (who.hidden & who.is_known),
    )
