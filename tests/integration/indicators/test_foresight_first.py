# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change of the releases where nothing is released yet."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import DisclosureRule, ForeseenRelease, Foresight, ImportBatch, Indicator
from indicators.selectors.foresight import outlook_of, standing_of
from indicators.services.foresight import compute_foresight, keep_foresight
from tests.factories.desk import SAID, checked, csv_file, decide, post, submitted
from tests.factories.foreseen import batch_of, foretold, quiet, try_leaving_nothing
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
CORRECTED = FILE.replace("1.000;200", "1.000;210").replace("700;0", "700;35")


kept_city = standing(build_city)


@pytest.mark.check("C044")
def test_first_delivery_is_new_in_every_release(city: World) -> None:
    batch = batch_of(checked(city, city.anna))

    told = foretold(batch)

    assert {each.kind for each in told.values()} == {"first"}
    assert told["einwohner", "2020-12-31", "viertel"].counts["valued"] == 4
    rows = ForeseenRelease.objects.filter(foresight__batch=batch)
    assert all(row.largest == [] and row.before is None for row in rows)


@pytest.mark.check("C044")
def test_try_of_a_first_delivery_leaves_nothing(city: World) -> None:
    try_leaving_nothing(batch_of(checked(city, city.anna, csv_file(CORRECTED))), city.anna)


def test_effects_are_outdated_when_a_rule_of_disclosure_changed(city: World) -> None:
    batch = batch_of(checked(city, city.anna))
    assert outlook_of(batch).state == "ready"

    DisclosureRule.objects.filter(organisation=city.city).update(minimum_count=10)

    assert outlook_of(batch).state == "outdated"
    assert outlook_of(batch).has_result


def test_batch_taken_back_takes_what_was_foreseen_with_it(city: World) -> None:
    delivery = checked(city, city.anna)
    batch = batch_of(delivery)
    assert ForeseenRelease.objects.exists()

    decide(city.frida, submitted(city, csv_file(CORRECTED)), "refuse", "So nicht.")
    assert set(ForeseenRelease.objects.values_list("foresight__batch", flat=True)) == {batch.pk}
    keep_foresight(batch_id=ImportBatch.objects.latest("pk").pk, compared_with="x", found=())
    assert Foresight.objects.get().batch == batch

    post(city.anna, delivery, "zuordnung/1/", SAID)
    assert not Foresight.objects.exists()


def test_job_of_a_batch_that_was_decided_does_nothing(city: World) -> None:
    delivery = submitted(city)
    decide(city.frida, delivery, "approve")

    assert compute_foresight(batch_id=batch_of(delivery).pk, by=city.anna, report=quiet) is None


def test_outlook_needs_the_same_few_queries_however_many_releases_there_are(city: World) -> None:
    batch = batch_of(checked(city, city.anna))

    with CaptureQueriesContext(connection) as queries:
        outlook = outlook_of(batch)

    assert [each.name for each in outlook.indicators] == ["Anteil", "Einwohner", "Kinder"]
    assert len(queries) == 6
    assert standing_of(organisation_id=city.other_city.pk) != standing_of(organisation_id=city.city.pk)


def test_transaction_of_the_caller_survives_a_try(city: World) -> None:
    batch = batch_of(checked(city, city.anna))

    with transaction.atomic():
        Indicator.objects.filter(slug="kinder").update(position=7)
        compute_foresight(batch_id=batch.pk, by=city.anna, report=quiet)

    assert Indicator.objects.get(slug="kinder").position == 7
