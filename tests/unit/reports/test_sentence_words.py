# SPDX-License-Identifier: EUPL-1.2
"""What the sentences of one figure say in the cases that the texts written by hand do not hold."""

from dataclasses import replace

import pytest

from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import HIGHER, LOWER
from reports.rendering.sentences.amounts import against, when
from reports.rendering.sentences.changing import change_sentences
from reports.rendering.sentences.comparing import comparison_sentence, standing_sentence
from reports.rendering.sentences.courses import course_sentences
from reports.rendering.sentences.facts import (
    Change,
    Course,
    FigureFacts,
    Interval,
    Measure,
    Point,
    Standing,
    Trend,
    Whole,
)
from reports.rendering.sentences.gaps import flag_sentence, gap_sentences, uncertainty_sentence
from reports.rendering.sentences.grammar import AreaName
from reports.rendering.sentences.level import level_sentences
from reports.rendering.sentences.paragraphs import figure_paragraph
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Flag, Status
from tests.factories.figurefacts import BERLIN, END_OF_2016, END_OF_2018, MITTE, NEED

COUNT = FigureFacts(Measure("Einwohner", "Personen", 0, "Menschen"), MITTE, END_OF_2018, Status.OK, value=5086.0)
OTHER = FigureFacts(Measure("Wohndauer", "Jahre", 1), MITTE, END_OF_2018, Status.OK, value=9.5)


def since_2016(value: float, decimals: int = 1, *, is_published: bool = False) -> Change:
    return Change(value, decimals, END_OF_2016, is_published)


def told(sentences: tuple[str, ...] | str) -> str:
    text = sentences if isinstance(sentences, str) else " ".join(sentences)
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("facts", "german", "english"),
    [
        (
            COUNT,
            "Im Bezirk Mitte sind 5.086 Menschen gezählt (Ende 2018).",
            "The number “Einwohner” in Mitte is 5,086 (at the end of 2018).",
        ),
        (
            replace(COUNT, value=1.0),
            "Im Bezirk Mitte ist 1 Mensch gezählt (Ende 2018).",
            "The number “Einwohner” in Mitte is 1 (at the end of 2018).",
        ),
        (
            replace(COUNT, value=1.0, measure=Measure("Leute", "Personen", 0, "Leute")),
            "Die Zahl „Leute“ beträgt im Bezirk Mitte 1 (Ende 2018).",
            "The number “Leute” in Mitte is 1 (at the end of 2018).",
        ),
        (
            replace(COUNT, value=0.0, status=Status.TRUE_ZERO),
            "Im Bezirk Mitte sind keine Menschen gezählt (Ende 2018).",
            "The number “Einwohner” in Mitte is exactly zero (at the end of 2018).",
        ),
        (
            replace(COUNT, value=0.0, status=Status.TRUE_ZERO, measure=Measure("Umzüge", "Anzahl", 0)),
            "Die Zahl „Umzüge“ beträgt im Bezirk Mitte genau null (Ende 2018).",
            "The number “Umzüge” in Mitte is exactly zero (at the end of 2018).",
        ),
        (
            OTHER,
            "Der Wert „Wohndauer“ beträgt im Bezirk Mitte 9,5 Jahre (Ende 2018).",
            "The figure “Wohndauer” in Mitte is 9.5 Jahre (at the end of 2018).",
        ),
        (
            replace(NEED, value=0.6, numerator=3.0, denominator=500.0),
            (
                "Der Anteil „Kinderarmut“ beträgt im Bezirk Mitte 0,6 % (Ende 2018). "
                "Das ist weniger als 1 von 100 Kindern unter 15 Jahren. In Zahlen: 3 von 500 Kindern unter 15 Jahren."
            ),
            (
                "The share “Kinderarmut” in Mitte is 0.6% (at the end of 2018). That is fewer than 1 of 100. "
                "In numbers: 3 of 500."
            ),
        ),
        (
            replace(NEED, value=1.2, numerator=None, denominator=None, persons=500.0),
            (
                "Der Anteil „Kinderarmut“ beträgt im Bezirk Mitte 1,2 % (Ende 2018). "
                "Das ist 1 von 100 Kindern unter 15 Jahren."
            ),
            "The share “Kinderarmut” in Mitte is 1.2% (at the end of 2018). That is 1 of 100.",
        ),
        (
            replace(NEED, value=99.6, numerator=None, denominator=None, persons=500.0),
            (
                "Im Bezirk Mitte leben mehr als 99 von 100 Kindern unter 15 Jahren in armen Familien (Ende 2018). "
                "Der Anteil „Kinderarmut“ beträgt 99,6 %."
            ),
            "The share “Kinderarmut” in Mitte is 99.6% (at the end of 2018). That is more than 99 of 100.",
        ),
        (
            replace(NEED, value=44.4, numerator=40.0, denominator=90.0),
            (
                "Der Anteil „Kinderarmut“ beträgt im Bezirk Mitte 44,4 % (Ende 2018). "
                "In Zahlen: 40 von 90 Kindern unter 15 Jahren."
            ),
            "The share “Kinderarmut” in Mitte is 44.4% (at the end of 2018). In numbers: 40 of 90.",
        ),
        (
            replace(NEED, numerator=12340.0, denominator=None, is_rounded=True),
            "Der Anteil „Kinderarmut“ beträgt im Bezirk Mitte 41,2 % (Ende 2018). In Zahlen: rund 12.340.",
            "The share “Kinderarmut” in Mitte is 41.2% (at the end of 2018). In numbers: about 12,340.",
        ),
        (
            replace(NEED, measure=replace(NEED.measure, noun=""), numerator=None),
            "Der Anteil „Kinderarmut“ beträgt im Bezirk Mitte 41,2 % (Ende 2018). Das sind 41 von 100.",
            "The share “Kinderarmut” in Mitte is 41.2% (at the end of 2018). That is 41 of 100.",
        ),
    ],
)
def test_level_is_told_by_what_is_measured(facts: FigureFacts, german: str, english: str) -> None:
    assert told(level_sentences(facts, "de")) == german
    assert told(level_sentences(facts, "en")) == english


