# SPDX-License-Identifier: EUPL-1.2
"""Köln: Stadtviertel, Stadtteile and Stadtbezirke with their defects, population 2005-2012 in long tables."""

import csv
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from indicators.readers.keys import KeyRule
from indicators.readers.mapping import CategorySeries, Layout, Mapping, PeriodSource, TotalRule, ValueColumn
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

HERE: Final = FOLDER / "koeln"
EDITION: Final = "stadtgebiet-2012"
YEARS: Final = range(2005, 2013)
LOOKED_BACK: Final = 5
CC_BY: Final = (
    "cc-by-3.0-de",
    "Creative Commons Namensnennung 3.0 Deutschland",
    "https://creativecommons.org/licenses/by/3.0/de/",
)
BY_AGE, BY_ORIGIN = "Einwohner nach Alter", "Einwohner mit Migrationshintergrund"

# Category cells of the table, breakdown, German name; the first row has no breakdown.
TAKEN: Final = (
    ("Einwohner in Köln", "Einwohner", "", "Gesamt"),
    (BY_AGE, "00 - < 03", "unter_3", "unter 3 Jahre"),
    (BY_AGE, "03 - < 06", "3_bis_unter_6", "3 bis unter 6 Jahre"),
    (BY_AGE, "06 - < 10", "6_bis_unter_10", "6 bis unter 10 Jahre"),
    (BY_AGE, "10 - < 15", "10_bis_unter_15", "10 bis unter 15 Jahre"),
    (BY_AGE, "15 - < 18", "15_bis_unter_18", "15 bis unter 18 Jahre"),
    (BY_AGE, "65 - < 75", "65_bis_unter_75", "65 bis unter 75 Jahre"),
    (BY_AGE, "75 und älter", "75_und_aelter", "75 Jahre und älter"),
    (BY_ORIGIN, "Einwohner mit Migrationshintergrund", "migration", "mit Migrationshintergrund"),
    (BY_ORIGIN, "Ausländer", "auslaendisch", "Ausländerinnen und Ausländer"),
)
_LIMITS: Final = (
    "Gezählt wird, wer in Köln gemeldet ist. Sehr kleine Zahlen werden nicht gezeigt. Die Grenzen sind vereinfacht."
)
_LEVELS: Final = (
    (LevelPlan("stadtbezirk", "Stadtbezirk", "Stadtbezirke", 1, parent="stadt"), "stadtbezirke"),
    (LevelPlan("stadtteil", "Stadtteil", "Stadtteile", 2, parent="stadtbezirk"), "stadtteile"),
    (LevelPlan("stadtviertel", "Stadtviertel", "Stadtviertel", 3, parent="stadtteil"), "stadtviertel"),
)


def _edition() -> EditionFiles:
    plan = EditionPlan(
        edition=EDITION,
        name="Stadtgebiet 2012",
        valid_from=date(2005, 1, 1),
        valid_until=None,
        publisher="Stadt Köln",
        licence=CC_BY[0],
        attribution="Stadt Köln, CC BY, umprojiziert und vereinfacht",
        note="Die Geometrie des Herausgebers enthält drei ungültige Flächen und nicht überall passende Grenzen.",
    )
    files = tuple(
        LevelFile(level, (HERE / "gebiete_2012" / f"{name}.geojson").read_bytes(), Selection("code", "name"))
        for level, name in _LEVELS
    )
    return EditionFiles(plan, (Whole(LevelPlan("stadt", "Stadt", "Stadt", 0), "05315000", "Köln"), *files))


def _series() -> tuple[SeriesPlan, ...]:
    return tuple(
        SeriesPlan(
            SeriesName("einwohner", slug) if slug else SeriesName("einwohner"),
            "Einwohnerinnen und Einwohner",
            "Personen",
            True,  # noqa: FBT003 - additive
            name,
            "total" if not slug else "alter" if table == BY_AGE else "herkunft",
        )
        for table, _, slug, name in TAKEN
    )


