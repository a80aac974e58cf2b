# SPDX-License-Identifier: EUPL-1.2
"""Twins: two truths that differ in hidden figures alone are answered alike, byte for byte, in every channel."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
import pytest
from django.db import transaction
from django.test import Client

from indicators.models import Release
from indicators.rendering.slices import decode
from indicators.services.releasing import publishing
from indicators.services.releasing.compiling import Compiled, compile_edition
from sozialplanung.common.statuses import Status
from tests.conftest import IS_DEEP
from tests.factories.desk import client_of, run_jobs
from tests.factories.releases import PUBLISHED_AT
from tests.factories.standing import kept
from tests.factories.twincity import NOW, ONE, OTHER, TWINS, Truth, build_twin_city, tell
from tests.factories.world import World, build_world
from tests.integration.leaks.channels import API, CITY, TELLING
from tests.integration.leaks.crawling import Answer, crawl

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
# What else strangers may ask: another order of the same areas, a whole catalogue, what machines read first.
BESIDE: Final = (
    "/api/v1/openapi.json",
    "/api/v1/",
    "/sitemap.xml",
    "/robots.txt",
    "/suche/?q=bedarf",
    f"{CITY}karte/?indikator=bedarf&ebene=viertel&stand={NOW}",
    f"{CITY}karte/daten.xlsx?indikator=bedarf&ebene=viertel&stand={NOW}",
    f"{CITY}karte/?indikator=arbeitslosigkeit&ebene=viertel&stand={NOW}",
    f"{CITY}karte/?indikator=arbeitslosigkeit&ebene=viertel&stand={NOW}&methode=fisher-jenks&klassen=4",
    f"{CITY}karte/daten.csv?indikator=arbeitslose&ebene=viertel&stand={NOW}",
    f"{CITY}indikatoren/bedarf/",
    f"{CITY}indikatoren/arbeitslosigkeit/streuung/?ebene=viertel",
    f"{CITY}gebietstypen/?indikator=bedarf&indikator=rentenbezug",
    f"{CITY}gebiete/stand-2020/viertel/22/",
    f"{CITY}gebiete/stand-2020/viertel/22/profil.xlsx",
    f"{API}indicators/bedarf/values/{NOW}/?level=viertel",
    f"{API}indicators/bedarf/values/{NOW}.slice?level=viertel",
    f"{API}indicators/lage/values/{NOW}.slice?level=viertel",
    f"{CITY}karte/?indikator=lage&ebene=viertel&stand={NOW}",
    f"{API}indicators/bedarf/releases/",
    f"{API}indicators/arbeitslosigkeit/values/{NOW}/?level=viertel",
    f"{API}indicators/kinder/values/{NOW}/?level=viertel&audience=council",
)
ASKED: Final = [*(address for addresses in TELLING.values() for address in addresses), *BESIDE]
# What tells no figure of an area: names, outlines, what there is. The start page of the house counts releases.
NO_FIGURES: Final = frozenset(
    {
        "indicators-api:indicator",
        "indicators-api:indicators",
        "indicators-api:topics",
        "spatial-api:geometry",
        "spatial-api:tile",
        "spatial-api:places",
        "spatial:crosswalks",
        "spatial-api:organisations",
        "spatial-api:levels",
        "spatial-api:boundary-versions",
        "spatial-api:units",
        "spatial:places",
        "spatial:layer",
        "spatial:layer_geojson",
        "spatial:layer_data",
        "spatial:layer_csv",
        "portal:start",
        "portal:search",
        "portal:search_in",
        "portal:proposals",
        "portal:proposals_in",
        "portal:districts",
        "portal:district_proposals",
        "indicators:organisation",
        "indicators:areas",
        "indicators:own_areas",
        "indicators:own_new",
        "indicators:catalogue",
        "indicators:indicator",
        "indicators:ask_about_figure",
        # What an indicator means; the list of what was let out.
        "reports:indicator_sheet",
        "reports:editions",
        # What planners write in Leichte Sprache; nothing is computed of it.
        "reports:edition_easy",
        "reports:subscribe_to_publication",
        "reports:subscribe_to_area",
        # Which of four areas lie together is the same for both truths; the table beside it tells them apart.
        "indicators:social_areas_geojson",
    }
)
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Twins:
    """What strangers are answered for one truth and for others; `leaking` where nothing is hidden from them."""

    world: World
    one: Answers
    others: Mapping[str, Answers]
    leaking: tuple[Answers, Answers]


def _build() -> Twins:
    world = build_twin_city(build_world())
    others = {"everything": OTHER} | (dict(TWINS) if IS_DEEP else {})
    one, told = _answered(world, ONE), {name: _answered(world, truth) for name, truth in others.items()}
    with _nothing_hidden():
        leaking = (_answered(world, ONE), _answered(world, OTHER)) if IS_DEEP else ({}, {})
    tell(world, ONE)
    return Twins(world, one, told, leaking)


def _answered(world: World, truth: Truth) -> Answers:
    with transaction.atomic():
        tell(world, truth)
        if IS_DEEP:
            # The files of its edition.
            run_jobs()
        # Whatever moment it was: each truth is told at the same one.
        Release.objects.update(published_at=PUBLISHED_AT)
        found = crawl(Client(), ASKED, of_each=2 if IS_DEEP else 0)
        transaction.set_rollback(True)
    return found


@contextmanager
def _nothing_hidden() -> Iterator[None]:
    """Let a release show whatever its pattern hides."""

    def compile_open(*arguments: Any) -> Compiled:  # noqa: ANN401 - what the compiler is called with
        compiled = compile_edition(*arguments)
        return replace(compiled, hidden={pk: np.zeros_like(mask) for pk, mask in compiled.hidden.items()})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "compile_edition", compile_open)
        yield


kept_city = kept(_build)


@pytest.fixture
def city(kept_city: Twins, db: None) -> World:
    return kept_city.world


@pytest.mark.parametrize("name", ["everything", *(TWINS if IS_DEEP else ())])
def test_strangers_are_answered_alike_whatever_they_are_not_shown(kept_city: Twins, name: str) -> None:
    other = kept_city.others[name]

    assert other.keys() == kept_city.one.keys()
    assert _differing(kept_city.one, other) == []


@pytest.mark.deep
@pytest.mark.parametrize("route", [name for name, addresses in TELLING.items() if addresses and name not in NO_FIGURES])
def test_channel_that_told_what_is_hidden_would_be_found(kept_city: Twins, route: str) -> None:
    """What is alike whatever happens proves nothing: with nothing hidden each channel tells the truths apart."""
    one, other = kept_city.leaking

    assert {*_differing(one, other)} & {*TELLING[route]}


def test_header_alone_would_be_found(kept_city: Twins) -> None:
    address = TELLING["indicators-api:slice"][0]
    told = kept_city.one[address]
    tagged = tuple((name, value + "x" if name == "ETag" else value) for name, value in told.headers)

    assert dict(told.headers)["ETag"]
    assert _differing(kept_city.one, {**kept_city.one, address: replace(told, headers=tagged)}) == [address]


def test_truths_hide_what_they_differ_in_and_the_council_reads_it(city: World) -> None:
    """Where nothing is hidden, or nobody reads it, twins are alike for nothing."""
    for slug, keys in (("kinder", 2), ("kinderlast", 2), ("arbeitslosigkeit", 2), ("bedarf", 2), ("lage", 2)):
        status = partial(_statuses, slug)
        assert status("public").count(Status.SUPPRESSED) == keys, slug
    assert _statuses("kinder", "council").count(Status.SUPPRESSED) == 0
    answer: Any = client_of(city.clara).get(f"{API}indicators/kinder/values/{NOW}/?level=viertel&audience=council")
    assert ONE.children in [area["value"] for area in answer.json()["values"]]


def _statuses(slug: str, audience: str) -> list[int]:
    where = {"indicator__slug": slug, "period__code": NOW, "boundary_version__level__slug": "viertel"}
    made = Release.objects.get(**where, audience=audience, state="published")
    return [int(each) for each in decode(bytes(made.payload)).status]


def _differing(some: Answers, others: Answers) -> list[str]:
    """Return the addresses that are answered otherwise, or that only one of both truths leads to."""
    alike = {each for each in some.keys() & others.keys() if some[each].without_chance == others[each].without_chance}
    return sorted((some.keys() | others.keys()) - alike)


def test_areas_that_stand_out_are_judged_among_those_that_are_shown(kept_city: Twins, city: World) -> None:
    """The answer that is the same for all truths says something: of the areas shown, and why nothing of the others."""
    del city
    address = f"{CITY}analyse/antwort.json?indikator=kinderlast&ebene=viertel&tafeln=auffaellig"
    assert any(address in asked for asked in kept_city.one)

    answer = Client().get(f"{address}&stand={NOW}").json()

    striking = answer["periods"][answer["position"]]["striking"]
    judged = [code != "0" for code in striking["codes"]]
    # Both quarters of the first district are hidden: they are in no row and in no rest of the two others.
    assert judged == [False, False, True, True]
    shown = {place for place, is_judged in enumerate(judged) if is_judged}
    assert {row[0] for row in striking["rows"]} <= shown
