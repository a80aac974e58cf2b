# SPDX-License-Identifier: EUPL-1.2
"""What a waiting rule would hide is known before anybody confirms it, and is what its release then hides."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators.errors import ChangeOverError
from indicators.models import (
    Audience,
    DisclosureRule,
    DisclosureVersion,
    Release,
    ReleaseState,
    RulingForesight,
    Source,
)
from indicators.models.patterns import DisclosureAudit, DisclosurePattern
from indicators.selectors.rulingforesight import ruling_outlook
from indicators.services.disclosure.rules import RuleContent, content_of
from indicators.services.releasing.refreshing import REFRESH
from indicators.services.ruling.foreseeing import (
    FORESEE,
    compute_ruling_foresight,
    keep_ruling_foresight,
    request_ruling_foresight,
)
from indicators.services.ruling.writing import (
    RulePlace,
    Ruling,
    confirm_rule,
    hold_rule,
    propose_rule,
    refuse_rule,
    take_back_rule,
)
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from spatial.models import BoundaryVersion
from tests.factories.desk import csv_file, decide, submitted
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
PAGE = "/musterstadt/geheimhaltung/regeln/register/oeffentlichkeit/"
AGAIN = f"{PAGE}wirkung/"


def _built(world: World) -> World:
    city = build_city(world)
    decide(city.frida, submitted(city, csv_file(FILE)), "approve")
    return city


kept_city = standing(_built)


def _place(city: World, audience: Audience = Audience.PUBLIC) -> RulePlace:
    source = Source.objects.select_related("organisation").get(organisation=city.city, slug="register")
    return RulePlace(source, audience)


def _proposed(city: World, audience: Audience = Audience.PUBLIC, **said: Any) -> DisclosureVersion:  # noqa: ANN401 - fields of a rule
    place = _place(city, audience)
    content = replace(content_of(place.rule or _place(city).rule), **said)
    change = Ruling(content, "Ratsbeschluss", timezone.localdate(), "Der Ausschuss fragt.")
    return propose_rule(place=place, change=change, by=city.anna, revision=place.newest)


def _tried(version: DisclosureVersion) -> Job:
    return run_inline(job=Job.objects.filter(kind=FORESEE, payload={"version": version.pk}).latest("created_at"))


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(client: Client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def _counts(audience: Audience = Audience.PUBLIC) -> dict[tuple[str, str], dict[str, int]]:
    rows = Release.objects.filter(state=ReleaseState.PUBLISHED, audience=audience)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for slug, level, counts in rows.values_list(
        "indicator__slug", "boundary_version__level__name_plural", "pattern__counts"
    ):
        sums = found.setdefault((slug, level), {})
        for name, number in counts.items():
            sums[name] = sums.get(name, 0) + number
    return {key: {name: number for name, number in sums.items() if number} for key, sums in found.items()}


def _side(version: DisclosureVersion, side: str) -> dict[tuple[str, str], dict[str, int]]:
    rows = RulingForesight.objects.get(version=version).result["rows"]
    return {
        (row["indicator"], row["level"]): {name: number for name, number in row[side].items() if number}
        for row in rows
        if row[side] is not None
    }


def _traces() -> list[Any]:
    rules = [asdict(content_of(rule)) for rule in DisclosureRule.objects.order_by("pk")]
    kept = [list(model.objects.order_by("pk").values_list("pk")) for model in (Release, DisclosurePattern)]
    return [
        rules,
        kept,
        DisclosureAudit.objects.count(),
        Event.objects.count(),
        Job.objects.filter(kind=REFRESH).count(),
    ]


@pytest.mark.parametrize("said", [{"minimum_count": 150}, {"minimum_count": 0}, {"is_published": False}])
def test_what_is_foreseen_of_a_rule_is_what_its_release_hides(city: World, said: dict[str, Any]) -> None:
    version = _proposed(city, **said)
    today = _counts()
    assert _tried(version).state == JobState.SUCCEEDED
    foreseen = _side(version, "after")

    assert _side(version, "before") == today
    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)
    for job in Job.objects.filter(kind=REFRESH, state=JobState.QUEUED).order_by("created_at"):
        run_inline(job=job)

    assert _counts() == foreseen
    # A laxer rule opens nothing here: children and their share are each hidden for the other (docs/disclosure.md).
    assert (foreseen != today) is (said != {"minimum_count": 0})


def test_a_try_of_a_rule_leaves_nothing_but_its_counts(city: World) -> None:
    version = _proposed(city, minimum_count=150)
    before = _traces()

    _tried(version)

    assert _traces() == before
    assert RulingForesight.objects.get(version=version).compared_with


def test_who_confirms_sees_what_is_lost_by_indicator_and_level_beside_today(city: World) -> None:
    version = _proposed(city, minimum_count=150)
    frida = _as(city.frida)
    assert "wird gerade berechnet" in _text(frida)
    assert "<progress" in _text(frida)

    _tried(version)
    page = _text(frida)

    outlook = ruling_outlook(version)
    assert outlook.lost > 0
    assert f"{outlook.lost} Werte, die heute gezeigt werden, würden nicht mehr gezeigt." in page
    assert page.index("Was die Änderung sperren würde") < page.index('name="decision"')
    changed = {(row.indicator, row.level) for row in outlook.changed}
    assert changed
    assert all(f"{name}<span" in page and level in page for name, level in changed)


def test_who_only_writes_rules_sees_no_losses_and_computes_none(city: World) -> None:
    version = _proposed(city, minimum_count=150)
    _tried(version)
    anna = _as(city.anna)

    assert "Was die Änderung sperren würde" not in _text(anna)
    assert anna.post(AGAIN).status_code == 404
    assert _as(city.frida).get(AGAIN).status_code == 405


def test_newer_releases_make_what_was_foreseen_outdated_until_it_is_computed_again(city: World) -> None:
    version, frida = _proposed(city, minimum_count=150), _as(city.frida)
    _tried(version)
    assert ruling_outlook(version).state == "ready"

    decide(city.frida, submitted(city, csv_file(FILE.replace("1.000;200", "1.000;210"))), "approve")

    assert ruling_outlook(version).state == "outdated"
    assert "Seitdem wurden andere Werte veröffentlicht" in _text(frida)
    assert frida.post(AGAIN).status_code == 302
    _tried(version)
    assert ruling_outlook(version).state == "ready"
    assert "Seitdem wurden andere Werte veröffentlicht" not in _text(frida)


def test_what_was_found_of_another_content_counts_as_nothing(city: World) -> None:
    version = _proposed(city, minimum_count=150)
    _tried(version)
    DisclosureVersion.objects.filter(pk=version.pk).update(content={**version.content, "minimum_count": 3})
    version.refresh_from_db()

    outlook = ruling_outlook(version)

    assert (outlook.state, outlook.has_result) == ("none", False)
    assert "wurde noch nicht berechnet" in _text(_as(city.frida))


def test_a_rule_that_nobody_can_judge_names_the_columns_that_are_missing(city: World) -> None:
    version = _proposed(city, minimum_units=3)

    _tried(version)

    page = _text(_as(city.frida))
    assert set(RulingForesight.objects.get(version=version).result["unjudged"]) >= {"einwohner"}
    assert "Die Regel kann nicht beurteilt werden" in page
    assert "es fehlen diese Spalten" in page
    assert "Zahl der Einheiten" in page


def test_a_rule_of_an_audience_that_reads_nothing_of_its_own_is_beside_nothing(city: World) -> None:
    version = _proposed(city, Audience.COUNCIL, minimum_count=2)

    _tried(version)

    assert _side(version, "before") == {}
    assert _side(version, "after") == {
        key: counts for key, counts in _side(version, "after").items() if counts.get("shown")
    }
    assert _side(version, "after")
    page = " ".join(_as(city.frida).get(PAGE.replace("oeffentlichkeit", "rat")).content.decode().split())
    assert "heute nicht veröffentlicht" in page
    won = ruling_outlook(version).won
    assert won == sum(counts["shown"] for counts in _side(version, "after").values())
    assert f"{won} Werte, die heute nicht gezeigt werden, würden gezeigt." in page


def test_a_try_that_failed_says_why_and_can_be_computed_again(city: World) -> None:
    version, frida = _proposed(city, minimum_count=150), _as(city.frida)
    Job.objects.filter(kind=FORESEE).update(
        state=JobState.FAILED, error_code="indicators.foresight_busy", error_message="x", finished_at=timezone.now()
    )

    page = _text(frida)

    assert "konnte nicht berechnet werden" in page
    assert f'action="{AGAIN}"' in page
    frida.post(AGAIN)
    assert _tried(version).state == JobState.SUCCEEDED
    assert ruling_outlook(version).state == "ready"


@pytest.mark.parametrize("end", ["refused", "taken_back"])
def test_of_a_rule_that_was_decided_against_nothing_is_computed_or_kept(city: World, end: str) -> None:
    version = _proposed(city, minimum_count=150)
    computed = compute_ruling_foresight(version_id=version.pk, by=city.anna, report=lambda *_: None)
    assert computed is not None
    if end == "refused":
        refuse_rule(version=version, by=city.frida, comment="nein")
    else:
        take_back_rule(version=version, by=city.anna)
    version.refresh_from_db()

    keep_ruling_foresight(version_id=version.pk, computed=computed)

    assert not RulingForesight.objects.get(version=version).result
    assert compute_ruling_foresight(version_id=version.pk, by=city.anna, report=lambda *_: None) is None
    assert _as(city.frida).post(AGAIN).status_code == 404
    with pytest.raises(ChangeOverError):
        request_ruling_foresight(version=version, by=city.frida)


def test_a_rule_without_minima_loses_nothing(city: World) -> None:
    version = _proposed(city, **asdict(RuleContent(is_published=True)))

    _tried(version)

    assert ruling_outlook(version).lost == 0
    assert "nicht mehr gezeigt" not in _text(_as(city.frida))


def test_what_a_rule_could_not_release_is_named_with_its_figures(city: World) -> None:
    version = _proposed(city, minimum_count=150)
    _tried(version)
    kept = RulingForesight.objects.get(version=version)
    edition = BoundaryVersion.objects.filter(organisation=city.city).values_list("edition", flat=True)[0]
    period = Release.objects.values_list("period__code", flat=True)[0]
    cell = f"kinder.gesamt:{period}:{edition}:viertel:12"
    kept.result = {**kept.result, "breaches": {"kinder": {"cells": [cell], "count": 3}}}
    kept.save(update_fields=["result"])

    page = _text(_as(city.frida))

    assert "Einige Werte könnten nicht veröffentlicht werden" in page
    assert "(Viertel) ·" in page
    assert "und 2 weitere Werte" in page
    assert cell not in page
