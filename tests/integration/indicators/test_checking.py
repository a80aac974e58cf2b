# SPDX-License-Identifier: EUPL-1.2
"""The checks of a batch against its history, its parts and its totals, with their places in the file."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Breakdown, BreakdownRole, ImportBatch, Indicator
from indicators.models.observations import Observation
from indicators.services.catalogue import SeriesName
from indicators.services.checking.checks import FoundCheck, check_batch, run_checks, store_checks
from indicators.services.remarks.breaks import BreakSpec, mark_break
from tests.factories.checkedcity import (
    QUARTERS,
    Column,
    add_indicator,
    add_series,
    build_city,
    redraw,
    staged,
    taken_over,
)
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PEOPLE = [1012.0, 1514, 893, 1203, 1801, 1107, 997, 1411, 1309, 1011, 905, 1517]


@pytest.fixture
def city(world: World) -> World:
    """Give a city of twelve quarters with a series of counts."""
    build_city(world)
    add_series(world, "people", unit="Personen")
    return world


def people(factor: float = 1.0, **wrong: float | str) -> dict[str, Column]:
    """Return a column of counts, with some cells replaced by key."""
    cells: list[float | str] = [float(round(value * factor)) for value in PEOPLE]
    for key, cell in wrong.items():
        cells[QUARTERS.index(key.removeprefix("k"))] = cell
    return {"Einwohner": Column("people", cells)}


def with_history(world: World, years: Sequence[int] = (2016, 2017, 2018, 2019)) -> None:
    for place, year in enumerate(years):
        taken_over(world, f"{year}-12-31", people(1 + place / 100))


def codes(found: Sequence[FoundCheck]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.check("C052")
def test_jump_against_the_own_history_is_a_warning_with_its_place_in_the_file(city: World) -> None:
    with_history(city)

    found = check_batch(batch=staged(city, "2020-12-31", people(1.04, k103=8930)))

    assert codes(found) == ["checks.jump_history"]
    jump = found[0]
    assert (jump.severity, jump.file_name, jump.row, jump.column, jump.value) == (
        "warning",
        "zahlen.csv",
        4,
        "Einwohner",
        "8930",
    )
    assert jump.params["area"] == "Viertel 103 (103)"
    assert jump.params["usual"] == pytest.approx(906, abs=3)
    assert "8,930 is far from its own history" in jump.message


def test_ordinary_delivery_passes_and_a_check_without_anything_to_look_at_does_not(city: World) -> None:
    with_history(city)

    checked = run_checks(batch=staged(city, "2020-12-31", people(1.05)))

    assert checked.found == ()
    assert {"history", "peers", "unit", "columns", "digits", "gaps", "known", "lost", "edition"} == set(checked.passed)


def test_first_delivery_has_no_history_to_pass(city: World) -> None:
    checked = run_checks(batch=staged(city, "2020-12-31", people(k204=14110000)))

    assert codes(checked.found) == ["checks.outlier_first"]
    assert checked.found[0].severity == "note"
    assert "history" not in checked.passed


def test_one_period_before_is_enough_to_compare_with_the_other_areas(city: World) -> None:
    taken_over(city, "2019-12-31", people())

    found = check_batch(batch=staged(city, "2020-12-31", people(1.01, k201=9970)))

    assert codes(found) == ["checks.jump_peers"]
    assert found[0].params["before"] == 997


@pytest.mark.check("C052")
def test_history_ends_at_a_break_that_forbids_comparison(city: World) -> None:
    with_history(city)
    add_indicator(city, "people", series=SeriesName("people"))
    batch = staged(city, "2020-12-31", people(1.04, k103=8930))
    assert codes(check_batch(batch=batch)) == ["checks.jump_history"]

    spec = BreakSpec("2019-12-31", "2020-12-31", "law", "no", "Neues Gesetz")
    mark_break(indicator=Indicator.objects.get(slug="people"), spec=spec, by=city.anna)

    found = check_batch(batch=batch)
    assert "checks.jump_history" not in codes(found)
    assert "checks.jump_peers" not in codes(found)


@pytest.mark.check("C052")
def test_jump_where_the_border_changed_says_so(world: World) -> None:
    build_city(world, until=date(2021, 1, 1))
    add_series(world, "people", unit="Personen")
    taken_over(world, "2019-12-31", people())
    redraw(world, moved="105")

    found = check_batch(batch=staged(world, "2021-12-31", people(1.01, k105=901), edition="stand-2021"))

    assert codes(found) == ["checks.jump_boundary"]
    assert (found[0].params["before"], found[0].params["since"]) == (1801, "2019-12-31")


@pytest.mark.check("C052")
def test_column_in_another_unit_is_told_once_and_not_for_every_area(city: World) -> None:
    with_history(city)

    found = check_batch(batch=staged(city, "2020-12-31", people(0.001)))

    assert codes(found) == ["checks.unit_switch"]
    assert (found[0].row, found[0].column, found[0].params["of"]) == (None, "Einwohner", 12)


def test_column_that_repeats_the_year_before_and_one_of_a_single_value_are_told(city: World) -> None:
    taken_over(city, "2019-12-31", people())

    assert codes(check_batch(batch=staged(city, "2020-12-31", people()))) == ["checks.repeated"]
    same = {"Einwohner": Column("people", [1100.0] * 12)}
    assert "checks.all_equal" in codes(check_batch(batch=staged(city, "2021-12-31", same)))


@pytest.mark.check("C052")
def test_share_above_100_and_numerator_above_its_denominator_are_warnings(city: World) -> None:
    add_series(city, "share", unit="%", additive=False)
    cases = [10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 260]
    columns = {
        "Quote": Column("share", [5.0, 10, 15, 20, 25, 30, 35, 40, 45, 5, 55, 130]),
        "Fälle": Column("share", cases, "numerator"),
        "Personen": Column("share", [200.0] * 12, "denominator"),
    }

    found = check_batch(batch=staged(city, "2020-12-31", columns))

    assert [(each.code, each.row, each.column, each.severity) for each in found] == [
        ("checks.rate_differs", 11, "Quote", "warning"),
        ("checks.numerator_exceeds", 13, "Fälle", "warning"),
        ("checks.share_outside", 13, "Quote", "warning"),
    ]
    assert found[0].params["expected"] == 50


def test_columns_of_numerator_and_denominator_in_each_others_place_are_told_once(city: World) -> None:
    add_series(city, "share", unit="%", additive=False)
    columns = {
        "Quote": Column("share", [5.0 + place for place in range(12)]),
        "Fälle": Column("share", [2000.0] * 12, "numerator"),
        "Personen": Column("share", [100.0 + 20 * place for place in range(12)], "denominator"),
    }

    found = check_batch(batch=staged(city, "2020-12-31", columns))

    assert [each.code for each in found if each.column == "Fälle"] == ["checks.parts_swapped"]


def test_rates_per_one_where_the_unit_says_percent_are_told_once(city: World) -> None:
    add_series(city, "share", unit="%", additive=False)
    columns = {
        "Quote": Column("share", [round(0.05 + place / 100, 2) for place in range(12)]),
        "Fälle": Column("share", [10.0 + 2 * place for place in range(12)], "numerator"),
        "Personen": Column("share", [200.0] * 12, "denominator"),
    }

    found = check_batch(batch=staged(city, "2020-12-31", columns))

    assert codes(found) == ["checks.rate_base"]
    assert (found[0].params["found"], found[0].params["wanted"]) == (1, 100)


def test_columns_exchanged_against_their_history_are_told_once(city: World) -> None:
    add_series(city, "cars", unit="Autos")
    cars = [31.0, 42, 27, 36, 55, 33, 29, 41, 40, 30, 28, 46]
    before = {**people(), "Autos": Column("cars", cars)}
    for year in (2017, 2018, 2019):
        taken_over(city, f"{year}-12-31", before | people(1 + (year - 2016) / 100))

    exchanged = {"Einwohner": Column("people", cars), "Autos": Column("cars", people(1.05)["Einwohner"].cells)}
    found = check_batch(batch=staged(city, "2020-12-31", exchanged))

    assert "checks.columns_exchanged" in codes(found)
    assert "checks.jump_history" not in codes(found)


@pytest.mark.check("C041")
def test_total_of_a_coarser_level_is_held_against_its_areas(city: World) -> None:
    taken_over(city, "2020-12-31", people())
    first, second = sum(PEOPLE[:6]), sum(PEOPLE[6:])

    batch = staged(
        city, "2020-12-31", {"Summe": Column("people", [first, second + 7])}, level="bezirk", keys=("1", "2")
    )
    found = check_batch(batch=batch)

    totals = [each for each in found if each.code == "checks.total_differs"]
    assert [(each.row, each.column, each.params["difference"]) for each in totals] == [(3, "Summe", 7)]


def test_part_above_its_total_and_breakdowns_that_do_not_add_up_are_told(city: World) -> None:
    add_series(city, "people", "young")
    add_series(city, "people", "old")
    young = [round(value / 3) for value in PEOPLE]
    old = [total - part for total, part in zip(PEOPLE, young, strict=True)]
    old[4] += 9
    young[7] = 2000

    found = check_batch(
        batch=staged(
            city,
            "2020-12-31",
            {**people(), "jung": Column("people:young", young), "alt": Column("people:old", old)},
        )
    )

    assert [(each.code, each.row, each.column) for each in found] == [
        ("checks.breakdown_differs", 6, "Einwohner"),
        ("checks.breakdown_differs", 9, "Einwohner"),
        ("checks.part_exceeds", 9, "jung"),
    ]


def test_groups_that_add_up_everywhere_are_asked_about_until_somebody_declares_them(city: World) -> None:
    young = [round(value / 3) for value in PEOPLE]
    old = [total - part for total, part in zip(PEOPLE, young, strict=True)]
    columns = {**people(), "jung": Column("people:young", young), "alt": Column("people:old", old)}
    for group in ("young", "old"):
        add_series(city, "people", group)

    asked = check_batch(batch=staged(city, "2020-12-31", columns))
    Breakdown.objects.exclude(slug="gesamt").update(role=BreakdownRole.PART)
    declared = check_batch(batch=staged(city, "2021-12-31", columns))

    assert [(each.code, each.severity, each.row) for each in asked] == [("checks.breakdown_undeclared", "note", None)]
    assert "checks.breakdown_undeclared" not in codes(declared)


def test_area_that_lost_its_value_and_a_gap_in_the_years_are_told(city: World) -> None:
    with_history(city)

    found = check_batch(batch=staged(city, "2022-12-31", people(1.05, k206="")))

    assert codes(found) == ["checks.areas_lost", "checks.gap"]
    assert (found[0].severity, found[0].params["n"], found[0].params["area"]) == ("warning", 1, "Viertel 206 (206)")
    assert (found[1].severity, found[1].params["missing"]) == ("note", 2)


def test_area_whose_source_says_why_there_is_no_value_is_not_lost(city: World) -> None:
    with_history(city)

    assert "checks.areas_lost" not in codes(check_batch(batch=staged(city, "2020-12-31", people(1.05, k206="/"))))


def test_period_outside_the_boundary_version_is_a_note(city: World) -> None:
    found = check_batch(batch=staged(city, "2012-12-31", people()))

    assert [(each.code, each.severity) for each in found] == [("checks.edition_date", "note")]


@pytest.mark.check("C045")
def test_findings_are_kept_in_the_order_of_the_file_and_counted_once(city: World) -> None:
    with_history(city)
    batch = staged(city, "2020-12-31", people(1.04, k206=1, k103=8930))
    observations = Observation.objects.count()

    checked = run_checks(batch=batch)
    store_checks(batch=batch, found=checked.found, passed=checked.passed)
    store_checks(batch=batch, found=checked.found, passed=checked.passed)

    batch = ImportBatch.objects.get(pk=batch.pk)
    kept = batch.findings.filter(code__startswith="checks.").order_by("pk")
    assert [(each.row, each.value) for each in kept] == [(4, "8930"), (13, "1")]
    assert kept[0].params["area"] == "Viertel 103 (103)"
    assert (batch.counts["warnings"], batch.counts["errors"]) == (2, 0)
    assert [batch.counts[kind] for kind in ("new", "changed", "unchanged", "missing")] == [12, 0, 0, 0]
    assert "edition" in batch.counts["passed"]
    assert "history" not in batch.counts["passed"]
    assert Observation.objects.count() == observations


def test_number_of_queries_does_not_grow_with_the_batch(city: World) -> None:
    with_history(city, (2017, 2018, 2019))
    add_series(city, "cars")
    small = staged(city, "2020-12-31", people(1.04))
    large = staged(city, "2021-12-31", {**people(1.05), "Autos": Column("cars", PEOPLE)})
    run_checks(batch=small)

    with CaptureQueriesContext(connection) as few:
        run_checks(batch=small)
    with CaptureQueriesContext(connection) as many:
        run_checks(batch=large)

    assert len(many) == len(few) <= 10
