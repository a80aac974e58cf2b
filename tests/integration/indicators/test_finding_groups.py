# SPDX-License-Identifier: EUPL-1.2
"""A file that is wrong everywhere gives a page that can be read; every finding is in the report all the same."""

from csv import reader

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Finding
from indicators.selectors.findinggroups import finding_groups
from tests.factories.desk import checked, client_of, csv_file, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


@pytest.mark.check("C045")
def test_findings_of_one_kind_stand_together_and_open_one_by_one(city: World) -> None:
    unknown = "".join(f"9{number:02d};1;1\n" for number in range(60))
    delivery = checked(city, city.anna, csv_file(FILE + unknown))
    address = url_of(delivery, "pruefung/")
    batch = delivery.batch
    assert batch is not None
    group = next(each for each in finding_groups(batch, severity="error") if each.first.code == "key_unknown")

    page = client_of(city.anna).get(address).content.decode()
    opened = client_of(city.anna).get(f"{address}?art=error&gruppe={group.first.pk}").content.decode()
    report = client_of(city.anna).get(f"{address}befunde.csv").content.decode("utf-8-sig")

    assert (group.count, [each.row for each in group.shown]) == (60, [6, 7, 8, 9, 10])
    assert page.count("findings__item--error") == 1
    assert "59 " in page
    assert opened.count("findings__item--error") == 50
    assert sum("9" in row[4] for row in reader(report.splitlines(), delimiter=";")) == 60
    assert client_of(city.anna).get(f"{address}?art=error&gruppe=x").status_code == 400
    assert "findings__item--" not in client_of(city.anna).get(f"{address}?art=error&gruppe=999999999").content.decode()


def test_page_of_ten_thousand_findings_asks_no_more_than_one_of_few(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE + "99;1;1\n"))
    batch = delivery.batch
    assert batch is not None
    with CaptureQueriesContext(
        connection,
    ) as few:
        client_of(city.anna).get(url_of(delivery, "pruefung/"))
    Finding.objects.bulk_create(
        Finding(
            batch=batch,
            code="number_form",
            severity="error",
            file_name="a.csv",
            row=row,
            column="kinder",
            message="x",
            params={"value": "x"},
        )
        for row in range(10_000)
    )

    with CaptureQueriesContext(connection) as many:
        answer = client_of(city.anna).get(url_of(delivery, "pruefung/"))

    assert len(many) == len(few)
    assert answer.content.decode().count("findings__item--error") == 2
