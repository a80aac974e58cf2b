# SPDX-License-Identifier: EUPL-1.2
"""Ways round the hiding of small figures: headers, lineage, withdrawals, switched rules, changes, denominators."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.models import Indicator, Release, Source
from indicators.rendering.slice_content import SliceContent
from indicators.selectors import graph, published
from indicators.services import importing, sources
from indicators.services.catalogue import IndicatorSpec
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.freezing import Cell, Made, current, freeze
from indicators.services.releasing.publishing import publish_indicator
from indicators.services.releasing.refreshing import refresh_affected, refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.services import run_inline
from tests.factories.register import EDITION, FILE, build_city, create, definition, mapping
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076", "C079")]
LATER = "2021-12-31"


kept_city = standing(build_city)


def _publish(world: World, text: str = FILE, period: str = "2020-12-31") -> int:
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    part = Part(DeliveredFile("einwohner.csv", text.encode()), "viertel", mapping(period))
    batch = importing.stage_batch(spec=DeliverySpec(source, f"Register {period}", EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    return _refresh(world)


def _refresh(world: World) -> int:
    order = graph.in_order(organisation_id=world.city.pk)
    return sum(refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None) for pk in order)


def _content(world: World, indicator: str, level: str, period: str = "2020-12-31") -> SliceContent | None:
    ref = published.release_ref(world.city, indicator=indicator, period=period, level=level)
    return published.slice_content(ref) if ref else None


def _withdraw(world: World, indicator: str, level: str) -> None:
    ref = published.release_ref(world.city, indicator=indicator, period="2020-12-31", level=level)
    assert ref is not None
    withdraw_release(release_id=ref.id, organisation_id=world.city.pk, by=world.frida, reason="Fehler der Quelle")


def _register(*, is_published: bool) -> SourceSpec:
    return SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), is_published, "§ 16 BStatG", 3)


def test_whole_that_is_hidden_is_not_told_by_its_parts(city: World) -> None:
    _publish(city, "schluessel;einwohner;kinder\n11;1.000;2\n12;500;0\n21;800;0\n22;700;0\n")

    whole, parts = _content(city, "kinder", "stadt"), _content(city, "kinder", "viertel")

    assert whole is not None
    assert whole.status.tolist() == [Status.SUPPRESSED]
    assert parts is not None
    assert parts.city.value is None


def test_figure_made_from_a_source_that_stays_inside_stays_inside(city: World) -> None:
    _publish(city)
    inner = SourceSpec("amt", "Amt", "Stadt", "© Stadt", ("cc0", "CC0", ""), False, "intern")
    sources.ensure_source(organisation=city.city, spec=inner)
    sources.set_rule(organisation=city.city, spec=inner)
    Indicator.objects.get(slug="kinder").definitions.update(source=Source.objects.get(slug="amt"))

    _refresh(city)

    assert _content(city, "kinder", "bezirk") is None
    assert _content(city, "anteil", "bezirk") is None
    assert _content(city, "einwohner", "bezirk") is not None


def test_rule_that_is_switched_off_ends_what_is_in_force_and_on_again_brings_it_back(city: World) -> None:
    _publish(city)
    before = Release.objects.filter(state="published").count()

    sources.set_rule(organisation=city.city, spec=_register(is_published=False))
    _refresh(city)
    assert not Release.objects.filter(state="published").exists()

    sources.set_rule(organisation=city.city, spec=_register(is_published=True))
    assert _refresh(city) == before


def test_withdrawn_figure_takes_along_all_that_tells_it_and_stays_gone(city: World) -> None:
    _publish(city)
    _publish(city, FILE.replace("90", "95"), LATER)
    later = _content(city, "kinder", "bezirk", LATER)
    assert later is not None
    assert "change" in later.numbers

    _withdraw(city, "kinder", "bezirk")

    for indicator in ("kinder", "anteil"):
        assert [_content(city, indicator, level) for level in ("viertel", "bezirk", "stadt")] == [None] * 3
    assert _content(city, "einwohner", "bezirk") is not None
    later = _content(city, "kinder", "bezirk", LATER)
    assert later is not None
    assert "change" not in later.numbers
    assert _refresh(city) == 0
    assert _content(city, "kinder", "bezirk") is None


def test_withdrawn_number_of_inhabitants_takes_along_what_it_hides(city: World) -> None:
    by_people = replace(_register(is_published=True), minimum_inhabitants=100, inhabitants_indicator="einwohner")
    sources.set_rule(organisation=city.city, spec=by_people)
    _publish(city)
    assert _content(city, "kinder", "bezirk") is not None

    _withdraw(city, "einwohner", "bezirk")

    assert _content(city, "kinder", "bezirk") is None


def test_indicators_that_change_with_another_are_those_computed_from_it_and_those_it_hides(city: World) -> None:
    ids = dict(Indicator.objects.values_list("slug", "pk"))
    start = [ids["einwohner"]]
    assert graph.downstream_of(organisation_id=city.city.pk, indicator_ids=start) == {ids["einwohner"], ids["anteil"]}

    by_people = replace(_register(is_published=True), minimum_inhabitants=100, inhabitants_indicator="anteil")
    sources.set_rule(organisation=city.city, spec=by_people)

    # Two circles: the share is hidden by itself, and what it is computed from is hidden by it.
    assert graph.downstream_of(organisation_id=city.city.pk, indicator_ids=start) == set(ids.values())
    assert graph.upstream_of(indicator_id=ids["anteil"]) == {ids["einwohner"], ids["kinder"]}
    order = graph.in_order(organisation_id=city.city.pk)
    assert order[-1] == ids["anteil"]


def test_what_the_inhabitants_are_summed_up_from_is_published_again_after_them(city: World) -> None:
    by_people = replace(_register(is_published=True), minimum_inhabitants=100, inhabitants_indicator="anteil")
    sources.set_rule(organisation=city.city, spec=by_people)
    ids = dict(Indicator.objects.values_list("slug", "pk"))

    queued = refresh_affected(organisation=city.city, indicator_ids=ids.values(), by=city.frida, after=[], key="x")

    order = [job.payload["indicator"] for job in queued]
    assert order.count(ids["anteil"]) == 1
    assert sorted(order[3:]) == sorted([ids["einwohner"], ids["kinder"]])
    assert all(queued[2].pk in job.after for job in queued[3:])


def test_corrected_figure_comes_back_after_a_withdrawal(city: World) -> None:
    _publish(city)
    _withdraw(city, "kinder", "bezirk")

    _publish(city, FILE.replace("90", "95"))

    content = _content(city, "kinder", "bezirk")
    assert content is not None
    assert content.numbers["value"].values.tolist() == [202.0, 95.0]


def test_change_stated_by_the_publisher_does_not_give_a_hidden_figure_back(city: World) -> None:
    _publish(city)
    _publish(city, FILE.replace("500;2", "500;40"), LATER)
    kinder = Indicator.objects.select_related("organisation").get(slug="kinder")
    ref = published.release_ref(city.city, indicator="kinder", period=LATER, level="viertel")
    assert ref is not None
    release = Release.objects.get(pk=ref.id)
    cell = Cell(kinder.pk, release.period_id, release.boundary_version_id)
    found = current(cell)
    assert found is not None
    stated = Made(replace(found.raw, change=np.array([0.0, 38.0, 0.0, 0.0])), {}, found.change_from_id, "published")
    freeze(cell=cell, definition=release.definition, made=stated)

    publish_indicator(subject=subject_of(kinder), by=city.frida)

    content = _content(city, "kinder", "viertel", LATER)
    assert content is not None
    assert content.change.kind == "published"
    assert np.isnan(content.numbers["change"].values[:2]).all()
    assert content.numbers["change"].values[2:].tolist() == [0.0, 0.0]


def test_share_is_hidden_where_its_denominator_has_to_be(city: World) -> None:
    # Two people live in 12: the 500 of 11 follow from the district unless both are hidden, in the share as well.
    _publish(city, "schluessel;einwohner;kinder\n11;500;200\n12;2;0\n21;800;90\n22;700;40\n")

    people, share = _content(city, "einwohner", "viertel"), _content(city, "anteil", "viertel")

    for content in (people, share):
        assert content is not None
        assert content.status.tolist()[:2] == [Status.SUPPRESSED, Status.SUPPRESSED]
    assert share is not None
    assert np.isnan(share.numbers["denominator"].values[:2]).all()


def test_building_block_does_not_leave_as_a_denominator(city: World) -> None:
    rate = definition(
        "Quote",
        basis="rate_denominator",
        formula="share(kinder, einwohner)",
        denominator_indicator="einwohner",
        unit_of_measure="%",
        decimals=1,
    )
    create(city, IndicatorSpec("quote", "bevoelkerung", "derived", rate))

    _publish(city, FILE.replace("500;2", "500;20"))

    content = _content(city, "quote", "viertel")
    assert content is not None
    assert "denominator" not in content.numbers
    assert content.numbers["numerator"].values.tolist() == [200.0, 20.0, 90.0, 0.0]
