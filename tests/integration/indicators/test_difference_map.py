# SPDX-License-Identifier: EUPL-1.2
"""A delivery is drawn against the current figures: areas by size and direction, the same in a table and in files."""

import re
from csv import reader
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from indicators.models import Delivery, DeliveryState, ForeseenRelease, ImportBatch
from indicators.rendering.difference_file import xlsx_file
from indicators.selectors import differencemap
from indicators.selectors.differencemap import grounds_for, numbers_of, staged_cells
from indicators.selectors.review import staged_slices
from sozialplanung.accounts.models import User
from tests.factories.desk import checked, client_of, csv_file, decide, german, submitted, url_of
from tests.factories.queries import page_queries
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
# 11 rises, 12 is kept secret now, 21 falls, 22 rises from zero; 12 has fewer inhabitants.
CHANGED = "schluessel;einwohner;kinder\n11;1.000;210\n12;400;/\n21;800;45\n22;700;35\n"
NO_OUTLINES = "There are no outlines of these areas, so that no map can be drawn. The table holds the same figures."
CHILDREN = "vorschau/karte/?reihe=einwohner:kinder&stand=2020-12-31"


def _built(world: World) -> World:
    city = build_city(world)
    decide(city.frida, submitted(city), "approve")
    checked(city, city.anna, csv_file(CHANGED))
    return city


kept_city = standing(_built)


@pytest.fixture
def delivery(city: World) -> Delivery:
    """Give the draft that changes figures in force."""
    return Delivery.objects.get(state=DeliveryState.DRAFT)


