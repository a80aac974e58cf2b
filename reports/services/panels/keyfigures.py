# SPDX-License-Identifier: EUPL-1.2
"""Key figures of the whole, or of one area: how they compare, how they changed, how sure they are; then in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from indicators.rendering.profile_rows import ProfileRow, RowContext
from indicators.selectors import published
from indicators.selectors.profile_figures import AreaFigures, EditionFigures, IndicatorSeries, edition_figures
from indicators.selectors.profile_lines import profile_lines
from indicators.selectors.sheets import ReleaseRef
from reports.rendering.composition import Panel
from reports.rendering.document import Credit, KeyFigure, KeyFigures, Paragraph, Remark
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.paragraphs import figure_paragraph
from reports.selectors.sentencefacts import facts_of_area, releases_told
from reports.services.panels.content import PanelContent, Setting
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace
from spatial.selectors.units import unit_place, unit_rows

_KINDS: Final[Mapping[str, Literal["lower", "similar", "higher"]]] = MappingProxyType(
    {"lower": "lower", "similar": "similar", "higher": "higher"}
)


@dataclass(frozen=True, slots=True)
class _Told:
    """One figure: its line, its series, the area that it is of, what sentences know of it, the releases behind it."""

    row: ProfileRow
    series: IndicatorSeries
    place: UnitPlace
    facts: FigureFacts
    pins: frozenset[int]


def key_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return the key figures that a panel names, in its order."""
    if not panel.indicators:
        return PanelContent(problem=_("No indicator is chosen."))
    asked = dict(parse_qsl(panel.query))
    found = _of_area(panel, setting, asked) if asked.get("gebiet") else _of_whole(panel, setting)
    missing = [slug for slug in panel.indicators if slug not in found]
    if missing:
        return PanelContent(problem=_("Of this no figure is published here: %(what)s.") % {"what": ", ".join(missing)})
    told = [found[slug] for slug in panel.indicators]
    figures = KeyFigures(panel.title or told[0].place.unit.name, tuple(_figure(each) for each in told))
    sentences = (Paragraph(figure_paragraph(each.facts, setting.language)) for each in told)
    remarks = dict.fromkeys(text for each in told for text in each.row.remarks if text)
    pins = frozenset().union(*(each.pins for each in told))
    return PanelContent((figures, *sentences, *(Remark(text) for text in remarks)), pins, tuple(_credits(told)))


def _of_area(panel: Panel, setting: Setting, asked: Mapping[str, str]) -> dict[str, _Told]:
    """Read the figures of an area: of each indicator those of the newest boundary version that the area is part of.

    An area that goes on (the same enduring id) has figures on several boundary versions; one that an address names
    with its boundary version has those alone.
    """
    level, edition = asked.get("ebene", ""), asked.get("gebietsstand") or None
    place = unit_place(setting.organisation, level, edition, asked["gebiet"])
    if place is None:
        return {}
    found: dict[str, _Told] = {}
    for each in _same_area(setting, place, is_fixed=edition is not None):
        wanted = [slug for slug in panel.indicators if slug not in found]
        if wanted:
            figures = edition_figures(setting.organisation, each.version.edition, each.version.id)
            found |= _lines(setting, each, figures, wanted)
    return found


def _same_area(setting: Setting, place: UnitPlace, *, is_fixed: bool) -> Iterator[UnitPlace]:
    """Return an area on the boundary version that was asked for, then on the others of its level, the newest first."""
    yield place
    others = () if is_fixed else boundary_versions_of(setting.organisation)
    for version in others:
        if version.level == place.version.level and version.id != place.version.id:
            rows = (row for row in unit_rows(version.id) if row.unit_id == place.unit.unit_id)
            yield from (UnitPlace(version, row) for row in rows)


def _of_whole(panel: Panel, setting: Setting) -> dict[str, _Told]:
    """Read the figures where the whole is one area of its own: of each indicator the newest."""
    versions = {row.id: row for row in boundary_versions_of(setting.organisation) if row.unit_count == 1}
    newest = _newest(published.releases_of(setting.organisation), versions, panel.indicators)
    found: dict[str, _Told] = {}
    for version_id in dict.fromkeys(ref.boundary_version_id for ref in newest.values()):
        version = versions[version_id]
        place = UnitPlace(version, unit_rows(version_id)[0])
        slugs = [slug for slug, ref in newest.items() if ref.boundary_version_id == version_id]
        figures = edition_figures(setting.organisation, version.edition, version_id)
        found |= _lines(setting, place, figures, slugs)
    return found


def _newest(
    refs: Iterable[ReleaseRef], versions: Mapping[int, BoundaryVersionRow], slugs: Iterable[str]
) -> dict[str, ReleaseRef]:
    wanted = set(slugs)
    own = (ref for ref in refs if ref.indicator in wanted and ref.boundary_version_id in versions)
    return {ref.indicator: ref for ref in sorted(own, key=lambda ref: (ref.period_end, ref.boundary_version_id))}


def _lines(setting: Setting, place: UnitPlace, figures: EditionFigures, slugs: Iterable[str]) -> dict[str, _Told]:
    notes = published.annotations_of(setting.organisation, unit_id=place.unit.unit_id)
    context = RowContext(setting.language, setting.organisation.name, place.version.level_name_plural)
    rows = profile_lines(setting.organisation, place, figures, notes, context)
    series = {each.sheet.slug: each for each in figures.series}
    there = [slug for slug in slugs if slug in rows]
    facts = facts_of_area(setting.organisation, AreaFigures(place, figures, notes), slugs=there)
    return {slug: _Told(rows[slug], series[slug], place, facts[slug], releases_told(figures, slug)) for slug in there}


def _figure(told: _Told) -> KeyFigure:
    row, definition = told.row, told.series.definition
    change = " ".join(filter(None, (row.change.amount, row.change.basis))) or row.change.reason
    sure = _("Random variation (model): %(span)s") % {"span": row.interval} if row.interval else ""
    return KeyFigure(
        label=row.facts.short_name,
        value=row.class_words or row.value or row.status,
        as_of=row.as_of,
        number=None if row.class_words else row.reading.value,
        decimals=row.reading.decimals,
        unit=row.facts.unit,
        comparison=row.comparison_words,
        comparison_kind=_KINDS.get(row.comparison, ""),
        change=change,
        certainty=sure,
        meaning=definition.what_it_shows,
        source=f"{definition.source.credit} ({definition.source.title})",
    )


def _credits(told: Iterable[_Told]) -> Iterable[Credit]:
    sources = (each.series.definition.source for each in told)
    found = (Credit(f"{one.credit} ({one.title})", one.licence_name, one.licence_url) for one in sources)
    return dict.fromkeys(found)
