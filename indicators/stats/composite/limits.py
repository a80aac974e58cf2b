# SPDX-License-Identifier: EUPL-1.2
"""How large the numbers of a recipe may be: beyond this they are slips of the keyboard, or no double can hold them."""

import math
from typing import Final

# Of a number that is stated in the unit of an indicator, of a weight, a bound or a cut.
LARGEST: Final = 1e12
# Of the areas at each end whose values are pulled in.
MOST_PULLED: Final = 10_000
# Of the constant of the exponential transform: below, the area with the most need would come out at infinity, since a
# double holds no 1 − e^(−100/c); above, the transform is a straight line.
CONSTANTS: Final = (5.0, 1000.0)


def is_too_large(held: object) -> bool:
    """Say whether a field of a recipe holds a number that no recipe states.

    Parameters
    ----------
    held : object
        Anything that JSON can make of a field, also a tuple of numbers.

    Returns
    -------
    bool
        False for what is no number, for NaN and for an infinity: rules of the field refuse those.
    """
    each = held if isinstance(held, tuple) else (held,)
    # Compared and not converted: an integer of JSON may have more digits than any double.
    return any(
        isinstance(number, int | float) and not isinstance(number, bool) and LARGEST < abs(number) < math.inf
        for number in each
    )
