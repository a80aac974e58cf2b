# SPDX-License-Identifier: EUPL-1.2
"""What of a carried slice was counted: estimates taken out, since no test, mean or comparison may rest on them."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from indicators.rendering.compiling import summary_of
from indicators.rendering.slice_content import NumberBand, SliceContent
from sozialplanung.common.statuses import Flag, Status, have_value

Mask = npt.NDArray[np.bool_]


def estimated(content: SliceContent) -> Mask:
    """Tell which areas show an estimate.

    Parameters
    ----------
    content : SliceContent
        A released slice of n areas, delivered or carried from other boundaries.

    Returns
    -------
    ndarray, shape (n,), bool
        False for an area without a figure, whatever its flags say.
    """
    found: Mask = have_value(content.status) & ((content.flags & Flag.ESTIMATED) > 0)
    return found


def without_estimates(content: SliceContent) -> SliceContent:
    """Return a slice as statistics may read it: measured and exactly re-aggregated figures alone.

    Parameters
    ----------
    content : SliceContent
        A released slice of n areas.

    Returns
    -------
    SliceContent
        Areas with an estimate have no number (NaN) in any band, no code, and the status `NOT_COMPARABLE`; the five
        numbers of the summary are those of the others. The value of the whole stays. Without any estimate it is the
        slice itself.
    """
    guessed = estimated(content)
    if not guessed.any():
        return content
    numbers = {
        name: NumberBand(np.where(guessed, np.nan, band.values), band.decimals)
        for name, band in content.numbers.items()
    }
    return replace(
        content,
        status=np.where(guessed, int(Status.NOT_COMPARABLE), content.status).astype(content.status.dtype),
        flags=np.where(guessed, 0, content.flags).astype(content.flags.dtype),
        numbers=MappingProxyType(numbers),
        codes=MappingProxyType({name: np.where(guessed, 0, codes) for name, codes in content.codes.items()}),
        summary=summary_of(numbers["value"].values, content.decimals),
    )
