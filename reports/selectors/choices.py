# SPDX-License-Identifier: EUPL-1.2
"""What dashboards can be made of: published indicators, levels, and templates for which there are figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.rendering.profile_numbers import is_relative_unit
from indicators.selectors import published
from indicators.selectors.mapclasses import COUNTS
from indicators.selectors.scenarios.kept import shared_scenarios
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, ReleaseRef
from reports.rendering.composition import (
    AREAS,
    KEY,
    LINE,
    MAP,
    METHOD,
    MOST_AREAS,
    RANKING,
    TABLE,
    TEXT,
    Composition,
    Panel,
    Part,
)
from sozialplanung.accounts.models import Organisation
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.units import unit_rows

_MOST_KEYS: Final = 6
_MOST_THEMES: Final = 3


@dataclass(frozen=True, slots=True)
class PanelChoices:
    """What is published for the readers of a publication: indicators and levels, slugs with names.

    `grounds` are the boundary versions to which figures may have been carried, by their editions.
    `divided` are the levels with several areas, `loops` those with few enough that a part can come once for each;
    `within` are, level by level, the areas of these within which others can lie (``bezirk:01``); `groups` are the
    indicators that count persons, `own` the editions of own areas that can be shown (``<uuid>:<number>``).
    """

    indicators: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    loops: Sequence[tuple[str, str]] = ()
    divided: Sequence[tuple[str, str]] = ()
    within: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    scenarios: Sequence[tuple[str, str]] = ()
    groups: Sequence[tuple[str, str]] = ()
    own: Sequence[tuple[str, str]] = ()
    grounds: Sequence[tuple[str, str]] = ()

    def levels_for(self, kind: str) -> Sequence[tuple[str, str]]:
        """Offer first what a kind of panel is good for: a map of one area says nothing."""
        if kind in {MAP, RANKING}:
            return self.divided or self.levels
        if kind in {TABLE, AREAS}:
            return (*self.divided, *(each for each in self.levels if each not in self.divided))
        return self.levels


@dataclass(frozen=True, slots=True)
class Template:
    """Something to begin with: a dashboard or a report."""

    code: str
    name: str | Promise
    composition: Composition
    is_report: bool = False


# By what a template finds its indicators: parts of their addresses or of their topic's.
_THEMES: Final = MappingProxyType(
    {
        "kinderarmut": (gettext_lazy("Child poverty"), ("kind", "jugend")),
        "alter": (gettext_lazy("Age"), ("alter", "rente", "senior", "hochbetagt")),
        "bildung": (gettext_lazy("Education"), ("bildung", "schul", "sprach")),
        "gesundheit": (gettext_lazy("Health"), ("gesund", "pflege", "krank")),
        "wohnen": (gettext_lazy("Housing"), ("wohn", "miet")),
    }
)


def choices_for(organisation: Organisation, readers: str) -> PanelChoices:
    """Return what the readers of a publication may see here."""
    organisation = _read_for(organisation, readers)
    used = {ref.level for ref in published.releases_of(organisation)}
    versions = [row for row in boundary_versions_of(organisation) if row.level in used]
    levels = {row.level: row.level_name_plural for row in versions}
    several = {row.level for row in versions if row.unit_count > 1}
    few = {row.level for row in versions if 1 < row.unit_count <= MOST_AREAS}
    sheets = published.indicators_of(organisation)
    # The newest version of a level comes first; a level that never changed has nothing to carry.
    changed = [row for row in versions if sum(other.level == row.level for other in versions) > 1]
    return PanelChoices(
        indicators=tuple((sheet.slug, sheet.definition.name) for sheet in sheets),
        levels=tuple(levels.items()),
        loops=tuple((level, name) for level, name in levels.items() if level in few),
        divided=tuple((level, name) for level, name in levels.items() if level in several),
        groups=tuple((sheet.slug, sheet.definition.name) for sheet in sheets if is_plain_count(sheet.definition)),
        grounds=tuple({row.edition: row.name for row in changed}.items()),
    )


def with_wholes(choices: PanelChoices, organisation: Organisation) -> PanelChoices:
    """Add the areas within which a list of areas can stay."""
    found: dict[str, dict[str, str]] = {}
    few = dict(choices.loops)
    # The newest version of a level comes first: it names an area that has several.
    for version in boundary_versions_of(organisation):
        if version.level in few:
            there = found.setdefault(few[version.level], {})
            for row in sorted(unit_rows(version.id), key=lambda row: row.name):
                there.setdefault(f"{version.level}:{row.key}", row.name)
    return replace(choices, within=tuple((name, tuple(areas.items())) for name, areas in found.items()))


def with_scenarios(choices: PanelChoices, organisation: Organisation) -> PanelChoices:
    """Add the scenarios that a panel can show: those that are shared with the house."""
    found = tuple((str(row.uuid), row.name) for row in shared_scenarios(organisation))
    return replace(choices, scenarios=found)


def templates_for(organisation: Organisation) -> tuple[Template, ...]:
    """Return the templates for which the public sees figures: an overview, themes, and reports."""
    organisation = _read_for(organisation, "public")
    sheets, refs = published.indicators_of(organisation), published.releases_of(organisation)
    if not sheets:
        return ()
    ground = Ground(refs, boundary_versions_of(organisation))
    keys = [sheet for sheet in sheets if sheet.is_key_figure] or list(sheets)
    meant = {
        code: [each for each in sheets if any(word in f"{each.slug} {each.topic}" for word in words)]
        for code, (_name, words) in _THEMES.items()
    }
    themes = [Template(code, _THEMES[code][0], ground.composition(found)) for code, found in meant.items() if found]
    return (
        Template("ueberblick", _("Overview of the city"), ground.composition(keys)),
        *themes,
        *_reports(ground, keys, meant["kinderarmut"]),
    )


def _reports(ground: "Ground", keys: list[IndicatorSheet], children: list[IndicatorSheet]) -> Iterator[Template]:
    """Return the reports that can be begun with: chapters, a page for each area, how the figures are made."""
    yield Template("sozialbericht", _("Social report"), ground.report(keys), is_report=True)
    if children:
        yield Template("kinderarmutsbericht", _("Report on child poverty"), ground.report(children), is_report=True)
    if areas := ground.pages(keys):
        content = with_methods(Composition(parts=(areas,)))
        yield Template("steckbrief", _("Portraits of the districts"), content, is_report=True)
    asked = Part("part8", _("What it is about"), (Panel("panel3", TEXT),))
    annex = ground.composition(keys[:_MOST_THEMES])
    yield Template("ratsvorlage", _("Annex of a council paper"), with_methods(annex, asked), is_report=True)
    yield Template("kurzbericht", _("Short report"), ground.composition(keys[:1]), is_report=True)


def with_methods(content: Composition, first: Part | None = None) -> Composition:
    """Put a part before all others, and how the figures are made behind them."""
    return replace(content, parts=(*((first,) if first else ()), *content.parts, _methods()))


def _methods() -> Part:
    return Part("part99", _("Methods"), (Panel("panel99", METHOD),))


@dataclass(frozen=True, slots=True)
class Ground:
    """What is published where: releases, and the boundary versions of all levels."""

    refs: Sequence[ReleaseRef]
    versions: Sequence[BoundaryVersionRow]

    @property
    def wholes(self) -> frozenset[int]:
        """The boundary versions whose one area is the whole."""
        return frozenset(row.id for row in self.versions if row.unit_count == 1)

    def report(self, sheets: Sequence[IndicatorSheet]) -> Composition:
        """Put the chapters of an overview together, a page for each area, and how the figures are made."""
        content, areas = self.composition(sheets), self.pages(sheets)
        *chapters, last = content.parts
        return with_methods(replace(content, parts=(*chapters, *((areas,) if areas else ()), last)))

    def pages(self, sheets: Sequence[IndicatorSheet]) -> Part | None:
        """Return the part with a page for each area of the coarsest level that is divided; None without one."""
        few = {row.id: row for row in self.versions if 1 < row.unit_count <= MOST_AREAS}
        at: dict[str, list[str]] = {}
        for ref in sorted((ref for ref in self.refs if ref.boundary_version_id in few), key=lambda r: r.level_position):
            at.setdefault(ref.level, []).append(ref.indicator)
        if not at:
            return None
        level, there = next(iter(at.items()))
        told = [sheet.slug for sheet in sheets if sheet.slug in there][:_MOST_KEYS]
        if not told:
            return None
        name = next(row.level_name_plural for row in few.values() if row.level == level)
        keys = Panel("panel90", KEY, title=_("Key figures"), indicators=tuple(told))
        line = Panel("panel91", LINE, query=urlencode({"indikator": told[0], "ebene": level}))
        return Part("part90", name, (keys, line), urlencode({"ebene": level}))

    def composition(self, sheets: Sequence[IndicatorSheet]) -> Composition:
        """Put key figures, a picture, its course and its table together; what has no figures is left out."""
        told = [each.slug for each in sheets if self._whole(each)][:_MOST_KEYS]
        shown = [each for each in sheets if self._divided(each)]
        first = [Panel("panel1", KEY, title=_("Key figures"), indicators=tuple(told))] if told else []
        parts = [Part("part1", _("At a glance"), tuple(first))] if first else []
        for number, sheet in enumerate(shown[:_MOST_THEMES], start=2):
            parts.append(Part(f"part{number}", sheet.definition.name, tuple(self._panels(sheet, number * 10))))
        # Left empty: a question of ours would be published as the city's own words.
        return Composition(parts=(*parts, Part("part9", _("What follows"), (Panel("panel2", TEXT),))))

    def _panels(self, sheet: IndicatorSheet, number: int) -> Iterable[Panel]:
        seen = urlencode({"indikator": sheet.slug, "ebene": self._divided(sheet)})
        # On a map a number of persons shows where an area is large: such figures stand side by side.
        yield Panel(f"panel{number}", RANKING if is_plain_count(sheet.definition) else MAP, query=seen)
        if whole := self._whole(sheet):
            yield Panel(f"panel{number + 1}", LINE, query=urlencode({"indikator": sheet.slug, "ebene": whole}))
        yield Panel(f"panel{number + 2}", TABLE, title=_("All figures"), query=seen)

    def _whole(self, sheet: IndicatorSheet) -> str:
        own = (ref for ref in self.refs if ref.indicator == sheet.slug and ref.boundary_version_id in self.wholes)
        return next((ref.level for ref in own), "")

    def _divided(self, sheet: IndicatorSheet) -> str:
        """Return the coarsest level with several areas: a page tells twelve districts, not five hundred areas."""
        own = [r for r in self.refs if r.indicator == sheet.slug and r.boundary_version_id not in self.wholes]
        return min(own, key=lambda ref: ref.level_position).level if own else ""


def is_plain_count(told: DefinitionSheet) -> bool:
    """Say whether an indicator is a number of persons or things, and none of so many others."""
    is_rate = is_relative_unit(told.unit_of_measure) or told.denominator_indicator or told.denominator_text.strip()
    return told.basis == COUNTS and not is_rate


def _read_for(organisation: Organisation, readers: str) -> Organisation:
    found = Organisation.objects.get(pk=organisation.pk)
    found.audience = readers
    return found