def test_number_without_its_whole_is_told_alone() -> None:
    facts = replace(NEED, denominator=None, persons=500.0, is_rounded=True)

    assert told(level_sentences(facts, "de")).endswith("beträgt 41,2 %, in Zahlen rund 12.345.")


def test_one_case_is_told_in_the_singular() -> None:
    facts = replace(NEED, value=50.0, numerator=1.0, denominator=120.0)

    assert told(level_sentences(facts, "de")).endswith("das ist 1 von 120 Kindern unter 15 Jahren.")


def test_number_and_percent_sign_stay_on_one_line() -> None:
    assert f"41,2{NBSP}%" in " ".join(level_sentences(NEED, "de"))
    assert f"3,5{NBSP}Prozentpunkte" in " ".join(change_sentences(replace(NEED, change=since_2016(3.5)), "de"))


@pytest.mark.parametrize(
    ("facts", "german", "english"),
    [
        (
            replace(COUNT, change=since_2016(462.0, 0)),
            "Gegenüber Ende 2016 ist die Zahl um 462 gestiegen (berechnet). Das entspricht etwa einem Zehntel.",
            "Since the end of 2016 the number has risen by 462 (computed). That is about a tenth.",
        ),
        (
            replace(COUNT, change=since_2016(-12.0, 0)),
            "Gegenüber Ende 2016 ist die Zahl um 12 gesunken (berechnet).",
            "Since the end of 2016 the number has fallen by 12 (computed).",
        ),
        (
            replace(COUNT, value=60.0, change=since_2016(30.0, 0)),
            "Gegenüber Ende 2016 ist die Zahl um 30 gestiegen (berechnet).",
            "Since the end of 2016 the number has risen by 30 (computed).",
        ),
        (
            replace(COUNT, change=since_2016(0.0, 0)),
            "Gegenüber Ende 2016 ist die Zahl unverändert (berechnet).",
            "Since the end of 2016 the number has stayed the same (computed).",
        ),
        (
            replace(NEED, change=since_2016(3.5, is_published=True)),
            (
                "Gegenüber Ende 2016 ist der Anteil um 3,5 Prozentpunkte gestiegen (wie veröffentlicht). "
                "Das ist eine ungünstige Veränderung. Wie viel davon Zufall ist, lässt sich nicht berechnen."
            ),
            (
                "Since the end of 2016 the share has risen by 3.5 percentage points (as published). "
                "That is an unfavourable change. How much of it is chance cannot be calculated."
            ),
        ),
        (
            replace(NEED, change=since_2016(-1.0, 0)),
            (
                "Gegenüber Ende 2016 ist der Anteil um 1 Prozentpunkt gesunken (berechnet). "
                "Wie viel davon Zufall ist, lässt sich nicht berechnen. "
                "Die Veränderung ist kleiner als das, was hier als bedeutsam gilt."
            ),
            (
                "Since the end of 2016 the share has fallen by 1 percentage point (computed). "
                "How much of it is chance cannot be calculated. "
                "The change is smaller than what counts as relevant here."
            ),
        ),
        (
            replace(NEED, measure=replace(NEED.measure, threshold=None), change=since_2016(3.5)),
            (
                "Gegenüber Ende 2016 ist der Anteil um 3,5 Prozentpunkte gestiegen (berechnet). "
                "Wie viel davon Zufall ist, lässt sich nicht berechnen."
            ),
            (
                "Since the end of 2016 the share has risen by 3.5 percentage points (computed). "
                "How much of it is chance cannot be calculated."
            ),
        ),
        (replace(OTHER, measure=replace(OTHER.measure, is_relative=True), change=since_2016(3.5)), "", ""),
        (OTHER, "", ""),
    ],
)
def test_change_is_told_with_base_origin_and_limits(facts: FigureFacts, german: str, english: str) -> None:
    assert told(change_sentences(facts, "de")) == german
    assert told(change_sentences(facts, "en")) == english


