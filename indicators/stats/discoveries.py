# SPDX-License-Identifier: EUPL-1.2
"""Many areas looked at together: p-values adjusted so that few of what is found is chance."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def adjusted_for_many(p: Floats) -> Floats:
    """Adjust p-values by the rule of Benjamini and Hochberg.

    Parameters
    ----------
    p : ndarray, shape (n,), float
        Between 0 and 1; NaN where nothing was tested.

    Returns
    -------
    ndarray, shape (n,), float
        Of all areas with an adjusted value up to α, at most a share of α is expected to be chance. NaN stays NaN and
        is not counted as a test. One value stays itself.

    Raises
    ------
    ValueError
        For a value outside of 0 to 1.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> adjusted_for_many(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    tested = np.flatnonzero(~np.isnan(p))
    if ((p[tested] < 0) | (p[tested] > 1)).any():
        raise ValueError("A p-value lies between 0 and 1.")
    rising = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[rising] * (rising.size / np.arange(1, rising.size + 1))
    result = np.full(p.shape, np.nan)
    result[rising] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result
