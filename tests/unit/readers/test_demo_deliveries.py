# SPDX-License-Identifier: EUPL-1.2
"""Every delivery of the demo set is read completely, in its own layout."""

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from indicators.readers.csvfile import Table, read_csv
from indicators.readers.mapping import CategorySeries, KeyRule, Mapping, PeriodSource, TotalRule, ValueColumn
from indicators.readers.staging import Staged, stage
from sozialplanung.common.statuses import Status

DEMO = Path(__file__).resolve().parents[3] / "demo"
DELIVERIES = sorted(DEMO.glob("*/lieferungen/*.csv"))


@cache
def codes_of(layer: str) -> set[str]:
    layer_file = json.loads((DEMO / layer).read_text(encoding="utf-8"))
    return {str(feature["properties"]["code"]) for feature in layer_file["features"]}


def table_of(delivery: str) -> Table:
    return read_csv((DEMO / delivery).read_bytes())


def assert_plain(result: Staged) -> None:
    assert [each for each in result.findings if each.severity != "note"] == []


def test_the_demo_has_deliveries() -> None:
    assert len(DELIVERIES) >= 26


@pytest.mark.check("C038")
@pytest.mark.parametrize("path", DELIVERIES, ids=lambda path: path.name)
def test_every_row_of_a_delivery_is_in_the_table(path: Path) -> None:
    table = read_csv(path.read_bytes())

    with path.open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.reader(file, delimiter=table.separator))
    assert [list(table.header), *map(list, table.rows)] == expected
    assert table.findings == ()


@pytest.mark.parametrize("year", [2012, 2014, 2016, 2018])
def test_berlin_monitoring(year: int) -> None:
    table = table_of(f"berlin/lieferungen/mss_{year}-12-31.csv")
    columns = tuple(name for name in table.header if name != "schluessel")
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("fixed", f"{year}-12-31"),
        values=tuple(ValueColumn(name, name, is_additive=False) for name in columns),
        key_column="schluessel",
    )

    result = stage(table, mapping, codes_of("berlin/gebiete_lor_2006/planungsraum.geojson"))

    assert_plain(result)
    assert len(result) == 447 * len(columns)
    place = [(key, series) for key, series in zip(result.key, result.series, strict=True)]
    assert np.isnan(result.value[place.index(("01011102", "kinderarmut"))])
    assert result.status[place.index(("01011102", "kinderarmut"))] == Status.MISSING


def test_berlin_monitoring_value_is_the_printed_one() -> None:
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("fixed", "2012-12-31"),
        values=(ValueColumn("kinderarmut", "child-poverty", is_additive=False),),
        key_column="schluessel",
    )

    result = stage(
        table_of("berlin/lieferungen/mss_2012-12-31.csv"),
        mapping,
        codes_of("berlin/gebiete_lor_2006/planungsraum.geojson"),
    )

    assert result.value[0] == 20.1087
    assert {each.code for each in result.findings if each.severity == "warning"} == {"column_unmapped"}


@pytest.mark.parametrize(("year", "edition", "n"), [(2018, "2006", 447), (2024, "2021", 542)])
def test_berlin_population_on_its_own_boundaries(year: int, edition: str, n: int) -> None:
    table = table_of(f"berlin/lieferungen/einwohner_{year}-12-31.csv")
    columns = tuple(name for name in table.header if name != "schluessel")
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("fixed", f"{year}-12-31"),
        values=tuple(ValueColumn(name, name) for name in columns),
        key_column="schluessel",
    )

    result = stage(table, mapping, codes_of(f"berlin/gebiete_lor_{edition}/planungsraum.geojson"))
    other = stage(table, mapping, codes_of("berlin/gebiete_lor_2021/bezirk.geojson"))

    assert_plain(result)
    assert len(result) == n * len(columns)
    assert other.has_errors


def test_nrw_is_wide_by_year() -> None:
    table = table_of("nrw/lieferungen/gisd_1998_2021.csv")
    mapping = Mapping(
        shape="periods",
        period=PeriodSource("header"),
        values=tuple(ValueColumn(name, "gisd", is_additive=False) for name in table.header[1:]),
        key_column="ags",
    )

    result = stage(table, mapping, codes_of("nrw/gebiete_2021/gemeinde.geojson"))

    assert_plain(result)
    assert len(result) == 396 * 24
    assert result.value[result.key.index("05112000")] == 1.0
    assert set(result.period) == {str(year) for year in range(1998, 2022)}


