# SPDX-License-Identifier: EUPL-1.2
"""What readers ask about figures: which figure an address means, and the questions of a desk."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from indicators.models import Audience, FigureRemark, FigureRemarkState, IndicatorDefinition, Release
from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_numbers import Language, period_words
from indicators.selectors.mapchoice import map_choice, period_of
from indicators.selectors.readership import audiences_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common import periods
from spatial.selectors import units

# So many of each state are listed, the newest first.
MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A published figure that an address names, in words and as it is kept."""

    indicator_id: int
    slug: str
    name: str
    audience: Audience
    period: str
    period_words: str
    boundary_version_id: int | None
    unit_id: int | None
    area: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One question with the figure in words, and the address of the analysis that shows it."""

    row: FigureRemark
    indicator: str
    period: str
    area: str
    query: str


def asked_figure(organisation: Organisation, state: MapState, language: Language) -> AskedFigure | None:
    """Return the figure that an address names; None where nothing is published or the area is not there.

    What the address leaves open stays open: all periods, all areas.

    Raises
    ------
    MapNotFoundError
        As `map_choice`: what is not published is not there.
    """
    choice = map_choice(organisation, state)
    if choice is None or not state.indikator:
        return None
    unit = units.unit_by_key(choice.ref.boundary_version_id, state.gebiet) if state.gebiet else None
    if state.gebiet and unit is None:
        return None
    return AskedFigure(
        indicator_id=choice.sheet.id,
        slug=choice.sheet.slug,
        name=choice.sheet.definition.name,
        audience=Audience(choice.ref.audience),
        period=choice.ref.period if state.stand else "",
        period_words=period_words(period_of(choice.ref), language) if state.stand else "",
        boundary_version_id=choice.ref.boundary_version_id if unit else None,
        unit_id=unit.unit_id if unit else None,
        area=unit.name if unit else "",
    )


def remark_rows(organisation: Organisation, state: FigureRemarkState, language: Language) -> tuple[RemarkRow, ...]:
    """Return the questions of a state, the newest first."""
    rows = FigureRemark.objects.filter(organisation=organisation, state=state)
    found = rows.select_related("indicator", "period", "boundary_version__level", "author", "handled_by")
    names = _names(organisation)
    return tuple(remark_row(row, names, language) for row in found[:MOST_LISTED])


def remark_in(organisation: Organisation, uuid: UUID) -> FigureRemark | None:
    """Return a question of an organisation; None where there is none."""
    rows = FigureRemark.objects.filter(organisation=organisation, uuid=uuid)
    return rows.select_related("indicator", "period", "boundary_version__level", "author", "handled_by").first()


def own_remark(person: User, organisation: Organisation, uuid: UUID) -> FigureRemark | None:
    """Return a question that somebody asked, as long as they may read the figure that it is about; else None."""
    row = remark_in(organisation, uuid)
    if row is None or row.author_id != person.pk:
        return None
    return row if row.audience in audiences_in(person, organisation, row.indicator.topic_id) else None


def open_count(organisation: Organisation) -> int:
    """Return how many questions are open."""
    return FigureRemark.objects.filter(organisation=organisation, state=FigureRemarkState.OPEN).count()


def one_row(row: FigureRemark, language: Language) -> RemarkRow:
    """Return one question with its figure in words, for a desk."""
    return remark_row(row, _names(row.organisation), language)


def own_row(row: FigureRemark, language: Language) -> RemarkRow:
    """Return one question with its figure in words, for whoever asked: under the name that was released to them."""
    told = Release.objects.filter(indicator_id=row.indicator_id, audience=row.audience).order_by("published_at", "pk")
    return remark_row(row, dict(told.values_list("indicator_id", "definition__name")), language)


def remark_row(row: FigureRemark, names: dict[int, str], language: Language) -> RemarkRow:
    """Return a question with its figure in words, by the names of all indicators."""
    unit, version = None, row.boundary_version
    if version is not None and row.unit_id is not None:
        unit = units.unit_by_id(version.pk, row.unit_id)
    said = {"indikator": row.indicator.slug}
    if version is not None and unit is not None:
        said |= {"ebene": version.level.slug, "gebietsstand": version.edition, "gebiet": unit.key}
    if row.period is not None:
        said["stand"] = row.period.code
    return RemarkRow(
        row=row,
        indicator=names.get(row.indicator_id, row.indicator.slug),
        period=period_words(periods.parse(row.period.code), language) if row.period else "",
        area=unit.name if unit else "",
        query=urlencode({name: text for name, text in said.items() if text}),
    )


def _names(organisation: Organisation) -> dict[int, str]:
    """Return the newest name of each indicator of an organisation, published or not: for desks."""
    rows = IndicatorDefinition.objects.filter(organisation=organisation).order_by("valid_from")
    return dict(rows.values_list("indicator_id", "name"))
