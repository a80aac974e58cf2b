# SPDX-License-Identifier: EUPL-1.2
"""Classes of an index by fixed cuts, and what is wrong with a recipe that has none."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
CutSide = Literal["lower", "upper"]


class RecipeError(ValueError):
    """A recipe is not complete or contradicts itself; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class ClassCut:
    """A bound between two classes; `equal_goes` says which class an index exactly at it joins."""

    at: float
    equal_goes: CutSide


@dataclass(frozen=True, slots=True)
class IndexClass:
    """A class of the index: the publisher's code and name, and the words that readers see.

    `label` is a respectful English msgid; the publisher's name stays in the method sheet.
    """

    code: str
    official: str
    label: str


def classify_index(index: Floats, cuts: tuple[ClassCut, ...]) -> npt.NDArray[np.int64]:
    """Give each area the number of its class by the cuts of a recipe, compared unrounded.

    Parameters
    ----------
    index : ndarray, shape (n,), float
        The unrounded index; NaN where there is none.
    cuts : tuple of ClassCut
        Rising cuts with the side that an equal index joins. Without cuts there are no classes.

    Returns
    -------
    ndarray, shape (n,), int
        1 for the lowest class; 0 for NaN, or for all areas without cuts.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung 2013-2019.

    Examples
    --------
    >>> cuts = (ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"))
    >>> classify_index(np.array([-1.1, -1.0, 1.0, 1.1, np.nan]), cuts).tolist()
    [1, 2, 2, 3, 0]
    """
    classes = np.ones(index.shape, dtype=np.int64)
    for cut in cuts:
        classes += (index >= cut.at) if cut.equal_goes == "upper" else (index > cut.at)
    classes[np.isnan(index)] = 0
    return classes if cuts else np.zeros(index.shape, dtype=np.int64)
