# SPDX-License-Identifier: EUPL-1.2
"""Whatever the figures are: no sentence says more than they carry, or a number that is not among them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.sentences import HIGHER, LOWER, SIMILAR
from reports.rendering.sentences.changing import change_sentences
from reports.rendering.sentences.courses import course_sentences
from reports.rendering.sentences.facts import (
    Change,
    Course,
    FigureFacts,
    Interval,
    Measure,
    Point,
    Standing,
    Whole,
)
from reports.rendering.sentences.grammar import AreaName, Grammar
from reports.rendering.sentences.lint import lint
from reports.rendering.sentences.paragraphs import ALL, brief, figure_paragraph, is_unfavourable, portrait, told_figure
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Flag, Status

LANGUAGES: tuple[Language, ...] = ("de", "en")
PERIODS = tuple(parse(f"{year}-12-31") for year in (2010, 2012, 2014, 2016, 2018))
NOW = PERIODS[-1]
AREAS = (
    AreaName("Mitte", Grammar("typed", "m", "Bezirk")),
    AreaName("Köln"),
    AreaName("Vororte", Grammar("articled", "pl")),
)
NOUNS = {
    "%": ("", "Kinder", "Von 100 Kindern leben {n} in armen Familien"),
    "Personen": ("", "Menschen", "Haushalte", "Leute"),
    "je 1.000": ("",),
}
TURNS = re.compile(r"gestiegen|gesunken|risen|fallen|unverändert|the same|Veränderung|change")
# “Von 100 Kindern”; a range from 100 to 120, or from 100.000, is none of that.
OF_A_HUNDRED = re.compile(r"\b(?:von|of) 100(?![.,]?\d)(?! (?:bis|to)\b)", re.IGNORECASE)
SIDES = re.compile(r"\b(?:höher|niedriger|higher|lower)\b")


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    """Return figures as they are published: with one decimal."""
    return st.integers(low, high).map(lambda whole: whole / 10)


@st.composite
def intervals(draw: st.DrawFn, around: float) -> Interval:
    return Interval(
        round(around - draw(tenths(0, 50)), 1),
        round(around + draw(tenths(0, 50)), 1),
        draw(st.sampled_from(["chance", "rounding"])),
    )


@st.composite
def shifts(draw: st.DrawFn) -> Change:
    value = draw(tenths(-300, 300))
    interval = draw(st.none() | intervals(value))
    return Change(value, 1, draw(st.sampled_from(PERIODS[:-1])), draw(st.booleans()), interval)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    unit = draw(st.sampled_from(sorted(NOUNS)))
    return Measure(
        "Kennzahl",
        unit,
        0 if unit == "Personen" else 1,
        draw(st.sampled_from(NOUNS[unit])),
        draw(st.sampled_from(["higher_is_better", "lower_is_better", "neutral"])),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.none() | st.just(3.0)),
    )


BREAKS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["no", "limited", "yes"])).map(
        lambda drawn: Break(PERIODS[drawn[0]], PERIODS[drawn[0] + 1], drawn[1], "Die Zählung wurde geändert.")
    ),
    max_size=2,
).map(tuple)


@st.composite
def shown(draw: st.DrawFn) -> FigureFacts:
    """Draw a figure that is there."""
    measure = draw(measures())
    status = draw(st.sampled_from([Status.OK, Status.OK, Status.TRUE_ZERO, Status.ROUNDED_ZERO]))
    value = draw(tenths(1, 1000)) if measure.unit != "Personen" else float(draw(st.integers(1, 100_000)))
    value = value if status is Status.OK else 0.0
    people = draw(st.none() | st.integers(1, 300).map(float))
    points = [Point(period, draw(st.none() | tenths(0, 1000))) for period in PERIODS[:-1]]
    return FigureFacts(
        measure,
        draw(st.sampled_from(AREAS)),
        NOW,
        status,
        Flag(draw(st.integers(0, 63))),
        value,
        numerator=None if people is None else draw(st.integers(0, int(people)).map(float)),
        denominator=people,
        is_rounded=draw(st.booleans()),
        persons=draw(st.none() | st.integers(1, 300).map(float)),
        interval=draw(st.none() | intervals(value)),
        whole=draw(st.none() | st.builds(Whole, st.just(AreaName("Berlin")), st.none() | tenths(0, 1000))),
        comparison=draw(st.sampled_from([None, 0, LOWER, SIMILAR, HIGHER])),
        change=draw(st.none() | shifts()),
        standing=draw(
            st.none()
            | st.builds(Standing, st.floats(0.01, 0.99), st.integers(1, 30), st.just("Bezirke"), st.integers(0, 60))
        ),
        course=Course(
            (*points, Point(NOW, value)),
            draw(st.sampled_from(["rising", "falling", "unclear", "untested"])),
            draw(st.none() | st.sampled_from(PERIODS[:-1])),
        ),
        breaks=draw(BREAKS),
    )


HIDDEN = st.builds(
    FigureFacts,
    measures(),
    st.sampled_from(AREAS),
    st.just(NOW),
    st.sampled_from([status for status in Status if not status.has_value]),
    st.integers(0, 63).map(Flag),
    whole=st.just(Whole(AreaName("Berlin"), 27.8)),
    persons=st.none() | st.integers(1, 300).map(float),
)


def numbers_in(text: str, facts: FigureFacts) -> set[str]:
    """Return the numbers of a text, without those of periods and units."""
    for period in PERIODS:
        text = re.sub(rf"(?:Ende|the end of) {period.year}", "", text)
    text = text.replace(facts.measure.unit, "")
    return set(re.findall(r"\d(?:[\d.,]*\d)?", text))


def allowed(facts: FigureFacts, language: Language) -> set[str]:
    """Return the numbers that a text may have: those of the facts as they are shown, and those of a hundred."""
    decimals = facts.measure.decimals
    change = facts.change
    values = [facts.value, facts.whole.value if facts.whole else None]
    values += [facts.interval.lower, facts.interval.upper] if facts.interval else []
    values += [point.value for point in facts.course.points] if facts.course else []
    found = {number(abs(each), decimals, language) for each in values if each is not None}
    found |= {number(each, 0, language) for each in (facts.numerator, facts.denominator) if each is not None}
    found |= {number(abs(change.value), change.decimals, language)} if change else set()
    per_hundred = {"100", "1", "99", number(facts.value, 0, language)} if facts.value is not None else set()
    return found | per_hundred


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_no_number_is_told_that_is_not_among_the_facts(facts: FigureFacts, language: Language) -> None:
    told = figure_paragraph(facts, language, ALL)

    assert numbers_in(told, facts) <= allowed(facts, language)


@given(facts=HIDDEN, language=st.sampled_from(LANGUAGES))
def test_what_is_not_shown_has_no_number_at_all(facts: FigureFacts, language: Language) -> None:
    for told in (figure_paragraph(facts, language, ALL), brief(facts, language)):
        assert told
        assert numbers_in(told, facts) == set()


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_brief_text_tells_all_of_a_change_and_no_other_number(facts: FigureFacts, language: Language) -> None:
    told, short = told_figure(facts, language), brief(facts, language)

    assert short == " ".join((*told.level[:1], *told.change))
    assert numbers_in(short, facts) <= allowed(facts, language)


def test_number_beside_a_hidden_status_is_refused() -> None:
    hidden = FigureFacts(Measure("Kennzahl", "%", 1), AREAS[0], NOW, Status.SUPPRESSED)

    with pytest.raises(ValueError, match="status"):
        replace(hidden, value=3.0)
    with pytest.raises(ValueError, match="not shown"):
        replace(hidden, numerator=3.0)
    with pytest.raises(ValueError, match="not shown"):
        replace(hidden, change=Change(1.0, 1, PERIODS[0], is_published=True))
    with pytest.raises(ValueError, match="status"):
        replace(hidden, status=Status.OK)


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_no_change_is_told_across_a_break_that_says_no(facts: FigureFacts, language: Language) -> None:
    change = facts.change or Change(5.0, 1, PERIODS[0], is_published=False)
    broken = replace(facts, change=change, breaks=(Break(change.since, NOW, "no", "Anders gezählt."),))

    told = " ".join(change_sentences(broken, language))

    assert not TURNS.search(told)
    if not change.is_published:
        assert numbers_in(told, facts) == set()


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_no_course_is_told_across_a_break_that_says_no(facts: FigureFacts, language: Language) -> None:
    broken = replace(facts, breaks=(Break(PERIODS[-2], NOW, "no", "Anders gezählt."),))

    assert course_sentences(broken, language) == ()


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_similar_area_is_called_neither_higher_nor_lower(facts: FigureFacts, language: Language) -> None:
    similar = replace(facts, comparison=SIMILAR, whole=facts.whole or Whole(AreaName("Berlin"), 20.0))

    assert not SIDES.search(figure_paragraph(similar, language, ALL))


@given(facts=shown(), code=st.sampled_from([LOWER, HIGHER]), language=st.sampled_from(LANGUAGES))
def test_area_whose_interval_holds_the_whole_is_called_neither_higher_nor_lower(
    facts: FigureFacts, code: int, language: Language
) -> None:
    value = facts.value or 0.0
    unsure = replace(
        facts,
        comparison=code,
        interval=Interval(value - 2, value + 2),
        whole=Whole(AreaName("Berlin"), value + 1),
    )

    assert not SIDES.search(figure_paragraph(unsure, language, ALL))


@given(facts=shown(), code=st.sampled_from([LOWER, HIGHER]), language=st.sampled_from(LANGUAGES))
def test_side_is_told_only_if_the_value_lies_there(facts: FigureFacts, code: int, language: Language) -> None:
    value = facts.value or 0.0
    other = value + (1 if code == HIGHER else -1)
    turned = replace(facts, comparison=code, interval=None, whole=Whole(AreaName("Berlin"), other))

    assert not SIDES.search(figure_paragraph(turned, language, ALL))


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_nothing_is_told_of_a_hundred_where_fewer_persons_stand_behind_it(
    facts: FigureFacts, language: Language
) -> None:
    few = replace(facts, denominator=99.0, numerator=40.0)
    unknown = replace(facts, denominator=None, numerator=None, persons=None)

    for each in (few, unknown):
        assert not OF_A_HUNDRED.search(figure_paragraph(each, language, ALL))


@given(facts=shown(), language=st.sampled_from(LANGUAGES))
def test_direction_of_who_lives_somewhere_is_never_judged(facts: FigureFacts, language: Language) -> None:
    demographic = replace(facts, measure=replace(facts.measure, is_demographic=True))

    assert not re.search(r"günstig|favourable", figure_paragraph(demographic, language, ALL))


@given(facts=shown() | HIDDEN, language=st.sampled_from(LANGUAGES))
def test_nothing_is_wrong_with_any_paragraph(facts: FigureFacts, language: Language) -> None:
    assert lint(figure_paragraph(facts, language, ALL), language) == ()


@given(figures=st.lists(shown() | HIDDEN, min_size=1, max_size=4), language=st.sampled_from(LANGUAGES))
def test_portrait_neither_leads_with_need_nor_consists_of_it_alone(
    figures: list[FigureFacts], language: Language
) -> None:
    need = [figure_paragraph(facts, language, ("level", "comparison")) for facts in figures if is_unfavourable(facts)]
    usual = [facts for facts in figures if facts.status.has_value and not is_unfavourable(facts)]

    told = portrait(figures, language)

    assert len(told) >= len(figures)
    if need and not usual:
        assert told[0] not in need
        assert "einzelne Menschen" in told[0] or "single persons" in told[0]
    if usual:
        assert told[0] in {figure_paragraph(facts, language, ("level", "comparison")) for facts in usual}
    # Each is a paragraph of its own, and read as one.
    assert [lint(paragraph, language) for paragraph in told] == [()] * len(told)
