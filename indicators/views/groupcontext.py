# SPDX-License-Identifier: EUPL-1.2
"""What the pages of types and of proposed social areas have in common: the form, the ground, the table of areas."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.group_map import AreaSays, drawn_groups, gap_words, in_no_group
from indicators.rendering.group_means import GroupMeans
from indicators.rendering.group_words import ColumnWords, HeatCell, Level, ReasonFacts, heat_row, listed, reason_words
from indicators.rendering.groupstate import KMEANS, MOST_INDICATORS, REGIONS, TYPES, WARD, GroupState
from indicators.rendering.maptable import name_order
from indicators.rendering.mapview import SourceLine
from indicators.rendering.profile_numbers import period_words, with_unit
from indicators.rendering.sentences import status_words
from indicators.selectors.groupfacts import GroupFacts
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.views import groupsentences, mapsentences  # noqa: F401 - registers what errors say
from indicators.views.mapaddresses import geometry_address
from indicators.views.mapstrings import map_strings
from indicators.views.sourcelines import source_lines
from sozialplanung.common.licences import licence_named
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Status
from spatial.selectors.rows import BoundaryVersionRow

PAGES: Final = {TYPES.count_name: "indicators:area_types", REGIONS.count_name: "indicators:social_areas"}


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """One indicator that is read, as the page names it."""

    words: ColumnWords
    as_of: str
    sheet_url: str
    map_url: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area in the table: key, name, the area above it, what it says, its figures or why there is none."""

    key: str
    name: str
    parent: str
    says: AreaSays
    cells: tuple[tuple[str, str], ...]
    border: str = ""
    border_sort: str = ""


def page_context(publisher: NamedOrganisation, title: str) -> dict[str, Any]:
    """Return what every page of groups needs, one that has nothing to show as well."""
    map_url = reverse("indicators:map", args=[publisher.slug])
    return {
        "organisation": publisher,
        "section": "map",
        "crumbs": [{"label": _("Map"), "url": map_url}, {"label": title, "url": ""}],
    }


def form_context(facts: GroupFacts) -> dict[str, Any]:
    """Return the form and the choices of level and boundaries."""
    choice, state = facts.choice, facts.choice.state
    other = REGIONS if state.form == TYPES else TYPES
    return {
        "form": {
            "topics": _topics(facts),
            "hidden": [("ebene", state.ebene), ("gebietsstand", state.gebietsstand)],
            "periods": [
                {"value": code, "label": period_words(parse(code), facts.language), "is_current": code == state.stand}
                for code in choice.periods
            ],
            "methods": _methods(state),
            "count_name": state.form.count_name,
            "numbers": [
                {"value": each, "is_current": each == state.groups}
                for each in range(state.form.fewest, state.form.most + 1)
            ],
            "most": MOST_INDICATORS,
            "is_possible": choice.reason != "nothing_to_compare",
        },
        "choices": [each for each in (_levels(facts), _editions(facts)) if len(each["items"]) > 1],
        "version": choice.version,
        "page_strings": map_strings(facts.language, is_city=False) | group_strings(),
        "start_url": f"?{replace(state, indikator=choice.suggested).query()}" if len(choice.suggested) > 1 else "",
        "suggested": listed(
            [sheet.definition.short_name for sheet in choice.offered if sheet.slug in choice.suggested], facts.language
        ),
        "suggests_who_lives_there": choice.suggests_who_lives_there,
        "other_url": page_address(facts.organisation, state.for_form(other)),
    }


def group_strings() -> dict[str, str]:
    """Return what the script of the pages of groups says beside the sentences of a map."""
    return {"groups.many": _("At most {most} indicators: {chosen} are chosen.")}


def page_address(organisation: NamedOrganisation, state: GroupState) -> str:
    """Return the address of a page of groups."""
    query = state.query()
    return reverse(PAGES[state.form.count_name], args=[organisation.slug]) + (f"?{query}" if query else "")


def _topics(facts: GroupFacts) -> list[dict[str, Any]]:
    chosen = set(facts.choice.state.indikator)
    groups: dict[str, list[dict[str, Any]]] = {}
    for sheet in facts.choice.offered:
        entry = {"slug": sheet.slug, "label": sheet.definition.short_name, "is_chosen": sheet.slug in chosen}
        groups.setdefault(sheet.topic_name, []).append(entry)
    return [{"label": name, "items": items} for name, items in groups.items()]


def _methods(state: GroupState) -> list[dict[str, Any]]:
    labels = {WARD: _("Join similar areas step by step (Ward)"), KMEANS: _("Around mean values (k-means)")}
    return [{"value": name, "label": labels[name], "is_current": name == state.method} for name in state.form.methods]


