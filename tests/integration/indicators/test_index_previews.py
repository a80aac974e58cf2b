# SPDX-License-Identifier: EUPL-1.2
"""What the preview of an index says of itself: for which period and why, how many variants, and what is not known."""

from datetime import date
from typing import Any

import pytest

from indicators.selectors.workshop_stands import Stand, fitting, held_at
from sozialplanung.accounts.models import User
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.workshopcity import WORKSHOP, begin, build_workshop_city, edit, look, publish
from tests.factories.world import World

OLD, NEW = "2018-12-31", "2020-12-31"


def _build(world: World) -> World:
    build_workshop_city(world)
    publish(world, "arbeitslosigkeit", (5.0, 8.0, 6.0, 13.0), NEW)
    publish(world, "schulden", (3.0, 2.5, 8.0, 6.0), NEW)
    return world


kept_city = standing(_build)


def follow(person: User, answer: Any) -> Any:  # noqa: ANN401 - an answer with its context
    assert answer.status_code == 302, answer.content.decode()
    return client_of(person).get(answer["Location"].partition("#")[0])


def shown(answer: Any) -> str:  # noqa: ANN401 - an answer with its context
    return str(answer.context["stand"]).partition("@")[0]


@pytest.mark.django_db
def test_added_component_without_newer_figures_is_named_where_it_moves_the_preview(city: World) -> None:
    draft = begin(city.bert)
    assert shown(look(city.bert, draft)) == NEW

    page = follow(city.bert, edit(city.bert, draft, "add", {"new_indicator": "fluktuation"}))

    html = page.content.decode()
    assert shown(page) == OLD
    assert "Vorschau jetzt für 31.12.2018 · " in html
    assert ": „Fluktuation“ hat keinen neueren Wert." in html
    assert "Nehmen Sie ihn heraus" in html
    assert html.count('class="part__held"') == 1
    card = html.partition('class="part__held"')[0].rpartition('class="part__name"')[2]
    assert ">Fluktuation<" in card


@pytest.mark.django_db
def test_preview_that_stands_at_an_older_period_says_so_on_every_visit_and_in_english(city: World) -> None:
    draft = begin(city.bert, chosen=("arbeitslosigkeit", "schulden", "fluktuation"))

    german_page = look(city.bert, draft).content.decode()
    answer: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/", headers={"accept-language": "en"})

    assert "Vorschau für 31.12.2018" in german_page
    assert "Preview for 31 December 2018" in answer.content.decode()
    assert "“Fluktuation” has no newer figure." in answer.content.decode()
    assert "„Fluktuation“ hat keinen neueren Wert." in look(city.bert, draft, "methodenblatt/").content.decode()


@pytest.mark.django_db
def test_component_taken_out_gives_the_newest_period_back_although_the_start_lacks_it(city: World) -> None:
    draft = begin(city.bert, chosen=("arbeitslosigkeit", "schulden", "fluktuation"))

    page = follow(city.bert, edit(city.bert, draft, "remove:2", {}))

    assert shown(page) == NEW
    assert page.context["held"] is None
    assert page.context["moved"] is None
    assert "Kein Vergleich mit dem Ausgangspunkt" in page.content.decode()


@pytest.mark.django_db
def test_period_that_somebody_chose_stays_when_they_save(city: World) -> None:
    draft = begin(city.bert)
    chosen = next(code for code, _words in look(city.bert, draft).context["stands"] if code.startswith(OLD))

    page = follow(city.bert, edit(city.bert, draft, "save", {"stand": chosen}))
    newest = follow(city.bert, edit(city.bert, draft, "save", {}))

    assert shown(page) == OLD
    assert page.context["held"] is None
    assert shown(newest) == NEW


@pytest.mark.django_db
def test_components_without_a_common_period_are_named(city: World) -> None:
    publish(city, "kinder", (1.0, 2.0, 3.0, 4.0), "2011-12-31")
    draft = begin(city.bert)

    page = follow(city.bert, edit(city.bert, draft, "add", {"new_indicator": "kinder"}))

    assert german("There is no period for which all components are released.") in page.content.decode()
    assert "„Kinder“ heraus" in page.content.decode()


