# SPDX-License-Identifier: EUPL-1.2
"""Key figures of all and of chosen areas: of published figures alone, summed from counts or not at all."""

import html
import re

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.profile_numbers import number
from tests.integration.map.test_workbench_time import CHILDREN, POVERTY, page_of
from tests.integration.map.test_workbench_versus import known_of, places_with_value

pytestmark = pytest.mark.usefixtures("demo")

PEOPLE = CHILDREN.replace("anteil-unter-18", "einwohner")


def rows_of(query: str, place: str = "/berlin/analyse/") -> dict[str, list[str]]:
    answer = Client(headers={"accept-language": "de"}).get(f"{place}kennzahlen.json{query}")
    assert answer.status_code == 200
    body = html.unescape(str(answer.json()["body"]))
    found = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', body)
    return {name: re.findall(r"<td>([^<]*)</td>", cells) for name, cells in found}


def test_statistics_are_those_of_areas_with_a_value_for_all_and_for_chosen_ones() -> None:
    known = known_of(CHILDREN)
    hidden = int(np.flatnonzero(np.isnan(known.values))[0])
    chosen = [hidden, *places_with_value(known, 5)]

    rows = rows_of(f"{CHILDREN}{known.chosen(chosen)}")

    groups = [known.values, known.values[chosen]]
    assert rows["Gebiete"] == [str(group.size) for group in groups]
    assert rows["mit Wert"] == [str(int((~np.isnan(group)).sum())) for group in groups]
    assert rows["ohne Wert"][1].startswith("1 ")
    told = {"niedri": 0.0, "Median": 0.5, "höchst": 1.0}
    for name, share in told.items():
        head = next(each for each in rows if each.startswith(name))
        numbers = [float(cell.split("\xa0")[0].replace(",", ".")) for cell in rows[head]]
        assert numbers == pytest.approx([float(np.nanquantile(group, share)) for group in groups], abs=0.051)


def test_chosen_areas_together_have_the_rate_of_their_counts() -> None:
    known = known_of(CHILDREN)
    chosen = places_with_value(known, 5)

    cells = rows_of(f"{CHILDREN}{known.chosen(chosen)}")["alle zusammen, aus ihren Anzahlen"]

    counted = known.counted(chosen)
    assert cells[1].startswith(known.told(round(100 * counted.cases / counted.persons, 1)))
    assert "(" in cells[1]
    # Some areas are hidden: what all come to would tell their sum.
    assert cells[0].startswith("Ohne Zahl: ")


def test_numbers_add_up_and_rates_without_counts_do_not() -> None:
    known = known_of(PEOPLE)
    chosen = places_with_value(known, 4)

    cells = rows_of(f"{PEOPLE}{known.chosen(chosen)}")["Summe"]

    assert cells[1].startswith(number(float(known.values[chosen].sum()), 0, "de"))
    rates = rows_of(f"{POVERTY}{known_of(POVERTY).chosen([3, 4])}")["alle zusammen, aus ihren Anzahlen"]
    assert "Die Zahlen dahinter lassen sich nicht addieren" in rates[1]


def test_without_a_choice_all_stand_alone_and_no_mean_is_offered() -> None:
    rows = rows_of(CHILDREN)

    assert {len(cells) for cells in rows.values()} == {1}
    assert not any("Mittel" in name for name in rows)


def test_page_holds_what_a_step_asks_for_and_a_closed_panel_nothing() -> None:
    query = f"{CHILDREN}&tafeln=kennzahlen"

    page = page_of(query)

    table = page[page.index('data-workbench-panel="kennzahlen"') :]
    for name, (cell,) in rows_of(query).items():
        assert f'<tr><th scope="row">{name}</th><td>{cell}</td>' in table
    assert 'data-workbench-panel="kennzahlen"' not in page_of(CHILDREN)
