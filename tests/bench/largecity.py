# SPDX-License-Identifier: EUPL-1.2
"""A made-up city of 500 areas with twenty series and five rates, and a delivery of 100,000 rows about it."""

from dataclasses import replace

import numpy as np

from indicators.models import Delivery, Source
from indicators.readers.csvfile import Layout
from indicators.readers.mapping import CategorySeries, Mapping, PeriodSource, ValueColumn
from indicators.services import catalogue, sources
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.deliveries import drafting
from indicators.services.deliveries.drafting import TableMapping
from indicators.services.deliveries.storing import Upload
from indicators.services.sources import SourceSpec
from sozialplanung.accounts.models import Organisation, User
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_files, edition, import_city, square

COLUMNS, ROWS = 25, 20
YEARS = tuple(range(2011, 2021))
SERIES = tuple(f"gruppe-{number:02d}" for number in range(1, 21))
RATES, LEVELS = 5, 3
LEVEL, EDITION = "viertel", "stand-2020"
KEYS = tuple(f"{column + 1:02d}{row + 1:02d}" for column in range(COLUMNS) for row in range(ROWS))


def build(city: Organisation, by: User) -> Source:
    """Store areas, series, twenty indicators of counts and five of rates; return the source."""
    districts = {f"{column + 1:02d}": (f"Bezirk {column + 1}", _strip(column)) for column in range(COLUMNS)}
    quarters = {key: (f"Viertel {key}", square(int(key[:2]) - 1, int(key[2:]) - 1)) for key in KEYS}
    import_city(city, edition(), city_files(districts, quarters))
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "–", 3)
    source = sources.ensure_source(organisation=city, spec=spec)
    sources.set_rule(organisation=city, spec=spec)
    catalogue.ensure_topic(organisation=city, slug="bevoelkerung", name="Bevölkerung", position=0)
    for slug in SERIES:
        catalogue.ensure_series(
            organisation=city,
            name=SeriesName(slug),
            variable={"name": slug.title(), "is_additive": True, "unit_of_measure": ""},
            breakdown={"name": "gesamt", "dimension": "total"},
        )
    _add_indicators(city, by)
    return source


def _add_indicators(city: Organisation, by: User) -> None:
    base = DefinitionSpec("", "", "", "counts", "register", "Was.", "Wie.", "Grenzen.")
    for slug in SERIES:
        definition = replace(base, name=slug.title(), short_name=slug, subtitle=slug, series=SeriesName(slug))
        catalogue.create_indicator(
            organisation=city, spec=IndicatorSpec(slug, "bevoelkerung", "delivered", definition), by=by
        )
    for number in range(RATES):
        formula = f"share({SERIES[number]}, {SERIES[-1]})"
        definition = replace(
            base,
            name=f"Anteil {number}",
            short_name=f"Anteil {number}",
            subtitle="Anteil",
            unit_of_measure="%",
            formula=formula,
        )
        spec = IndicatorSpec(f"anteil-{number}", "bevoelkerung", "derived", definition)
        catalogue.create_indicator(organisation=city, spec=spec, by=by)


def file(*, seed: int = 1) -> bytes:
    """Return 100,000 rows: key, year, group, figure; figures of one area go up and down by chance alone."""
    rng = np.random.default_rng(seed)
    usual = rng.gamma(8.0, 40.0, (len(KEYS), 1, len(SERIES)))
    figures = rng.poisson(np.broadcast_to(usual, (len(KEYS), len(YEARS), len(SERIES)))).ravel() + 5
    cells = ((key, year, slug) for key in KEYS for year in YEARS for slug in SERIES)
    lines = (f"{key};{year};{slug};{figure}" for (key, year, slug), figure in zip(cells, figures, strict=True))
    return ("\n".join(["Schlüssel;Jahr;Gruppe;Anzahl", *lines]) + "\n").encode()


def deliver(source: Source, content: bytes, by: User) -> Delivery:
    """Start a delivery by its service; a job looks what is in the file."""
    return drafting.create_delivery(source=source, title="Register", files=[Upload("gross.csv", content)], by=by)


def map_columns(delivery: Delivery, by: User) -> None:
    """Confirm what the columns mean."""
    mapping = Mapping(
        shape="categories",
        period=PeriodSource("column", "{}", "Jahr"),
        values=(ValueColumn("Anzahl", SERIES[0]),),
        key_column="Schlüssel",
        categories=("Gruppe",),
        series_of=tuple(CategorySeries((slug,), slug, "value", True) for slug in SERIES),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )
    said = TableMapping(LEVEL, EDITION, mapping, {})
    drafting.save_mapping(table=delivery.tables.get(), said=said, by=by, revision=delivery.revision)


def _strip(column: int) -> Ring:
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + 1) * SIDE, 6)
    heights = [round(SOUTH + row * SIDE, 6) for row in range(ROWS + 1)]
    up = [[east, height] for height in heights]
    down = [[west, height] for height in reversed(heights)]
    return [*up, *down, up[0]]
