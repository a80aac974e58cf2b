# SPDX-License-Identifier: EUPL-1.2
"""The workbench on one edition of boundaries: carried periods are marked everywhere, estimates are in no statistic."""

import html
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from django.test import Client

from indicators.models import Release, Sharing
from indicators.rendering.seriesbytes import parted
from indicators.rendering.slices import decode
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.parts import PANELS
from indicators.rendering.workbench.reading import read_state
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.keyfigures import key_figures_of
from indicators.selectors.workbench.opposing import opposition_of
from indicators.selectors.workbench.settling import Settled, settled
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.savedviews import save_view
from sozialplanung.common.statuses import Flag, Status
from tests.factories.desk import client_of
from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.estimates import altered
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, SECOND

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/analyse/"
CARRIED = f"ebene=viertel&stand={FIRST}&umgerechnet={NEWER}"
SHARE = f"?indikator=anteil&{CARRIED}"
EVERY = f"{SHARE}&zweiter=kinder&weitere=einwohner&vergleich={SECOND}&anpassung=linear&tafeln={','.join(PANELS)}"
# The quarter 12 became these two: what is told of them for the first period is estimated.
GUESSED = ("13", "14")


@pytest.fixture
def city(world: World) -> World:
    return build_drawn_anew(world)


def page_of(client: Client, query: str) -> str:
    answer = client.get(f"{PAGE}{query}", headers={"accept-language": "de"})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def json_of(client: Client, query: str, name: str = "antwort") -> dict[str, Any]:
    answer = client.get(f"{PAGE}{name}.json{query}", headers={"accept-language": "de"})
    assert answer.status_code == 200
    return dict(answer.json())


def found_at(city: World, query: str) -> Settled:
    found = settled(city.city, read_state(parse_qsl(query.removeprefix("?"))), "de")
    assert found is not None
    return found


def test_periods_that_were_counted_on_other_boundaries_are_chosen_and_marked(city: World, client: Client) -> None:
    page = page_of(client, SHARE)
    told = words_of(page)

    assert "Umgerechnet vom Gebietsstand Stand 2020: bei 3 von 5 Gebieten genau, bei 2 geschätzt." in told
    assert re.search(r"<title>[^<]*31\.12\.2020 \(umgerechnet\)", page)
    assert "Stand 31.12.2020 (umgerechnet) · Gebietsstand Stand 2021" in told
    assert '<option value="stand-2021"' in page
    assert "Alle auf Stand 2021" in told
    assert "Gestrichelt: Stände, die auf anderen Grenzen gezählt" in told
    assert page.count("timeline__tick--carried") == 1
    assert "für diese Grenzen geschätzt (2)" in told
    table = page[page.index("data-workbench-table") :]
    ranking = page[page.index("data-workbench-ranking") : page.index("data-workbench-table")]
    assert table.count("(geschätzt)") == ranking.count("(geschätzt)") == len(GUESSED)
    picture = re.findall(r"<title>([^<]*)</title>", page)
    assert sum("(geschätzt)" in title for title in picture) == len(GUESSED)


def test_what_was_delivered_is_shown_as_delivered_unless_somebody_asks(city: World, client: Client) -> None:
    told = words_of(page_of(client, f"?indikator=anteil&ebene=viertel&stand={FIRST}"))

    assert "Umgerechnet vom" not in told
    assert "Grenzen ändern sich" in told
    assert "Alle auf Stand 2020" in told


def test_the_course_goes_back_without_a_gap_and_the_point_of_an_estimate_is_hollow(city: World, client: Client) -> None:
    page = page_of(client, f"{SHARE}&gebiet=13")
    exact = page_of(client, f"{SHARE}&gebiet=11")

    assert page.count('<circle class="course__hollow" cx') == 1
    assert re.search(r"data-workbench-hollow-key>", page)
    assert '<circle class="course__hollow" cx' not in exact
    assert re.search(r"data-workbench-hollow-key hidden>", exact)


def test_a_step_asks_nobody_since_both_series_are_there(city: World, client: Client) -> None:
    answer = json_of(client, SHARE)

    assert [(period["code"], period["edition"], period["isCarried"]) for period in answer["periods"]] == [
        (FIRST, NEWER, True),
        (SECOND, NEWER, False),
    ]
    assert [address.endswith("&converted=true") for address in answer["series"]] == [True, False]
    contents = [decode(body) for address in answer["series"] for body in parted(client.get(address).content)]
    assert {(each.key.period, each.key.boundary_version) for each in contents} >= {(FIRST, NEWER), (SECOND, NEWER)}
    carried = next(each for each in contents if each.key.period == FIRST)
    assert (carried.flags & Flag.ESTIMATED).tolist() == [0, 4, 4, 0, 0]


def test_statistics_are_those_of_what_was_counted_and_say_what_they_leave_out(city: World, client: Client) -> None:
    period = json_of(client, SHARE)["periods"][0]

    assert period["sentence"].startswith("3 Viertel mit Wert: ")
    assert "2 geschätzte Werte zählen hier nicht mit" in period["sentence"]
    assert "ohne Wert" not in period["sentence"]
    assert sum(period["histogram"]) == 3


