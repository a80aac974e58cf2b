# SPDX-License-Identifier: EUPL-1.2
"""A computed indicator is confirmed by a second person by itself, and computed then."""

from typing import Any

import pytest

from indicators.models import IndicatorDefinition
from indicators.selectors import published
from sozialplanung.accounts.services import assign_role
from sozialplanung.jobs.models import Job
from tests.factories.desk import client_of, german, run_jobs
from tests.factories.layeredcity import build_layered_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C050")]
kept_city = standing(build_layered_city)
NEW, CONFIRM = "/musterstadt/indikatoren/neu/", "/musterstadt/indikatoren/bestaetigen/"
TEXTS = {
    "kind_wanted": "derived",
    "name": "Kitas im Gebiet",
    "short_name": "Kitas",
    "subtitle": "Kindertagesstätten",
    "topic": "bevoelkerung",
    "source": "register",
    "what_it_shows": "Wie viele Kitas es gibt.",
    "how_to_read": "Eine Zahl je Gebiet.",
    "limits": "Tagespflege zählt nicht.",
    "basis": "counts",
    "direction": "neutral",
    "comparability": "absolute",
    "decimals": "0",
    "unit_of_measure": "Kitas",
    "formula": "places(kitas)",
}


def written(city: World, **fields: str) -> IndicatorDefinition:
    answer: Any = client_of(city.anna).post(NEW, {**TEXTS, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return IndicatorDefinition.objects.latest("pk")


def said(city: World, definition: IndicatorDefinition) -> dict[str, Any]:
    page: Any = client_of(city.frida).get(CONFIRM)
    row = next(each for each in page.context["rows"] if each.definition.pk == definition.pk)
    return {"definition": definition.pk, "seen": row.seen}


def test_indicator_of_layers_is_public_once_somebody_else_confirmed_it(city: World) -> None:
    definition = written(city)
    page = client_of(city.frida).get(CONFIRM).content.decode()
    assert "Die Zahl der Orte in „Kitas“." in page
    assert published.indicator_sheet(city.city, "kitas-im-gebiet") is None

    answer = client_of(city.frida).post(CONFIRM, said(city, definition))
    run_jobs()

    assert answer.status_code == 302
    definition.refresh_from_db()
    assert (definition.written_by, definition.confirmed_by, definition.basis) == (city.anna, city.frida, "rate_only")
    sheet = client_of(city.dora).get("/musterstadt/indikatoren/kitas-im-gebiet/").content.decode()
    assert "Die Zahl der Orte in „Kitas“." in sheet
    assert "© Stadt Musterstadt" in sheet
    assert 'href="/musterstadt/orte/kitas/"' in sheet
    assert Job.objects.filter(kind="indicators.refresh", payload={"indicator": definition.indicator_id}).count() == 1


def test_writer_confirms_nothing_and_others_find_nothing(city: World) -> None:
    definition = written(city)
    seen = said(city, definition)
    IndicatorDefinition.objects.filter(pk=definition.pk).update(written_by=city.frida)
    own = client_of(city.frida)

    answer = own.post(CONFIRM, seen)

    assert answer.status_code == 422
    assert german("You wrote this yourself: another approver confirms it.") in own.get(CONFIRM).content.decode()
    for person in (city.anna, city.bert, city.clara, city.dora, city.gero):
        assert client_of(person).get(CONFIRM).status_code == 404
        assert client_of(person).post(CONFIRM, seen).status_code == 404
    definition.refresh_from_db()
    assert definition.confirmed_by is None


def test_account_that_the_writer_lent_confirms_nothing(city: World) -> None:
    definition = written(city)
    seen = said(city, definition)
    assign_role(user=city.gero, organisation=city.city, role="approver", by=city.anna)
    lent = client_of(city.gero)

    answer = lent.post(CONFIRM, seen)

    assert answer.status_code == 422
    assert german("Another approver has to confirm them. For later ones you are free.") in answer.content.decode()
    page = lent.get(CONFIRM).content.decode()
    assert "Ihr Konto oder Ihre Rolle" in page
    assert 'name="seen"' not in page
    definition.refresh_from_db()
    assert definition.confirmed_by is None
    # Whose account was touched by nobody confirms it.
    assert client_of(city.frida).post(CONFIRM, seen).status_code == 302


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "since"])
def test_account_is_lent_for_what_was_begun_before_and_for_nothing_later(city: World, *, is_before: bool) -> None:
    first = written(city)
    client_of(city.frida).post(CONFIRM, said(city, first))
    address = f"/musterstadt/indikatoren/{first.indicator.slug}/bearbeiten/"
    changed = {**TEXTS, "valid_from": "2030-01-01", "limits": "Keine."}
    if is_before:
        assign_role(user=city.gero, organisation=city.city, role="approver", by=city.anna)
    assert client_of(city.anna).post(address, changed).status_code == 302
    if not is_before:
        assign_role(user=city.gero, organisation=city.city, role="approver", by=city.anna)
    waiting = IndicatorDefinition.objects.get(indicator=first.indicator, confirmed_by=None)

    answer = client_of(city.gero).post(CONFIRM, said(city, waiting))

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.confirmed_by) == ((302, city.gero) if is_before else (422, None))


def test_texts_that_were_changed_since_they_were_seen_are_not_confirmed(city: World) -> None:
    definition = written(city)
    seen = said(city, definition)
    address = f"/musterstadt/indikatoren/{definition.indicator.slug}/bearbeiten/"
    client_of(city.anna).post(address, {**TEXTS, "valid_from": "2020-01-01", "limits": "Keine."})

    answer = client_of(city.frida).post(CONFIRM, seen)

    assert answer.status_code == 409
    assert german("These texts were changed or confirmed since you opened the page.") in answer.content.decode()


def test_unknown_layer_is_told_with_its_place_and_nothing_is_written(city: World) -> None:
    page = client_of(city.anna).get(NEW).content.decode()
    answer: Any = client_of(city.anna).post(NEW, {**TEXTS, "formula": "2 * places(horte)"})

    assert "capacity(kitas)" in page
    assert "capacity(radwege)" not in page
    assert "length(radwege)" in page
    assert answer.status_code == 422
    assert "„horte“" in answer.content.decode()
    assert not IndicatorDefinition.objects.filter(name="Kitas im Gebiet").exists()
