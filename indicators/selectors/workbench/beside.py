# SPDX-License-Identifier: EUPL-1.2
"""What another indicator shows beside the first one: for the same periods and boundaries, carried where asked."""

from dataclasses import dataclass

from indicators.rendering.counted import Mask, estimated
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.conversions import contents_of, conversions_of, counted
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A slice of another indicator that lies beside one of the first."""

    ref: ReleaseRef
    content: SliceContent

    @property
    def counted(self) -> SliceContent:
        """The slice as whoever computes with it may read it."""
        return counted(self.ref, self.content)

    @property
    def guessed(self) -> Mask | None:
        """Which areas show an estimate, since they were carried from other boundaries; None where none was."""
        return estimated(self.content) if self.ref.is_converted else None


def releases_beside(facts: MapFacts, slug: str) -> dict[int, ReleaseRef]:
    """Return by release of the first indicator that of another one for the same period and areas.

    Where the page shows all periods on one edition, what was carried to it is among them.
    """
    level, edition = facts.choice.ref.level, facts.state.umgerechnet
    found = published.releases_of(facts.organisation, indicator=slug, level=level)
    if edition:
        found = (*found, *conversions_of(facts.organisation, indicator=slug, level=level, edition=edition))
    by_place = {(ref.period, ref.boundary_version_id): ref for ref in found}
    return {
        ref.id: by_place[ref.period, ref.boundary_version_id]
        for ref in facts.choice.series
        if (ref.period, ref.boundary_version_id) in by_place
    }


def slices_beside(facts: MapFacts, slug: str) -> dict[int, Beside]:
    """Return by release of the first indicator the slice of another one beside it."""
    refs = releases_beside(facts, slug)
    contents = contents_of(refs.values())
    return {pk: Beside(ref, contents[ref.id]) for pk, ref in refs.items() if ref.id in contents}