def _stand(year: int) -> Stand:
    return Stand(f"{year}-12-31", "alt", date(year, 12, 31), "Alt")


@pytest.mark.parametrize(
    ("there", "wanted", "held"),
    [
        ({2018: "ab", 2020: "a"}, "ab", ("b", 2020)),
        ({2018: "abc", 2020: "bc", 2022: "c"}, "abc", ("a", 2020)),
        ({2018: "abc", 2022: "c"}, "abc", None),
        ({2018: "ab", 2022: "x"}, "ab", None),
        ({2018: "ab", 2022: "ab"}, "ab", None),
    ],
)
def test_what_is_held_back_is_told_where_single_components_do_it(
    there: dict[int, str], wanted: str, held: tuple[str, int] | None
) -> None:
    found = {_stand(year): frozenset(slugs) for year, slugs in there.items()}

    told = held_at(found, set(wanted), fitting(found, set(wanted))[0])

    assert (told and ("".join(told.by), told.wanted.start.year)) == held


def test_older_period_that_somebody_chose_is_not_held_back_by_anybody() -> None:
    found = {_stand(2016): frozenset("ab"), _stand(2018): frozenset("ab"), _stand(2020): frozenset("a")}

    assert held_at(found, {"a", "b"}, _stand(2016), _stand(2016).code) is None
    asked = held_at(found, {"a", "b"}, _stand(2018), _stand(2020).code)
    assert asked
    assert (asked.by, asked.is_asked, asked.is_newest) == (("b",), True, True)


def test_component_whose_figures_alternate_is_not_said_to_have_no_newer_ones() -> None:
    found = {_stand(2018): frozenset("ab"), _stand(2020): frozenset("a"), _stand(2022): frozenset("b")}

    told = held_at(found, {"a", "b"}, _stand(2018))

    assert told
    assert (told.by, told.wanted.start.year, told.is_newest) == (("a",), 2022, False)


@pytest.mark.django_db
def test_column_that_cannot_be_computed_is_left_out_and_its_reason_said_once(city: World) -> None:
    draft = begin(city.bert)

    html = look(city.bert, draft).content.decode()

    reason = (
        "Der Einfluss des Zufalls ist nicht berechenbar: Für keinen Teilindikator ist eine Zufallsschwankung bekannt."
    )
    assert html.count(reason) == 1
    assert html.index(reason) < html.index("data-index-table")
    assert html.count("nicht berechenbar") == 1
    heads = html.partition("data-index-table")[2].partition("</thead>")[0]
    assert german("Moved by choices") in heads
    assert german("Moved by chance") not in heads
    assert html.count("data-stroke") == len(look(city.bert, draft).context["rows"])


@pytest.mark.django_db
def test_editor_and_method_sheet_say_how_many_variants_each_counts(city: World) -> None:
    draft = begin(city.bert)

    editor = look(city.bert, draft).context["counted"]
    sheet = look(city.bert, draft, "methodenblatt/")

    for words in (editor, sheet.context["counted"]):
        assert "300" in words
        assert "1.000" in words
        # Nothing is known of chance here, so that no draws were counted.
        assert "Ziehungen" not in words
    assert editor != sheet.context["counted"]
    assert sheet.context["counted"] in sheet.content.decode()
    assert editor in look(city.bert, draft).content.decode()


@pytest.mark.django_db
def test_fifths_of_an_index_without_classes_are_counted_in_good_english(city: World) -> None:
    draft = begin(city.bert)
    edit(city.bert, draft, "save", {"class_mode": "none"})

    answer: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/", headers={"accept-language": "en"})

    legend = [each["label"] for each in answer.context["picture"]["legend"]]
    assert legend == ["fifth with the most need", "4th fifth", "3rd fifth", "2nd fifth", "fifth with the least need"]
