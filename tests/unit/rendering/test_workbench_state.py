# SPDX-License-Identifier: EUPL-1.2
"""The address of the workbench: read back as it was written, short, and forgiving."""

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.rendering.mapstate import APART, METHODS, OWN, SCOPES, THRESHOLD
from indicators.rendering.ownbounds import read_bounds, written_bounds
from indicators.rendering.workbench import areasets, rings
from indicators.rendering.workbench.conditions import (
    MOST,
    Around,
    Between,
    Condition,
    Drawn,
    Listed,
    Within,
    as_typed,
    read_condition,
)
from indicators.rendering.workbench.parts import (
    FITS,
    GREYED,
    ORDERS,
    PANELS,
    RADAR,
    REMOVED,
    SWIPED,
    Areas,
    Classes,
    Filters,
    More,
    Panels,
    Time,
    What,
)
from indicators.rendering.workbench.places import Place
from indicators.rendering.workbench.reading import Reading, Remark, read_state
from indicators.rendering.workbench.state import LONGEST_ADDRESS, PARAMETERS, State

ORDER = "3f9a" + "0" * 60
SPELLINGS = Path(__file__).parents[2] / "js" / "support" / "areasets.json"
LONGEST_SLUG = "a" + "b-" * 39 + "9"
POSITIONS = st.sets(st.integers(0, 541), max_size=542)
SLUGS = st.sampled_from(["", "kinderarmut", "anteil-65-und-aelter", LONGEST_SLUG])
BOUNDS = st.sets(st.integers(-(10**9), 10**9), min_size=2, max_size=6).map(
    lambda whole: sorted(number / 1000 for number in whole)
)
FURTHER_SLUGS = st.lists(
    st.sampled_from(["einwohner", "mss-status", "b" * 80, *"acdefg"]), unique=True, max_size=7
).map(tuple)
PLACES = st.builds(
    Place,
    latitude=st.integers(-90_00000, 90_00000).map(lambda degrees: degrees / 100_000),
    longitude=st.integers(-180_00000, 180_00000).map(lambda degrees: degrees / 100_000),
    zoom=st.integers(0, 2200).map(lambda zoom: zoom / 100),
)
NUMBERS = st.sampled_from([None, -3.25, 0.0, 12.5, 4500.0])
CONDITIONS = st.one_of(
    st.builds(Between, st.sampled_from(["kinderarmut", "anteil-65-und-aelter"]), NUMBERS, NUMBERS)
    .filter(lambda each: (each.low, each.high) != (None, None))
    .filter(lambda each: each.low is None or each.high is None or each.low <= each.high),
    st.builds(Within, st.sampled_from(["bezirk", "region-a"]), st.sampled_from(["08", "STGT03", "A.1"])),
    st.builds(Around, st.none() | st.sampled_from([(13.43, 52.48), (-0.5, 0.0)]), st.integers(1, 100_000)),
    st.builds(Drawn, st.sampled_from(["auswahl", rings.written([(13.4, 52.5), (13.5, 52.5), (13.45, 52.6)])])),
    st.builds(Listed, st.sets(st.integers(0, 60), min_size=1).map(lambda places: areasets.written(places, ORDER))),
)
STATES = st.builds(
    State,
    what=st.builds(
        What,
        indikator=SLUGS,
        ebene=SLUGS,
        stand=st.sampled_from(["", "2018-12-31", "2018", "2018-Q3"]),
        gebietsstand=SLUGS,
    )
    | st.builds(What, indikator=SLUGS, ebene=SLUGS, umgerechnet=SLUGS),
    classes=st.builds(
        Classes,
        klassen=st.sampled_from((*METHODS, THRESHOLD)),
        anzahl=st.none() | st.integers(3, 7),
        zeit=st.sampled_from(SCOPES),
        mitte=st.sampled_from(["", "0", "stadt", "-3.25", "35.5"]),
        null=st.sampled_from(["", APART]),
        ausreisser=st.sampled_from(["", APART]),
    )
    | st.builds(
        Classes,
        klassen=st.just(OWN),
        zeit=st.sampled_from(SCOPES),
        grenzen=BOUNDS.map(written_bounds),
        null=st.sampled_from(["", APART]),
    ),
    time=st.builds(Time, vergleich=st.sampled_from(["", "2014-12-31", "2018-Q1"]), anpassung=st.sampled_from(FITS)),
    panels=st.builds(
        Panels,
        tafeln=st.lists(st.sampled_from(PANELS), unique=True).map(tuple),
        reihenfolge=st.sampled_from([*ORDERS, *(f"-{name}" for name in ORDERS)]),
        karte=st.none() | PLACES,
        anordnung=st.sampled_from(["", SWIPED]),
        orte=st.sampled_from(["", "kitas", "parks,kitas"]),
    ),
    areas=st.builds(
        Areas,
        gebiet=st.sampled_from(["", "02010104", "STGT03", "1" * 40]),
        auswahl=POSITIONS.map(lambda places: areasets.written(places, ORDER)),
        eigenes=st.sampled_from(
            [
                "",
                "umkreis:13.4,52.5,900",
                "gebiete:viertel:stand-2020:101,104",
                "gespeichert:6f1f6c1e-6a4f-4f0e-9a53-0a7f5a1d2b3c",
            ]
        ),
    ),
    more=st.builds(More, zweiter=SLUGS, weitere=FURTHER_SLUGS, form=st.sampled_from(["", RADAR])),
    filters=st.builds(
        Filters,
        filter=st.lists(CONDITIONS.map(str), unique=True, max_size=3).map(tuple),
        ausserhalb=st.sampled_from([GREYED, REMOVED]),
    ),
)


