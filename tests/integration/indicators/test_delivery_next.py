# SPDX-License-Identifier: EUPL-1.2
"""The next delivery of the same layout maps itself, however its columns, years and sheets have moved."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from indicators.models import Delivery, MappingProfile
from tests.factories.desk import SAID, checked, client_of, csv_file, new_delivery, post, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
WIDE = "schluessel;2019;2020\n11;1.000;1.010\n12;500;510\n21;800;810\n22;700;710\n"
WIDE_SAID = {
    **{name: said for name, said in SAID.items() if not name.startswith("column_")},
    "period_text": "",
    "period_form": "{}-12-31",
    "column_0": "key",
    "all_columns": "einwohner|value",
}


kept_city = standing(build_city)


def submit(city: World, delivery: Delivery, said: dict[str, str], tables: int = 1) -> None:
    """Bring a draft up to its submission, with the same answers for each of its tables."""
    for number in range(1, tables + 1):
        answer = post(city.anna, delivery, f"zuordnung/{number}/", said)
        assert answer.status_code == 302, answer.content.decode()
    assert post(city.anna, delivery, "pruefung/").status_code == 302
    assert delivery.batch is not None, delivery.job
    for finding in delivery.batch.findings.filter(severity="warning"):
        post(city.anna, delivery, f"pruefung/{finding.pk}/begruendung/", {"reason": "So geliefert"})
    answer = post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    assert answer.status_code == 302, answer.content.decode()


def staged(delivery: Delivery) -> dict[str, int]:
    """Return how many figures of which period a mapping gives."""
    assert delivery.batch is not None
    counts: dict[str, int] = {"all": delivery.batch.counts["staged"], "errors": delivery.batch.counts["errors"]}
    return counts


@pytest.mark.check("C043")
def test_new_year_in_a_wide_table_maps_itself(city: World) -> None:
    submit(city, new_delivery(city, city.anna, csv_file(WIDE, "einwohner.csv")), WIDE_SAID)
    longer = "\n".join(
        f"{row};{new}" for row, new in zip(WIDE.split(), ("2021", "1.020", "520", "820", "720"), strict=True)
    )

    second = new_delivery(city, city.emil, csv_file(longer, "einwohner.csv"))
    assert post(city.emil, second, "pruefung/").status_code == 302

    mapping = second.tables.get().mapping
    assert mapping is not None
    assert [each["column"] for each in mapping["values"]] == ["2019", "2020", "2021"]
    assert staged(second) == {"all": 12, "errors": 0}


@pytest.mark.check("C043")
def test_columns_in_another_order_below_another_title_map_themselves(city: World) -> None:
    submit(city, new_delivery(city, city.anna, csv_file(FILE, "einwohner_2020-12-31.csv")), SAID)
    turned = "\n".join(";".join(reversed(row.split(";"))) for row in FILE.split())

    second = new_delivery(city, city.emil, csv_file(f"Einwohner am 31.12.2021;;\n{turned}\n", "neu.csv"))
    assert post(city.emil, second, "pruefung/").status_code == 302

    mapping = second.tables.get().mapping
    assert mapping is not None
    assert (mapping["layout"]["header_row"], mapping["period"]["text"]) == (2, "2021-12-31")
    assert {each["column"]: each["series"] for each in mapping["values"]} == {
        "einwohner": "einwohner",
        "kinder": "einwohner:kinder",
    }
    assert staged(second) == {"all": 8, "errors": 0}


def workbook(year: int, *, plus: int = 0) -> SimpleUploadedFile:
    """Return a workbook with two sheets that are built alike and mean different things."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, base in (("Einwohner", 1000), ("Kinder", 100)):
        sheet = book.create_sheet(f"{name} {year}")
        sheet.append([f"Stand 31.12.{year}"])
        sheet.append(["schluessel", "Anzahl"])
        for place, key in enumerate(("11", "12", "21", "22")):
            sheet.append([key, base + place * 10 + plus])
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(f"register_{year}.xlsx", content.getvalue())


@pytest.mark.check("C043")
def test_sheets_that_are_built_alike_each_follow_their_own_mapping(city: World) -> None:
    first = new_delivery(city, city.anna, workbook(2020))
    said = {name: text for name, text in SAID.items() if name != "column_2"}
    post(city.anna, first, "zuordnung/1/", said)
    post(city.anna, first, "zuordnung/2/", {**said, "column_1": "einwohner:kinder|value"})
    post(city.anna, first, "pruefung/")
    assert post(city.anna, first, "einreichen/", {"is_confirmed": "on"}).status_code == 302

    second = new_delivery(city, city.emil, workbook(2021, plus=3))
    assert post(city.emil, second, "pruefung/").status_code == 302

    found = {table.name: table.mapping["values"][0]["series"] if table.mapping else "" for table in second.tables.all()}
    assert found == {"Einwohner 2021": "einwohner", "Kinder 2021": "einwohner:kinder"}
    assert staged(second) == {"all": 8, "errors": 0}


