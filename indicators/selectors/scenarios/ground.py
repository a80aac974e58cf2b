# SPDX-License-Identifier: EUPL-1.2
"""What a scenario rests on: the sites of its layer with all changes, its network, and the areas."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

import shapely

from indicators.models import Scenario, ScenarioChange
from indicators.stats.siting.changing import ChangeKind, Ledger, Site, SiteChange, ledger
from spatial.selectors.layers import Feature, LayerEntry, features_of, layer_version, layers_in_force
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.networks import NetworkRow, stored_network
from spatial.selectors.rows import BoundaryVersionRow, UnitRow
from spatial.selectors.units import unit_rows

# A layer of which nobody counts what its places hold: each of them is one.
ONE: Final = 1.0
POINTS: Final = "point"


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioGround:
    """What a scenario rests on; `capacity_label` is empty where places are not counted and each site is one."""

    scenario: Scenario
    entry: LayerEntry
    network: NetworkRow
    version: BoundaryVersionRow
    units: Sequence[UnitRow]
    sites: tuple[Site, ...]
    changes: tuple[ScenarioChange, ...]
    ledger: Ledger

    @property
    def capacity_label(self) -> str:
        """What the places of the layer are called."""
        return self.entry.version.capacity_label

    @property
    def last_change(self) -> int:
        """The row of the last change, 0 without any: two states of a scenario never share it, but their number."""
        return self.changes[-1].pk if self.changes else 0


def last_change_of(scenario: Scenario) -> int:
    """Return the row of the last change of a scenario as it is stored now, 0 without any."""
    return scenario.changes.order_by("-number").values_list("pk", flat=True).first() or 0


def point_layers(organisation_id: int) -> tuple[LayerEntry, ...]:
    """Return the layers of places in force; lines and areas have no sites."""
    return tuple(each for each in layers_in_force(organisation_id) if each.layer.kind == POINTS)


def ground_of(scenario: Scenario) -> ScenarioGround:
    """Return what a scenario rests on, with all of its changes."""
    organisation = scenario.organisation
    entry = layer_version(organisation.pk, scenario.layer_version_id)
    network = stored_network(organisation, scenario.network_id)
    versions = boundary_versions_of(organisation)
    version = next(row for row in versions if row.id == scenario.boundary_version_id)
    if entry is None or network is None:
        raise LookupError(scenario.pk)
    sites = sites_of(entry, features_of(entry.version))
    changes = tuple(scenario.changes.select_related("made_by").order_by("number"))
    made = ledger(sites, changes_of(changes))
    return ScenarioGround(scenario, entry, network, version, unit_rows(version.id), sites, changes, made)


def sites_of(entry: LayerEntry, features: Iterable[Feature]) -> tuple[Site, ...]:
    """Return the places of a layer as sites; a point on each that is none."""
    is_counted = bool(entry.version.capacity_label)
    found = []
    for feature in features:
        place = shapely.point_on_surface(feature.shape)
        point = (round(float(shapely.get_x(place)), 7), round(float(shapely.get_y(place)), 7))
        known = math.nan if feature.capacity is None else feature.capacity
        found.append(Site(feature.key, feature.name, point, known if is_counted else ONE))
    return tuple(found)


def changes_of(rows: Iterable[ScenarioChange]) -> tuple[SiteChange, ...]:
    """Return stored changes as the pure core takes them."""
    return tuple(
        SiteChange(
            kind=cast("ChangeKind", row.kind),
            key=row.site_key,
            name=row.name,
            point=None if row.point is None else (round(row.point.x, 7), round(row.point.y, 7)),
            places=row.places,
        )
        for row in rows
    )
