# SPDX-License-Identifier: EUPL-1.2
"""A made-up city of two districts and twelve quarters, and deliveries about it from plain columns of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators.models import ImportBatch, Indicator
from indicators.readers.mapping import Layout, PeriodSource, Role, ValueColumn
from indicators.readers.mapping import Mapping as TableMapping
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.sources import SourceSpec
from sozialplanung.jobs.services import run_inline
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_files, edition, import_city, square
from tests.factories.world import World

ROWS = 6
QUARTERS = tuple(f"{column + 1}{row + 1:02d}" for column in (0, 1) for row in range(ROWS))
Cells = Sequence[float | str | None]


@dataclass(frozen=True)
class Column:
    """One column of figures: its series, and whether it holds the value or a part of it."""

    series: str
    cells: Cells
    role: Role = "value"


def build_city(world: World, *, until: date | None = None) -> None:
    """Store the areas, a source and the topic of the indicators."""
    districts = {str(column + 1): (f"Bezirk {column + 1}", _strip(column)) for column in (0, 1)}
    quarters = {key: (f"Viertel {key}", square(int(key[0]) - 1, int(key[1:]) - 1)) for key in QUARTERS}
    import_city(world.city, edition(until=until), city_files(districts, quarters))
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "intern")
    sources.ensure_source(organisation=world.city, spec=spec)
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)


def redraw(world: World, *, moved: str) -> None:
    """Store a later edition in which one quarter lost half of its ground."""
    districts = {str(column + 1): (f"Bezirk {column + 1}", _strip(column)) for column in (0, 1)}
    quarters = {
        key: (f"Viertel {key}", square(int(key[0]) - 1, int(key[1:]) - 1, width=0.5 if key == moved else 1.0))
        for key in QUARTERS
    }
    plan = edition("2021", date(2021, 1, 1))
    import_city(world.city, plan=plan, files=city_files(districts, quarters))


def add_series(
    world: World, variable: str, breakdown: str = "gesamt", *, unit: str = "", additive: bool = True
) -> None:
    """Store a series; breakdowns all belong to the dimension of age."""
    catalogue.ensure_series(
        organisation=world.city,
        name=SeriesName(variable, breakdown),
        variable={"name": variable.title(), "is_additive": additive, "unit_of_measure": unit},
        breakdown={"name": breakdown, "dimension": "total" if breakdown == "gesamt" else "alter"},
    )


def add_indicator(world: World, slug: str, **fields: object) -> Indicator:
    """Store an indicator of the series of the same name, or by a formula."""
    base = DefinitionSpec(slug.title(), slug, slug, "counts", "register", "Was.", "Wie.", "Grenzen.")
    definition = replace(base, **fields)  # type: ignore[arg-type]
    kind = "derived" if definition.formula else "delivered"
    return catalogue.create_indicator(
        organisation=world.city, spec=IndicatorSpec(slug, "bevoelkerung", kind, definition), by=world.anna
    )


def staged(
    world: World,
    period: str,
    columns: Mapping[str, Column],
    *,
    level: str = "viertel",
    edition: str = "stand-2020",
    keys: Sequence[str] = QUARTERS,
    source: str = "register",
) -> ImportBatch:
    """Stage a delivery with one column per entry, one row per area from row 2 on."""
    lines = [";".join(["key", *columns])]
    lines += [
        ";".join([key, *(_written(column.cells[place]) for column in columns.values())])
        for place, key in enumerate(keys)
    ]
    mapping = TableMapping(
        shape="columns",
        period=PeriodSource("fixed", period),
        key_column="key",
        values=tuple(ValueColumn(name, column.series, column.role) for name, column in columns.items()),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )
    part = Part(DeliveredFile("zahlen.csv", ("\n".join(lines) + "\n").encode()), level, mapping)
    sender = sources.source_of(organisation=world.city, slug=source)
    return importing.stage_batch(spec=DeliverySpec(sender, f"Stand {period}", edition, (part,)), by=world.anna)


def taken_over(world: World, period: str, columns: Mapping[str, Column], **where: object) -> ImportBatch:
    """Stage a delivery and make it current."""
    batch = staged(world, period, columns, **where)  # type: ignore[arg-type]
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    batch.refresh_from_db()
    return batch


def _written(cell: float | str | None) -> str:
    return "" if cell is None else str(cell).removesuffix(".0").replace(".", ",")


def _strip(column: int) -> Ring:
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + 1) * SIDE, 6)
    heights = [round(SOUTH + row * SIDE, 6) for row in range(ROWS + 1)]
    up = [[east, height] for height in heights]
    down = [[west, height] for height in reversed(heights)]
    return [*up, *down, up[0]]
