# SPDX-License-Identifier: EUPL-1.2
"""Where findings stand, how they are told, and what rounding, levels and unusual series change about them."""

import pytest
from django.utils import translation

from indicators.models import ImportBatch, StagedValue
from indicators.readers.mapping import CategorySeries, Layout, Mapping, PeriodSource, ValueColumn
from indicators.services import importing, sources
from indicators.services.checking.checks import FoundCheck, check_batch, run_checks
from indicators.services.checking.texts import CHECK_OF, LABELS, SENTENCES, told
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from sozialplanung.common.statuses import Status
from tests.factories.checkedcity import QUARTERS, Column, add_series, build_city, staged, taken_over
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PEOPLE = [1012.0, 1514, 893, 1203, 1801, 1107, 997, 1411, 1309, 1011, 905, 1517]


def _built(world: World) -> World:
    build_city(world)
    add_series(world, "people", unit="Personen")
    for place, year in enumerate((2017, 2018, 2019)):
        cells = [round(value * (1 + place / 100)) for value in PEOPLE]
        taken_over(world, f"{year}-12-31", {"Einwohner": Column("people", cells)})
    return world


kept_city = standing(_built)


def delivered(world: World, text: str, mapping: Mapping) -> ImportBatch:
    source = sources.source_of(organisation=world.city, slug="register")
    part = Part(DeliveredFile("zahlen.csv", text.encode()), "viertel", mapping)
    return importing.stage_batch(spec=DeliverySpec(source, "Lieferung", "stand-2020", (part,)), by=world.anna)


def jump(found: tuple[FoundCheck, ...]) -> FoundCheck:
    return next(each for each in found if each.code.startswith("checks.jump"))


def test_finding_in_a_long_table_names_the_column_of_figures(city: World) -> None:
    rows = [f"{key};alle;{round(value)}" for key, value in zip(QUARTERS, PEOPLE, strict=True)]
    rows[7] = "202;alle;14110"
    mapping = Mapping(
        shape="categories",
        period=PeriodSource("fixed", "2020-12-31"),
        key_column="key",
        values=(ValueColumn("Zahl", "people"),),
        categories=("Wer",),
        series_of=(CategorySeries(("alle",), "people:gesamt"),),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )

    found = jump(check_batch(batch=delivered(city, "\n".join(["key;Wer;Zahl", *rows]) + "\n", mapping)))

    assert (found.file_name, found.row, found.column) == ("zahlen.csv", 9, "Zahl")


def test_finding_in_a_wide_table_names_the_column_of_its_year(city: World) -> None:
    rows = [f"{key};{round(value * 1.03)};{round(value * 1.04)}" for key, value in zip(QUARTERS, PEOPLE, strict=True)]
    rows[7] = "202;1453;14110"
    mapping = Mapping(
        shape="periods",
        period=PeriodSource("header", "{}-12-31"),
        key_column="key",
        values=(ValueColumn("2020", "people"), ValueColumn("2021", "people")),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )

    found = jump(check_batch(batch=delivered(city, "\n".join(["key;2020;2021", *rows]) + "\n", mapping)))

    assert (found.row, found.column, found.value) == (9, "2021", "14110")


@pytest.mark.check("C041")
def test_areas_delivered_after_their_total_are_held_against_it(city: World) -> None:
    west, east = sum(PEOPLE[:6]), sum(PEOPLE[6:])
    taken_over(city, "2020-12-31", {"Summe": Column("people", [west - 30, east])}, level="bezirk", keys=("1", "2"))

    found = check_batch(batch=staged(city, "2020-12-31", {"Einwohner": Column("people", PEOPLE)}))

    totals = [each for each in found if each.code == "checks.total_differs"]
    assert [(each.row, each.column, each.params["area"], each.params["difference"]) for each in totals] == [
        (None, "Einwohner", "Bezirk 1 (1)", -30)
    ]


@pytest.mark.check("C041")
def test_area_that_the_source_does_not_count_apart_is_no_gap_in_a_sum(city: World) -> None:
    batch = staged(city, "2020-12-31", {"Einwohner": Column("people", ["x", *PEOPLE[1:]])})
    assert StagedValue.objects.filter(batch_id=batch.pk, status=Status.NOT_APPLICABLE).count() == 1
    west, east = sum(PEOPLE[1:6]), sum(PEOPLE[6:])
    taken_over(city, "2020-12-31", {"Summe": Column("people", [west + 5, east])}, level="bezirk", keys=("1", "2"))

    found = check_batch(batch=batch)

    assert [each.params["difference"] for each in found if each.code == "checks.total_differs"] == [5]


def test_share_that_was_always_outside_0_to_100_is_a_change_and_no_finding(city: World) -> None:
    add_series(city, "change", unit="%", additive=False)
    cells = [-8.0, -6, -4, -2, 0, 2, 4, 6, 8, 10, 12, 14]
    for year in (2018, 2019):
        taken_over(city, f"{year}-12-31", {"V": Column("change", [cell + year - 2018 for cell in cells])})

    checked = run_checks(batch=staged(city, "2020-12-31", {"V": Column("change", [cell + 2 for cell in cells])}))

    assert checked.found == ()
    assert "shares" not in checked.passed


def test_value_that_is_no_rate_of_its_parts_is_not_held_against_them(city: World) -> None:
    add_series(city, "income", unit="EUR", additive=False)
    columns = {
        "Einkommen": Column("income", [2100.0 + 10 * place for place in range(12)]),
        "Fälle": Column("income", [7.0 + place for place in range(12)], "numerator"),
        "Personen": Column("income", [900.0 + place for place in range(12)], "denominator"),
    }

    checked = run_checks(batch=staged(city, "2020-12-31", columns))

    assert checked.found == ()
    assert "rates" not in checked.passed


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_code_belongs_to_a_check_that_a_person_can_read(code: str) -> None:
    assert CHECK_OF[code] in LABELS
    assert str(SENTENCES[code].way_out)


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    params = {"value": 12345.5, "n": 1200, "area": "Süd", "small": 0.05}

    with translation.override("de"):
        german = told(params)
    with translation.override("en"):
        english = told(params)

    assert german == {"value": "12.345,5", "n": "1.200", "area": "Süd", "small": "0,05"}
    assert english == {"value": "12,345.5", "n": "1,200", "area": "Süd", "small": "0.05"}
