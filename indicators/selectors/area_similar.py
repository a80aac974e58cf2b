# SPDX-License-Identifier: EUPL-1.2
"""Areas of the same level and boundary version with the nearest released figures, wherever they lie."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.profile_numbers import is_relative_unit, is_share
from indicators.rendering.similar_words import SimilarColumn, SimilarProblem, only_similar
from indicators.selectors import published
from indicators.selectors.kept import Kept
from indicators.selectors.mapchoice import MapNotFoundError
from indicators.selectors.mapclasses import COUNTS as IS_COUNTED
from indicators.selectors.profile_drawings import Drawing, drawing_of, joined
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.stats.similar import SimilarAreas, similar_areas
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace

# The newest period that has at least this share of what is wanted is newer and nearly as complete.
ENOUGH: Final = 0.75
COUNTS: Final = (5, 10, 20)
USUAL_COUNT: Final = 10
MOST_CHOSEN: Final = 30
# A drawing of more areas would be heavier than the page.
MOST_DRAWN: Final = 1_000
_MAP_WIDTH, _MAP_TALLEST = 480, 420
_RELATIVE: Final = "relative"
_INDEX: Final = "index"
# A result holds a few dozen numbers, however many areas were compared.
_KEPT: Final = Kept[SimilarAreas](2_000)


@dataclass(frozen=True, slots=True)
class SimilarWish:
    """What an address asks for; what it leaves open is chosen: a common period, and what tells of the situation."""

    slugs: tuple[str, ...] = ()
    period: str = ""
    count: int = USUAL_COUNT


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One indicator that can be compared at the period shown."""

    sheet: IndicatorSheet
    ref: ReleaseRef
    is_chosen: bool

    @property
    def definition(self) -> DefinitionSheet:
        """The definition that the release follows."""
        wanted = self.ref.definition_id
        return next((each for each in self.sheet.definitions if each.id == wanted), self.sheet.definition)

    @property
    def is_index(self) -> bool:
        """Whether it is made of other indicators."""
        return self.sheet.kind == _INDEX


@dataclass(frozen=True, slots=True, eq=False)
class AreaSimilar:
    """What was found for one area; with a `problem` nothing was.

    `periods` are all that have figures here, the newest last; `lacking` names chosen indicators without figures at
    the period shown; `columns` belong to the chosen offers.
    """

    place: UnitPlace
    period: str
    periods: tuple[str, ...]
    offers: tuple[Offer, ...]
    lacking: tuple[IndicatorSheet, ...]
    columns: tuple[SimilarColumn, ...]
    found: SimilarAreas | None
    problem: SimilarProblem | None

    @property
    def chosen(self) -> tuple[Offer, ...]:
        """The indicators that are compared."""
        return tuple(offer for offer in self.offers if offer.is_chosen)

    @property
    def described(self) -> tuple[Offer, ...]:
        """Those of the compared indicators that tell who lives somewhere, not how they fare."""
        return tuple(offer for offer in self.chosen if offer.definition.is_demographic)

    @property
    def left_out(self) -> int:
        """How many other areas have too few figures to be compared."""
        if self.found is None:
            return 0
        return self.place.version.unit_count - 1 - self.found.compared


@dataclass(frozen=True, slots=True)
class SimilarMap:
    """Where the similar areas lie, as path data."""

    view_box: str
    width: int
    height: int
    others: str
    near: str
    focus: str


@dataclass(frozen=True, slots=True, eq=False)
class SimilarGround:
    """What is published of the areas of one boundary version: indicators by slug, their releases there."""

    sheets: Mapping[str, IndicatorSheet]
    here: tuple[ReleaseRef, ...]


def similar_to(organisation: OrganisationRef, place: UnitPlace, wish: SimilarWish) -> AreaSimilar:
    """Return the areas most similar to one.

    Raises
    ------
    MapNotFoundError
        The address names an indicator or a period of which nothing is published at this boundary version.
    """
    return similar_on(ground_of(organisation, published.indicators_of(organisation), place.version), place, wish)


def ground_of(
    organisation: OrganisationRef, indicators: Iterable[IndicatorSheet], version: BoundaryVersionRow
) -> SimilarGround:
    """Read what is published of the areas of a boundary version."""
    sheets = {sheet.slug: sheet for sheet in indicators}
    edition = published.releases_of(organisation, edition=version.edition)
    here = (ref for ref in edition if ref.boundary_version_id == version.id and ref.indicator in sheets)
    return SimilarGround(sheets, tuple(here))


def similar_on(ground: SimilarGround, place: UnitPlace, wish: SimilarWish) -> AreaSimilar:
    """Return the areas most similar to one, from what was read for all of its boundary version."""
    sheets, here = ground.sheets, ground.here
    wanted = _wanted(wish, here, sheets)
    period = _period(wish.period, here, wanted)
    there = {ref.indicator: ref for ref in here if ref.period == period}
    offers = tuple(Offer(sheet, there[slug], slug in wanted) for slug, sheet in sheets.items() if slug in there)
    lacking = tuple(sheet for slug, sheet in sheets.items() if slug in wish.slugs and slug not in there)
    columns = _columns(offers)
    found = _found(columns, place, wish.count) if columns else None
    return AreaSimilar(
        place=place,
        period=period,
        periods=_in_time(here),
        offers=offers,
        lacking=lacking,
        columns=columns,
        found=found,
        problem=_problem(found, has_offers=bool(offers)),
    )


