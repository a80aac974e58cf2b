# SPDX-License-Identifier: EUPL-1.2
"""Reports on secrecy: what releases lose, what the attacker tried; for approvers, and nobody else learns it."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from indicators.models import Indicator, Release
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.rendering.slices import decode, encode
from indicators.services import sources
from indicators.services.releasing.attacking import attack_releases
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.packing import packed, unpacked
from indicators.stats.vintages import raw_slice_from_bytes
from indicators.views.cellwords import cells_in_words
from sozialplanung.audit.models import Event
from sozialplanung.common.statuses import Status
from tests.factories.desk import client_of, decide, run_jobs, submitted
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
HOME = "/musterstadt/geheimhaltung/"
REGISTER = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 3)


def _released(world: World) -> World:
    build_city(world)
    decide(world.frida, submitted(world), "approve")
    return world


kept_city = standing(_released)


def _report_of(slug: str) -> int:
    release = Release.objects.select_related("pattern").get(
        indicator__slug=slug, boundary_version__level__slug="viertel"
    )
    assert release.pattern is not None
    return release.pattern.audit_id


def test_approver_sees_what_each_release_loses_and_why(city: World) -> None:
    answer = client_of(city.frida).get(HOME)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"{HOME}{_report_of('kinder')}/" in text
    assert f"{HOME}regeln/" in text
    only = client_of(city.frida).get(f"{HOME}?nur=gesperrt").content.decode()
    assert f"{HOME}{_report_of('kinder')}/" in only
    assert f"{HOME}{_report_of('einwohner')}/" not in only


def test_report_says_what_the_attacker_tried_and_names_hidden_areas(city: World) -> None:
    number = _report_of("anteil")

    text = client_of(city.frida).get(f"{HOME}{number}/").content.decode()

    assert "Anteil, Einwohner, Kinder" in text
    hidden = text.split('id="hidden-caption"')[1]
    assert hidden.count("<tr") == 3
    assert "zu klein (primär)" in hidden
    assert "für andere (sekundär)" in hidden


def test_report_draws_hidden_areas_and_each_leads_to_its_row(city: World) -> None:
    number = _report_of("kinder")

    text = client_of(city.frida).get(f"{HOME}{number}/").content.decode()

    rows = re.findall(r'id="figure-(\d+)".*?<a href="#area-(\d+)">', text, re.DOTALL)
    drawn = re.findall(r'<a href="#figure-(\d+)" id="area-(\d+)".*?class="secrecy-fill--(\w+)"', text, re.DOTALL)
    assert [place for place, _ in rows] == [back for _, back in rows] == [place for place, _, _ in drawn]
    assert sorted(kind for _, _, kind in drawn) == ["primary", "secondary"]
    assert "Bei 2 von 4 Gebieten ist der Wert gesperrt (Viertel)" in " ".join(text.split())


def test_report_shows_one_level_at_a_time_and_refuses_one_without_hidden_figures(city: World) -> None:
    number = _report_of("kinder")
    client = client_of(city.frida)

    assert client.get(f"{HOME}{number}/?ebene=viertel").status_code == 200
    assert client.get(f"{HOME}{number}/?ebene=planet").status_code == 400
    assert client.get(f"{HOME}{number}/?art=karte").status_code == 400


def test_cells_that_only_follow_are_named_and_no_name_repeats_a_former_value(city: World) -> None:
    own = "einwohner.kinder:2020-12-31:stand-2020:viertel:12"
    whole = "einwohner.gesamt:2020-12-31:stand-2020:viertel:12"
    keys = [own, f"{own}~200.0", f"{own}//{whole}", f"{whole}/elsewhere", f"{whole}/rest:alter", "=anteil:x", "?"]

    with translation.override("de"):
        told = cells_in_words(city.city, keys)

    place = "Müllerstraße (Viertel) · 31.12.2020 · Stand 2020"
    assert told[0] == f"Einwohner, kinder · {place}"
    assert told[1].startswith(told[0])
    assert "200" not in told[1]
    assert told[2] == f"alle anderen von: Einwohner · {place} (also ohne: Einwohner, kinder)"
    assert all(f"Einwohner · {place}" in each for each in told[3:5])
    # Nobody knows them any more: the key is all that there is to say.
    assert told[5:] == ["=anteil:x", "?"]


def test_file_of_hidden_figures_is_logged(city: World) -> None:
    number = _report_of("kinder")

    answer = client_of(city.frida).get(f"{HOME}{number}/werte.csv")

    rows = answer.content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[-1] for row in rows[1:]] == ["für andere (sekundär)", "zu klein (primär)"]
    assert Event.objects.filter(action="accounts.figures_exported").latest("pk").actor_id == city.frida.pk


@pytest.mark.parametrize("person", ["anna", "bert", "clara", "dora"])
def test_nobody_else_finds_anything_there(city: World, person: str) -> None:
    client = client_of(getattr(city, person))
    number = _report_of("kinder")

    for address in (HOME, f"{HOME}{number}/", f"{HOME}{number}/werte.csv"):
        assert client.get(address).status_code == 404
    assert client.post(f"{HOME}pruefen/").status_code == 404


def test_report_of_another_organisation_is_not_there(city: World) -> None:
    number = _report_of("kinder")

    assert client_of(city.frida).get(f"/nachbarstadt/geheimhaltung/{number}/").status_code == 404
    assert client_of(city.frida).get(f"{HOME}99999999/").status_code == 404
    assert client_of(city.frida).get(f"{HOME}?seite=x").status_code == 400


def test_attack_on_everything_in_force_is_a_job_whose_outcome_the_page_tells(city: World) -> None:
    client = client_of(city.frida)
    assert "Noch hat niemand alles zusammen angegriffen" in client.get(HOME).content.decode()

    assert client.post(f"{HOME}pruefen/").status_code == 302
    run_jobs()

    assert "Kein gesperrter Wert lässt sich zu weit eingrenzen" in client.get(HOME).content.decode()
    rounds = DisclosureAudit.objects.filter(content__has_key="run")
    assert set(rounds.values_list("verdict", flat=True)) == {Verdict.HELD}
    # Whatever hangs together is attacked once, whichever indicator tells it.
    assert sum(each.content["sensitive"] for each in rounds) > 0


def test_attack_finds_a_figure_that_a_release_shows_beside_its_hidden_neighbour(city: World) -> None:
    """Show what protects the 2, as a release of before patterns might have done."""
    release = Release.objects.select_related("pattern").get(
        indicator__slug="kinder", boundary_version__level__slug="viertel"
    )
    _show_everything_but_the_small(release)

    found = attack_releases(organisation=city.city, report=lambda *_: None)

    broken = {breach.cell for each in found for breach in each.report.breaches}
    assert "einwohner.kinder:2020-12-31:stand-2020:viertel:12" in broken
    with pytest.raises(CommandError, match="tell hidden figures"):
        call_command("audit_releases", "musterstadt", stdout=StringIO())
    text = client_of(city.frida).get(HOME).content.decode()
    assert "Veröffentlichte Werte verraten gesperrte" in text
    assert "Einwohner, kinder · Müllerstraße (Viertel) · 31.12.2020 · Stand 2020" in text
    assert "einwohner.kinder" not in text


def _show_everything_but_the_small(release: Release) -> None:
    """Let the stored slice say that only the small count is hidden: the bytes are those of the shown ones."""
    content = decode(bytes(release.payload))
    raw = raw_slice_from_bytes(bytes(release.vintage.payload))
    value = content.numbers["value"]
    values = value.values.copy()
    status = content.status.copy()
    values[0], status[0] = raw.value[0], Status.OK
    numbers = {"value": replace(value, values=values)}
    told = replace(content, status=status, numbers=numbers, codes={})
    Release.objects.filter(pk=release.pk).update(payload=encode(told))


def test_command_tells_what_held(city: World) -> None:
    said = StringIO()

    call_command("audit_releases", stdout=said)

    assert "musterstadt: " in said.getvalue()
    assert ", 0 broke." in said.getvalue()


def test_rule_that_was_made_stricter_is_told_as_a_breach_of_what_is_in_force(city: World) -> None:
    before = attack_releases(organisation=city.city, report=lambda *_: None)
    assert all(each.report.holds for each in before)

    sources.set_rule(organisation=city.city, spec=replace(REGISTER, minimum_count=300))

    after = attack_releases(organisation=city.city, report=lambda *_: None)
    assert not all(each.report.holds for each in after)


def test_packed_decisions_read_back(city: World) -> None:
    pattern = DisclosurePattern.objects.filter(indicator=Indicator.objects.get(slug="kinder")).latest("pk")

    codes = unpacked(bytes(pattern.decisions))

    assert packed(codes) == bytes(pattern.decisions)
    assert packed(codes[:0]) == b""
    with pytest.raises(ValueError, match="no packed decisions"):
        unpacked(b"123")
