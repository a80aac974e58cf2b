# SPDX-License-Identifier: EUPL-1.2
"""Sites before and after a scenario: opened, moved, closed or with other places, one change after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.stats.reach.demand import Floats

# Longitude and latitude in degrees.
Point = tuple[float, float]
ChangeKind = Literal["add", "move", "close", "enlarge"]


class SiteChangeError(ValueError):
    """A change that cannot be made; ``code`` says why: ``unknown``, ``closed``, ``incomplete``."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it is now: ``places`` are NaN where their number is not known."""

    key: str
    name: str
    point: Point
    places: float


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One change: of the site ``key``, or of a new one that has this key from then on."""

    kind: ChangeKind
    key: str
    name: str = ""
    point: Point | None = None
    places: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A site as it stands after all changes; ``column`` is that of its place, ``places`` are 0 when it is closed."""

    key: str
    name: str
    column: int
    places: float
    kinds: tuple[ChangeKind, ...]

    @property
    def is_closed(self) -> bool:
        """Whether a change closed it."""
        return "close" in self.kinds


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Everywhere that a site is, before or after: places at m points, 0 where nothing is, NaN where not known.

    ``standings`` are the sites in the order in which they came, closed ones among them.
    """

    points: tuple[Point, ...]
    before: Floats
    after: Floats
    standings: tuple[Standing, ...]

    @property
    def standing_open(self) -> tuple[Standing, ...]:
        """The sites that are open after all changes."""
        return tuple(each for each in self.standings if not each.is_closed)


def ledger(sites: Sequence[Site], changes: Iterable[SiteChange]) -> Ledger:
    """Write down where sites are before and after some changes.

    Parameters
    ----------
    sites : sequence of Site
        As they are now, each key once; places 0 or more, NaN where not known.
    changes : iterable of SiteChange
        In the order in which they are made. ``add`` needs a point and places, ``move`` a point, ``enlarge`` the number
        of places from then on (fewer are allowed), ``close`` neither. What was added can be changed like all others.

    Returns
    -------
    Ledger
        One point for every site, and one more for everything that was added or moved. A site that moves leaves its
        old point with 0 places after; the number of places that moves with it may be unknown (NaN) and stays so.

    Raises
    ------
    SiteChangeError
        ``unknown`` for a site that is not there (or one added twice), ``closed`` for one that is closed already,
        ``incomplete`` without what its kind needs, or with places that are negative or not finite.

    Examples
    --------
    >>> made = ledger([Site("1", "", (0, 0), 40.0)], [SiteChange("move", "1", point=(1, 0))])
    >>> made.before.tolist(), made.after.tolist()
    ([40.0, 0.0], [0.0, 40.0])
    """
    points = [site.point for site in sites]
    before = [site.places for site in sites]
    after = list(before)
    known = {site.key: Standing(site.key, site.name, place, site.places, ()) for place, site in enumerate(sites)}
    for change in changes:
        was = _checked(change, known)
        places, column = was.places, was.column
        if change.point is not None:
            places = change.places if change.places is not None else was.places
            column = len(points)
            points.append(change.point)
            before.append(0.0)
            after.append(0.0)
            if was.column >= 0:
                after[was.column] = 0.0
        elif change.places is not None:
            places = change.places
        after[column] = 0.0 if change.kind == "close" else places
        known[change.key] = Standing(was.key, was.name, column, after[column], (*was.kinds, change.kind))
    return Ledger(tuple(points), np.array(before, dtype=float), np.array(after, dtype=float), tuple(known.values()))


def _checked(change: SiteChange, known: dict[str, Standing]) -> Standing:
    """Return the site as it stands before a change; one that is added stands nowhere yet."""
    is_new = change.kind == "add"
    if is_new is (change.key in known):
        raise SiteChangeError("unknown")
    was = Standing(change.key, change.name, -1, 0.0, ()) if is_new else known[change.key]
    if was.is_closed:
        raise SiteChangeError("closed")
    needs = (change.kind in {"add", "move"}, change.kind in {"add", "enlarge"})
    if needs != (change.point is not None, change.places is not None):
        raise SiteChangeError("incomplete")
    if change.places is not None and not 0 <= change.places < np.inf:
        raise SiteChangeError("incomplete")
    return was
