# SPDX-License-Identifier: EUPL-1.2
"""At which periods and boundaries a recipe can be tried out, and which component keeps it from newer ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.selectors.sheets import ReleaseRef
from spatial.selectors.rows import BoundaryVersionRow

# The indicators of which something is released at each stand.
There = Mapping["Stand", frozenset[str]]


@dataclass(frozen=True, slots=True)
class Stand:
    """A period and an edition for which released figures are there."""

    period: str
    edition: str
    start: date
    edition_name: str

    @property
    def code(self) -> str:
        """How forms and addresses name it."""
        return f"{self.period}@{self.edition}"


@dataclass(frozen=True, slots=True)
class Held:
    """What keeps a recipe from the figures of another stand: the components (`by`) of which nothing is released there.

    `wanted` is the stand that somebody asked for (`is_asked`), or else the newer one that the fewest components lack.
    `is_newest` says that it lies after the stand shown, and that none of `by` has anything newer than that.
    """

    by: tuple[str, ...]
    wanted: Stand
    is_asked: bool
    is_newest: bool


def there_at(refs: Sequence[ReleaseRef], versions: Sequence[BoundaryVersionRow]) -> There:
    """Return which indicators are released at which stand of a level."""
    names = {each.edition: each.name for each in versions}
    found: dict[Stand, set[str]] = {}
    for ref in refs:
        stand = Stand(ref.period, ref.edition, ref.period_start, names[ref.edition])
        found.setdefault(stand, set()).add(ref.indicator)
    return {stand: frozenset(slugs) for stand, slugs in found.items()}


def fitting(there: There, wanted: Collection[str]) -> tuple[Stand, ...]:
    """Return the stands for which all of some indicators are released, the newest first."""
    found = [stand for stand, slugs in there.items() if set(wanted) <= slugs]
    return tuple(sorted(found, key=lambda stand: (stand.start, stand.edition), reverse=True))


def held_at(there: There, wanted: Collection[str], shown: Stand, asked: str = "") -> Held | None:
    """Return what keeps a recipe at a stand: from the one that was asked for by its code, or from a newer one.

    None where it shows what was asked for, where somebody chose an older stand, and where most components lack every
    newer one: then it is not single ones that hold it back.
    """
    needs = set(wanted)
    stand = next((each for each in there if each.code == asked and needs & there[each] and needs - there[each]), None)
    is_asked = stand is not None
    if stand is None and shown == fitting(there, needs)[0]:
        stand = nearest(there, [each for each in there if each.start > shown.start], needs)
    if stand is None:
        return None
    by = needs - there[stand]
    newest = max((each.start for each in there if by & there[each]), default=shown.start)
    return Held(tuple(sorted(by)), stand, is_asked, stand.start > shown.start >= newest)


def nearest(there: There, stands: Collection[Stand], wanted: Collection[str]) -> Stand | None:
    """Return the stand that the fewest of some indicators lack, of several the newest; None where most lack all."""
    needs = set(wanted)
    found = [each for each in stands if 2 * len(needs - there[each]) <= len(needs)]
    return min(found, key=lambda each: (len(needs - there[each]), -each.start.toordinal(), each.edition), default=None)
