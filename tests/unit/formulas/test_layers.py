# SPDX-License-Identifier: EUPL-1.2
"""Formulas that read layers of places: what they say, what they refuse, and what they tell of the rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.formulas import (
    FormulaError,
    Name,
    Node,
    OfLayer,
    beside_layers,
    check_layers,
    check_names,
    check_unit,
    evaluate,
    expanded,
    explain,
    follows_layers,
    in_place,
    is_over_time,
    layer_label,
    layers,
    linear,
    names,
    parse,
    parse_rule,
    position_of,
    present,
    reaching,
    resting_on_layers,
    text,
    unit_of,
)
from sozialplanung.common.statuses import Status
from tests.unit.formulas.test_formula_language import operand, trees

KINDS = {"kitas": "point", "radwege": "line", "parks": "area"}
UNITS = {"kinder": "Kinder", "einwohner": "Personen", "flaeche": "km²", "quote": "%"}


@given(trees, st.sampled_from(["places", "capacity", "length", "ground"]))
@settings(max_examples=50)
def test_layer_is_read_back_beside_anything_and_is_no_name_of_an_indicator(node: Node, function: str) -> None:
    written = f"{function}(kitas) + ({text(node)})"

    if len(written) <= 500:
        found = parse(written)

        assert layers(found) == (OfLayer(function, "kitas"),)
        assert parse(text(found)) == found
        assert names(found) == names(node)
        assert present(found) == present(node)
        assert linear(found) is None
        # What stands beside the layer is the whole rest, or nothing where that is numbers alone.
        assert beside_layers(found) == ((node,) if names(node) else ())


@pytest.mark.parametrize(
    ("formula", "code", "position"),
    [
        ("places(3)", "of_layer", 8),
        ("places(a, b)", "of_layer", 8),
        ("places(a:b)", "of_layer", 8),
        ("places()", "of_layer", 8),
        ("places(", "of_layer", 8),
        ("places + 1 1", "leftover", 12),
        ("nearest(kitas)", "expected", 14),
        ("nearest(kitas, 0)", "minutes", 16),
        ("nearest(kitas, 61)", "minutes", 16),
        ("nearest(kitas, 7.5)", "minutes", 16),
        ("nearest(kitas, a)", "minutes", 16),
        ("nearest(kitas, 15, rakete)", "profile", 20),
        ("nearest(kitas, 15, car, 3)", "of_layer", 9),
        ("a + change(places(kitas), 1)", "layer_years", 19),
        ("rolling(per(capacity(kitas), a, 100), 3)", "layer_years", 22),
    ],
)
def test_what_is_no_function_of_a_layer_is_refused_with_its_position(formula: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(formula)

    assert (refused.value.code, refused.value.position) == (f"formulas.{code}", position)


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("1 + places(horte)", "layer"),
        ("1 + places(radwege)", "layer_points"),
        ("1 + capacity(parks)", "layer_points"),
        ("1 + length(kitas)", "layer_lines"),
        ("1 + ground(kitas)", "layer_areas"),
    ],
)
def test_unknown_layers_and_those_of_another_kind_are_refused(formula: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        check_layers(parse(formula), KINDS)

    assert refused.value.code == f"formulas.{code}"
    assert refused.value.position == formula.index("(") + 2


def test_layers_of_the_right_kind_are_taken() -> None:
    check_layers(parse("places(kitas) + capacity(kitas) + length(radwege) + ground(parks) + a"), KINDS)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("nearest(kitas, 15)", "nearest(kitas, 15)"),
        ("nearest(kitas,15, foot)", "nearest(kitas, 15)"),
        ("nearest(kitas, 5, wheelchair) - 1", "nearest(kitas, 5, wheelchair) - 1"),
    ],
)
def test_way_to_the_nearest_place_says_its_bound_and_how_one_moves(formula: str, written: str) -> None:
    assert text(parse(formula)) == written
    assert parse(written) == parse(formula)


def test_way_is_said_in_words() -> None:
    said = explain(parse("nearest(kitas, 15, bicycle)"), {layer_label("kitas"): "Kitas"})

    assert said == "Die Minuten zum nächsten Ort in „Kitas“, mit dem Rad und höchstens 15."
    check_unit(parse("nearest(kitas, 15)"), {}, "Minuten")


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("access(kitas, kinder, 10)", "access(kitas, kinder, 10)"),
        ("access(kitas,kinder, 10, foot, within)", "access(kitas, kinder, 10)"),
        ("100 * access(kitas, kinder, 10, zones, car)", "100 * access(kitas, kinder, 10, car, zones)"),
        ("access(kitas, kinder, 10, bell)", "access(kitas, kinder, 10, bell)"),
    ],
)
def test_places_for_people_around_say_for_whom_how_far_and_how_they_are_weighed(formula: str, written: str) -> None:
    found = parse(formula)

    assert text(found) == written
    assert parse(written) == found
    assert names(found) == present(found) == ("kinder",)
    assert in_place(found) == ()
    assert beside_layers(found) == ()
    assert [each.people for each in reaching(found)] == [Name("kinder")]
    assert linear(found) is None


@pytest.mark.parametrize(
    ("formula", "code", "position"),
    [
        ("access(kitas, 10)", "people", 15),
        ("access(kitas, kinder)", "people", 15),
        ("access(kitas, a:b, 10)", "people", 15),
        ("access(kitas, kinder, 0)", "minutes", 23),
        ("access(kitas, kinder, 61)", "minutes", 23),
        ("access(kitas, kinder, 10, rakete)", "words", 27),
        ("access(kitas, kinder, 10, car, foot)", "words", 32),
        ("access(kitas, kinder, 10, car, bell, 3)", "of_layer", 8),
        ("access(3, kinder, 10)", "of_layer", 8),
        ("change(access(kitas, kinder, 10), 1)", "layer_years", 15),
        ("reached(kitas)", "expected", 14),
        ("reached(kitas, kinder)", "people", 16),
        ("reached(kitas, kinder, 10, zones)", "profile", 28),
        ("reached(kitas, 90)", "minutes", 16),
    ],
)
def test_places_for_people_around_are_refused_with_the_position(formula: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(formula)

    assert (refused.value.code, refused.value.position) == (f"formulas.{code}", position)


def test_places_for_people_around_are_said_in_words() -> None:
    labels = {layer_label("kitas"): "Kitas", "kinder": "Kinder"}

    said = explain(parse("access(kitas, kinder, 10)"), labels)
    weighed = explain(parse("access(kitas, kinder, 10, bicycle, zones)"), labels, language="en")

    assert said == "Die Plätze in „Kitas“ je Person von „Kinder“ innerhalb von 10 Minuten zu Fuß."
    assert weighed == (
        "The places in “Kitas” per person of “Kinder” within 10 minutes by bicycle, weighted by three zones."
    )


@pytest.mark.parametrize(
    ("formula", "stated"),
    [
        ("access(kitas, kinder, 10)", "Kitaplätze je Kind"),
        ("100 * access(kitas, kinder, 10)", "Kitaplätze je 100 Kinder"),
        ("access(kitas, kinder, 10)", ""),
        ("access(kitas, unbekannt, 10)", "Plätze"),
        ("100 * access(kitas, unbekannt, 10)", "Plätze"),
    ],
)
def test_unit_of_places_for_people_names_both(formula: str, stated: str) -> None:
    check_unit(parse(formula), UNITS, stated)


@pytest.mark.parametrize("stated", ["Kitaplätze je 100 Kinder", "Kitaplätze", "%"])
def test_other_units_of_places_for_people_are_refused(stated: str) -> None:
    with pytest.raises(FormulaError):
        check_unit(parse("access(kitas, kinder, 10)"), UNITS, stated)


@pytest.mark.parametrize(
    ("formula", "people", "said"),
    [
        (
            "reached(kitas, 10)",
            (),
            "Der geschätzte Anteil der Personen in Reichweite von „kitas“ (zu Fuß, höchstens 10 Minuten), in Prozent.",
        ),
        (
            "reached(orte, kind, 5, car)",
            ("kind",),
            "Der geschätzte Anteil in Reichweite von „orte“ (mit dem Auto, höchstens 5 Minuten) an „kind“, in Prozent.",
        ),
    ],
)
def test_share_within_reach_is_that_of_everybody_or_of_a_group(
    formula: str, people: tuple[str, ...], said: str
) -> None:
    found = parse(formula)

    assert text(found) == formula
    assert names(found) == people
    assert explain(found, {}) == said
    check_unit(found, UNITS, "%")
    with pytest.raises(FormulaError):
        check_unit(found, UNITS, "Kinder")


def test_people_around_take_the_place_of_what_they_are_computed_from() -> None:
    written = {"kinder": parse("a + b"), "zugang": parse("access(kitas, kinder, 10)")}

    whole = expanded(parse("2 * zugang + c"), written)

    assert text(whole) == "2 * access(kitas, a + b, 10) + c"
    assert names(whole) == ("a", "b", "c")
    assert in_place(whole) == ("c",)
    assert beside_layers(whole) == (Name("c"),)
    assert text(expanded(parse("-(x / y) if missing sum(z, 1)"), {"z": parse("kinder")})) == (
        "-(x / y) if missing sum(kinder, 1)"
    )


def test_people_around_have_a_position() -> None:
    with pytest.raises(FormulaError) as refused:
        check_names(parse("access(kitas, kinder, 10)"), {"einwohner"})

    assert (refused.value.code, refused.value.position) == ("formulas.name", 15)


def test_rules_read_no_layers() -> None:
    with pytest.raises(FormulaError) as refused:
        parse_rule("a >= places(kitas)")

    assert (refused.value.code, refused.value.position) == ("formulas.layer_in_rule", 13)


def test_formula_with_a_layer_is_said_by_its_name() -> None:
    labels = {"kinder": "Kinder unter 6", "kitas": "Ein Indikator", layer_label("kitas"): "Kitas"}

    said = explain(parse("per(capacity(kitas), kinder, 100)"), labels)

    assert said == "Die Summe der Plätze in „Kitas“ je 100 von „Kinder unter 6“."
    assert explain(parse("places(kitas) + length(a) + ground(b)"), labels, language="en") == (
        "The number of places in “Kitas” plus the length of “a” in km plus the ground of “b” in km²."
    )


@pytest.mark.parametrize(
    ("formula", "stated"),
    [
        ("places(kitas)", "Kitas"),
        ("places(kitas) + places(horte)", "Einrichtungen"),
        ("capacity(kitas)", "Plätze"),
        ("per(capacity(kitas), kinder, 100)", "Kitaplätze je 100 Kinder"),
        ("per(places(kitas), einwohner, 1000)", "Kitas je 1.000 Einwohner"),
        ("length(radwege) / flaeche", "km je km²"),
        ("length(radwege)", "km"),
        ("ground(parks)", "km²"),
        ("share(ground(parks), flaeche)", "%"),
        ("capacity(kitas)", ""),
    ],
)
def test_unit_of_a_layer_may_be_called_by_its_own_word(formula: str, stated: str) -> None:
    check_unit(parse(formula), UNITS, stated)


@pytest.mark.parametrize(
    ("formula", "stated"),
    [
        ("length(radwege)", "m"),
        ("per(places(kitas), einwohner, 1000)", "Kitas je 100 Einwohner"),
        ("per(places(kitas), einwohner, 1000)", "Kitas"),
        ("places(kitas)", "Kitas je 100 Kinder"),
        ("places(kitas) + einwohner", ""),
        ("places(kitas) + capacity(kitas)", ""),
    ],
)
def test_other_units_are_refused(formula: str, stated: str) -> None:
    with pytest.raises(FormulaError):
        check_unit(parse(formula), UNITS, stated)


def test_thousands_may_be_written_with_a_point_in_a_unit() -> None:
    check_unit(parse("per(a, einwohner, 1000)"), {**UNITS, "a": "Fälle"}, "Fälle je 1.000 Einwohner")


def test_layer_takes_part_in_statuses_as_any_figure_does() -> None:
    operands = {
        "capacity(kitas)": operand(30.0, Status.TRUE_ZERO, Status.UNKNOWN, 12.0),
        "kinder": operand(120.0, 40.0, 50.0, Status.SUPPRESSED),
    }

    made = evaluate(parse("per(capacity(kitas), kinder, 100)"), operands)
    alone = evaluate(parse("capacity(kitas) * 2"), operands)

    assert [Status(each) for each in made.status] == [
        Status.OK,
        Status.TRUE_ZERO,
        Status.UNKNOWN,
        Status.SUPPRESSED,
    ]
    assert made.value[:2].tolist() == [25, 0]
    assert np.isnan(made.value[2:]).all()
    assert alone.value[[0, 1, 3]].tolist() == [60, 0, 24]


@pytest.mark.parametrize(
    ("formula", "beside"),
    [
        ("places(kitas)", []),
        ("share(a, b)", []),
        ("per(capacity(kitas), sum(a, b), 100)", ["sum(a, b)"]),
        ("capacity(kitas) / a * 100", ["a"]),
        ("(capacity(kitas) - a) / b", ["a", "b"]),
        ("(a + capacity(kitas)) / a", ["a"]),
        ("-places(kitas) if missing a", ["a"]),
    ],
)
def test_parts_beside_layers_are_told_by_whoever_knows_the_layer(formula: str, beside: list[str]) -> None:
    assert [text(each) for each in beside_layers(parse(formula))] == beside


def test_formulas_take_the_place_of_what_they_compute() -> None:
    written = {"quote": parse("per(capacity(kitas), kinder, 100)"), "doppelt": parse("2 * quote")}
    formula = parse("-(doppelt + x) / share(y, quote) if missing 3")

    whole = expanded(formula, written)

    assert text(whole) == (
        "-(2 * per(capacity(kitas), kinder, 100) + x) / share(y, per(capacity(kitas), kinder, 100)) if missing 3"
    )
    assert expanded(parse("places(kitas)"), written) == OfLayer("places", "kitas")


def test_indicators_rest_on_layers_through_any_number_of_formulas() -> None:
    written = {slug: parse(formula) for slug, formula in (("a", "b + 1"), ("b", "c"), ("c", "places(x)"), ("d", "e"))}

    assert resting_on_layers(written) == {"a", "b", "c"}
    assert resting_on_layers({"d": parse("e")}) == frozenset()


def test_change_of_a_figure_of_a_layer_is_told_apart() -> None:
    written = {"quote": parse("per(capacity(kitas), kinder, 100)")}

    assert follows_layers(expanded(parse("change(quote, 1)"), written))
    assert not follows_layers(expanded(parse("quote + change(kinder, 1)"), written))
    assert is_over_time("change(quote, 1)")
    assert not is_over_time("places(kitas)")


def test_position_of_a_part_is_that_of_its_first_name() -> None:
    formula = parse("capacity(kitas) - a + b")

    assert position_of(formula, parse("b")) == 23
    assert position_of(formula, parse("not-here")) == 1
    assert unit_of(formula, {}) is not None
