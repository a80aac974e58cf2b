# SPDX-License-Identifier: EUPL-1.2
"""In which areas nothing of an index may be measured: those of which a part is hidden from somebody.

An index has one figure for all audiences, so what is hidden from any of them counts.
"""

from dataclasses import dataclass

import numpy as np

from indicators.models import Audience
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.inheriting import masks_of_index
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.rules import Lineage, lineage_of, spoken_of
from indicators.services.releasing.scenes import Scene


@dataclass(frozen=True)
class Sparing:
    """An index, what it is made from, and the audiences that something may be hidden from."""

    work: Workplace
    subject: Subject
    lineage: Lineage
    audiences: tuple[Audience, ...]

    def hidden(self, cell: tuple[int, int]) -> Mask:
        """Return in which areas of a period and boundary version a part is hidden from some audience.

        The parts are released before the index is computed. An audience that no rule shows it to is passed over.
        """
        period_id, place_id = cell
        place, day = self.work.places[place_id], self.work.periods[period_id].start
        hidden = np.zeros(place.size, dtype=bool)
        for audience in self.audiences:
            rule = self.lineage.rule_on(day, audience=audience)
            if rule is not None:
                scene = Scene(self.work, period_id, self.work.chain(place), rule)
                hidden |= masks_of_index(scene, self.subject)[place_id]
        return hidden


def sparing_of(work: Workplace, subject: Subject) -> Sparing:
    """Read by whose rules parts of an index may be hidden."""
    return Sparing(work, subject, lineage_of(subject), tuple(spoken_of(subject)))
