# SPDX-License-Identifier: EUPL-1.2
"""The page on which an approver takes figures out of force: what goes along is said before, and why it went after."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.timezone import localdate

from indicators.models import Audience, Release, ReleaseState
from indicators.services import sources
from indicators.services.sources import SourceSpec
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job, JobState
from tests.factories.desk import client_of, run_jobs
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, FIRST, LATE, SECOND, deliver, refresh

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076", "C079")]
HOME = "/musterstadt/geheimhaltung/"
API = f"/api/v1/musterstadt/indicators/kinder/values/{FIRST}/?level=viertel"


def _built(world: World) -> World:
    city = build_city(world)
    deliver(city, FIRST, EARLY)
    deliver(city, SECOND, LATE)
    refresh(city)
    return city


kept_city = standing(_built)


def page_of(slug: str, period: str) -> str:
    row = Release.objects.filter(indicator__slug=slug, period__code=period, state=ReleaseState.PUBLISHED)
    return f"{HOME}{row.values_list('pattern__audit', flat=True)[0]}/zuruecknehmen/"


def in_force(slug: str, period: str) -> bool:
    return Release.objects.filter(indicator__slug=slug, period__code=period, state=ReleaseState.PUBLISHED).exists()


def rows(text: str, name: str) -> set[tuple[str, str]]:
    table = re.search(rf'id="{name}-caption".*?</table>', text, re.DOTALL)
    found = re.findall(r'rowheader">(.*?)</th>\s*<td[^>]*>(.*?)</td>', table.group() if table else "")
    return {(indicator, period) for indicator, period in found}


def test_page_says_what_goes_and_what_changes_and_changes_nothing_itself(city: World) -> None:
    before = set(Release.objects.values_list("pk", "state"))

    text = client_of(city.frida).get(page_of("kinder", FIRST)).content.decode()

    assert rows(text, "goes") == {("Kinder", "31.12.2020"), ("Anteil", "31.12.2020")}
    assert rows(text, "changes") == {("Kinder", "31.12.2021"), ("Anteil", "31.12.2021")}
    assert "zwei Personen" in text
    assert set(Release.objects.values_list("pk", "state")) == before
    # Nothing counts from the newest year.
    assert rows(client_of(city.frida).get(page_of("kinder", SECOND)).content.decode(), "changes") == set()


def test_report_leads_to_the_page(city: World) -> None:
    page = page_of("kinder", FIRST)

    assert f'href="{page}"' in client_of(city.frida).get(page.removesuffix("zuruecknehmen/")).content.decode()


def test_figures_go_with_their_reason_and_what_was_said_goes_along(city: World, client: Client) -> None:
    page, frida = page_of("kinder", FIRST), client_of(city.frida)
    assert client.get(API).status_code == 200

    answer = frida.post(page, {"reason": "Falsches Jahr geliefert."})

    assert answer.status_code == 302
    assert "Es werden Werte zurückgezogen" in frida.get(HOME).content.decode()
    assert client.get(API).status_code == 200
    run_jobs()
    assert client.get(API).status_code == 404
    assert [in_force(slug, FIRST) for slug in ("kinder", "anteil", "einwohner")] == [False, False, True]
    assert in_force("kinder", SECOND)
    events = Event.objects.filter(action="indicators.withdrawn")
    assert set(events.values_list("reason", flat=True)) == {"Falsches Jahr geliefert."}
    assert set(events.values_list("actor_label", flat=True)) == {"Frida"}
    assert "Es werden Werte zurückgezogen" not in frida.get(HOME).content.decode()
    assert "Die Werte sind zurückgezogen" in frida.get(HOME).content.decode()
    assert frida.get(page).status_code == 404


def test_readers_are_told_that_figures_were_withdrawn_and_not_why(city: World, client: Client) -> None:
    client_of(city.frida).post(page_of("kinder", FIRST), {"reason": "Falsches Jahr geliefert."})
    run_jobs()
    day = f"{localdate():%d.%m.%Y}"

    listed = client.get("/musterstadt/aenderungen/").content.decode()
    feed = client.get("/musterstadt/aenderungen.atom").content.decode()
    map_page = client.get(f"/musterstadt/karte/?indikator=kinder&ebene=viertel&stand={FIRST}")
    change = client.get(f"/musterstadt/aenderungen/kinder/{FIRST}/viertel/stand-2020/")
    never = client.get("/musterstadt/aenderungen/kinder/1999-12-31/viertel/stand-2020/")

    for told in (listed, feed):
        assert "zurückgezogen: 3 Veröffentlichungen" in told
        assert "Falsches Jahr" not in told
    assert (map_page.status_code, change.status_code, never.status_code) == (404, 404, 404)
    assert f"Stand „{FIRST}“ wurden am {day} zurückgezogen" in map_page.content.decode()
    assert f"Diese Werte wurden am {day} zurückgezogen" in change.content.decode()
    assert "Solche Werte sind hier nicht veröffentlicht" in never.content.decode()
    # Delivered anew they are there, and nothing says otherwise.
    deliver(city, FIRST, EARLY.replace("22;700;30", "22;700;31"))
    refresh(city)
    assert "zurückgezogen: 3" not in client.get("/musterstadt/aenderungen/").content.decode()


@pytest.mark.check("C074")
def test_what_was_withdrawn_from_the_council_alone_is_told_to_the_council_alone(city: World, client: Client) -> None:
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 3)
    sources.set_rule(organisation=city.city, spec=replace(spec, minimum_count=0), audience=Audience.COUNCIL)
    refresh(city)
    row = Release.objects.get(
        indicator__slug="kinder", period__code=FIRST, audience="council", boundary_version__level__slug="viertel"
    )
    assert row.pattern is not None
    client_of(city.frida).post(f"{HOME}{row.pattern.audit_id}/zuruecknehmen/", {"reason": "Nur der Rat."})
    before = client.get("/musterstadt/aenderungen/").content

    run_jobs()

    assert client.get("/musterstadt/aenderungen/").content == before
    assert b"zur\xc3\xbcckgezogen: " not in before


def test_without_a_reason_nothing_is_asked_for(city: World) -> None:
    answer = client_of(city.frida).post(page_of("kinder", FIRST), {"reason": " "})

    assert answer.status_code == 422
    assert "warum die Werte" in answer.content.decode()
    assert not Job.objects.filter(kind="indicators.withdraw_release").exists()


def test_asked_twice_they_go_once(city: World) -> None:
    page, frida = page_of("kinder", FIRST), client_of(city.frida)

    for _ in range(2):
        frida.post(page, {"reason": "Falsch."})

    assert Job.objects.filter(kind="indicators.withdraw_release").count() == 1


def test_failure_is_said_with_its_reason(city: World) -> None:
    page, frida = page_of("kinder", FIRST), client_of(city.frida)
    frida.post(page, {"reason": "Falsch."})
    # Somebody else was faster.
    Release.objects.filter(indicator__slug="kinder").update(state=ReleaseState.SUPERSEDED)

    run_jobs()

    assert Job.objects.get(kind="indicators.withdraw_release").state == JobState.FAILED
    assert "Werte konnten nicht zurückgezogen werden" in frida.get(HOME).content.decode()


@pytest.mark.parametrize("name", ["anna", "clara", "bert", "gero"])
def test_who_may_not_withdraw_finds_nothing(city: World, name: str) -> None:
    assert client_of(getattr(city, name)).get(page_of("kinder", FIRST)).status_code == 404