def _block(slug: str, name: str) -> IndicatorSpec:
    definition = DefinitionSpec(
        name=name,
        short_name=name,
        subtitle=f"{name}, Anzahl",
        basis="counts",
        source="bevoelkerung",
        unit_of_measure="Personen",
        decimals=0,
        palette="neutral",
        is_demographic=True,
        series=SeriesName("einwohner", slug),
        what_it_shows=f"Anzahl: {name}.",
        how_to_read="Baustein für Anteile, wird nicht für sich veröffentlicht.",
        limits=_LIMITS,
    )
    return IndicatorSpec(f"gruppe_{slug}", "bevoelkerung", "delivered", definition, is_building_block=True)


def _share(position: int, slug: str, name: str, formula: str) -> IndicatorSpec:
    definition = DefinitionSpec(
        name=name,
        short_name=name,
        subtitle=f"{name}, in Prozent der Bevölkerung",
        basis="counts",
        source="bevoelkerung",
        unit_of_measure="%",
        decimals=1,
        palette="neutral",
        is_demographic=True,
        formula=formula,
        relevance_threshold=3.0,
        what_it_shows=f"Wie viele von 100 Menschen zu dieser Gruppe gehören: {name}.",
        how_to_read="Ein höherer oder niedrigerer Anteil ist weder besser noch schlechter. "
        "Er beschreibt, wer hier lebt.",
        limits=_LIMITS,
        numerator_text=name,
        denominator_text="alle Einwohnerinnen und Einwohner",
        sentence_noun=f"Von 100 Menschen sind {{n}} {name}",
    )
    return IndicatorSpec(slug, "bevoelkerung", "derived", definition, position=position, is_key_figure=position == 1)


def _older() -> IndicatorSpec:
    """Return what looks back: how much the share of older people has changed; the series has no break."""
    definition = DefinitionSpec(
        name=f"Menschen ab 65 Jahren: Veränderung des Anteils in {LOOKED_BACK} Jahren",
        short_name=f"Ab 65 Jahre: Veränderung in {LOOKED_BACK} Jahren",
        subtitle=f"Anteil der Menschen ab 65 Jahren, minus dem Anteil {LOOKED_BACK} Jahre vorher",
        basis="counts",
        source="bevoelkerung",
        unit_of_measure="Prozentpunkte",
        decimals=1,
        palette="neutral",
        is_demographic=True,
        formula=f"change(anteil-65-und-aelter, {LOOKED_BACK})",
        relevance_threshold=1.0,
        what_it_shows="Um wie viele Prozentpunkte der Anteil der Menschen ab 65 Jahren in fünf Jahren gestiegen oder "
        "gesunken ist. 1 heißt: Von 100 Menschen ist heute einer mehr 65 Jahre oder älter.",
        how_to_read="Über 0 wurde der Anteil größer, unter 0 kleiner. Das ist weder besser noch schlechter: Es "
        "beschreibt, wer hier lebt. Der Anteil steigt auch, wenn Jüngere fortziehen.",
        limits=_LIMITS + " Zwei Jahre zählen großenteils dieselben Menschen. In kleinen Gebieten springt der Wert.",
        numerator_text="Menschen ab 65 Jahren",
        denominator_text="alle Einwohnerinnen und Einwohner",
    )
    return IndicatorSpec("veraenderung-65-und-aelter", "bevoelkerung", "derived", definition, position=5)


