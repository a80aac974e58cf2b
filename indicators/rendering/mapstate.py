# SPDX-License-Identifier: EUPL-1.2
"""What the address of a map can say, and the shortest address of a state."""

from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

STANDARD: Final = "standard"
METHODS: Final = (STANDARD, "quantile", "fisher-jenks", "gleich", "rund", "standardabweichung", "kopf-schwanz")
# Bounds that a reader chose: no method finds them.
OWN: Final = "eigene"
# Below and above one number.
THRESHOLD: Final = "schwelle"
# Where a scale of two sides has its middle, if not at a number: at the value of the whole.
CITY: Final = "stadt"
# A class of its own is asked for.
APART: Final = "eigene"
ALL_PERIODS: Final = "alle"
ONE_PERIOD: Final = "stand"
SCOPES: Final = (ALL_PERIODS, ONE_PERIOD)
# Whether areas whose class is unsure by chance carry a pattern.
UNSURE_SHOWN: Final = "an"
UNSURE_HIDDEN: Final = "aus"
UNSURE: Final = (UNSURE_SHOWN, UNSURE_HIDDEN)
# What the map shows of the figures: themselves, or how they lie side by side.
VALUES: Final = "werte"
PATTERN: Final = "muster"
VIEWS: Final = (VALUES, PATTERN)
FEWEST_CLASSES: Final = 3
MOST_CLASSES: Final = 7


@dataclass(frozen=True, slots=True)
class MapState:
    """What an address asks the map to show; an empty text or None leaves the choice to the map.

    The fields are named as in the address. `schwellen` are the bounds of the method `eigene`, and empty for any other.
    `mitte` is the middle of a scale of two sides; `null` and `ausreisser` ask for classes of their own. `umgerechnet`
    names an edition of boundaries on which all periods are shown, carried there where they were counted on another;
    `orte` are slugs of layers of places that are drawn over the figures, `dienste` those of map services of others.
    """

    indikator: str = ""
    ebene: str = ""
    stand: str = ""
    gebietsstand: str = ""
    umgerechnet: str = ""
    ansicht: str = VALUES
    methode: str = STANDARD
    klassen: int | None = None
    grenzen: str = ALL_PERIODS
    schwellen: str = ""
    mitte: str = ""
    null: str = ""
    ausreisser: str = ""
    unsicher: str = UNSURE_SHOWN
    gebiet: str = ""
    orte: str = ""
    dienste: str = ""

    def query(self) -> str:
        """Return the shortest query string of this state."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in given.items() if value != getattr(_UNSET, name)}, safe=",")


_UNSET: Final = MapState()