@pytest.mark.check("C043")
def test_next_file_that_does_not_tell_its_period_is_asked_for_it_alone(city: World) -> None:
    submit(city, new_delivery(city, city.anna, csv_file(FILE, "einwohner_2020-12-31.csv")), SAID)
    turned = "\n".join(";".join(reversed(row.split(";"))) for row in FILE.split())

    second = new_delivery(city, city.emil, csv_file(turned + "\n", "neu.csv"))
    page = client_of(city.emil).get(url_of(second, "zuordnung/1/")).content.decode()

    table = second.tables.get()
    assert table.mapping is None
    assert table.profile == MappingProfile.objects.get()
    given = table.answers["mapping"]
    assert (given["column_0"], given["column_1"], given["column_2"]) == (
        "einwohner:kinder|value",
        "einwohner|value",
        "key",
    )
    assert "period_text" not in given
    assert page.count(" selected>") >= 5


@pytest.mark.check("C043")
def test_corrected_file_with_another_title_row_is_read_at_its_own_place(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE + "99;1;1\n", "einwohner.csv"))
    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 1

    corrected = csv_file("Register der Stadt;;\n" + FILE, "einwohner.csv")
    post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [corrected]})
    post(city.anna, delivery, "pruefung/")

    mapping = delivery.tables.get().mapping
    assert mapping is not None
    assert mapping["layout"]["header_row"] == 2
    assert staged(delivery) == {"all": 8, "errors": 0}


def test_corrected_file_that_names_another_period_is_asked_about(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE, "einwohner_2020-12-31.csv"))

    other = csv_file(FILE.replace("200", "201"), "einwohner_2021-12-31.csv")
    post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [other]})

    assert delivery.tables.get().mapping is None


@pytest.mark.check("C040")
@pytest.mark.check("C041")
def test_signs_and_rows_of_a_table_are_asked_for_and_kept_for_the_next_one(city: World) -> None:
    file = "Gebiet;schluessel;einwohner;kinder\nA;11;1.000;##\nB;12;500;20\nC;21;800;90\nD;22;700;10\nRest;;9;1\n"
    first = new_delivery(city, city.anna, csv_file(file, "einwohner_2020-12-31.csv"))
    page = client_of(city.anna).get(url_of(first, "zuordnung/1/")).content.decode()
    said = {**SAID, "column_0": "label", "column_1": "key", "column_2": "einwohner|value"}
    said |= {"column_3": "einwohner:kinder|value", "mark_0": "confidential", "row_0": "skip"}
    assert 'name="mark_0"' in page
    assert 'name="row_0"' in page
    submit(city, first, said)
    calm = file.replace("##", "30").replace("1.000", "1.003")

    second = new_delivery(city, city.emil, csv_file(calm, "einwohner_2021-12-31.csv"))
    post(city.emil, second, "pruefung/")

    mapping = second.tables.get().mapping
    assert mapping is not None
    assert (mapping["marks"]["own"], mapping["skip_rows"], mapping["label_column"]) == (
        [["##", "confidential"]],
        ["Rest"],
        "Gebiet",
    )
    assert staged(second) == {"all": 8, "errors": 0}
    assert 'name="mark_0"' in client_of(city.emil).get(url_of(second, "zuordnung/1/")).content.decode()


def test_columns_with_periods_of_their_own_need_no_other_period(city: World) -> None:
    file = "schluessel;Einwohner 2019;Einwohner 2020\n11;1.000;1.001\n12;500;501\n21;800;801\n22;700;701\n"
    said = {**SAID, "period_text": "", "column_period": "{}-12-31", "column_2": "einwohner|value"}
    delivery = new_delivery(city, city.anna, csv_file(file, "register.csv"))

    assert post(city.anna, delivery, "zuordnung/1/", said).status_code == 302
    post(city.anna, delivery, "pruefung/")

    mapping = delivery.tables.get().mapping
    assert mapping is not None
    assert [each["period"] for each in mapping["values"]] == ["2019-12-31", "2020-12-31"]
    assert staged(delivery) == {"all": 8, "errors": 0}
