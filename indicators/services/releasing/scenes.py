# SPDX-License-Identifier: EUPL-1.2
"""One period on one edition of boundaries, and the rule of what may be shown there."""

from dataclasses import dataclass
from datetime import date

from indicators.services.releasing.behind import Spot
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen
from indicators.services.releasing.places import Place
from indicators.services.releasing.rules import Rule


@dataclass(frozen=True)
class Scene:
    """One period on one edition of boundaries, and the rule of what may be shown there."""

    work: Workplace
    period_id: int
    chain: tuple[Place, ...]
    rule: Rule

    @property
    def day(self) -> date:
        """The first day of the period."""
        return self.work.periods[self.period_id].start

    @property
    def edition(self) -> str:
        """The name of the edition of boundaries."""
        return self.chain[0].version.edition

    @property
    def spot(self) -> Spot:
        """Where it is asked who stands behind figures."""
        return Spot(self.work, self.period_id, self.chain, self.rule.audience)

    def level(self, boundary_version_id: int) -> str:
        """Return the level of one of its boundary versions."""
        return self.work.places[boundary_version_id].version.level

    def vintages(self, part: Subject) -> dict[int, Frozen]:
        """Return the current vintages of an indicator by boundary version."""
        found = {
            place.id: self.work.shelf.current(Cell(part.indicator.pk, self.period_id, place.id)) for place in self.chain
        }
        return {pk: frozen for pk, frozen in found.items() if frozen is not None}
