# SPDX-License-Identifier: EUPL-1.2
"""How firm the borders between proposed regions are: by pair of areas, by area, by pair of regions, and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.stats.borders import Borders

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Kind = Literal["firm", "less", "open"]
Pairs = list[tuple[int, int]]
KINDS: Final[tuple[Kind, ...]] = ("firm", "less", "open")
FIRM_FROM, OPEN_BELOW = 0.9, 2 / 3
_NOISE: Final = 1e-9
_WORDS: Final = MappingProxyType(
    {"firm": ("fest", "firm"), "less": ("weniger fest", "less firm"), "open": ("offen", "open")}
)


@dataclass(frozen=True, slots=True)
class RegionBorder:
    """Where two regions touch: their numbers, between how many pairs of areas, and how firm that is on average."""

    first: int
    second: int
    contacts: int
    firmness: float

    @property
    def kind(self) -> Kind:
        """How firm it is called."""
        return kind_of(self.firmness)


def kind_of(firmness: float) -> Kind:
    """Say how firm a border is by the share of variants that have it."""
    if firmness >= FIRM_FROM - _NOISE:
        return "firm"
    return "less" if firmness >= OPEN_BELOW - _NOISE else "open"


def kind_words(kind: Kind, language: Language) -> str:
    """Name how firm a border is."""
    return _WORDS[kind][language != "de"]


def by_kind(regions: Integers, borders: Borders) -> dict[Kind, Pairs]:
    """Return the pairs of areas with a border between them, by how firm it is."""
    found: dict[Kind, Pairs] = {kind: [] for kind in KINDS}
    for first, second, firmness in _between(regions, borders):
        found[kind_of(firmness)].append((first, second))
    return found


def by_area(regions: Integers, borders: Borders) -> Floats:
    """Return for each area how firm the weakest of its borders is; NaN for one amid its region, or in none."""
    weakest = np.full(regions.size, np.nan)
    for first, second, firmness in _between(regions, borders):
        for place in (first, second):
            weakest[place] = np.fmin(weakest[place], firmness)
    return weakest


def by_regions(regions: Integers, borders: Borders) -> tuple[RegionBorder, ...]:
    """Return the borders of regions in the order of their numbers."""
    found: dict[tuple[int, int], list[float]] = {}
    for first, second, firmness in _between(regions, borders):
        low, high = sorted((int(regions[first]), int(regions[second])))
        found.setdefault((low, high), []).append(firmness)
    return tuple(RegionBorder(*pair, len(told), sum(told) / len(told)) for pair, told in sorted(found.items()))


def _between(regions: Integers, borders: Borders) -> list[tuple[int, int, float]]:
    is_border = regions[borders.first] != regions[borders.second]
    sides = (borders.first[is_border].tolist(), borders.second[is_border].tolist())
    return list(zip(*sides, borders.firmness[is_border].tolist(), strict=True))


def firmness_words(firmness: float, language: Language) -> str:
    """Write how firm a border is, with its share; empty without one."""
    if np.isnan(firmness):
        return ""
    return f"{kind_words(kind_of(firmness), language)} ({with_unit(100 * firmness, 0, '%', language)})"


def counted_words(pairs: dict[Kind, Pairs], language: Language) -> str:
    """Say how many borders are firm; empty for a proposal without any."""
    counts = [len(pairs[kind]) for kind in KINDS]
    if not sum(counts):
        return ""
    firm, less, loose = (number(count, 0, language) for count in counts)
    whole = number(sum(counts), 0, language)
    if language == "de":
        return (
            f"Zwischen Nachbargebieten verschiedener Regionen liegen {whole} Grenzen: {firm} fest, {less} weniger "
            f"fest, {loose} offen."
        )
    return f"Between neighbours of different regions lie {whole} borders: {firm} firm, {less} less firm, {loose} open."


def variants_words(borders: Borders, indicators: int, language: Language) -> tuple[str, ...]:
    """Say in which variants borders were looked for, and what firm and open mean."""
    german = language == "de"
    return (_choices(borders, german=german), _chance(borders, indicators, language), _meaning(borders, german=german))


def _choices(borders: Borders, *, german: bool) -> str:
    told: list[str] = []
    if borders.numbers:
        told.append("eine Region mehr oder weniger" if german else "one region more or less")
    if borders.left_out:
        told.append("jeder Indikator einmal weggelassen" if german else "each indicator left out once")
    count, listed = borders.numbers + borders.left_out, ", ".join(told)
    if not count:
        return "Die Wahl lässt sich nicht abwandeln." if german else "The choices cannot be varied."
    return f"Andere Wahl, {count} Abwandlungen: {listed}." if german else f"Other choices, {count} variants: {listed}."


def _chance(borders: Borders, indicators: int, language: Language) -> str:
    if not borders.draws:
        if language == "de":
            return "Zufall: nicht berechenbar, denn für keinen Indikator ist eine Zufallsschwankung veröffentlicht."
        return "Chance: cannot be computed, since no random variation is published for any of the indicators."
    known, draws = borders.with_chance, number(borders.draws, 0, language)
    if language == "de":
        some = "" if known == indicators else f", bekannt für {known} von {indicators} Indikatoren"
        return f"Zufall, {draws} Ziehungen: jeder Wert innerhalb seiner Zufallsschwankung neu gezogen{some}."
    some = "" if known == indicators else f", known for {known} of {indicators} indicators"
    return f"Chance, {draws} draws: every figure drawn anew within its random variation{some}."


def _meaning(borders: Borders, *, german: bool) -> str:
    both = borders.draws > 0 and borders.numbers + borders.left_out > 0
    if german:
        where = "der Abwandlungen und der Ziehungen" if both else "davon"
        return (
            f"„Fest“ heißt: in mindestens 90 % {where} lagen beide Gebiete in verschiedenen Regionen; „offen“: "
            "in weniger als zwei Dritteln. Eine feste Grenze folgt aus den Zahlen; "
            "ob es sie vor Ort gibt, sagen sie nicht."
        )
    where = "of the variants and of the draws" if both else "of them"
    return (
        f"“Firm” means: in at least 90% {where} both areas lay in different regions; “open”: in fewer than two thirds. "
        "A firm border follows from the figures; whether it is there on the ground they do not know."
    )


def legend(pairs: dict[Kind, Pairs], language: Language) -> Sequence[tuple[Kind, str, int]]:
    """Return each kind of border that is there: its words and its number."""
    return [(kind, kind_words(kind, language), len(pairs[kind])) for kind in KINDS if pairs[kind]]
