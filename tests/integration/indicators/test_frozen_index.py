# SPDX-License-Identifier: EUPL-1.2
"""Indices with frozen scales, from the workshop to the page: the yardstick of a base period for every period."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.errors import DisclosureBreachError, RecipeDraftError
from indicators.models import IndexRun, IndexStability, Indicator, Recipe, RecipeDraft, Release
from indicators.rendering.recipe_drafts import Json, blank, with_components
from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.services.indexing_workshop import deciding, drafting
from indicators.services.indexing_workshop.drafting import Change, Chosen, Start
from indicators.services.releasing import withdrawing
from indicators.services.releasing.publishing import publish_indicator
from indicators.services.releasing.stabilising import stabilise
from tests.factories.desk import client_of, run_jobs
from tests.factories.notedcity import NEW, OLD
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, LATE, deliver, refresh

pytestmark = pytest.mark.django_db
BASE = f"{OLD}@stand-2020"
TEXTS = {
    "name": "Bedarf",
    "short_name": "Bedarf",
    "subtitle": "Index aus zwei Zahlen",
    "topic": "bevoelkerung",
    "source": "register",
    "what_it_shows": "Wo viel Bedarf ist.",
    "how_to_read": "Ein hoher Wert heißt viel Bedarf.",
    "limits": "Am Maßstab von 2020 gemessen.",
}


def _build(world: World) -> World:
    build_city(world)
    deliver(world, OLD, EARLY)
    deliver(world, NEW, LATE)
    refresh(world)
    return world


kept_city = standing(_build)


def content_of(city: World, at: str = BASE) -> Json:
    """Return the mean of two z-scores with a cut at 0, frozen at a base period."""
    made = blank("index")
    made |= {"quantiles": None, "cuts": [{"at": 0.0, "equal_goes": "upper"}]}
    made["classes"] = [{"code": str(n), "official": str(n), "label": str(n)} for n in (1, 2)]
    chosen = [Chosen("kinder"), Chosen("einwohner")]
    content = with_components(made, 0, drafting.parts_of(organisation=city.city, chosen=chosen))
    return content | ({"frozen_at": at} if at else {})


def changed(city: World, content: Json, draft: RecipeDraft | None = None) -> RecipeDraft:
    start = Start("Bedarf", "viertel", blank("index"))
    begun = draft or drafting.create_draft(organisation=city.city, start=start, by=city.bert)
    change = Change("Bedarf", content, TEXTS, date(2015, 1, 1))
    return drafting.change_draft(draft=begun, change=change, by=city.bert, revision=begun.revision)


def approved(city: World, content: Json | None = None) -> Indicator:
    draft = changed(city, content or content_of(city))
    draft = drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)
    deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=city.frida)
    run_jobs()
    return Indicator.objects.get(slug="bedarf")


def slice_of(city: World, period: str) -> SliceContent:
    ref = published.release_ref(city.city, indicator="bedarf", period=period, level="viertel")
    assert ref is not None
    found = published.slice_content(ref)
    assert found is not None
    return found


def test_index_is_measured_by_the_base_period_in_every_period(city: World) -> None:
    approved(city)

    old, new = slice_of(city, OLD), slice_of(city, NEW)

    children, people = np.array([200.0, 90.0, 120.0, 30.0]), np.array([1000.0, 500.0, 800.0, 700.0])
    later = np.array([210.0, 80.0, 120.0, 65.0])
    expected = [
        ((each - children.mean()) / children.std() + (people - people.mean()) / people.std()) / 2
        for each in (children, later)
    ]
    np.testing.assert_allclose(old.numbers["value"].values, expected[0].round(2), atol=0.006)
    np.testing.assert_allclose(new.numbers["value"].values, expected[1].round(2), atol=0.006)
    # The third area has the same children and people as before.
    assert old.numbers["value"].values[2] == new.numbers["value"].values[2]


def test_change_of_a_frozen_index_is_told_and_its_definition_is_comparable(city: World, client: Client) -> None:
    index = approved(city)

    new = slice_of(city, NEW)

    assert index.definitions.get().comparability == "absolute"
    assert (new.change.kind, new.change.since) == ("computed", OLD)
    assert new.numbers["change"].values[2] == 0
    page = client.get("/musterstadt/indikatoren/bedarf/").content.decode()
    assert "Mittel und Streuung sind festgeschrieben" in page
    assert "für jeden Zeitpunkt neu bestimmt" not in page
    assert client.get("/musterstadt/karte/?indikator=bedarf").status_code == 200
    assert client.get("/musterstadt/gebiete/stand-2020/viertel/11/").status_code == 200


@pytest.mark.check("C076", "C079")
@pytest.mark.parametrize("is_refused", [True, False])
def test_index_of_changes_tells_nothing_of_a_withdrawn_year(
    city: World, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    """Hidden where the index can be released anew, gone where it cannot."""
    content = content_of(city, at="")
    content["index"]["parts"][0]["measure"] = "change"
    index = approved(city, content)
    assert not np.isnan(slice_of(city, NEW).numbers["value"].values).any()
    ref = published.release_ref(city.city, indicator="kinder", period=OLD, level="viertel")
    assert ref is not None

    def publish(**named: Any) -> int:  # noqa: ANN401 - what the service is called with
        if is_refused and named["subject"].indicator == index:
            raise DisclosureBreachError("indicators.disclosure_breach", "Told together.")
        return publish_indicator(**named)

    monkeypatch.setattr(withdrawing, "publish_indicator", publish)
    withdrawing.withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    made = Release.objects.filter(indicator=index, period__code=NEW).latest("number")
    assert (made.state, made.is_taken_along) == (("withdrawn", True) if is_refused else ("published", False))
    if not is_refused:
        assert np.isnan(slice_of(city, NEW).numbers["value"].values).all()


def test_index_measured_anew_has_no_change(city: World) -> None:
    draft = changed(city, content_of(city, at=""))
    draft = drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)
    deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=city.frida)
    run_jobs()

    assert slice_of(city, NEW).change.kind == "none"
    assert Indicator.objects.get(slug="bedarf").definitions.get().comparability == "relative"


def test_recipe_run_and_stability_keep_the_base_period(city: World) -> None:
    index = approved(city)

    stabilise(indicator_id=index.pk)

    recipe = Recipe.objects.get(indicator=index)
    assert (recipe.content["reference"], recipe.content["frozen_at"]) == ("frozen", BASE)
    # Exact, from figures that everybody sees.
    scales = {each["node"]: (each["centre"], each["spread"]) for each in recipe.content["scales"]}
    assert scales["part:kinder"] == pytest.approx((110.0, np.std([200.0, 90.0, 120.0, 30.0])))
    assert {run.outcome["frozen_at"] for run in IndexRun.objects.all()} == {BASE}
    in_force = Release.objects.filter(indicator=index, state="published").count()
    assert IndexStability.objects.count() == in_force == 2


def test_scales_follow_every_change_of_the_draft_and_leave_with_the_base_period(city: World) -> None:
    draft = changed(city, content_of(city))
    before = draft.content["scales"]
    content = content_of(city)
    content["index"]["scale"] = {"kind": "sd", "ddof": 0}

    draft = changed(city, content, draft)
    assert [each["node"] for each in draft.content["scales"]] == ["part:kinder", "part:einwohner", "domain:index"]
    assert draft.content["scales"][:2] == before

    draft = changed(city, content_of(city, at=""), draft)
    assert draft.content["reference"] == "rated"
    assert not {"scales", "frozen_at"} & draft.content.keys()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("workshop.frozen_stand", {"frozen_at": "2012-12-31@stand-2020"}),
        ("workshop.frozen_stand", {"frozen_at": "unsinn"}),
        (
            "recipe.frozen_ranks",
            {
                "quantiles": {"count": 2, "rule": "type_9"},
                "cuts": [],
            },
        ),
    ],
)
def test_draft_that_cannot_be_frozen_is_not_stored(city: World, code: str, change: dict[str, Any]) -> None:
    draft = changed(city, content_of(city))

    with pytest.raises(RecipeDraftError) as refused:
        changed(city, content_of(city) | change, draft)

    assert refused.value.code == code
    stored = RecipeDraft.objects.get(pk=draft.pk)
    assert stored.content["frozen_at"] == BASE


def test_second_version_would_break_the_course_and_is_refused(city: World) -> None:
    index = approved(city)
    row = Recipe.objects.get(indicator=index)
    draft = drafting.create_draft(
        organisation=city.city, start=drafting.start_from_recipe(row=row, name="Bedarf"), by=city.bert
    )
    change = Change("Bedarf", draft.content, {}, date(2022, 1, 1))
    draft = drafting.change_draft(draft=draft, change=change, by=city.bert, revision=draft.revision)

    with pytest.raises(RecipeDraftError) as refused:
        drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)

    assert refused.value.code == "workshop.frozen_index"


def test_editor_offers_the_base_periods_and_tries_one_out_without_storing(city: World) -> None:
    draft = changed(city, content_of(city, at=""))
    address = f"/musterstadt/indexwerkstatt/{draft.uuid}/"
    page: Any = client_of(city.bert).get(address)
    form = page.context["editor"].recipe
    assert [code for code, _ in form.fields["frozen_at"].choices] == ["", f"{NEW}@stand-2020", BASE]
    sent: dict[str, Any] = {}
    for one in page.context["editor"].forms:
        sent |= {field.html_name: "" if field.value() is None else field.value() for field in one}

    tried: Any = client_of(city.bert).post(
        address + "vorschau/", {**sent, "frozen_at": BASE, "stand": f"{NEW}@stand-2020"}
    )
    saved: Any = client_of(city.bert).post(address, {**sent, "frozen_at": BASE, "action": "save"})

    assert tried.status_code == 200
    assert tried.context["live"] is None
    assert saved.status_code == 302
    stored = RecipeDraft.objects.get(pk=draft.pk)
    assert (stored.content["reference"], stored.content["frozen_at"]) == ("frozen", BASE)
    sheet = client_of(city.bert).get(address + "methodenblatt/").content.decode()
    assert "Gemessen sind sie am" in sheet
    assert "am Maßstab des Basiszeitraums" in sheet
    assert "keinen Trend" not in sheet
