# SPDX-License-Identifier: EUPL-1.2
"""Computed indicators that look back, where two years are released: what they say, and what changes it.

The two years are released once for all tests of this file; what begins otherwise stands in `test_looking_back.py`.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.test import Client

from indicators.models import Indicator, Release, ReleaseState
from indicators.models.observations import Vintage
from indicators.selectors import published
from indicators.services.defining import confirm_definitions, definition_spec, redefine_indicator
from indicators.services.disclosure.relations import Family
from indicators.services.releasing import foreseeing
from indicators.services.releasing.context import workplace_of
from indicators.services.releasing.known import surroundings
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.remarks.breaks import BreakSpec, mark_break, withdraw_break
from indicators.services.remarks.deciding import approve_change
from indicators.stats.compare import change_of_shares
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.common.statuses import Status
from tests.factories.desk import run_jobs
from tests.factories.lookingcity import build_looking_city, content, released, statuses, values
from tests.factories.register import EDITION
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, FIRST, LATE, SECOND, THIRD, deliver, refresh, staged

pytestmark = pytest.mark.django_db
PERSONS = np.array([1000.0, 500.0, 800.0, 700.0])
KIDS_EARLY, KIDS_LATE = np.array([200.0, 90.0, 120.0, 30.0]), np.array([210.0, 80.0, 120.0, 65.0])


def _built(world: World) -> World:
    city = build_looking_city(world)
    released(city, y2020=EARLY, y2021=LATE)
    return city


kept_city = standing(_built)


def of(slug: str) -> Indicator:
    return Indicator.objects.select_related("organisation").get(slug=slug)


def test_change_mean_and_year_before_are_computed_at_every_level(city: World) -> None:
    assert values(city, "wandel", SECOND) == [10.0, -10.0, 0.0, 35.0]
    assert values(city, "wandel", SECOND, "bezirk") == [0.0, 35.0]
    assert values(city, "wandel", SECOND, "stadt") == [35.0]
    assert values(city, "mittel", SECOND) == [205.0, 85.0, 120.0, 47.5]
    assert values(city, "vorjahr", SECOND) == [200.0, 90.0, 120.0, 30.0]
    assert values(city, "punkte", SECOND) == [1.0, -2.0, 0.0, 5.0]
    pooled = content(city, "pool", SECOND)
    assert pooled is not None
    assert pooled.numbers["denominator"].values.tolist() == [1000.0, 500.0, 800.0, 700.0]
    assert {"lower", "upper"} <= pooled.numbers.keys()


def test_first_period_of_a_series_has_no_figures_that_look_back(city: World) -> None:
    for slug in ("wandel", "mittel", "vorjahr", "punkte", "pool"):
        assert content(city, slug, FIRST) is None
        assert content(city, slug, SECOND) is not None


def test_figures_that_look_back_have_no_change_of_their_own(city: World) -> None:
    released(city, y2022=EARLY)

    for slug in ("wandel", "mittel", "vorjahr"):
        found = content(city, slug, THIRD)
        assert found is not None
        assert (found.change.kind, "change" in found.numbers) == ("none", False)


@pytest.mark.check("C096")
def test_what_hangs_together_comes_in_the_order_of_its_periods(city: World) -> None:
    """Which of several figures of a cell is taken for the newest must not hang on how a set is laid out in memory."""
    start = {Family("einwohner.kinder", day, EDITION) for day in (SECOND, FIRST)}

    found = surroundings(workplace_of(city.city), "public", start)

    assert [*found.stages] == [*found.tellers] == [(FIRST, EDITION), (SECOND, EDITION)]
    assert [each.slug for _, each in found.each_once()][:4] == ["anteil", "einwohner", "kinder", "vorjahr"]


@pytest.mark.check("C096")
def test_vintage_names_what_it_read_and_computing_again_gives_the_same_bytes(city: World) -> None:
    rows = Vintage.objects.filter(indicator__slug="wandel", is_current=True).order_by("pk")
    before = [(row.pk, row.input_hash, bytes(row.payload)) for row in rows]

    assert refresh(city) == 0

    assert [(row.pk, row.input_hash, bytes(row.payload)) for row in rows.all()] == before
    read = {
        (row.period.code, row.boundary_version.level.slug): row.pk
        for row in Vintage.objects.filter(indicator__slug="kinder", is_current=True)
    }
    for row in rows.all():
        level = row.boundary_version.level.slug
        assert row.inputs["earlier"] == [["kinder", 1, read[FIRST, level], ""]]
        assert row.inputs["vintages"] == sorted([read[FIRST, level], read[SECOND, level]])


def test_corrected_year_reaches_the_years_after_it_and_no_other(city: World) -> None:
    released(city, y2022=LATE)
    third = Release.objects.filter(indicator__slug="wandel", period__code=THIRD, state=ReleaseState.PUBLISHED)
    before = set(third.values_list("pk", "content_hash"))

    deliver(city, FIRST, EARLY.replace("22;700;30", "22;700;60"))
    refresh(city)

    assert values(city, "wandel", SECOND) == [10.0, -10.0, 0.0, 5.0]
    assert values(city, "vorjahr", SECOND) == [200.0, 90.0, 120.0, 60.0]
    assert set(third.values_list("pk", "content_hash")) == before


def test_foresight_of_a_correction_tells_the_year_after_it(city: World) -> None:
    batch = staged(city, FIRST, EARLY.replace("22;700;30", "22;700;60"))

    found = foreseeing.try_out(batch=batch, by=city.frida, report=lambda *_: None).releases

    told = {(each.indicator_id, each.period_id) for each in found}
    second = Release.objects.filter(period__code=SECOND).values_list("period_id", flat=True)[0]
    assert {(of(slug).pk, second) for slug in ("wandel", "mittel", "vorjahr", "punkte")} <= told


def test_earlier_figures_that_were_taken_back_take_the_change_along(city: World) -> None:
    Vintage.objects.filter(indicator__slug="kinder", period__code=FIRST).update(is_current=False)
    refresh_indicator(indicator_id=of("wandel").pk, by=city.frida, report=lambda *_: None)

    assert content(city, "wandel", SECOND) is None


def test_break_of_an_input_leaves_a_status_and_no_number(city: World) -> None:
    row = mark_break(indicator=of("kinder"), spec=BreakSpec(FIRST, SECOND, "law", "no", "Neues Gesetz."), by=city.anna)
    run_jobs()

    for slug in ("wandel", "mittel", "vorjahr", "punkte", "pool"):
        assert statuses(city, slug, SECOND) == {Status.NOT_COMPARABLE}
        assert np.isnan(values(city, slug, SECOND)).all()
    change = withdraw_break(series_break=row, by=city.anna, reason="Doch vergleichbar")
    assert change is not None
    approve_change(change=change, by=city.frida)
    run_jobs()
    assert values(city, "wandel", SECOND) == [10.0, -10.0, 0.0, 35.0]


def test_break_of_what_an_input_is_computed_from_counts_as_well(city: World) -> None:
    mark_break(indicator=of("einwohner"), spec=BreakSpec(FIRST, SECOND, "source", "no", "Zensus."), by=city.anna)
    run_jobs()

    assert statuses(city, "punkte", SECOND) == {Status.NOT_COMPARABLE}
    assert values(city, "wandel", SECOND) == [10.0, -10.0, 0.0, 35.0]


def test_break_with_limited_comparability_leaves_the_number(city: World) -> None:
    mark_break(indicator=of("kinder"), spec=BreakSpec(FIRST, SECOND, "law", "limited", "Neues Gesetz."), by=city.anna)
    run_jobs()

    assert values(city, "wandel", SECOND) == [10.0, -10.0, 0.0, 35.0]


def test_another_definition_of_an_input_is_a_break(city: World) -> None:
    kinder = of("kinder")
    spec = replace(definition_spec(kinder.definitions.get()), valid_from=date(2021, 1, 1), limits="Anders gezählt.")
    confirm_definitions(definitions=[redefine_indicator(indicator=kinder, spec=spec, by=city.anna)], by=city.frida)

    refresh(city)

    assert statuses(city, "wandel", SECOND) == {Status.NOT_COMPARABLE}


@pytest.mark.check("C076", "C079")
def test_withdrawn_year_takes_along_the_change_that_reads_it(city: World) -> None:
    released(city, y2022=LATE)
    ref = published.release_ref(city.city, indicator="kinder", period=FIRST, level="bezirk")
    assert ref is not None

    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    for slug in ("wandel", "mittel", "vorjahr", "punkte", "pool"):
        assert content(city, slug, SECOND) is None
    assert content(city, "kinder", SECOND) is not None
    assert values(city, "wandel", THIRD) == [0.0, 0.0, 0.0, 0.0]
    assert refresh(city) == 0
    assert content(city, "wandel", SECOND) is None


@pytest.mark.check("C076", "C079")
def test_new_figures_of_today_do_not_tell_a_withdrawn_year(city: World) -> None:
    ref = published.release_ref(city.city, indicator="kinder", period=FIRST, level="viertel")
    assert ref is not None
    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    deliver(city, SECOND, LATE.replace("210", "215"))
    refresh(city)

    assert content(city, "kinder", SECOND) is not None
    for slug in ("wandel", "mittel"):
        assert statuses(city, slug, SECOND) == {Status.SUPPRESSED}
    # Nothing of it is new.
    assert content(city, "vorjahr", SECOND) is None


def test_change_of_a_share_of_counts_has_the_interval_of_both(city: World) -> None:
    found = content(city, "punkte", SECOND)
    assert found is not None
    _, lower, upper = change_of_shares((KIDS_EARLY, PERSONS), (KIDS_LATE, PERSONS))
    assert found.numbers["lower"].values.tolist() == np.round(lower, 1).tolist()
    assert found.numbers["upper"].values.tolist() == np.round(upper, 1).tolist()
    assert "denominator" not in found.numbers


def test_pages_say_what_the_interval_of_a_difference_supposes(client: Client, city: World) -> None:
    told = "eher zu weit als zu eng"
    assert told in client.get("/musterstadt/karte/?indikator=punkte").content.decode()
    assert told in client.get("/musterstadt/gebiete/stand-2020/viertel/11/").content.decode()
    assert told not in client.get("/musterstadt/karte/?indikator=pool").content.decode()
    assert "streuung/" in client.get("/musterstadt/gebiete/stand-2020/viertel/11/").content.decode()
    assert "punkte/streuung/" not in client.get("/musterstadt/gebiete/stand-2020/viertel/11/").content.decode()


@pytest.mark.check("C076", "C079")
def test_withdrawn_difference_stays_withdrawn_when_its_counts_are_learnt(city: World) -> None:
    ref = published.release_ref(city.city, indicator="punkte", period=SECOND, level="viertel")
    assert ref is not None
    row = Release.objects.select_related("vintage").get(pk=ref.id).vintage
    bare = replace(raw_slice_from_bytes(bytes(row.payload)), pair=None)
    Vintage.objects.filter(pk=row.pk).update(payload=bare.to_bytes(), input_hash="0" * 64)
    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    refresh(city)

    assert content(city, "punkte", SECOND) is None
