# SPDX-License-Identifier: EUPL-1.2
"""The completeness board, delivery dates and the changes of a month as their readers use them."""

import csv
import io
import time
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import DeliveryPlan, Indicator, Release, RhythmKind, Source
from indicators.rendering.board import CellState
from indicators.selectors.board import BoardFilter, completeness_board
from indicators.selectors.monthly import Act, changes_in, month_bounds
from indicators.services.planning import PlanSpec, save_plan
from sozialplanung.accounts.services import assign_role
from sozialplanung.common.rhythms import DueRule
from tests.factories.desk import checked, client_of, csv_file, decide, new_delivery, submitted, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db

BOARD = "/musterstadt/lieferungen/uebersicht/"
PLANS = "/musterstadt/lieferungen/termine/"
MONTH = "/musterstadt/lieferungen/monat/"


def _built(world: World) -> World:
    build_city(world)
    source = Source.objects.select_related("organisation").get(organisation=world.city)
    spec = PlanSpec(source, RhythmKind.YEAR, "2019-12-31", "2020-12-31", DueRule(days=90))
    save_plan(plan=None, spec=spec, by=world.anna)
    return world


kept_city = standing(_built)


def states(city: World, **wanted: str) -> dict[tuple[str, str], str]:
    on = timezone.localdate()
    board = completeness_board([city.city], BoardFilter(**wanted), on=on)  # type: ignore[arg-type]
    return {(row.indicator, cell.period.code): str(cell.state) for row in board.rows for cell in row.cells}


def test_board_tells_released_waiting_in_work_and_overdue_apart(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    draft = checked(city, city.emil, csv_file(FILE, "einwohner_2019-12-31.csv"))

    assert states(city) == {
        ("einwohner", "2020-12-31"): "released",
        ("kinder", "2020-12-31"): "released",
        ("einwohner", "2019-12-31"): "in_work",
        ("kinder", "2019-12-31"): "in_work",
    }
    page = client_of(city.anna).get(BOARD).content.decode()
    assert "/musterstadt/karte/?indikator=einwohner&amp;stand=2020-12-31" in page
    assert url_of(draft) in page
    assert "war fällig am 30.03.2020" in page


def test_cell_of_what_is_missing_leads_to_a_delivery_that_is_filled_in(city: World) -> None:
    client = client_of(city.anna)

    page = client.get(BOARD).content.decode()
    address = "/musterstadt/lieferungen/neu/?quelle=register&zeitraum=2020-12-31"
    assert address.replace("&", "&amp;") in page
    form = client.get(address).content.decode()
    assert 'value="Register, 31.12.2020"' in form
    assert "selected" in form
    assert "/lieferungen/neu/?" not in client_of(city.frida).get(BOARD).content.decode()


def test_draft_that_says_nothing_yet_is_named(city: World) -> None:
    delivery = new_delivery(city, city.anna)

    page = client_of(city.anna).get(BOARD).content.decode()

    assert "1 Entwurf sagt noch nicht" in page
    assert url_of(delivery) in page


def test_filters_narrow_the_board_and_wrong_ones_are_refused(city: World) -> None:
    client = client_of(city.anna)

    assert "Einwohner" in client.get(f"{BOARD}?zustand=overdue&quelle=register&thema=bevoelkerung").content.decode()
    assert "Zu diesen Filtern gibt es nichts" in client.get(f"{BOARD}?zustand=waiting").content.decode()
    for wrong in (
        "zustand=not_expected",
        "quelle=fremd",
        "thema=x",
        "zeit=0",
        "zeit=a",
        "organisation=nachbarstadt",
        "x=1",
    ):
        assert client.get(f"{BOARD}?{wrong}").status_code == 400, wrong


def test_file_of_the_board_holds_what_the_page_shows(city: World) -> None:
    text = client_of(city.anna).get(f"{BOARD}tafel.csv?zustand=overdue").content.decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0][:2] == ["Organisation", "Indikator"]
    assert sorted(line[1:6] for line in lines[1:]) == [
        [name, "Register", period, "überfällig", due]
        for name in ("Einwohner", "Kinder")
        for period, due in (("31.12.2019", "30.03.2020"), ("31.12.2020", "31.03.2021"))
    ]


