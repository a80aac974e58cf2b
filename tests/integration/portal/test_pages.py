# SPDX-License-Identifier: EUPL-1.2
"""The portal's pages over the demo set: what they say, what they refuse, what they cost."""

import re

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.demo.regions import REGIONS as DEMO
from sozialplanung.portal.attributions import REGIONS
from sozialplanung.portal.cards import card_of, cards, picture_of
from sozialplanung.portal.finding import found
from sozialplanung.web.problems import http_problem, problem_response

PAGES = (
    "/",
    "/suche/",
    "/glossar/",
    "/ueber-die-daten/",
    "/hilfe/",
    "/hilfe/bausteine/",
    "/impressum/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/datenschutz/",
)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_a_title_and_landmarks(client: Client, address: str) -> None:
    answer = client.get(address)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert re.search(r"<title>[^<]+ – Sozialplanung</title>", text)
    assert all(f"<{landmark}" in text for landmark in ("header", "nav", "main", "footer"))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", PAGES)
def test_page_carries_neither_style_nor_script_of_its_own(client: Client, address: str) -> None:
    text = client.get(address).content.decode()

    assert not re.search(r"\sstyle=|<style|\son\w+=", text)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert scripts
    assert all('type="application/json"' in script for script in scripts)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", PAGES)
def test_page_refuses_a_parameter_that_it_does_not_know(client: Client, address: str) -> None:
    answer = client.get(address, {"fremd": "1"})

    assert answer.status_code == (200 if address == "/hilfe/bausteine/" else 400)


@pytest.mark.usefixtures("demo")
@pytest.mark.check("C029")
@pytest.mark.parametrize("address", PAGES)
def test_page_sets_no_cookie(client: Client, address: str) -> None:
    answer = client.get(address)

    assert not answer.cookies


@pytest.mark.usefixtures("demo")
def test_language_is_chosen_without_a_token_and_kept(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/sprache/", {"language": "en", "next": "/glossar/"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/glossar/"
    assert list(answer.cookies) == ["language"]
    assert 'lang="en"' in strict.get("/glossar/").content.decode()


@pytest.mark.usefixtures("demo")
def test_choosing_a_language_leads_to_no_foreign_site(client: Client) -> None:
    answer = client.post("/sprache/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("demo")
def test_search_finds_areas_indicators_and_terms(client: Client) -> None:
    result = found("Reuterkiez")
    indicators = found("Arbeitslos")

    assert any(hit.title == "Reuterkiez" for group in result.groups for hit in group.areas)
    assert any("rbeitslos" in hit.title for group in indicators.groups for hit in group.indicators)
    assert found("Zeitreihenbruch").terms[0].url == "/glossar/#zeitreihenbruch"


@pytest.mark.usefixtures("demo")
def test_everything_that_a_search_finds_is_there(client: Client) -> None:
    result = found("Neu")

    addresses = [hit.url for group in result.groups for hit in (*group.areas[:2], *group.indicators[:2])]
    assert len(addresses) > 2
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.usefixtures("demo")
def test_search_in_one_place_finds_nothing_of_another(client: Client) -> None:
    assert found("Reuterkiez", organisation_by_slug("berlin")).groups
    assert not found("Reuterkiez", organisation_by_slug("koeln")).groups


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("text", ["Berlin", "Nordrhein", "Flensburg", "Köln"])
def test_path_of_a_result_names_nothing_twice(text: str) -> None:
    hits = [hit for group in found(text).groups for hit in group.areas]

    assert hits
    for hit in hits:
        names = [*hit.path.split(" › "), hit.title]
        assert len(names) == len(set(names)), names


@pytest.mark.usefixtures("demo")
def test_minimum_counts_are_named_as_the_demo_applies_them(client: Client) -> None:
    text = client.get("/ueber-die-daten/").content.decode()

    plans = {plan.organisation.name: plan for plan in DEMO}
    assert plans.keys() == {region.name for region in REGIONS}
    for region in REGIONS:
        assert str(region.protection) in text
        published = [source for source in plans[region.name].sources if source.is_published]
        for limit in {
            value
            for source in published
            for value in (source.minimum_count, source.minimum_denominator, source.minimum_inhabitants)
            if value
        }:
            assert str(limit) in str(region.protection)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("text", ["", " ", "a", "%", "'", "\u202e", "ß" * 100, "<script>alert(1)</script>"])
def test_search_bears_any_text(client: Client, text: str) -> None:
    answer = client.get("/suche/", {"q": text})

    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.usefixtures("demo")
@pytest.mark.check("C074")
def test_search_in_an_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/suche/", {"q": "x", "ort": "gibt-es-nicht"}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_start_page_shows_places_with_outlines_and_what_is_new(client: Client) -> None:
    shown = {card.name: card for card in cards()}

    berlin = shown["Berlin"]
    assert berlin.picture is not None
    assert len(berlin.picture.paths) == 12
    assert "542\u00a0Planungsräume" in berlin.levels
    assert berlin.news
    assert [client.get(news.url).status_code for news in berlin.news] == [200] * len(berlin.news)


@pytest.mark.usefixtures("demo")
@pytest.mark.check("C116")
def test_a_card_costs_the_same_whatever_the_place_holds(client: Client) -> None:
    counts = {slug: _queries_of_card(slug) for slug in ("berlin", "flensburg")}

    assert counts["berlin"] == counts["flensburg"] <= 6


@pytest.mark.usefixtures("demo")
def test_kept_cards_cost_one_query(client: Client) -> None:
    cache.clear()
    cards()

    with CaptureQueriesContext(connections["public"]) as queries:
        cards()

    assert len(queries) == 1


def _queries_of_card(slug: str) -> int:
    organisation = Organisation.objects.using("public").get(slug=slug)
    card_of(organisation)
    with CaptureQueriesContext(connections["public"]) as queries:
        card_of(organisation)
    return len(queries)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("address", "status", "way"),
    [("/gibt-es-nicht/", 404, 'id="error-search"'), ("/glossar/?x=1", 400, 'href="/glossar/"')],
)
def test_error_page_says_what_is_wrong_and_shows_a_way_out(client: Client, address: str, status: int, way: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})

    text = answer.content.decode()
    assert answer.status_code == status
    assert way in text
    assert re.search(r"<code>[a-z]+\.[a-z_]+</code>", text)
    assert 'href="/"' in text


@pytest.mark.parametrize("status", [500, 503])
def test_error_page_after_our_own_fault_asks_neither_database_nor_session(status: int) -> None:
    request = RequestFactory().get("/", headers={"accept": "text/html"})

    with translation.override("en"):
        answer = problem_response(request, http_problem("http.unavailable", status))

    text = answer.content.decode()
    assert answer.status_code == status
    assert "css/tokens.css" in text
    assert "<h1>" in text


def test_a_place_without_areas_has_no_picture() -> None:
    assert picture_of("nirgends", ()) is None
