# SPDX-License-Identifier: EUPL-1.2
"""Strict query strings, and the filters of templates."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.periods import parse
from sozialplanung.web.query import QueryError, QueryReader

NAMES = ("ebene", "klassen", "zeitraum", "an", "gebiete")


def _reader(query: str) -> QueryReader:
    return QueryReader(QueryDict(query), allowed=NAMES)


def test_declared_parameters_are_read() -> None:
    reader = _reader("ebene=bezirk&klassen=5&zeitraum=2018-12-31&an=1&gebiete=01,02,")

    assert reader.text("ebene") == reader.required_text("ebene", allowed="…") == "bezirk"
    assert reader.choice("ebene", ("bezirk", "stadt")) == "bezirk"
    assert reader.integer("klassen", minimum=3, maximum=7) == 5
    assert reader.period("zeitraum") == parse("2018-12-31")
    assert reader.flag("an")
    assert reader.words("gebiete") == ("01", "02")


def test_what_is_not_given_has_its_default() -> None:
    reader = _reader("ebene=")

    assert reader.text("ebene", default="stadt") == "stadt"
    assert reader.choice("ebene", ("stadt",), default="stadt") == "stadt"
    assert reader.integer("klassen", minimum=3, maximum=7, default=5) == 5
    assert reader.period("zeitraum") is None
    assert not reader.flag("an")
    assert reader.words("gebiete") == ()
    with pytest.raises(QueryError) as caught:
        reader.required_text("ebene", allowed="bezirk, stadt")
    assert caught.value.code == "query.missing"


@pytest.mark.parametrize(
    ("query", "code"),
    [("x=1", "query.unknown"), ("ebene=a&ebene=b", "query.repeated"), ("EBENE=a", "query.unknown")],
)
def test_unknown_and_repeated_parameters_are_refused(query: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        _reader(query)

    assert caught.value.code == code


@pytest.mark.parametrize("value", ["2", "8", "5.0", "fünf", "٥", "1e1", "+5", "9" * 30, "05x"])
def test_a_number_outside_its_bounds_is_refused(value: str) -> None:
    with pytest.raises(QueryError) as caught:
        _with("klassen", value).integer("klassen", minimum=3, maximum=7)

    assert (caught.value.code, caught.value.place) == ("query.value", "klassen")


def _with(name: str, value: str) -> QueryReader:
    query = QueryDict(mutable=True)
    query[name] = value
    return QueryReader(query, allowed=NAMES)


def test_wrong_words_flags_and_periods_are_refused_with_their_place() -> None:
    with pytest.raises(QueryError, match="not allowed"):
        _with("ebene", "block").choice("ebene", ("bezirk",))
    with pytest.raises(QueryError):
        _with("an", "ja").flag("an")
    with pytest.raises(QueryError):
        _with("gebiete", ",".join("x" * 101)).words("gebiete")
    with pytest.raises(InvalidInputError) as caught:
        _with("zeitraum", "2018-13").period("zeitraum")
    assert (caught.value.code, caught.value.place) == ("period.code", "zeitraum")


def test_a_long_value_is_shown_shortened_and_without_control_characters() -> None:
    with pytest.raises(QueryError) as caught:
        _with("ebene", "\x00" + "x" * 300).text("ebene")

    shown = caught.value.params["value"]
    assert isinstance(shown, str)
    assert len(shown) == 80
    assert "\x00" not in shown


@given(st.text(max_size=30) | st.sampled_from(NAMES), st.text(max_size=300))
def test_a_query_is_read_or_refused_and_never_breaks_the_reader(name: str, value: str) -> None:
    with suppress(InvalidInputError):
        reader = _with(name, value)
        reader.text("ebene")
        reader.integer("klassen", minimum=3, maximum=7)
        reader.period("zeitraum")
        reader.flag("an")
        reader.words("gebiete")


def _render(template: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load formats %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ value|number }}", 5086, "5.086"),
        ("{{ value|number:1 }}", -0.75, "\u22120,8"),
        ("{{ value|signed:1 }}", 1.2, "+1,2"),
        ("{{ value|percent }}", 32.65, "32,7\u00a0%"),
        ("{{ value|number }}", None, "n/a"),
        ("{{ value|number }}", 0, "0"),
        ("{{ value|signed }}", float("nan"), "n/a"),
        ("{{ value|percent }}", None, "n/a"),
        ("{{ value|day }}", date(2018, 12, 31), "31.12.2018"),
        ("{{ value|day }}", datetime(2018, 12, 31, 23, 30, tzinfo=UTC), "01.01.2019"),
        ("{{ value|day }}", None, "n/a"),
        ("{{ value|instant }}", datetime(2018, 7, 1, 12, 5, tzinfo=UTC), "01.07.2018, 14:05"),
        ("{{ value|instant }}", None, "n/a"),
    ],
)
def test_templates_write_numbers_and_days_the_german_way(template: str, value: object, expected: str) -> None:
    assert _render(template, value=value) == expected


def test_an_icon_says_nothing_and_runs_nothing() -> None:
    icon = _render("{% icon name %}", name='x" onload="alert(1)')

    assert 'aria-hidden="true"' in icon
    assert 'onload="' not in icon
