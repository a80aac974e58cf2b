# SPDX-License-Identifier: EUPL-1.2
"""Released through the ordinary services, what adds up gives nothing back; with one relation unknown it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from indicators.models import Basis, Indicator, Release, ReleaseState, Variable
from indicators.readers.mapping import Layout, PeriodSource, ValueColumn
from indicators.readers.mapping import Mapping as Columns
from indicators.rendering.slices import decode
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.disclosure import relations
from indicators.services.disclosure.origins.breakdowns import Breakdowns
from indicators.services.disclosure.origins.editions import Editions
from indicators.services.disclosure.origins.same import Same
from indicators.services.disclosure.origins.spans import Spans
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.cells import Cell, Equation, Fate, sums_up
from sozialplanung.common.statuses import WITH_VALUE
from sozialplanung.jobs.services import run_inline
from spatial.models import BoundaryVersion
from spatial.selectors.units import unit_rows
from tests.factories.areas import city_areas, city_files, edition, import_city, square
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.unit.stats.disclosing import narrowed

DAY, OLD, NEW = "2020-12-31", "stand-2020", "stand-2021"
PARENTS = {"11": "1", "12": "1", "13": "1", "21": "2", "22": "2", "23": "2", "24": "2"}
SMALL = 3
Figures = Mapping[str, float]


def _build(world: World) -> World:
    import_city(world.city, plan=edition(until=date(2021, 1, 1)))
    for slug, least in (("register", SMALL), ("offen", 0)):
        spec = SourceSpec(slug, slug, "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", minimum_count=least)
        sources.ensure_source(organisation=world.city, spec=spec)
        sources.set_rule(organisation=world.city, spec=spec)
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)
    return world


pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(_build)


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
        _deliver(world, table, name)
    for slug in dict.fromkeys(table.slug.replace(".", "-") for table in tables):
        _release(world, slug)


def _deliver(world: World, table: Told, name: SeriesName) -> None:
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


def _release(world: World, slug: str) -> None:
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
    return f"{table.slug}/{table.period}/{table.edition}/{key}"


def sums(whole: Told, parts: list[Told]) -> list[Equation]:
    """Return that parts add up to a whole in every area."""
    keys = ["0", "1", "2", *whole.figures]
    return [sums_up(key_of(whole, key), [key_of(part, key) for part in parts]) for key in keys]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> object:
    """Give the way to switch a relation off."""

    def switch(kind: type) -> None:
        kept = [origin for origin in relations.ORIGINS if not isinstance(origin, kind)]
        assert len(kept) == len(relations.ORIGINS) - 1
        monkeypatch.setattr(relations, "ORIGINS", kept)

    return switch


WOMEN = Told("einwohner.frauen", {"11": 98, "12": 120, "21": 70, "22": 30})
MEN = Told("einwohner.maenner", {"11": 2, "12": 80, "21": 80, "22": 20})
PEOPLE = Told("einwohner", {key: WOMEN.figures[key] + MEN.figures[key] for key in WOMEN.figures})


@pytest.mark.parametrize("is_known", [True, False])
def test_total_minus_women_gives_no_man_away(city: World, without: object, is_known: bool) -> None:
    if not is_known:
        without(Breakdowns)  # type: ignore[operator]

    publish(city, PEOPLE, WOMEN, MEN)

    found = attacked([PEOPLE, WOMEN, MEN], sums(PEOPLE, [WOMEN, MEN]))
    assert bool(found) is not is_known
    assert not seen(MEN)["11"]


FEW = Told("kinder", {"11": 2, "12": 80, "21": 40, "22": 50})
AGAIN = Told("offen", FEW.figures)


@pytest.mark.parametrize("is_known", [True, False])
def test_count_of_another_source_gives_the_same_count_of_this_one_not_away(
    city: World, without: object, is_known: bool
) -> None:
    if not is_known:
        without(Same)  # type: ignore[operator]

    publish(city, FEW, AGAIN, source={"offen": "offen"})

    found = attacked([FEW, AGAIN], sums(FEW, [AGAIN]))
    assert bool(found) is not is_known


FIRST = Told("geburten", {"11": 2, "12": 80, "21": 40, "22": 50}, "2020-H1")
SECOND = Told("geburten", {"11": 30, "12": 70, "21": 41, "22": 52}, "2020-H2")
YEAR = Told("geburten", {key: FIRST.figures[key] + SECOND.figures[key] for key in FIRST.figures}, "2020")


@pytest.mark.parametrize("is_known", [True, False])
def test_year_minus_one_half_gives_the_other_not_away(city: World, without: object, is_known: bool) -> None:
    if not is_known:
        without(Spans)  # type: ignore[operator]
    catalogue.ensure_series(
        organisation=city.city,
        name=SeriesName("geburten"),
        variable={"name": "Geburten", "is_additive": True, "is_flow": True},
        breakdown={"name": "gesamt", "dimension": "total"},
    )

    publish(city, YEAR, SECOND, FIRST)

    found = attacked([YEAR, SECOND, FIRST], sums(YEAR, [FIRST, SECOND]))
    assert bool(found) is not is_known
    assert Variable.objects.get(slug="geburten").is_flow


ONE, OTHER = Told("a", {"11": 2, "12": 80, "21": 40, "22": 50}), Told("b", {"11": 9, "12": 7, "21": 11, "22": 12})
SUM = Told("summe", {key: ONE.figures[key] + OTHER.figures[key] for key in ONE.figures})


def test_sum_of_two_indicators_minus_one_gives_the_other_not_away(city: World) -> None:
    publish(city, OTHER, ONE)
    spec = definition("summe", formula="a + b", basis=Basis.COUNTS)
    create(city, IndicatorSpec("summe", "bevoelkerung", "derived", spec))

    _release(city, "summe")

    assert attacked([ONE, OTHER, SUM], sums(SUM, [ONE, OTHER])) == []
    assert seen(SUM)["21"]
    assert not seen(SUM)["11"]


BEFORE = Told("kinder", {"11": 60, "12": 80, "21": 5, "22": 50})
AFTER = Told("kinder", {"11": 60, "12": 80, "21": 5, "23": 2, "24": 48}, edition=NEW)


def _split(world: World) -> None:
    """Store an edition in which the fourth quarter was split."""
    districts, quarters = city_areas()
    del quarters["22"]
    quarters["23"] = ("Neu-Köpenick West", square(1, 1, width=0.5))
    west, south, east, north = 13.015, 52.01, 13.02, 52.02
    quarters["24"] = ("Neu-Köpenick Ost", [[west, south], [east, south], [east, north], [west, north], [west, south]])
    import_city(world.city, plan=edition("2021", date(2021, 1, 1)), files=city_files(districts, quarters))


@pytest.mark.parametrize("is_known", [True, False])
def test_old_quarter_minus_one_of_its_parts_gives_the_other_not_away(
    city: World, without: object, is_known: bool
) -> None:
    if not is_known:
        without(Editions)  # type: ignore[operator]
    publish(city, BEFORE)
    _split(city)
    assert BoundaryVersion.objects.filter(edition=NEW).count() == 3

    publish(city, AFTER)

    same = [Equation({key_of(BEFORE, key): 1.0, key_of(AFTER, key): -1.0}) for key in ("0", "1", "2", "11", "12", "21")]
    known = [*same, sums_up(key_of(BEFORE, "22"), [key_of(AFTER, "23"), key_of(AFTER, "24")])]
    assert bool(attacked([BEFORE, AFTER], known)) is not is_known
