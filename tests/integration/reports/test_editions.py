# SPDX-License-Identifier: EUPL-1.2
"""Dashboards become editions: built by forms, handed in, let out by a second person, unchanged while they stand."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.errors import EditionError, EditionFourEyesError, PublicationChangedError, PublicationError
from reports.models import Edition, EditionState, Publication, Readers
from reports.rendering.composition import MAP, RANKING, TEXT, Composition, Panel, Part
from reports.services import composing, publishing
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, SEEN, begun, handed_in, let_out, pressed, withdraw_figures
from tests.factories.notedcity import NEW, build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
kept_city = standing(build_noted_city)


def let_out_from(city: World, edition: Edition, moment: datetime) -> Edition:
    decision = publishing.Decision(is_approved=True, embargo_until=moment)
    return publishing.decide_edition(
        edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida
    )


def page_of(edition: Edition, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(f"/b/{edition.publication.slug}/{edition.path}/")
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_planner_builds_a_dashboard_by_forms_alone_and_a_second_person_lets_it_out(city: World) -> None:
    bert = client_of(city.bert)
    begin = bert.post(f"{DESK}neu/", {"title": "Kinder in der Stadt", "readers": "public", "template": ""})
    row = Publication.objects.get()
    assert begin.headers["Location"] == f"{DESK}{row.uuid}/"
    assert row.slug == "musterstadt-kinder-in-der-stadt"
    bert.post(f"{DESK}{row.uuid}/aendern/", {"act": "add", "title": "Überblick", "revision": 0})
    form = f"{DESK}{row.uuid}/feld/?teil=part1&art=map"
    said = {"revision": 1, "indicator": "anteil", "level": "viertel", "width": "full", "need": "Mehr Plätze."}
    assert 'name="indicator"' in bert.get(form).content.decode()
    assert bert.post(form, said).status_code == 302

    page = unescape(bert.get(f"{DESK}{row.uuid}/").content.decode())
    assert "Überblick" in page
    assert "panel1" in page
    preview = unescape(bert.get(f"{DESK}{row.uuid}/vorschau/").content.decode())
    assert "Mehr Plätze." in preview
    assert bert.get(f"{DESK}{row.uuid}/vorschau/bild/panel1bild.svg").content.startswith(b"<svg")

    answer = pressed(city.bert, row, 2)
    edition = Edition.objects.get()
    assert answer.headers["Location"] == f"{DESK}ausgaben/{edition.uuid}/"
    page_of(edition, status=404)
    frida = client_of(city.frida)
    shown = unescape(frida.get(answer.headers["Location"]).content.decode())
    assert "Mehr Plätze." in shown
    decided = {"decision": "approve", "content_hash": edition.content_hash, "comment": "", "embargo": ""}
    assert frida.post(answer.headers["Location"], decided).status_code == 302

    out = page_of(edition)
    assert "Mehr Plätze." in out
    # Whoever comes later is shown what was kept.
    assert page_of(edition).count("<section") == out.count("<section") > 1
    assert "Musterstadt: Kinder in der Stadt" in out
    assert "/b/musterstadt-kinder-in-der-stadt/" in out
    listed = unescape(Client().get("/musterstadt/berichte/").content.decode())
    assert "Kinder in der Stadt" in listed


def test_ranking_is_built_by_its_form_and_is_in_the_order_of_names_unless_another_is_chosen(city: World) -> None:
    row, bert = begun(city), client_of(city.bert)
    form = f"{DESK}{row.uuid}/feld/?teil=part1&art=ranking"
    assert '<option value="name" selected>' in bert.get(form).content.decode()
    said = {"revision": 0, "indicator": "anteil", "level": "viertel", "width": "full", "order": "name"}
    assert bert.post(form, said).status_code == 302
    row.refresh_from_db()
    (panel,) = (each for each in row.content.panels() if each.kind == RANKING)
    assert panel.query == "indikator=anteil&ebene=viertel"

    bert.post(f"{DESK}{row.uuid}/feld/{panel.name}/", {**said, "revision": 1, "order": "-wert"})
    row.refresh_from_db()
    changed = row.content.panel(panel.name)
    assert changed is not None
    assert changed.query.endswith("reihenfolge=-wert")
    page = page_of(let_out(city, handed_in(city, row)))
    assert f"bild/{panel.name}bild.svg" in page


def test_figures_of_an_edition_are_those_of_its_table(city: World) -> None:
    edition = let_out(city, handed_in(city))

    page = page_of(edition)
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    table = unescape(Client().get(f"/musterstadt/karte/?{SEEN}").content.decode())
    told = dict(re.findall(r'<th scope="row"[^>]*>.*?>?([^<>]+)</a></th>.*?<td[^>]*>([^<]*)</td>', table, re.DOTALL))
    assert len(rows) >= 4
    assert told or table
    for name, cells in rows:
        assert name in table
        for figure in re.findall(r"<td[^>]*>([^<]+)</td>", cells):
            assert figure in table


def test_edition_leads_to_my_district_and_that_page_back_to_it(city: World) -> None:
    edition = let_out(city, handed_in(city))

    form = page_of(edition).partition('<div class="edition__search')[2].partition("</form>")[0]
    assert 'action="/musterstadt/mein-stadtteil/"' in form
    assert 'data-finder="/musterstadt/mein-stadtteil/vorschlaege.json"' in form
    area = Client().get("/musterstadt/mein-stadtteil/stand-2020/viertel/11/").content.decode()
    assert f'href="/b/{edition.publication.slug}/{edition.path}/"' in area


def test_edition_stays_as_it_was_when_figures_change_and_says_so(city: World) -> None:
    edition = let_out(city, handed_in(city))
    before = page_of(edition)
    figures = re.findall(r"<td[^>]*>([^<]*)</td>", before)

    staged_year(city, "2022-12-31", "230")

    after = page_of(edition)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", after) == figures
    assert "Seitdem wurden neuere Werte veröffentlicht." in after
    assert "Seitdem wurden neuere Werte veröffentlicht." not in before


def test_edition_of_an_earlier_year_is_not_behind_from_its_first_day(city: World) -> None:
    earlier = replace(
        CONTENT, parts=(Part("part1", "Damals", (Panel("panel1", MAP, query=f"{SEEN}&stand=2020-12-31"),)),)
    )
    edition = let_out(city, handed_in(city, begun(city, earlier)))
    assert "neuere Werte" not in page_of(edition)

    staged_year(city, "2022-12-31", "230")

    assert "neuere Werte" in page_of(edition)


def test_page_is_known_by_what_it_says(city: World) -> None:
    edition = let_out(city, handed_in(city))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    first = Client().get(address)
    tag = first.headers["ETag"]
    assert "must-revalidate" in first.headers["Cache-Control"]

    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    english = Client(headers={"Accept-Language": "en"}).get(address)
    assert english.headers["ETag"] != tag
    # Who has signed in sees their own head of the page, and nobody keeps it.
    inside = client_of(city.bert).get(address, headers={"If-None-Match": tag})
    assert inside.status_code == 200
    assert "no-store" in inside.headers["Cache-Control"]

    withdraw_figures(city, NEW)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_page_that_is_kept_asks_little_of_the_database(
    city: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = let_out(city, handed_in(city))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    Client().get(address)

    # Its editions, whose it is, how its figures stand, its files.
    with django_assert_num_queries(4, using="public"):
        assert Client().get(address).status_code == 200


def test_readers_of_a_map_are_led_to_where_they_choose_other_periods(city: World) -> None:
    page = page_of(let_out(city, handed_in(city)))

    (address,) = re.findall(r'href="(/musterstadt/analyse/\?[^"]+)"', page)

    there = Client().get(address)
    assert there.status_code == 200
    assert re.search(r"stand=[\d-]+", address)
    assert "Für diese Angaben" not in there.content.decode()


def test_what_was_taken_back_is_in_no_edition_any_more(city: World) -> None:
    edition = let_out(city, handed_in(city))
    picture = f"/b/{edition.publication.slug}/{edition.path}/bild/panel1bild.svg"
    assert Client().get(picture).status_code == 200

    withdraw_figures(city, NEW)

    page = page_of(edition)
    assert "Einige Werte dieser Ausgabe werden nicht mehr gezeigt" in page
    assert "Was hier steht, wird nicht geändert" not in page
    # In full once, in short under the next heading.
    assert page.count("Dieser Teil wird nicht mehr gezeigt") == 1
    assert page.count("Wird aus demselben Grund nicht mehr gezeigt.") == 1
    assert "<td" not in page
    # What was written beside the figures may tell them.
    assert "Mehr Plätze im Norden." not in page
    assert "Familienzentren ausbauen." in page
    assert Client().get(picture).status_code == 404


def test_what_was_taken_back_stands_at_no_desk_either(city: World) -> None:
    waiting = handed_in(city)
    address = f"{DESK}ausgaben/{waiting.uuid}/"
    assert "<td" in client_of(city.frida).get(address).content.decode()

    withdraw_figures(city, NEW)

    page = unescape(client_of(city.frida).get(address).content.decode())
    assert "Dieser Teil wird nicht mehr gezeigt" in page
    assert "<td" not in page
    assert client_of(city.frida).get(f"{address}bild/panel1bild.svg").status_code == 404


@pytest.mark.parametrize("name", ["bert", "anna", "clara", "gero"])
def test_nobody_else_lets_it_out(city: World, name: str) -> None:
    edition = handed_in(city)
    person: User = getattr(city, name)

    with pytest.raises(EditionFourEyesError):
        publishing.decide_edition(
            edition=edition,
            decision=publishing.Decision(is_approved=True),
            content_hash=edition.content_hash,
            by=person,
        )
    page_of(edition, status=404)


def test_whoever_wrote_at_it_does_not_let_it_out(city: World) -> None:
    row = begun(city)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.frida)
    edition = handed_in(city, row)

    with pytest.raises(EditionFourEyesError):
        let_out(city, edition)


def test_edition_that_is_sent_back_says_why_and_its_number_is_free_again(city: World) -> None:
    edition = handed_in(city)
    with pytest.raises(PublicationError) as wordless:
        publishing.decide_edition(
            edition=edition, decision=publishing.Decision(False), content_hash=edition.content_hash, by=city.frida
        )
    assert wordless.value.code == "reports.unexplained"
    decision = publishing.Decision(is_approved=False, comment="Die Quelle fehlt.")
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida)

    again = handed_in(city, edition.publication)
    assert (again.year, again.number) == (edition.year, edition.number)
    assert "Die Quelle fehlt." in unescape(client_of(city.bert).get(f"{DESK}ausgaben/{edition.uuid}/").content.decode())


def test_embargo_keeps_it_from_readers_until_its_moment(city: World) -> None:
    edition = let_out_from(city, handed_in(city), timezone.now() + timedelta(days=2))

    page_of(edition, status=404)
    assert "Kinder in der Stadt" not in Client().get("/musterstadt/berichte/").content.decode()
    Edition.objects.filter(pk=edition.pk).update(published_at=timezone.now())
    page_of(edition)


def test_newer_edition_stands_beside_the_older_one(city: World) -> None:
    first = let_out(city, handed_in(city))
    second = handed_in(city, first.publication)
    assert second.number == first.number + 1
    let_out(city, second)

    assert f"Es gibt eine neuere Ausgabe: {second.label}" in page_of(first)
    led = Client().get(f"/b/{first.publication.slug}/")
    assert led.headers["Location"] == f"/b/{first.publication.slug}/{second.path}/"
    assert "Es gibt eine neuere Ausgabe" not in page_of(second)


def test_edition_that_was_taken_back_says_why_and_shows_nothing(city: World) -> None:
    edition = let_out(city, handed_in(city))
    client_of(city.frida).post(f"{DESK}ausgaben/{edition.uuid}/zuruecknehmen/", {"reason": "Falsche Quelle."})

    page = page_of(edition, status=410)
    assert "Falsche Quelle." in page
    assert "<td" not in page
    assert "Kinder in der Stadt" not in unescape(Client().get("/musterstadt/berichte/").content.decode())
    with pytest.raises(EditionError):
        publishing.withdraw_edition(edition=edition, reason="Noch einmal.", by=city.frida)


def test_edition_for_the_council_is_not_there_for_others(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, readers=Readers.COUNCIL)))
    address = f"/b/{edition.publication.slug}/{edition.path}/"

    for client in (Client(), client_of(city.dora)):
        assert client.get(address).status_code == 404
    inside = client_of(city.clara).get(address)
    assert inside.status_code == 200
    assert "no-store" in inside.headers["Cache-Control"]
    never = Client().get(address.replace("kinder", "niemals"))
    assert never.status_code == 404


def test_two_tabs_do_not_overwrite_each_other(city: World) -> None:
    row = begun(city)
    composing.save_composition(publication=row, composition=Composition("Erster"), revision=0, by=city.bert)

    with pytest.raises(PublicationChangedError):
        composing.save_composition(publication=row, composition=Composition("Zweiter"), revision=0, by=city.bert)
    row.refresh_from_db()
    assert row.content.lead == "Erster"


def test_changes_are_undone_step_by_step(city: World) -> None:
    row = begun(city)
    for step, lead in enumerate(("Eins", "Zwei")):
        row = composing.save_composition(publication=row, composition=Composition(lead), revision=step, by=city.bert)

    row = composing.undo(publication=row, revision=row.revision)
    assert row.content.lead == "Eins"
    row = composing.undo(publication=row, revision=row.revision)
    assert row.content == CONTENT
    with pytest.raises(PublicationError) as nothing:
        composing.undo(publication=row, revision=row.revision)
    assert nothing.value.code == "reports.nothing_to_undo"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (Composition(), "reports.empty"),
        (Composition(parts=(Part("part1", "Leer"),)), "reports.empty"),
        (Composition(parts=(Part("part1", "Teil", (Panel("panel1", TEXT),)),)), "reports.empty"),
        (
            Composition(parts=(Part("part1", "Teil", (Panel("panel1", MAP, query="indikator=nie"),)),)),
            "reports.unpublished",
        ),
    ],
)
def test_what_says_nothing_is_not_handed_in(city: World, content: Composition, code: str) -> None:
    with pytest.raises(PublicationError) as refused:
        handed_in(city, begun(city, content))
    assert refused.value.code == code
    assert not Edition.objects.exists()


def test_one_edition_waits_at_a_time(city: World) -> None:
    edition = handed_in(city)

    with pytest.raises(EditionError):
        handed_in(city, edition.publication)


def test_desk_is_for_those_who_make_or_let_out(city: World) -> None:
    row = begun(city)
    for name, status in {"bert": 200, "frida": 200, "anna": 404, "clara": 404, "dora": 404}.items():
        for address in (DESK, f"{DESK}{row.uuid}/", f"{DESK}{row.uuid}/vorschau/"):
            assert client_of(getattr(city, name)).get(address).status_code == status, (name, address)
    assert Client().get(DESK).status_code == 302
    # Who lets out does not write.
    frida = client_of(city.frida)
    assert frida.post(f"{DESK}{row.uuid}/aendern/", {"act": "add", "title": "X", "revision": 0}).status_code == 404
    assert frida.get(f"{DESK}{row.uuid}/feld/panel1/").status_code == 404


def test_acts_stand_in_the_log(city: World) -> None:
    edition = let_out(city, handed_in(city))
    publishing.withdraw_edition(edition=edition, reason="Falsche Quelle.", by=city.frida)

    acts = set(Event.objects.filter(action__startswith="reports.").values_list("action", flat=True))
    assert acts == {
        "reports.publication_begun",
        "reports.edition_submitted",
        "reports.edition_published",
        "reports.edition_withdrawn",
    }


def test_database_itself_keeps_four_eyes(city: World) -> None:
    edition = handed_in(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(
            state=EditionState.PUBLISHED,
            decided_by=edition.submitted_by,
            decided_at=timezone.now(),
            published_at=timezone.now(),
        )


def test_same_slug_is_never_given_twice(city: World) -> None:
    first, second = begun(city), begun(city)
    composing.remove_publication(publication=second, by=city.bert)

    assert [first.slug, second.slug, begun(city).slug] == [
        "musterstadt-kinder-in-der-stadt",
        "musterstadt-kinder-in-der-stadt-2",
        "musterstadt-kinder-in-der-stadt-3",
    ]
