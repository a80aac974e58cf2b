# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards, held against deliveries and the stock."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from indicators.models import Finding, ImportBatch
from indicators.selectors.findinggroups import finding_groups, findings_like
from indicators.selectors.validation import broken_places, row_of, slices_of_result
from indicators.services.catalogue import SeriesName
from indicators.services.checking import ruledelivery as ruled
from indicators.services.checking.checks import FoundCheck, run_checks, store_checks
from indicators.services.remarks.breaks import BreakSpec, mark_break
from indicators.services.sentences import finding_sentence
from indicators.services.validating.stock import request_run, try_rule
from indicators.services.validating.writing import (
    RuleSpec,
    change_rule,
    write_rule,
)
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import InvalidInputError
from tests.factories.checkedcity import (
    QUARTERS,
    Column,
    add_indicator,
    add_series,
    redraw,
    staged,
    taken_over,
)
from tests.factories.ruledcity import (
    CHILDREN,
    PART,
    PEOPLE,
    broken,
    build_ruled_city,
    columns,
    ran_over_stock,
    rule,
    unsaved,
    wrong,
)
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db

kept_city = standing(build_ruled_city)


@pytest.fixture
def city(kept_city: World) -> World:
    """Give the city as it was stored once."""
    return kept_city


# --- At a taking back ------------------------------------------------------------------------------


def test_figures_that_come_back_on_other_borders_are_not_checked(city: World) -> None:
    redraw(city, moved="101")
    taken_over(city, "2021-12-31", columns(people=PEOPLE))
    later = taken_over(city, "2021-12-31", columns(people=[each + 1 for each in PEOPLE]), edition="stand-2021")
    rule(city, replace(PART, left="people", comparison=">=", right="1000"))

    (told,) = ruled.ruled_taking_back(later)

    fewer = sum(each < 1000 for each in PEOPLE[1:])
    assert (told.not_checked, told.broken, told.held) == (1, fewer, len(PEOPLE) - 1 - fewer)


def test_without_a_rule_nothing_is_said_of_a_taking_back(city: World) -> None:
    assert ruled.ruled_taking_back(taken_over(city, "2020-12-31", columns(people=PEOPLE))) == ()


# --- At a delivery ---------------------------------------------------------------------------------


def test_broken_rule_is_found_with_row_column_and_both_sides_in_german(city: World) -> None:
    rule(city)

    batch = staged(city, "2020-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k102=2000)))
    checked = run_checks(batch=batch)
    store_checks(batch=batch, found=checked.found, passed=checked.passed, rules=checked.rules)

    (found,) = broken(checked)
    assert (found.severity, found.row, found.column, found.file_name) == ("error", 3, "Kinder", "zahlen.csv")
    finding = batch.findings.get(code="checks.rule_broken")
    with translation.override("de"):
        sentence, way_out = finding_sentence(finding)
    assert sentence == (
        "Viertel 102 (102), 31.12.2020: „Kinder“ ist 2.000, „People“ ist 1.514. "
        "Nach der Prüfregel „Kinder sind Teil“ muss der erste Wert ≤ dem zweiten sein."
    )
    assert "Prüfregeln" in way_out
    assert batch.counts["errors"] >= 1
    assert batch.counts["rules"] == [
        {
            "number": 1,
            "version": 1,
            "name": "Kinder sind Teil",
            "severity": "error",
            "held": 11,
            "broken": 1,
            "not_checked": 0,
            "is_beyond": False,
        }
    ]


def test_what_is_not_delivered_is_taken_from_the_stock(city: World) -> None:
    taken_over(city, "2020-12-31", columns(people=PEOPLE))
    rule(city)

    checked = run_checks(batch=staged(city, "2020-12-31", columns(children=wrong(CHILDREN, k201=5000))))

    (found,) = broken(checked)
    assert (found.column, found.value) == ("Kinder", "5000")


def test_delivered_figures_stand_before_those_of_the_stock(city: World) -> None:
    taken_over(city, "2020-12-31", columns(people=PEOPLE, children=CHILDREN))
    rule(city)

    fewer = staged(city, "2020-12-31", columns(people=[50.0, *PEOPLE[1:]]))

    (found,) = broken(run_checks(batch=fewer))
    assert (found.column, found.row) == ("Einwohner", 2)


def test_missing_figure_breaks_no_rule_and_is_counted_as_not_checked(city: World) -> None:
    rule(city, replace(PART, left="people", comparison="<=", right="kinder"))

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=PEOPLE, children=[None, *PEOPLE[1:]])))

    assert not broken(checked)
    (tally,) = checked.rules
    assert (tally.held, tally.broken, tally.not_checked) == (11, 0, 1)


