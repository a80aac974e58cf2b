# SPDX-License-Identifier: EUPL-1.2
"""The database ties observations to series, areas and batches of their own organisation, whoever writes."""

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from indicators.models import Series
from indicators.services.catalogue import SeriesName
from tests.factories.checkedcity import Column, add_indicator, add_series, build_city, taken_over
from tests.factories.world import World, build_world

PERIOD = "2020-12-31"
_INSERT = (
    "INSERT INTO indicators_observation (organisation_id, series_id, period_id, unit_id, value, status, flags, "
    "batch_id) SELECT {organisation}, {series}, period_id + {later}, {unit}, value, status, flags, {batch} "
    "FROM indicators_observation"
)


@pytest.fixture
def city(world: World) -> World:
    return _delivered(world)


def _delivered(world: World) -> World:
    """Give the city twelve figures, the other city and a second source none."""
    build_city(world)
    add_series(world, "einwohner")
    add_indicator(world, "einwohner", series=SeriesName("einwohner"))
    taken_over(world, PERIOD, {"einwohner": Column("einwohner", [100.0] * 12)})
    return world


def _insert(**said: str) -> None:
    own = {"organisation": "organisation_id", "series": "series_id", "unit": "unit_id", "batch": "batch_id"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT.format(**{"later": "1000", **own, **said}))


def _execute(statement: str, *parameters: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.check("C084")
@pytest.mark.usefixtures("city")
def test_rows_with_parents_of_their_own_are_taken() -> None:
    _insert()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_observation")
        assert cursor.fetchone() == (24,)


@pytest.mark.check("C084")
@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("column", ["series", "unit", "batch"])
def test_rows_without_their_parent_are_refused(column: str) -> None:
    with pytest.raises(IntegrityError, match="without its"):
        _insert(**{column: f"{column}_id + 900000"})


@pytest.mark.check("C084")
def test_rows_of_another_organisation_are_refused(city: World) -> None:
    with pytest.raises(IntegrityError, match="without its"):
        _insert(organisation=str(city.other_city.pk))


@pytest.mark.check("C084")
def test_rows_cannot_be_given_to_another_organisation(city: World) -> None:
    with pytest.raises(IntegrityError, match="without its"):
        _execute("UPDATE indicators_observation SET organisation_id = %s", city.other_city.pk)


@pytest.mark.check("C084")
@pytest.mark.parametrize(
    ("table", "column"),
    [("indicators_series", "series_id"), ("spatial_unit", "unit_id"), ("indicators_importbatch", "batch_id")],
)
def test_parents_of_figures_stay_where_they_are(city: World, table: str, column: str) -> None:
    named = f"WHERE id IN (SELECT {column} FROM indicators_observation)"  # noqa: S608 - constants

    with pytest.raises(IntegrityError):
        _execute(f"UPDATE {table} SET organisation_id = %s {named}", city.other_city.pk)  # noqa: S608
    with pytest.raises(IntegrityError):
        _execute(f"DELETE FROM {table} {named}")  # noqa: S608


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_parent_cannot_go_while_its_figures_are_being_written() -> None:
    _delivered(build_world())
    series = Series.objects.get().pk
    settings = connection.get_connection_params()
    said = {name: settings[name] for name in ("host", "user", "password", "dbname")}

    with transaction.atomic():
        _execute("DELETE FROM indicators_observation")
        _insert_one(series)
        with (
            psycopg.connect(**said, options="-c lock_timeout=200ms") as other,
            pytest.raises(psycopg.errors.LockNotAvailable),
        ):
            other.execute("SELECT 1 FROM indicators_series WHERE id = %s FOR UPDATE", [series])


def _insert_one(series: int) -> None:
    _execute(
        "INSERT INTO indicators_observation (organisation_id, series_id, period_id, unit_id, value, status, flags, "
        "batch_id) SELECT b.organisation_id, %s, 1, u.id, 1, 0, 0, b.id FROM indicators_importbatch b, spatial_unit u "
        "WHERE u.organisation_id = b.organisation_id LIMIT 1",
        series,
    )
