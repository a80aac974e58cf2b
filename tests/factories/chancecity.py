# SPDX-License-Identifier: EUPL-1.2
"""A city of chance: groups that cross, the same count twice, events by quarter, shares, formulas, other boundaries.

A *course* is what happens there in some order: deliveries, corrections, withdrawals, another edition. What was
delivered is kept, state by state, for whoever judges an attack.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from django.db import transaction

from indicators.errors import DeliveryTwiceError, DisclosureBreachError
from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.selectors import graph
from indicators.services import catalogue, sources
from indicators.services.catalogue import SeriesName
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.rules import CellRule
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_files, edition, import_city, square
from tests.factories.checkedcity import QUARTERS, Column, add_indicator, taken_over
from tests.factories.world import World

OLD, NEW = "stand-2020", "stand-2021"
FIRST, SECOND = "2020-12-31", "2021-12-31"
YEAR: Final = "2021"
PARTS_OF_YEAR: Final = ("2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4")
# The ground of a quarter that is split later, in two pieces; the last two quarters are merged later.
SPLIT, MERGED = "106", ("205", "206")
PIECES: Final = (*QUARTERS[: QUARTERS.index(SPLIT)], "106w", "106e", *QUARTERS[QUARTERS.index(SPLIT) + 1 :])
GROUND: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    OLD: {key: ("106w", "106e") if key == SPLIT else (key,) for key in QUARTERS},
    NEW: {
        **{key: (key,) for key in QUARTERS if key not in {SPLIT, *MERGED}},
        "106": ("106w",),
        "107": ("106e",),
        "205": MERGED,
    },
}
# Women and men under 6 and from 6 on: what everything else is the sum of.
ATOMS: Final = ("wu", "mu", "wa", "ma")
SERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "people:gesamt": ATOMS,
    "people:unter": ("wu", "mu"),
    "people:ab": ("wa", "ma"),
    "people:frauen": ("wu", "wa"),
    "people:maenner": ("mu", "ma"),
    "people:madchen": ("wu",),
    "kinder:gesamt": ("wu", "mu"),
    "geburten:gesamt": ("g",),
}
GROUPS: Final[Mapping[str, Mapping[str, object]]] = {
    "unter": {"dimension": "alter", "role": "part"},
    "ab": {"dimension": "alter", "role": "part"},
    "frauen": {"dimension": "geschlecht", "role": "part"},
    "maenner": {"dimension": "geschlecht", "role": "part"},
    "madchen": {"dimension": "kreuz", "role": "part", "crossed": ["frauen", "unter"]},
    "gesamt": {"dimension": "total"},
}
# What each figure is made of: whole numbers times counts, now and years ago; a share has two of them.
Weights = Mapping[tuple[str, int], float]
COUNTED: Final[Mapping[str, str]] = {
    "people": "people:gesamt",
    "unter": "people:unter",
    "ab": "people:ab",
    "frauen": "people:frauen",
    "maenner": "people:maenner",
    "madchen": "people:madchen",
    "kinder": "kinder:gesamt",
    "geburten": "geburten:gesamt",
}
SHARES: Final[Mapping[str, tuple[str, str]]] = {
    "anteil": ("unter", "people"),
    "kinderanteil": ("kinder", "people"),
    "madchenanteil": ("madchen", "unter"),
    "geburtenrate": ("geburten", "people"),
}
FORMULAS: Final[Mapping[str, tuple[str, Weights]]] = {
    "summe": ("frauen + unter", {("frauen", 0): 1.0, ("unter", 0): 1.0}),
    "rest": ("people - kinder", {("people", 0): 1.0, ("kinder", 0): -1.0}),
    "doppelt": ("2 * madchen + maenner", {("madchen", 0): 2.0, ("maenner", 0): 1.0}),
    "wandel": ("change(unter, 1)", {("unter", 0): 1.0, ("unter", 1): -1.0}),
    "frueher": ("lag(kinder, 1)", {("kinder", 1): 1.0}),
}
Table = Mapping[str, float]
State = Mapping[tuple[str, str, str], Table]


@dataclass
class Course:
    """What happens in a city of chance: who may see what, which indicators there are, what was delivered when."""

    world: World
    chance: random.Random
    minimum: dict[str, int] = field(default_factory=dict)
    rounding: int = 0
    slugs: tuple[str, ...] = ()
    counts: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    now: dict[tuple[str, str, str], Table] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)
    told: dict[int, int] = field(default_factory=dict)
    refused: int = 0

    def settle(self) -> None:
        """Keep the state of now, after whatever was delivered was released."""
        self.states.append(dict(self.now))
        for pk in Release.objects.values_list("pk", flat=True):
            self.told.setdefault(pk, len(self.states) - 1)


def build_chance_city(world: World) -> World:
    """Store the areas of both editions, series and topic."""
    import_city(world.city, edition(until=date(2021, 1, 1)), city_files(_districts(), _squares()))
    later = {key: area for key, area in _squares().items() if key not in {SPLIT, *MERGED}}
    later["106"] = ("Viertel 106", square(0, 5, width=0.5))
    middle, east = round(WEST + SIDE / 2, 6), round(WEST + SIDE, 6)
    later["107"] = ("Viertel 107", _box(middle, east, 5, 6))
    later["205"] = ("Viertel 205", _box(east, round(WEST + 2 * SIDE, 6), 4, 6))
    import_city(world.city, edition("2021", date(2021, 1, 1)), city_files(_districts(), later))
    for slug in ("register", "amt"):
        sources.ensure_source(organisation=world.city, spec=_source(slug, 5))
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)
    for name in SERIES:
        variable, group = name.split(":")
        catalogue.ensure_series(
            organisation=world.city,
            name=SeriesName(variable, group),
            variable={"name": variable, "is_additive": True, "is_flow": variable == "geburten"},
            breakdown={"name": group, **GROUPS[group]},
        )
    return world


def _source(slug: str, minimum: int, rounding: int = 0) -> SourceSpec:
    cell = CellRule(rounding=rounding)
    licence = ("cc0", "CC0", "")
    return SourceSpec(slug, slug, "Stadt", "© Stadt", licence, True, "Satzung", minimum_count=minimum, cell=cell)


def _districts() -> dict[str, tuple[str, Ring]]:
    return {str(column + 1): (f"Bezirk {column + 1}", _strip(column)) for column in (0, 1)}


def _squares() -> dict[str, tuple[str, Ring]]:
    return {key: (f"Viertel {key}", square(int(key[0]) - 1, int(key[1:]) - 1)) for key in QUARTERS}


def _box(west: float, east: float, low: int, high: int) -> Ring:
    south, north = round(SOUTH + low * SIDE, 6), round(SOUTH + high * SIDE, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _strip(column: int) -> Ring:
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + 1) * SIDE, 6)
    heights = [round(SOUTH + row * SIDE, 6) for row in range(7)]
    up = [[east, height] for height in heights]
    down = [[west, height] for height in reversed(heights)]
    return [*up, *down, up[0]]


def run(world: World, seed: int, *, acts: int | None = None) -> Course:
    """Let chance decide what is told to whom in which order, and release everything through the ordinary services.

    `acts` is after how many things that happen the course ends; by default after all.
    """
    course = Course(world, random.Random(seed))  # noqa: S311 - figures of a test
    _rule(course)
    _define(course)
    for act in islice(_acts(course), acts):
        act()
        _refresh(course)
        course.settle()
    return course


def _rule(course: Course) -> None:
    chance, city = course.chance, course.world.city
    course.minimum = {"public": chance.choice((3, 5, 5, 10))}
    # Who reads more is told more: a stricter rule for the council protects nothing that everybody reads.
    if chance.random() < 0.6:
        course.minimum["council"] = chance.choice((0, 2, 3))
    if chance.random() < 0.3:
        course.minimum["internal"] = min(course.minimum.get("council", 3), chance.choice((0, 2)))
    course.rounding = 5 if chance.random() < 0.15 else 0
    for audience, minimum in course.minimum.items():
        for slug in ("register", "amt"):
            spec = _source(slug, minimum, course.rounding if audience == "public" else 0)
            sources.set_rule(organisation=city, spec=spec, audience=Audience(audience))


def _define(course: Course) -> None:
    chance = course.chance
    counted = [slug for slug in COUNTED if slug == "people" or chance.random() < 0.75]
    made = dict.fromkeys(counted)
    needs: dict[str, list[str]] = {slug: [*pair] for slug, pair in SHARES.items()}
    needs |= {slug: [name for name, _ in weights] for slug, (_, weights) in FORMULAS.items()}
    for slug, names in needs.items():
        if chance.random() < 0.45 and {*names} <= {*counted}:
            made[slug] = None
    course.slugs = tuple(made)
    for slug in course.slugs:
        is_block = slug in COUNTED and slug != "people" and chance.random() < 0.12
        _add(course.world, slug, is_block=is_block)


def _add(world: World, slug: str, *, is_block: bool) -> None:
    source = "amt" if slug in {"kinder", "geburten"} else "register"
    if slug in COUNTED:
        made = add_indicator(
            world,
            slug,
            series=SeriesName(*COUNTED[slug].split(":")),
            unit_of_measure="Personen",
            decimals=0,
            source=source,
        )
    elif slug in SHARES:
        top, bottom = SHARES[slug]
        made = add_indicator(world, slug, formula=f"share({top}, {bottom})", unit_of_measure="%", decimals=1)
    else:
        made = add_indicator(world, slug, formula=FORMULAS[slug][0], unit_of_measure="Personen", decimals=0)
    if is_block:
        Indicator.objects.filter(pk=made.pk).update(is_building_block=True)


def _acts(course: Course) -> Iterator[Callable[[], None]]:
    """Give what happens: the first year first, the rest as chance has it."""
    yield lambda: _deliver(course, FIRST, OLD)
    more: list[Callable[[], None]] = [
        lambda: _deliver(course, SECOND, OLD),
        lambda: _correct(course, FIRST),
        lambda: _withdraw(course),
    ]
    if course.chance.random() < 0.6:
        more.append(lambda: _redeliver(course, FIRST, NEW))
    if course.chance.random() < 0.5:
        more.append(lambda: _correct(course, FIRST))
    if course.chance.random() < 0.5 and "geburten" in course.slugs:
        more += [lambda: _deliver_events(course)]
    course.chance.shuffle(more)
    yield from more


def _amount(chance: random.Random) -> float:
    return float(chance.choice((0, 0, 1, 2, 3, 4, 6, 9, chance.randint(10, 80), chance.randint(30, 400))))


def _draw(course: Course, period: str) -> None:
    for atom in (*ATOMS, "g"):
        course.counts[period, atom] = {piece: _amount(course.chance) for piece in PIECES}


def _series_of(course: Course) -> list[str]:
    wanted = {COUNTED[slug] for slug in course.slugs if slug in COUNTED}
    return [name for name in SERIES if name in wanted]


def _deliver(course: Course, period: str, where: str) -> None:
    _draw(course, period)
    _redeliver(course, period, where)


def _redeliver(course: Course, period: str, where: str) -> None:
    _take(course, period, where, [name for name in _series_of(course) if not name.startswith("geburten")])


def _take(course: Course, period: str, where: str, names: list[str]) -> None:
    ground = GROUND[where]
    tables = {
        name: {
            key: sum(course.counts[period, atom][piece] for atom in SERIES[name] for piece in ground[key])
            for key in ground
        }
        for name in names
    }
    for source in ("register", "amt"):
        own = {name: table for name, table in tables.items() if (name[0] in "kg") is (source == "amt")}
        columns = {name.replace(":", "-"): Column(name, list(table.values())) for name, table in own.items()}
        if columns:
            # Chance may correct nothing of a table.
            with suppress(DeliveryTwiceError):
                taken_over(course.world, period, columns, edition=where, keys=tuple(ground), source=source)
                _keep(course, period, where, own)


def _keep(course: Course, period: str, where: str, tables: Mapping[str, Table]) -> None:
    """Know what is current now: an area that keeps its key has one figure a period, the one delivered last."""
    for name, table in tables.items():
        course.now[name, period, where] = table
        for other in course.now.keys() & {(name, period, place) for place in GROUND if place != where}:
            then = course.now[other]
            course.now[other] = {key: table.get(key, figure) for key, figure in then.items()}


def _deliver_events(course: Course) -> None:
    """Deliver a year of events and its quarters."""
    for period in PARTS_OF_YEAR:
        course.counts[period, "g"] = {piece: _amount(course.chance) for piece in PIECES}
    course.counts[YEAR, "g"] = {
        piece: sum(course.counts[period, "g"][piece] for period in PARTS_OF_YEAR) for piece in PIECES
    }
    told = [*PARTS_OF_YEAR, YEAR]
    course.chance.shuffle(told)
    for period in told[: course.chance.choice((4, 5, 5))]:
        _take(course, period, OLD, ["geburten:gesamt"])


def _correct(course: Course, period: str) -> None:
    """Correct some figures of a period where it was delivered; wholes follow their parts."""
    for atom in course.chance.sample(ATOMS, course.chance.choice((1, 1, 2))):
        for piece in course.chance.sample(PIECES, course.chance.choice((1, 2, 4))):
            course.counts[period, atom][piece] = _amount(course.chance)
    for where in dict.fromkeys(place for _, when, place in course.now if when == period):
        _redeliver(course, period, where)


def _indicators(course: Course) -> list[Indicator]:
    rows = Indicator.objects.select_related("organisation").in_bulk(
        graph.in_order(organisation_id=course.world.city.pk)
    )
    return [rows[pk] for pk in graph.in_order(organisation_id=course.world.city.pk)]


def _withdraw(course: Course) -> None:
    rows = list(Release.objects.filter(state=ReleaseState.PUBLISHED, audience="public").order_by("pk"))
    if rows:
        row = course.chance.choice(rows)
        by = course.world.frida
        withdraw_release(release_id=row.pk, organisation_id=course.world.city.pk, by=by, reason="Fehler der Quelle")


def _refresh(course: Course) -> None:
    """Compute everything, then release it one by one."""
    for row in _indicators(course):
        derive_indicator(indicator=row, report=lambda *_: None)
    for indicator in graph.in_order(organisation_id=course.world.city.pk):
        try:
            with transaction.atomic():
                refresh_indicator(indicator_id=indicator, by=course.world.frida, report=lambda *_: None)
        except DisclosureBreachError:
            # What cannot be published beside what is there is refused, and stays inside.
            course.refused += 1
