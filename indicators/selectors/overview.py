# SPDX-License-Identifier: EUPL-1.2
"""The start page of an organisation: key figures of the whole, topics, one map as a picture, what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

import numpy as np
from django.utils.timezone import localtime

from indicators.rendering.maplegend import PATTERNS, Legend
from indicators.rendering.mapstate import MapState
from indicators.rendering.mapview import PeriodView
from indicators.rendering.profile_numbers import Language, date_words, period_words
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import ChangeCell, change_cell, value_words
from indicators.rendering.sentences import status_words
from indicators.selectors import published
from indicators.selectors.catalogue import CatalogueTopic, catalogue
from indicators.selectors.mapfacts import MapFacts, NamedOrganisation, map_facts
from indicators.selectors.mapview import period_view
from indicators.selectors.profile import PERSONS
from indicators.selectors.profile_drawings import Drawing, drawing_of, joined
from indicators.selectors.profile_figures import IndicatorSeries, breaks_by_indicator, facts_of
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import WITH_VALUE, Status
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow

PICTURE_WIDTH, PICTURE_TALLEST = 560, 460
MOST_UPDATES: Final = 4


@dataclass(frozen=True, slots=True)
class CityFigure:
    """One key figure of the whole, its newest date and its change."""

    slug: str
    label: str
    value: str
    status: str
    as_of: str
    change: ChangeCell


@dataclass(frozen=True, slots=True)
class Patch:
    """All areas of one class, or of one reason without a value, as one path."""

    style: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A map without a script: what it says, its areas by class, its legend."""

    view: PeriodView
    legend: Legend
    query: str
    view_box: str
    width: int
    height: int
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """What was published on one day for one period; each indicator with its name in addresses and its short name."""

    day: str
    names: tuple[tuple[str, str], ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many areas a level has."""

    level: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the start page of an organisation shows."""

    figures: tuple[CityFigure, ...]
    topics: tuple[CatalogueTopic, ...]
    levels: tuple[LevelCount, ...]
    picture: Picture | None
    updates: tuple[Update, ...]


def overview(organisation: NamedOrganisation, language: Language) -> Overview:
    """Put the start page of an organisation together."""
    sheets = published.indicators_of(organisation)
    releases = published.releases_of(organisation)
    versions = boundary_versions_of(organisation)
    return Overview(
        figures=_figures(organisation, sheets, releases, {row.id: row for row in versions}, language),
        topics=catalogue(organisation, language),
        levels=_levels(versions),
        picture=_picture(organisation, sheets, language),
        updates=_updates(sheets, releases, language),
    )


def _figures(
    organisation: OrganisationRef,
    sheets: Sequence[IndicatorSheet],
    releases: Sequence[ReleaseRef],
    versions: dict[int, BoundaryVersionRow],
    language: Language,
) -> tuple[CityFigure, ...]:
    """Read the key figures where the whole is one area of its own; elsewhere there is nothing to say of it."""
    wholes = [ref for ref in releases if versions[ref.boundary_version_id].unit_count == 1]
    newest = {ref.indicator: ref for ref in sorted(wholes, key=lambda ref: (ref.period_end, ref.boundary_version_id))}
    contents = published.slice_contents(newest.values())
    breaks = breaks_by_indicator(organisation)
    found: list[CityFigure] = []
    for sheet in sheets:
        ref = newest.get(sheet.slug)
        if ref is None or ref.id not in contents or not sheet.is_key_figure:
            continue
        series = IndicatorSeries(sheet, (ref,), (contents[ref.id],))
        reading, facts = reading_of(contents[ref.id], 0), facts_of(series)
        change = change_cell(reading, facts, breaks.get(sheet.slug, ()), language)
        found.append(_figure(series, reading, change, language))
    return tuple(found)


def _figure(series: IndicatorSeries, reading: Reading, change: ChangeCell, language: Language) -> CityFigure:
    unit = series.definition.unit_of_measure
    return CityFigure(
        slug=series.sheet.slug,
        label=series.definition.short_name,
        value=value_words(reading.value, reading.decimals, unit, language),
        status=status_words(reading.status, language),
        as_of=period_words(reading.period, language),
        change=change,
    )


def _levels(versions: Iterable[BoundaryVersionRow]) -> tuple[LevelCount, ...]:
    # The newest version of a level comes first.
    newest: dict[str, BoundaryVersionRow] = {}
    for row in versions:
        newest.setdefault(row.level, row)
    return tuple(
        LevelCount(row.level, row.level_name_plural, row.unit_count) for row in newest.values() if row.unit_count > 1
    )


def _picture(organisation: NamedOrganisation, sheets: Sequence[IndicatorSheet], language: Language) -> Picture | None:
    # Numbers of persons make a poor map: large areas hold many. A share or an index comes first.
    told = (sheet.slug for sheet in sheets if sheet.is_key_figure and sheet.definition.unit_of_measure not in PERSONS)
    facts = map_facts(organisation, MapState(indikator=next(told, "")), language)
    if facts is None:
        return None
    drawing = drawing_of(organisation, facts.ground.shown, PICTURE_WIDTH, PICTURE_TALLEST)
    if drawing is None:
        return None
    view = period_view(facts, facts.choice.series.index(facts.choice.ref))
    return Picture(
        view=view,
        # The small picture is drawn without the pattern of unsure areas.
        legend=replace(view.legend, unsure=None),
        query=urlencode({"indikator": facts.choice.sheet.slug}),
        view_box=drawing.view_box,
        width=drawing.width,
        height=drawing.height,
        patches=_patches(facts, drawing),
    )


def _patches(facts: MapFacts, drawing: Drawing) -> tuple[Patch, ...]:
    content = facts.contents[facts.choice.ref.id]
    scheme = facts.schemes[facts.choice.ref.id]
    classes = scheme.classes_of(content)
    coloured = [
        Patch(scheme.style_of(number), joined(drawing, np.flatnonzero(classes == number).tolist()))
        for number in range(1, scheme.size + 1)
    ]
    special = [
        Patch(
            f"special-fill special-fill--{PATTERNS[status]}",
            joined(drawing, np.flatnonzero(content.status == status).tolist()),
        )
        for status in Status
        if status not in WITH_VALUE
    ]
    return tuple(patch for patch in (*coloured, *special) if patch.path)


def _updates(
    sheets: Sequence[IndicatorSheet], releases: Iterable[ReleaseRef], language: Language
) -> tuple[Update, ...]:
    """Name the newest figures of each indicator, those of one day and one date together."""
    newest = {ref.indicator: ref for ref in sorted(releases, key=lambda ref: (ref.period_end, ref.published_at))}
    grouped: dict[tuple[date, str], list[tuple[str, str]]] = {}
    for sheet in sheets:
        ref = newest.get(sheet.slug)
        if ref is not None:
            day_and_period = (localtime(ref.published_at).date(), ref.period)
            grouped.setdefault(day_and_period, []).append((sheet.slug, sheet.definition.short_name))
    latest = sorted(grouped.items(), key=lambda item: (item[0][0], parse(item[0][1]).end), reverse=True)
    return tuple(
        Update(date_words(day, language), tuple(names), period_words(parse(period), language))
        for (day, period), names in latest[:MOST_UPDATES]
    )
