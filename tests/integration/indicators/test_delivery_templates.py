# SPDX-License-Identifier: EUPL-1.2
"""Templates go out empty and come back filled in: mapped without a question, or told what was changed about them."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl.worksheet.worksheet import Worksheet

from indicators.errors import DeliveryError
from indicators.models import Delivery, DeliveryTemplate, MappingProfile, Period, Series, StagedValue
from indicators.models.observations import Observation
from indicators.rendering.delivery_template import FIRST_ROW, HEADER_ROW, csv_template
from indicators.selectors.templates import table_of_template, template_notices
from indicators.services.deliveries.drafting import create_delivery
from indicators.services.deliveries.storing import Upload
from indicators.services.deliveries.templating import discard_template
from indicators.services.sources import SourceSpec, ensure_source
from sozialplanung.common.statuses import Status
from spatial.selectors import levels, units
from spatial.services.plans import LevelFile, Whole
from tests.factories.areas import Ring, city_areas, city_files, edition, import_city, square
from tests.factories.desk import checked, client_of, decide, new_delivery, post, run_jobs, url_of
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.templates import FIGURES, filled, make_template
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


@pytest.fixture
def template(city: World) -> DeliveryTemplate:
    """Give a template of both series."""
    return make_template(city)


def staged(delivery: Delivery) -> dict[tuple[str, str, str], tuple[float | None, Status]]:
    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 0, [str(each) for each in delivery.batch.findings.all()]

    version = levels.boundary_version(delivery.organisation, "viertel", "stand-2020")
    assert version is not None
    keys = {unit.unit_id: unit.key for unit in units.unit_rows(version.id)}
    rows = StagedValue.objects.filter(batch_id=delivery.batch.pk)

    series = {row.pk: row.breakdown.slug for row in Series.objects.select_related("breakdown")}
    periods = dict(Period.objects.values_list("pk", "code"))
    return {
        (keys[row.unit_id], series[row.series_id], periods[row.period_id]): (row.value, Status(row.status))
        for row in rows
    }


def told(delivery: Delivery) -> str:
    notices = template_notices(list(delivery.tables.select_related("file")))
    return " ".join(text for _, text in notices)


@pytest.mark.check("C043")
def test_filled_template_comes_back_with_nothing_to_map(city: World, template: DeliveryTemplate) -> None:
    delivery = new_delivery(city, city.anna, filled(template))

    table = delivery.tables.get()
    assert (table.template, table.profile, table.level, table.edition) == (template, None, "viertel", "stand-2020")
    assert told(delivery) == ""
    page = client_of(city.anna).get(url_of(delivery)).content.decode()
    assert url_of(delivery, "pruefung/") in page

    assert post(city.anna, delivery, "pruefung/").status_code == 302
    assert staged(delivery) == {
        (key, series, "2020-12-31"): (float(figure), Status.OK if figure else Status.TRUE_ZERO)
        for key, figures in FIGURES.items()
        for series, figure in zip(("gesamt", "kinder"), figures, strict=True)
    }
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    decide(city.frida, delivery, "approve")
    assert Observation.objects.count() == 8
    assert not MappingProfile.objects.exists()


def _reorder(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
    for number, row in enumerate(reversed(rows), start=FIRST_ROW):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value


def _lose_types(sheet: Worksheet) -> None:
    for row in range(FIRST_ROW, FIRST_ROW + 4):
        sheet.cell(row, 1).value = int(str(sheet.cell(row, 1).value))
        sheet.cell(row, 1).number_format = "General"


def _blank_rows(sheet: Worksheet) -> None:
    sheet.insert_rows(FIRST_ROW + 1, 2)


def _columns_turned(sheet: Worksheet) -> None:
    for row in range(HEADER_ROW, sheet.max_row + 1):
        left, right = sheet.cell(row, 3).value, sheet.cell(row, 4).value
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = right, left


def _without_names(sheet: Worksheet) -> None:
    sheet.delete_cols(2)


def _with_total(sheet: Worksheet) -> None:
    sheet.cell(FIRST_ROW + 4, 3).value, sheet.cell(FIRST_ROW + 4, 4).value = 3000, 292


@pytest.mark.parametrize("change", [_reorder, _lose_types, _blank_rows, _columns_turned, _without_names, _with_total])
def test_what_spreadsheets_do_to_a_template_changes_no_figure(
    city: World, template: DeliveryTemplate, change: Callable[[Worksheet], None]
) -> None:
    delivery = checked(city, city.anna, filled(template, change=change))

    assert delivery.tables.get().template == template
    assert {cell: value for cell, (value, _) in staged(delivery).items()} == {
        (key, series, "2020-12-31"): float(figure)
        for key, figures in FIGURES.items()
        for series, figure in zip(("gesamt", "kinder"), figures, strict=True)
    }


def test_signs_and_german_numbers_as_texts_are_read_as_agreed(city: World, template: DeliveryTemplate) -> None:
    figures = {"11": ("1.234,5", "–"), "12": (500, "."), "21": ("x", "…"), "22": ("k. A.", "/")}

    delivery = checked(city, city.anna, filled(template, figures))

    found = staged(delivery)
    assert found["11", "gesamt", "2020-12-31"] == (1234.5, Status.OK)
    assert found["11", "kinder", "2020-12-31"] == (0.0, Status.TRUE_ZERO)
    assert [found[key, series, "2020-12-31"] for key, series in (("12", "kinder"), ("21", "gesamt"))] == [
        (None, Status.CONFIDENTIAL),
        (None, Status.NOT_APPLICABLE),
    ]
    assert [found[key, series, "2020-12-31"][1] for key, series in (("21", "kinder"), ("22", "gesamt"))] == [
        Status.PENDING,
        Status.MISSING,
    ]
    assert found["22", "kinder", "2020-12-31"] == (None, Status.UNRELIABLE)


def test_wrong_total_is_told_and_counts_as_no_area(city: World, template: DeliveryTemplate) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(FIRST_ROW + 4, 3).value = 9999

    delivery = checked(city, city.anna, filled(template, change=change))

    assert delivery.batch is not None
    assert "total_differs" in set(delivery.batch.findings.values_list("code", flat=True))
    assert delivery.batch.counts["staged"] == 8


def test_keys_of_different_length_get_their_zeros_back(city: World) -> None:
    keys = {"01": ("Alt", square(0, 0)), "012": ("Neu", square(0, 1)), "2": ("Süd", square(1, 0))}
    quarters = {**keys, "22": ("Nord", square(1, 1))}
    import_city(city.city, plan=edition("2010", date(2010, 1, 1), date(2020, 1, 1)), files=_renamed(quarters))
    template = make_template(city, edition="stand-2010", periods=("2012-12-31",))
    figures = {"01": (1, 1), "012": (2, 2), "2": (3, 3), "22": (4, 4)}

    delivery = checked(city, city.anna, filled(template, figures, change=_lose_types))

    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 0
    assert delivery.batch.counts["staged"] == 8


def _renamed(quarters: dict[str, tuple[str, Ring]]) -> tuple[LevelFile | Whole, ...]:

    districts, _ = city_areas()
    return city_files(districts, quarters, quarter_identity="new")


def test_several_periods_come_back_in_one_wide_table(city: World) -> None:
    template = make_template(city, periods=("2020-12-31", "2019-12-31"))
    figures = dict.fromkeys(FIGURES, (1, 2, 3, 4))

    delivery = checked(city, city.anna, filled(template, figures))

    assert staged(delivery)["11", "gesamt", "2019-12-31"][0] == 1
    assert staged(delivery)["11", "gesamt", "2020-12-31"][0] == 2
    assert staged(delivery)["22", "kinder", "2020-12-31"][0] == 4


def test_long_form_comes_back_mapped(city: World) -> None:
    template = make_template(city, periods=("2020-12-31", "2019-12-31"), is_long=True)

    def change(sheet: Worksheet) -> None:
        for number, row in enumerate(range(FIRST_ROW, sheet.max_row + 1), start=1):
            sheet.cell(row, 5).value = number

    delivery = checked(city, city.anna, filled(template, {}, change))

    assert delivery.tables.get().template == template
    found = staged(delivery)
    assert len(found) == 16
    assert found["11", "gesamt", "2019-12-31"][0] == 1
    assert found["22", "kinder", "2020-12-31"][0] == 16


@pytest.mark.parametrize(("encoding", "form"), [("utf-8-sig", "as sent"), ("cp1252", "by Excel")])
def test_text_file_comes_back_mapped_also_as_excel_saves_it(
    city: World, template: DeliveryTemplate, encoding: str, form: str
) -> None:
    text = csv_template(table_of_template(template)).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    for line in lines[3:]:
        line[2:] = [str(figure) for figure in FIGURES.get(line[0], ("", ""))]
    if form == "by Excel":
        lines = [[*line, *[""] * (4 - len(line))] for line in lines]
    content = "\r\n".join(";".join(line) for line in lines).encode(encoding)

    delivery = checked(city, city.anna, SimpleUploadedFile("zurueck.csv", content))

    assert delivery.tables.get().template == template
    assert staged(delivery)["12", "kinder", "2020-12-31"][0] == 2


def _add_column(sheet: Worksheet) -> None:
    sheet.cell(HEADER_ROW, 5).value = "Haushalte"
    sheet.cell(FIRST_ROW, 5).value = 12


def _rename_column(sheet: Worksheet) -> None:
    sheet.cell(HEADER_ROW, 4).value = "Kinder unter 6"


def _remove_column(sheet: Worksheet) -> None:
    sheet.delete_cols(4)


def _remove_header(sheet: Worksheet) -> None:
    sheet.delete_rows(HEADER_ROW)


@pytest.mark.parametrize(
    ("change", "missing", "added"),
    [
        (_add_column, "Fehlt: nichts", "„Haushalte“"),
        (_rename_column, "„Kinder (31.12.2020)“", "„Kinder unter 6“"),
        (_remove_column, "„Kinder (31.12.2020)“", "Hinzugekommen: nichts"),
        (_remove_header, "„Schlüssel“", "Hinzugekommen: nichts"),
    ],
)
def test_changed_template_is_told_and_not_mapped(
    city: World, template: DeliveryTemplate, change: Callable[[Worksheet], None], missing: str, added: str
) -> None:
    delivery = new_delivery(city, city.anna, filled(template, change=change))

    table = delivery.tables.get()
    assert table.template is None
    assert table.mapping is None
    page = client_of(city.anna).get(url_of(delivery, "erkennung/")).content.decode()
    assert template.code in page
    assert missing in page
    assert added in page


def test_template_with_keys_of_another_boundary_version_is_told(city: World, template: DeliveryTemplate) -> None:
    quarters = {f"9{place}": (f"Neu {place}", square(place // 2, place % 2)) for place in range(4)}
    import_city(city.city, plan=edition("2010", date(2010, 1, 1), date(2020, 1, 1)), files=_renamed(quarters))

    def change(sheet: Worksheet) -> None:
        for row, key in enumerate(quarters, start=FIRST_ROW):
            sheet.cell(row, 1).value = key

    delivery = new_delivery(city, city.anna, filled(template, change=change))

    assert delivery.tables.get().mapping is None
    assert "stand-2010" in told(delivery)


def test_single_unknown_key_stays_with_the_template_and_is_an_error_of_the_check(
    city: World, template: DeliveryTemplate
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(FIRST_ROW, 1).value = "77"

    delivery = checked(city, city.anna, filled(template, change=change))

    assert delivery.batch is not None
    assert delivery.batch.findings.filter(code="key_unknown", value="77").exists()


def test_template_of_another_source_a_discarded_and_an_unknown_one_are_told(
    city: World, template: DeliveryTemplate
) -> None:
    file = filled(template).read()
    discard_template(template=template, by=city.emil)
    assert "verworfen" in _page_told(city, new_delivery(city, city.anna, filled(template)))

    DeliveryTemplate.objects.filter(pk=template.pk).update(code="LV-0000-0000")
    assert "gehört zu keiner" in _page_told(city, new_delivery(city, city.anna, SimpleUploadedFile("a.xlsx", file)))

    DeliveryTemplate.objects.filter(pk=template.pk).update(code=template.code, discarded_at=None, discarded_by=None)
    other = SourceSpec("amt", "Jugendamt", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "intern")
    source = ensure_source(organisation=city.city, spec=other)
    delivery = create_delivery(source=source, title="Amt", files=[Upload("a.xlsx", file)], by=city.anna)
    run_jobs()
    assert "anderen Quelle" in _page_told(city, delivery)


def _page_told(city: World, delivery: Delivery) -> str:
    assert all(table.mapping is None for table in delivery.tables.all())
    return client_of(city.anna).get(url_of(delivery, "erkennung/")).content.decode()


def test_corrected_file_in_its_place_is_recognised_again(city: World, template: DeliveryTemplate) -> None:
    delivery = new_delivery(city, city.anna, filled(template, change=_rename_column))
    corrected = {"uploads": [filled(template)], "place": "1"}

    assert post(city.anna, delivery, "dateien/", corrected).status_code == 302
    assert delivery.tables.get().template == template

    changed = {"uploads": [filled(template, change=_rename_column)], "place": "1"}
    assert post(city.anna, delivery, "dateien/", changed).status_code == 302
    table = delivery.tables.get()
    assert (table.template, table.mapping) == (None, None)


def test_template_refuses_what_the_source_does_not_deliver(city: World) -> None:
    for fields, match in (
        ({"series": ("gibtsnicht",)}, "does not deliver"),
        ({"series": ()}, "needs a series"),
        ({"periods": ()}, "needs a series"),
        ({"edition": "stand-1900"}, "no such areas"),
        ({"periods": tuple(str(year) for year in range(1900, 2010))}, "too large"),
    ):
        with pytest.raises(DeliveryError, match=match):
            make_template(city, **fields)
    assert not DeliveryTemplate.objects.exists()


PAGES = "/musterstadt/lieferungen/vorlagen/"


def test_template_is_made_by_form_downloaded_used_again_and_discarded(city: World) -> None:
    client = client_of(city.anna)
    said = {
        "title": "Einwohner",
        "series": ["einwohner", "einwohner:kinder"],
        "ground": "viertel@stand-2020",
        "periods": "31.12.2020\n2019\n3. Quartal 2021",
        "form": "columns",
    }

    assert "Register" in client.get(f"{PAGES}neu/").content.decode()
    wrong = client.post(f"{PAGES}neu/?quelle=register", {**said, "periods": "irgendwann", "series": []})
    made = client.post(f"{PAGES}neu/?quelle=register", said)

    assert wrong.status_code == 422
    assert "„irgendwann“ ist kein Berichtszeitraum" in wrong.content.decode()
    template = DeliveryTemplate.objects.get()
    assert made["location"] == f"{PAGES}{template.code}/"
    assert template.periods == ["2019", "2020-12-31", "2021-Q3"]
    assert "3. Quartal 2021" in client.get(made["location"]).content.decode()
    assert client.get(f"{PAGES}{template.code}/vorlage.xlsx").content.startswith(b"PK")
    assert template.code in client.get(f"{PAGES}{template.code}/vorlage.csv").content.decode("utf-8-sig")
    again = client.get(f"{PAGES}neu/?vorlage={template.code}").content.decode()
    assert 'id="id_series_1" checked' in again

    assert client.post(f"{PAGES}{template.code}/verwerfen/").status_code == 302
    template.refresh_from_db()
    assert (template.discarded_by, template.is_open) == (city.anna, False)
    assert "verworfen" in client.get(PAGES).content.decode()


def test_template_pages_are_nothing_to_others(city: World, template: DeliveryTemplate) -> None:
    address = f"{PAGES}{template.code}/"
    for person in (city.bert, city.clara, city.dora, city.gero):
        client = client_of(person)
        for page in (PAGES, f"{PAGES}neu/", address, f"{address}vorlage.xlsx", f"{address}vorlage.csv"):
            assert client.get(page).status_code == 404, (person, page)
        assert client.post(f"{address}verwerfen/").status_code == 404
    approver = client_of(city.frida)
    assert approver.get(PAGES).status_code == 200
    assert approver.get(f"{PAGES}neu/").status_code == 404
    assert approver.post(f"{address}verwerfen/").status_code == 404
    foreign = client_of(city.dora).get(f"/nachbarstadt/lieferungen/vorlagen/{template.code}/")
    assert foreign.status_code == 404
    template.refresh_from_db()
    assert template.is_open


def test_list_of_templates_costs_the_same_for_one_and_for_many(city: World, template: DeliveryTemplate) -> None:
    client = client_of(city.anna)
    # The first page after a role was given rotates the session.
    client.get(PAGES)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGES)
    for _ in range(5):
        make_template(city)
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGES)

    assert template.code in page.content.decode()
    assert len(many) == len(one)


def test_bound_table_shows_what_its_columns_mean_and_can_be_mapped_by_hand(
    city: World, template: DeliveryTemplate
) -> None:
    delivery = new_delivery(city, city.anna, filled(template))

    page = client_of(city.anna).get(url_of(delivery, "zuordnung/1/")).content.decode()
    assert "Einwohner, 31.12.2020" in page
    assert template.code in page

    assert post(city.anna, delivery, "zuordnung/1/von-hand/").status_code == 302
    table = delivery.tables.get()
    assert (table.template, table.mapping) == (None, None)
    assert "id_column_0" in client_of(city.anna).get(url_of(delivery, "zuordnung/1/")).content.decode()