def read(query: str) -> State:
    reading = read_state(parse_qsl(query, keep_blank_values=True))
    assert reading.remarks == ()
    return reading.state


@given(STATES)
@pytest.mark.check("C020")
def test_every_state_written_is_read_back_the_same_and_short(state: State) -> None:
    query = state.query()

    assert read(query) == state
    assert len(query) <= LONGEST_ADDRESS


@pytest.mark.check("C020")
def test_the_longest_state_there_is_fits_an_address() -> None:
    longest = "3f9ab" + "A" * (areasets.LONGEST - 5)
    state = State(
        What(LONGEST_SLUG, LONGEST_SLUG, "2018-12-31", LONGEST_SLUG),
        Classes(
            OWN,
            7,
            "stand",
            ";".join(f"{number}99999999999.999999" for number in range(1, 7)),
            null=APART,
            ausreisser=APART,
        ),
        Panels(tuple(reversed(PANELS)), "-veraenderung", Place(-89.99999, -179.99999, 21.99), SWIPED),
        Areas("1" * 40, longest),
        Time("2018-12-31", max(FITS, key=len)),
        More(LONGEST_SLUG, form=RADAR),
    )

    assert len(state.query()) <= LONGEST_ADDRESS


@pytest.mark.check("C020")
@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS, "farbe", "utm_source"]), st.text(max_size=60))))
@example([("weitere", ":"), ("weitere", "0")])
@example([("weitere", ":,")])
def test_whatever_an_address_says_it_is_read_and_told_what_was_not_possible(pairs: list[tuple[str, str]]) -> None:
    reading = read_state(pairs)

    told = {name: {text} for name, text in pairs if name in PARAMETERS and text}
    # These count each time; of others the last one does.
    told |= {each: {text for name, text in pairs if name == each} for each in ("filter", "weitere")}
    # Several further ones may stand in one, and each is told by itself.
    told["weitere"] |= {part for text in told["weitere"] for part in text.split(",")}
    assert all(remark.value in told[remark.name] for remark in reading.remarks)
    again = read_state(parse_qsl(reading.state.query()))
    assert again.state == reading.state
    assert again.remarks == ()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("stand=gestern", "stand"),
        ("stand=2018-02-30", "stand"),
        ("anzahl=8", "anzahl"),
        ("anzahl=５", "anzahl"),
        ("klassen=natural", "klassen"),
        ("zeit=immer", "zeit"),
        ("klassen=eigene", "klassen"),
        ("klassen=eigene&grenzen=10;5", "grenzen"),
        ("klassen=eigene&grenzen=10", "grenzen"),
        ("klassen=eigene&grenzen=1;2;3;4;5;6;7", "grenzen"),
        ("klassen=eigene&grenzen=1;zwei", "grenzen"),
        ("mitte=links", "mitte"),
        ("mitte=nan", "mitte"),
        ("null=ja", "null"),
        ("ausreisser=1", "ausreisser"),
        ("indikator=../../etc", "indikator"),
        ("gebiet=' OR 1=1", "gebiet"),
        ("tafeln=rangfolge,rangfolge", "tafeln"),
        ("tafeln=spielplatz", "tafeln"),
        ("reihenfolge=--wert", "reihenfolge"),
        ("vergleich=damals", "vergleich"),
        ("anpassung=quadratisch", "anpassung"),
        ("karte=52.5,13.4", "karte"),
        ("karte=91,13.4,9", "karte"),
        ("karte=nan,13.4,9", "karte"),
        ("auswahl=3f9ab", "auswahl"),
        ("zweiter=../etc", "zweiter"),
        ("auswahl=3f9ab====", "auswahl"),
        ("eigenes=umkreis:gebiet,900", "eigenes"),
        ("eigenes=flaeche:auswahl", "eigenes"),
        ("eigenes=gespeichert:1", "eigenes"),
        ("eigenes=gebiete:viertel:stand-2020:" + ",".join(str(key) for key in range(1000, 1250)), "eigenes"),
        ("eigenes=alle", "eigenes"),
        ("filter=wert:kinderarmut", "filter"),
        ("filter=wert:kinderarmut::", "filter"),
        ("filter=wert:kinderarmut:5:2", "filter"),
        ("filter=wert:kinderarmut:nan:", "filter"),
        ("filter=wert:../etc:1:2", "filter"),
        ("filter=in:bezirk", "filter"),
        ("filter=in:bezirk:' OR 1=1", "filter"),
        ("filter=liste:3f9ab", "filter"),
        ("filter=alle", "filter"),
        ("ausserhalb=schwarz", "ausserhalb"),
    ],
)
def test_what_is_not_possible_takes_its_default_and_is_named(query: str, name: str) -> None:
    reading = read_state(parse_qsl(query))

    assert reading.state == State()
    assert reading.remarks == (Remark(name, dict(parse_qsl(query))[name]),)


