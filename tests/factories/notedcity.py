# SPDX-License-Identifier: EUPL-1.2
"""The city of the register with two released years: what breaks and annotations are tried on."""

from indicators.models import ImportBatch, Source
from indicators.services import importing
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_all
from sozialplanung.jobs.services import run_inline
from tests.factories.register import EDITION, FILE, build_city, mapping
from tests.factories.world import World

OLD, NEW = "2020-12-31", "2021-12-31"


def build_noted_city(world: World) -> World:
    """Store the city and release the figures of two years; children rose from 200 to 210 in the first area."""
    build_city(world)
    for period, children in ((OLD, "200"), (NEW, "210")):
        staged_year(world, period, children, is_refreshed=False)
    _refresh(world)
    return world


def staged_year(
    world: World, period: str, children: str, *, is_applied: bool = True, is_refreshed: bool = True
) -> ImportBatch:
    """Stage the figures of a year, and make them current and released unless they are only to be checked."""
    source = Source.objects.get(organisation=world.city)
    part = Part(DeliveredFile(f"{period}.csv", FILE.replace("200", children).encode()), "viertel", mapping(period))
    spec = DeliverySpec(source, f"Register {period}", EDITION, (part,))
    batch = importing.stage_batch(spec=spec, by=world.anna)
    if is_applied:
        run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
        if is_refreshed:
            _refresh(world)
    return batch


def _refresh(world: World) -> None:
    for job in refresh_all(organisation=world.city, by=world.frida):
        run_inline(job=job)
