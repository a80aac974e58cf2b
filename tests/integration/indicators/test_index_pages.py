# SPDX-License-Identifier: EUPL-1.2
"""The pages of the index workshop: who finds them, what they show without a script, and what a script is sent."""

import json
import re
from typing import Any

import pytest

from indicators.models import DraftState, Recipe, RecipeDraft
from indicators.rendering.recipe_drafts import leaves
from indicators.services.indexing_workshop import drafting
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.reading import recipe_to_content
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.workshopcity import TEXTS, WORKSHOP, begin, build_workshop_city, edit, fields_of
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_workshop_city)


def ranks_in(answer: Any) -> dict[str, str]:  # noqa: ANN401 - an answer with its context
    """Return the ranks of the table by the key of the area; the page has to show them."""
    shown = re.findall(r"data-rank>([^<]*)</td>", answer.content.decode())
    assert shown == [row["rank"] for row in answer.context["rows"]]
    return {row["key"]: row["rank"] for row in answer.context["rows"]}


@pytest.mark.parametrize("person", ["clara", "dora", "gero"])
def test_others_find_nothing(city: World, person: str) -> None:
    draft = begin(city.bert)
    client = client_of(getattr(city, person))

    pages = ["", "neu/", *(f"{draft.uuid}/{page}" for page in ("", "vergleich/", "methodenblatt/", "freigabe/"))]

    assert {client.get(f"{WORKSHOP}{page}").status_code for page in pages} == {404}


def test_approver_reads_and_does_not_build(city: World) -> None:
    draft = begin(city.bert)
    client = client_of(city.frida)

    assert client.get(f"{WORKSHOP}{draft.uuid}/methodenblatt/").status_code == 200
    assert client.get(f"{WORKSHOP}neu/").status_code == 404
    assert client.post(f"{WORKSHOP}{draft.uuid}/verwerfen/", {"revision": 0}).status_code == 404
    assert client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/freigabe/").status_code == 404


def test_list_without_drafts_says_what_to_do(city: World) -> None:
    html = client_of(city.bert).get(WORKSHOP).content.decode()

    assert german("No index in work") in html
    assert html.count("?vorlage=") == len(PRESETS)


def test_unknown_parameters_are_refused(city: World) -> None:
    draft = begin(city.bert)
    client = client_of(city.bert)

    assert client.get(f"{WORKSHOP}?x=1").status_code == 400
    assert client.get(f"{WORKSHOP}neu/?vorlage=nichts").status_code == 400
    assert client.get(f"{WORKSHOP}{draft.uuid}/vergleich/?mit=nichts").status_code == 400


def test_preset_with_a_demographic_share_asks_for_its_justification(city: World) -> None:
    sent = {"name": "Bedarf", "chosen": ["arbeitslosigkeit", "anteil"], "justification": "zu kurz"}
    refused = client_of(city.bert).post(f"{WORKSHOP}neu/?vorlage=additive_z&ebene=viertel", sent)

    draft = begin(city.bert, chosen=("arbeitslosigkeit", "anteil"), justification="Plätze in Kitas fehlen hier.")

    assert "Anteil (demografischer Anteil)" in refused.content.decode()
    assert refused.status_code == 422
    assert german("Say why, in at least 20 characters, or choose other indicators.") in refused.content.decode()
    assert leaves(draft.content)[1]["is_demographic"]


def test_editor_without_a_script_shows_ranks_of_what_was_sent_and_stores_nothing(city: World) -> None:
    draft = begin(city.bert)
    before = ranks_in(client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/"))

    answer = edit(city.bert, draft, "preview", {"p0-weight": "0", "p1-weight": "1"})

    after = ranks_in(answer)
    # By debt alone: 3, 2, 8, 7.
    assert [after[name] for name in sorted(after)] == ["3", "4", "1", "2"]
    assert before != after
    draft.refresh_from_db()
    assert (draft.revision, leaves(draft.content)[0]["weight"]) == (0, 1.0)


def test_script_is_sent_the_result_alone(city: World) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "preview", {"p0-weight": "0"}, step="vorschau/")
    wrong = edit(city.bert, draft, "preview", {"p0-weight": "viel"}, step="vorschau/")
    stale = edit(city.bert, draft, "preview", {"revision": "7"}, step="vorschau/")

    html = answer.content.decode()
    assert "<h1" not in html
    model = json.loads(re.search(r'<script id="index-live" type="application/json">(.*?)</script>', html)[1])  # type: ignore[index]
    assert [part["weight"] for part in model["tree"]["parts"]] == [0.0, 1.0]
    assert (wrong.status_code, stale.status_code) == (422, 409)
    assert wrong.content.decode().startswith("Arbeitslosigkeit, Gewicht: Schreiben Sie eine Zahl")


