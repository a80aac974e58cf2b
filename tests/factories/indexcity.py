# SPDX-License-Identifier: EUPL-1.2
"""An index of a share and a count in a city of four quarters, and deliveries that hide something or nothing."""

from dataclasses import replace
from datetime import date

from indicators.models import Indicator, Release, Source
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slices import decode
from indicators.selectors import graph, published
from indicators.services import importing
from indicators.services.catalogue import IndicatorSpec
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.sources import SourceSpec
from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.frozen import FrozenScale
from indicators.stats.composite.nodes import Combine, Domain
from indicators.stats.composite.nodes import Part as Component
from indicators.stats.composite.recipe import Recipe as IndexRecipe
from indicators.stats.composite.steps import SdScale
from sozialplanung.jobs.services import run_inline
from spatial.models import Level
from tests.factories.register import EDITION, create, definition, mapping
from tests.factories.world import World

OPEN = "schluessel;einwohner;kinder\n11;1.000;200\n12;500;90\n21;800;120\n22;700;30\n"
SMALL = "schluessel;einwohner;kinder\n11;1.000;200\n12;500;2\n21;800;90\n22;700;40\n"
FROZEN: dict[str, object] = {
    "reference": "frozen",
    "frozen_at": "2019-12-31",
    "scales": (
        FrozenScale("part:anteil", 12.0, 6.0),
        FrozenScale("part:kinder", 100.0, 50.0),
        FrozenScale("domain:bedarf", 0.0, 1.2),
    ),
}


def recipe(**changes: object) -> IndexRecipe:
    parts = (Component("anteil"), Component("kinder", weight=0.5))
    made = IndexRecipe(
        "bedarf",
        1,
        Domain("bedarf", parts, Combine("sum"), scale=SdScale()),
        cuts=(ClassCut(0.0, "upper"),),
        classes=(IndexClass("1", "niedrig", "Low"), IndexClass("2", "hoch", "High")),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def create_index(world: World, made: IndexRecipe) -> Indicator:
    level = Level.objects.get(organisation=world.city, slug="viertel")
    words = definition("Bedarf", basis="rate_only", unit_of_measure="", decimals=2, comparability="relative")
    return create(
        world,
        IndicatorSpec(
            "bedarf",
            "bevoelkerung",
            "index",
            words,
            recipes={date(2020, 1, 1): made},
            recipe_level_id=level.pk,
        ),
    )


def publish(world: World, text: str) -> None:
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    part = Part(DeliveredFile("einwohner.csv", text.encode()), "viertel", mapping("2020-12-31"))
    batch = importing.stage_batch(spec=DeliverySpec(source, "Register", EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    refresh(world)


def refresh(world: World) -> int:
    order = graph.in_order(organisation_id=world.city.pk)
    return sum(refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None) for pk in order)


def content(world: World, indicator: str, level: str = "viertel", audience: str = "public") -> SliceContent:
    if audience == "public":
        ref = published.release_ref(world.city, indicator=indicator, period="2020-12-31", level=level)
        assert ref is not None
        found = published.slice_content(ref)
        assert found is not None
        return found
    where = {"boundary_version__level__slug": level, "period__code": "2020-12-31", "audience": audience}
    rows = Release.objects.filter(indicator__slug=indicator, state="published", organisation=world.city, **where)
    return decode(bytes(rows.get().payload))


def register_spec(minimum_count: int) -> SourceSpec:
    licence = ("cc0", "CC0", "")
    return SourceSpec(
        "register", "Register", "Stadt", "© Stadt", licence, True, "§ 16 BStatG", minimum_count=minimum_count
    )
