# SPDX-License-Identifier: EUPL-1.2
"""Areas against others: figures are published or summed from published counts, and what is hidden is not compared."""

import html
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.profile_numbers import number
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench import areasets
from indicators.stats.compare import Outcome
from indicators.stats.references import Counted, interval_between, stands
from tests.integration.map.test_workbench_time import CHILDREN, POVERTY, answer_of, page_of, shown, slices_of

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.check("C018")]

OPEN = f"{CHILDREN}&tafeln=gegenueber"
THRESHOLD = 3.0
WORDS = {Outcome.HIGHER: "höher", Outcome.SIMILAR: "ähnlich", Outcome.LOWER: "niedriger"}


@dataclass(frozen=True)
class Row:
    """One row of the table, as it is read."""

    area: str
    reference: str
    value: str
    interval: str
    distance: str
    words: str


@dataclass(frozen=True)
class Known:
    """The slice shown and its ground, read apart from the panel."""

    content: SliceContent
    ground: dict[str, Any]

    @property
    def values(self) -> Any:  # noqa: ANN401 - an array
        return self.content.numbers["value"].values

    def counted(self, places: list[int]) -> Counted:
        cases, persons = (self.content.numbers[band].values[places].sum() for band in ("numerator", "denominator"))
        return Counted(float(cases), float(persons))

    def chosen(self, places: list[int]) -> str:
        return f"&auswahl={areasets.written(places, self.ground['order'])}"

    def told(self, value: float) -> str:
        return f"{number(value, self.content.decimals, 'de')}\xa0%"


def known_of(query: str) -> Known:
    answer = answer_of(query)
    return Known(slices_of(answer)[answer["position"]], answer["grounds"][shown(answer)["edition"]])


def body_of(query: str) -> str:
    answer = Client(headers={"accept-language": "de"}).get(f"/berlin/analyse/gegenueber.json{query}")
    assert answer.status_code == 200
    return html.unescape(str(answer.json()["body"]))


def rows_of(body: str) -> list[Row]:
    table = body[body.index("<tbody>") : body.index("</tbody>")]
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [
        Row(*(re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))) for row in found
    ]


def row(body: str, start: str) -> Row:
    return next(each for each in rows_of(body) if each.reference.startswith(start))


def verdict(distance: float, one: Counted, other: Counted) -> str:
    return WORDS[stands(distance, threshold=THRESHOLD, ends=interval_between(one, other, factor=100))]


def places_with_value(known: Known, count: int) -> list[int]:
    return [int(place) for place in np.flatnonzero(~np.isnan(known.values))[5 : 5 + 30 * count : 30]]


@pytest.fixture
def known(demo: None) -> Known:
    return known_of(CHILDREN)


def test_whole_is_the_published_one_with_the_comparison_of_the_release(known: Known) -> None:
    for place in places_with_value(known, 4):
        found = row(body_of(f"{OPEN}&gebiet={known.ground['keys'][place]}"), "Berlin")

        assert known.content.city.value is not None
        assert found.value == known.told(known.content.city.value)
        assert found.words == WORDS[Outcome(int(known.content.codes["comparison"][place]))]


def test_larger_area_is_the_published_one_and_the_area_stands_against_its_rest(known: Known) -> None:
    regions = known_of(CHILDREN.replace("planungsraum", "bezirksregion"))
    for place in places_with_value(known, 4):
        found = next(
            each
            for each in rows_of(body_of(f"{OPEN}&gebiet={known.ground['keys'][place]}"))
            if each.reference.endswith("(Bezirksregion)")
        )

        name = found.reference.removesuffix(" (Bezirksregion)")
        at = next(at for at, key in enumerate(regions.ground["keys"]) if known.ground["keys"][place].startswith(key))
        assert regions.ground["names"][at] == name
        assert found.value == known.told(float(regions.values[at]))
        part, whole = known.counted([place]), regions.counted([at])
        distance = float(known.values[place] - regions.values[at])
        assert found.words == verdict(distance, part, whole.without(part))


def test_similar_areas_have_the_figure_of_their_summed_counts_and_are_those_of_their_page(known: Known) -> None:
    place = places_with_value(known, 1)[0]
    key = known.ground["keys"][place]
    body = body_of(f"{OPEN}&gebiet={key}")
    found = row(body, "Ähnliche Gebiete")

    names = re.search(r"die ähnlichsten zuerst: ([^<]*?)\.[ <]", body)
    assert names is not None
    members = [known.ground["names"].index(name) for name in names[1].split(", ")]
    group, own = known.counted(members), known.counted([place])
    share = round(100 * group.cases / group.persons, known.content.decimals)
    assert found.value == known.told(share)
    assert found.words == verdict(float(known.values[place]) - share, own, group)
    assert place not in members
    link = re.search(r'href="(/berlin/gebiete/[^"]+/aehnlich/\?stand=2024-12-31)"', body)
    assert link is not None
    page = html.unescape(Client(headers={"accept-language": "de"}).get(link[1]).content.decode())
    assert all(name in page for name in names[1].split(", "))


def test_own_choice_is_the_sum_of_its_counts_without_the_area_itself_where_they_are_compared(known: Known) -> None:
    inside, *others = places_with_value(known, 3)
    chosen = [inside, *others]
    body = body_of(f"{OPEN}&gebiet={known.ground['keys'][inside]}{known.chosen(chosen)}")
    found = [each for each in rows_of(body) if each.reference.startswith("Eigene Auswahl")]

    whole = known.counted(chosen)
    share = round(100 * whole.cases / whole.persons, known.content.decimals)
    assert {each.value for each in found} == {known.told(share)}
    assert len(found) == 3
    for place in chosen:
        own = known.counted([place])
        told = next(each for each in found if each.area == known.ground["names"][place])
        assert told.words == verdict(float(known.values[place]) - share, own, whole.without(own))


