# SPDX-License-Identifier: EUPL-1.2
"""Numbers in the editor of an index: read and written in the reader's language, and of a size that a recipe states."""

import re
from typing import Any

import pytest

from indicators.rendering.recipe_drafts import leaves
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.workshopcity import WORKSHOP, begin, build_workshop_city, edit, look
from tests.factories.world import World

pytestmark = pytest.mark.django_db
MANY = "9" * 300

kept_city = standing(build_workshop_city)


@pytest.mark.parametrize(
    ("typed", "stored", "de", "en"),
    [
        ("2,5", 2.5, "2,5", "2.5"),
        ("2.5", 2.5, "2,5", "2.5"),
        ("1", 1.0, "1", "1"),
        ("0,0625", 0.0625, "0,0625", "0.0625"),
    ],
)
def test_weight_is_read_with_comma_and_point_and_written_in_the_language_of_the_reader(
    city: World, typed: str, stored: float, de: str, en: str
) -> None:
    draft = begin(city.bert)

    assert edit(city.bert, draft, "save", {"p0-weight": typed}).status_code == 302

    draft.refresh_from_db()
    assert leaves(draft.content)[0]["weight"] == stored
    english: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/", headers={"accept-language": "en"})
    shown = [
        re.findall(r'name="p0-weight" value="([^"]*)"', page.content.decode())
        for page in (look(city.bert, draft), english)
    ]
    assert shown == [[de], [en]]
    assert f">Gewicht {de}<" in look(city.bert, draft, "methodenblatt/").content.decode()


def test_number_that_could_be_thousands_or_decimals_is_asked_about(city: World) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "save", {"minimum_inhabitants": "1.000", "inhabitants": ""})

    assert answer.status_code == 422
    assert "„1.000“ könnte eine Zahl in Tausendern" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.content["minimum_inhabitants"] is None


def test_cuts_are_written_with_every_digit_in_the_language_of_the_reader(city: World) -> None:
    draft = begin(city.bert)
    changes = {"class_mode": "cuts", "cuts": "−0.1234567; 1,5", "labels": "a\nb\nc"}

    assert edit(city.bert, draft, "save", changes).status_code == 302

    draft.refresh_from_db()
    assert [cut["at"] for cut in draft.content["cuts"]] == [-0.1234567, 1.5]
    assert look(city.bert, draft).context["editor"].recipe["cuts"].value() == "-0,1234567; 1,5"


@pytest.mark.check("C066")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"p0-weight": MANY}, "p0-weight"),
        ({"p0-weight": "1e3"}, "p0-weight"),
        ({"p0-weight": "nan"}, "p0-weight"),
        ({"p0-weight": "1_0"}, "p0-weight"),
        ({"p0-weight": "\uff11"}, "p0-weight"),
        ({"p0-weight": "1001"}, "p0-weight"),
        ({"p0-transform": "winsorise", "p0-amount": MANY}, "p0-amount"),
        ({"p0-transform": "winsorise", "p0-amount": "10001"}, "p0-amount"),
        ({"p0-transform": "winsorise", "p0-amount": "1,5"}, "p0-amount"),
        ({"p0-transform": "log", "p0-amount": MANY}, "p0-amount"),
        ({"p0-transform": "rank_exponential", "p0-amount": "1"}, "p0-amount"),
        ({"p0-scale": "target", "p0-target": f"-{MANY}"}, "p0-target"),
        ({"d0-divisor": MANY}, "d0-divisor"),
        ({"d0-needed": MANY}, "d0-needed"),
        ({"minimum_inhabitants": MANY, "inhabitants": "einwohner"}, "minimum_inhabitants"),
        ({"quantile_count": MANY}, "quantile_count"),
        ({"class_mode": "cuts", "cuts": f"1; {MANY}"}, "cuts"),
    ],
)
def test_number_that_no_recipe_states_is_refused_at_its_field(city: World, changes: dict[str, str], field: str) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "save", changes)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'href="#id_{field}"' in html
    assert html.count(f'id="id_{field}_error"') == 1


def test_terms_of_statistics_are_explained_where_they_are_used(city: World) -> None:
    draft = begin(city.bert)

    editor = look(city.bert, draft).content.decode()
    sheet = look(city.bert, draft, "methodenblatt/").content.decode()
    compared = look(city.bert, draft, "vergleich/").content.decode()
    preset = client_of(city.bert).get(f"{WORKSHOP}neu/?vorlage=additive_z&ebene=viertel").content.decode()

    for html, terms in (
        (
            editor,
            ("z-Wert", "Winsorisieren", "Mazziotta-Pareto-Index", "Hauptkomponente", "Quantile nach Typ 7 und Typ 9"),
        ),
        (sheet, ("z-Wert", "Cronbachs Alpha", "Wirksames Gewicht", "Korrelation")),
        (compared, ("Rangkorrelation (Spearman)",)),
        (preset, ("z-Wert",)),
    ):
        assert german("What do the terms mean?") in html
        for term in terms:
            assert f"<dt>{term}</dt>" in html
    assert "/glossar/#" in sheet
    assert editor.count('href="#woerter"') == 3
    assert editor.count('id="woerter"') == 1
