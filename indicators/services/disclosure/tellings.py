# SPDX-License-Identifier: EUPL-1.2
"""What indicators tell, or are about to tell, of the families of a system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from indicators.services.disclosure.relations import Family
from indicators.stats.disclosure.contributions import Behind
from indicators.stats.disclosure.rules import CellRule

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """One level of an edition: keys of its areas in frozen order, and the position of each in the next coarser tier.

    ``parents`` is −1 where an area has none there; the coarsest tier has only −1.
    """

    level: str
    keys: tuple[str, ...]
    parents: Positions


@dataclass(frozen=True, slots=True, eq=False)
class Tiers:
    """The levels of one edition of boundaries, the finest first."""

    tiers: tuple[Tier, ...]

    def at(self, level: str) -> Tier:
        """Return a level by its slug."""
        return next(tier for tier in self.tiers if tier.level == level)

    def order(self, levels: Mapping[str, object]) -> list[str]:
        """Return the levels that are there, the finest first."""
        return [tier.level for tier in self.tiers if tier.level in levels]

    def parents(self, child: str, parent: str) -> Positions:
        """Return for each area of a level the position in a coarser one, levels between looked through; −1 for none."""
        slugs = [tier.level for tier in self.tiers]
        start, end = slugs.index(child), slugs.index(parent)
        positions = np.arange(len(self.tiers[start].keys))
        for tier in self.tiers[start:end]:
            positions = np.where(positions >= 0, tier.parents[positions], -1)
        return positions


class Role(StrEnum):
    """What a quantity is in a figure."""

    COUNT = "count"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """One family as a figure holds it: true values by level in frozen order.

    NaN where nobody here knows a value: ``secret`` says where the source keeps one to itself, ``absent`` where there
    is nothing to count. A figure tells it exactly, or by level what lies between two ``ends``. ``is_public`` is one
    that everybody is taken to know whatever is shown; it is not protected here.
    """

    family: Family
    values: Mapping[str, Floats]
    secret: Mapping[str, Mask]
    absent: Mapping[str, Mask]
    ends: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    is_public: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """The figures of one indicator at one period on one edition, as they were, are or would be told.

    Attributes
    ----------
    indicator : str
        Slug; the figure of an area has the key ``indicator@level:unit``.
    quantities : mapping of Role to Quantity
        A count, or numerator and denominator.
    rule : CellRule
        What may be shown of it.
    shown : mapping of str to ndarray of bool, or None
        Which figures readers saw by level; None for those that are about to be decided.
    few : mapping of str to ndarray of bool
        Areas with too few inhabitants: their figures are sensitive whatever they say.
    kept : mapping of str to ndarray of bool
        Of those that are to be decided: hidden before with the same value, or for a reason beside the system.
    behind : mapping of Role to mapping of str to Behind
        Who stands behind its figures by level, where a rule of their own source asks.
    is_in_force : bool
        Whether readers see it now.
    audience : str
        Whom it was told; empty for what is to be decided, and for what nobody is shown.
    """

    indicator: str
    quantities: Mapping[Role, Quantity]
    rule: CellRule
    shown: Mapping[str, Mask] | None = None
    few: Mapping[str, Mask] = field(default_factory=dict)
    kept: Mapping[str, Mask] = field(default_factory=dict)
    behind: Mapping[Role, Mapping[str, Behind]] = field(default_factory=dict)
    is_in_force: bool = False
    audience: str = ""

    @property
    def families(self) -> frozenset[Family]:
        """The families that it tells."""
        return frozenset(each.family for each in self.quantities.values())

    @property
    def levels(self) -> Sequence[str]:
        """The levels on which it has figures."""
        return tuple(next(iter(self.quantities.values())).values)

    def figure(self, level: str, unit: str) -> str:
        """Return the key of the figure of an area."""
        return f"{self.indicator}@{level}:{unit}"