def test_parent_sees_its_children_and_others_find_nothing(city: World) -> None:
    assign_role(user=city.bert, organisation=city.land, role="approver", by=None)

    page = client_of(city.bert).get("/musterland/lieferungen/uebersicht/").content.decode()

    assert "Musterstadt" in page
    assert "überfällig" in page
    for person in (city.clara, city.dora, city.gero):
        for address in (BOARD, f"{BOARD}tafel.csv", PLANS, f"{PLANS}neu/", MONTH):
            assert client_of(person).get(address).status_code == 404
    assert client_of(city.anna).get("/musterland/lieferungen/uebersicht/").status_code == 404
    assert "Musterstadt ·" not in client_of(city.dora).get("/nachbarstadt/lieferungen/uebersicht/").content.decode()


def test_board_of_300_indicators_and_20_periods_costs_as_many_queries_as_a_small_one(city: World) -> None:
    client = client_of(city.anna)
    # The first page after a role was given rotates the session.
    client.get(BOARD)
    with CaptureQueriesContext(connection) as small:
        client.get(BOARD)
    _grow(city)
    started = time.process_time()
    with CaptureQueriesContext(connection) as large:
        page = client.get(BOARD)

    assert page.status_code == 200
    assert len(large) == len(small)
    board = completeness_board([city.city], BoardFilter(), on=timezone.localdate())
    assert (len(board.rows), len(board.periods)) == (302, 20)
    assert dict(board.counts)[CellState.OVERDUE] == 302 * 20
    assert time.process_time() - started < 20


def _grow(city: World) -> None:
    known = Indicator.objects.get(slug="einwohner").definitions.get()
    topic = Indicator.objects.get(slug="einwohner").topic
    Indicator.objects.bulk_create(
        Indicator(organisation=city.city, slug=f"i{number}", topic=topic, kind="delivered") for number in range(300)
    )
    made = Indicator.objects.filter(slug__regex=r"^i\d+$")
    fields = {
        field.name: getattr(known, field.name)
        for field in known._meta.concrete_fields
        if field.name not in {"id", "indicator"}
    }
    type(known).objects.bulk_create(type(known)(indicator=each, **fields) for each in made)
    DeliveryPlan.objects.all().delete()
    source = Source.objects.select_related("organisation").get(organisation=city.city)
    spec = PlanSpec(source, RhythmKind.YEAR, "2000-12-31", "2019-12-31", DueRule(days=90))
    save_plan(plan=None, spec=spec, by=city.anna)
    type(known).objects.update(valid_from="1990-01-01")