def test_hidden_area_is_compared_with_nothing_and_hides_the_sum_of_the_choice(known: Known) -> None:
    hidden = int(np.flatnonzero(np.isnan(known.values))[0])
    open_ones = places_with_value(known, 2)
    body = body_of(f"{OPEN}&gebiet={known.ground['keys'][hidden]}{known.chosen([hidden, *open_ones])}")

    own = [each for each in rows_of(body) if each.area == known.ground["names"][hidden]]
    assert len(own) == 1
    assert own[0].value == "–"
    assert "nicht verglichen:" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
    choice = [each for each in rows_of(body) if each.reference.startswith("Eigene Auswahl")]
    assert len(choice) == 2
    for each in choice:
        assert each.value == each.distance == "–"
        assert each.words.startswith("nicht verglichen: Ohne Zahl: 1 von 3 Gebieten")


def test_rates_without_counts_have_no_group_and_the_threshold_decides_alone(known: Known) -> None:
    body = body_of(f"{POVERTY}&tafeln=gegenueber&gebiet=08010301")

    group = row(body, "Ähnliche Gebiete")
    assert group.value == "–"
    assert "Die Zahlen dahinter lassen sich nicht addieren" in group.words
    assert row(body, "Berlin").words == "höher (allein nach der Fachschwelle)"
    before = row(body, "Stand davor (31.12.2016)")
    assert before.words == "niedriger (allein nach der Fachschwelle)"
    assert before.distance.startswith("−")


def test_period_before_is_the_published_change_of_the_area(known: Known) -> None:
    answer = answer_of(f"{CHILDREN}&tafeln=bilanz&vergleich={answer_of(CHILDREN)['periods'][-2]['code']}")
    balance = shown(answer)["balance"]
    place = places_with_value(known, 1)[0]

    found = row(body_of(f"{OPEN}&gebiet={known.ground['keys'][place]}"), "Stand davor")

    distance = balance["difference"][place] / 10 ** balance["decimals"]
    assert found.distance == number(distance, balance["decimals"], "de", is_signed=True)
    ends = tuple(balance[name][place] / 10 ** balance["decimals"] for name in ("lower", "upper"))
    assert found.words == WORDS[stands(distance, threshold=THRESHOLD, ends=ends)]


def test_first_period_has_none_before(known: Known) -> None:
    query = OPEN.replace("2024-12-31", answer_of(CHILDREN)["periods"][0]["code"])
    first = known_of(query)

    body = body_of(f"{query}&gebiet={first.ground['keys'][places_with_value(first, 1)[0]]}")

    assert not [each for each in rows_of(body) if each.reference.startswith("Stand davor")]


def test_numbers_of_people_stand_against_the_period_before_alone(known: Known) -> None:
    key = known.ground["keys"][places_with_value(known, 1)[0]]

    body = body_of(f"?indikator=einwohner&ebene=planungsraum&stand=2024-12-31&tafeln=gegenueber&gebiet={key}")

    assert [each.reference[:11] for each in rows_of(body)] == ["–", "Stand davor"]


def test_index_is_no_sum_and_has_no_larger_area_on_its_scale(known: Known) -> None:
    body = body_of("?indikator=mss-status&ebene=planungsraum&tafeln=gegenueber&gebiet=08010301")

    for each in rows_of(body)[1:]:
        assert each.words.startswith("nicht verglichen")


def test_axis_is_the_same_for_all_periods_and_holds_every_figure(known: Known) -> None:
    key = known.ground["keys"][places_with_value(known, 1)[0]]
    bodies = [body_of(f"{OPEN}&gebiet={key}"), body_of(f"{OPEN.replace('2024', '2022')}&gebiet={key}")]

    axes = [re.findall(r'<text class="course__label"[^>]*>([^<]+)<', body) for body in bodies]
    assert axes[0] == axes[1]
    for body in bodies:
        spots = [float(x) for x in re.findall(r'<circle class="versus__(?:own|other)" cx="([\d.]+)%"', body)]
        assert spots
        assert all(0 <= x < 100 for x in spots)


def test_page_holds_what_a_step_asks_for(known: Known) -> None:
    query = f"{OPEN}&gebiet={known.ground['keys'][places_with_value(known, 1)[0]]}"

    page = page_of(query)

    assert rows_of(body_of(query)) == rows_of(page[page.index("data-asked-body") :])


def test_seventh_area_is_counted_and_not_shown(known: Known) -> None:
    body = body_of(f"{OPEN}{known.chosen(places_with_value(known, 8))}")

    assert body.count("<article") == 6
    assert "2 weitere gewählte Gebiete stehen hier nicht" in body


def test_nobody_meant_leads_to_the_choice_and_closed_panel_asks_nothing(known: Known) -> None:
    assert "Klicken Sie ein Gebiet" in body_of(OPEN)
    assert 'data-workbench-panel="gegenueber"' not in page_of(CHILDREN)


def test_words_judge_nothing(known: Known) -> None:
    for language in ("de", "en"):
        answer = Client(headers={"accept-language": language}).get(
            f"/berlin/analyse/gegenueber.json{POVERTY}&gebiet=08010301"
        )
        assert not re.search(r"günstig|besser|schlechter|favourable|better|worse", str(answer.json()["body"]))