def _indicators(_levels: Dictionary[str, int]) -> tuple[IndicatorSpec, ...]:
    people = DefinitionSpec(
        name="Einwohnerinnen und Einwohner",
        short_name="Einwohner",
        subtitle="Menschen mit Haupt- oder Nebenwohnung, am Jahresende",
        basis="counts",
        source="bevoelkerung",
        unit_of_measure="Personen",
        decimals=0,
        palette="neutral",
        series=SeriesName("einwohner"),
        what_it_shows="Wie viele Menschen in einem Gebiet gemeldet sind.",
        how_to_read="Große Gebiete haben meist mehr Einwohner. Zum Vergleichen eignen sich Anteile besser.",
        limits=_LIMITS,
        numerator_text="gemeldete Menschen im Gebiet",
        sentence_noun="Menschen",
    )
    young = ("unter_3", "3_bis_unter_6", "6_bis_unter_10", "10_bis_unter_15", "15_bis_unter_18")
    old = ("65_bis_unter_75", "75_und_aelter")

    def share(groups: tuple[str, ...]) -> str:
        names = ", ".join(f"gruppe_{slug}" for slug in groups)
        return f"share(sum({names}), einwohner)" if len(groups) > 1 else f"share({names}, einwohner)"

    return (
        IndicatorSpec("einwohner", "bevoelkerung", "delivered", people, is_key_figure=True),
        *(_block(slug, name) for _, _, slug, name in TAKEN if slug),
        _share(1, "anteil-unter-18", "Kinder und Jugendliche unter 18 Jahren", share(young)),
        _share(2, "anteil-65-und-aelter", "Menschen ab 65 Jahren", share(old)),
        _share(3, "anteil-migrationshintergrund", "Menschen mit Migrationshintergrund", share(("migration",))),
        _share(4, "anteil-auslaendisch", "Menschen ohne deutsche Staatsangehörigkeit", share(("auslaendisch",))),
        _older(),
    )


def _categories(path: Path) -> set[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["tabelle"], row["zeile"]) for row in csv.DictReader(file, delimiter=";")}


def _delivery(year: int) -> DeliveryPlan:
    path = HERE / "lieferungen" / f"bevoelkerung_{year}-12-31.csv"
    taken = {(table, row): f"einwohner:{slug}" if slug else "einwohner" for table, row, slug, _ in TAKEN}
    areas = Mapping(
        shape="categories",
        period=PeriodSource("fixed", f"{year}-12-31"),
        key_column="raum_id",
        values=(ValueColumn("zahl", "einwohner"),),
        categories=("tabelle", "zeile"),
        series_of=tuple(CategorySeries(pair, series) for pair, series in taken.items()),
        ignored=("raum",),
        ignored_categories=tuple(sorted(_categories(path) - taken.keys())),
        decimal="comma",
        totals=(TotalRule("000"), *(TotalRule(f"00{number}", str(number)) for number in range(1, 10))),
        layout=Layout(separator=";", header_row=1),
    )
    districts = replace(areas, key_rule=KeyRule(strip_zeros=True), skip_rows=("[1-9]??",), totals=(TotalRule("000"),))
    whole = replace(
        areas, key_rule=KeyRule(renames=(("000", "05315000"),)), skip_rows=("00[1-9]", "[1-9]??"), totals=()
    )
    parts = (
        PartPlan(path, "stadtteil", areas),
        PartPlan(path, "stadtbezirk", districts),
        PartPlan(path, "stadt", whole),
    )
    return DeliveryPlan("bevoelkerung", f"Bevölkerung {year}", EDITION, parts)


PLAN: Final = RegionPlan(
    organisation=NewOrganisation("koeln", "Köln", OrganisationKind.MUNICIPALITY, official_key="05315000"),
    parent="nrw",
    editions=(_edition(),),
    sources=(
        SourceSpec(
            "bevoelkerung",
            "Bevölkerung der Stadtteile",
            "Stadt Köln",
            "Stadt Köln, Bevölkerung der Stadtteile, CC BY",
            CC_BY,
            is_published=True,
            legal_basis="§ 16 BStatG; Fallzahlen 1 und 2 werden nicht gezeigt, Anteile erst ab 50 Personen",
            minimum_count=3,
            minimum_denominator=50,
        ),
    ),
    topics=(("bevoelkerung", "Bevölkerung"),),
    series=_series(),
    indicators=_indicators,
    deliveries=tuple(_delivery(year) for year in YEARS),
)
