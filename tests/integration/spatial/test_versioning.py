# SPDX-License-Identifier: EUPL-1.2
"""Editions in time: the database refuses overlaps, and closing one ends what no other uses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from sozialplanung.accounts.models import Organisation
from sozialplanung.audit.models import Event
from spatial.errors import EditionConflictError, EditionError
from spatial.models import BoundaryVersion, UnitVersion
from spatial.services.versioning import close_edition, overlaps_refused
from tests.factories.areas import edition, import_city
from tests.factories.organisations import organisation
from tests.factories.standing import kept
from tests.integration.spatial.telling import assert_told

pytestmark = pytest.mark.django_db
CHANGE = date(2024, 1, 1)


def _built() -> Organisation:
    stored = organisation()
    import_city(stored)
    return stored


kept_city = kept(_built)


def _copy(row: UnitVersion, **changes: object) -> UnitVersion:
    values = {field.attname: getattr(row, field.attname) for field in UnitVersion._meta.concrete_fields}
    return UnitVersion(**{**values, "id": None, **changes})


def test_database_refuses_a_second_row_of_an_area_at_the_same_time(city: Organisation) -> None:
    row = UnitVersion.objects.get(key="11")

    with pytest.raises(IntegrityError, match="unitversion_unit_no_overlap"), transaction.atomic():
        _copy(row, key="neu", valid_from=date(2022, 1, 1)).save()


def test_database_refuses_a_key_for_two_areas_at_the_same_time(city: Organisation) -> None:
    row, other = UnitVersion.objects.get(key="11"), UnitVersion.objects.get(key="12")
    UnitVersion.objects.filter(id=other.pk).update(valid_until=date(2021, 1, 1))

    with pytest.raises(IntegrityError, match="unitversion_key_no_overlap"), transaction.atomic():
        _copy(row, unit_id=other.unit_id, valid_from=date(2022, 1, 1)).save()


def test_database_refuses_two_editions_of_a_level_at_the_same_time(city: Organisation) -> None:
    version = BoundaryVersion.objects.get(level__slug="viertel")
    version.pk, version.edition = None, "anders"

    with pytest.raises(IntegrityError, match="boundaryversion_no_overlap"), transaction.atomic():
        version.save(force_insert=True)


def test_refusal_of_the_database_becomes_a_typed_error(city: Organisation) -> None:
    row = UnitVersion.objects.get(key="11")

    with pytest.raises(EditionConflictError) as caught, transaction.atomic(), overlaps_refused():
        _copy(row, key="neu", valid_from=date(2022, 1, 1)).save()

    assert_told(caught.value)
    assert caught.value.code == "spatial.row_overlaps"


def test_other_refusals_of_the_database_are_not_called_overlaps(city: Organisation) -> None:
    row = UnitVersion.objects.get(key="11")

    with pytest.raises(IntegrityError), transaction.atomic(), overlaps_refused():
        _copy(row, key="neu", valid_from=date(2022, 1, 1), valid_until=date(2021, 1, 1)).save()


def test_database_refuses_areas_of_another_organisation(city: Organisation) -> None:
    other = organisation("nachbarstadt", "Nachbarstadt")
    row = UnitVersion.objects.get(key="11")
    foreign = _copy(row, organisation_id=other.pk, valid_from=date(1999, 1, 1), valid_until=date(2000, 1, 1))

    with pytest.raises(IntegrityError, match="tenant"):
        _stored_and_checked(foreign)


def _stored_and_checked(row: UnitVersion) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        row.save()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_closing_ends_all_levels_and_their_rows(city: Organisation) -> None:
    count = close_edition(organisation=city, edition="stand-2020", valid_until=CHANGE, by=None)

    assert count == 3
    assert set(BoundaryVersion.objects.values_list("valid_until", flat=True)) == {CHANGE}
    assert set(UnitVersion.objects.values_list("valid_until", flat=True)) == {CHANGE}
    assert Event.objects.filter(action="spatial.edition_closed").count() == 1


def test_closing_again_on_the_same_day_changes_nothing(city: Organisation) -> None:
    close_edition(organisation=city, edition="stand-2020", valid_until=CHANGE, by=None)

    count = close_edition(organisation=city, edition="stand-2020", valid_until=CHANGE, by=None)

    assert count == 0
    assert Event.objects.filter(action="spatial.edition_closed").count() == 1


def test_successor_can_follow_once_the_edition_is_closed(city: Organisation) -> None:
    close_edition(organisation=city, edition="stand-2020", valid_until=CHANGE, by=None)

    imported = import_city(city, edition("2024", CHANGE))

    assert [level.extended_rows for level in imported.levels] == [1, 2, 4]
    assert set(UnitVersion.objects.values_list("valid_until", flat=True)) == {None}


def test_end_is_fixed_once_a_successor_is_there(city: Organisation) -> None:
    close_edition(organisation=city, edition="stand-2020", valid_until=CHANGE, by=None)
    import_city(city, edition("2024", CHANGE))

    with pytest.raises(EditionConflictError) as caught:
        close_edition(organisation=city, edition="stand-2020", valid_until=date(2023, 1, 1), by=None)

    assert_told(caught.value)
    assert caught.value.code == "spatial.edition_closed"
    assert set(UnitVersion.objects.values_list("valid_until", flat=True)) == {None}


@pytest.mark.parametrize(
    ("slug", "until", "code"),
    [("unbekannt", CHANGE, "spatial.edition_unknown"), ("stand-2020", date(2020, 1, 1), "spatial.edition_dates")],
)
def test_closing_names_what_is_wrong(city: Organisation, slug: str, until: date, code: str) -> None:
    with pytest.raises(EditionError) as caught:
        close_edition(organisation=city, edition=slug, valid_until=until, by=None)

    assert_told(caught.value)
    assert caught.value.code == code
