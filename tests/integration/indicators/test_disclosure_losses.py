# SPDX-License-Identifier: EUPL-1.2
"""The approver sees what a delivery loses to secrecy before signing; without an audit that held nobody approves."""

import re
from dataclasses import replace

import pytest

from indicators.models import Audience, Delivery, DeliveryState, ForeseenRelease, Foresight
from indicators.models.patterns import DisclosurePattern
from indicators.services import sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.foresight import request_foresight
from indicators.services.sources import SourceSpec
from tests.factories.desk import client_of, csv_file, decide, run_jobs, submitted, url_of
from tests.factories.register import FILE, build_city, create, definition
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_city)
REGISTER = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 3)
TWO_CHILDREN = FILE.replace("1.000;200", "1.000;1").replace("500;2", "500;1")


def _page(world: World, delivery: Delivery) -> str:
    answer = client_of(world.frida).get(url_of(delivery, "freigabe/"))
    assert answer.status_code == 200
    return answer.content.decode()


def _lost(text: str, audience: str) -> list[str]:
    """Return what the table of an audience tells of the finest level."""
    row = text.split(f'id="secrecy-{audience}-caption"')[1].split("<tbody")[1].split("</tr>", maxsplit=1)[0]
    return re.findall(r'data-label="[^"]*">([^<]*)</td>', row)


def _offers_approval(text: str) -> bool:
    return 'name="decision" value="approve"' in text


def test_approver_sees_by_level_what_is_hidden_and_why(city: World) -> None:
    delivery = submitted(city)

    text = _page(city, delivery)

    assert "Das Audit hält" in text
    # Of three indicators: the small count and its neighbour, in the count and in the share.
    assert _lost(text, "public") == ["8", "2", "2", "0", "0"]
    assert "secrecy-council" not in text
    assert _offers_approval(text)


def test_approver_sees_what_the_council_loses_and_gains_beside_the_public(city: World) -> None:
    sources.set_rule(organisation=city.city, spec=replace(REGISTER, minimum_count=2), audience=Audience.COUNCIL)
    delivery = submitted(city)

    text = _page(city, delivery)

    # Two children are few for everybody, and enough for the council.
    assert _lost(text, "public") == ["8", "2", "2", "0", "0"]
    assert "Rat: Kein Wert ist gesperrt." in " ".join(re.sub("<[^>]*>", "", text).split())
    assert set(ForeseenRelease.objects.values_list("audience", flat=True)) == {"public", "council"}
    own = ForeseenRelease.objects.filter(audience="council", indicator__slug="kinder").latest("pk")
    step = f"auswirkungen/{own.pk}/"
    assert "Für wen: Rat." in client_of(city.frida).get(url_of(delivery, step)).content.decode()
    # Whoever brings deliveries does not learn from here what the council alone will see.
    assert client_of(city.anna).get(url_of(delivery, step)).status_code == 404
    assert client_of(city.anna).get(url_of(delivery, f"{step}daten.csv")).status_code == 404
    shown = client_of(city.anna).get(url_of(delivery, "vorschau/")).content.decode()
    assert "andere Leserschaft" not in shown


def test_whoever_does_not_approve_learns_nothing_of_it(city: World) -> None:
    delivery = submitted(city)

    for ort in ("vorschau", "freigabe"):
        answer = client_of(city.anna).get(url_of(delivery, f"auswirkungen/?ort={ort}"))
        assert answer.status_code == 200
        assert "secrecy" not in answer.content.decode()


def test_without_an_audit_to_its_end_there_is_no_button_and_the_service_refuses(city: World) -> None:
    delivery = submitted(city)
    Foresight.objects.filter(batch=delivery.batch).update(compared_with="", secrecy={})

    assert not _offers_approval(_page(city, delivery))
    answer = decide(city.frida, delivery, "approve")

    assert answer.status_code in {409, 422}
    assert "das Audit dieser Lieferung ist nicht abgeschlossen" in answer.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SUBMITTED


def test_delivery_that_would_tell_hidden_figures_is_approved_by_nobody(city: World) -> None:
    # A lax rule shows that two children are two; the same count falls under a strict one in another indicator.
    sources.set_rule(organisation=city.city, spec=replace(REGISTER, minimum_count=2))
    first = submitted(city, csv_file(TWO_CHILDREN))
    decide(city.frida, first, "approve")
    second = submitted(city, csv_file(TWO_CHILDREN.replace("700;0", "700;7")))
    strict = replace(REGISTER, slug="amt", minimum_count=5)
    sources.ensure_source(organisation=city.city, spec=strict)
    told = definition("Kinder", series=SeriesName("einwohner", "kinder"), source="amt")
    kept = create(city, IndicatorSpec("kinder-amt", "bevoelkerung", "delivered", told))
    sources.set_rule(organisation=city.city, spec=strict)

    assert second.batch is not None
    request_foresight(batch=second.batch, by=city.anna)
    run_jobs()

    text = _page(city, second)
    assert "Das Audit hält nicht" in text
    assert "<strong>Kinder</strong>" in text
    assert "Einwohner, kinder · " in text
    assert "einwohner.kinder" not in text
    assert not _offers_approval(text)
    answer = decide(city.frida, second, "approve")
    assert answer.status_code in {409, 422}
    assert "gäbe zusammen gesperrte Werte preis" in answer.content.decode()
    assert not kept.releases.exists()
    second.refresh_from_db()
    assert second.state == DeliveryState.SUBMITTED


def test_approver_reads_why_a_total_cannot_be_published(city: World) -> None:
    # One child in the whole city: its number is too small itself.
    text = FILE.replace("1.000;200", "1.000;1").replace("500;2", "500;0").replace("800;90", "800;0")
    delivery = submitted(city, csv_file(text))

    page = " ".join(_page(city, delivery).split())

    assert re.search(r"Der Gesamtwert von Kinder \([^)]*\) kann nicht veröffentlicht werden, weil er selbst", page)
    assert "Der Gesamtwert von Einwohner" not in page
    decide(city.frida, delivery, "approve")
    number = DisclosurePattern.objects.filter(indicator__slug="kinder").latest("pk").audit_id
    report = client_of(city.frida).get(f"/musterstadt/geheimhaltung/{number}/").content.decode()
    assert "weil er selbst zu viel verrät." in report


def test_approver_reads_which_figures_a_total_would_tell(city: World) -> None:
    delivery = submitted(city)
    kept = Foresight.objects.get(batch=delivery.batch)
    period, edition = kept.releases.values_list("period__code", "boundary_version__edition")[0]
    cell = f"kinder.gesamt:{period}:{edition}:viertel:12"
    told = {"indicator": "kinder", "period": period, "decision": "secondary", "cells": [cell]}
    kept.secrecy["audiences"][0]["totals"] = [told]
    kept.save(update_fields=["secrecy"])

    page = _page(city, delivery)

    assert "kann nicht veröffentlicht werden, weil er verraten würde:" in page
    assert "(Viertel) ·" in page
    assert cell not in page
