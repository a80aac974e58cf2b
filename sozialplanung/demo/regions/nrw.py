# SPDX-License-Identifier: EUPL-1.2
"""North Rhine-Westphalia: 396 Gemeinden and the deprivation score of the Robert Koch-Institut, 1998-2021."""

from collections.abc import Mapping as Dictionary
from datetime import date
from typing import Final

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

HERE: Final = FOLDER / "nrw"
EDITION: Final = "gemeinden-2021"
YEARS: Final = range(1998, 2022)

_LEVELS: Final = (
    LevelPlan("regierungsbezirk", "Regierungsbezirk", "Regierungsbezirke", 1, parent="land"),
    LevelPlan("kreis", "Kreis oder kreisfreie Stadt", "Kreise und kreisfreie Städte", 2, parent="regierungsbezirk"),
    LevelPlan("gemeinde", "Gemeinde", "Gemeinden", 3, parent="kreis"),
)


def _edition() -> EditionFiles:
    plan = EditionPlan(
        edition=EDITION,
        name="Gemeinden 2021",
        valid_from=date(1998, 1, 1),
        valid_until=None,
        publisher="Bundesamt für Kartographie und Geodäsie",
        licence="dl-de/by-2-0",
        attribution="© GeoBasis-DE / BKG 2021, dl-de/by-2-0, Daten verändert (vereinfacht)",
        note="Der Herausgeber rechnet alle Jahre auf den Gebietsstand von 2021 um.",
    )
    files = tuple(
        LevelFile(level, (HERE / "gebiete_2021" / f"{level.slug}.geojson").read_bytes(), Selection("code", "name"))
        for level in _LEVELS
    )
    whole = LevelPlan("land", "Land", "Land", 0)
    return EditionFiles(plan, (Whole(whole, "05", "Nordrhein-Westfalen"), *files))


def _indicators(_levels: Dictionary[str, int]) -> tuple[IndicatorSpec, ...]:
    definition = DefinitionSpec(
        name="Sozioökonomische Benachteiligung (GISD)",
        short_name="Benachteiligung (GISD)",
        subtitle="Index des Robert Koch-Instituts aus Bildung, Beschäftigung und Einkommen, von 0 bis 1",
        basis="rate_only",
        source="gisd",
        decimals=2,
        direction="lower_is_better",
        comparability="relative",
        series=SeriesName("gisd"),
        what_it_shows="Wie benachteiligt eine Gemeinde bei Bildung, Beschäftigung und Einkommen ist, verglichen mit "
        "allen anderen Gemeinden in Nordrhein-Westfalen.",
        how_to_read="0 ist in jedem Jahr die Gemeinde mit der geringsten, 1 die mit der größten Benachteiligung. "
        "Der Wert sagt, wo eine Gemeinde im Vergleich steht.",
        limits="Der Index wird für jedes Jahr neu zwischen 0 und 1 eingeordnet. Ein sinkender Wert heißt deshalb "
        "nicht, dass die Benachteiligung kleiner geworden ist. Er hat keinen Trend und kein Landesmittel.",
    )
    return (IndicatorSpec("gisd", "benachteiligung", "delivered", definition, is_key_figure=True),)


def _delivery() -> DeliveryPlan:
    mapping = Mapping(
        shape="periods",
        period=PeriodSource("header"),
        key_column="ags",
        values=tuple(ValueColumn(str(year), "gisd") for year in YEARS),
        decimal="point",
        layout=Layout(separator=";", header_row=1),
    )
    part = PartPlan(HERE / "lieferungen" / "gisd_1998_2021.csv", "gemeinde", mapping)
    return DeliveryPlan("gisd", "GISD 1998 bis 2021", EDITION, (part,))


PLAN: Final = RegionPlan(
    organisation=NewOrganisation("nrw", "Nordrhein-Westfalen", OrganisationKind.LAND, official_key="05"),
    editions=(_edition(),),
    sources=(
        SourceSpec(
            "gisd",
            "German Index of Socioeconomic Deprivation (GISD)",
            "Robert Koch-Institut",
            "Robert Koch-Institut, GISD, CC BY 4.0",
            (
                "cc-by-4.0",
                "Creative Commons Namensnennung 4.0 International",
                "https://creativecommons.org/licenses/by/4.0/",
            ),
            is_published=True,
            legal_basis="Indexwerte ohne Fallzahlen; alle Gemeinden haben mehr als 300 Einwohner",
        ),
    ),
    topics=(("benachteiligung", "Soziale Lage im Überblick"),),
    series=(SeriesPlan(SeriesName("gisd"), "GISD", "", is_additive=False),),
    indicators=_indicators,
    deliveries=(_delivery(),),
)