def _wanted(wish: SimilarWish, here: Sequence[ReleaseRef], sheets: Mapping[str, IndicatorSheet]) -> frozenset[str]:
    """Return what is to be compared: what was chosen, else what is suggested of the date asked for."""
    there = {ref.indicator for ref in here}
    for slug in wish.slugs:
        if slug not in there:
            raise MapNotFoundError(
                "map.indicator_unknown",
                "There is no published indicator of this name.",
                place="indikatoren",
                name=slug,
                published=", ".join(sorted(there)) or "–",
            )
    if wish.slugs:
        return frozenset(wish.slugs)
    return _suggested(sheets[slug] for slug in {ref.indicator for ref in here if wish.period in {"", ref.period}})


def _suggested(there: Iterable[IndicatorSheet]) -> frozenset[str]:
    """Return what tells most of the situation: shares, else rates, else indices.

    Who lives somewhere is compared only where nothing else is published: the same people make no similar situation.
    Mere numbers come last, they would only sort areas by their size.
    """
    sheets = tuple(there)
    telling = [sheet for sheet in sheets if not _is_number(sheet.definition)]
    for group in ([sheet for sheet in telling if not sheet.definition.is_demographic], telling, sheets):
        plain = [sheet for sheet in group if sheet.kind != _INDEX]
        shares = [sheet for sheet in plain if _is_plain_share(sheet.definition)]
        found = shares or plain or group
        if found:
            return frozenset(sheet.slug for sheet in found)
    return frozenset()


def _is_number(definition: DefinitionSheet) -> bool:
    """Say whether it counts without a denominator."""
    is_relative = is_relative_unit(definition.unit_of_measure) or bool(definition.denominator_text)
    return definition.basis == IS_COUNTED and not is_relative


def _is_plain_share(definition: DefinitionSheet) -> bool:
    """Leave out what pools or compares years: beside the years themselves the same would count twice."""
    is_plain = definition.comparability != _RELATIVE and not definition.looks_back
    return is_plain and is_share(definition.unit_of_measure)


def _in_time(here: Iterable[ReleaseRef]) -> tuple[str, ...]:
    ordered = sorted(here, key=lambda ref: (ref.period_end, ref.period_start))
    return tuple(dict.fromkeys(ref.period for ref in ordered))


def _period(asked: str, here: Sequence[ReleaseRef], wanted: frozenset[str]) -> str:
    """Return the period asked for, else the newest with nearly all that is wanted, else the one with most of it."""
    periods = _in_time(here)
    if asked and asked not in periods:
        raise MapNotFoundError(
            "map.stand_unpublished",
            "Nothing is published for this choice.",
            place="stand",
            name=asked,
            published=", ".join(periods) or "–",
        )
    if asked or not periods:
        return asked
    counts = {period: len({ref.indicator for ref in here if ref.period == period} & wanted) for period in periods}
    enough = [period for period in periods if counts[period] >= ENOUGH * len(wanted)]
    most = max(counts.values())
    return enough[-1] if enough else [period for period in periods if counts[period] == most][-1]


def _columns(offers: Sequence[Offer]) -> tuple[SimilarColumn, ...]:
    chosen = [offer for offer in offers if offer.is_chosen]
    contents = slice_contents(offer.ref for offer in chosen)
    return tuple(
        SimilarColumn(
            offer.definition.short_name,
            offer.definition.unit_of_measure,
            contents[offer.ref.id],
            offer.ref.content_hash,
        )
        for offer in chosen
    )


def _found(columns: Sequence[SimilarColumn], place: UnitPlace, count: int) -> SimilarAreas:
    key = (tuple(each.content_hash for each in columns), place.version.id, place.unit.position, count)
    found = _KEPT.get(key)
    if found is not None:
        return found
    matrix = np.column_stack([each.content.numbers["value"].values for each in columns])
    made = similar_areas(matrix, place.unit.position, count=count)
    return _KEPT.keep(key, made if made.reason or not made.compared else only_similar(made), 1)


def _problem(found: SimilarAreas | None, *, has_offers: bool) -> SimilarProblem | None:
    if found is None:
        return "none_then" if has_offers else "nothing_published"
    if found.reason:
        return found.reason
    return None if found.compared else "nobody_comparable"


def similar_map(organisation: OrganisationRef, similar: AreaSimilar) -> SimilarMap | None:
    """Draw where the similar areas lie; None without outlines, or where there are too many areas to draw."""
    version, found = similar.place.version, similar.found
    if found is None or similar.problem or version.unit_count > MOST_DRAWN:
        return None
    drawing = drawing_of(organisation, version, _MAP_WIDTH, _MAP_TALLEST)
    return None if drawing is None else _drawn(drawing, found, similar.place.unit.position)


def _drawn(drawing: Drawing, found: SimilarAreas, own: int) -> SimilarMap:
    near = found.positions.tolist()
    marked = {own, *near}
    others = (position for position in range(len(drawing.paths)) if position not in marked)
    return SimilarMap(
        view_box=drawing.view_box,
        width=drawing.width,
        height=drawing.height,
        others=joined(drawing, others),
        near=joined(drawing, near),
        focus=drawing.paths[own],
    )
