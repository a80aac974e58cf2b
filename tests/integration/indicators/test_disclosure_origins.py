# SPDX-License-Identifier: EUPL-1.2
"""What is declared, and what every reader sees to add up, reaches the compiler as equations between families."""

from collections.abc import Mapping, Sequence

import pytest

from indicators.models import (
    Audience,
    Breakdown,
    BreakdownRole,
    DisclosureRule,
    Indicator,
    IndicatorDefinition,
    Series,
    Source,
    Variable,
)
from indicators.services.disclosure.origins.breakdowns import Breakdowns
from indicators.services.disclosure.origins.editions import Editions
from indicators.services.disclosure.origins.formulas import Formulas
from indicators.services.disclosure.origins.same import Same
from indicators.services.disclosure.origins.spans import Spans
from indicators.services.disclosure.relations import Family, Ground
from indicators.services.periods import ensure_period
from indicators.stats.disclosure.columns import Added
from sozialplanung.accounts.models import Organisation
from tests.factories.organisations import organisation
from tests.factories.releases import indicator

pytestmark = pytest.mark.django_db
DAY, EDITION = "2020-12-31", "stand-2020"
UNITS = ("1", "2", "3", "4", "5")


@pytest.fixture
def city() -> Organisation:
    """Store an organisation whose sources may publish from 3 on."""
    return organisation("musterstadt", "Musterstadt")


def series(city: Organisation, variable: str, breakdown: str = "gesamt", **group: object) -> Series:
    dimension = str(group.pop("dimension", "total" if breakdown == "gesamt" else "Geschlecht"))
    stored, _ = Variable.objects.get_or_create(
        organisation=city, slug=variable, defaults={"name": variable, "is_additive": True}
    )
    row, _ = Breakdown.objects.get_or_create(
        organisation=city, slug=breakdown, defaults={"name": breakdown, "dimension": dimension, **group}
    )
    return Series.objects.create(organisation=city, variable=stored, breakdown=row)


def family(code: str, period: str = DAY, edition: str = EDITION) -> Family:
    return Family(code, period, edition)


def ground(city: Organisation, values: Mapping[Family, Sequence[float]], level: str = "viertel") -> Ground:
    told = {each: {level: dict(zip(UNITS, numbers, strict=False))} for each, numbers in values.items()}
    return Ground(city.pk, Audience.PUBLIC, told)


def terms(relations: Added, unit: str) -> list[dict[str, float]]:
    """Return the equations of one area, with the series and the period instead of whole keys."""
    own = (equation for equation in relations.equations if all(f":{unit}" in key for key in equation.terms))
    found = [{_short(key): number for key, number in equation.terms.items()} for equation in own]
    return sorted(found, key=str)


def _short(key: str) -> str:
    code, period, *_, last = key.split(":", 4)
    name = code if period == DAY else f"{code}@{period}"
    return f"{name}{last[1:]}" if len(last) > 1 else name


def with_rule(city: Organisation, code: Series, slug: str, minimum: int = 3) -> Indicator:
    stored = indicator(city, slug)
    stored.definitions.update(series=code)
    DisclosureRule.objects.get_or_create(
        organisation=city,
        source=Source.objects.get(organisation=city),
        audience=Audience.PUBLIC,
        defaults={"is_published": True, "minimum_count": minimum, "legal_basis": "§ 16 BStatG"},
    )
    return stored


@pytest.mark.check("C076")
def test_parts_add_up_and_an_of_which_leaves_a_rest_with_its_need(city: Organisation) -> None:
    total = series(city, "einwohner")
    for group, role in (("frauen", "part"), ("maenner", "part")):
        series(city, "einwohner", group, role=role)
    series(city, "einwohner", "auslaender", dimension="Nationalität")
    with_rule(city, total, "einwohner")
    families = {
        family("einwohner.gesamt"): [10, 20, 30, 40, 50],
        family("einwohner.frauen"): [4, 10, 15, 20, 25],
        family("einwohner.maenner"): [6, 10, 15, 20, 25],
        family("einwohner.auslaender"): [9, 1, 1, 1, 1],
    }

    found = Breakdowns().relations(ground=ground(city, families))

    assert terms(found, "1") == [
        {"einwohner.gesamt": -1, "einwohner.auslaender": 1, "einwohner.gesamt/rest:groups auslaender": 1},
        {"einwohner.gesamt": -1, "einwohner.frauen": 1, "einwohner.maenner": 1},
    ]
    rest = next(cell for cell in found.cells if cell.value == 1)
    assert rest.need is not None
    assert rest.need.upper == 3


def test_groups_of_a_variable_are_asked_for_together(city: Organisation) -> None:
    for breakdown in ("gesamt", "frauen", "maenner"):
        series(city, "einwohner", breakdown)
    series(city, "autos")

    near = Breakdowns().neighbours(organisation_id=city.pk, families=frozenset({family("einwohner.frauen")}))

    assert {each.series for each in near} == {"einwohner.gesamt", "einwohner.frauen", "einwohner.maenner"}


