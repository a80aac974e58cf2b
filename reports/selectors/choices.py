# SPDX-License-Identifier: EUPL-1.2
"""What dashboards can be made of: published indicators, levels, and templates for which there are figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.selectors import published
from indicators.selectors.sheets import IndicatorSheet, ReleaseRef
from reports.rendering.composition import KEY, LINE, MAP, TABLE, TEXT, Composition, Panel, Part
from sozialplanung.accounts.models import Organisation
from spatial.selectors.levels import boundary_versions_of

_MOST_KEYS: Final = 6
_MOST_THEMES: Final = 3


@dataclass(frozen=True, slots=True)
class PanelChoices:
    """What is published for the readers of a publication: indicators and levels, slugs with names."""

    indicators: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Template:
    """Something to begin with."""

    code: str
    name: str | Promise
    composition: Composition


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
    levels = {row.level: row.level_name_plural for row in boundary_versions_of(organisation) if row.level in used}
    sheets = published.indicators_of(organisation)
    return PanelChoices(
        indicators=tuple((sheet.slug, sheet.definition.name) for sheet in sheets), levels=tuple(levels.items())
    )


def templates_for(organisation: Organisation) -> tuple[Template, ...]:
    """Return the templates for which the public sees figures: an overview, and themes."""
    organisation = _read_for(organisation, "public")
    sheets, refs = published.indicators_of(organisation), published.releases_of(organisation)
    wholes = {row.id for row in boundary_versions_of(organisation) if row.unit_count == 1}
    ground = _Ground(refs, wholes)
    keys = [sheet for sheet in sheets if sheet.is_key_figure]
    found = [Template("ueberblick", _("Overview of the city"), ground.composition(keys or sheets))] if sheets else []
    for code, (name, words) in _THEMES.items():
        meant = [each for each in sheets if any(word in f"{each.slug} {each.topic}" for word in words)]
        if meant:
            found.append(Template(code, name, ground.composition(meant)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is published where: releases, and the boundary versions whose one area is the whole."""

    refs: Sequence[ReleaseRef]
    wholes: set[int]

    def composition(self, sheets: Sequence[IndicatorSheet]) -> Composition:
        """Put key figures, a map, its course and its table together; what has no figures is left out."""
        told = [each.slug for each in sheets if self._whole(each)][:_MOST_KEYS]
        shown = [each for each in sheets if self._divided(each)]
        first = [Panel("panel1", KEY, title=_("Key figures"), indicators=tuple(told))] if told else []
        parts = [Part("part1", _("At a glance"), tuple(first))] if first else []
        for number, sheet in enumerate(shown[:_MOST_THEMES], start=2):
            parts.append(Part(f"part{number}", sheet.definition.name, tuple(self._panels(sheet, number * 10))))
        text = Panel("panel2", TEXT, text=_("What do these figures mean for the city, and what follows from them?"))
        return Composition(parts=(*parts, Part("part9", _("What follows"), (text,))))

    def _panels(self, sheet: IndicatorSheet, number: int) -> Iterable[Panel]:
        seen = urlencode({"indikator": sheet.slug, "ebene": self._divided(sheet)})
        yield Panel(f"panel{number}", MAP, query=seen)
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


def _read_for(organisation: Organisation, readers: str) -> Organisation:
    found = Organisation.objects.get(pk=organisation.pk)
    found.audience = readers
    return found
