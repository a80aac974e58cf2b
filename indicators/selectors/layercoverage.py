# SPDX-License-Identifier: EUPL-1.2
"""How many people of a city live within reach of any place of a layer, by released numbers and public streets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from django.utils import timezone

from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.selectors.inhabitants import inhabitants_of
from indicators.selectors.ownfigures import coarser_groups, leaves_hidden_alone
from indicators.selectors.scenarios.people import counts_persons
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.stats.ownareas import FEWEST_PEOPLE
from indicators.stats.reach.demand import Floats, demand
from indicators.stats.reach.shares import GroupReach, group_within
from sozialplanung.common.statuses import have_value
from sozialplanung.web.kept import A_DAY, made_once
from spatial.selectors.inhabited import POINTS, inhabited_state
from spatial.selectors.layerfigures import LayerState
from spatial.selectors.layers import LayerEntry
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.routing import Asked
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.waysfromareas import SECONDS, GroundWays, ground_ways

# So many points are searched while somebody waits; of a level with more areas the next coarser one is taken.
MOST_POINTS: Final = 36_000
# Told anew with every change of how ways are searched.
_MADE_AS: Final = 1


@dataclass(frozen=True, slots=True)
class CoverageWish:
    """From which places, on which streets and how far, and of whom beside all people."""

    asked: Asked
    layer: LayerEntry
    limits: tuple[int, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class GroupCoverage:
    """One group: its released numbers by area (NaN: not known), and how much of it lives within each limit.

    ``reach`` is empty where nothing may be said: with a published total it would leave one hidden area alone.
    """

    sheet: IndicatorSheet
    definition: DefinitionSheet
    ref: ReleaseRef
    persons: Floats
    reach: tuple[GroupReach, ...]

    @property
    def total(self) -> float:
        """How many persons are known."""
        return float(np.nansum(self.persons))


@dataclass(frozen=True, slots=True, eq=False)
class LayerCoverage:
    """Coverage by a layer on one level: shares of the areas within each limit (r x n), and the groups, people first."""

    wish: CoverageWish
    version: BoundaryVersionRow
    shares: Floats
    groups: tuple[GroupCoverage, ...]
    lived: LayerState | None


def person_counts(organisation: OrganisationRef) -> tuple[IndicatorSheet, ...]:
    """Return the published indicators that are numbers of persons."""
    released = {ref.indicator for ref in published.releases_of(organisation)}
    sheets = published.indicators_of(organisation)
    return tuple(each for each in sheets if each.slug in released and counts_persons(each.definition))


def layer_coverage(organisation: OrganisationRef, wish: CoverageWish) -> LayerCoverage | None:
    """Return how much of the people of a city live within reach; None where no number of persons is published.

    The level is the finest of today's edition with a number of people of which not too many points are searched.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    sheets = {each.slug: each for each in person_counts(organisation)}
    people = [slug for slug in inhabitants_of(organisation) if slug in sheets]
    wanted = tuple(dict.fromkeys((*people[:1], *(slug for slug in wish.groups if slug in sheets))))
    told = [ref for ref in published.releases_of(organisation) if ref.indicator in wanted]
    versions = _edition(organisation, told)
    refs = _newest(told, {each.id for each in versions})
    version = _level(versions, refs)
    if version is None:
        return None
    lived = inhabited_state(organisation.id, timezone.localdate())
    found = _ways(wish, version, lived)
    scale = 1.0 if wish.asked.is_metres else SECONDS
    shares = np.array([found.within(limit * scale).shares for limit in wish.limits])
    contents = published.slice_contents(refs.values())
    teller = _Told(versions, version, refs, contents, shares)
    found_groups = (teller.group(sheets[slug]) for slug in wanted if (slug, version.id) in refs)
    groups = tuple(each for each in found_groups if each is not None)
    return LayerCoverage(wish, version, shares, groups, lived) if groups else None


def beyond(group: GroupCoverage, shares: Floats) -> Floats:
    """Return about how many persons of each area live beyond the limit of some shares, shape (n,).

    NaN where their number or the share is not known, and where a part of fewer people than anything is estimated of
    would be told.
    """
    part = group.persons * (1 - shares)
    is_estimate = (shares > 0) & (shares < 1)
    return np.where(is_estimate & (group.persons < FEWEST_PEOPLE), np.nan, part)


