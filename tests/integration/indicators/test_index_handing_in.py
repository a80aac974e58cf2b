# SPDX-License-Identifier: EUPL-1.2
"""Handing a recipe in: everything that is missing at once, names that approvers know, and the second person."""

import re
from typing import Any

import pytest

from indicators.models import DraftState, IndicatorDefinition, Recipe, RecipeDraft
from indicators.rendering.recipe_drafts import leaves
from indicators.services.indexing_workshop import drafting
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.workshopcity import TEXTS, WORKSHOP, begin, build_workshop_city, edit, fields_of, look
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NAME = TEXTS["text_name"]

kept_city = standing(build_workshop_city)


def anchors(html: str) -> list[str]:
    """Return where the links of the summary of errors lead, in their order; every place has to be there once."""
    summary = html.partition("data-focus")[2].partition("</ul>")[0]
    found = re.findall(r'href="#([^"]+)"', summary)
    for each in found:
        assert html.count(f'id="{each}"') == 1, each
    return found


def section_of(html: str, anchor: str) -> str:
    """Return the tag of the section that holds a field: the last details before it that is not closed again."""
    before = html.partition(f'id="{anchor}"')[0]
    opened: list[str] = []
    for tag in re.findall(r"<details[^>]*>|</details>", before):
        if tag == "</details>":
            opened.pop()
        else:
            opened.append(tag)
    return opened[-1] if opened else ""


def handed_in(city: World) -> RecipeDraft:
    draft = begin(city.bert, name="Versuch 3")
    assert edit(city.bert, draft, "submit", TEXTS).status_code == 302
    draft.refresh_from_db()
    return draft


def decide(city: World, draft: RecipeDraft, **said: str) -> Any:  # noqa: ANN401 - an answer with its context
    page = look(city.frida, draft, "freigabe/")
    seen = page.context["form"]["content_hash"].value()
    return client_of(city.frida).post(f"{WORKSHOP}{draft.uuid}/freigabe/", {"content_hash": seen, "text": "", **said})


@pytest.mark.check("C047")
def test_everything_that_is_missing_is_told_at_once_with_a_link_into_an_open_section(city: World) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "submit", {"text_subtitle": "Index"})

    html = answer.content.decode()
    assert answer.status_code == 422
    fields = [f"id_{name}" for name in ("valid_from", *(name for name in TEXTS if name != "valid_from"))]
    assert anchors(html) == [each for each in fields if each != "id_text_subtitle"]
    assert all(" open" in section_of(html, each) for each in fields)
    assert " open" not in section_of(html, "id_cuts")
    assert "<title>Fehler: " in html
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == (DraftState.DRAFT, 0)


def test_what_was_refused_can_be_filled_in_and_handed_in_on_the_same_page(city: World) -> None:
    draft = begin(city.bert)
    page = edit(city.bert, draft, "submit", {"p0-weight": "2,5"})
    assert page.status_code == 422

    again = client_of(city.bert).post(f"{WORKSHOP}{draft.uuid}/", fields_of(page) | TEXTS | {"action": "submit"})

    draft.refresh_from_db()
    assert (again.status_code, draft.state) == (302, DraftState.SUBMITTED)
    assert leaves(draft.content)[0]["weight"] == 2.5


def test_what_is_wrong_and_what_is_missing_are_told_together(city: World) -> None:
    draft = begin(city.bert)
    wrong = {"p1-weight": "viel", "p0-transform": "winsorise", "p0-amount": "", "class_mode": "cuts", "cuts": "2; 1"}

    html = edit(city.bert, draft, "submit", TEXTS | wrong | {"valid_from": "", "text_limits": " "}).content.decode()

    assert anchors(html) == ["id_p0-amount", "id_p1-weight", "id_cuts", "id_valid_from", "id_text_limits"]
    assert all(" open" in section_of(html, each) for each in ("id_p0-amount", "id_cuts", "id_valid_from"))
    summary = html.partition("data-focus")[2].partition("</ul>")[0]
    assert "Arbeitslosigkeit, " in summary
    assert "Schulden, " in summary