@pytest.mark.parametrize(
    ("query", "name", "text"),
    [
        ("klassen=eigene&zahlen=4.500; 7.500", "grenzen", "4.500; 7.500"),
        ("mitte=zahl&zahl=4.500", "mitte", "4.500"),
    ],
)
def test_typed_number_that_could_be_thousands_is_not_taken(query: str, name: str, text: str) -> None:
    german, english = (read_state(parse_qsl(query), language) for language in ("de", "en"))

    assert german == Reading(State(), (Remark(name, text, is_unclear=True),))
    assert english.remarks == ()
    assert english.state.query() != ""


def test_bounds_of_an_address_are_no_typed_ones() -> None:
    reading = read_state(parse_qsl("klassen=eigene&grenzen=4.125;7.5"))

    assert reading.state.classes.grenzen == "4.125;7.5"
    assert reading.remarks == ()


@given(BOUNDS)
def test_own_bounds_are_read_back_the_same_as_written_and_as_typed(bounds: list[float]) -> None:
    text = written_bounds(bounds)

    assert read_bounds(text) == tuple(bounds)
    assert read_bounds(text.replace(";", "; ").replace(".", ",").replace("-", "−")) == tuple(bounds)


def test_bounds_without_their_method_say_nothing() -> None:
    assert read("klassen=quantile&grenzen=10;20") == State(classes=Classes("quantile"))