BROKEN = (Break(END_OF_2016, parse("2017-12-31"), "no", "Seit 2017 zählt ein anderes Gesetz"),)


def test_computed_change_across_a_break_gives_way_to_its_reason() -> None:
    facts = replace(NEED, change=since_2016(-3.5), breaks=BROKEN)

    assert told(change_sentences(facts, "de")) == (
        "Mit dem Stand Ende 2016 lässt sich der Anteil nicht vergleichen. Grund: Seit 2017 zählt ein anderes Gesetz."
    )
    assert told(change_sentences(facts, "en")).startswith(
        "The share cannot be compared with that of the end of 2016. Reason:"
    )


def test_publishers_own_change_across_a_break_is_told_as_the_publishers() -> None:
    facts = replace(NEED, change=since_2016(-1.6, is_published=True), breaks=BROKEN)

    assert told(change_sentences(facts, "de")).endswith(
        "Der Herausgeber hat beide Zeitpunkte vergleichbar gerechnet und nennt −1,6 Prozentpunkte."
    )
    assert told(change_sentences(facts, "en")).endswith(
        "The publisher made both periods comparable and states −1.6 percentage points."
    )


def test_break_that_limits_is_told_beside_the_change() -> None:
    limited = (Break(END_OF_2016, END_OF_2018, "limited", ""),)
    facts = replace(COUNT, change=since_2016(-12.0, 0), breaks=limited)

    assert told(change_sentences(facts, "de")).endswith("(berechnet). Der Vergleich gilt nur eingeschränkt.")
    assert told(change_sentences(facts, "en")).endswith("(computed). The comparison holds to a limited extent.")


