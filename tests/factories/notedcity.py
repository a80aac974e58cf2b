# SPDX-License-Identifier: EUPL-1.2
"""The city of the register with two released years: what breaks and annotations are tried on."""

from indicators.models import Source
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
    source = Source.objects.get(organisation=world.city)
    for period, text in ((OLD, FILE), (NEW, FILE.replace("200", "210"))):
        part = Part(DeliveredFile(f"{period}.csv", text.encode()), "viertel", mapping(period))
        spec = DeliverySpec(source, f"Register {period}", EDITION, (part,))
        batch = importing.stage_batch(spec=spec, by=world.anna)
        run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    for job in refresh_all(organisation=world.city, by=world.frida):
        run_inline(job=job)
    return world
