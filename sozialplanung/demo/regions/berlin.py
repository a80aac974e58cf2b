# SPDX-License-Identifier: EUPL-1.2
"""Berlin: LOR areas on two boundary versions, register of residents, Monitoring Soziale Stadtentwicklung."""

import csv
from datetime import date
from typing import Final

from indicators.readers.mapping import Layout, Mapping, MarkRules, PeriodSource, ValueColumn
from indicators.services.catalogue import SeriesName
from indicators.services.sources import SourceSpec
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.services import NewOrganisation
from sozialplanung.demo.plans import (
    FOLDER,
    BreakPlan,
    DeliveryPlan,
    EditionFiles,
    NotePlan,
    PartPlan,
    RegionPlan,
    SeriesPlan,
)
from sozialplanung.demo.regions import berlin_indicators as catalogue
from spatial.readers.limits import Selection
from spatial.services.plans import EditionPlan, Identity, LevelFile, LevelPlan, Whole

HERE: Final = FOLDER / "berlin"
CC_BY: Final = (
    "cc-by-3.0-de",
    "Creative Commons Namensnennung 3.0 Deutschland",
    "https://creativecommons.org/licenses/by/3.0/de/",
)
OLD, NEW = "lor-2006", "lor-2021"
YEARS_OLD, YEARS_NEW = (2015, 2016, 2017, 2018, 2019), (2021, 2022, 2023, 2024)
YEARS_MSS = (2012, 2014, 2016, 2018)
# This area was split off; until 2018 the register counts its residents in another one.
ALLENDE = "09041403"
_ATTRIBUTION: Final = "Geoportal Berlin / Lebensweltlich orientierte Räume (LOR), vereinfacht"

_WHOLE = LevelPlan("stadt", "Berlin", "Berlin", 0, hierarchy="lor")
_LEVELS = (
    LevelPlan("bezirk", "Bezirk", "Bezirke", 1, parent="stadt", hierarchy="lor"),
    LevelPlan("prognoseraum", "Prognoseraum", "Prognoseräume", 2, parent="bezirk", hierarchy="lor"),
    LevelPlan("bezirksregion", "Bezirksregion", "Bezirksregionen", 3, parent="prognoseraum", hierarchy="lor"),
    LevelPlan("planungsraum", "Planungsraum", "Planungsräume", 4, parent="bezirksregion", hierarchy="lor"),
)


def _edition(slug: str, name: str, span: tuple[date, date | None]) -> EditionFiles:
    folder = HERE / f"gebiete_{slug.replace('-', '_')}"
    plan = EditionPlan(
        edition=slug,
        name=name,
        valid_from=span[0],
        valid_until=span[1],
        publisher="Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin",
        licence=CC_BY[0],
        attribution=_ATTRIBUTION,
        note="Planungsräume dieses Standes sind mit denen anderer Stände nur eingeschränkt vergleichbar.",
    )

    def file(level: LevelPlan) -> LevelFile:
        # The twelve Bezirke endure; below them, equal keys of two editions mean other ground.
        identity: Identity = "by_key" if level.slug == "bezirk" else "new"
        content = (folder / f"{level.slug}.geojson").read_bytes()
        return LevelFile(level, content, Selection("code", "name"), identity)

    return EditionFiles(plan, (Whole(_WHOLE, "11000000", "Berlin"), *(file(level) for level in _LEVELS)))


def _series() -> tuple[SeriesPlan, ...]:
    people = [SeriesPlan(SeriesName("einwohner"), "Einwohnerinnen und Einwohner", "Personen", is_additive=True)]
    people += [
        SeriesPlan(SeriesName("einwohner", slug), "Einwohnerinnen und Einwohner", "Personen", True, name, dimension)  # noqa: FBT003
        for dimension, groups in (("alter", catalogue.AGES), ("gruppe", catalogue.GROUPS))
        for slug, name in groups
    ]
    rates = [
        SeriesPlan(SeriesName(f"{prefix}{slug}"), f"{word}{slug.capitalize()}", "%", is_additive=False)
        for slug in catalogue.RATE_SLUGS
        for prefix, word in (("", ""), ("veraenderung_", "Veränderung "))
    ]
    return (*people, *rates)


def _register(year: int, edition: str) -> DeliveryPlan:
    groups = [slug for slug, _ in (*catalogue.AGES, *catalogue.GROUPS)]
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("fixed", f"{year}-12-31"),
        key_column="schluessel",
        values=(ValueColumn("einwohner", "einwohner"), *(ValueColumn(each, f"einwohner:{each}") for each in groups)),
        decimal="comma",
        layout=Layout(encoding="utf-8", separator=";", header_row=1),
    )
    gaps = (ALLENDE,) if edition == OLD and year < 2019 else ()  # noqa: PLR2004 - see ALLENDE
    part = PartPlan(HERE / "lieferungen" / f"einwohner_{year}-12-31.csv", "planungsraum", mapping, gaps)
    return DeliveryPlan(catalogue.REGISTER, f"Einwohnerregister {year}", edition, (part,))


