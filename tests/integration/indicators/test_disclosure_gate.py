# SPDX-License-Identifier: EUPL-1.2
"""Every release goes through the compiler: its pattern is stored and frozen, its audit is the gate."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from indicators.errors import DisclosureBreachError
from indicators.models import Indicator, Release
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.rendering.slices import decode
from indicators.services import importing, sources
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.services.disclosure.deciding import Decision
from indicators.services.disclosure.gate import gate
from indicators.services.disclosure.patterns import codes_of
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from sozialplanung.jobs.services import run_inline
from sozialplanung.web.messages import sentence_for
from tests.factories.register import EDITION, FILE, build_city, create, definition, mapping
from tests.factories.releases import pattern as stored_pattern
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_city)
REGISTER = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", 3)
OTHER = replace(REGISTER, slug="amt", minimum_count=5)


def _deliver(world: World, text: str = FILE) -> None:
    source = sources.source_of(organisation=world.city, slug="register")
    part = Part(DeliveredFile("einwohner.csv", text.encode()), "viertel", mapping())
    spec = DeliverySpec(source, f"Register {text}", EDITION, (part,))
    batch = importing.stage_batch(spec=spec, by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))


def _release(world: World, *slugs: str) -> None:
    for slug in slugs or ("einwohner", "kinder", "anteil"):
        pk = Indicator.objects.get(slug=slug).pk
        refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None)


def _codes(slug: str, level: str = "viertel") -> list[int]:
    rows = DisclosurePattern.objects.filter(indicator__slug=slug, boundary_version__level__slug=level)
    return [int(code) for code in codes_of(rows.latest("number"))]


def test_pattern_says_why_each_figure_is_hidden_and_the_release_carries_it(city: World) -> None:
    _deliver(city)
    _release(city)

    assert _codes("kinder") == [Decision.SECONDARY, Decision.PRIMARY, Decision.SHOWN, Decision.SHOWN]
    assert _codes("anteil") == [Decision.SECONDARY, Decision.PRIMARY, Decision.SHOWN, Decision.SHOWN]
    release = Release.objects.select_related("pattern__audit").get(
        indicator__slug="kinder", boundary_version__level__slug="viertel"
    )
    assert release.pattern is not None
    assert release.pattern.counts == {"shown": 2, "primary": 1, "secondary": 1, "kept": 0, "inherited": 0}
    assert release.pattern.audit.verdict == Verdict.HELD
    assert release.pattern.audit.content["sensitive"] == 1
    assert release.pattern.rule["minimum_count"] == 3


def test_same_figures_again_keep_their_patterns_and_audits(city: World) -> None:
    _deliver(city)
    _release(city)
    before = (DisclosurePattern.objects.count(), DisclosureAudit.objects.count())

    _release(city)

    assert (DisclosurePattern.objects.count(), DisclosureAudit.objects.count()) == before


def test_hidden_figure_stays_hidden_while_it_is_the_same_although_its_neighbour_was_corrected(city: World) -> None:
    # The 2 follows from the former sum if the 200 beside it is shown now.
    _deliver(city)
    _release(city)

    _deliver(city, FILE.replace("500;2", "500;40"))
    _release(city)

    # Nor may the corrected one be shown: the new sum would give the 200.
    assert _codes("kinder") == [Decision.SECONDARY, Decision.SECONDARY, Decision.SHOWN, Decision.SHOWN]


def test_figure_that_is_hidden_for_another_is_hidden_in_every_indicator_that_tells_it(city: World) -> None:
    create(city, IndicatorSpec("kinderzahl", "bevoelkerung", "delivered", _same_series("register")))
    _deliver(city)

    _release(city, "einwohner", "kinder", "kinderzahl", "anteil")

    assert [code != Decision.SHOWN for code in _codes("kinderzahl")] == [True, True, False, False]
    assert [code != Decision.SHOWN for code in _codes("anteil")] == [True, True, False, False]


def test_another_rule_reopens_what_it_hid(city: World) -> None:
    _deliver(city)
    _release(city, "einwohner", "kinder")

    sources.set_rule(organisation=city.city, spec=replace(REGISTER, minimum_count=0))
    _release(city, "einwohner", "kinder")
    assert _codes("kinder") == [Decision.SHOWN] * 4

    sources.set_rule(organisation=city.city, spec=REGISTER)
    _release(city, "einwohner", "kinder")
    # Readers know it by now; it is not told once more all the same.
    assert _codes("kinder")[1] == Decision.PRIMARY


def _same_series(source: str) -> DefinitionSpec:
    return definition("Kinder", series=SeriesName("einwohner", "kinder"), source=source)


def _released_by_two(world: World) -> None:
    """Release a count under a lax rule; the same count is about to be told under a stricter one."""
    sources.set_rule(organisation=world.city, spec=replace(REGISTER, minimum_count=2))
    sources.ensure_source(organisation=world.city, spec=OTHER)
    create(world, IndicatorSpec("kinder-amt", "bevoelkerung", "delivered", _same_series("amt")))
    sources.set_rule(organisation=world.city, spec=OTHER)
    _deliver(world, FILE.replace("1.000;200", "1.000;1").replace("500;2", "500;1"))
    _release(world, "kinder")


def test_release_that_the_figures_in_force_leave_no_way_out_is_refused_by_name(city: World) -> None:
    # Two children together, and both are one: enough for a minimum of 2, too little for one of 5.
    _released_by_two(city)

    with pytest.raises(DisclosureBreachError) as refused:
        _release(city, "kinder-amt")

    message, way_out = sentence_for(refused.value.to_problem())
    assert refused.value.code == "indicators.disclosure_breach"
    assert "einwohner.kinder:2020-12-31:stand-2020:viertel:11" in message
    assert way_out
    assert not Release.objects.filter(indicator__slug="kinder-amt").exists()
    kept = DisclosureAudit.objects.get(indicator__slug="kinder-amt")
    assert kept.verdict == Verdict.BREACHED
    assert "einwohner.kinder:2020-12-31:stand-2020:viertel:12" in kept.content["lost"]


def test_withdrawn_release_stays_known_but_does_not_stop_a_later_one(city: World) -> None:
    _released_by_two(city)
    first = Release.objects.get(indicator__slug="kinder", boundary_version__level__slug="viertel")
    withdraw_release(release_id=first.pk, organisation_id=city.city.pk, by=city.frida, reason="Neue Regel")

    _release(city, "kinder-amt")

    audit = DisclosureAudit.objects.get(indicator__slug="kinder-amt")
    assert audit.verdict == Verdict.HELD
    assert audit.content["earlier_count"] > 0
    assert all(code != Decision.SHOWN for code in _codes("kinder-amt")[:2])


def test_gate_lets_nothing_pass_but_the_set_that_was_attacked(city: World) -> None:
    _deliver(city)
    _release(city)
    patterns = list(DisclosurePattern.objects.filter(indicator__slug="kinder").select_related("audit"))
    others = list(DisclosurePattern.objects.filter(indicator__slug="einwohner").select_related("audit"))

    gate(patterns)
    for wrong in (patterns[:1], [patterns[0], *others[1:]], []):
        with pytest.raises(DisclosureBreachError):
            gate(wrong)
    patterns[0].audit.verdict = patterns[1].audit.verdict = patterns[2].audit.verdict = Verdict.BREACHED
    with pytest.raises(DisclosureBreachError):
        gate(patterns)


@pytest.mark.parametrize("kind", ["none", "breached", "foreign"])
def test_database_refuses_a_release_whose_pattern_withstood_nothing(city: World, kind: str) -> None:
    _deliver(city)
    _release(city)
    release = Release.objects.get(indicator__slug="kinder", boundary_version__level__slug="viertel")
    foreign = Release.objects.get(indicator__slug="einwohner", boundary_version__level__slug="viertel")
    wrong = {
        "none": None,
        "breached": stored_pattern(release.vintage, release.audience, verdict=Verdict.BREACHED).pk,
        "foreign": foreign.pattern_id,
    }[kind]

    with pytest.raises(IntegrityError, match="pattern"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(pattern_id=wrong)
    release.pk, release.number, release.pattern_id, release.state = None, 2, wrong, "superseded"
    with pytest.raises(IntegrityError, match="pattern"), transaction.atomic():
        release.save(force_insert=True)


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(("model", "column"), [(DisclosurePattern, "cost"), (DisclosureAudit, "verdict")])
def test_nobody_changes_what_was_decided(city: World, model: type, column: str, statement: str) -> None:
    _deliver(city)
    _release(city, "kinder")
    table = model._meta.db_table  # type: ignore[attr-defined]

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def test_value_of_the_whole_made_by_a_formula_is_computed_not_delivered(city: World) -> None:
    _deliver(city)
    _release(city)

    kinds = {
        slug: decode(
            bytes(Release.objects.get(indicator__slug=slug, boundary_version__level__slug="viertel").payload)
        ).city.kind
        for slug in ("kinder", "anteil")
    }

    assert kinds == {"kinder": "computed", "anteil": "computed"}


def test_rounded_counts_are_told_as_multiples_and_never_exactly(city: World) -> None:
    sources.set_rule(organisation=city.city, spec=replace(REGISTER, minimum_count=0, preset="rounded-5"))
    _deliver(city)
    _release(city)

    shown = {
        slug: decode(
            bytes(Release.objects.get(indicator__slug=slug, boundary_version__level__slug="viertel").payload)
        ).numbers
        for slug in ("kinder", "anteil")
    }
    assert shown["kinder"]["value"].values.tolist() == [200.0, 0.0, 90.0, 0.0]
    assert shown["anteil"]["numerator"].values.tolist() == [200.0, 0.0, 90.0, 0.0]
    assert np.all(shown["anteil"]["denominator"].values % 5 == 0)
