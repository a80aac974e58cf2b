# SPDX-License-Identifier: EUPL-1.2
"""A city that releases counts through the ordinary services, and an attacker who knows what adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.models import Indicator, Release, ReleaseState
from indicators.readers.mapping import Layout, PeriodSource, ValueColumn
from indicators.readers.mapping import Mapping as Columns
from indicators.rendering.slices import decode
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.cells import Cell, Equation, Fate, sums_up
from sozialplanung.common.statuses import WITH_VALUE
from sozialplanung.jobs.services import run_inline
from spatial.selectors.units import unit_rows
from tests.factories.areas import edition, import_city
from tests.factories.register import create, definition
from tests.factories.world import World
from tests.unit.stats.disclosing import narrowed

DAY, OLD, NEW = "2020-12-31", "stand-2020", "stand-2021"
PARENTS = {"11": "1", "12": "1", "13": "1", "21": "2", "22": "2", "23": "2", "24": "2"}
SMALL = 3
Figures = Mapping[str, float]


def build_sum_city(world: World) -> World:
    """Store a city with a source that hides counts below 3 and one that shows all."""
    import_city(world.city, plan=edition(until=date(2021, 1, 1)))
    for slug, least in (("register", SMALL), ("offen", 0)):
        spec = SourceSpec(slug, slug, "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", minimum_count=least)
        sources.ensure_source(organisation=world.city, spec=spec)
        sources.set_rule(organisation=world.city, spec=spec)
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)
    return world


@dataclass(frozen=True)
class Told:
    """One count as it is delivered: by area, for a period on an edition; `minimum` is that of its source."""

    slug: str
    figures: Figures
    period: str = DAY
    edition: str = OLD

    @property
    def name(self) -> str:
        return self.slug.partition(".")[0]


def publish(world: World, *tables: Told, source: Mapping[str, str] | None = None, **groups: object) -> None:
    """Deliver and release counts through the ordinary services, in this order."""
    for table in tables:
        variable, _, breakdown = table.slug.partition(".")
        name = SeriesName(variable, breakdown or "gesamt")
        role = {"role": "part", "dimension": "geschlecht"} if breakdown else {"dimension": "total"}
        catalogue.ensure_series(
            organisation=world.city,
            name=name,
            variable={"name": variable, "is_additive": True},
            breakdown={"name": name.breakdown, **role, **groups},
        )
        slug = table.slug.replace(".", "-")
        if not Indicator.objects.filter(slug=slug).exists():
            own = (source or {}).get(slug, "register")
            create(world, IndicatorSpec(slug, "bevoelkerung", "delivered", definition(slug, series=name, source=own)))
        deliver(world, table)
    for slug in dict.fromkeys(table.slug.replace(".", "-") for table in tables):
        release(world, slug)


def deliver(world: World, table: Told) -> None:
    """Make the figures of a table current."""
    variable, _, breakdown = table.slug.partition(".")
    name = SeriesName(variable, breakdown or "gesamt")
    lines = [f"{key};{number:g}" for key, number in table.figures.items()]
    series = name.variable if name.breakdown == "gesamt" else f"{name.variable}:{name.breakdown}"
    columns = Columns(
        shape="columns",
        period=PeriodSource("fixed", table.period),
        key_column="schluessel",
        values=(ValueColumn("zahl", series),),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )
    content = "\n".join(["schluessel;zahl", *lines, ""]).encode()
    part = Part(DeliveredFile("zahlen.csv", content), "viertel", columns)
    row = Indicator.objects.get(slug=table.slug.replace(".", "-")).definitions.get().source
    source = sources.source_of(organisation=world.city, slug=row.slug)
    title = f"{table.slug} {table.period} {table.edition}"
    batch = importing.stage_batch(spec=DeliverySpec(source, title, table.edition, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))


def release(world: World, slug: str) -> None:
    """Bring an indicator up to date and publish it."""
    pk = Indicator.objects.get(slug=slug).pk
    refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None)


def seen(table: Told) -> dict[str, bool]:
    """Return which areas of a table readers see, on all levels, by key."""
    rows = Release.objects.filter(
        indicator__slug=table.slug.replace(".", "-"),
        period__code=table.period,
        boundary_version__edition=table.edition,
        state=ReleaseState.PUBLISHED,
    )
    found = {}
    for row in rows:
        status = decode(bytes(row.payload)).status
        for unit in unit_rows(row.boundary_version_id):
            found[unit.key] = int(status[unit.position]) in {int(each) for each in WITH_VALUE}
    return found


def attacked(tables: Iterable[Told], known: Iterable[Equation]) -> list[str]:
    """Return the small counts that a reader narrows down who knows what adds up; nothing of the code under test."""
    cells: list[Cell] = []
    equations = list(known)
    for table in tables:
        shown = seen(table)
        values = dict(table.figures)
        for district in ("1", "2"):
            parts = [key for key in table.figures if PARENTS[key] == district]
            values[district] = sum(table.figures[key] for key in parts)
            equations.append(sums_up(key_of(table, district), [key_of(table, key) for key in parts]))
        values["0"] = sum(table.figures.values())
        equations.append(sums_up(key_of(table, "0"), [key_of(table, "1"), key_of(table, "2")]))
        cells += [
            Cell(key_of(table, key), value, Fate.SHOWN if shown.get(key) else Fate.HIDDEN)
            for key, value in values.items()
        ]
    small = [cell.key for cell in cells if 0 < cell.value < SMALL and not cell.key.startswith("offen")]
    assert small
    ends = {key: narrowed((cells, equations), (), key) for key in small}
    return [key for key, (low, high) in ends.items() if low > 1e-6 or high < SMALL - 1e-6]


def key_of(table: Told, key: str) -> str:
    """Return the key of the cell of an area."""
    return f"{table.slug}/{table.period}/{table.edition}/{key}"


def sums(whole: Told, parts: list[Told]) -> list[Equation]:
    """Return that parts add up to a whole in every area."""
    keys = ["0", "1", "2", *whole.figures]
    return [sums_up(key_of(whole, key), [key_of(part, key) for part in parts]) for key in keys]
