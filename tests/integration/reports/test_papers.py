# SPDX-License-Identifier: EUPL-1.2
"""Editions are named where figures are taken out of force, and on the start page of a place."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from indicators.models import Release, ReleaseState
from reports.models import Edition, Readers
from reports.selectors.papers import editions_showing
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import NEW, build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)


def in_force(period: str = NEW) -> list[int]:
    rows = Release.objects.filter(
        indicator__slug="anteil", period__code=period, state=ReleaseState.PUBLISHED, audience="public"
    )
    return list(rows.values_list("pk", flat=True))


def names(city: World, person: str, releases: list[int] | None = None) -> list[str]:
    found = editions_showing(city.city, getattr(city, person), in_force() if releases is None else releases)
    return [paper.name for paper in found]


def withdrawal(city: World, period: str = NEW) -> str:
    rows = Release.objects.filter(pk__in=in_force(period), pattern__isnull=False)
    number = rows.values_list("pattern__audit", flat=True)[0]
    answer = client_of(city.frida).get(f"/musterstadt/geheimhaltung/{number}/zuruecknehmen/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_page_names_what_shows_the_figures_with_a_link(city: World) -> None:
    out = let_out(city, handed_in(city))
    waiting = handed_in(city, begun(city, title="Wartet noch"))

    told = withdrawal(city).partition("Was sie zeigt")[2].partition("<form")[0]

    assert f'href="/b/{out.publication.slug}/{out.path}/">{out.title}, Ausgabe {out.label}</a> (veröffentlicht' in told
    assert f'href="/musterstadt/berichte/werkstatt/ausgaben/{waiting.uuid}/">Wartet noch, Ausgabe' in told


def test_page_says_that_nothing_shows_them(city: World) -> None:
    assert "Keine der Ausgaben, die Sie lesen dürfen, zeigt diese Werte." in withdrawal(city)


def test_edition_that_shows_an_earlier_release_of_the_figures_is_named_too(city: World) -> None:
    edition = let_out(city, handed_in(city))
    pinned = set(edition.pins.values_list("release_id", flat=True))
    staged_year(city, NEW, "230")
    assert not pinned & set(in_force())

    assert names(city, "frida") == [f"{edition.title}, Ausgabe {edition.label}"]


def test_edition_of_other_figures_is_not_named(city: World) -> None:
    let_out(city, handed_in(city))
    staged_year(city, "2022-12-31", "230")
    other = [pk for pk in in_force("2022-12-31") if pk not in in_force()]
    assert other

    assert names(city, "frida", other) == []


def test_everybody_is_told_what_they_may_see_alone(city: World) -> None:
    let_out(city, handed_in(city))
    handed_in(city, begun(city, title="Wartet"))
    let_out(city, handed_in(city, begun(city, title="Ratsbericht", readers=Readers.COUNCIL)))
    later = let_out(city, handed_in(city, begun(city, title="Später")))
    Edition.objects.filter(pk=later.pk).update(published_at=timezone.now() + timedelta(days=2))
    council = Release.objects.filter(indicator__slug="anteil", period__code=NEW, state=ReleaseState.PUBLISHED)
    every = list(council.values_list("pk", flat=True))

    def titles(person: str) -> list[str]:
        return [name.partition(",")[0] for name in names(city, person, every)]

    assert titles("frida") == titles("bert") == ["Kinder in der Stadt", "Ratsbericht", "Später", "Wartet"]
    assert titles("clara") == ["Kinder in der Stadt", "Ratsbericht", "Wartet"]
    assert titles("dora") == ["Kinder in der Stadt"]


def test_what_was_taken_back_is_not_named(city: World) -> None:
    before = in_force()
    let_out(city, handed_in(city))
    withdraw_figures(city, NEW)
    Edition.objects.update(state="withdrawn", withdrawn_at=timezone.now(), reason="Falsch.")

    assert names(city, "frida", before) == []


def start_page(client: Client) -> str:
    cache.clear()
    return unescape(client.get("/musterstadt/").content.decode())


def test_start_page_leads_to_what_is_out_for_everybody_and_to_nothing_else(city: World) -> None:
    handed_in(city, begun(city, title="Wartet"))
    let_out(city, handed_in(city, begun(city, title="Ratsbericht", readers=Readers.COUNCIL)))
    assert 'id="papers"' not in start_page(Client())

    edition = let_out(city, handed_in(city))

    for client in (Client(), client_of(city.clara)):
        page = start_page(client)
        told = page.partition('id="papers"')[2].partition("</section>")[0]
        assert f'href="/b/{edition.publication.slug}/{edition.path}/">{edition.title}</a>' in told
        assert f"Ausgabe {edition.label}, veröffentlicht am" in told
        assert page.count('href="/musterstadt/berichte/"') >= 3
        assert "Ratsbericht" not in page.partition("<main")[2]
        assert "Wartet" not in page.partition("<main")[2]


@pytest.mark.parametrize("title", ["Erstens", "Zweitens"])
def test_start_page_tells_nothing_of_another_test(city: World, title: str) -> None:
    let_out(city, handed_in(city, begun(city, title=title)))

    page = unescape(Client().get("/musterstadt/").content.decode())

    assert f">{title}</a>" in page.partition('id="papers"')[2]


def test_edition_that_was_taken_back_is_not_on_the_start_page(city: World) -> None:
    let_out(city, handed_in(city))
    Edition.objects.update(state="withdrawn", withdrawn_at=timezone.now(), reason="Falsch.")

    assert 'id="papers"' not in start_page(Client())
