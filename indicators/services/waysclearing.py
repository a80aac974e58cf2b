# SPDX-License-Identifier: EUPL-1.2
"""Kept ways that nothing asks for any more are cleared: of old streets, and to places that are nowhere any more."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils import timezone

from indicators.models import Scenario, ScenarioWays
from indicators.selectors.areaways import WaysAsked
from indicators.selectors.scenarios.ground import POINTS, ground_of, sites_of
from indicators.stats.siting.changing import Point
from sozialplanung.accounts.models import Organisation
from spatial.geometry.network.profiles import Mode
from spatial.selectors.layerfigures import LayerState, counting_states, layer_states
from spatial.selectors.layers import features_of, layer_version
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.networks import NetworkRow, networks_of, stored_network

# Until then ways stay in any case: candidates of a search, figures that are being computed anew.
KEPT_DAYS: Final = 30
_AT_ONCE: Final = 1_000


def clear_ways() -> int:
    """Delete old ways that no figure and no scenario asks for any more; returns how many.

    Asked for are the networks in force, and those of scenarios; the places of all versions of layers that count on some
    day, and those of scenarios. What is asked for again later is worked out again.
    """
    old = ScenarioWays.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    owners = Organisation.objects.filter(pk__in=old.order_by().values("organisation_id").distinct())
    return sum(_clear(each) for each in owners)


def _clear(organisation: Organisation) -> int:
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = ScenarioWays.objects.filter(organisation=organisation, made_at__lt=before)
    hashes = dict(old.values_list("input_hash", "pk"))
    pairs = set(old.order_by().values_list("network_id", "boundary_version_id").distinct())
    asked_for = _asked_for(organisation, pairs)
    gone = [pk for key, pk in hashes.items() if key not in asked_for]
    for first in range(0, len(gone), _AT_ONCE):
        ScenarioWays.objects.filter(pk__in=gone[first : first + _AT_ONCE]).delete()
    return len(gone)


def _asked_for(organisation: Organisation, pairs: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Return the hashes of all ways that may be asked for, of networks and boundary versions of which some are kept."""
    scenarios = tuple(Scenario.objects.filter(organisation=organisation).select_related("organisation", "period"))
    networks = _networks(organisation, scenarios)
    versions = {row.id: row for row in boundary_versions_of(organisation)}
    points = _points(organisation, scenarios)
    return frozenset(
        WaysAsked(networks[network_id], mode.value, version_id, versions[version_id].order_hash, 0).key(point)
        for network_id, version_id in pairs
        if network_id in networks and version_id in versions
        for mode in Mode
        for point in points
    )


def _networks(organisation: Organisation, scenarios: Iterable[Scenario]) -> dict[int, NetworkRow]:
    found = {row.id: row for row in networks_of(organisation)}
    for network_id in {each.network_id for each in scenarios} - found.keys():
        row = stored_network(organisation, network_id)
        if row is not None:
            found[network_id] = row
    return found


def _points(organisation: Organisation, scenarios: Iterable[Scenario]) -> frozenset[Point]:
    states = (each for each in counting_states(layer_states(organisation.pk)) if each.kind == POINTS)
    found = {point for state in states for point in _places(organisation, state)}
    return frozenset(found.union(*(ground_of(each).ledger.points for each in scenarios)))


def _places(organisation: Organisation, state: LayerState) -> Iterable[Point]:
    entry = layer_version(organisation.pk, state.version_id)
    return () if entry is None else (site.point for site in sites_of(entry, features_of(entry.version)))
