# SPDX-License-Identifier: EUPL-1.2
"""Two recipes side by side, and the method sheet: names in full, why an area moves, no correlation rounded up to 1."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from indicators.models import RecipeDraft
from indicators.rendering.workshop_movers import Mover, Why
from indicators.services.indexing_workshop import drafting
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.reading import recipe_to_content
from indicators.views.workshop.moverwords import why_words
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.workshopcity import WORKSHOP, begin, build_workshop_city
from tests.factories.world import World

kept_city = standing(build_workshop_city)

LONG = "Familienbedarfsindexweiterentwicklungsvorschlag " * 2
OTHERS = "Follows because other areas change class: classes keep their size."
BOUND = "Its index passes a fixed bound, though among the others it hardly moves that way."
DIFFERENT = "The two recipes make their classes in different ways."
MOVER = Mover(0, (4, 3), (1, 2), (1, 2), (), 0.0, "sizes", "")


def words(mover: Mover, causes: str = "", *, is_divided: bool = True) -> str:
    with translation.override("en"):
        return why_words(mover, causes, lambda reason: f"<{reason}>", is_divided=is_divided)


@pytest.mark.parametrize(
    ("mover", "causes", "why", "told"),
    [
        (replace(MOVER, own=0.4), "A +0.40", "own", "A +0.40"),
        (MOVER, "", "others", OTHERS),
        (replace(MOVER, own=-0.4), "A −0.40", "others", f"A −0.40. {OTHERS}"),
        (replace(MOVER, making="bounds"), "", "bound", BOUND),
        (replace(MOVER, making="different", own=0.4), "A +0.40", "classes", f"A +0.40. {DIFFERENT}"),
        (replace(MOVER, own=0.02), "", "own", "Many components, each by less than 0.01."),
        (replace(MOVER, ranks=(None, 3), reason="named"), "A +0.40", "unrated", "Not rated before: <named>."),
        (replace(MOVER, ranks=(3, None), reason="named"), "", "unrated", "Not rated now: <named>."),
    ],
)
def test_every_area_that_changes_class_is_told_why(mover: Mover, causes: str, why: Why, told: str) -> None:
    assert mover.why == why
    assert words(mover, causes) == told


def test_index_that_cannot_be_divided_says_so() -> None:
    told = words(replace(MOVER, own=0.4), is_divided=False)

    assert told == "Cannot be divided among the components: there are too many for this aggregation."


def _draft(city: World, name: str) -> RecipeDraft:
    recipe = PRESETS["additive_z"].recipe([Source("arbeitslosigkeit"), Source("schulden")], slug="anderer-bedarf")
    content = recipe_to_content(recipe)
    return drafting.create_draft(
        organisation=city.city, start=drafting.Start(name, "viertel", content, content), by=city.bert
    )


@pytest.mark.django_db
def test_long_names_of_recipes_stand_beside_the_drawing_in_full(city: World) -> None:
    draft, other = begin(city.bert), _draft(city, LONG.strip())

    page: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/vergleich/?mit={other.uuid}")

    html = page.content.decode()
    figure = html.partition('<figure class="scatter">')[2].partition("</figure>")[0]
    drawing = figure.partition("<svg")[2].partition("</svg>")[0]
    assert "<text" not in drawing
    across = figure.partition("scatter__axis--across")[2]
    assert LONG.strip() in across
    assert draft.name in figure.partition("<svg")[0]


@pytest.mark.django_db
def test_same_recipe_correlates_by_1_and_moves_nobody(city: World) -> None:
    draft, other = begin(city.bert), _draft(city, "Anderer Bedarf")

    page: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/vergleich/?mit={other.uuid}")

    assert "Rangkorrelation (Spearman): 1,000." in page.content.decode()
    assert german("No area changes its class.") in page.content.decode()


@pytest.mark.django_db
def test_other_weights_are_told_with_a_cause_for_every_area_that_changes_class(city: World) -> None:
    draft = begin(city.bert, chosen=("arbeitslosigkeit", "schulden", "fluktuation"))

    page: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/vergleich/?mit=vorlage-equal_ranks")

    rows = page.context["moved"]["rows"]
    assert rows
    assert all(row["why"] for row in rows)