def test_weights_that_were_tried_are_found_again_after_a_crash_until_they_are_saved(city: World) -> None:
    draft = begin(city.bert)
    edit(city.bert, draft, "preview", {"p0-weight": "3.5"}, step="vorschau/")

    again: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/")
    others: Any = client_of(city.anna).get(f"{WORKSHOP}{draft.uuid}/")
    draft.refresh_from_db()
    stored = leaves(draft.content)[0]["weight"]
    edit(city.anna, draft, "save", {"name": "Anders"})
    later: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/")

    assert again.context["editor"].parts[0]["weight"].value() == "3.5"
    assert others.context["editor"].parts[0]["weight"].value() == "1"
    assert stored == 1.0
    assert later.context["editor"].parts[0]["weight"].value() == "1"


def test_indicator_is_added_and_taken_out_again(city: World) -> None:
    draft = begin(city.bert)

    edit(city.bert, draft, "add", {"new_indicator": "fluktuation", "new_group": "0"})
    draft.refresh_from_db()
    three = [leaf["indicator"] for leaf in leaves(draft.content)]
    edit(city.bert, draft, "remove:0", {})
    draft.refresh_from_db()

    assert three == ["arbeitslosigkeit", "schulden", "fluktuation"]
    assert [leaf["indicator"] for leaf in leaves(draft.content)] == ["schulden", "fluktuation"]


def test_indicator_that_was_taken_out_comes_back_by_one_button(city: World) -> None:
    draft, client = begin(city.bert), client_of(city.bert)
    address = f"{WORKSHOP}{draft.uuid}/"

    def send(action: str) -> Any:  # noqa: ANN401 - an answer with its context
        return client.post(address, fields_of(client.get(address)) | {"action": action}, follow=True)

    before = leaves(draft.content)
    page = send("remove:0").content.decode()
    assert "„Arbeitslosigkeit“ wurde herausgenommen." in page
    draft.refresh_from_db()
    assert len(leaves(draft.content)) == 1

    page = send("undo").content.decode()
    draft.refresh_from_db()
    assert leaves(draft.content) == before
    assert "„Arbeitslosigkeit“ gehört wieder zum Rezept." in page
    assert 'value="undo"' not in page
    # Who changed the recipe since, or somebody else: nothing is brought back over it.
    send("remove:0")
    edit(city.bert, draft, "save", {"name": "Anders"})
    assert 'value="undo"' not in client.get(address).content.decode()
    assert send("undo").status_code == 409
    draft.refresh_from_db()
    assert len(leaves(draft.content)) == 1


def test_comparison_names_indices_as_readers_know_them(city: World) -> None:
    draft, other = begin(city.bert, name="intern-a"), begin(city.bert, name="intern-b")
    for each, name in ((draft, "Sozialindex A"), (other, "Sozialindex B")):
        RecipeDraft.objects.filter(pk=each.pk).update(texts=each.texts | {"name": name})

    page = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/vergleich/?mit={other.uuid}").content.decode()

    assert "Sozialindex A" in page
    assert "Entwurf: Sozialindex B" in page
    assert "intern-" not in page


def test_indicator_that_is_there_is_not_added_a_second_time(city: World) -> None:
    draft = begin(city.bert)

    edit(city.bert, draft, "add", {"new_indicator": ["fluktuation", "fluktuation", "schulden", "gibt-es-nicht"]})

    draft.refresh_from_db()
    assert [leaf["indicator"] for leaf in leaves(draft.content)] == ["arbeitslosigkeit", "schulden", "fluktuation"]


def test_demographic_share_without_its_reason_is_told_and_not_added(city: World) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "add", {"new_indicator": "anteil", "new_justification": " "})

    assert answer.status_code == 422
    assert german("A demographic share counts as a burden only with a written justification.") in (
        answer.content.decode()
    )
    draft.refresh_from_db()
    assert len(list(leaves(draft.content))) == 2


@pytest.mark.parametrize(
    ("action", "changes", "status"),
    [
        ("save", {"class_mode": "cuts", "cuts": "nan"}, 422),
        ("save", {"class_mode": "cuts", "cuts": "-inf;1e999"}, 422),
        ("add", {"new_indicator": "fluktuation", "new_justification": "a\0b"}, 302),
        ("add", {"new_indicator": "a\0b"}, 422),
        ("add", {"new_indicator": "fluktuation", "new_group": "9" * 5000}, 422),
        (f"remove:{'9' * 5000}", {}, 422),
    ],
)
def test_odd_input_is_refused_with_a_sentence(city: World, action: str, changes: dict[str, Any], status: int) -> None:
    draft = begin(city.bert)

    assert edit(city.bert, draft, action, changes).status_code == status


