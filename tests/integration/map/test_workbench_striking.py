# SPDX-License-Identifier: EUPL-1.2
"""Areas that stand out against the trend of their city: the five of the planner's morning, and what is unsure."""

import html
import re
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.models import Indicator, IndicatorDefinition, Release, SeriesBreak
from indicators.models.periods import Period
from indicators.rendering.workbench import areasets
from indicators.stats.compare import change_of_shares
from indicators.stats.striking import Verdict
from tests.factories.planningcity import (
    BEFORE,
    FIRST,
    NOW,
    QUARTERS,
    RISING,
    SLUG,
    SMALL,
    build_planning_city,
    children,
    declare,
    name_of,
    poor,
)
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/analyse/"
ASKED = f"?indikator={SLUG}&ebene=viertel&stand={NOW}&tafeln=auffaellig"

kept_city = standing(build_planning_city)


@pytest.fixture(autouse=True)
def _city(city: World) -> World:
    return city


def page_of(query: str = "", language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(f"{PAGE}{ASKED}{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def answer_of(query: str = "") -> dict[str, Any]:
    return dict(Client(headers={"accept-language": "de"}).get(f"{PAGE}antwort.json{ASKED}{query}").json())


def striking_of(query: str = "", at: int | None = None) -> dict[str, Any]:
    answer = answer_of(query)
    return dict(answer["periods"][answer["position"] if at is None else at]["striking"])


def title_of(page: str) -> str:
    found = re.search(r"data-striking-title>([^<]*)<", page)
    assert found
    return found[1]


def listed(page: str, group: str) -> list[str]:
    """Return the names in a list of the page."""
    found = re.search(rf'data-striking-group="{group}".*?</ul>', page, re.DOTALL)
    assert found
    return re.findall(r'class="striking__name"[^>]*>([^<]*)<', found[0])


def said(codes: str, verdict: Verdict) -> list[str]:
    return [key for key, code in zip(QUARTERS, codes, strict=True) if code == str(int(verdict))]


@pytest.mark.check("C012")
def test_five_areas_that_truly_rose_stand_out_and_no_other() -> None:
    page, striking = page_of(), striking_of()

    assert title_of(page) == "Kinderarmut: fünf Gebiete stiegen stärker als der Rest von Musterstadt"
    assert listed(page, "rising") == [name_of(key) for key in RISING]
    assert listed(page, "falling") == []
    assert said(striking["codes"], Verdict.FOUND) == list(RISING)
    assert "39 Viertel beurteilt (31.12.2023 gegenüber 31.12.2019): 5 auffällig" in page
    assert "34 innerhalb des Zufalls" in page


def test_area_with_a_hundred_children_is_unsure_whatever_its_change_looks_like() -> None:
    page, striking = page_of(), striking_of()

    assert listed(page, "unsure") == [name_of(SMALL)]
    assert said(striking["codes"], Verdict.UNSURE) == [SMALL]
    assert "nur 100\xa0Kinder; ab 200 wird geurteilt" in page
    assert "20,0 → 51,0 (+31,0)" in page
    assert "1 unsicher, weil der Nenner in einem der Stände unter 200 liegt." in page
    assert "Gebiete werden beurteilt, wenn ihr Nenner in beiden Ständen mindestens 200 beträgt (üblicher Wert; " in page


def test_interval_is_the_one_of_both_changes_put_together() -> None:
    striking = striking_of()
    (found,) = [row for row in striking["rows"] if row[0] == QUARTERS.index(RISING[0])]

    others = [key for key in QUARTERS if key != RISING[0]]
    parts = [
        (np.array([float(poor(RISING[0], period))]), np.array([float(children(RISING[0]))])) for period in (FIRST, NOW)
    ]
    rest = [
        (np.array([float(sum(poor(key, period) for key in others))]), np.array([float(sum(map(children, others)))]))
        for period in (FIRST, NOW)
    ]
    (change, low, high), (other, rest_low, rest_high) = (
        tuple(float(each[0]) for each in change_of_shares(*pair)) for pair in ((parts[0], parts[1]), (rest[0], rest[1]))
    )
    difference = change - other
    told = [
        difference,
        difference - np.hypot(change - low, rest_high - other),
        difference + np.hypot(high - change, other - rest_low),
    ]
    assert [each / 10 for each in found[3:]] == pytest.approx(told, abs=0.05)
    assert found[2] / 10 == pytest.approx(other, abs=0.05)


def test_found_areas_become_the_choice_by_a_link() -> None:
    page = page_of()
    found = re.search(r'href="\?([^"]*)" data-striking-choice', page)
    assert found

    chosen = re.search(r"auswahl=([^&]*)", found[1])
    assert chosen
    there = areasets.read(chosen[1])
    assert there
    assert [QUARTERS[place] for place in there.positions] == list(RISING)
    followed = Client(headers={"accept-language": "de"}).get(f"{PAGE}?{found[1]}").content.decode()
    assert all(name_of(key) in followed for key in RISING)


def test_lists_go_by_name_and_by_size_on_request_and_never_worst_first_by_themselves() -> None:
    by_name, by_size = page_of(), page_of("&reihenfolge=-veraenderung")
    gaps = {QUARTERS[row[0]]: abs(row[3]) for row in striking_of()["rows"]}

    assert listed(by_name, "rising") == [name_of(key) for key in RISING]
    assert listed(by_size, "rising") == [name_of(key) for key in sorted(RISING, key=lambda key: -gaps[key])]
    assert 'data-striking-order="name" aria-current="true"' in by_name
    assert 'data-striking-order="-veraenderung" aria-current="true"' in by_size


@pytest.mark.check("C014")
def test_word_for_better_and_worse_stands_only_where_a_direction_is_declared() -> None:
    assert "Stärker gestiegen oder weniger gesunken als der Rest (ungünstiger)" in page_of()

    declare(direction="neutral", is_demographic=True)

    page = page_of()
    assert "Stärker gestiegen oder weniger gesunken als der Rest<" in page
    assert "ungünstiger" not in page[page.index("data-striking-title") : page.index("data-striking-figures")]


def test_denominator_that_is_no_noun_is_put_in_brackets() -> None:
    declare(denominator_text="alle Kinder unter 15 Jahren")

    assert "nur 100 (alle Kinder unter 15 Jahren); ab 200 wird geurteilt" in page_of()


def test_minimum_of_the_definition_decides_and_is_told() -> None:
    declare(minimum_denominator=1_600)

    page, codes = page_of(), striking_of()["codes"]

    too_small = [key for key in QUARTERS if children(key) < 1_600]
    assert said(codes, Verdict.UNSURE) == too_small
    assert title_of(page).startswith("Kinderarmut: kein Gebiet veränderte sich auffällig anders")
    assert "Nenner in beiden Ständen mindestens 1.600 beträgt (so in seiner Definition)" in page
    assert "data-striking-choice hidden" in page

    declare(minimum_denominator=50)

    assert SMALL in said(striking_of()["codes"], Verdict.FOUND)


def test_difference_below_the_threshold_is_counted_and_not_named() -> None:
    declare(relevance_threshold=20.0)

    page, codes = page_of(), striking_of()["codes"]

    assert said(codes, Verdict.SMALL) == list(RISING)
    assert listed(page, "rising") == []
    assert "0 auffällig, 5 über den Zufall hinaus, aber unter der Fachschwelle von 20\xa0Prozentpunkten" in page


def test_without_a_threshold_nothing_is_called_striking() -> None:
    declare(relevance_threshold=None)

    page, codes = page_of(), striking_of()["codes"]

    assert said(codes, Verdict.BEYOND) == list(RISING)
    assert title_of(page) == (
        "Kinderarmut: fünf Gebiete stiegen stärker als der Rest von Musterstadt, über den Zufall hinaus"
    )
    assert "keine Fachschwelle erklärt" in page
    assert "kann die Fachschwelle in der Definition des Indikators erklären" in page
    assert " auffällig," not in page


def test_without_counts_the_threshold_alone_decides_and_chance_is_not_claimed() -> None:
    declare(basis="rate_only")

    page, striking = page_of(), striking_of()

    assert {*RISING} <= {*said(striking["codes"], Verdict.FOUND)}
    assert all(row[4] is None and row[5] is None for row in striking["rows"])
    assert "Was davon Zufall ist, lässt sich nicht berechnen." in page
    assert "über den Zufall hinaus" not in page[page.index("data-striking-title") : page.index("data-striking-figures")]
    # Where no counts tell the rest, areas are held against the whole, and that is what the rows say.
    assert "Stärker gestiegen oder weniger gesunken als Musterstadt (ungünstiger)" in page
    assert striking["against"] == "Musterstadt"
    # What is known to be small is unsure all the same.
    assert said(striking["codes"], Verdict.UNSURE) == [SMALL]


def test_neither_counts_nor_threshold_say_nothing() -> None:
    declare(basis="rate_only", relevance_threshold=None)

    page, striking = page_of(), striking_of()

    assert "codes" not in striking
    assert "lassen sich hier nicht bestimmen" in title_of(page)
    assert "Weder Zahlen hinter diesen Werten noch eine Fachschwelle" in page


def test_nothing_is_told_across_a_break_nor_for_positions_and_numbers(city: World) -> None:
    subject = Indicator.objects.get(organisation=city.city, slug=SLUG)
    SeriesBreak.objects.create(
        organisation=city.city,
        indicator=subject,
        from_period=Period.objects.get(code=FIRST),
        to_period=Period.objects.get(code=BEFORE),
        kind="law",
        comparable="no",
        text="Neues Gesetz.",
        is_in_force=True,
    )

    broken, joined = striking_of(f"&vergleich={FIRST}"), striking_of(f"&vergleich={BEFORE}")
    counts = Client(headers={"accept-language": "de"}).get(f"{PAGE}?indikator=arme&ebene=viertel&tafeln=auffaellig")

    assert "codes" not in broken
    assert "nicht vergleichbar: Neues Gesetz." in broken["words"]
    assert said(joined["codes"], Verdict.FOUND) == list(RISING)
    assert "haben keinen gemeinsamen Trend" in html.unescape(counts.content.decode())
    declare(comparability="relative")
    assert "codes" not in striking_of()


def test_answer_holds_all_periods_so_that_a_step_asks_nobody() -> None:
    answer = answer_of(f"&vergleich={FIRST}")

    told = [period["striking"] for period in answer["periods"]]
    assert ["codes" in each for each in told] == [False, True, True]
    assert said(told[1]["codes"], Verdict.FOUND) == []
    assert said(told[2]["codes"], Verdict.FOUND) == list(RISING)
    assert answer["striking"][0]["at"] <= 0 <= answer["striking"][-1]["at"]


def test_filter_takes_rows_away_and_changes_no_verdict() -> None:
    away = page_of("&filter=in:bezirk:1&ausserhalb=weg")
    grey = page_of("&filter=in:bezirk:1")

    assert listed(away, "rising") == [name_of("103")]
    assert listed(grey, "rising") == [name_of(key) for key in RISING]
    assert striking_of("&filter=in:bezirk:1&ausserhalb=weg")["codes"] == striking_of()["codes"]
    assert title_of(away) == title_of(page_of())


def test_panel_speaks_english() -> None:
    page = page_of(language="en")

    assert title_of(page) == "Kinderarmut: five areas rose more than the rest of Musterstadt"
    assert "only 100\xa0Kinder; judged from 200 on" in page


def test_nothing_is_told_across_two_definitions(city: World) -> None:
    rows = IndicatorDefinition.objects.filter(indicator__slug=SLUG)
    rows.update(valid_until=date(2022, 1, 1))
    later = rows.get()
    later.pk, later.valid_from, later.valid_until = None, date(2022, 1, 1), None
    later.numerator_text = "Kinder in Haushalten mit Wohngeld"
    later.save()
    Release.objects.filter(indicator__slug=SLUG, period__code=NOW).update(definition=later)

    counted = "folgen verschiedenen Definitionen des Indikators"
    period = answer_of("&tafeln=auffaellig,bilanz,nebeneinander&vergleich=" + BEFORE)["periods"][-1]
    assert "codes" not in period["striking"]
    assert counted in period["striking"]["words"]
    assert counted in period["facing"]["words"]
    assert "Dieselbe Farbe heißt auf beiden dasselbe" not in period["facing"]["words"]
    assert "Jede Karte ist für sich zu lesen" in period["facing"]["words"]
    assert counted in page_of("&tafeln=bilanz&vergleich=" + BEFORE)
    # Between periods of one definition everything is told as before.
    assert "codes" in striking_of(f"&vergleich={FIRST}", at=1)
