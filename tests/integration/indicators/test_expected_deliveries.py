# SPDX-License-Identifier: EUPL-1.2
"""Plans of deliveries: what is due and overdue on a day, and how far it has come."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.errors import DeliveryError, StaleDeliveryError
from indicators.models import DeliveryPlan, Indicator, PlannedIndicator, RhythmKind, Source
from indicators.selectors.expected import ExpectedDelivery, expected_deliveries
from indicators.selectors.progress import Stage, meanings_of, progress_of, undated_drafts
from indicators.services.planning import PlanSpec, remove_plan, save_plan
from indicators.services.sources import SourceSpec, ensure_source
from sozialplanung.audit.models import Event
from sozialplanung.common.rhythms import DueRule, Expectation, RhythmError
from tests.factories.desk import SAID, checked, csv_file, decide, new_delivery, post, submitted
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


def spec(city: World, **fields: object) -> PlanSpec:
    said: dict[str, Any] = {
        "source": Source.objects.select_related("organisation").get(organisation=city.city),
        "rhythm": RhythmKind.YEAR,
        "first_period": "2020-12-31",
        "last_period": "",
        "due": DueRule(days=90),
        "contact": "Frau Muster, 0123 456",
    }
    return PlanSpec(**{**said, **fields})


def plan_of(city: World, **fields: object) -> DeliveryPlan:
    return save_plan(plan=None, spec=spec(city, **fields), by=city.anna)


def found(city: World, on: date) -> list[tuple[str, Expectation, Stage, tuple[str, ...]]]:
    return [
        (each.period.code, each.state, each.stage, each.missing) for each in expected_deliveries([city.city.pk], on=on)
    ]


def test_period_is_due_when_over_and_overdue_after_its_day(city: World) -> None:
    plan_of(city, responsible=city.emil)

    assert found(city, date(2020, 12, 31)) == []
    assert found(city, date(2021, 3, 31)) == [("2020-12-31", Expectation.DUE, Stage.NOTHING, ("Einwohner", "Kinder"))]
    (late,) = expected_deliveries([city.city.pk], on=date(2021, 4, 2))
    assert isinstance(late, ExpectedDelivery)
    assert (late.state, late.due_on, late.days_late) == (Expectation.OVERDUE, date(2021, 3, 31), 2)
    assert (late.responsible_id, late.contact) == (city.emil.pk, "Frau Muster, 0123 456")


def test_expected_delivery_follows_its_figures_from_the_draft_to_the_release(city: World) -> None:
    plan_of(city)
    on = date(2021, 4, 2)

    delivery = new_delivery(city, city.anna)
    assert found(city, on)[0][2] is Stage.NOTHING
    assert undated_drafts([city.city.pk]) == [delivery]

    post(city.anna, delivery, "zuordnung/1/", SAID)
    assert found(city, on)[0][2] is Stage.IN_WORK
    assert undated_drafts([city.city.pk]) == []

    post(city.anna, delivery, "pruefung/")
    assert found(city, on)[0][2] is Stage.IN_WORK

    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    assert found(city, on)[0][2] is Stage.WAITING

    decide(city.frida, delivery, "approve")
    assert found(city, on) == []


def test_correction_on_its_way_leaves_the_period_released_and_is_named(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    correction = checked(city, city.emil, csv_file(FILE.replace("200", "210"), "neu_2020-12-31.csv"))

    meanings = meanings_of([city.city.pk])
    progress = progress_of([city.city.pk], meanings)

    residents = Indicator.objects.get(slug="einwohner")
    assert progress[residents.pk, "2020-12-31"].stage is Stage.RELEASED
    assert progress[residents.pk, "2020-12-31"].delivery == correction.uuid


def test_taken_over_building_block_is_expected_no_more(city: World) -> None:
    Indicator.objects.filter(slug="kinder").update(is_building_block=True)
    plan_of(city)

    decide(city.frida, submitted(city), "approve")

    assert found(city, date(2021, 4, 2)) == []


def test_plan_speaks_of_the_indicators_it_names(city: World) -> None:
    children = Indicator.objects.get(slug="kinder")
    plan_of(city, indicators=frozenset({children.pk}))

    assert found(city, date(2021, 4, 2))[0][3] == ("Kinder",)


def test_indicator_is_not_expected_before_its_definition_holds(city: World) -> None:
    Indicator.objects.get(slug="kinder").definitions.update(valid_from=date(2021, 1, 1))
    plan_of(city)

    assert [(code, missing) for code, _, _, missing in found(city, date(2022, 1, 1))] == [
        ("2020-12-31", ("Einwohner",)),
        ("2021-12-31", ("Einwohner", "Kinder")),
    ]


def test_children_are_asked_for_in_as_many_queries_as_one_organisation(city: World) -> None:
    plan_of(city)
    with CaptureQueriesContext(
        connection,
    ) as one:
        expected_deliveries([city.city.pk], on=date(2021, 4, 2))
    plan_of(city, rhythm=RhythmKind.QUARTER, first_period="2015-Q1")
    with CaptureQueriesContext(connection) as many:
        rows = expected_deliveries([city.city.pk, city.other_city.pk, city.land.pk], on=date(2021, 4, 2))

    assert len(rows) == 26
    assert len(many) == len(one) == 7


def test_plan_is_changed_on_its_revision_and_removed_with_an_event_each(city: World) -> None:
    plan = plan_of(city, indicators=frozenset({Indicator.objects.get(slug="kinder").pk}))
    changed = save_plan(plan=plan, spec=spec(city, due=DueRule(month=3, day=31)), by=city.emil, revision=0)

    assert (changed.revision, changed.due_days, changed.due_month, changed.due_day) == (1, None, 3, 31)
    assert not PlannedIndicator.objects.exists()
    with pytest.raises(StaleDeliveryError):
        save_plan(plan=plan, spec=spec(city), by=city.anna, revision=0)

    remove_plan(plan=changed, by=city.anna, revision=1)
    with pytest.raises(StaleDeliveryError):
        remove_plan(plan=changed, by=city.anna, revision=1)
    assert not DeliveryPlan.objects.exists()
    acts = Event.objects.filter(action__startswith="indicators.plan_").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == [
        "indicators.plan_saved",
        "indicators.plan_saved",
        "indicators.plan_removed",
    ]


def test_plan_refuses_strangers_and_contradictions(city: World) -> None:
    derived = Indicator.objects.get(slug="anteil")
    with pytest.raises(DeliveryError, match="not delivered"):
        plan_of(city, indicators=frozenset({derived.pk}))
    with pytest.raises(DeliveryError, match="does not bring"):
        plan_of(city, responsible=city.dora)
    with pytest.raises(RhythmError):
        plan_of(city, rhythm=RhythmKind.MONTH, first_period="2020")
    assert not DeliveryPlan.objects.exists()


def test_database_ties_a_plan_to_a_source_of_its_own_organisation(city: World) -> None:
    foreign = SourceSpec("fremd", "Fremd", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "intern")
    source = ensure_source(organisation=city.other_city, spec=foreign)
    plan = plan_of(city)

    DeliveryPlan.objects.filter(pk=plan.pk).update(source=source)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="source_id_tenant"), transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    DeliveryPlan.objects.filter(pk=plan.pk).update(source=plan.source)
