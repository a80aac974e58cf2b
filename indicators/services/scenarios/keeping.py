# SPDX-License-Identifier: EUPL-1.2
"""Keep scenarios under a name: for oneself, or for the house. The log tells of what the house is given."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from indicators.errors import ScenarioError
from indicators.models import Indicator, Period, Scenario, WeightForm
from indicators.selectors.scenarios.ground import POINTS
from indicators.services.keepsakes import bring_back, forget, free_name, locked, put_away, rename
from indicators.services.scenarios.telling import settle_scenario
from indicators.services.scenarios.ways import request_ways
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from spatial.selectors.layers import LayerEntry
from spatial.selectors.networks import NetworkRow

SHARED: Final = "indicators.scenario_shared"
UNSHARED: Final = "indicators.scenario_unshared"


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """What a scenario is begun with; the persons are those of an indicator at a period on a boundary version."""

    name: str
    description: str
    layer: LayerEntry
    network: NetworkRow
    indicator: str
    period: str
    boundary_version_id: int
    mode: str
    form: WeightForm
    minutes: int
    threshold: float


@transaction.atomic
def create_scenario(*, organisation: Organisation, plan: ScenarioPlan, by: User) -> Scenario:
    """Begin a scenario, and let the ways to the sites of its layer be worked out.

    Raises
    ------
    KeepsakeError
        As `free_name`.
    ScenarioError
        ``scenario.no_sites`` for a layer of lines or areas, ``scenario.not_carried`` for a way to move that the network
        does not tell enough for.
    """
    if plan.layer.layer.kind != POINTS:
        raise ScenarioError("scenario.no_sites", "The layer has no places.", place="layer")
    if not plan.network.carries(plan.mode):
        raise ScenarioError("scenario.not_carried", "The network does not carry the profile.", place="mode")
    forget(Scenario, organisation)
    row = Scenario.objects.create(
        organisation=organisation,
        owner=by,
        name=free_name(Scenario, plan.name, by=by, organisation=organisation),
        description=plan.description.strip(),
        layer_version_id=plan.layer.version.pk,
        network_id=plan.network.id,
        boundary_version_id=plan.boundary_version_id,
        indicator=Indicator.objects.get(organisation=organisation, slug=plan.indicator),
        period=Period.objects.get(code=plan.period),
        mode=plan.mode,
        form=plan.form,
        minutes=plan.minutes,
        threshold=plan.threshold,
    )
    request_ways(scenario=row, by=by)
    return row


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, by: User) -> Scenario:
    """Call a scenario something else; raises as `free_name`."""
    return rename(locked(scenario), name, by=by)


@transaction.atomic
def share_scenario(*, scenario: Scenario, is_shared: bool, by: User) -> Scenario:
    """Let the house read a scenario, or keep it for oneself again."""
    row = locked(scenario)
    if row.is_shared != is_shared:
        row.is_shared = is_shared
        row.save(update_fields=["is_shared", "changed_at"])
        record(action=SHARED if is_shared else UNSHARED, by=by, organisation=row.organisation, subject=row)
    return row


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User) -> None:
    """Put a scenario away; its owner can bring it back for a while."""
    row = locked(scenario)
    put_away(row)
    settle_scenario(row)
    if row.is_shared:
        record(action=UNSHARED, by=by, organisation=row.organisation, subject=row)


@transaction.atomic
def restore_scenario(*, scenario: Scenario, by: User) -> Scenario:
    """Bring a scenario back; the house can read it if it could before. Raises as `free_name`."""
    row = bring_back(locked(scenario), by=by)
    if row.is_shared:
        record(action=SHARED, by=by, organisation=row.organisation, subject=row)
    return row