def test_undeclared_groups_that_add_up_everywhere_are_taken_to_do_so(city: Organisation) -> None:
    for breakdown in ("gesamt", "frauen", "maenner"):
        series(city, "einwohner", breakdown)
    women, men = [4, 10, 15, 20, 25], [6, 10, 15, 20, 25]
    values = {
        family("einwohner.gesamt"): [sum(pair) for pair in zip(women, men, strict=True)],
        family("einwohner.frauen"): women,
        family("einwohner.maenner"): men,
    }

    everywhere = Breakdowns().relations(ground=ground(city, values))
    values[family("einwohner.maenner")] = [6, 10, 15, 20, 26]
    but_one = Breakdowns().relations(ground=ground(city, values))

    whole = {"einwohner.gesamt": -1, "einwohner.frauen": 1, "einwohner.maenner": 1}
    assert whole in terms(everywhere, "1")
    assert whole not in terms(but_one, "1")


def test_crossing_adds_up_by_both_dimensions_also_where_the_group_between_is_not_published(city: Organisation) -> None:
    series(city, "einwohner")
    for slug, dimension in (("frauen", "Geschlecht"), ("maenner", "Geschlecht"), ("jung", "Alter"), ("alt", "Alter")):
        Breakdown.objects.create(organisation=city, slug=slug, dimension=dimension, name=slug, role=BreakdownRole.PART)
    values = {family("einwohner.gesamt"): [10.0, 12.0]}
    for sex in ("frauen", "maenner"):
        for age in ("jung", "alt"):
            series(city, "einwohner", f"{sex}-{age}", dimension="Alter und Geschlecht", crossed=[sex, age])
            values[family(f"einwohner.{sex}-{age}")] = [2.5, 3.0]

    found = Breakdowns().relations(ground=ground(city, values))

    own = terms(found, "1")
    assert {"einwohner.frauen": -1, "einwohner.frauen-alt": 1, "einwohner.frauen-jung": 1} in own
    assert {"einwohner.gesamt": -1, "einwohner.frauen": 1, "einwohner.maenner": 1} in own
    assert {"einwohner.gesamt": -1, "einwohner.alt": 1, "einwohner.jung": 1} in own


@pytest.mark.check("C076")
def test_crossings_that_nobody_delivers_are_cells_too(city: Organisation) -> None:
    """Girls alone are told: women from 6 on, boys and men from 6 on follow, and each sum of theirs is known."""
    series(city, "einwohner")
    for slug, dimension in (("frauen", "Geschlecht"), ("maenner", "Geschlecht"), ("jung", "Alter"), ("alt", "Alter")):
        series(city, "einwohner", slug, dimension=dimension, role="part")
    with_rule(city, series(city, "einwohner", "madchen", dimension="beide", crossed=["frauen", "jung"]), "madchen")
    told = {"gesamt": [20.0, 9.0], "frauen": [9.0, 5.0], "maenner": [11.0, 4.0], "jung": [5.0, 4.0], "alt": [15.0, 5.0]}
    values = {family(f"einwohner.{slug}"): numbers for slug, numbers in told.items()}

    none = Breakdowns().relations(ground=ground(city, values))
    found = Breakdowns().relations(ground=ground(city, values | {family("einwohner.madchen"): [4.0, 2.0]}))

    assert not any("×" in cell.key for cell in none.cells)
    assert {_short(cell.key): (cell.value, cell.need is not None) for cell in found.cells if "×" in cell.key} == {
        "einwohner.alt × frauen": (3.0, False),
        "einwohner.jung × maenner": (2.0, True),
        "einwohner.alt × maenner": (2.0, True),
    }
    own = terms(found, "1")
    assert {"einwohner.maenner": -1, "einwohner.alt × maenner": 1, "einwohner.jung × maenner": 1} in own
    assert {"einwohner.frauen": -1, "einwohner.alt × frauen": 1, "einwohner.madchen": 1} in own


def test_parts_of_shares_are_told_from_the_shares_themselves(city: Organisation) -> None:
    for breakdown, role in (("gesamt", "subset"), ("frauen", "part"), ("maenner", "part")):
        series(city, "quote", breakdown, role=role)
    values = {
        family(f"quote.{group}/{part}"): [float(number)] * 2
        for group, numbers in (("gesamt", (5, 50)), ("frauen", (3, 20)), ("maenner", (2, 30)))
        for part, number in zip(("numerator", "denominator"), numbers, strict=True)
    }

    own = terms(Breakdowns().relations(ground=ground(city, values)), "1")

    assert {"quote.gesamt/numerator": -1, "quote.frauen/numerator": 1, "quote.maenner/numerator": 1} in own
    assert {"quote.gesamt/denominator": -1, "quote.frauen/denominator": 1, "quote.maenner/denominator": 1} in own


