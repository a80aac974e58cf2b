# SPDX-License-Identifier: EUPL-1.2
"""The city of the register, year after year: what looks back needs more than one."""

from indicators.models import ImportBatch, Source
from indicators.selectors import graph
from indicators.services import importing
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from sozialplanung.jobs.services import run_inline
from tests.factories.register import EDITION, mapping
from tests.factories.world import World

FIRST, SECOND, THIRD = "2020-12-31", "2021-12-31", "2022-12-31"
HEAD = "schluessel;einwohner;kinder\n"
EARLY = HEAD + "11;1.000;200\n12;500;90\n21;800;120\n22;700;30\n"
LATE = HEAD + "11;1.000;210\n12;500;80\n21;800;120\n22;700;65\n"
# The first area has two children only: its figure is hidden, and another one of its district with it.
FEW = HEAD + "11;1.000;2\n12;500;90\n21;800;120\n22;700;30\n"


def staged(world: World, period: str, text: str, ground: str = EDITION) -> ImportBatch:
    """Stage the figures of a period."""
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    part = Part(DeliveredFile(f"{period}.csv", text.encode()), "viertel", mapping(period))
    spec = DeliverySpec(source, f"Register {period}", ground, (part,))
    return importing.stage_batch(spec=spec, by=world.anna)


def deliver(world: World, period: str, text: str, ground: str = EDITION) -> None:
    """Make the figures of a period current."""
    run_inline(job=importing.approve_batch(batch=staged(world, period, text, ground), by=world.frida))


def refresh(world: World) -> int:
    """Compute and release everything in its order; returns how many releases are new."""
    order = graph.in_order(organisation_id=world.city.pk)
    return sum(refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None) for pk in order)