def _monitoring(year: int) -> DeliveryPlan:
    rates = [slug for slug in catalogue.RATE_SLUGS if year < 2018 or slug != "langzeitarbeitslosigkeit"]  # noqa: PLR2004
    columns = [*rates, *(f"veraenderung_{slug}" for slug in rates)]

    def mapping(names: list[str], ignored: list[str]) -> Mapping:
        return Mapping(
            shape="columns",
            period=PeriodSource("fixed", f"{year}-12-31"),
            key_column="schluessel",
            values=tuple(ValueColumn(name, name) for name in names),
            ignored=tuple(ignored),
            decimal="comma",
            # The publisher leaves blank what it does not rate.
            marks=MarkRules(blank="excluded"),
            layout=Layout(separator=";", header_row=1),
        )

    folder = HERE / "lieferungen"
    areas, districts = folder / f"mss_{year}-12-31.csv", folder / f"mss_bezirke_{year}-12-31.csv"
    parts = [
        PartPlan(areas, "planungsraum", mapping(columns, ["einwohner"])),
        PartPlan(districts, "bezirk", mapping(columns, ["einwohner"])),
    ]
    if year < YEARS_OLD[0]:
        parts += [PartPlan(areas, "planungsraum", mapping(["einwohner"], columns), (ALLENDE,))]
    return DeliveryPlan(catalogue.MONITORING, f"Monitoring Soziale Stadtentwicklung {year + 1}", OLD, tuple(parts))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _breaks() -> tuple[BreakPlan, ...]:
    words = {"ja": "yes", "eingeschränkt": "limited", "nein": "no"}
    return tuple(
        BreakPlan(
            row["indikator"],
            row["von"],
            row["bis"],
            "method",
            words[row["vergleichbar"]],
            _break_text(row["hinweis"]),
        )
        for row in _rows("zeitreihenbrueche.csv")
        if row["vergleichbar"] != "ja"
    )


def _break_text(remark: str) -> str:
    if "nicht mehr erhoben" in remark:
        return "Der Wert wird nicht mehr erhoben."
    return (
        "Definition oder Statistik wurde geändert: Die Werte davor und danach sind nicht vergleichbar. "
        "Es gilt die vom Herausgeber veröffentlichte Veränderung."
    )


def _notes() -> tuple[NotePlan, ...]:
    reasons = {"unter 300 Einwohner": "nicht bewertet: unter 300 Einwohner"}
    excluded = [
        NotePlan(
            "exclusion",
            reasons.get(row["grund"], "vom Herausgeber nicht bewertet"),
            level="planungsraum",
            edition=OLD,
            key=row["schluessel"],
            period=row["stichtag"],
        )
        for row in _rows("ausschluesse.csv")
    ]
    early = [
        NotePlan(
            "footnote",
            "Einwohnerzahl laut Monitoring Soziale Stadtentwicklung.",
            period=f"{year}-12-31",
            indicator="einwohner",
        )
        for year in YEARS_MSS
        if year < YEARS_OLD[0]
    ]
    allende = NotePlan(
        "footnote",
        "Allende II: Eigene Einwohnerzahlen liegen erst ab dem Stand 31.12.2019 vor.",
        level="planungsraum",
        edition=OLD,
        key=ALLENDE,
    )
    return (*excluded, *early, allende)


PLAN: Final = RegionPlan(
    organisation=NewOrganisation("berlin", "Berlin", OrganisationKind.LAND, official_key="11"),
    editions=(
        _edition(OLD, "LOR 2006", (date(2006, 1, 1), date(2021, 1, 1))),
        _edition(NEW, "LOR 2021", (date(2021, 1, 1), None)),
    ),
    sources=(
        SourceSpec(
            catalogue.REGISTER,
            "Einwohnerregisterstatistik Berlin",
            "Amt für Statistik Berlin-Brandenburg",
            "Amt für Statistik Berlin-Brandenburg, Einwohnerregisterstatistik, CC BY 3.0 DE",
            CC_BY,
            is_published=True,
            legal_basis="§ 16 BStatG; Fallzahlen 1 und 2 werden nicht gezeigt, Anteile erst ab 50 Personen",
            minimum_count=3,
            minimum_denominator=50,
        ),
        SourceSpec(
            catalogue.MONITORING,
            "Monitoring Soziale Stadtentwicklung",
            "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin",
            "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin, Monitoring Soziale Stadtentwicklung, "
            "CC BY 3.0 DE",
            CC_BY,
            is_published=True,
            legal_basis="nur Anteile geliefert; Gebiete unter 300 Einwohnern werden nicht gezeigt",
            minimum_inhabitants=300,
            inhabitants_indicator="einwohner",
        ),
    ),
    topics=(
        (catalogue.POVERTY, "Armut und Existenzsicherung"),
        (catalogue.INDEX, "Soziale Lage im Überblick"),
        (catalogue.POPULATION, "Bevölkerung"),
    ),
    series=_series(),
    indicators=catalogue.indicators,
    deliveries=(
        *(_monitoring(year) for year in YEARS_MSS),
        *(_register(year, OLD) for year in YEARS_OLD),
        *(_register(year, NEW) for year in YEARS_NEW),
    ),
    breaks=_breaks(),
    notes=_notes(),
)
