# SPDX-License-Identifier: EUPL-1.2
"""Which further cells of one additive series must be hidden so that no sum over areas gives a hidden one back."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.disclosure.primary import Floats, Mask

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One level of an additive series: counts, what is hidden so far, and the parent position in the next layer.

    ``parents`` is −1 where an area has no parent; the coarsest layer has only −1. A layer that is not published
    publishes no sums and is left out by the caller.
    """

    counts: Floats
    hidden: Mask
    parents: Positions


def protect_tree(layers: list[Layer], *, minimum: int = 0) -> list[Mask]:
    """Hide further cells until no hidden cell follows from published sums of a tree.

    Parameters
    ----------
    layers : list of Layer
        The finest level first; each level's parents are positions in the next one. A hidden count of NaN is one that
        the source keeps to itself: it holds something, nobody here knows what.
    minimum : int
        The hidden counts of a family with a shown parent are at least this many each on average, or their known sum
        would tell each of them: two of together 2 are both 1.

    Returns
    -------
    list of ndarray, bool
        What has to be hidden per layer, primary cells included. In every family whose parent is shown, either no child
        is hidden or at least two are that hold anything: a hidden zero protects nobody, and needs protection itself.
        Where a family cannot offer a second cell, its parent is hidden too; and below a hidden parent some child is
        hidden, or it would be their sum.

    Raises
    ------
    ValueError
        When arrays of a layer differ in length.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2 (secondary suppression in hierarchies).

    Examples
    --------
    See docs/methods/disclosure.md.
    """
    for layer in layers:
        if not layer.counts.shape == layer.hidden.shape == layer.parents.shape:
            raise ValueError("The arrays of a layer have different lengths.")
    hidden = [layer.hidden.copy() for layer in layers]
    changed = True
    while changed:
        changed = False
        for depth in range(len(layers) - 1):
            upper = layers[depth + 1].counts
            changed |= _protect_families(layers[depth], hidden[depth], hidden[depth + 1], upper, minimum)
    return hidden


def _protect_families(layer: Layer, hidden: Mask, parents_hidden: Mask, sums: Floats, minimum: int) -> bool:
    """Mend one layer in place; says whether anything was hidden."""
    changed = False
    touched = np.unique(layer.parents[hidden & (layer.parents >= 0)])
    for parent in np.union1d(touched, np.flatnonzero(parents_hidden)):
        family = np.flatnonzero(layer.parents == parent)
        holding = int((hidden[family] & (layer.counts[family] != 0)).sum())
        needed = 1 if parents_hidden[parent] else 2
        rest = float(sums[parent] - np.nansum(layer.counts[family[~hidden[family]]]))
        is_told = not parents_hidden[parent] and rest < minimum * holding
        if holding >= needed and not is_told:
            continue
        candidates = family[~hidden[family] & (layer.counts[family] > 0)]
        if candidates.size:
            hidden[candidates[np.argmin(layer.counts[candidates])]] = True
        elif not parents_hidden[parent]:
            parents_hidden[parent] = True
        elif family.size and not hidden[family].any():
            # Nothing but zeros below a hidden zero: shown, they would add up to it.
            hidden[family[0]] = True
        else:
            continue
        changed = True
    return changed