def test_revision_of_thousands_of_digits_is_an_old_one(city: World) -> None:
    draft = begin(city.bert)

    answer = client_of(city.bert).post(f"{WORKSHOP}{draft.uuid}/verwerfen/", {"revision": "9" * 5000})

    assert answer.status_code == 409


def test_indicator_is_added_in_a_new_group(city: World) -> None:
    draft = begin(city.bert)

    edit(city.bert, draft, "add", {"new_indicator": "fluktuation", "new_group": "+", "new_group_name": "Wohnen"})

    draft.refresh_from_db()
    group = draft.content["index"]["parts"][2]
    assert (group["kind"], group["slug"], group["parts"][0]["indicator"]) == ("domain", "wohnen", "fluktuation")


def test_change_on_an_older_revision_is_told_and_nothing_typed_is_lost(city: World) -> None:
    draft = begin(city.bert)
    client = client_of(city.anna)
    sent = fields_of(client.get(f"{WORKSHOP}{draft.uuid}/")) | {"action": "save", "name": "Anders"}
    edit(city.bert, draft, "save", {"name": "Zuerst"})

    answer = client.post(f"{WORKSHOP}{draft.uuid}/", sent)

    assert answer.status_code == 409
    assert 'value="Anders"' in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "stored"),
    [
        ({"p0-transform": "log", "p0-amount": "1"}, ("transforms", [{"kind": "log", "offset": 1.0}])),
        ({"p0-transform": "winsorise", "p0-amount": "1"}, ("transforms", [{"kind": "winsorise", "low": 1, "high": 1}])),
        ({"p0-scale": "minmax"}, ("scale", {"kind": "minmax", "low": 0.0, "high": 1.0, "bounds": None})),
        ({"p0-scale": "target", "p0-target": "5"}, ("scale", {"kind": "target", "target": 5.0})),
        ({"p0-direction": "-1"}, ("direction", -1)),
    ],
)
def test_every_step_of_a_component_can_be_said_by_the_form(
    city: World, changes: dict[str, str], stored: tuple[str, Any]
) -> None:
    draft = begin(city.bert)

    assert edit(city.bert, draft, "save", changes).status_code == 302

    draft.refresh_from_db()
    assert leaves(draft.content)[0][stored[0]] == stored[1]


def test_classes_exclusions_and_missing_data_are_kept_as_they_were_said(city: World) -> None:
    draft = begin(city.bert)
    changes = {
        "class_mode": "cuts",
        "cuts": "-1; 0,5",
        "labels": "wenig\nmittel\nviel",
        "exclusions": "11: Hafen",
        "d0-needed": "50",
    }

    assert edit(city.bert, draft, "save", changes).status_code == 302

    draft.refresh_from_db()
    assert [cut["at"] for cut in draft.content["cuts"]] == [-1.0, 0.5]
    assert [each["label"] for each in draft.content["classes"]] == ["wenig", "mittel", "viel"]
    assert draft.content["excluded"] == [{"key": "11", "reason": "Hafen"}]
    assert draft.content["index"]["needed"] == 0.5
    html = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/").content.decode()
    assert german("left out by the recipe") in html


def test_area_that_is_not_there_cannot_be_left_out(city: World) -> None:
    draft = begin(city.bert)

    answer = edit(city.bert, draft, "save", {"exclusions": "4711: Hafen"})

    assert answer.status_code == 422
    assert "4711" in answer.context["editor"].recipe.errors["exclusions"][0]