def test_areas_that_a_delivery_does_not_speak_of_are_not_its_matter(city: World) -> None:
    taken_over(city, "2020-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k203=9000)))
    rule(city)

    one = staged(city, "2020-12-31", columns(children=[100.0]), keys=QUARTERS[:1])

    checked = run_checks(batch=one)
    assert not broken(checked)
    assert (checked.rules[0].held, checked.rules[0].broken) == (1, 0)


def test_rule_of_other_series_is_not_asked(city: World) -> None:
    add_series(city, "haushalte", unit="Haushalte")
    rule(city)

    checked = run_checks(batch=staged(city, "2020-12-31", {"Haushalte": Column("haushalte", PEOPLE)}))

    assert not checked.rules


def test_rule_follows_a_computed_indicator_down_to_what_is_delivered(city: World) -> None:
    add_indicator(city, "people", series=SeriesName("people"), unit_of_measure="Personen")
    add_indicator(city, "kinder", series=SeriesName("kinder"), unit_of_measure="Personen")
    add_indicator(city, "anteil", formula="share(kinder, people)", unit_of_measure="%")
    rule(city, RuleSpec("Höchstens die Hälfte", "anteil", "<=", "50", severity="warning"))

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k101=1000))))

    (found,) = broken(checked)
    assert (found.code, found.severity) == ("checks.rule_limit", "warning")
    assert found.params["left"] == pytest.approx(98.8142, abs=1e-4)
    assert "muss" in german_sentence(found)


def test_rule_over_years_is_asked_of_the_years_after_a_corrected_one(city: World) -> None:
    taken_over(city, "2019-12-31", columns(people=PEOPLE))
    taken_over(city, "2020-12-31", columns(people=PEOPLE))
    rule(city, RuleSpec("Kein Sprung", "change(people, 1)", ">=", "-0.5 * lag(people, 1)"))

    corrected = staged(city, "2019-12-31", columns(people=[9000.0, *PEOPLE[1:]]))

    (found,) = broken(run_checks(batch=corrected))
    assert (found.params["period"], found.row, found.column) == ("2020-12-31", 2, "Einwohner")
    assert (found.params["left"], found.params["right"]) == (-7988, -4500)


def test_nothing_is_compared_across_a_break(city: World) -> None:
    indicator = add_indicator(city, "people", series=SeriesName("people"), unit_of_measure="Personen")
    taken_over(city, "2019-12-31", columns(people=PEOPLE))
    said = BreakSpec("2019-12-31", "2020-12-31", "source", "no", "Andere Quelle.")
    mark_break(indicator=indicator, spec=said, by=city.anna)
    rule(city, RuleSpec("Kein Sprung", "change(people, 1)", ">=", "-100"))

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=[10.0, *PEOPLE[1:]])))

    assert not broken(checked)
    assert (checked.rules[0].held, checked.rules[0].not_checked) == (0, 12)


def test_earlier_figures_on_another_border_are_not_compared(city: World) -> None:
    taken_over(city, "2020-12-31", columns(people=PEOPLE))
    redraw(city, moved="101")
    rule(city, RuleSpec("Kein Sprung", "change(people, 1)", ">=", "-100"))

    fewer = columns(people=[10.0, 20.0, *PEOPLE[2:]])
    checked = run_checks(batch=staged(city, "2021-12-31", fewer, edition="stand-2021"))

    (found,) = broken(checked)
    assert (found.row, checked.rules[0].not_checked) == (3, 1)


def test_scope_limits_levels_and_time(city: World) -> None:
    rule(city, replace(PART, levels=("bezirk",)))
    rule(city, replace(PART, since=date(2021, 1, 1)))
    rule(city, replace(PART, occasions=("stock",)))

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=PEOPLE, children=PEOPLE[::-1])))

    assert not checked.rules


def test_tolerance_and_equality(city: World) -> None:
    rule(city, RuleSpec("Gleich", "kinder", "=", "people", tolerance=2.0))

    off = [value + 2 for value in PEOPLE]
    off[3] += 1
    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=PEOPLE, children=list(off))))

    assert [each.row for each in broken(checked)] == [5]


def test_many_broken_areas_are_counted_after_the_first(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruled, "MOST_TOLD", 3)
    rule(city)

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=CHILDREN, children=list(PEOPLE))))

    found = broken(checked)
    assert [each.code for each in found].count("checks.rule_broken") == 3
    (rest,) = [each for each in found if each.code == "checks.rule_rest"]
    assert (rest.params["n"], rest.severity, rest.row) == (9, "error", None)


