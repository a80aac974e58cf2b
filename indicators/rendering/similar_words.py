# SPDX-License-Identifier: EUPL-1.2
"""Areas with similar figures in words: the figures side by side, how near, and what the two differ in most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import flag_words, status_words
from indicators.rendering.slice_content import SliceContent
from indicators.stats.similar import SimilarAreas
from sozialplanung.common.statuses import Flag, Status

# Distances in standard deviations; two areas taken at random lie about 1.4 (the root of 2) apart.
ALMOST_ALIKE: Final = 0.25
VERY_SIMILAR: Final = 0.5
SIMILAR: Final = 1.0
RANDOM_PAIR: Final = 2**0.5
_PLACES: Final = 2
_NAMED: Final = 3
_NO_DIFFERENCE: Final = 1e-9

SimilarProblem = Literal[
    "nothing_published", "none_then", "too_few", "constant", "area_incomplete", "nobody_comparable"
]
_REASONS: Final[MappingProxyType[SimilarProblem, tuple[str, str]]] = MappingProxyType(
    {
        "nothing_published": (
            "Für diese Ebene und diesen Gebietsstand ist kein Indikator veröffentlicht.",
            "No indicator is published for this level and boundary version.",
        ),
        "none_then": (
            (
                "Keiner der gewählten Indikatoren ist zu diesem Stand veröffentlicht: Wählen Sie einen anderen Stand "
                "oder andere Indikatoren."
            ),
            "None of the chosen indicators is published for this date: choose another date or other indicators.",
        ),
        "too_few": (
            "Auf dieser Ebene gibt es kein anderes Gebiet.",
            "There is no other area at this level.",
        ),
        "constant": (
            "Die gewählten Indikatoren haben überall denselben Wert: Sie unterscheiden kein Gebiet vom anderen.",
            "The chosen indicators have the same figure everywhere: they tell no area from another.",
        ),
        "area_incomplete": (
            (
                "Von den gewählten Indikatoren sind für dieses Gebiet zu wenige veröffentlicht. Nötig sind drei "
                "Viertel: Wählen Sie andere Indikatoren oder einen anderen Stand."
            ),
            (
                "Too few of the chosen indicators are published for this area. Three quarters are needed: "
                "choose other indicators or another date."
            ),
        ),
        "nobody_comparable": (
            (
                "Von den gewählten Indikatoren sind für kein anderes Gebiet genug veröffentlicht. Nötig sind drei "
                "Viertel: Wählen Sie andere Indikatoren oder einen anderen Stand."
            ),
            (
                "Too few of the chosen indicators are published for any other area. Three quarters are needed: "
                "choose other indicators or another date."
            ),
        ),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class SimilarColumn:
    """One chosen indicator with the figures of all areas."""

    name: str
    unit: str
    content: SliceContent
    content_hash: str = ""

    def told(self, position: int, language: Language) -> str:
        """Return the figure of one area, or why it has none."""
        value = float(self.content.numbers["value"].values[position])
        if isnan(value):
            return status_words(Status(int(self.content.status[position])), language)
        return with_unit(value, self.content.decimals, self.unit, language)

    def remark(self, position: int, language: Language) -> str:
        """Say what has to be known of a figure that is there, such as that it is estimated."""
        flags = Flag(int(self.content.flags[position])) if self.is_there(position) else Flag.NONE
        return ", ".join(flag_words(flags, language))

    def is_there(self, position: int) -> bool:
        """Say whether an area has a figure."""
        return not isnan(float(self.content.numbers["value"].values[position]))


@dataclass(frozen=True, slots=True)
class SimilarCell:
    """One figure as written (or why there is none), what has to be known of it, and whether both differ in it most."""

    label: str
    told: str
    remark: str
    is_there: bool
    is_most: bool = False


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """One similar area: figures, how near it is as number and in words, what both differ in most."""

    position: int
    cells: tuple[SimilarCell, ...]
    distance: str
    near: str
    most: str
    shared: str


def only_similar(found: SimilarAreas) -> SimilarAreas:
    """Keep the areas that are similar at all, or the nearest one where none is.

    Without that the list of an area at the end of a scale would be the ranking of all others.
    """
    kept = max(1, int((np.round(found.distances, _PLACES) < SIMILAR).sum()))
    return replace(
        found,
        positions=found.positions[:kept],
        distances=found.distances[:kept],
        shared=found.shared[:kept],
        differences=found.differences[:kept],
    )


def is_any_similar(found: SimilarAreas) -> bool:
    """Say whether at least the nearest of the areas found is similar."""
    return round(float(found.distances[0]), _PLACES) < SIMILAR


def own_cells(columns: Sequence[SimilarColumn], position: int, language: Language) -> tuple[SimilarCell, ...]:
    """Return the figures of the area that the others are compared with."""
    return tuple(_cell(each, position, language, is_most=False) for each in columns)


def similar_rows(
    found: SimilarAreas, columns: Sequence[SimilarColumn], own: int, language: Language
) -> tuple[SimilarRow, ...]:
    """Return a row for each similar area, the most similar first; `own` is the position of the area itself."""
    compared = len(columns) - len(found.constant)
    return tuple(_row(found, columns, (place, own, compared), language) for place in range(int(found.positions.size)))


def _row(
    found: SimilarAreas, columns: Sequence[SimilarColumn], at: tuple[int, int, int], language: Language
) -> SimilarRow:
    place, own, compared = at
    position, shared = int(found.positions[place]), int(found.shared[place])
    most = _most(found, place)
    cells = tuple(_cell(each, position, language, is_most=index == most) for index, each in enumerate(columns))
    distance = float(found.distances[place])
    return SimilarRow(
        position=position,
        cells=cells,
        distance=number(distance, _PLACES, language),
        near=near_words(distance, language),
        most=_most_words(found, columns, (place, own, most), language),
        shared="" if shared == compared else _shared_words(shared, compared, language),
    )


def _cell(column: SimilarColumn, position: int, language: Language, *, is_most: bool) -> SimilarCell:
    return SimilarCell(
        label=column.name,
        told=column.told(position, language),
        remark=column.remark(position, language),
        is_there=column.is_there(position),
        is_most=is_most,
    )


def _most(found: SimilarAreas, place: int) -> int | None:
    """Return the column in which two areas differ most; None where they are alike in all of them."""
    away = np.abs(found.differences[place])
    if np.isnan(away).all() or float(np.nanmax(away)) <= _NO_DIFFERENCE:
        return None
    return int(np.nanargmax(away))


def _most_words(
    found: SimilarAreas, columns: Sequence[SimilarColumn], at: tuple[int, int, int | None], language: Language
) -> str:
    place, own, most = at
    if most is None:
        return "in nichts" if language == "de" else "in nothing"
    column, position = columns[most], int(found.positions[place])
    there, here = column.told(position, language), column.told(own, language)
    is_higher = float(found.differences[place, most]) > 0
    if language == "de":
        return f"{column.name}: {'höher' if is_higher else 'niedriger'}, {there} statt {here}"
    return f"{column.name}: {'higher' if is_higher else 'lower'}, {there} instead of {here}"


def _shared_words(shared: int, compared: int, language: Language) -> str:
    if language == "de":
        return f"verglichen in {shared} von {compared} Indikatoren"
    return f"compared in {shared} of {compared} indicators"


def near_words(distance: float, language: Language) -> str:
    """Say how near two areas are, in fixed steps of standard deviations, by the number that is written."""
    distance = round(distance, _PLACES)
    german = language == "de"
    if distance < ALMOST_ALIKE:
        return "fast gleich" if german else "almost alike"
    if distance < VERY_SIMILAR:
        return "sehr ähnlich" if german else "very similar"
    if distance < SIMILAR:
        return "ähnlich" if german else "similar"
    return "nur entfernt ähnlich" if german else "only remotely similar"


def similar_sentence(names: Sequence[str], found: SimilarAreas, indicators: int, areas: str, language: Language) -> str:
    """Say in one sentence which areas are most similar; `names` are in the order of likeness, at least one."""
    compared = found.compared
    told, count = names[:_NAMED], number(compared, 0, language)
    measured = _measured(indicators, language)
    if not is_any_similar(found):
        return _nobody_near(told[0], count, measured, areas, language)
    if language == "de":
        verb = "ist" if len(told) == 1 else "sind"
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} und {told[-1]}"
        among = f"von {count} verglichenen {dative_plural(areas)}" if compared > 1 else "als einziges vergleichbares"
        return f"Am ähnlichsten {verb} {listed}, {among}, gemessen an {measured}."
    verb = "is" if len(told) == 1 else "are"
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    among = f"of {count} {areas} compared" if compared > 1 else "the only comparable one"
    return f"Most similar {verb} {listed}, {among}, measured by {measured}."


def _nobody_near(nearest: str, count: str, measured: str, areas: str, language: Language) -> str:
    if language == "de":
        return (
            f"Keines von {count} verglichenen Gebieten ({areas}) ist ähnlich, gemessen an {measured}; am nächsten "
            f"kommt {nearest}."
        )
    return f"None of {count} {areas} compared is similar, measured by {measured}; nearest is {nearest}."


def _measured(indicators: int, language: Language) -> str:
    if language == "de":
        return "einem Indikator" if indicators == 1 else f"{indicators} Indikatoren"
    return "one indicator" if indicators == 1 else f"{indicators} indicators"


def left_out_words(left_out: int, areas: str, language: Language) -> str:
    """Say how many areas take no part because too little of them is published; empty where all do."""
    if not left_out:
        return ""
    count = number(left_out, 0, language)
    if language == "de":
        verb = "fehlt" if left_out == 1 else "fehlen"
        return (
            f"{count} von den übrigen {dative_plural(areas)} {verb}: Von ihnen sind weniger als drei Viertel der "
            "gewählten Indikatoren veröffentlicht. Ob sie ähnlich sind, ist nicht bekannt."
        )
    verb = "is" if left_out == 1 else "are"
    return (
        f"{count} of the other {areas} {verb} left out: fewer than three quarters of the chosen indicators are "
        "published for them. Whether they are similar stays open."
    )


def constant_words(names: Sequence[str], language: Language) -> str:
    """Name the indicators that tell no areas apart; empty without any."""
    if not names:
        return ""
    listed = ", ".join(names)
    if language == "de":
        return f"Überall gleich und darum ohne Einfluss: {listed}."
    return f"The same everywhere and hence without influence: {listed}."


def problem_words(problem: SimilarProblem, language: Language) -> str:
    """Say why no similar areas are named."""
    return _REASONS[problem][language != "de"]


def meaning_words(language: Language) -> tuple[str, ...]:
    """Say what the list is for, how nearness is measured, and what it does not say."""
    pair = number(RANDOM_PAIR, 1, language)
    if language == "de":
        return (
            (
                "Wozu? Wo die Lage ähnlich ist, lohnt die Frage, was dort geholfen hat und was nicht. Die Liste sagt, "
                "wo man fragen kann; sie ist keine Rangfolge und kein Urteil."
            ),
            (
                "Wo ein Gebiet liegt, spielt keine Rolle: Verglichen werden allein die Zahlen, auch über die Grenzen "
                "der übergeordneten Gebiete hinweg."
            ),
            (
                "Der Abstand: Jeder Unterschied wird daran gemessen, wie stark der Indikator zwischen allen Gebieten "
                f"streut. 0 heißt gleich; zwei beliebige Gebiete liegen im Mittel etwa {pair} auseinander. „Fast "
                "gleich“ heißt unter 0,25, „sehr ähnlich“ unter 0,5, „ähnlich“ unter 1. "
                "Was weiter entfernt ist, steht nicht in der Liste."
            ),
            "Jeder gewählte Indikator zählt gleich. Was miteinander einhergeht, zählt dadurch zusammen stärker.",
            "Zahlen kleiner Gebiete springen durch Zufall, ihre Nachbarschaft in dieser Liste auch.",
            (
                "Ähnliche Zahlen haben nicht immer dieselben Ursachen, und was nicht gezählt wird, vergleicht die "
                "Liste nicht."
            ),
        )
    return (
        (
            "What for? Where the situation is similar it is worth asking what helped there and what did not. The list "
            "says where to ask; it is no ranking and no verdict."
        ),
        "Where an area lies plays no part: figures alone are compared, also across the borders of larger areas.",
        (
            "The distance: each difference is measured by how much the indicator varies between all areas. 0 means "
            f"alike; two areas taken at random lie about {pair} apart on average. “Almost alike” means below 0.25, "
            "“very similar” below 0.5, “similar” below 1. "
            "What is farther away is not listed."
        ),
        "Each chosen indicator counts alike. What goes together thereby counts more together.",
        "Figures of small areas jump by chance, and so does their place in this list.",
        "Similar figures do not always have the same causes, and what is not counted is not compared.",
    )