def test_comparison_says_no_more_than_the_figures_carry() -> None:
    unsure = replace(NEED, interval=Interval(20.0, 50.0))
    alone = replace(NEED, whole=Whole(BERLIN), interval=None)

    assert told(comparison_sentence(unsure, "de")) == (
        "Der Anteil ist nicht klar von dem in Berlin (27,8 %, berechnet) zu unterscheiden."
    )
    assert told(comparison_sentence(unsure, "en")) == (
        "The share cannot be told apart from that in Berlin (27.8%, computed)."
    )
    assert told(comparison_sentence(alone, "de")) == "Der Anteil ist höher als in Berlin."
    assert comparison_sentence(replace(NEED, comparison=None), "de") == ""
    assert comparison_sentence(replace(NEED, whole=None), "de") == ""


def test_standing_that_contradicts_the_comparison_is_not_joined_to_it() -> None:
    facts = replace(NEED, standing=Standing(0.1, 12, "Bezirke"))

    assert told(figure_paragraph(facts, "de", ("comparison", "standing"))).endswith("in Berlin (27,8 %, berechnet).")


def test_what_cannot_be_compared_says_so() -> None:
    facts = replace(NEED, comparison=0)

    assert told(comparison_sentence(facts, "de")) == "Mit Berlin lässt sich der Anteil nicht vergleichen."
    assert told(comparison_sentence(facts, "en")) == "The share cannot be compared with Berlin."


@pytest.mark.parametrize(
    ("share_below", "among", "comparison", "german", "english"),
    [
        (
            0.1,
            12,
            None,
            "Der Anteil ist niedriger als in den meisten Bezirken.",
            "The share is lower than in most Bezirke.",
        ),
        (0.9, 12, 0, "Der Anteil ist höher als in den meisten Bezirken.", "The share is higher than in most Bezirke."),
        (0.1, 12, HIGHER, "", ""),
        (0.9, 12, LOWER, "", ""),
        (0.9, 4, None, "", ""),
    ],
)
def test_place_is_told_by_thirds_and_by_no_rank(
    share_below: float, among: int, comparison: int | None, german: str, english: str
) -> None:
    facts = replace(NEED, standing=Standing(share_below, among, "Bezirke"), comparison=comparison)

    assert standing_sentence(facts, "de") == german
    assert standing_sentence(facts, "en") == english


@pytest.mark.parametrize(
    ("share_below", "total", "german"),
    [
        (0.9, 12, "Der Anteil ist höher als in den meisten Bezirken."),
        (0.9, 30, ""),
        (0.1, 30, ""),
        (0.5, 30, "Der Anteil liegt im mittleren Drittel aller Bezirke mit einem Wert."),
        (0.5, 12, "Der Anteil liegt im mittleren Drittel aller Bezirke."),
    ],
)
def test_most_is_most_of_all_areas_also_of_those_without_a_value(share_below: float, total: int, german: str) -> None:
    facts = replace(NEED, standing=Standing(share_below, 12, "Bezirke", total), comparison=None)

    assert standing_sentence(facts, "de") == german
    assert ("with a figure" in standing_sentence(facts, "en")) == ("mit einem Wert" in german)


def course(*values: float | None, trend: Trend = "untested", since: int = 0) -> Course:
    years = range(2018 - len(values) + 1, 2019)
    points = tuple(Point(parse(f"{year}-12-31"), value) for year, value in zip(years, values, strict=True))
    return Course(points, trend, points[since].period)