def _levels(facts: GroupFacts) -> dict[str, Any]:
    choice, versions = facts.choice, facts.choice.versions
    by_level: dict[str, BoundaryVersionRow] = {}
    for version in (versions[ref.boundary_version_id] for ref in choice.others):
        # The same boundaries where the level has them, else the newest.
        if by_level.get(version.level) is None or by_level[version.level].edition != choice.version.edition:
            by_level[version.level] = version
    return {
        "label": _("Level"),
        "items": [
            {
                "label": f"{version.level_name_plural} ({version.unit_count})",
                "url": f"?{replace(choice.state, ebene=level, gebietsstand=version.edition, stand='').query()}",
                "is_current": level == choice.version.level,
            }
            for level, version in by_level.items()
            if version.unit_count > 1
        ],
    }


def _editions(facts: GroupFacts) -> dict[str, Any]:
    choice = facts.choice
    here = [choice.versions[ref.boundary_version_id] for ref in choice.others if ref.level == choice.version.level]
    return {
        "label": _("Boundaries"),
        "items": [
            {
                "label": version.name,
                "url": f"?{replace(choice.state, gebietsstand=version.edition, stand='').query()}",
                "is_current": version.id == choice.version.id,
            }
            for version in here
        ],
    }


def reason_of(facts: GroupFacts, code: str, *, parts: int = 0, most_areas: int = 0) -> str:
    """Say why there are no groups; `code` is that of the facts or of the method."""
    told = {"too_few": "too_few_areas"} if not facts.reason else {}
    return reason_words(
        ReasonFacts(
            code=told.get(code, code),
            level=level_of(facts),
            groups=facts.choice.state.groups,
            named=facts.named,
            complete=facts.matrix.complete if facts.matrix else 0,
            parts=parts,
            most_areas=most_areas,
        ),
        facts.language,
    )


def level_of(facts: GroupFacts) -> Level:
    """Return how the areas are called."""
    version = facts.choice.version
    return Level(version.level_name, version.level_name_plural, version.unit_count)


def columns_of(facts: GroupFacts) -> tuple[ColumnWords, ...]:
    """Return how the indicators are written."""
    return tuple(
        ColumnWords(column.definition.short_name, column.definition.unit_of_measure, content.decimals)
        for column, content in zip(facts.columns, facts.contents, strict=True)
    )


def result_context(facts: GroupFacts, areas: Sequence[AreaSays]) -> dict[str, Any]:
    """Return what stands around every result: what was read, the table of areas, sources and the way to the map."""
    slug, version = facts.organisation.slug, facts.choice.version
    return {
        "columns": _group_columns(facts),
        "as_of": as_of_words(facts),
        "described": _described(facts),
        "rows": _rows(facts, areas),
        "parent_name": _parent_name(facts),
        "profiles": profiles_address(slug, version.edition, version.level),
        "sources": sources_of(facts),
        "fixed_url": page_address(facts.organisation, facts.choice.fixed),
        "missing": _missing(facts),
    }


def profiles_address(slug: str, edition: str, level: str) -> str:
    """Return what all profiles of a level have in common."""
    return reverse("indicators:area", args=[slug, edition, level, "0"]).removesuffix("0/")


def as_of_words(facts: GroupFacts) -> str:
    """Say of when the figures are: one period, or that they differ."""
    if facts.choice.has_one_period:
        return _("as of %(period)s") % {"period": period_words(period_of(facts.columns[0].ref), facts.language)}
    return _("as of different periods")


def _group_columns(facts: GroupFacts) -> list[GroupColumn]:
    slug = facts.organisation.slug
    map_url = reverse("indicators:map", args=[slug])
    found = []
    for column, words in zip(facts.columns, columns_of(facts), strict=True):
        ref = column.ref
        query = {"indikator": ref.indicator, "ebene": ref.level, "stand": ref.period, "gebietsstand": ref.edition}
        found.append(
            GroupColumn(
                words=words,
                as_of=period_words(period_of(ref), facts.language),
                sheet_url=reverse("indicators:indicator", args=[slug, ref.indicator]),
                map_url=f"{map_url}?{urlencode(query)}",
            )
        )
    return found


def _described(facts: GroupFacts) -> str:
    """Name the indicators that tell who lives somewhere: nothing about them is good or bad."""
    names = [each.definition.short_name for each in facts.columns if each.definition.is_demographic]
    return listed(names, facts.language)


