# SPDX-License-Identifier: EUPL-1.2
"""A rate that is published without its counts gives no small one away to whoever knows of how many it is."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from indicators.models import Basis
from indicators.readers.mapping import Layout, PeriodSource, ValueColumn
from indicators.readers.mapping import Mapping as Columns
from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing import compiling, masking
from indicators.services.releasing.quantities import quantities_of, told_by_rates
from indicators.stats.vintages import RawSlice, raw_slice
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.services import run_inline
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.sumcity import DAY, OLD, SMALL, Told, build_sum_city, publish, release
from tests.factories.world import World
from tests.integration.leaks.attacker import Knowledge, numerators, reach

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_sum_city)

# 2 of 53, 40 of 400, 45 of 300, 24 of 240; 42 of 453, 69 of 540.
RATES = {"11": "3,8", "12": "10,0", "21": "15,0", "22": "10,0"}
DISTRICTS = {"1": "9,3", "2": "12,8"}
PERSONS = {"11": 53, "12": 400, "21": 300, "22": 240, "1": 453, "2": 540, "0": 993}
PARTS = {"1": ("11", "12"), "2": ("21", "22"), "0": ("1", "2")}
PEOPLE = Told("einwohner", {key: PERSONS[key] for key in RATES})


def publish_rate(
    world: World, rates: Mapping[str, str], districts: Mapping[str, str] = DISTRICTS, source: str = "register"
) -> None:
    """Deliver and release a rate of the inhabitants, one decimal; the source "register" hides counts below 3."""
    name = SeriesName("armut")
    catalogue.ensure_series(
        organisation=world.city,
        name=name,
        variable={"name": "Armut", "is_additive": False},
        breakdown={"name": "gesamt", "dimension": "total"},
    )
    spec = definition("Armut", basis="rate_denominator", series=name, denominator_indicator="einwohner")
    spec = replace(spec, source=source, unit_of_measure="%", decimals=1)
    create(world, IndicatorSpec("armut", "bevoelkerung", "delivered", spec))
    columns = Columns(
        shape="columns",
        period=PeriodSource("fixed", DAY),
        key_column="schluessel",
        values=(ValueColumn("anteil", "armut"),),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )
    tables = {"viertel": rates, "bezirk": districts}
    parts = tuple(Part(DeliveredFile(f"{level}.csv", _file(told)), level, columns) for level, told in tables.items())
    supplier = sources.source_of(organisation=world.city, slug=source)
    batch = importing.stage_batch(spec=DeliverySpec(supplier, "Armut", OLD, parts), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    release(world, "armut")


def _file(rates: Mapping[str, str]) -> bytes:
    return "\n".join(["schluessel;anteil", *(f"{key};{rate}" for key, rate in rates.items()), ""]).encode()


def shown_rates(world: World) -> dict[str, SliceContent]:
    """Return what readers are told of the rate, by level."""
    found: dict[str, SliceContent] = {}
    for level in ("viertel", "bezirk", "stadt"):
        ref = published.release_ref(world.city, indicator="armut", period=DAY, level=level)
        content = published.slice_content(ref) if ref else None
        found |= {level: content} if content is not None else {}
    return found


def learned(world: World) -> tuple[float, float]:
    """Return how far whoever knows all inhabitants narrows the two persons of the first area down."""
    knowledge = Knowledge()
    for level, keys in (("viertel", RATES), ("bezirk", DISTRICTS), ("stadt", ("0",))):
        rates = shown_rates(world)[level].numbers["value"].values.tolist()
        for key, rate in zip(keys, rates, strict=True):
            knowledge.between((key,), 0.0, PERSONS[key])
            if not np.isnan(rate):
                knowledge.between((key,), *numerators(PERSONS[key], {"value": rate}, 1))
    for whole, parts in PARTS.items():
        knowledge.relates({(whole,): -1.0, **{(part,): 1.0 for part in parts}})
    return reach(knowledge, [("11",)])[("11",)]


def is_open(ends: tuple[float, float]) -> bool:
    """Say whether a count may be nothing and may be as many as may be shown."""
    return ends[0] <= 0 and ends[1] >= SMALL


@pytest.mark.parametrize("left_out", ["nothing", "the small ones", "the sums"])
def test_rate_of_known_inhabitants_gives_two_persons_not_away(
    city: World, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    publish(city, PEOPLE, source={"einwohner": "offen"})
    if left_out != "nothing":
        known = quantities_of
        monkeypatch.setattr(
            compiling,
            "quantities_of",
            lambda *at: {} if at[1].definitions[0].basis == Basis.RATE_DENOMINATOR else known(*at),
        )
    if left_out == "the small ones":
        monkeypatch.setattr(compiling, "too_small", masking.few_inhabitants)

    publish_rate(city, RATES)

    assert is_open(learned(city)) is (left_out == "nothing")
    is_hidden = shown_rates(city)["viertel"].status[0] == Status.SUPPRESSED
    assert is_hidden is np.bool_(left_out != "the small ones")


def test_rate_of_enough_persons_stays_as_it_was(city: World) -> None:
    publish(city, PEOPLE, source={"einwohner": "offen"})

    publish_rate(city, {**RATES, "11": "39,6"}, {**DISTRICTS, "1": "13,5"})

    told = shown_rates(city)
    assert told["viertel"].numbers["value"].values.tolist() == [39.6, 10.0, 15.0, 10.0]
    assert told["stadt"].status.tolist() == [Status.OK]


def test_delivered_rate_is_judged_by_its_own_source_and_not_by_that_of_the_inhabitants(city: World) -> None:
    publish(city, PEOPLE)

    publish_rate(city, RATES, source="offen")

    assert shown_rates(city)["viertel"].numbers["value"].values.tolist() == [3.8, 10.0, 15.0, 10.0]


def test_rate_whose_rest_is_small_is_hidden(city: World) -> None:
    publish(city, PEOPLE, source={"einwohner": "offen"})

    publish_rate(city, {**RATES, "11": "96,2"}, {**DISTRICTS, "1": "20,1"})

    assert shown_rates(city)["viertel"].status[0] == Status.SUPPRESSED


def test_rate_of_nobody_knows_how_many_has_no_cell_and_stays(city: World) -> None:
    # Without inhabitants of the period nobody can work out a count.
    publish(city, replace(PEOPLE, period="2019-12-31"), source={"einwohner": "offen"})

    publish_rate(city, RATES)

    assert shown_rates(city)["viertel"].numbers["value"].values.tolist() == [3.8, 10.0, 15.0, 10.0]


def _slice(rate: float, persons: float) -> RawSlice:
    value = np.array([rate])
    return raw_slice(
        value,
        np.array([Status.OK], dtype=np.uint8),
        numerator=value * persons / 100,
        denominator=np.array([persons]),
    )


@pytest.mark.parametrize(
    ("rate", "persons", "low", "high"),
    [
        (3.8, 53, 1.9875, 2.0405),  # the last digit: 3.75 to 3.85 % of 53
        (10.0, 40_000, 3997.5, 4002.5),  # the count beside it, to the nearest five; the last digit leaves 20
        (10.04, 1000, 99.5, 100.5),  # a rate that is not rounded yet is told as 10.0
        (0.0, 100_000, 0.0, 0.0),  # nobody
        (0.02, 10_000, 0.0, 2.5),  # rounded to nothing, and so is the count
    ],
)
def test_rate_tells_its_count_between_the_ends_of_its_last_digit(
    rate: float, persons: float, low: float, high: float
) -> None:
    ends = told_by_rates(_slice(rate, persons), 1)

    assert [float(each[0]) for each in ends] == pytest.approx([low, high])
