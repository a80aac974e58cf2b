# SPDX-License-Identifier: EUPL-1.2
"""Numbers of persons are on no map: refused while one builds, told at what was built before, and not handed in."""

from html import unescape

import pytest

from reports.models import Edition, Publication
from reports.rendering.composition import MAP, TEXT, Composition, Panel, Part
from reports.services.panels.content import Setting
from reports.services.panels.seen import found_of
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, pressed
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
TOLD = "Eine Karte von Anzahlen zeigt vor allem, welche Gebiete groß sind. Zeigen Sie „Kinder“ als"
COUNTS = "indikator=kinder&ebene=viertel"
EMPTY = Composition(parts=(Part("part1", "Überblick", (Panel("panel1", TEXT, text="Was zählt."),)),))
SAID = {"revision": 0, "title": "Mein Titel", "indicator": "kinder", "level": "viertel", "width": "full"}
kept_city = standing(build_noted_city)


def mapped(query: str, each: str = "") -> Composition:
    """Return a dashboard of one map, which comes once for each of some areas where these are named."""
    return Composition(parts=(Part("part1", "Überblick", (Panel("panel1", MAP, query=query),), each),))


def page(city: World, row: Publication) -> str:
    answer = client_of(city.bert).get(f"{DESK}{row.uuid}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_map_of_a_count_is_refused_beside_its_indicator_and_nothing_typed_is_lost(city: World) -> None:
    row = begun(city, EMPTY)

    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/?teil=part1&art=map", SAID)

    assert answer.status_code == 422
    (refused,) = answer.context["form"].errors["indicator"]
    assert refused.startswith(TOLD)
    assert 'value="Mein Titel"' in answer.content.decode()
    row.refresh_from_db()
    assert row.content == EMPTY


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("ranking", {"order": "name"}),
        ("table", {}),
        ("line", {}),
        ("key", {"indicators": ["kinder"]}),
        ("map", {"indicator": "anteil"}),
    ],
)
def test_what_is_offered_instead_is_kept(city: World, kind: str, changes: dict[str, object]) -> None:
    row = begun(city, EMPTY)

    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/?teil=part1&art={kind}", SAID | changes)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert [panel.kind for panel in row.content.panels()] == ["text", kind]


def test_map_of_a_share_does_not_become_one_of_a_count(city: World) -> None:
    row = begun(city, mapped("indikator=anteil&ebene=viertel"))

    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/panel1/", SAID)

    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.content == mapped("indikator=anteil&ebene=viertel")


@pytest.mark.parametrize("each", ["", "ebene=bezirk"])
def test_draft_that_holds_one_says_so_and_is_not_handed_in(city: World, each: str) -> None:
    row = begun(city, mapped(COUNTS, each))
    assert TOLD in page(city, row)

    answer = pressed(city.bert, row, 0)

    assert answer.headers["Location"] == f"{DESK}{row.uuid}/"
    desk = page(city, row)
    assert "Einige Felder können diesen Lesenden so nicht gezeigt werden." in desk
    assert '<a href="#panel1">' in desk
    assert TOLD in desk
    assert not Edition.objects.exists()


def test_draft_with_the_share_is_handed_in(city: World) -> None:
    edition = handed_in(city, begun(city, mapped("indikator=anteil&ebene=viertel")))

    assert edition.documents.count() == 2


@pytest.mark.parametrize(("said", "shown"), [("2020", "2020-12-31"), ("2020-12-31", "2020-12-31"), ("2019", "")])
def test_year_alone_is_the_one_period_of_it(city: World, said: str, shown: str) -> None:
    panel = Panel("panel1", MAP, query=f"indikator=anteil&ebene=viertel&stand={said}")

    found, problem = found_of(panel, Setting(city.city, "de", "panel1"))

    assert (found.facts.choice.ref.period if found else "") == shown
    assert bool(problem) == (not shown)
