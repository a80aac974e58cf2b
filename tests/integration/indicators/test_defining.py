# SPDX-License-Identifier: EUPL-1.2
"""Series and indicators are defined on the way of a delivery; nothing of them is public before a second person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse

from indicators.errors import CatalogueError
from indicators.models import Delivery, Indicator, IndicatorDefinition, Series
from indicators.selectors import published
from indicators.services import defining
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.publishing import publish_indicator
from sozialplanung.accounts.models import User
from tests.factories.desk import SAID, client_of, csv_file, decide, german, new_delivery, post, url_of
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NEW, LIST = "/musterstadt/indikatoren/neu/", "/musterstadt/indikatoren/bearbeiten/"
FILE = "schluessel;einwohner;Haushalte\n11;1.000;200\n12;500;20\n21;800;90\n22;700;10\n"
TEXTS = {
    "kind_wanted": "delivered",
    "name": "Haushalte",
    "short_name": "Haushalte",
    "subtitle": "Private Haushalte am Jahresende",
    "topic": "bevoelkerung",
    "source": "register",
    "what_it_shows": "Wie viele Haushalte es gibt.",
    "how_to_read": "Eine Zahl je Gebiet.",
    "limits": "Heime zählen nicht.",
    "basis": "counts",
    "direction": "neutral",
    "comparability": "absolute",
    "decimals": "0",
    "unit_of_measure": "Haushalte",
}
SERIES = {"variable": "+", "variable_name": "Haushalte", "is_additive": "1", "breakdown": "gesamt"}


kept_city = standing(build_city)


def define(person: User, fields: dict[str, str], query: str = "") -> HttpResponse:
    """Send the form of a new indicator."""
    answer: Any = client_of(person).post(NEW + query, fields)
    assert isinstance(answer, HttpResponse)
    return answer


def approve(person: User, delivery: Delivery) -> HttpResponse:
    """Decide as the page shows it."""
    page: Any = client_of(person).get(url_of(delivery, "freigabe/"))
    seen = page.context["form"]["content_hash"].value()
    return post(person, delivery, "freigabe/", {"decision": "approve", "kind": "content", "content_hash": seen})


def submitted(city: World) -> Delivery:
    """Bring a delivery with a new series up to its submission, all by pages."""
    delivery = new_delivery(city, city.anna, csv_file(FILE, "register_2020-12-31.csv"))
    said = {name: text for name, text in SAID.items() if name != "column_2"}
    away = post(
        city.anna, delivery, "zuordnung/1/", {**said, "column_2": "", "define": "1", "define_field": "column_2"}
    )
    assert away.status_code == 302
    back = client_of(city.anna).post(away["Location"], {**TEXTS, **SERIES})
    assert back.status_code == 302, back.content.decode()
    assert back["Location"] == url_of(delivery, "zuordnung/1/")
    delivery.refresh_from_db()
    answers = delivery.tables.get().answers["mapping"]
    assert (answers["column_1"], answers["column_2"]) == ("einwohner|value", "haushalte|value")
    assert post(city.anna, delivery, "zuordnung/1/", {**said, "column_2": answers["column_2"]}).status_code == 302
    post(city.anna, delivery, "pruefung/")
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    return delivery


def test_indicator_defined_on_the_way_is_public_with_its_delivery_and_not_before(city: World) -> None:
    delivery = submitted(city)
    assert published.indicator_sheet(city.city, "haushalte") is None
    assert client_of(city.dora).get("/musterstadt/indikatoren/haushalte/").status_code == 404

    page = client_of(city.frida).get(url_of(delivery, "freigabe/")).content.decode()
    answer = approve(city.frida, delivery)

    assert "Heime zählen nicht." in page
    assert answer.status_code == 302
    definition = IndicatorDefinition.objects.get(indicator__slug="haushalte")
    assert (definition.written_by, definition.confirmed_by) == (city.anna, city.frida)
    sheet = published.indicator_sheet(city.city, "haushalte")
    assert sheet is not None
    assert sheet.definition.limits == "Heime zählen nicht."


@pytest.mark.check("C050")
def test_nobody_confirms_texts_that_they_wrote_on_any_path(city: World) -> None:
    delivery = submitted(city)
    definition = IndicatorDefinition.objects.get(indicator__slug="haushalte")
    IndicatorDefinition.objects.filter(pk=definition.pk).update(written_by=city.frida)

    answer = approve(city.frida, delivery)

    assert answer.status_code == 422
    assert delivery.state == "submitted"
    assert german("Ask a colleague with the role of approver.") in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorDefinition.objects.filter(pk=definition.pk).update(confirmed_by=city.frida)


def test_texts_changed_after_the_approver_looked_are_not_confirmed(city: World) -> None:
    delivery = submitted(city)
    page: Any = client_of(city.frida).get(url_of(delivery, "freigabe/"))
    seen = page.context["form"]["content_hash"].value()
    client_of(city.anna).post(
        "/musterstadt/indikatoren/haushalte/bearbeiten/", {**TEXTS, "valid_from": "2020-01-01", "limits": "Keine."}
    )

    said = {"decision": "approve", "kind": "content", "content_hash": seen}
    answer = post(city.frida, delivery, "freigabe/", said)

    assert answer.status_code == 409
    assert decide(city.frida, delivery, "approve").status_code == 409
    assert approve(city.frida, delivery).status_code == 302


@pytest.mark.check("C024")
@pytest.mark.parametrize(
    "name", ["what_it_shows", "how_to_read", "limits", "subtitle", "source", "topic", "short_name"]
)
def test_indicator_without_a_text_that_readers_need_is_not_taken(city: World, name: str) -> None:
    answer = define(city.anna, {**TEXTS, **SERIES, name: " "})

    assert answer.status_code == 422
    assert f'href="#id_{name}"' in answer.content.decode()
    assert "<title>Fehler:" in answer.content.decode()
    assert not Indicator.objects.filter(slug="haushalte").exists()
    assert not Series.objects.filter(variable__slug="haushalte").exists()


@pytest.mark.check("C024")
def test_nothing_is_published_while_a_text_is_empty(city: World) -> None:
    delivery = submitted(city)
    IndicatorDefinition.objects.filter(indicator__slug="haushalte").update(limits=" ")

    approve(city.frida, delivery)

    assert published.indicator_sheet(city.city, "haushalte") is None
    assert published.indicator_sheet(city.city, "einwohner") is not None


def test_share_needs_the_words_for_its_parts(city: World) -> None:
    answer = define(city.anna, {**TEXTS, **SERIES, "unit_of_measure": "%"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_numerator_text"' in page
    assert 'href="#id_denominator_text"' in page


def test_series_alone_needs_no_texts(city: World) -> None:
    fields = {"kind_wanted": "series", "decimals": "0", "variable": "einwohner", "breakdown": "+"}

    answer = define(city.anna, {**fields, "breakdown_name": "65 Jahre und älter", "dimension": "Alter"})

    assert answer.status_code == 302
    made = Series.objects.get(breakdown__name="65 Jahre und älter")
    assert (made.variable.slug, made.breakdown.dimension, made.breakdown.slug) == (
        "einwohner",
        "alter",
        "i-65-jahre-und-aelter",
    )


def test_formula_is_explained_before_it_is_saved_and_a_wrong_one_is_refused(city: World) -> None:
    derived = {**TEXTS, "kind_wanted": "derived", "name": "Kinderanteil", "topic": "+", "topic_name": "Kinder"}
    derived |= {"unit_of_measure": "%", "numerator_text": "Kinder", "denominator_text": "Einwohner"}

    explained = define(city.anna, {**derived, "formula": "share(kinder, einwohner)", "explain": "1"})
    wrong = define(city.anna, {**derived, "formula": "share(kinder, pferde)"})
    backwards = define(city.anna, {**derived, "formula": "change(kinder, 1)"})
    saved = define(city.anna, {**derived, "formula": "share(kinder, einwohner)"})

    assert explained.status_code == 200
    page = explained.content.decode()
    assert "„Kinder“, geteilt durch „Einwohner“, in Prozent." in page
    assert "Kinderanteil" in page
    assert wrong.status_code == 422
    assert "pferde" in wrong.content.decode()
    assert backwards.status_code == 422
    assert "Die Formel ergibt Werte in „Personen“" in backwards.content.decode()
    assert saved.status_code == 302
    indicator = Indicator.objects.get(slug="kinderanteil")
    assert indicator.topic.name == "Kinder"
    assert sorted(edge.upstream.slug for edge in indicator.upstream_edges.all()) == ["einwohner", "kinder"]


def test_new_definition_is_dated_and_leaves_what_is_published_alone(city: World) -> None:
    approve(city.frida, submitted(city))
    address = "/musterstadt/indikatoren/haushalte/bearbeiten/"

    early = client_of(city.anna).post(address, {**TEXTS, "valid_from": "1980-01-01"})
    answer = client_of(city.anna).post(address, {**TEXTS, "valid_from": "2020-06-01", "limits": "Neu gezählt."})

    assert (early.status_code, answer.status_code) == (422, 302)
    first, second = IndicatorDefinition.objects.filter(indicator__slug="haushalte").order_by("valid_from")
    assert (first.valid_until, second.valid_from) == (date(2020, 6, 1), date(2020, 6, 1))
    assert second.is_waiting
    assert publish_indicator(subject=subject_of(second.indicator), by=city.anna) == 0
    sheet = published.indicator_sheet(city.city, "haushalte")
    assert sheet is not None
    assert sheet.definition.limits == "Heime zählen nicht."
    assert german("waits for a second person") in client_of(city.anna).get(LIST).content.decode()


def test_catalogue_is_edited_by_those_who_may_and_is_not_there_for_others(city: World) -> None:
    addresses = (NEW, LIST, "/musterstadt/indikatoren/einwohner/bearbeiten/")

    for address in addresses:
        assert client_of(city.anna).get(address).status_code == 200
        assert client_of(city.dora).get(address).status_code == 404
        assert client_of(city.clara).get(address).status_code == 404
        assert client_of(city.clara).post(address, TEXTS).status_code in {404, 405}
    strange = client_of(city.anna).get(f"{NEW}?lieferung=0f8fad5b-d9cb-469f-a165-70867728950e")
    malformed = client_of(city.anna).get(f"{NEW}?lieferung=x")
    unknown = client_of(city.anna).get(f"{NEW}?was=x")
    assert (strange.status_code, malformed.status_code, unknown.status_code) == (404, 404, 400)


def test_demographic_figure_has_no_better_end(city: World) -> None:
    marked = {**TEXTS, **SERIES, "is_demographic": "on"}

    refused = define(city.anna, {**marked, "direction": "lower_is_better"})
    saved = define(city.anna, marked)

    assert refused.status_code == 422
    assert "Für die Frage, wer hier lebt, ist kein Ende besser" in refused.content.decode()
    assert saved.status_code == 302
    definition = IndicatorDefinition.objects.get(indicator__slug="haushalte")
    assert (definition.is_demographic, definition.palette) == (True, "neutral")
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorDefinition.objects.filter(pk=definition.pk).update(direction="higher_is_better")
    service = replace(defining.definition_spec(definition), direction="lower_is_better")
    with pytest.raises(CatalogueError) as told:
        defining.redefine_indicator(indicator=definition.indicator, spec=service, by=city.anna)
    assert told.value.code == "indicators.demographic_direction"


def test_mark_is_signed_kept_by_the_form_and_told_to_readers(city: World) -> None:
    delivery = submitted(city)
    address = "/musterstadt/indikatoren/haushalte/bearbeiten/"
    client_of(city.anna).post(address, {**TEXTS, "valid_from": "2020-01-01", "is_demographic": "on"})

    shown = client_of(city.frida).get(url_of(delivery, "freigabe/")).content.decode()
    approve(city.frida, delivery)

    assert "ja: wer hier lebt, kein Ende ist besser" in shown
    form: Any = client_of(city.anna).get(address)
    assert form.context["form"]["is_demographic"].value() is True
    sheet = client_of(city.dora).get("/musterstadt/indikatoren/haushalte/").content.decode()
    assert "Er beschreibt, wer in einem Gebiet lebt" in sheet
    answer = client_of(city.dora).get("/api/v1/musterstadt/indicators/haushalte/").json()
    assert [each["is_demographic"] for each in answer["definitions"]] == [True]
    found = published.indicator_sheet(city.city, "haushalte")
    assert found is not None
    assert found.definition.judged_direction == "neutral"


def test_threshold_and_minimum_are_declared_by_form_signed_and_told_to_readers(city: World) -> None:
    delivery = submitted(city)
    address = "/musterstadt/indikatoren/haushalte/bearbeiten/"
    said = {**TEXTS, "valid_from": "2020-01-01", "unit_of_measure": "%", "decimals": "1"}
    said |= {"numerator_text": "Haushalte", "denominator_text": "Einwohner"}
    client_of(city.anna).post(address, {**said, "relevance_threshold": "2,5", "minimum_denominator": "350"})

    page: Any = client_of(city.frida).get(url_of(delivery, "freigabe/"))
    seen = page.context["form"]["content_hash"].value()
    IndicatorDefinition.objects.filter(indicator__slug="haushalte").update(minimum_denominator=30)
    changed: Any = client_of(city.frida).get(url_of(delivery, "freigabe/"))
    assert changed.context["form"]["content_hash"].value() != seen
    IndicatorDefinition.objects.filter(indicator__slug="haushalte").update(minimum_denominator=350)
    approve(city.frida, delivery)

    shown = page.content.decode()
    assert "<dt>Fachschwelle</dt><dd>2,5</dd>" in shown
    assert "<dt>Nenner, ab dem Veränderungen beurteilt werden</dt><dd>350</dd>" in shown
    form: Any = client_of(city.anna).get(address)
    kept = [form.context["form"][name].value() for name in ("relevance_threshold", "minimum_denominator")]
    assert kept == ["2,5", 350]
    sheet = client_of(city.dora).get("/musterstadt/indikatoren/haushalte/").content.decode()
    assert "erst ab einem Nenner von 350 beurteilt" in sheet
    answer = client_of(city.dora).get("/api/v1/musterstadt/indicators/haushalte/").json()
    told = [(each["relevance_threshold"], each["minimum_denominator"]) for each in answer["definitions"]]
    assert told == [(2.5, 350)]


@pytest.mark.parametrize(
    ("field", "text"),
    [("relevance_threshold", "-1"), ("relevance_threshold", "viel"), ("minimum_denominator", "0")],
)
def test_threshold_and_minimum_are_numbers_that_can_be(city: World, field: str, text: str) -> None:
    refused = define(city.anna, {**TEXTS, **SERIES, field: text})

    assert refused.status_code == 422
    assert not IndicatorDefinition.objects.filter(indicator__slug="haushalte").exists()


def test_without_a_minimum_the_usual_one_is_told(city: World) -> None:
    define(city.anna, {**TEXTS, **SERIES})
    definition = IndicatorDefinition.objects.get(indicator__slug="haushalte")

    assert definition.minimum_denominator is None
    assert "Ohne Angabe: 200 Personen." in client_of(city.anna).get(NEW).content.decode()