@dataclass(frozen=True, slots=True)
class _Told:
    versions: Sequence[BoundaryVersionRow]
    version: BoundaryVersionRow
    refs: Mapping[tuple[str, int], ReleaseRef]
    contents: Mapping[int, SliceContent]
    shares: Floats

    def group(self, sheet: IndicatorSheet) -> GroupCoverage | None:
        """Return what is told of a group; None where it was withdrawn a moment ago."""
        ref = self.refs[sheet.slug, self.version.id]
        content = self.contents.get(ref.id)
        if content is None:
            return None
        values = np.where(have_value(content.status), content.numbers["value"].values, np.nan)
        definition = next((each for each in sheet.definitions if each.id == ref.definition_id), sheet.definition)
        reach = () if self._leaves_one(sheet.slug, ref, content) else self._reach(values)
        return GroupCoverage(sheet, definition, ref, values, reach)

    def _reach(self, values: Floats) -> tuple[GroupReach, ...]:
        who = demand(values)
        return tuple(group_within(who, shares) for shares in self.shares)

    def _leaves_one(self, slug: str, ref: ReleaseRef, content: SliceContent) -> bool:
        shown = {
            version_id: self.contents[each.id]
            for (other, version_id), each in self.refs.items()
            if other == slug and each.period == ref.period and each.id in self.contents
        }
        places = np.flatnonzero(have_value(content.status))
        return leaves_hidden_alone(content, places, coarser_groups(self.version, self.versions), shown)


def _edition(organisation: OrganisationRef, refs: Iterable[ReleaseRef]) -> tuple[BoundaryVersionRow, ...]:
    """Return the versions of the edition of today with the most of these releases."""
    told = Counter(ref.edition for ref in refs)
    versions, today = boundary_versions_of(organisation), timezone.localdate()
    current = {version.edition for version in versions if version.is_valid_on(today)}
    chosen = max(told, key=lambda each: (each in current, told[each], each), default="")
    return tuple(version for version in versions if version.edition == chosen)


def _newest(refs: Iterable[ReleaseRef], versions: set[int]) -> dict[tuple[str, int], ReleaseRef]:
    """Return the newest release of each indicator on each level."""
    there = (ref for ref in refs if ref.boundary_version_id in versions)
    ordered = sorted(there, key=lambda ref: (ref.period_end, ref.id))
    return {(ref.indicator, ref.boundary_version_id): ref for ref in ordered}


def _level(
    versions: Sequence[BoundaryVersionRow], refs: Mapping[tuple[str, int], ReleaseRef]
) -> BoundaryVersionRow | None:
    told = {version_id for _slug, version_id in refs}
    fitting = [each for each in versions if each.id in told and each.unit_count * POINTS <= MOST_POINTS]
    return max(fitting, key=lambda each: (each.level_position, each.unit_count), default=None)


def _ways(wish: CoverageWish, version: BoundaryVersionRow, lived: LayerState | None) -> GroundWays:
    """Return the ways from all points to the nearest place; streets and places are public, so they are kept for all."""
    asked, layer_id = wish.asked, wish.layer.version.pk
    marks = (_MADE_AS, asked.network.id, asked.network.content_hash, asked.mode.value, asked.is_metres)
    told = (*marks, layer_id, version.id, version.order_hash, lived.version_id if lived else 0)
    name = f"coverage.{sha256(repr(told).encode()).hexdigest()}"
    kept = np.frombuffer(
        made_once(name, lambda: _packed(ground_ways(asked, layer_id, version.id, lived)), seconds=A_DAY), dtype="<f8"
    )
    size = (len(kept) - version.unit_count) // 2
    return GroundWays(kept[:size], kept[size : 2 * size].astype(np.intp), kept[2 * size :])


def _packed(found: GroundWays) -> bytes:
    return np.concatenate([found.ways, found.area_of.astype(np.float64), found.amounts]).astype("<f8").tobytes()