def test_middle_is_a_number_of_the_form_or_a_word_and_own_bounds_have_none() -> None:
    assert read("mitte=zahl&zahl=35,5") == read("mitte=35.5") == State(classes=Classes(mitte="35.5"))
    assert read("mitte=stadt&zahl=35,5") == State(classes=Classes(mitte="stadt"))
    assert read("mitte=zahl&zahl=") == State()
    assert read("klassen=eigene&grenzen=10;20&mitte=15") == State(classes=Classes(OWN, grenzen="10;20"))


def test_unknown_and_empty_parameters_are_passed_over_and_of_repeated_ones_the_last_counts() -> None:
    pairs = parse_qsl("farbe=rot&gebiet=&anzahl=3&anzahl=5", keep_blank_values=True)

    assert read_state(pairs).state == State(classes=Classes(anzahl=5))
    assert read_state(pairs).remarks == ()


def test_state_without_a_parameter_has_its_default() -> None:
    state = State(What("kinderarmut", "bezirk"), Classes("quantile", 7))

    assert state.without("ebene") == State(What("kinderarmut"), Classes("quantile", 7))
    assert state.without("anzahl").classes == Classes("quantile")


@given(CONDITIONS)
def test_condition_is_read_back_the_same(condition: Condition) -> None:
    assert read_condition(str(condition)) == condition


def test_conditions_all_count_once_each_in_the_order_in_which_they_stand() -> None:
    query = "filter=in:bezirk:08&filter=wert:a:1:&filter=in:bezirk:08&filter=wert:a:1,0:"

    assert read(query).filters.filter == ("in:bezirk:08", "wert:a:1:")


def test_conditions_of_a_form_are_those_that_somebody_typed() -> None:
    given = parse_qsl("filter=in:bezirk:08&filterwert=kinderarmut&von=32,5&bis=40&filterraum=bezirk:09")

    assert read_state(given).state.filters.filter == ("in:bezirk:08", "wert:kinderarmut:32.5:40", "in:bezirk:09")
    unclear = read_state(parse_qsl("filterwert=kinderarmut&von=4.500"))
    assert unclear == Reading(State(), (Remark("filter", "wert:kinderarmut:4.500:", is_unclear=True),))
    assert read_state(parse_qsl("filterwert=&von=1&bis=2&filterraum=")).state == State()


def test_more_conditions_than_anybody_reads_are_left_out() -> None:
    reading = read_state([("filter", f"in:bezirk:{number}") for number in range(MOST + 2)])

    assert len(reading.state.filters.filter) == MOST
    assert [remark.value for remark in reading.remarks] == ["in:bezirk:8", "in:bezirk:9"]


@pytest.mark.check("C020")
def test_conditions_for_which_an_address_has_no_room_are_left_out_from_the_last_on() -> None:
    longest = areasets.written(range(0, 33_000, 41), ORDER)
    others = [areasets.written([place], ORDER) for place in range(2)]
    assert len(longest) <= areasets.LONGEST

    reading = read_state([("auswahl", longest), *(("filter", f"liste:{text}") for text in (others[0], longest))])

    assert reading.state.filters.filter == (f"liste:{others[0]}",)
    assert len(reading.state.query()) <= LONGEST_ADDRESS
    assert reading.remarks == (Remark("filter", f"liste:{longest}", has_no_room=True),)


@given(st.sets(st.integers(0, 40_000), max_size=400))
def test_a_set_of_areas_is_read_back_the_same(places: set[int]) -> None:
    text = areasets.written(places, ORDER)

    found = areasets.read(text)
    if not places:
        assert (text, found) == ("", None)
    elif len(text) <= areasets.LONGEST:
        assert found is not None
        assert found.positions == tuple(sorted(places))
        assert found.is_of(ORDER)
        assert not found.is_of("3f9b" + ORDER[4:])


def test_all_areas_of_a_large_city_and_a_few_of_a_land_fit() -> None:
    assert len(areasets.written(range(542), ORDER)) == 96
    assert len(areasets.written(range(0, 33_000, 100), ORDER)) <= areasets.LONGEST


