# SPDX-License-Identifier: EUPL-1.2
"""A city with boundaries, a source that hides counts below 3, and three indicators: what deliveries need."""

from dataclasses import replace

from indicators.models import Indicator
from indicators.readers.mapping import Layout, Mapping, PeriodSource, ValueColumn
from indicators.services import catalogue, sources
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.sources import SourceSpec
from tests.factories.areas import import_city
from tests.factories.world import World

EDITION = "stand-2020"
FILE = "schluessel;einwohner;kinder\n11;1.000;200\n12;500;2\n21;800;90\n22;700;0\n"


def mapping(period: str = "2020-12-31") -> Mapping:
    return Mapping(
        shape="columns",
        period=PeriodSource("fixed", period),
        key_column="schluessel",
        values=(ValueColumn("einwohner", "einwohner"), ValueColumn("kinder", "einwohner:kinder")),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )


def definition(name: str, **fields: object) -> DefinitionSpec:
    base = DefinitionSpec(
        name=name,
        short_name=name,
        subtitle=name,
        basis="counts",
        source="register",
        what_it_shows="Was.",
        how_to_read="Wie.",
        limits="Grenzen.",
        unit_of_measure="Personen",
        decimals=0,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def build_city(world: World) -> World:
    """Store a city with boundaries, a source that hides counts below 3, and three indicators."""
    import_city(world.city)
    spec = SourceSpec(
        "register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", minimum_count=3
    )
    sources.ensure_source(organisation=world.city, spec=spec)
    sources.set_rule(organisation=world.city, spec=spec)
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)
    for name in (SeriesName("einwohner"), SeriesName("einwohner", "kinder")):
        catalogue.ensure_series(
            organisation=world.city,
            name=name,
            variable={"name": "Einwohner", "is_additive": True},
            breakdown={"name": name.breakdown, "dimension": "alter"},
        )
    for slug, defined in (
        ("einwohner", definition("Einwohner", series=SeriesName("einwohner"))),
        ("kinder", definition("Kinder", series=SeriesName("einwohner", "kinder"))),
    ):
        create(world, IndicatorSpec(slug, "bevoelkerung", "delivered", defined))
    share = definition("Anteil", formula="share(kinder, einwohner)", unit_of_measure="%", decimals=1)
    share = replace(share, relevance_threshold=3.0, is_demographic=True)
    create(world, IndicatorSpec("anteil", "bevoelkerung", "derived", share))
    return world


def create(world: World, spec: IndicatorSpec) -> Indicator:
    return catalogue.create_indicator(organisation=world.city, spec=spec, by=world.anna)