def claims_of(answer: Answer) -> list[str]:
    """Return all that is claimed of figures, whatever they are drawn with."""
    assert answer.scatters is not None
    assert answer.funnels is not None
    assert answer.strikings is not None
    assert answer.cross is not None
    column = answer.cross.columns[0]
    claims = [
        *((each.overall, each.histogram, each.sentence) for each in answer.periods),
        *((each.box, each.groups, each.sentence, each.left_out) for each in answer.distributions),
        *((each.why_not, each.codes, each.sentence, each.keys) for each in answer.balances),
        *(each.sentence for each in answer.facings),
        *((each.x.tolist(), each.y.tolist(), each.found, each.left_out) for each in answer.scatters.periods),
        *((each.persons.tolist(), each.places.tolist(), each.sentence) for each in answer.funnels.periods),
        *((each.title, each.why_not, each.says) for each in answer.strikings.periods),
        (column.fifths.tolist(), column.below.tolist()),
        answer.fits,
    ]
    return [str(each) for each in claims]


@pytest.mark.parametrize("indicator", ["anteil", "einwohner", "kinder"])
@pytest.mark.parametrize("shown", [FIRST, SECOND])
def test_nothing_is_claimed_that_would_change_if_an_estimate_did(city: World, indicator: str, shown: str) -> None:
    second = "einwohner" if indicator != "einwohner" else "anteil"
    query = EVERY.replace("indikator=anteil", f"indikator={indicator}").replace("zweiter=kinder", f"zweiter={second}")
    against = SECOND if shown == FIRST else FIRST
    query = query.replace(f"stand={FIRST}", f"stand={shown}").replace(f"vergleich={SECOND}", f"vergleich={against}")
    found = found_at(city, query.replace("weitere=einwohner", "weitere=kinder"))
    other = altered(found.facts)

    assert claims_of(answer_of(other, found.state)) == claims_of(answer_of(found.facts, found.state))
    # What the page shows did change.
    assert any(
        not np.array_equal(
            other.contents[ref.id].numbers["value"].values, found.facts.contents[ref.id].numbers["value"].values
        )
        for ref in found.facts.choice.series
        if found.facts.guessed_at(ref)
    )


def test_exact_figures_are_compared_and_estimates_are_left_out_in_their_own_word(city: World, client: Client) -> None:
    query = f"{SHARE}&vergleich={SECOND}&tafeln=bilanz"
    balance = json_of(client, query)["periods"][0]["balance"]

    assert [whole is None for whole in balance["difference"]] == [False, True, True, False, False]
    assert "geschätzt" in balance["labels"]
    assert "2 ohne vergleichbare Werte zählen nirgends mit: 2 geschätzt." in balance["words"]
    assert "31.12.2021 gegenüber 31.12.2020 (umgerechnet)" in balance["words"]


def test_an_estimated_area_is_held_against_nothing_and_an_exact_one_is(city: World, client: Client) -> None:
    guess = json_of(client, f"{SHARE}&gebiet=13", "gegenueber")["body"]
    exact = json_of(client, f"{SHARE}&gebiet=21", "gegenueber")["body"]

    assert "nicht verglichen: Der Wert ist für diese Grenzen geschätzt." in words_of(guess)
    assert "versus__row" not in guess
    assert "versus__row" in exact


def test_an_estimate_is_neither_a_period_before_nor_a_part_of_a_choice(city: World) -> None:
    found = found_at(city, f"?indikator=anteil&ebene=viertel&stand={SECOND}&umgerechnet={NEWER}&gebiet=13")
    (opposed,) = opposition_of(found.facts, []).areas
    carried = found_at(city, f"{SHARE}&gebiet=21")
    # 13, an estimate, and 21.
    chosen = opposition_of(carried.facts, [1, 3])
    group = next(each for area in chosen.areas for each in area.references if each.kind == "choice")

    before = next(each for each in opposed.references if each.kind == "before")
    assert (before.value, before.why) == (None, "geschätzt")
    assert (group.value, group.line.refusal if group.line else "") == (None, "not_counted")


def test_key_figures_count_estimates_apart(city: World, client: Client) -> None:
    found = found_at(city, SHARE)
    every, few = key_figures_of(found.facts, [0, 1])
    body = words_of(json_of(client, SHARE, "kennzahlen")["body"])

    assert (every.areas, every.overall.n, every.guessed, every.lacking) == (5, 3, 2, ())
    assert (few.areas, few.overall.n, few.guessed) == (2, 1, 1)
    assert "für diese Grenzen geschätzt, nicht mitgezählt 2" in body