def counting(draft: RecipeDraft) -> RecipeDraft:
    """Let a recipe name what counts the inhabitants, so that the editor offers it."""
    draft.content = {**draft.content, "inhabitants": "einwohner"}
    draft.save(update_fields=["content"])
    return draft


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"reference_keys": "11, 21 22"}, {"keys": ["11", "21", "22"], "minimum_inhabitants": None}),
        ({"reference_minimum": "600"}, {"keys": [], "minimum_inhabitants": 600.0}),
    ],
)
def test_reference_set_is_kept_shown_told_and_taken_out_again(
    city: World, said: dict[str, str], kept: dict[str, Any]
) -> None:
    draft = counting(begin(city.bert))

    assert edit(city.bert, draft, "save", said).status_code == 302

    draft.refresh_from_db()
    assert (draft.content["reference"], draft.content["reference_set"]) == ("given", kept)
    html = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/").content.decode()
    assert ("11 21 22" if kept["keys"] else 'value="600') in html
    sheet = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/methodenblatt/").content.decode()
    assert "Diese Menge: " in sheet
    assert edit(city.bert, draft, "save", dict.fromkeys(said, "")).status_code == 302
    draft.refresh_from_db()
    assert draft.content["reference"] == "rated"
    assert "reference_set" not in draft.content


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reference_keys": "11 4711"}, "reference_keys"),
        ({"reference_keys": "11"}, "reference_keys"),
        ({"reference_keys": "11 21", "exclusions": "11: Hafen"}, "reference_keys"),
        ({"reference_keys": "11 21", "reference_minimum": "600"}, "reference_minimum"),
        ({"reference_minimum": "0"}, "reference_minimum"),
        ({"reference_minimum": "600", "inhabitants": ""}, "inhabitants"),
    ],
)
def test_reference_set_that_cannot_be_is_refused_at_its_field(city: World, said: dict[str, str], field: str) -> None:
    answer = edit(city.bert, counting(begin(city.bert)), "save", said)

    assert answer.status_code == 422
    assert field in answer.context["editor"].recipe.errors


@pytest.mark.parametrize("code", sorted(PRESETS))
def test_saving_a_copied_preset_as_it_is_shown_changes_nothing(city: World, code: str) -> None:
    preset = PRESETS[code]
    count = len(preset.roles) or preset.fewest
    reason = "Begründung für den Zweck dieses Versuchs."
    sources = [Source(f"i{place}", justification=reason) for place in range(count)]
    content = recipe_to_content(preset.recipe(sources, slug="index", inhabitants="einwohner"))
    start = drafting.Start("Kopie", "viertel", content, content)
    draft = drafting.create_draft(organisation=city.city, start=start, by=city.bert)

    assert edit(city.bert, draft, "save", {}).status_code == 302

    draft.refresh_from_db()
    assert draft.content == content


def test_recipe_goes_from_the_pages_of_one_person_to_those_of_another(city: World) -> None:
    draft = begin(city.bert)
    texts = {**TEXTS, "text_name": "Bedarf", "text_short_name": "Bedarf"}
    refused = edit(city.bert, draft, "submit", {})
    draft.refresh_from_db()
    assert refused.status_code == 422
    assert draft.state == DraftState.DRAFT

    handed_in = edit(city.bert, draft, "submit", texts)
    draft.refresh_from_db()
    page: Any = client_of(city.frida).get(f"{WORKSHOP}{draft.uuid}/freigabe/")
    seen = page.context["form"]["content_hash"].value()
    without = client_of(city.frida).post(f"{WORKSHOP}{draft.uuid}/freigabe/", {"content_hash": seen})
    signed = client_of(city.frida).post(
        f"{WORKSHOP}{draft.uuid}/freigabe/", {"decision": "approve", "text": "", "content_hash": seen}
    )

    assert (handed_in.status_code, without.status_code, signed.status_code) == (302, 422, 302)
    assert Recipe.objects.get().indicator.slug == "bedarf"
    assert german("In force") in client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/").content.decode()


def test_comparison_names_who_changes_class_and_why(city: World) -> None:
    draft = begin(city.bert)
    edit(city.bert, draft, "save", {"p0-weight": "0", "p1-weight": "1"})

    answer: Any = client_of(city.bert).get(f"{WORKSHOP}{draft.uuid}/vergleich/")

    moved = answer.context["moved"]
    assert moved["count"] > 0
    assert "Schulden" in moved["rows"][0]["why"] or "Arbeitslosigkeit" in moved["rows"][0]["why"]


def test_method_sheet_speaks_both_languages(city: World) -> None:
    draft = begin(city.bert)
    address = f"{WORKSHOP}{draft.uuid}/methodenblatt/"

    de = client_of(city.bert).get(address).content.decode()
    en = client_of(city.bert).get(address, headers={"accept-language": "en"}).content.decode()

    assert "Gewichtetes Mittel der Teile" in de
    assert "Weighted mean of the parts" in en


def test_discarded_draft_is_brought_back_by_its_button(city: World) -> None:
    draft = begin(city.bert)
    client = client_of(city.bert)

    client.post(f"{WORKSHOP}{draft.uuid}/verwerfen/", {"revision": 0})
    gone = RecipeDraft.objects.get(pk=draft.pk).state
    client.post(f"{WORKSHOP}{draft.uuid}/wiederherstellen/")

    assert (gone, RecipeDraft.objects.get(pk=draft.pk).state) == (DraftState.DISCARDED, DraftState.DRAFT)