def test_plan_is_made_changed_and_ended_by_form(city: World) -> None:
    client = client_of(city.anna)
    DeliveryPlan.objects.all().delete()
    assert "Noch keine Lieferpläne" in client.get(PLANS).content.decode()
    source = Source.objects.get(organisation=city.city)
    said = {
        "revision": 0,
        "source": source.pk,
        "rhythm": "quarter",
        "first_period": "1. Quartal 2020",
        "last_period": "",
        "due_days": "",
        "due_day": "15.5.",
        "responsible": city.emil.pk,
        "contact": "Frau Muster",
    }

    for wrong, sentence in (
        ({"due_day": ""}, "Nennen Sie entweder"),
        ({"due_days": 3}, "Nennen Sie entweder"),
        ({"due_day": "31.4."}, "gibt es in keinem Jahr"),
        ({"due_day": "morgen"}, "Schreiben Sie Tag und Monat"),
        ({"first_period": "bald"}, "ist kein Berichtszeitraum"),
        ({"first_period": "2020"}, "länger als der Rhythmus"),
        ({"responsible": city.dora.pk}, "id_responsible"),
    ):
        answer = client.post(f"{PLANS}neu/", {**said, **wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.post(f"{PLANS}neu/", said).status_code == 302
    plan = DeliveryPlan.objects.get()
    assert (plan.first_period.code, plan.due_day, plan.due_month, plan.responsible) == ("2020-Q1", 15, 5, city.emil)
    page = client.get(PLANS).content.decode()
    assert "1. Quartal 2020" in page
    assert "Frau Muster" in page

    changed = {**said, "due_day": "", "due_days": 30, "last_period": "2020-Q2"}
    assert client.post(f"{PLANS}{plan.pk}/", changed).status_code == 302
    assert client.post(f"{PLANS}{plan.pk}/", changed).status_code == 409
    assert client.post(f"{PLANS}{plan.pk}/beenden/", {"revision": 1}).status_code == 302
    assert not DeliveryPlan.objects.exists()


def test_plan_of_others_is_nothing(city: World) -> None:
    plan = DeliveryPlan.objects.get()
    client = client_of(city.dora)

    assert client.get(f"/nachbarstadt/lieferungen/termine/{plan.pk}/").status_code == 404
    assert client.post(f"/nachbarstadt/lieferungen/termine/{plan.pk}/beenden/", {"revision": 0}).status_code == 404
    assert client_of(city.frida).post(f"{PLANS}{plan.pk}/beenden/", {"revision": 0}).status_code == 404
    assert client_of(city.frida).get(PLANS).status_code == 200
    assert DeliveryPlan.objects.exists()


def test_month_lists_what_was_released_corrected_and_withdrawn(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    first = Release.objects.filter(indicator__slug="einwohner").order_by("pk").first()
    assert first is not None
    Release.objects.filter(pk=first.pk).update(
        state="withdrawn", ended_at=timezone.now(), published_at=datetime(2024, 1, 31, 23, 30, tzinfo=UTC)
    )
    Release.objects.filter(indicator__slug="kinder").update(number=2)

    today = timezone.localdate()
    acts = {(each.indicator, each.act) for each in changes_in([city.city.pk], today)}
    assert ("einwohner", Act.WITHDRAWN) in acts
    assert ("kinder", Act.CORRECTED) in acts
    assert ("anteil", Act.RELEASED) in acts
    page = client_of(city.anna).get(MONTH).content.decode()
    assert "zurückgezogen" in page
    assert "korrigiert" in page
    # Half past eleven in the evening of 31 January, in UTC, is February in Germany.
    assert "Einwohner" in client_of(city.anna).get(f"{MONTH}?monat=2024-02").content.decode()
    assert "nichts geändert" in client_of(city.anna).get(f"{MONTH}?monat=2024-01").content.decode()


def test_month_costs_as_many_queries_for_many_changes_and_refuses_what_is_no_month(city: World) -> None:
    client = client_of(city.anna)
    decide(city.frida, submitted(city), "approve")
    # The first page after a role was given rotates the session.
    client.get(MONTH)
    with CaptureQueriesContext(connection) as full:
        client.get(MONTH)
    Release.objects.filter(indicator__slug="kinder").update(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    with CaptureQueriesContext(connection) as fewer:
        client.get(MONTH)

    assert len(full) == len(fewer)
    for wrong in ("monat=2024", "monat=2024-13", "monat=1900-01", "monat=2999-01", "monat=2024-01-01", "x=1"):
        assert client.get(f"{MONTH}?{wrong}").status_code == 400, wrong


def test_bounds_of_december_end_with_the_year() -> None:
    first, after = month_bounds(datetime(2024, 12, 5, tzinfo=UTC).date())

    assert (first.isoformat(), after.isoformat()) == ("2024-12-01T00:00:00+01:00", "2025-01-01T00:00:00+01:00")
