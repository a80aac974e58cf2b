# SPDX-License-Identifier: EUPL-1.2
"""What was recommended stays with its figure: the next edition is asked what became of it, and tells it."""

from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from reports.models import Edition, Publication
from reports.rendering.composition import MAP, Composition, Interpretation, Panel, Part, without
from reports.services import composing, publishing
from tests.factories.desk import client_of
from tests.factories.editions import SEEN, begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
BEFORE = "Zwei Kitas bauen."
ASKED = "Was wurde aus der Empfehlung von Ausgabe"
HINT = "Was wurde daraus? Empfehlungen von Ausgabe"
SAID = (Interpretation("need", "Plätze fehlen."), Interpretation("recommendation", BEFORE))
CONTENT = Composition(
    parts=(
        Part(
            "part1",
            "Überblick",
            (Panel("panel1", MAP, query=SEEN, interpretations=SAID), Panel("panel2", MAP, title="Ohne", query=SEEN)),
        ),
    )
)
FORM = {"indicator": "anteil", "level": "viertel", "width": "full", "need": "Plätze fehlen."}
kept_city = standing(build_noted_city)


def out(city: World) -> Edition:
    return let_out(city, handed_in(city, begun(city, CONTENT)))


def panel_page(city: World, row: Publication, name: str = "panel1") -> str:
    return unescape(client_of(city.bert).get(f"{DESK}{row.uuid}/feld/{name}/").content.decode())


def desk_page(city: World, row: Publication) -> str:
    return unescape(client_of(city.bert).get(f"{DESK}{row.uuid}/").content.decode())


def save(city: World, row: Publication, **said: str) -> None:
    row.refresh_from_db()
    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/panel1/", {**FORM, "revision": row.revision, **said})
    assert answer.status_code == 302


def reader(edition: Edition) -> str:
    answer = Client().get(f"/b/{edition.publication.slug}/{edition.path}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_panel_shows_what_the_last_edition_said_and_asks_for_the_outcome(city: World) -> None:
    row = begun(city, CONTENT)
    waiting = handed_in(city, row)
    assert 'id="before-title"' not in panel_page(city, row)

    let_out(city, waiting)

    page = panel_page(city, row)
    assert f"Was Ausgabe {waiting.label} hier sagt" in page
    assert f"{ASKED} {waiting.label}?" in page
    said = page.partition('id="before-title"')[2].partition("</section>")[0]
    assert "Plätze fehlen." in said
    assert BEFORE in said
    # A panel that recommended nothing is not asked.
    assert ASKED not in panel_page(city, row, "panel2")


def test_new_panel_and_one_that_recommended_nothing_are_not_asked_for_an_outcome(city: World) -> None:
    row = out(city).publication
    new = unescape(client_of(city.bert).get(f"{DESK}{row.uuid}/feld/?teil=part1&art=map").content.decode())

    for page in (new, panel_page(city, row, "panel2")):
        assert 'name="recommendation"' in page
        assert 'name="outcome"' not in page
        assert 'name="why"' not in page
    assert 'name="outcome"' in panel_page(city, row)


def test_outcome_that_the_last_edition_told_stays_while_its_panel_is_changed(city: World) -> None:
    done = (Interpretation("recommendation", BEFORE, "done", "Beide stehen."),)
    content = replace(CONTENT, parts=(Part("part1", "Teil", (replace(CONTENT.panels()[0], interpretations=done),)),))
    row = let_out(city, handed_in(city, begun(city, content))).publication

    save(city, row, recommendation=f"{BEFORE} ", need="")

    row.refresh_from_db()
    assert row.content.panels()[0].interpretations == done
    save(city, row, recommendation="Etwas anderes.", need="")
    row.refresh_from_db()
    assert row.content.panels()[0].interpretations == (Interpretation("recommendation", "Etwas anderes."),)


def test_hint_names_what_has_no_outcome_and_refuses_nothing(city: World) -> None:
    edition = out(city)
    row = edition.publication
    page = desk_page(city, row)
    assert f"{HINT} {edition.label}" in page
    assert BEFORE in page

    second = handed_in(city, row)
    assert second.number == edition.number + 1


def test_outcome_of_the_same_recommendation_stands_in_the_next_edition(city: World) -> None:
    edition = out(city)
    row = edition.publication
    save(city, row, recommendation=BEFORE, outcome="open", why="Das Grundstück fehlt.")

    assert HINT not in desk_page(city, row)
    page = reader(let_out(city, handed_in(city, row)))
    assert page.count(BEFORE) == 1
    assert "offen: Das Grundstück fehlt." in page
    # The edition before stays as it was.
    assert "Das Grundstück fehlt." not in reader(edition)


def test_outcome_stands_with_what_was_recommended_then_beside_a_new_recommendation(city: World) -> None:
    edition = out(city)
    row = edition.publication
    save(city, row, recommendation="Erzieherinnen ausbilden.", outcome="done", why="Beide stehen.")

    assert HINT not in desk_page(city, row)
    page = reader(let_out(city, handed_in(city, row)))
    former = page.partition(f"Empfehlung aus Ausgabe {edition.label}")[2]
    assert former.index(BEFORE) < former.index("fertig: Beide stehen.") < former.index("Erzieherinnen ausbilden.")
    # The new one is asked next time, the old one no more.
    again = panel_page(city, row)
    assert "Erzieherinnen ausbilden." in again
    assert 'value="Beide stehen."' not in again
    assert "Erzieherinnen ausbilden." in desk_page(city, row)


def test_filled_form_tells_the_outcome_that_was_given(city: World) -> None:
    row = out(city).publication
    save(city, row, recommendation="", outcome="dropped", why="Zu teuer.")

    page = panel_page(city, row)
    assert 'value="Zu teuer."' in page
    assert '<option value="dropped" selected>' in page


def test_recommendation_of_a_panel_that_was_taken_out_is_open_all_the_same(city: World) -> None:
    row = out(city).publication
    row.refresh_from_db()
    composing.save_composition(
        publication=row, composition=without(row.content, "panel1"), revision=row.revision, by=city.bert
    )

    page = desk_page(city, row)
    assert "nicht mehr da" in page
    assert BEFORE in page
    # A new panel is none that stood there before.
    client_of(city.bert).post(
        f"{DESK}{row.uuid}/feld/?teil=part1&art=map", {**FORM, "revision": row.revision + 1, "need": ""}
    )
    row.refresh_from_db()
    assert [panel.name for panel in row.content.panels()] == ["panel2", "panel3"]


def test_what_is_done_in_the_last_edition_is_not_asked_again(city: World) -> None:
    done = (Interpretation("recommendation", BEFORE, "done", "Beide stehen."),)
    content = replace(CONTENT, parts=(Part("part1", "Teil", (replace(CONTENT.panels()[0], interpretations=done),)),))
    row = let_out(city, handed_in(city, begun(city, content))).publication

    assert HINT not in desk_page(city, row)
    assert ASKED not in panel_page(city, row)


def test_edition_that_was_taken_back_is_asked_nothing(city: World) -> None:
    edition = out(city)
    publishing.withdraw_edition(edition=edition, reason="Falsch.", by=city.frida)

    assert HINT not in desk_page(city, edition.publication)
