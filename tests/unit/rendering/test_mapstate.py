# SPDX-License-Identifier: EUPL-1.2
"""The address of a map is short, and read as it was written."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indicators.forms.mapquery import FILE_PARAMETERS, map_state
from indicators.rendering.mapstate import APART, METHODS, OWN, SCOPES, THRESHOLD, UNSURE, VIEWS, MapState
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.web.shown import LONGEST_WORD

SLUGS = st.sampled_from(["", "kinderarmut", "anteil-65-und-aelter", "einwohner"])
STATES = st.builds(
    MapState,
    indikator=SLUGS,
    ebene=st.sampled_from(["", "planungsraum", "bezirk"]),
    stand=st.sampled_from(["", "2018-12-31", "2018", "2018-Q3"]),
    gebietsstand=st.sampled_from(["", "lor-2021"]),
    ansicht=st.sampled_from(VIEWS),
    methode=st.sampled_from((*METHODS, THRESHOLD)),
    klassen=st.none() | st.integers(3, 7),
    grenzen=st.sampled_from(SCOPES),
    mitte=st.sampled_from(["", "0", "stadt", "-3.25"]),
    null=st.sampled_from(["", APART]),
    ausreisser=st.sampled_from(["", APART]),
    unsicher=st.sampled_from(UNSURE),
    gebiet=st.sampled_from(["", "02010104", "STGT03"]),
    orte=st.sampled_from(["", "kitas", "kitas,schulen,parks"]),
    dienste=st.sampled_from(["", "stadtplan", "stadtplan,luftbild"]),
)


OWN_BOUNDS = st.builds(MapState, methode=st.just(OWN), schwellen=st.sampled_from(["10;20", "-1.5;0;2.25"]))


@given(STATES | OWN_BOUNDS)
@pytest.mark.check("C020")
def test_address_reads_back_as_the_same_state_and_is_short(state: MapState) -> None:
    query = state.query()

    assert map_state(QueryDict(query)) == state
    assert len(query) < 300


def test_empty_fields_of_a_form_leave_the_choice_open() -> None:
    assert map_state(QueryDict("gebiet=&klassen=&stand=")) == MapState()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("farbe=rot", "query.unknown"),
        ("stand=2018&stand=2016", "query.repeated"),
        ("stand=gestern", "period.code"),
        ("stand=2018-02-30", "period.date"),
        ("orte=kitas,kitas", "query.value"),
        ("orte=a,b,c,d,e,f", "query.value"),
        ("orte=kitas;schulen", "query.value"),
        ("dienste=a,b,c,d", "query.value"),
        ("dienste=https://a.example", "query.value"),
        ("klassen=8", "query.value"),
        ("klassen=2", "query.value"),
        ("klassen=５", "query.value"),
        ("methode=natural", "query.value"),
        ("methode=eigene&schwellen=20;10", "query.value"),
        ("methode=eigene&schwellen=10;zehn", "query.value"),
        ("grenzen=immer", "query.value"),
        ("mitte=links", "query.value"),
        ("null=ja", "query.value"),
        ("ausreisser=ja", "query.value"),
        ("indikator=../../etc", "query.value"),
        ("ebene=%00", "query.value"),
        ("gebiet=' OR 1=1", "query.value"),
        ("gebiet=" + "9" * 41, "query.value"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(query: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        map_state(QueryDict(query))

    assert caught.value.code == code
    assert caught.value.place in query


def test_own_bounds_have_to_be_named() -> None:
    with pytest.raises(InvalidInputError) as caught:
        map_state(QueryDict("methode=eigene"))

    assert (caught.value.code, caught.value.place) == ("query.missing", "schwellen")
    assert map_state(QueryDict("methode=quantile&schwellen=10;20")).schwellen == ""


def test_files_take_classes_and_no_area_in_focus() -> None:
    query = "methode=quantile&klassen=7&grenzen=stand"
    assert map_state(QueryDict(query), FILE_PARAMETERS).query() == query

    with pytest.raises(InvalidInputError) as caught:
        map_state(QueryDict("gebiet=02010104"), FILE_PARAMETERS)

    assert caught.value.code == "query.unknown"


@pytest.mark.parametrize("name", ["indikator", "ebene", "gebietsstand", "gebiet"])
def test_refused_value_is_shown_short_and_cannot_turn_the_sentence_around(name: str) -> None:
    given = QueryDict(mutable=True)
    given[name] = "a\u202eb" + "c" * 150

    with pytest.raises(InvalidInputError) as refused:
        map_state(given)

    told = str(refused.value.params["value"])
    assert told.startswith("a\N{REPLACEMENT CHARACTER}bcc")
    assert len(told) == LONGEST_WORD
