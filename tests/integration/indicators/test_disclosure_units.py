# SPDX-License-Identifier: EUPL-1.2
"""Rules on few units and dominance are judged by columns of the delivery, or refuse the release: never unjudged."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from indicators.errors import CatalogueError, UnjudgedRuleError
from indicators.models import Audience, Backing, DeliveryState, Indicator, Release, Variable
from indicators.models.patterns import DisclosurePattern
from indicators.readers.mapping import ValueColumn
from indicators.rendering.slices import decode
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import SeriesName
from indicators.services.disclosure.deciding import Decision
from indicators.services.disclosure.patterns import codes_of
from indicators.services.disclosure.rules import content_of
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.ruling.writing import RulePlace, Ruling, propose_rule
from indicators.services.sources import SourceSpec
from indicators.services.summing import declare_backing
from indicators.stats.disclosure.rules import CellRule
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.services import run_inline
from sozialplanung.web.messages import has_sentence
from tests.factories.desk import client_of, decide, submitted, url_of
from tests.factories.register import EDITION, build_city, mapping
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_city)
FEW = CellRule(minimum_units=3)
# Of the first area's 1,000 inhabitants 2 households tell.
FILE = (
    "schluessel;einwohner;haushalte;groesste;zweite\n"
    "11;1.000;2;600;400\n12;500;50;20;15\n21;800;60;700;10\n22;700;70;30;20\n"
)
BACKING = {"haushalte": "units", "groesste": "largest", "zweite": "second"}


def _spec(cell: CellRule) -> SourceSpec:
    return SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG", cell=cell)


def _deliver(world: World, text: str = FILE, columns: tuple[str, ...] = tuple(BACKING)) -> None:
    for name in columns:
        catalogue.ensure_series(
            organisation=world.city,
            name=SeriesName(name),
            variable={"name": name.title(), "is_additive": name == "haushalte"},
            breakdown={"name": "gesamt", "dimension": "total"},
        )
        variable = Variable.objects.select_related("organisation").get(slug=name)
        declare_backing(variable=variable, backing=BACKING[name], of="einwohner", by=world.anna)
    values = tuple(ValueColumn(name, name) for name in ("einwohner", *columns))
    part = Part(DeliveredFile("haushalte.csv", text.encode()), "viertel", replace(mapping(), values=values))
    source = sources.source_of(organisation=world.city, slug="register")
    batch = importing.stage_batch(spec=DeliverySpec(source, f"H {text} {columns}", EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))


def _publish(world: World) -> None:
    pk = Indicator.objects.get(slug="einwohner").pk
    refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None)


def _codes(level: str = "viertel") -> list[int]:
    rows = DisclosurePattern.objects.filter(indicator__slug="einwohner", boundary_version__level__slug=level)
    return [int(code) for code in codes_of(rows.latest("number"))]


def test_a_figure_of_few_units_is_hidden_with_another_and_the_others_stay(city: World) -> None:
    sources.set_rule(organisation=city.city, spec=_spec(FEW))
    _deliver(city, columns=("haushalte",))

    _publish(city)

    assert _codes()[0] == Decision.PRIMARY
    assert Decision.SECONDARY in _codes()
    release = Release.objects.get(indicator__slug="einwohner", boundary_version__level__slug="viertel")
    status = decode(bytes(release.payload)).status
    assert status[0] == Status.SUPPRESSED
    assert np.count_nonzero(status != Status.SUPPRESSED) >= 2


@pytest.mark.parametrize(
    ("cell", "primary"),
    [
        (CellRule(dominance=(1, 70.0)), [False, False, True, False]),
        (CellRule(dominance=(2, 95.0)), [True, False, False, False]),
        (CellRule(prior=20.0), [True, False, True, False]),
    ],
)
def test_dominance_and_estimates_are_judged_by_the_largest_contributions(
    city: World, cell: CellRule, primary: list[bool]
) -> None:
    sources.set_rule(organisation=city.city, spec=_spec(cell))
    _deliver(city)

    _publish(city)

    assert [code == Decision.PRIMARY for code in _codes()] == primary


@pytest.mark.parametrize(
    ("cell", "columns", "missing"),
    [
        (FEW, (), Backing.UNITS),
        (CellRule(dominance=(1, 70.0)), ("haushalte",), Backing.LARGEST),
        (CellRule(prior=20.0), ("haushalte", "groesste"), Backing.SECOND),
    ],
)
def test_a_rule_that_no_delivery_answers_refuses_the_release_and_names_the_column(
    city: World, cell: CellRule, columns: tuple[str, ...], missing: Backing
) -> None:
    sources.set_rule(organisation=city.city, spec=_spec(cell))
    _deliver(city, columns=columns)

    with pytest.raises(UnjudgedRuleError) as refused:
        _publish(city)

    assert str(missing.label) in str(refused.value.params["columns"])
    assert has_sentence(refused.value.code)
    assert not Release.objects.filter(indicator__slug="einwohner").exists()


def test_a_stored_rule_of_more_contributors_than_are_delivered_refuses_and_a_new_one_is_not_taken(city: World) -> None:
    rule = sources.set_rule(organisation=city.city, spec=_spec(CellRule(dominance=(3, 90.0))))
    _deliver(city)

    with pytest.raises(UnjudgedRuleError) as refused:
        _publish(city)
    assert refused.value.code == "indicators.disclosure_dominance"

    place = RulePlace(rule.source, Audience.PUBLIC)
    change = Ruling(content_of(rule), "anders", date.max, "weil")
    with pytest.raises(InvalidInputError) as unwritten:
        propose_rule(place=place, change=change, by=city.anna, revision=0)
    assert unwritten.value.code == "indicators.ruling_dominance"


def test_fewer_units_delivered_later_hide_a_figure_that_is_the_same(city: World) -> None:
    sources.set_rule(organisation=city.city, spec=_spec(FEW))
    _deliver(city, FILE.replace("1.000;2;", "1.000;40;"), ("haushalte",))
    _publish(city)
    assert _codes() == [Decision.SHOWN] * 4

    _deliver(city, columns=("haushalte",))
    _publish(city)

    assert _codes()[0] == Decision.PRIMARY


def test_stewards_say_by_form_of_which_figures_a_variable_tells(city: World) -> None:
    catalogue.ensure_series(
        organisation=city.city,
        name=SeriesName("haushalte"),
        variable={"name": "Haushalte", "is_additive": True},
        breakdown={"name": "gesamt", "dimension": "total"},
    )
    anna, address = client_of(city.anna), "/musterstadt/summen/merkmale/haushalte/dahinter/"

    wrong = anna.post(address, {"backing": "", "of": "einwohner"})
    right = anna.post(address, {"backing": "units", "of": "einwohner"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Zahl der Einheiten hinter Einwohner" in anna.get("/musterstadt/summen/").content.decode()
    variable = Variable.objects.select_related("organisation").get(slug="einwohner")
    with pytest.raises(CatalogueError, match="tells of none itself"):
        declare_backing(variable=variable, backing="units", of="haushalte", by=city.anna)
    with pytest.raises(IntegrityError, match="variable_backs_another"), transaction.atomic():
        Variable.objects.filter(slug="haushalte").update(backing="")


def test_a_delivery_under_a_rule_that_it_does_not_answer_names_the_column_and_is_approved_by_nobody(
    city: World,
) -> None:
    sources.set_rule(organisation=city.city, spec=_spec(FEW))
    delivery = submitted(city)

    page = client_of(city.frida).get(url_of(delivery, "freigabe/")).content.decode()
    answer = decide(city.frida, delivery, "approve")

    assert "Eine Regel kann nicht beurteilt werden" in page
    assert "Zahl der Einheiten" in page
    assert 'name="decision" value="approve"' not in page
    assert answer.status_code in {409, 422}
    assert "keine Lieferung sagt es" in answer.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SUBMITTED