def test_second_and_further_indicators_are_carried_with_the_first_and_marked(city: World, client: Client) -> None:
    query = f"{SHARE}&zweiter=kinder&weitere=einwohner&tafeln=zusammenhang,vergleichstafel,tabelle"
    page, answer = page_of(client, query), json_of(client, query)

    assert "Kinder: Umgerechnet vom Gebietsstand Stand 2020" in words_of(page)
    assert answer["periods"][0]["second"]["guessed"] == [1, 2]
    assert answer["periods"][1]["second"]["guessed"] == []
    assert [column["guessed"] for column in answer["cross"]["columns"]] == [[1, 2]] * 3
    assert [column["fifths"][1:3] for column in answer["cross"]["columns"]] == ["00"] * 3
    assert all(column["name"].endswith("(umgerechnet)") for column in answer["cross"]["columns"])
    assert "2 geschätzte Werte zählen hier nicht mit" in answer["periods"][0]["scatter"]["words"]


def test_a_filter_judges_what_is_shown_and_says_how_much_of_it_is_estimated(city: World, client: Client) -> None:
    told = words_of(page_of(client, f"{SHARE}&filter=wert:einwohner::450"))

    assert "ist für diese Grenzen in 2 Gebieten geschätzt und wird so beurteilt, wie es gezeigt wird." in told


def test_an_edition_on_which_nothing_stands_gives_way_with_a_remark(city: World, client: Client) -> None:
    told = words_of(page_of(client, "?indikator=anteil&ebene=viertel&umgerechnet=stand-1990"))

    assert "umgerechnet" in told
    assert "stand-1990" in told
    assert "Umgerechnet vom" not in told


def test_files_and_pictures_say_what_was_carried(city: World, client: Client) -> None:
    query = f"{SHARE}&zweiter=kinder"
    table = client.get(f"{PAGE}daten.csv{query}").content.decode("utf-8-sig")
    shapes = client.get(f"{PAGE}daten.geojson{query}").json()
    picture = client.get(f"{PAGE}bild.svg{query}").content.decode()

    assert "Umrechnung;" in table
    assert table.count("Umrechnung;") > 1
    marks = {each["properties"]["key"]: each["properties"] for each in shapes["features"]}
    assert {key for key, cells in marks.items() if "estimated" in str(cells["flags"])} == set(GUESSED)
    assert {key for key, cells in marks.items() if "estimated" in str(cells["second_flags"])} == set(GUESSED)
    assert "31.12.2020 (umgerechnet)" in picture
    # Once over the map, once in its legend.
    assert picture.count("url(#pattern-estimated)") == picture.count("url(#pattern-estimated-key)") == 1
    assert "für diese Grenzen geschätzt (2)" in picture
    delivered = client.get(f"{PAGE}bild.svg{query.replace(FIRST, SECOND)}").content.decode()
    assert "url(#pattern-estimated" not in delivered
    assert "Umgerechnet vom Gebietsstand Stand 2020" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", picture))


def test_an_embedded_view_says_what_was_carried(city: World, client: Client) -> None:
    told = words_of(client.get(f"/embed/musterstadt/{SHARE}&sprache=de").content.decode())

    assert "31.12.2020 (umgerechnet)" in told
    assert told.count("Umgerechnet vom Gebietsstand Stand 2020") == 1


def test_what_is_withdrawn_takes_the_carried_period_along(city: World, client: Client) -> None:
    release = Release.objects.get(
        indicator__slug="anteil", period__code=FIRST, boundary_version__level__slug="viertel", state="published"
    )
    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Falsch gezählt.")

    told = words_of(page_of(client, SHARE))

    assert "Umgerechnet vom" not in told
    assert [period["code"] for period in json_of(client, SHARE)["periods"]] == [SECOND]


def test_a_hidden_part_is_hidden_in_all_parts_and_in_no_statistic(world: World, client: Client) -> None:
    build_drawn_anew(world, early="schluessel;einwohner;kinder\n11;1.000;200\n12;500;2\n21;800;120\n22;700;30\n")
    answer = json_of(client, SHARE)
    body = next(iter(parted(client.get(answer["series"][0]).content)))

    content = decode(body)

    assert all(int(content.status[place]) == Status.SUPPRESSED for place in (1, 2))
    assert "geschätzt" not in answer["periods"][0]["sentence"]


def test_a_saved_view_opens_on_its_edition_and_says_what_is_gone(city: World) -> None:
    bert = client_of(city.bert)
    state = read_state(parse_qsl(SHARE.removeprefix("?"))).state
    row = save_view(organisation=city.city, state=state, name="Auf 2021", by=city.bert, sharing=Sharing.NOBODY)
    gone = replace(state, what=replace(state.what, umgerechnet="stand-1990"))
    save_view(organisation=city.city, state=gone, name="Auf 1990", by=city.bert, sharing=Sharing.NOBODY)

    opened = bert.get(f"{PAGE}ansichten/{row.uuid}/")
    listed = words_of(html.unescape(bert.get(f"{PAGE}ansichten/").content.decode()))

    assert f"umgerechnet={NEWER}" in opened.headers["Location"]
    assert f"stand={FIRST}" in opened.headers["Location"]
    assert "„umgerechnet“: „stand-1990“" in listed
    assert f"„umgerechnet“: „{NEWER}“" not in listed
    assert f"„{FIRST}“" not in listed