def page_of(person: User, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(answer.content.decode().split())


def legend_of(page: str) -> dict[str, int]:
    """Return the labels of the legend with their counts."""
    found = re.findall(r"</svg> ([^<]+) \((\d+)\) </li>", page)
    return {label: int(count) for label, count in found}


@pytest.mark.check("C044")
def test_each_area_is_drawn_and_counted_once_in_the_legend(city: World, delivery: Delivery) -> None:
    page = page_of(city.anna, url_of(delivery, CHILDREN))

    legend = legend_of(page)
    assert sum(legend.values()) == 4
    assert legend[german("no figure, kept secret or too uncertain")] == 1
    assert sum(count for label, count in legend.items() if german("higher") in label) == 2
    assert sum(count for label, count in legend.items() if german("lower") in label) == 1
    assert page.count("<title>") == 1 + 4
    assert 'fill="url(#difference-higher)"' in page
    assert 'fill="url(#difference-lower)"' in page
    assert ">+5,0 %<" in page
    assert german("from zero") in page


def test_shares_of_the_table_can_be_told_as_numbers(city: World, delivery: Delivery) -> None:
    page = page_of(city.anna, url_of(delivery, f"{CHILDREN}&mass=absolut"))

    assert ">+10<" in page
    assert ">−45<" in page
    assert "%</td>" not in page


def test_area_that_was_not_delivered_has_a_pattern_of_its_own(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(CHANGED.replace("22;700;35\n", "")))

    page = page_of(city.anna, url_of(delivery, CHILDREN))

    assert legend_of(page)[german("not delivered")] == 1
    assert "difference-fill--excluded" in page


def test_areas_without_outlines_have_the_table_alone(
    city: World, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differencemap, "drawing_of", lambda *_: None)

    page = page_of(city.anna, url_of(delivery, CHILDREN))

    assert german(NO_OUTLINES) in page
    assert "Müllerstraße" in page


@pytest.mark.parametrize(
    "query",
    ["reihe=unbekannt", "stand=2019", "ebene=block", "mass=x", "seite=0", "anderes=1", "stand=2020-12-31&stand=1"],
)
def test_bad_parameters_are_refused(city: World, delivery: Delivery, query: str) -> None:
    assert client_of(city.anna).get(url_of(delivery, f"vorschau/karte/?{query}")).status_code == 400


@pytest.mark.parametrize(
    "step",
    [
        "vorschau/karte/",
        "vorschau/unterschiede.csv",
        "vorschau/unterschiede.xlsx",
        "auswirkungen/{}/",
        "auswirkungen/{}/daten.csv",
        "auswirkungen/{}/daten.xlsx",
    ],
)
def test_pages_are_not_there_for_others(city: World, delivery: Delivery, step: str) -> None:
    address = url_of(delivery, step.format(ForeseenRelease.objects.latest("pk").pk))

    assert client_of(city.anna).get(address).status_code == 200
    assert client_of(city.frida).get(address).status_code == 200
    for person in (city.bert, city.clara, city.dora, city.gero):
        assert client_of(person).get(address).status_code == 404
    assert client_of(city.dora).get(address.replace("musterstadt", "nachbarstadt")).status_code == 404


def test_effect_of_another_delivery_is_not_found_under_this_one(city: World, delivery: Delivery) -> None:
    other = checked(city, city.emil, csv_file(CHANGED.replace("210", "211")))
    number = ForeseenRelease.objects.filter(foresight__batch=other.batch).latest("pk").pk

    assert client_of(city.anna).get(url_of(delivery, f"auswirkungen/{number}/")).status_code == 404


@pytest.mark.check("C044")
def test_release_is_drawn_as_it_would_become_with_class_and_rank(city: World, delivery: Delivery) -> None:
    row = ForeseenRelease.objects.get(
        foresight__batch=delivery.batch, indicator__slug="anteil", boundary_version__level__slug="viertel"
    )

    page = page_of(city.anna, url_of(delivery, f"auswirkungen/{row.pk}/"))

    assert sum(legend_of(page).values()) == 4
    assert "Anteil, 31.12.2020" in page
    assert german("Rank") in page
    assert "21,0" in page


def columns(content: bytes) -> list[dict[str, str]]:
    lines = list(reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.check("C044")
@pytest.mark.check("C068")
def test_differences_come_as_csv_and_as_typed_cells(city: World, delivery: Delivery) -> None:
    client = client_of(city.anna)

    rows = columns(client.get(url_of(delivery, "vorschau/unterschiede.csv")).content)
    book = load_workbook(BytesIO(client.get(url_of(delivery, "vorschau/unterschiede.xlsx")).content))
    cells: Any = list(book.active.iter_rows(values_only=True)) if book.active else []

    assert len(rows) == 5
    falls = next(row for row in rows if row["Wert (alt)"] == "90")
    assert (falls["Wert (neu)"], falls[german("Difference")], falls["Status (neu)"]) == ("45", "-45", "ok")
    hidden = next(row for row in rows if row["Status (neu)"] == "unreliable")
    assert (hidden["Wert (neu)"], hidden[german("Difference")]) == ("", "")
    assert len(cells) == 1 + len(rows)
    assert isinstance(cells[1][4], int | float)
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)  # type: ignore[union-attr]


@pytest.mark.check("C068")
def test_text_that_a_spreadsheet_would_run_stays_a_text() -> None:
    content = xlsx_file("Unterschiede", ["=1+1"], [["=cmd|' /C calc'!A0"], ["@SUM(A1)"], [-3.5]])

    book = load_workbook(BytesIO(content))

    found = [[(cell.value, cell.data_type) for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert found[1] == [("=cmd|' /C calc'!A0", "s")]
    assert found[3] == [(-3.5, "n")]


def test_release_before_and_after_comes_as_a_file(city: World, delivery: Delivery) -> None:
    row = ForeseenRelease.objects.get(
        foresight__batch=delivery.batch, indicator__slug="anteil", boundary_version__level__slug="viertel"
    )

    rows = columns(client_of(city.anna).get(url_of(delivery, f"auswirkungen/{row.pk}/daten.csv")).content)

    falls = next(row for row in rows if row[german("Key")] == "21")
    assert (falls["Wert (alt)"], falls["Wert (neu)"], falls[german("Difference")]) == ("11,3", "5,6", "-5,7")
    assert len(rows) == 4


def test_slices_and_levels_are_those_of_the_batch(delivery: Delivery) -> None:
    batch = delivery.batch
    assert isinstance(batch, ImportBatch)

    slices = staged_slices(batch)
    versions = grounds_for(batch, slices[0])

    assert [(each.slug, each.period) for each in slices] == [
        ("einwohner", "2020-12-31"),
        ("einwohner:kinder", "2020-12-31"),
    ]
    assert [each.level for each in versions] == ["viertel"]
    cells = staged_cells(batch, slices[1], versions[0].id)
    assert [numbers_of(cell).before for cell in cells] == [200.0, 2.0, 90.0, 0.0]
    assert [numbers_of(cell).after for cell in cells] == [210.0, None, 45.0, 35.0]


def test_map_needs_a_fixed_number_of_queries(city: World, delivery: Delivery) -> None:
    client = client_of(city.anna)
    client.get(url_of(delivery, CHILDREN))

    with page_queries() as queries:
        client.get(url_of(delivery, CHILDREN))

    assert queries.view == 16