@pytest.mark.parametrize(
    ("told_course", "german", "english"),
    [
        (
            course(38.0, 40.0, 41.2, trend="rising"),
            "Zwischen Ende 2016 und Ende 2018 ist der Anteil von 38,0 % auf 41,2 % gestiegen.",
            "Between the end of 2016 and the end of 2018 the share has risen from 38.0% to 41.2%.",
        ),
        (
            course(45.0, 43.0, 41.2, trend="falling"),
            "Zwischen Ende 2016 und Ende 2018 ist der Anteil von 45,0 % auf 41,2 % gesunken.",
            "Between the end of 2016 and the end of 2018 the share has fallen from 45.0% to 41.2%.",
        ),
        (
            course(41.2, 40.0, 41.2, trend="rising"),
            "Zwischen Ende 2016 und Ende 2018 ist der Anteil insgesamt gestiegen.",
            "Between the end of 2016 and the end of 2018 the share has risen on the whole.",
        ),
        (
            course(38.0, 44.0, 41.2, trend="unclear"),
            "Zwischen Ende 2016 und Ende 2018 zeigt sich keine klare Richtung.",
            "Between the end of 2016 and the end of 2018 no clear direction can be seen.",
        ),
        (
            course(38.0, 44.0, 41.2),
            "Zwischen Ende 2016 und Ende 2018 schwankte der Anteil zwischen 38,0 % und 44,0 %.",
            "Between the end of 2016 and the end of 2018 the share varied between 38.0% and 44.0%.",
        ),
        (
            course(38.0, 40.0, 41.2),
            "Zwischen Ende 2016 und Ende 2018 ist der Anteil von 38,0 % auf 41,2 % gestiegen.",
            "Between the end of 2016 and the end of 2018 the share has risen from 38.0% to 41.2%.",
        ),
        (
            course(41.2, 41.2, 41.2),
            "Zwischen Ende 2016 und Ende 2018 blieb der Anteil gleich.",
            "Between the end of 2016 and the end of 2018 the share stayed the same.",
        ),
        (course(38.0, None, 41.2), "", ""),
        (course(40.0, 41.2), "", ""),
    ],
)
def test_course_is_told_as_it_was_tested_or_as_every_step_went(told_course: Course, german: str, english: str) -> None:
    facts = replace(NEED, course=told_course)

    assert told(course_sentences(facts, "de")) == german
    assert told(course_sentences(facts, "en")) == english


def test_course_begins_behind_a_break_and_says_so() -> None:
    broken = (Break(parse("2014-12-31"), parse("2015-12-31"), "no", "Anders gezählt"),)
    facts = replace(NEED, course=course(30.0, 31.0, 38.0, 40.0, 40.5, 41.2, trend="rising"), breaks=broken)

    assert told(course_sentences(facts, "de")) == (
        "Zwischen Ende 2015 und Ende 2018 ist der Anteil von 38,0 % auf 41,2 % gestiegen. "
        "Werte vor Ende 2015 sind anders gezählt und werden nicht verglichen."
    )
    assert told(course_sentences(facts, "en")).endswith(
        "Figures before the end of 2015 were counted otherwise and are not compared."
    )


def test_relative_measure_and_missing_course_have_none() -> None:
    relative = replace(NEED, measure=replace(NEED.measure, is_relative=True), course=course(1.0, 2.0, 41.2))

    assert course_sentences(relative, "de") == ()
    assert course_sentences(NEED, "de") == ()


@pytest.mark.parametrize(
    ("flags", "german", "english"),
    [
        (Flag.NONE, "", ""),
        (Flag.PROVISIONAL, "Der Wert ist vorläufig.", "The figure is provisional."),
        (Flag.ESTIMATED, "Der Wert ist geschätzt.", "The figure is estimated."),
        (
            Flag.LIMITED,
            "Der Wert ist eingeschränkt aussagekräftig.",
            "The figure is of limited informative value.",
        ),
        (
            Flag.REAGGREGATED,
            "Der Wert ist aus kleineren Gebieten zusammengefasst.",
            "The figure is summed up from smaller areas.",
        ),
        (Flag.SMOOTHED, "Der Wert ist geglättet.", "The figure is smoothed."),
        (Flag.REVISED, "Der Wert ist berichtigt.", "The figure is revised."),
        (Flag.RECOMPUTED, "Der Wert ist neu berechnet.", "The figure is computed anew."),
        (
            Flag.PROVISIONAL | Flag.ESTIMATED | Flag.REVISED,
            "Der Wert ist vorläufig, geschätzt und berichtigt.",
            "The figure is provisional, estimated and revised.",
        ),
    ],
)
def test_flags_are_told_in_one_sentence(flags: Flag, german: str, english: str) -> None:
    facts = replace(NEED, flags=flags)

    assert flag_sentence(facts, "de") == german
    assert flag_sentence(facts, "en") == english