@given(st.text(alphabet="abcdef0123456789lAB-_xyz", max_size=40))
def test_a_set_has_one_spelling(text: str) -> None:
    found = areasets.read(text)

    assert found is None or areasets.written(found.positions, found.order) == text


def test_script_and_server_spell_sets_alike() -> None:
    """The same spellings are read by tests/js/areaset.test.mjs."""
    for each in json.loads(SPELLINGS.read_text(encoding="utf-8")):
        assert areasets.written(each["positions"], each["order"]) == each["text"]


def test_further_indicators_are_named_once_each_by_commas_or_by_a_form() -> None:
    wanted = ("einwohner", "mss-status")

    assert read("weitere=einwohner,mss-status").more.weitere == wanted
    assert read("weitere=einwohner&weitere=mss-status&weitere=einwohner,").more.weitere == wanted
    assert State(more=More(weitere=wanted)).query() == "weitere=einwohner,mss-status"


def test_more_further_indicators_than_there_is_room_for_are_left_out_with_a_remark() -> None:
    reading = read_state([("weitere", "a,b,c,d,e,f,g,h"), ("weitere", "ü")])

    assert reading.state.more.weitere == tuple("abcdefg")
    assert reading.remarks == (Remark("weitere", "h"), Remark("weitere", "ü"))
    slugs = [f"{letter}{LONGEST_SLUG[1:]}" for letter in "abcdefg"]
    long = read_state([("weitere", ",".join(slugs))])
    assert long.state.more.weitere == tuple(slugs[:4])
    assert len(long.remarks) == 3


@pytest.mark.check("C020")
def test_further_indicators_that_an_address_has_no_room_for_are_left_out_from_the_last_on() -> None:
    slugs = [f"{letter}{LONGEST_SLUG[1:]}" for letter in "abcd"]
    chosen = areasets.written(range(0, 33_000, 41), ORDER)
    given = {"indikator": LONGEST_SLUG, "ebene": LONGEST_SLUG, "gebietsstand": LONGEST_SLUG, "zweiter": LONGEST_SLUG}
    bounds = ";".join(f"{number}99999999999.999999" for number in range(1, 7))
    given |= {"tafeln": ",".join(reversed(PANELS)), "klassen": OWN, "grenzen": bounds, "karte": "-89.5,-179.5,21.5"}

    reading = read_state([*given.items(), ("auswahl", chosen), ("weitere", ",".join(slugs)), ("gebiet", "1" * 40)])

    kept = len(reading.state.more.weitere)
    assert kept < len(slugs)
    assert reading.state.more.weitere == tuple(slugs[:kept])
    assert [remark.value for remark in reading.remarks] == list(reversed(slugs[kept:]))
    assert all(remark.has_no_room for remark in reading.remarks)
    assert len(reading.state.query()) <= LONGEST_ADDRESS


@pytest.mark.parametrize(
    ("condition", "typed"),
    [
        ("wert:kinderarmut:abc:", "abc"),
        ("wert:kinderarmut:60:40", "60 – 40"),
        ("wert:kinderarmut::", "kinderarmut"),
        ("umkreis:gebiet,weit", "gebiet,weit"),
        ("unsinn", "unsinn"),
        ("wert:kinderarmut:40:", "wert:kinderarmut:40:"),
    ],
)
def test_what_cannot_be_read_is_told_as_it_was_typed(condition: str, typed: str) -> None:
    assert as_typed(condition) == typed


def test_an_edition_that_all_periods_stand_on_leaves_no_other_one_to_ask_for() -> None:
    state = read("umgerechnet=lor-2021&gebietsstand=lor-2006&stand=2015-12-31")

    assert state == State(What(stand="2015-12-31", umgerechnet="lor-2021"))
    assert state.map_state().umgerechnet == "lor-2021"
    assert read_state([("umgerechnet", "../lor")]).remarks == (Remark("umgerechnet", "../lor"),)