def _missing(facts: GroupFacts) -> str:
    """Count the areas that are in no group: they are not zero and are not guessed."""
    number = len(facts.matrix.gaps) if facts.matrix else 0
    if not number:
        return ""
    return ngettext(
        "%(number)d area lacks a figure and is in no group; nothing is filled in for it.",
        "%(number)d areas lack a figure and are in no group; nothing is filled in for them.",
        number,
    ) % {"number": number}


def _parent_name(facts: GroupFacts) -> str:
    coarser = facts.ground.coarser if facts.ground else None
    return coarser.level_name if coarser else ""


def area_gap(facts: GroupFacts, place: int) -> AreaSays:
    """Return what an area without all figures shows."""
    indicator, status, reason = facts.gap_of(place) or ("", Status.MISSING, "")
    return in_no_group(status, gap_words(indicator, status, reason, facts.language))


def gaps_of(facts: GroupFacts) -> list[tuple[Status, str]]:
    """Return status and reason of each area that lacks a figure."""
    found = (facts.gap_of(place) for place in (facts.matrix.gaps if facts.matrix else ()))
    return [(each[1], each[2]) for each in found if each is not None]


def _rows(facts: GroupFacts, areas: Sequence[AreaSays]) -> list[AreaRow]:
    names = facts.ground.area_names() if facts.ground else ()
    return [
        AreaRow(names[place].key, names[place].name, names[place].parent, areas[place], figures_of(facts, place))
        for place in sorted(range(len(names)), key=lambda place: name_order(names[place]))
    ]


def figures_of(facts: GroupFacts, place: int) -> tuple[tuple[str, str], ...]:
    """Return the figures of an area, or in words why there is none, each with what it is sorted by."""
    found = []
    for number, (column, content) in enumerate(zip(facts.columns, facts.contents, strict=True)):
        value = float(facts.matrix.values[place, number]) if facts.matrix else math.nan
        if math.isnan(value):
            found.append((_lacking(facts, content.status[place], (number, place)), ""))
        else:
            unit = column.definition.unit_of_measure
            found.append((with_unit(value, content.decimals, unit, facts.language), repr(value)))
    return tuple(found)


def _lacking(facts: GroupFacts, code: int, at: tuple[int, int]) -> str:
    status = Status(int(code))
    reason = facts.exclusions.get(at, "") if status is Status.EXCLUDED else ""
    return status_words(status, facts.language, reason)


def sources_of(facts: GroupFacts) -> tuple[SourceLine, ...]:
    """Return where figures and outlines come from, each once."""
    version = facts.choice.version
    outlines = SourceLine(version.name, version.attribution or version.publisher, *licence_named(version.licence))
    return (*source_lines((column.definition for column in facts.columns), with_titles=True), outlines)


def map_script(facts: GroupFacts, areas: Sequence[AreaSays], headline: str, over: str) -> dict[str, Any]:
    """Return what the script of the map reads; `over` is the address of outlines that lie over the areas."""
    version, drawn = facts.choice.version, drawn_groups(areas)
    outlines = facts.ground.outlines[0] if facts.ground else None
    slug = facts.organisation.slug
    own = geometry_address(slug, version.level, version.edition, outlines.content_hash) if outlines else ""
    coarser = (
        geometry_address(slug, outlines.coarser_level, outlines.edition, outlines.coarser_hash) if outlines else ""
    )
    return {
        "edition": version.edition,
        "level": version.level,
        "areas": version.level_name_plural,
        "headline": headline,
        "palette": "qualitative",
        "classes": 7,
        "showsUnsure": True,
        "profiles": profiles_address(slug, version.edition, version.level),
        "outlines": {"areas": own, "coarser": over or coarser},
        "kinds": [
            {"fill": kind.fill, "group": kind.group, "text": kind.text, "isEdge": kind.is_edge} for kind in drawn.kinds
        ],
        "places": drawn.places,
    }


def heat(facts: GroupFacts, means: GroupMeans, names: list[str]) -> dict[str, Any]:
    """Return the table of means: one row for each group, then the mean of the areas and the value of the whole."""
    columns = columns_of(facts)
    rows: list[tuple[str, tuple[HeatCell, ...]]] = [
        (name, heat_row(means, place, columns, facts.language)) for place, name in enumerate(names)
    ]
    return {
        "columns": columns,
        "rows": rows,
        "mean": [
            with_unit(float(value), column.decimals, column.unit, facts.language)
            for value, column in zip(means.overall, columns, strict=True)
        ],
        "whole_name": facts.city_name,
        "whole": [
            "–"
            if content.city.value is None
            else with_unit(content.city.value, column.decimals, column.unit, facts.language)
            for content, column in zip(facts.contents, columns, strict=True)
        ],
    }
