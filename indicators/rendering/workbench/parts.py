# SPDX-License-Identifier: EUPL-1.2
"""The parts of the state of the workbench: what each of its parameters means, and what they may say."""

from dataclasses import dataclass
from typing import Final

from indicators.rendering.mapstate import ALL_PERIODS, STANDARD
from indicators.rendering.workbench.places import Place

RANKING: Final = "rangfolge"
LINE: Final = "verlauf"
TABLE: Final = "tabelle"
BALANCE: Final = "bilanz"
MULTIPLES: Final = "reihe"
SCATTER: Final = "zusammenhang"
DISTRIBUTION: Final = "verteilung"
FUNNEL: Final = "trichter"
CROSS: Final = "vergleichstafel"
VERSUS: Final = "gegenueber"
STRIKING: Final = "auffaellig"
FACING: Final = "nebeneinander"
KEYS: Final = "kennzahlen"
# Those that stand open until a reader asks otherwise, and all that there are.
USUAL_PANELS: Final = (RANKING, LINE, TABLE)
PANELS: Final = (
    RANKING,
    LINE,
    VERSUS,
    KEYS,
    DISTRIBUTION,
    FUNNEL,
    SCATTER,
    CROSS,
    STRIKING,
    BALANCE,
    FACING,
    MULTIPLES,
    TABLE,
)
# Those that hold the period shown against another one.
COMPARING: Final = frozenset({BALANCE, STRIKING})
# What may be fitted to a series.
NO_FIT: Final = ""
LINEAR: Final = "linear"
THEIL_SEN: Final = "theil-sen"
FITS: Final = (NO_FIT, LINEAR, THEIL_SEN)
# Two maps lie beside each other, or one over the other with a slider between them.
SWIPED: Final = "wischen"
# A few areas over several indicators are drawn as lines over parallel axes, or around a point.
RADAR: Final = "netz"
NONE_OPEN: Final = "keine"
# A form asks for a number as the middle, and for which one in a field of its own.
NUMBER: Final = "zahl"
# A form sends own bounds as they are typed, an address as they are written.
NUMBERS: Final = "zahlen"
# What happens to areas outside a filter: they are greyed, or taken away.
GREYED: Final = "grau"
REMOVED: Final = "weg"
BY_NAME: Final = "name"
BY_VALUE: Final = "wert"
# What areas may be put in the order of; a minus before it turns the order around.
ORDERS: Final = (BY_NAME, "raum", BY_VALUE, "anzahl", "nenner", "klasse", "veraenderung")


@dataclass(frozen=True, slots=True)
class What:
    """What is shown: indicator, level, period and boundary version; an empty text leaves the choice to the page.

    `umgerechnet` names an edition of boundaries on which all periods are shown, carried there where they were counted
    on another; it leaves nothing for `gebietsstand` to say.
    """

    indikator: str = ""
    ebene: str = ""
    stand: str = ""
    gebietsstand: str = ""
    umgerechnet: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """How areas are put into classes: method, number, whether all periods share the bounds, own bounds.

    `mitte` is the middle of a scale of two sides, `null` and `ausreisser` ask for classes of their own.
    """

    klassen: str = STANDARD
    anzahl: int | None = None
    zeit: str = ALL_PERIODS
    grenzen: str = ""
    mitte: str = ""
    null: str = ""
    ausreisser: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """What is said over time: the period that the one shown is held against, and what is fitted to the series."""

    vergleich: str = ""
    anpassung: str = NO_FIT


@dataclass(frozen=True, slots=True)
class Panels:
    """What stands open beside the map, in its order; the order of the areas; where the map was moved; how two lie.

    `orte` are slugs of layers of places that are drawn over the figures, `dienste` those of map services of others.
    """

    tafeln: tuple[str, ...] = USUAL_PANELS
    reihenfolge: str = BY_NAME
    karte: Place | None = None
    anordnung: str = ""
    orte: str = ""
    dienste: str = ""


@dataclass(frozen=True, slots=True)
class Areas:
    """Which areas are meant: the key of the one in focus, those that were chosen beside it, one of one's own."""

    gebiet: str = ""
    auswahl: str = ""
    eigenes: str = ""


@dataclass(frozen=True, slots=True)
class More:
    """What is shown beside the indicator: slugs of a second one and of further ones, for the same periods.

    `form` is how areas are drawn over several indicators.
    """

    zweiter: str = ""
    weitere: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which areas are shown: those that meet all conditions, as an address writes them; what happens to the others."""

    filter: tuple[str, ...] = ()
    ausserhalb: str = GREYED
