# SPDX-License-Identifier: EUPL-1.2
"""Members of the council read what waits for approval, and decide nothing; nobody else learns that it is there."""

from html import unescape

import pytest
from django.test import Client

from reports.models import Edition, Readers
from reports.services import publishing
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LIST = "/musterstadt/berichte/"
kept_city = standing(build_noted_city)


def desk(edition: Edition) -> str:
    return f"{LIST}werkstatt/ausgaben/{edition.uuid}/"


def page(person: User | None, address: str, status: int = 200) -> str:
    answer = (client_of(person) if person else Client()).get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["clara", "anna"])
def test_who_may_reads_what_waits_without_a_decision(city: World, name: str) -> None:
    edition = handed_in(city)
    person: User = getattr(city, name)
    listed = client_of(person).get(LIST)

    assert "no-store" in listed.headers["Cache-Control"]
    assert desk(edition) in listed.content.decode()
    told = page(person, desk(edition))
    assert "Mehr Plätze im Norden." in told
    assert "Diese Ausgabe wartet auf Freigabe." in told
    assert 'name="decision"' not in told
    assert "Bert" not in told.partition("<main")[2]
    assert "werkstatt/" not in told.partition("<main")[2].partition("</main>")[0]
    assert client_of(person).get(f"{desk(edition)}bild/panel1bild.svg").content.startswith(b"<svg")
    said = {"decision": "approve", "content_hash": edition.content_hash}
    assert client_of(person).post(desk(edition), said).status_code == 404
    edition.refresh_from_db()
    assert edition.state == "submitted"


def test_nobody_else_learns_that_something_waits(city: World) -> None:
    edition = handed_in(city)

    for person in (None, city.dora, city.gero):
        assert "Noch nicht veröffentlicht" not in page(person, LIST)
        assert edition.title not in page(person, LIST)
    for person in (city.dora, city.gero):
        page(person, desk(edition), 404)
    page(None, desk(edition), 302)


def test_what_was_decided_is_at_the_desk_no_more(city: World) -> None:
    out = let_out(city, handed_in(city))
    back = handed_in(city, begun(city, title="Zurück"))
    decision = publishing.Decision(is_approved=False, comment="Quelle fehlt.")
    publishing.decide_edition(edition=back, decision=decision, content_hash=back.content_hash, by=city.frida)

    for edition in (out, back):
        page(city.clara, desk(edition), 404)
        page(city.bert, desk(edition))
    assert "Noch nicht veröffentlicht" not in page(city.clara, LIST)


def test_what_waits_for_the_council_is_read_by_its_members(city: World) -> None:
    edition = handed_in(city, begun(city, readers=Readers.COUNCIL))
    assign_role(user=city.dora, organisation=city.city, role="viewer", by=None)

    for person in (city.clara, city.dora):
        assert desk(edition) in page(person, LIST)
        assert "Mehr Plätze im Norden." in page(person, desk(edition))
    page(city.gero, desk(edition), 404)


def test_what_is_in_work_stays_with_those_who_work_at_it(city: World) -> None:
    row = begun(city)

    for address in (f"{LIST}werkstatt/", f"{LIST}werkstatt/{row.uuid}/", f"{LIST}werkstatt/{row.uuid}/vorschau/"):
        page(city.clara, address, 404)
