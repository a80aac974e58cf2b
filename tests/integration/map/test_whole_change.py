# SPDX-License-Identifier: EUPL-1.2
"""By how much the whole changed is one figure, wherever a reader meets it."""

import html
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("demo")

FINE = {"berlin": "planungsraum", "koeln": "stadtteil"}
FIGURE = re.compile(
    r'/indikatoren/([\w-]+)/">.*?([+−±][\d.,]+|0,0)\s(?:Prozentpunkte|Personen) seit (\d{4}), '
    r"(?:berechnet|wie veröffentlicht).*?Stand ([\d.]+)",
    re.DOTALL,
)


def page_of(address: str, language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def key_figures(city: str) -> dict[str, tuple[str, str, str]]:
    """Return by indicator the change of the whole on the start page, the period before and the period of both."""
    found: dict[str, tuple[str, str, str]] = {}
    for part in page_of(f"/{city}/").split('<div class="key-figure">')[1:]:
        told = FIGURE.search(part)
        if told:
            slug, amount, year, day = told.groups()
            until = "-".join(reversed(day.split(".")))
            found[slug] = amount, f"{year}{until[4:]}", until
    return found


def bench(city: str, slug: str, since: str, until: str, panel: str, language: str = "de") -> str:
    asked = f"indikator={slug}&ebene={FINE[city]}&stand={until}&vergleich={since}&tafeln={panel}"
    return page_of(f"/{city}/analyse/?{asked}", language)


def whole_in(page: str, place: str, name: str = "Berlin") -> str:
    """Return the change of the whole as a panel tells it."""
    at = page.index(place)
    found = re.search(rf"{name}: ([+−]?[\d.,]+)([^<]*)", page[at : at + 6000])
    assert found, page[at : at + 600]
    return found[1]


def test_start_page_and_balance_tell_the_same_change_of_the_whole() -> None:
    told = key_figures("berlin")

    assert {"kinderarmut", "einwohner", "anteil-unter-18"} <= told.keys()
    for slug, (amount, since, until) in told.items():
        assert whole_in(bench("berlin", slug, since, until, "bilanz"), "data-balance-words") == amount, slug


def test_what_was_computed_before_rounding_says_so_where_the_figures_shown_tell_another() -> None:
    amount, since, until = key_figures("berlin")["kinderarmut"]

    page = bench("berlin", "kinderarmut", since, until, "bilanz")
    english = bench("berlin", "kinderarmut", since, until, "bilanz", "en")

    # 30.0 % and 27.8 % are shown; before rounding the difference is -2.1.
    assert amount == "−2,1"
    assert "Berlin: −2,1\xa0Prozentpunkte (vor dem Runden gerechnet)." in page
    assert "Berlin: −2.1\xa0percentage points (computed before rounding)." in english


def test_other_periods_tell_the_difference_of_both_figures_and_call_it_that() -> None:
    page = bench("berlin", "anteil-unter-18", "2022-12-31", "2024-12-31", "bilanz")

    assert re.search(r"Berlin: [+−]\d,\d\xa0Prozentpunkte \(Unterschied der gezeigten Werte\)\.", page)


def test_areas_are_held_against_that_very_change() -> None:
    amount, since, until = key_figures("berlin")["kinderarmut"]

    assert whole_in(bench("berlin", "kinderarmut", since, until, "auffaellig"), "data-striking") == amount


def test_map_profile_files_and_workbench_of_the_whole_alone_tell_it_too() -> None:
    amount, since, until = key_figures("berlin")["kinderarmut"]
    asked = f"indikator=kinderarmut&ebene=stadt&stand={until}"

    addresses = (
        f"/berlin/karte/?{asked}",
        f"/berlin/karte/daten.csv?{asked}",
        "/berlin/gebiete/lor-2006/stadt/11000000/",
        f"/berlin/analyse/?{asked}&vergleich={since}&tafeln=bilanz",
        f"/berlin/analyse/?{asked}&gebiet=11000000&tafeln=gegenueber",
    )
    for address in addresses:
        # Files for spreadsheets write a hyphen for the sign.
        assert amount in page_of(address).replace("-2,1", "−2,1"), address


def test_whole_of_a_city_whose_whole_is_no_area_is_the_difference_of_what_is_shown() -> None:
    page = bench("koeln", "einwohner", "2011-12-31", "2012-12-31", "bilanz")

    assert re.search(r"Köln: [+−][\d.]+\xa0Personen \([+−][\d,]+\xa0%\)\.", page)