@pytest.mark.check("C076")
def test_quarters_of_events_add_up_to_their_year_and_reference_dates_never(city: Organisation) -> None:
    series(city, "geburten")
    Variable.objects.update(is_flow=True)
    codes = ("2020", *(f"2020-Q{number}" for number in range(1, 5)))
    for code in (*codes, "2020-12-31", "2020-06-30"):
        ensure_period(code)
    values = {family("geburten.gesamt", code): [40.0 if code == "2020" else 10.0] for code in codes}
    days = {family("geburten.gesamt", code): [10.0] for code in ("2020-12-31", "2020-06-30")}

    near = Spans().neighbours(organisation_id=city.pk, families=frozenset({family("geburten.gesamt", "2020-Q1")}))
    found = Spans().relations(ground=ground(city, values | days))

    assert "2020" in {each.period for each in near} <= set(codes)
    assert [len(each) for each in terms(found, "1")] == [5]


def test_year_without_one_of_its_quarters_leaves_a_rest(city: Organisation) -> None:
    series(city, "geburten")
    Variable.objects.update(is_flow=True)
    values = {family("geburten.gesamt", code): [number] for code, number in (("2020", 40.0), ("2020-Q1", 38.0))}

    found = Spans().relations(ground=ground(city, values))

    assert [cell.value for cell in found.cells] == [2]


def test_quarters_that_nobody_declared_add_up_where_every_area_says_so(city: Organisation) -> None:
    series(city, "geburten")
    halves = {"2020-H1": [1.0, 2, 3, 4, 5], "2020-H2": [5.0, 4, 3, 2, 1]}
    values = {family("geburten.gesamt", code): numbers for code, numbers in halves.items()}

    stock = Spans().relations(ground=ground(city, values | {family("geburten.gesamt", "2020"): [5.0, 4, 3, 4, 5]}))
    flow = Spans().relations(ground=ground(city, values | {family("geburten.gesamt", "2020"): [6.0] * 5}))

    assert stock.equations == ()
    assert len(flow.equations) == 5


def computed(city: Organisation, slug: str, formula: str) -> None:
    stored = indicator(city, slug)
    Indicator.objects.filter(pk=stored.pk).update(kind="derived")
    IndicatorDefinition.objects.filter(indicator=stored).update(formula=formula)


@pytest.mark.check("C076")
def test_weighted_sum_is_one_equation_and_everything_else_none(city: Organisation) -> None:
    for slug in ("a", "b"):
        with_rule(city, series(city, slug), slug)
    computed(city, "summe", "a + 2 * b")
    computed(city, "anteil", "share(a + b, b)")
    computed(city, "mal", "a * b")
    values = {
        family("a.gesamt"): [1.0],
        family("b.gesamt"): [2.0],
        family("=a + 2 * b"): [5.0],
        family("=a + b"): [3.0],
        family("=a * b"): [2.0],
    }

    near = Formulas().neighbours(organisation_id=city.pk, families=frozenset({family("b.gesamt")}))
    found = Formulas().relations(ground=ground(city, values))

    assert {each.series for each in near} == {"a.gesamt", "b.gesamt", "=a + 2 * b", "=a + b"}
    assert terms(found, "1") == [
        {"=a + 2 * b": -1, "a.gesamt": 1, "b.gesamt": 2},
        {"=a + b": -1, "a.gesamt": 1, "b.gesamt": 1},
    ]


def test_change_since_the_year_before_is_an_equation_where_it_is_a_cell_and_reaches_no_further(
    city: Organisation,
) -> None:
    with_rule(city, series(city, "a"), "a")
    computed(city, "neu", "change(a, 1)")
    values = {
        family("a.gesamt"): [7.0],
        family("a.gesamt", "2019-12-31"): [9.0],
        family("=change(a, 1)"): [-2.0],
    }

    near = Formulas().neighbours(organisation_id=city.pk, families=frozenset({family("a.gesamt")}))
    (equation,) = terms(Formulas().relations(ground=ground(city, values)), "1")

    assert list(near) == []
    assert equation == {"=change(a, 1)": -1, "a.gesamt": 1, "a.gesamt@2019-12-31": -1}


@pytest.mark.check("C076")
def test_counts_that_are_the_same_in_every_area_are_one_quantity(city: Organisation) -> None:
    same, other = [10.0, 20, 30, 40, 50], [10.0, 20, 30, 40, 51]
    values = {family("a.gesamt"): same, family("b.gesamt/denominator"): same, family("c.gesamt"): other}

    found = Same().relations(ground=ground(city, values))

    assert terms(found, "1") == [{"a.gesamt": -1, "b.gesamt/denominator": 1}]
    assert len(found.equations) == 5


def test_few_areas_are_the_same_by_chance(city: Organisation) -> None:
    values = {family("a.gesamt"): [10.0, 20, 30, 0, 0], family("b.gesamt"): [10.0, 20, 30, 0, 0]}

    assert Same().relations(ground=ground(city, values)).equations == ()


def test_other_boundary_versions_of_a_count_are_asked_for(city: Organisation) -> None:
    from tests.factories.areas import import_city

    import_city(city)

    near = Editions().neighbours(organisation_id=city.pk, families=frozenset({family("a.gesamt", edition="alt")}))

    assert [each.edition for each in near] == ["stand-2020"]