def test_two_rules_at_one_column_are_two_groups_with_reasons_of_their_own(city: World) -> None:
    rule(city, replace(PART, severity="warning"))
    rule(city, RuleSpec("Deckel", "kinder", "<=", "300"))
    batch = staged(city, "2020-12-31", columns(people=CHILDREN, children=list(PEOPLE)))
    checked = run_checks(batch=batch)
    store_checks(batch=batch, found=checked.found, rules=checked.rules)

    groups = [each for each in finding_groups(batch, severity="warning") if each.first.code.startswith("checks.rule")]

    assert {each.first.params["rule_number"]: each.count for each in groups} == {1: 12, 2: 12}
    alike = findings_like(batch, groups[0].first.pk, severity="warning")
    assert {each.params["rule_number"] for each in alike} == {groups[0].first.params["rule_number"]}


def test_number_of_queries_does_not_grow_with_the_areas_and_hardly_with_the_rules(city: World) -> None:
    batch = staged(city, "2020-12-31", columns(people=PEOPLE, children=CHILDREN))
    rule(city)
    with CaptureQueriesContext(connection) as one:
        run_checks(batch=batch)
    for number in range(5):
        rule(city, replace(PART, name=f"Regel {number}", tolerance=float(number)))
    with CaptureQueriesContext(connection) as six:
        run_checks(batch=batch)

    assert len(six) == len(one)


def test_rules_of_another_organisation_are_not_asked(city: World) -> None:
    add_series(replace(city, city=city.other_city), "people", unit="Personen")
    add_series(replace(city, city=city.other_city), "kinder", unit="Personen")
    write_rule(organisation=city.other_city, spec=PART, by=city.dora)

    checked = run_checks(batch=staged(city, "2020-12-31", columns(people=CHILDREN, children=list(PEOPLE))))

    assert not checked.rules


# --- Over the stock --------------------------------------------------------------------------------


def test_run_over_the_stock_counts_every_area_and_period_and_keeps_the_places(city: World) -> None:
    taken_over(city, "2019-12-31", columns(people=PEOPLE, children=CHILDREN))
    taken_over(city, "2020-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k203=9000, k101=None)))
    taken_over(city, "2021-12-31", columns(children=CHILDREN))
    rule(city)

    result = ran_over_stock(city)[1]

    assert (result.held, result.broken, result.not_checked) == (22, 1, 13)
    (place,) = broken_places(result)
    assert (place.key, place.period.code, place.left, place.right) == ("203", "2020-12-31", 9000, 1309)
    assert [(each.period.code, each.broken) for each in slices_of_result(result)] == [
        ("2021-12-31", 0),
        ("2020-12-31", 1),
        ("2019-12-31", 0),
    ]
    assert Event.objects.filter(action="indicators.checks_run").count() == 1


def test_result_is_replaced_and_outdated_by_a_delivery_or_a_change(city: World) -> None:
    taken_over(city, "2019-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k203=9000)))
    one = rule(city)
    ran_over_stock(city)
    assert not row_of(one).is_outdated

    taken_over(city, "2019-12-31", columns(people=PEOPLE, children=CHILDREN))
    assert row_of(one).is_outdated

    assert ran_over_stock(city)[1].broken == 0
    assert not row_of(one).is_outdated
    change_rule(rule=one, spec=replace(PART, name="Anders"), reason="", by=city.anna, revision=1)
    assert row_of(one).is_outdated


def test_places_are_read_page_by_page_in_the_order_of_time(city: World) -> None:
    for year in (2018, 2019, 2020):
        taken_over(city, f"{year}-12-31", columns(people=CHILDREN, children=list(PEOPLE)))
    rule(city)
    result = ran_over_stock(city)[1]

    places = broken_places(result, start=10, stop=14)

    assert [(each.period.code[:4], each.key) for each in places] == [
        ("2020", "205"),
        ("2020", "206"),
        ("2019", "101"),
        ("2019", "102"),
    ]
    assert len(broken_places(result)) == 36


def test_rule_that_is_tried_tells_the_newest_whole_period(city: World) -> None:
    taken_over(city, "2019-12-31", columns(people=PEOPLE, children=wrong(CHILDREN, k203=9000)))
    taken_over(city, "2020-12-31", columns(people=PEOPLE))

    trial = try_rule(organisation=city.city, version=unsaved(city, PART))

    assert trial is not None
    ((_version, found),) = trial.slices
    assert (found.broken, found.held) == (1, 11)
    nothing = try_rule(organisation=city.city, version=unsaved(city, replace(PART, left="people:unter-6", right="5")))
    assert nothing is None


def test_without_a_rule_nothing_is_run(city: World) -> None:
    with pytest.raises(InvalidInputError, match="no rule"):
        request_run(organisation=city.city, by=city.anna)


def german_sentence(found: FoundCheck) -> str:
    finding = Finding(batch=ImportBatch(), code=found.code, params=dict(found.params), message="")
    with translation.override("de"):
        return finding_sentence(finding)[0]
