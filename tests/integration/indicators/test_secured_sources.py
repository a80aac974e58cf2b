# SPDX-License-Identifier: EUPL-1.2
"""Sources that their supplier secures: the mark, what readers are told of it, and the question about small counts."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.errors import StaleRemarkError
from indicators.models import Finding, Indicator, Source
from indicators.selectors import published
from indicators.services.checking.checks import FoundCheck, check_batch, run_checks, store_checks
from indicators.services.ruling.securing import SecuredMark, mark_of, mark_secured
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import InvalidInputError
from spatial.models import BoundaryVersion
from tests.factories.checkedcity import QUARTERS, Column, add_series, build_city, staged
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db

URL = "/musterstadt/geheimhaltung/regeln/"
PAGE = f"{URL}register/gesichert/"
AGENCY = SecuredMark("Bundesagentur für Arbeit", 3)
FORM = {"is_secured": "on", "supplier": AGENCY.supplier, "below": 3, "reason": "Schreiben vom 3.2.", "seen": "0 "}
COUNTS: list[float | str] = [12.0, 4, "•", 30, 7, 0, 25, "*", 9, 14, 3, 11]


def _build() -> World:
    world = build_world()
    build_city(world)
    add_series(world, "empfaenger", unit="Personen")
    add_series(world, "quote", unit="%", additive=False)
    return world


kept_city = kept(_build)


def _source(city: World) -> Source:
    return Source.objects.select_related("organisation").get(organisation=city.city, slug="register")


def _marked(city: World, mark: SecuredMark = AGENCY) -> Source:
    source = _source(city)
    mark_secured(source=source, mark=mark, seen=mark_of(source).stand, reason="Schreiben", by=city.anna)
    return _source(city)


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _found(city: World, **columns: Column) -> list[FoundCheck]:
    found = check_batch(batch=staged(city, "2020-12-31", columns))
    return [each for each in found if each.code == "checks.secured_small"]


def _published(city: World) -> Indicator:
    chosen = indicator(city.city)
    version = BoundaryVersion.objects.get(organisation=city.city, level__slug="viertel")
    release(chosen, version, Figures((None, *(float(place) for place in range(1, 12))), "2021-12-31"), city.frida)
    return chosen


def _with(**other: float | str) -> list[float | str]:
    return [other.get(f"k{key}", cell) for key, cell in zip(QUARTERS, COUNTS, strict=True)]


def test_a_secured_table_with_small_counts_is_asked_about_with_their_number_and_place(city: World) -> None:
    _marked(city)

    (found,) = _found(city, Zahl=Column("empfaenger", _with(k103=2, k205=1, k206=2)))

    assert (found.severity, found.column, found.file_name) == ("warning", "Zahl", "zahlen.csv")
    assert found.params["n"] == 3
    assert (found.params["value"], found.params["area"]) == (2, "Viertel 103 (103)")
    assert "3 counts from 1 to below 3 are not hidden" in found.message
    assert "Bundesagentur für Arbeit" in found.message


def test_a_table_whose_small_counts_are_marked_passes(city: World) -> None:
    _marked(city)

    checked = run_checks(batch=staged(city, "2020-12-31", {"Zahl": Column("empfaenger", COUNTS)}))

    assert "checks.secured_small" not in {each.code for each in checked.found}
    assert "secured" in checked.passed


def test_nobody_is_asked_about_a_source_that_nobody_secures(city: World) -> None:
    batch = staged(city, "2020-12-31", {"Zahl": Column("empfaenger", _with(k103=2))})

    checked = run_checks(batch=batch)

    assert "checks.secured_small" not in {each.code for each in checked.found}
    assert "secured" not in checked.passed


def test_counts_behind_a_rate_are_looked_at_and_the_rate_is_not(city: World) -> None:
    _marked(city)
    shares: list[float | str] = [1.5] * len(QUARTERS)
    wholes: list[float | str] = [2000.0] * len(QUARTERS)

    found = _found(
        city,
        Anteil=Column("quote", shares),
        Zahl=Column("quote", _with(k103=1), "numerator"),
        Alle=Column("quote", wholes, "denominator"),
    )

    assert [(each.column, each.params["n"]) for each in found] == [("Zahl", 1)]


def test_the_question_is_kept_with_the_delivery_as_a_warning(city: World) -> None:
    _marked(city)
    batch = staged(city, "2020-12-31", {"Zahl": Column("empfaenger", _with(k103=2))})

    checked = run_checks(batch=batch)
    store_checks(batch=batch, found=checked.found, passed=checked.passed)

    kept_finding = batch.findings.get(code="checks.secured_small")
    assert kept_finding.severity == Finding.Severity.WARNING
    assert batch.counts["warnings"] >= 1


def test_marking_a_source_is_an_act_in_the_log(city: World) -> None:
    _marked(city)
    _marked(city, SecuredMark())

    acts = Event.objects.filter(action__in=("indicators.ruling_secured", "indicators.ruling_unsecured")).order_by("pk")
    assert [(act.action, act.actor_label, act.reason) for act in acts] == [
        ("indicators.ruling_secured", "Anna", "Schreiben"),
        ("indicators.ruling_unsecured", "Anna", "Schreiben"),
    ]
    assert (acts[0].details["supplier"], acts[0].details["below"]) == ("Bundesagentur für Arbeit", 3)
    assert mark_of(_source(city)) == SecuredMark()


@pytest.mark.parametrize(
    ("mark", "seen", "code"),
    [
        (SecuredMark(), "0 ", "indicators.securing_same"),
        (SecuredMark("LSN", 1), "0 ", "indicators.securing_bounds"),
        (SecuredMark("LSN", 101), "0 ", "indicators.securing_bounds"),
        (AGENCY, "3 LSN", "indicators.ruling_stale"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(city: World, mark: SecuredMark, seen: str, code: str) -> None:
    with pytest.raises((InvalidInputError, StaleRemarkError)) as refused:
        mark_secured(source=_source(city), mark=mark, seen=seen, reason="Schreiben", by=city.anna)

    assert refused.value.code == code
    assert not Event.objects.filter(action="indicators.ruling_secured").exists()


@pytest.mark.parametrize(
    "fields", [{"secured_by": "LSN"}, {"secured_below": 3}, {"secured_by": "LSN", "secured_below": 1}]
)
def test_the_database_keeps_no_mark_without_its_bound(city: World, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="source_secured"), transaction.atomic():
        Source.objects.filter(organisation=city.city).update(**fields)


def test_a_steward_marks_a_source_by_form_and_the_rules_say_that_no_minimum_is_needed(city: World) -> None:
    anna = _as(city.anna)
    form = anna.get(PAGE).content.decode()

    sent = anna.post(PAGE, FORM)

    assert 'value="Stadt"' in form, "The publisher is the supplier to begin with."
    assert (sent.status_code, sent.headers["Location"]) == (302, URL)
    assert "gesichert durch Bundesagentur für Arbeit, keine Zahl unter 3" in anna.get(URL).content.decode()
    for address in (f"{URL}register/oeffentlichkeit/", f"{URL}register/oeffentlichkeit/aendern/"):
        assert "Ein Mindestwert ist nicht nötig" in anna.get(address).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"supplier": ""}, "Nennen Sie, wer die Zahlen sichert."),
        ({"below": ""}, "ab welcher Zahl"),
        ({"below": 1}, "Schreiben Sie eine Zahl ab 2."),
        ({"below": "drei"}, "Schreiben Sie eine ganze Zahl in Ziffern."),
        ({"reason": ""}, "Begründen Sie die Änderung der Kennzeichnung."),
        ({"seen": "3 LSN"}, "inzwischen geändert"),
    ],
)
def test_what_is_wrong_with_a_mark_is_said_and_nothing_typed_is_lost(
    city: World, wrong: dict[str, str | int], sentence: str
) -> None:
    answer = _as(city.anna).post(PAGE, {**FORM, **wrong})

    assert answer.status_code == (409 if "seen" in wrong else 422)
    assert sentence in answer.content.decode()
    assert str(wrong.get("reason", FORM["reason"])) in answer.content.decode()
    assert mark_of(_source(city)) == SecuredMark()


@pytest.mark.check("C072")
def test_the_mark_is_written_by_stewards_alone(city: World) -> None:
    found = {
        name: _as(getattr(city, name)).get(PAGE).status_code for name in ("bert", "clara", "dora", "frida", "gero")
    }

    assert set(found.values()) == {404}
    assert Client().get(PAGE).status_code == 302
    assert "gesichert/" not in _as(city.frida).get(URL).content.decode()


def test_readers_are_told_who_secured_the_figures_on_pages_in_files_and_by_the_api(city: World) -> None:
    chosen = _published(city)
    Source.objects.filter(organisation=city.city).update(secured_by="LSN Niedersachsen", secured_below=3)
    client, said = Client(), "gesichert durch LSN Niedersachsen"

    sheet = published.indicator_sheet(city.city, chosen.slug)

    assert sheet is not None
    assert sheet.definition.source.secured_by == "LSN Niedersachsen"
    for address in (f"/musterstadt/indikatoren/{chosen.slug}/", f"/musterstadt/karte/?indikator={chosen.slug}",
                    f"/musterstadt/karte/daten.csv?indikator={chosen.slug}"):  # fmt: skip
        assert said in client.get(address).content.decode(), address
    api = client.get(f"/api/v1/musterstadt/indicators/{chosen.slug}/").json()
    assert "LSN Niedersachsen" in json.dumps(api)


def test_nothing_is_said_of_securing_where_nobody_does(city: World) -> None:
    chosen = _published(city)

    page = Client().get(f"/musterstadt/indikatoren/{chosen.slug}/").content.decode()

    assert "gesichert durch" not in page
