# SPDX-License-Identifier: EUPL-1.2
"""Flensburg: 13 Stadtteile, 41 statistische Bezirke, and a Sozialatlas whose small counts stay inside the house."""

from collections.abc import Mapping as Dictionary
from datetime import date
from typing import Final

from indicators.readers.keys import KeyRule
from indicators.readers.mapping import Layout, Mapping, PeriodSource, ValueColumn
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.sources import SourceSpec
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.services import NewOrganisation
from sozialplanung.demo.plans import (
    FOLDER,
    DeliveryPlan,
    EditionFiles,
    PartPlan,
    RegionPlan,
    SeriesPlan,
)
from spatial.readers.limits import Selection
from spatial.services.plans import EditionPlan, LevelFile, LevelPlan, Whole

HERE: Final = FOLDER / "flensburg"
EDITION: Final = "stadtgebiet-2022"
CC0: Final = ("cc0", "Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de")
PUBLIC, INTERNAL = "bevoelkerung", "sozialatlas"

# Table, column, indicator, German name.
TABLES: Final = (
    ("fl_residents_by_district", "residents", "einwohner", "Einwohnerinnen und Einwohner"),
    ("fl_children_age_under_18_by_district", "residents", "kinder_unter_18", "Kinder unter 18 Jahren"),
    ("fl_residents_age_65_and_above_by_district", "residents", "personen_ab_65", "Menschen ab 65 Jahren"),
    ("fl_unemployed_residents_by_district", "residents", "arbeitslose", "Arbeitslose"),
    ("fl_beneficiaries_by_district", "residents", "leistungsbeziehende", "Menschen mit Leistungen nach SGB II"),
    ("fl_housing_benefit_by_district", "residents", "wohngeld", "Haushalte mit Wohngeld"),
    ("fl_risk_homelessness_by_district", "residents", "wohnungsnot", "Menschen in drohender Wohnungsnot"),
)


def _edition() -> EditionFiles:
    plan = EditionPlan(
        edition=EDITION,
        name="Stadtgebiet 2022",
        valid_from=date(2011, 1, 1),
        valid_until=None,
        publisher="Stadt Flensburg",
        licence=CC0[0],
        attribution="Stadt Flensburg, CC0, vereinfacht",
    )
    folder = HERE / "gebiete_2022"
    areas = LevelPlan("stadtteil", "Stadtteil", "Stadtteile", 1, parent="stadt")
    quarters = LevelPlan("statistischer-bezirk", "Statistischer Bezirk", "Statistische Bezirke", 2, parent="stadtteil")
    return EditionFiles(
        plan,
        (
            Whole(LevelPlan("stadt", "Stadt", "Stadt", 0), "01001000", "Flensburg"),
            LevelFile(
                areas, (folder / "stadtteile.geojson").read_bytes(), Selection("code", "name"), "by_key", "ground"
            ),
            LevelFile(
                quarters,
                (folder / "statistische_bezirke.geojson").read_bytes(),
                Selection("code", "name"),
                "by_key",
                "ground",
            ),
        ),
    )


def _indicator(position: int, slug: str, name: str) -> IndicatorSpec:
    is_population = slug == "einwohner"
    definition = DefinitionSpec(
        name=name,
        short_name="Einwohner" if is_population else name,
        subtitle=f"{name}, Anzahl",
        basis="counts",
        source=PUBLIC if is_population else INTERNAL,
        unit_of_measure="Personen",
        decimals=0,
        palette="neutral",
        is_demographic=slug in {"kinder_unter_18", "personen_ab_65"},
        series=SeriesName(slug),
        what_it_shows=f"Anzahl: {name}.",
        how_to_read="Große Gebiete haben meist höhere Zahlen. Zum Vergleichen eignen sich Anteile besser.",
        limits="Sehr kleine Zahlen werden nicht gezeigt.",
        numerator_text=name,
        sentence_noun="Menschen",
    )
    topic = "bevoelkerung" if is_population else "soziales"
    return IndicatorSpec(slug, topic, "delivered", definition, position=position, is_key_figure=is_population)


def _indicators(_levels: Dictionary[str, int]) -> tuple[IndicatorSpec, ...]:
    return tuple(_indicator(number, slug, name) for number, (_, _, slug, name) in enumerate(TABLES))


def _delivery(table: str, column: str, slug: str, name: str) -> DeliveryPlan:
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("column", column="year"),
        key_column="district_id",
        key_rule=KeyRule(width=2, prefix="STGT"),
        values=(ValueColumn(column, slug),),
        decimal="point",
        layout=Layout(separator=",", header_row=1),
    )
    part = PartPlan(HERE / "lieferungen" / f"{table}.csv", "stadtteil", mapping)
    source = PUBLIC if slug == "einwohner" else INTERNAL
    return DeliveryPlan(source, f"Sozialatlas: {name}", EDITION, (part,))


PLAN: Final = RegionPlan(
    organisation=NewOrganisation("flensburg", "Flensburg", OrganisationKind.MUNICIPALITY, official_key="01001000"),
    editions=(_edition(),),
    sources=(
        SourceSpec(
            PUBLIC,
            "Sozialatlas Flensburg: Bevölkerung",
            "Stadt Flensburg",
            "Stadt Flensburg, Sozialatlas, CC0",
            CC0,
            is_published=True,
            legal_basis="§ 16 BStatG; Fallzahlen 1 und 2 werden nicht gezeigt",
            minimum_count=3,
            inhabitants_indicator="einwohner",
        ),
        SourceSpec(
            INTERNAL,
            "Sozialatlas Flensburg",
            "Stadt Flensburg",
            "Stadt Flensburg, Sozialatlas, CC0",
            CC0,
            is_published=False,
            legal_basis="kleine Fallzahlen in vielen Tabellen: bleibt intern, bis die volle Geheimhaltung geprüft ist",
            minimum_count=3,
        ),
    ),
    council=(
        SourceSpec(
            INTERNAL,
            "Sozialatlas Flensburg",
            "Stadt Flensburg",
            "Stadt Flensburg, Sozialatlas, CC0",
            CC0,
            is_published=True,
            legal_basis="Beispiel: Ratsbeschluss, nur für die Beratung; Fallzahlen 1 und 2 werden nicht gezeigt",
            minimum_count=3,
        ),
    ),
    topics=(("bevoelkerung", "Bevölkerung"), ("soziales", "Soziale Lage")),
    series=tuple(SeriesPlan(SeriesName(slug), name, "Personen", is_additive=True) for _, _, slug, name in TABLES),
    indicators=_indicators,
    deliveries=tuple(_delivery(*table) for table in TABLES),
)