@pytest.mark.check("C041")
@pytest.mark.parametrize("year", range(2005, 2013))
def test_koeln_is_long_with_totals_that_add_up(year: int) -> None:
    table = table_of(f"koeln/lieferungen/bevoelkerung_{year}-12-31.csv")
    pairs = sorted(
        {(str(each), str(row)) for each, row in zip(table.column("tabelle"), table.column("zeile"), strict=True)}
    )
    mapping = Mapping(
        shape="categories",
        period=PeriodSource("fixed", f"{year}-12-31"),
        values=(ValueColumn("zahl", ""),),
        key_column="raum_id",
        categories=("tabelle", "zeile"),
        series_of=tuple(CategorySeries(pair, " / ".join(pair)) for pair in pairs),
        totals=(TotalRule("000"), *(TotalRule(f"00{digit}", str(digit)) for digit in range(1, 10))),
        ignored=("raum",),
    )

    result = stage(table, mapping, codes_of("koeln/gebiete_2012/stadtteile.geojson"))

    assert not result.has_errors
    assert result.totals is not None
    assert len(result) + len(result.totals) == len(table.rows)
    assert len(set(result.key)) == 86
    assert len(set(result.totals.key)) == 10


def test_koeln_totals_can_be_read_as_areas_of_their_level() -> None:
    table = table_of("koeln/lieferungen/bevoelkerung_2012-12-31.csv")
    mapping = Mapping(
        shape="categories",
        period=PeriodSource("fixed", "2012-12-31"),
        values=(ValueColumn("zahl", ""),),
        key_column="raum_id",
        key_rule=KeyRule(strip_zeros=True),
        categories=("tabelle", "zeile"),
        series_of=(CategorySeries(("Einwohner in Köln", "Einwohner"), "population"),),
        skip_rows=("[1-9]??",),
        totals=(TotalRule("000"),),
        ignored=("raum",),
    )

    result = stage(table, mapping, codes_of("koeln/gebiete_2012/stadtbezirke.geojson"))

    assert set(result.key) == set("123456789")
    assert result.value.sum() == 1_044_555
    assert {each.code for each in result.findings if each.severity == "warning"} == {"category_unknown"}


FLENSBURG = [path for path in DELIVERIES if path.parts[-3] == "flensburg" and path.name.endswith("by_district.csv")]


@pytest.mark.parametrize("path", FLENSBURG, ids=lambda path: path.name)
def test_flensburg_short_numbers_become_district_keys_by_a_declared_rule(path: Path) -> None:
    table = read_csv(path.read_bytes())
    columns = tuple(name for name in table.header if name not in ("year", "district_id"))
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("column", "{}", "year"),
        values=tuple(ValueColumn(name, name) for name in columns),
        key_column="district_id",
        key_rule=KeyRule(width=2, prefix="STGT"),
        decimal="point",
    )
    keys = {f"STGT{number:02d}" for number in range(1, 14)}
    without_district = [
        number for number, cell in zip(table.numbers, table.column("district_id"), strict=True) if not cell
    ]

    strict = stage(table, mapping, keys)
    declared = stage(table, replace(mapping, skip_rows=("",)), keys)

    errors = [(each.code, each.row) for each in strict.findings if each.severity == "error"]
    assert errors == [("key_blank", number) for number in without_district]
    assert_plain(declared)
    assert len(declared) == (len(table.rows) - len(without_district)) * len(columns)
    assert set(declared.key) == keys


def test_flensburg_tables_without_districts_belong_to_the_city() -> None:
    table = table_of("flensburg/lieferungen/fl_age_groups_of_residents.csv")
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("column", "{}", "year"),
        values=tuple(ValueColumn(name, name) for name in table.header[1:]),
        constant_key="flensburg",
        decimal="point",
    )

    result = stage(table, mapping, ())

    assert_plain(result)
    assert len(result) == len(table.rows) * 6