def test_draft_without_a_component_is_told_so_beside_its_missing_texts(city: World) -> None:
    start = drafting.start_from_nothing(name="Neu", level="viertel")
    draft = drafting.create_draft(organisation=city.city, start=start, by=city.bert)

    html = edit(city.bert, draft, "submit", {}).content.decode()

    assert {"new_indicator", "id_text_name", "id_valid_from"} <= set(anchors(html))


def test_component_that_was_marked_later_asks_for_its_reason_at_its_card(city: World) -> None:
    draft = begin(city.bert)
    IndicatorDefinition.objects.filter(indicator__slug="schulden").update(direction="neutral", is_demographic=True)

    page = edit(city.bert, draft, "submit", TEXTS)
    reason = {"p1-justification": "Wer viele Schulden hat, braucht hier Beratung."}
    again = client_of(city.bert).post(f"{WORKSHOP}{draft.uuid}/", fields_of(page) | reason | {"action": "submit"})

    assert anchors(page.content.decode()) == ["id_p1-justification"]
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_what_was_typed_to_add_an_indicator_is_kept_when_it_is_refused(city: World) -> None:
    draft = begin(city.bert)

    html = edit(city.bert, draft, "add", {"new_indicator": "anteil", "new_justification": "kurz"}).content.decode()

    assert anchors(html) == ["new_justification"]
    assert '<option value="anteil" selected>' in html
    assert ">kurz</textarea>" in html


def test_approvers_see_the_name_that_readers_will_see_and_the_working_name_beside_it(city: World) -> None:
    draft = handed_in(city)
    client = client_of(city.frida)

    pages = [
        client.get(path).content.decode()
        for path in (
            WORKSHOP,
            f"{WORKSHOP}{draft.uuid}/",
            f"{WORKSHOP}{draft.uuid}/freigabe/",
            f"{WORKSHOP}{draft.uuid}/methodenblatt/",
            "/musterstadt/lieferungen/?liste=freigabe",
        )
    ]

    for html in pages:
        assert NAME in html
        assert html.count("Versuch 3") == html.count(f"({german('working name')}: Versuch 3)") == 1
    assert f"<h1>{german('Approval')}: {NAME}</h1>" in pages[2]
    assert Notification.objects.get(recipient=city.frida, kind="indicators.index_submitted").subject == NAME


def test_working_name_is_not_said_where_it_is_the_public_one(city: World) -> None:
    draft = begin(city.bert, name=NAME)
    edit(city.bert, draft, "submit", TEXTS)

    assert german("working name") not in look(city.frida, draft, "freigabe/").content.decode()


def test_next_version_of_an_index_goes_by_the_name_of_the_index(city: World) -> None:
    draft = handed_in(city)
    assert decide(city, draft, decision="approve").status_code == 302
    row = Recipe.objects.get()
    client_of(city.bert).post(f"{WORKSHOP}rezepte/{row.pk}/kopieren/")
    copy = RecipeDraft.objects.latest("pk")

    edit(city.bert, copy, "save", {"name": "Mit anderen Gewichten"})

    html = client_of(city.frida).get(WORKSHOP).content.decode()
    assert f"({german('working name')}: Mit anderen Gewichten)" in html
    assert f">{NAME}</a>" in html


def test_recipe_that_is_sent_back_says_why_to_both_people(city: World) -> None:
    draft = handed_in(city)

    without = decide(city, draft, decision="send_back")
    back = decide(city, draft, decision="send_back", text="Warum ohne Kinder?")

    assert anchors(without.content.decode()) == ["id_text"]
    assert without.status_code == 422
    assert back.status_code == 302
    for person in (city.bert, city.frida):
        html = look(person, draft).content.decode()
        assert "Warum ohne Kinder?" in html
        assert german("Sent back") in html
        assert city.frida.name in html.partition("<main")[2]


def test_whoever_approves_is_told_what_became_of_a_recipe_that_is_not_theirs_to_decide(city: World) -> None:
    draft = handed_in(city)
    client_of(city.bert).post(f"{WORKSHOP}{draft.uuid}/zuruecknehmen/")

    html = look(city.frida, draft).content.decode()

    assert german("A planner works on it. It waits for a decision as soon as it is handed in.") in html


def test_decision_that_was_not_made_leads_to_its_field(city: World) -> None:
    draft = handed_in(city)

    answer = decide(city, draft)

    assert answer.status_code == 422
    assert len(anchors(answer.content.decode())) == 1
