# SPDX-License-Identifier: EUPL-1.2
"""Breaks and annotations by form: who gets in, what a form refuses, careful at once, bold with two people."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from indicators.errors import FourEyesError
from indicators.models import Annotation, IndicatorDefinition, KnownBreakRefusal, RemarkChange, SeriesBreak
from indicators.readers.knownbreaks import all_entries, known_breaks
from indicators.services.checking.checks import check_batch
from indicators.services.remarks.deciding import approve_change
from sozialplanung.accounts.models import PersonSession, User
from sozialplanung.accounts.services import assign_role
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, run_jobs
from tests.factories.notedcity import NEW, build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NOTES = "/musterstadt/hinweise/"
SAID = {
    "from_period": "31.12.2020",
    "to_period": "31.12.2021",
    "kind": "law",
    "comparable": "no",
    "text": "Neues Gesetz.",
    "reference": "BGBl. I S. 1",
    "url": "https://example.org/gesetz",
    "known": "",
}
PAGES = (
    "", "brueche/neu/", "brueche/neu/?indikator=kinder", "anmerkungen/", "anmerkungen/neu/",
    "anmerkungen/neu/?art=ereignis", "anmerkungen/neu/?art=bevoelkerung", "bekannte-brueche/",
    "bekannte-brueche/?zeige=alle", "entscheidungen/",
)  # fmt: skip


kept_city = standing(build_noted_city)


def send(person: User, path: str, said: dict[str, Any]) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{NOTES}{path}", said)


def marked(city: World, **said: object) -> SeriesBreak:
    answer = send(city.anna, "brueche/neu/?indikator=kinder", {**SAID, **said})
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return SeriesBreak.objects.filter(indicator__slug="kinder").latest("pk")


def html(person: User, path: str) -> str:
    answer = client_of(person).get(f"{NOTES}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_stewards_and_are_not_there_for_others(city: World, path: str) -> None:
    assert client_of(city.anna).get(f"{NOTES}{path}").status_code == 200
    for stranger in (city.bert, city.clara, city.dora, city.gero):
        assert client_of(stranger).get(f"{NOTES}{path}").status_code == 404
    assert Client().get(f"{NOTES}{path}").status_code == 302
    answer = client_of(city.anna).get(f"{NOTES}{path}")
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_was_typed_when_the_session_had_ended_is_in_the_form_again(city: World) -> None:
    browser = client_of(city.anna)
    browser.get(f"{NOTES}brueche/neu/?indikator=kinder")
    PersonSession.objects.all().delete()

    sent = browser.post(f"{NOTES}brueche/neu/?indikator=kinder", SAID)
    browser.force_login(city.anna)
    page = browser.get(f"{NOTES}brueche/neu/?indikator=kinder").content.decode()

    assert sent.status_code == 302
    assert "Neues Gesetz." in page
    assert not SeriesBreak.objects.filter(indicator__slug="kinder", text="Neues Gesetz.").exists()


def test_approver_sees_the_lists_and_writes_nothing(city: World) -> None:
    row = marked(city)

    assert client_of(city.frida).get(NOTES).status_code == 200
    assert "Bruch eintragen" not in html(city.frida, "")
    for path in ("brueche/neu/?indikator=kinder", f"brueche/{row.pk}/aendern/", f"brueche/{row.pk}/zurueckziehen/"):
        assert client_of(city.frida).get(f"{NOTES}{path}").status_code == 404
        assert send(city.frida, path, SAID).status_code == 404


def test_break_of_another_organisation_is_not_there(city: World) -> None:
    row = marked(city)

    for path in (f"brueche/{row.pk}/", f"entscheidungen/{row.changes.get().pk}/"):
        assert client_of(city.dora).get(f"/nachbarstadt/hinweise/{path}").status_code == 404


def test_break_is_marked_for_what_is_computed_from_the_indicator_too(city: World) -> None:
    page = html(city.anna, "brueche/neu/?indikator=kinder")
    assert 'name="also" value="anteil"' in page
    assert "checked" in page.split('name="also"')[1][:120]

    marked(city, also=["anteil"])

    assert set(SeriesBreak.objects.values_list("indicator__slug", flat=True)) == {"kinder", "anteil"}


@pytest.mark.check("C047")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"from_period": "irgendwann"}, "Das ist kein Berichtszeitraum"),
        ({"from_period": "31.12.2021", "to_period": "31.12.2020"}, "muss nach dem ersten liegen"),
        ({"comparable": ""}, "Wählen Sie, ob Zahlen verglichen werden dürfen"),
        ({"text": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"url": "javascript:alert(1)"}, "gültige"),
    ],
)
def test_form_of_a_break_says_what_is_wrong(city: World, said: dict[str, str], told: str) -> None:
    answer = send(city.anna, "brueche/neu/?indikator=kinder", {**SAID, **said})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler:" in page
    assert "Bitte prüfen Sie Ihre Angaben" in page
    assert told in page
    assert not SeriesBreak.objects.exists()


def test_same_break_twice_is_refused_in_words(city: World) -> None:
    marked(city)

    answer = send(city.emil, "brueche/neu/?indikator=kinder", {**SAID, "comparable": "yes"})

    assert answer.status_code == 409
    assert "hat zwischen diesen Berichtszeiträumen schon einen Bruch" in answer.content.decode()


def test_stale_page_overwrites_nothing(city: World) -> None:
    row = marked(city)
    edit = f"brueche/{row.pk}/aendern/"
    assert send(city.emil, edit, {**SAID, "text": "Von Emil.", "revision": 1, "reason": ""}).status_code == 302

    answer = send(city.anna, edit, {**SAID, "text": "Von Anna.", "revision": 1, "reason": ""})

    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.content.decode()
    assert SeriesBreak.objects.get().text == "Von Emil."


def test_loosened_break_waits_for_the_approver(city: World) -> None:
    row = marked(city)
    edit = f"brueche/{row.pk}/aendern/"
    looser = {**SAID, "comparable": "limited", "revision": 1}
    assert send(city.anna, edit, {**looser, "reason": ""}).status_code == 422

    assert send(city.anna, edit, {**looser, "reason": "Doch ähnlich gezählt."}).status_code == 302

    change = RemarkChange.objects.get(state="waiting")
    path = f"entscheidungen/{change.pk}/"
    asked = Notification.objects.get(kind="indicators.break_proposed")
    assert (asked.recipient, asked.path.endswith(path), asked.read_at) == (city.frida, True, None)
    assert "Eine Änderung wartet auf eine zweite Person" in html(city.anna, f"brueche/{row.pk}/")
    assert "Jemand anderes muss darüber entscheiden" in html(city.anna, path)
    assert send(city.anna, path, {"decision": "approve"}).status_code == 404
    assert send(city.frida, path, {"decision": "refuse", "comment": ""}).status_code == 422
    assert SeriesBreak.objects.get().comparable == "no"
    assert send(city.frida, path, {"decision": "approve", "comment": ""}).status_code == 302
    assert SeriesBreak.objects.get().comparable == "limited"
    asked.refresh_from_db()
    assert asked.read_at is not None
    assert Notification.objects.get(kind="indicators.break_decided").recipient == city.anna


@pytest.mark.check("C050")
def test_account_that_the_proposer_lent_decides_nothing(city: World) -> None:
    assign_role(user=city.anna, organisation=city.city, role="admin", by=city.gero)
    row = marked(city)
    send(city.anna, f"brueche/{row.pk}/zurueckziehen/", {"reason": "weg", "revision": 1})
    change = RemarkChange.objects.get(state="waiting")
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.anna)

    answer = send(city.clara, f"entscheidungen/{change.pk}/", {"decision": "approve", "comment": ""})
    with pytest.raises(FourEyesError):
        approve_change(change=change, by=city.clara)

    change.refresh_from_db()
    assert (answer.status_code, change.state) == (404, "waiting")
    assert send(city.frida, f"entscheidungen/{change.pk}/", {"decision": "approve"}).status_code == 302


def test_undo_button_asks_the_second_person_and_proposal_can_be_taken_back(city: World) -> None:
    row = marked(city)
    entry = row.changes.get()
    form = html(city.anna, f"brueche/{row.pk}/").split("/rueckgaengig/")[1]
    assert "csrfmiddlewaretoken" in form.split("</form>")[0]

    assert send(city.anna, f"entscheidungen/{entry.pk}/rueckgaengig/", {}).status_code == 302
    waiting = RemarkChange.objects.get(state="waiting")
    assert (waiting.act, waiting.is_loosening) == ("withdrawn", True)
    assert send(city.emil, f"entscheidungen/{waiting.pk}/zuruecknehmen/", {}).status_code == 302

    waiting.refresh_from_db()
    assert waiting.state == "taken_back"
    assert SeriesBreak.objects.filter(pk=row.pk).exists()


def test_withdrawn_break_is_listed_apart_and_put_in_force_by_one_person(city: World) -> None:
    row = marked(city)
    assert send(city.anna, f"brueche/{row.pk}/zurueckziehen/", {"reason": "", "revision": 1}).status_code == 422
    assert send(city.anna, f"brueche/{row.pk}/zurueckziehen/", {"reason": "weg", "revision": 1}).status_code == 302
    change = RemarkChange.objects.get(state="waiting")
    assert send(city.frida, f"entscheidungen/{change.pk}/", {"decision": "approve"}).status_code == 302

    assert "Keine Brüche hier" in html(city.anna, "")
    assert f"brueche/{row.pk}/" in html(city.anna, "?stand=zurueckgezogen")
    assert send(city.emil, f"brueche/{row.pk}/wieder/", {"revision": 2}).status_code == 302
    assert SeriesBreak.objects.get().revision == 3


@pytest.mark.parametrize("query", ["?stand=falsch", "?indikator=fehlt", "?seite=1&x=1"])
def test_bad_filters_are_refused(city: World, query: str) -> None:
    assert client_of(city.anna).get(f"{NOTES}{query}").status_code == 400


def test_special_population_is_written_changed_and_withdrawn(city: World) -> None:
    said = {
        "population": "home", "ground": "viertel@stand-2020", "area": "21", "valid_from": "2021-03-01",
        "valid_until": "2021-12-31", "text": "Haus am Park.", "reference": "", "url": "",
    }  # fmt: skip

    assert send(city.anna, "anmerkungen/neu/?art=bevoelkerung", said).status_code == 302
    row = Annotation.objects.get()
    assert (row.population, row.valid_from, row.valid_until) == ("home", date(2021, 3, 1), date(2022, 1, 1))
    page = html(city.anna, f"anmerkungen/{row.pk}/")
    assert "Pflege- oder Wohnheim" in page
    assert "31.12.2021" in page
    edit = f"anmerkungen/{row.pk}/aendern/"
    assert 'value="21"' in html(city.anna, edit)
    assert send(city.emil, edit, {**said, "text": "Haus am See.", "revision": 1}).status_code == 302
    assert "Haus am See." in html(city.anna, "anmerkungen/?art=bevoelkerung")
    assert send(city.anna, f"anmerkungen/{row.pk}/zurueckziehen/", {"reason": "zu", "revision": 2}).status_code == 302
    assert not Annotation.objects.exists()
    assert "Keine Anmerkungen hier" in html(city.anna, "anmerkungen/")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"area": "99"}, "Kein Gebiet hat diesen Schlüssel oder Namen"),
        ({"ground": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"population": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"valid_until": "2020-01-01"}, "Der letzte Tag liegt vor dem ersten"),
    ],
)
def test_form_of_a_population_says_what_is_wrong(city: World, said: dict[str, str], told: str) -> None:
    whole = {
        "population": "home", "ground": "viertel@stand-2020", "area": "21", "valid_from": "2021-03-01",
        "valid_until": "", "text": "Haus.", "reference": "", "url": "",
    }  # fmt: skip

    answer = send(city.anna, "anmerkungen/neu/?art=bevoelkerung", {**whole, **said})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_event_needs_a_day_or_a_period(city: World) -> None:
    said = {"text": "Unterkunft eröffnet.", "area": "", "ground": "", "indicator": "", "reference": "", "url": ""}
    path = "anmerkungen/neu/?art=ereignis"

    assert send(city.anna, path, {**said, "valid_from": "", "period": ""}).status_code == 422
    assert send(city.anna, path, {**said, "valid_from": "", "period": "31.12.2021"}).status_code == 302
    assert Annotation.objects.get().period.code == NEW  # type: ignore[union-attr]


def concern_sgb2(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="kinder").update(
        subtitle="Kinder in Bedarfsgemeinschaften, SGB II"
    )


def test_known_breaks_are_proposed_taken_over_or_refused_and_never_set(city: World) -> None:
    concern_sgb2(city)
    staged_year(city, "2022-12-31", "220")

    page = html(city.anna, "bekannte-brueche/")
    assert "Rechtskreiswechsel geflüchteter Menschen aus der Ukraine" in page
    assert "Einführung des Bürgergeldes" not in page
    assert not SeriesBreak.objects.exists()

    links = [part.split('"')[0] for part in page.split('href="') if "bekannt=rechtskreiswechsel" in part]
    link = next(each for each in links if "indikator=kinder&" in each)
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert (query["von"], query["bis"], query["indikator"]) == ([NEW], ["2022-12-31"], ["kinder"])
    form = client_of(city.anna).get(link.replace("&amp;", "&")).content.decode()
    assert "Aus dem Verzeichnis bekannter Brüche ausgefüllt" in form
    assert "BGBl. I S. 760" in form

    refuse = "bekannte-brueche/rechtskreiswechsel-ukraine-2022/kinder/betrifft-nicht/"
    assert send(city.anna, refuse, {"reason": ""}).status_code == 422
    assert send(city.anna, refuse, {"reason": "Eigene Zählung."}).status_code == 302
    assert KnownBreakRefusal.objects.get().reason == "Eigene Zählung."
    assert "Eigene Zählung." in html(city.anna, "bekannte-brueche/?zeige=alle")
    again = "bekannte-brueche/rechtskreiswechsel-ukraine-2022/kinder/wieder-vorschlagen/"
    assert send(city.anna, again, {}).status_code == 302
    assert not KnownBreakRefusal.objects.exists()


def test_check_of_a_delivery_tells_known_breaks_until_they_are_marked(city: World) -> None:
    concern_sgb2(city)
    batch = staged_year(city, "2022-12-31", "220", is_applied=False)

    found = [each for each in check_batch(batch=batch) if each.code == "checks.known_break"]
    assert [(each.severity, each.params["since"], each.params["period"]) for each in found] == [
        ("note", NEW, "2022-12-31")
    ]
    assert "Rechtskreiswechsel" in str(found[0].params["title"])

    marked(city, from_period="31.12.2021", to_period="31.12.2022", comparable="limited")
    assert not [each for each in check_batch(batch=batch) if each.code == "checks.known_break"]


def test_known_break_that_says_no_needs_a_reason(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="kinder").update(subtitle="laut Bevölkerungsfortschreibung")
    batch = staged_year(city, "2022-12-31", "220", is_applied=False)

    found = [each for each in check_batch(batch=batch) if each.code == "checks.known_break"]

    assert [each.severity for each in found] == ["warning"]


def test_catalogue_of_known_breaks_is_whole() -> None:
    slugs = [entry.slug for entry in all_entries()]

    assert len(slugs) == len(set(slugs)) >= 20
    assert {entry.slug for entry in all_entries()} - {entry.slug for entry in known_breaks()} == {"kjsg-2021"}
    for entry in all_entries():
        assert entry.kind in {"law", "source", "method", "denominator", "boundary"}
        assert entry.comparable in {"yes", "limited", "no"}
        assert entry.url.startswith("https://")
        assert entry.text.endswith(".")
        assert entry.reference
        assert entry.words
        assert all(word == word.casefold() for word in (*entry.words, *entry.without))