def test_uncertainty_is_told_by_its_basis() -> None:
    rounded = replace(NEED, interval=Interval(40.0, 42.0, "rounding"))
    unknown = replace(NEED, interval=None)

    assert told(uncertainty_sentence(rounded, "de")) == "Gerundete Zahlen lassen Werte von 40,0 % bis 42,0 % zu."
    assert told(uncertainty_sentence(rounded, "en")) == "Rounded counts allow figures from 40.0% to 42.0%."
    assert uncertainty_sentence(unknown, "de") == "Die Zufallsschwankung lässt sich nicht berechnen."
    assert uncertainty_sentence(unknown, "en") == "The random variation cannot be calculated."
    assert uncertainty_sentence(COUNT, "de") == ""


def test_span_names_its_unit_once_and_declines_it() -> None:
    points = replace(
        OTHER, measure=Measure("Veränderung", "Prozentpunkte", 1), value=-0.1, interval=Interval(-0.4, 0.2)
    )

    assert told(uncertainty_sentence(points, "de")) == (
        "Die Zufallsschwankung (Modell) reicht von −0,4 bis 0,2 Prozentpunkten."
    )
    assert told(uncertainty_sentence(points, "en")) == (
        "The random variation (model) reaches from −0.4 to 0.2 percentage points."
    )
    rising = replace(OTHER, course=course(8.0, 9.0, 9.5, trend="rising"))
    assert told(course_sentences(rising, "de")).endswith("ist der Wert von 8,0 auf 9,5 Jahre gestiegen.")
    varied = replace(OTHER, course=course(8.0, 10.0, 9.5))
    assert told(course_sentences(varied, "de")).endswith("schwankte der Wert zwischen 8,0 und 10,0 Jahren.")


def test_number_of_persons_has_no_place_among_areas() -> None:
    assert standing_sentence(replace(COUNT, standing=Standing(0.9, 12, "Bezirke")), "de") == ""


def test_unknown_chance_is_said_once() -> None:
    facts = replace(NEED, interval=None, change=since_2016(3.5))

    assert told(figure_paragraph(facts, "de")).count("nicht berechnen") == 1
    assert told(figure_paragraph(facts, "de", ("change",))).count("nicht berechnen") == 1


def test_exclusion_without_a_reason_stands_alone() -> None:
    facts = FigureFacts(NEED.measure, MITTE, END_OF_2018, Status.EXCLUDED)

    assert gap_sentences(NEED, "de") == level_sentences(facts, "de") == ()
    assert gap_sentences(facts, "de") == (
        "Der Wert „Kinderarmut“ für den Bezirk Mitte (Ende 2018) wird nicht bewertet.",
    )
    doubled = replace(facts, reason="nicht bewertet: unter 300 Einwohner")
    assert gap_sentences(doubled, "de")[1:] == ("Grund: unter 300 Einwohner.",)


@pytest.mark.parametrize(
    ("code", "language", "bracket", "later"),
    [
        ("2018-12-31", "de", "(Ende 2018)", "Ende 2018"),
        ("2018-06-30", "en", "(in the middle of 2018)", "the middle of 2018"),
        ("2018-03-15", "de", "(am 15.03.2018)", "dem 15.03.2018"),
        ("2018-03-15", "en", "(on 15 March 2018)", "15 March 2018"),
        ("2018", "de", "(im Jahr 2018)", "2018"),
        ("2018-H1", "de", "(im Zeitraum 1. Halbjahr 2018)", "dem 1. Halbjahr 2018"),
        ("2018-07", "de", "(im Zeitraum Juli 2018)", "Juli 2018"),
        ("2018-19", "en", "(in school year 2018/19)", "the school year 2018/19"),
    ],
)
def test_moments_fit_into_sentences(code: str, language: Language, bracket: str, later: str) -> None:
    assert when(parse(code), language) == bracket
    assert against(parse(code), language) == later


def test_area_without_grammar_stands_alone() -> None:
    assert told(level_sentences(replace(COUNT, area=AreaName("Köln")), "de")).startswith("In Köln sind 5.086")
