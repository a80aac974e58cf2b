# SPDX-License-Identifier: EUPL-1.2
"""Editions keep people apart: pages kept for all tell of no reader, what was never out is not there, authors stay."""

from datetime import timedelta
from html import unescape

import pytest
from django.conf import LazySettings
from django.contrib.messages import SUCCESS
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from reports.errors import EditionFourEyesError
from reports.models import Edition
from reports.rendering.composition import KEY, MAP, Composition, Panel, Part
from reports.services import composing, publishing
from sozialplanung.web.flashes import HostCookieStorage
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, SEEN, begun, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import NEW, build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)


@pytest.fixture
def address(city: World) -> str:
    edition = let_out(city, handed_in(city))
    # Pages of other tests have the same words.
    cache.clear()
    return f"/b/{edition.publication.slug}/{edition.path}/"


def page_at(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("told", ["?von=anna@demo.example", "?gebiet=anna@demo.example"])
def test_page_that_is_kept_tells_nobody_how_another_reader_came(address: str, told: str) -> None:
    page_at(f"{address}{told}")

    page = page_at(address)
    assert "demo.example" not in page
    assert f'name="next" value="{address}"' in page


def test_page_that_is_kept_names_its_own_address(address: str) -> None:
    other = address.replace("-1/", "-001/")
    page_at(other)

    assert other not in page_at(address)


def test_page_that_is_kept_tells_nobody_the_messages_of_another_reader(address: str) -> None:
    reader, written = Client(), HttpResponse()
    messages = HostCookieStorage(HttpRequest())
    messages.add(SUCCESS, "Anna wurde eingeladen.")
    messages.update(written)
    reader.cookies[messages.cookie_name] = written.cookies[messages.cookie_name].value

    page_at(address, reader)

    assert "Anna wurde eingeladen." not in page_at(address)
    # Whom it is for sees it on the next page that is made for them.
    assert "Anna wurde eingeladen." in page_at("/musterstadt/berichte/", reader)


def test_edition_that_was_taken_back_before_it_was_out_was_never_there(city: World, settings: LazySettings) -> None:
    settings.MAIL_IS_ON = True
    now, edition = timezone.now(), handed_in(city)
    decision = publishing.Decision(is_approved=True, embargo_until=now + timedelta(days=2))
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida)
    publishing.withdraw_edition(edition=edition, reason="Falsche Quelle.", by=city.frida)

    # The moment of the embargo passes.
    moments = {"withdrawn_at": now - timedelta(days=2), "published_at": now - timedelta(days=1)}
    Edition.objects.filter(pk=edition.pk).update(**moments)

    slug, path = edition.publication.slug, edition.path
    for there in (f"/b/{slug}/", f"/b/{slug}/{path}/", f"/b/{slug}/bescheid/", f"/embed/b/{slug}/{path}/panel1/"):
        assert Client().get(there).status_code == 404, there
    desk = f"/musterstadt/berichte/werkstatt/ausgaben/{edition.uuid}/"
    assert client_of(city.bert).get(desk).status_code == 200


def test_whoever_wrote_at_it_does_not_let_it_out_after_undoing_their_draft(city: World) -> None:
    row = composing.save_composition(publication=begun(city), composition=CONTENT, revision=0, by=city.frida)
    edition = handed_in(city, row)

    composing.undo(publication=row, revision=row.revision)

    with pytest.raises(EditionFourEyesError):
        let_out(city, edition)


def test_whoever_wrote_at_it_does_not_let_it_out_after_many_changes_of_others(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "MOST_VERSIONS", 3)
    row = composing.save_composition(publication=begun(city), composition=CONTENT, revision=0, by=city.frida)
    for lead in ("Eins", "Zwei", "Drei", "Vier"):
        changed = Composition(lead, CONTENT.parts)
        row = composing.save_composition(publication=row, composition=changed, revision=row.revision, by=city.bert)

    assert row.versions.count() == 4
    with pytest.raises(EditionFourEyesError):
        let_out(city, handed_in(city, row))


def test_title_that_somebody_wrote_goes_with_the_figures_that_it_tells(city: World) -> None:
    seen = Panel("panel1", MAP, title="Im Norden 24,6 von 100", query=SEEN)
    keys = Panel("panel2", KEY, title="Schon 24,6 von 100", indicators=("anteil",), query="ebene=viertel&gebiet=11")
    edition = let_out(city, handed_in(city, begun(city, Composition(parts=(Part("part1", "Kinder", (seen, keys)),)))))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    assert page_at(address).count("24,6 von 100") >= 2

    withdraw_figures(city, NEW)

    page = page_at(address)
    assert "24,6" not in page
    assert "Kennzahlen" in page
    assert "24,6" not in unescape(Client().get(f"/embed{address}panel1/").content.decode())
