# SPDX-License-Identifier: EUPL-1.2
"""Several tables of one delivery: they add to one another, and what they say differently is told, never chosen."""

from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Delivery, Source, StagedValue
from indicators.models.observations import Observation
from tests.factories.desk import SAID, client_of, csv_file, decide, german, post, run_jobs, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
ONE_COLUMN = {name: said for name, said in SAID.items() if name != "column_2"}
VALUES = "schluessel;zahl\n11;50\n12;60\n21;70\n22;80\n"

kept_city = standing(build_city)


def together(city: World, files: Sequence[SimpleUploadedFile], said: Sequence[dict[str, str]]) -> Delivery:
    """Check a delivery of several files, each with what is said of it."""
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Zusammen", "uploads": list(files)}
    assert client_of(city.anna).post("/musterstadt/lieferungen/neu/", fields).status_code == 302
    run_jobs()
    delivery = Delivery.objects.latest("pk")
    for number, answers in enumerate(said, start=1):
        assert post(city.anna, delivery, f"zuordnung/{number}/", answers).status_code == 302
    post(city.anna, delivery, "pruefung/")
    return delivery


def told(delivery: Delivery) -> list[tuple[str, str, int | None]]:
    assert delivery.batch is not None
    rows = delivery.batch.findings.filter(severity="error").values_list("code", "file_name", "row")
    return [(row[0], row[1], row[2]) for row in rows]


def figures() -> list[tuple[float | None, float | None, float | None]]:
    return list(StagedValue.objects.order_by("unit_id").values_list("value", "numerator", "denominator"))


def test_figure_that_two_tables_give_differently_is_an_error_in_the_second_one(city: World) -> None:
    files = [csv_file(name="amt.csv"), csv_file(FILE.replace("200", "999"), name="abschrift.csv")]

    delivery = together(city, files, [SAID, SAID])
    page = client_of(city.anna).get(url_of(delivery, "pruefung/")).content.decode()

    assert told(delivery) == [("duplicate_elsewhere", "abschrift.csv", 2)]
    assert "amt.csv" in page
    assert german("Leave one of both tables out, or say in its mapping that it holds another series or period.") in page
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 422
    assert delivery.state == "draft"


def test_table_that_says_the_same_again_or_leaves_cells_blank_contradicts_nobody(city: World) -> None:
    first, second = FILE.replace("500;2", ";"), FILE.replace("1.000;200", ";")

    delivery = together(city, [csv_file(first, "a.csv"), csv_file(second, "b.csv")], [SAID, SAID])

    assert told(delivery) == []
    assert sorted(value for value, *_ in figures() if value is not None) == [0, 2, 90, 200, 500, 700, 800, 1000]


def test_numerator_and_denominator_may_come_in_tables_of_their_own(city: World) -> None:
    parts = [csv_file(VALUES, "z.csv"), csv_file(VALUES.replace("0", "5"), "n.csv"), csv_file(VALUES, "w.csv")]
    said = [{**ONE_COLUMN, "column_1": f"einwohner|{role}"} for role in ("numerator", "denominator", "value")]

    delivery = together(city, parts, said)
    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    decide(city.frida, delivery, "approve")

    assert delivery.state == "released"
    found = Observation.objects.order_by("unit_id").values_list("value", "numerator", "denominator")
    assert list(found) == [(50, 50, 55), (60, 60, 65), (70, 70, 75), (80, 80, 85)]


def test_parts_without_a_value_are_an_error_and_not_a_release_that_fails(city: World) -> None:
    said = [{**ONE_COLUMN, "column_1": "einwohner|numerator"}]

    delivery = together(city, [csv_file(VALUES, "z.csv")], said)

    assert told(delivery) == [("value_absent", "z.csv", None)]
    assert delivery.batch is not None
    assert delivery.batch.findings.get().params == {
        "series": "einwohner",
        "period": "2020-12-31",
        "count": 4,
        "first": "11",
    }
