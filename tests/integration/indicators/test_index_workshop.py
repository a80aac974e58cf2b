# SPDX-License-Identifier: EUPL-1.2
"""Recipes in the making: begun, copied, changed, handed in by content, signed by somebody who did not write them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.errors import CycleError, FourEyesError, NotApproverError, RecipeDraftError, RecipeDraftStateError
from indicators.models import (
    Dependency,
    DraftState,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Recipe,
    RecipeDraft,
)
from indicators.rendering.recipe_drafts import blank, leaves, with_components, without_component
from indicators.selectors.workshop import recipe_of
from indicators.services.catalogue import IndicatorSpec
from indicators.services.indexing_workshop import deciding, drafting, telling
from indicators.services.indexing_workshop.drafting import Change, Chosen
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job
from sozialplanung.notifications.models import Notification
from sozialplanung.notifications.services import daily
from tests.factories.register import build_city, create, definition
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
REASON = "Kinder stehen hier für den Bedarf an Plätzen in Kindertagesstätten."
TEXTS = {
    "name": "Bedarf",
    "short_name": "Bedarf",
    "subtitle": "Index aus zwei Zahlen",
    "topic": "bevoelkerung",
    "source": "register",
    "what_it_shows": "Wo viel Bedarf ist.",
    "how_to_read": "Ein hoher Wert heißt viel Bedarf.",
    "limits": "Eine Stellung, kein Zustand.",
}


def _build(world: World) -> World:
    build_city(world)
    for slug in ("arbeitslosigkeit", "schulden"):
        rate = definition(slug.title(), formula="share(kinder, einwohner)", unit_of_measure="%", decimals=1)
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived", replace(rate, direction="lower_is_better")))
    return world


kept_city = standing(_build)


def begun(city: World, *, by: User | None = None) -> RecipeDraft:
    """Begin a draft of two indicators from nothing."""
    start = drafting.start_from_nothing(name="Bedarf", level="viertel")
    draft = drafting.create_draft(organisation=city.city, start=start, by=by or city.bert)
    chosen = [Chosen("arbeitslosigkeit"), Chosen("schulden")]
    parts = drafting.parts_of(organisation=city.city, chosen=chosen)
    change = Change("Bedarf", with_components(draft.content, 0, parts), TEXTS, date(2015, 1, 1))
    return drafting.change_draft(draft=draft, change=change, by=by or city.bert, revision=0)


def submitted(city: World) -> RecipeDraft:
    """Hand a draft of Bert in."""
    draft = begun(city)
    return drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)


def test_draft_from_nothing_is_no_recipe_before_it_has_components(city: World) -> None:
    draft = drafting.create_draft(
        organisation=city.city, start=drafting.start_from_nothing(name="Neu", level="viertel"), by=city.bert
    )

    with pytest.raises(RecipeDraftError) as refused:
        drafting.submit_draft(draft=draft, by=city.bert, revision=0)

    assert refused.value.code == "recipe.no_components"
    assert Event.objects.filter(action="indicators.index_begun").count() == 1


def test_component_added_and_taken_out_leaves_the_recipe_as_it_was(city: World) -> None:
    parts = drafting.parts_of(organisation=city.city, chosen=[Chosen("arbeitslosigkeit"), Chosen("schulden")])
    one = with_components(blank("index"), 0, parts[:1])

    both = with_components(one, 0, parts[1:])

    assert [leaf["indicator"] for leaf in leaves(both)] == ["arbeitslosigkeit", "schulden"]
    assert without_component(both, 1) == one
    assert recipe_of(both).index.parts == tuple(parts)


def test_demographic_share_in_a_preset_asks_for_a_written_justification(city: World) -> None:
    chosen = [Chosen("arbeitslosigkeit"), Chosen("anteil")]
    said = {"organisation": city.city, "code": "additive_z", "name": "Neu", "level": "viertel"}

    with pytest.raises(RecipeDraftError) as refused:
        drafting.start_from_preset(chosen=chosen, **said)  # type: ignore[arg-type]
    start = drafting.start_from_preset(chosen=[chosen[0], Chosen("anteil", REASON)], **said)  # type: ignore[arg-type]

    assert refused.value.code == "recipe.justification"
    assert leaves(start.content)[1]["justification"] == REASON
    assert start.origin == start.content


def test_mark_of_a_definition_decides_and_not_its_direction(city: World) -> None:
    chosen = [Chosen("einwohner"), Chosen("anteil"), Chosen("schulden")]

    parts = drafting.parts_of(organisation=city.city, chosen=chosen)

    assert [part.is_demographic for part in parts] == [False, True, False]


def test_indicator_that_is_marked_later_needs_its_reason_before_the_recipe_is_handed_in(city: World) -> None:
    draft = begun(city)
    IndicatorDefinition.objects.filter(indicator__slug="schulden").update(direction="neutral", is_demographic=True)

    with pytest.raises(RecipeDraftError) as refused:
        drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)

    assert (refused.value.code, refused.value.params["indicator"]) == ("workshop.reason_missing", "schulden")
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT


def test_approved_draft_is_a_recipe_in_force_with_its_indicator_edges_and_job(city: World) -> None:
    draft = submitted(city)
    assert Notification.objects.filter(recipient=city.frida, kind="indicators.index_submitted").exists()

    row = deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=city.frida)

    indicator = Indicator.objects.get(slug="bedarf")
    text = indicator.definitions.get()
    assert (indicator.kind, row.version, row.valid_from) == (IndicatorKind.INDEX, 1, date(2015, 1, 1))
    assert (text.written_by, text.confirmed_by, text.is_waiting) == (city.bert, city.frida, False)
    assert recipe_of(row.content).slug == "bedarf"
    upstream = Dependency.objects.filter(downstream=indicator).values_list("upstream__slug", flat=True)
    assert set(upstream) == {"arbeitslosigkeit", "schulden"}
    assert Job.objects.filter(kind="indicators.refresh", payload={"indicator": indicator.pk}).exists()
    assert Notification.objects.filter(recipient=city.bert, kind="indicators.index_approved").exists()


def test_approvers_are_reminded_of_a_recipe_that_waits_until_it_is_decided(city: World) -> None:
    draft = submitted(city)
    today = timezone.localdate()
    reminders = Notification.objects.filter(kind=telling.WAITING)

    told = []
    for days in (2, 3, 3, 5, 6):
        daily.go_round(today + timedelta(days=days))
        told.append(reminders.count())

    assert told == [0, 1, 1, 1, 2]
    assert {each.recipient for each in reminders} == {city.frida}
    deciding.send_back(draft=draft, text="Noch nicht.", by=city.frida)
    assert not reminders.filter(read_at=None).exists()
    assert not list(telling.waiting_reminders(today + timedelta(days=9)))


def test_whoever_wrote_at_a_recipe_is_not_reminded_to_sign_it(city: World) -> None:
    draft = begun(city)
    change = Change(draft.name, draft.content, TEXTS, draft.valid_from)
    draft = drafting.change_draft(draft=draft, change=change, by=city.frida, revision=draft.revision)
    drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)

    (reminder,) = telling.waiting_reminders(timezone.localdate() + timedelta(days=3))

    assert reminder.recipients == ()


@pytest.mark.check("C045")
def test_nobody_signs_what_they_wrote_at_on_any_path(city: World) -> None:
    draft = begun(city)
    change = Change(draft.name, draft.content, TEXTS, draft.valid_from)
    draft = drafting.change_draft(draft=draft, change=change, by=city.frida, revision=draft.revision)
    draft = drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)

    with pytest.raises(FourEyesError):
        deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=city.frida)
    with pytest.raises(FourEyesError):
        deciding.send_back(draft=draft, text="Nein.", by=city.frida)
    with pytest.raises(NotApproverError):
        deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=city.anna)
    with pytest.raises(IntegrityError, match="did not write it"), transaction.atomic():
        RecipeDraft.objects.filter(pk=draft.pk).update(state=DraftState.APPROVED, decided_by=city.frida)
    with pytest.raises(IntegrityError, match="recipe_draft_four_eyes"), transaction.atomic():
        RecipeDraft.objects.filter(pk=draft.pk).update(decided_by=city.bert)
    assert not Recipe.objects.exists()


def test_only_what_was_handed_in_is_signed(city: World) -> None:
    draft = submitted(city)

    with pytest.raises(RecipeDraftStateError):
        deciding.approve_draft(draft=draft, content_hash="0" * 64, by=city.frida)
    with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        RecipeDraft.objects.filter(pk=draft.pk).update(content=blank("index"))
    with pytest.raises(RecipeDraftStateError):
        drafting.change_draft(
            draft=draft, change=Change("x", draft.content, {}, None), by=city.bert, revision=draft.revision
        )
    assert not Recipe.objects.exists()


def test_recipe_sent_back_is_worked_on_again_and_handed_in_anew(city: World) -> None:
    draft = deciding.send_back(draft=submitted(city), text="Warum ohne Kinder?", by=city.frida)
    assert (draft.state, draft.comment, draft.is_open) == (DraftState.REJECTED, "Warum ohne Kinder?", True)

    again = drafting.submit_draft(draft=draft, by=city.bert, revision=draft.revision)
    deciding.approve_draft(draft=again, content_hash=again.submitted_hash, by=city.frida)

    assert Recipe.objects.count() == 1


def test_second_change_of_the_same_revision_is_refused(city: World) -> None:
    draft = begun(city)
    change = Change("Anders", draft.content, TEXTS, draft.valid_from)
    drafting.change_draft(draft=draft, change=change, by=city.bert, revision=1)

    with pytest.raises(RecipeDraftStateError) as refused:
        drafting.change_draft(draft=draft, change=change, by=city.anna, revision=1)

    assert refused.value.code == "workshop.stale"


def test_discarded_draft_comes_back(city: World) -> None:
    draft = begun(city)
    gone = drafting.discard_draft(draft=draft, by=city.bert, revision=draft.revision)
    assert not gone.is_open

    back = drafting.restore_draft(draft=gone, by=city.bert)

    assert (back.state, back.content) == (DraftState.DRAFT, draft.content)


def test_next_version_keeps_the_index_and_begins_later(city: World) -> None:
    first = deciding.approve_draft(draft=(draft := submitted(city)), content_hash=draft.submitted_hash, by=city.frida)
    start = replace(drafting.start_from_recipe(row=first, name="Bedarf"), valid_from=date(2015, 1, 1))
    copy = drafting.create_draft(organisation=city.city, start=start, by=city.bert)
    with pytest.raises(RecipeDraftError) as early:
        drafting.submit_draft(draft=copy, by=city.bert, revision=0)
    change = Change(copy.name, copy.content, {}, date(2020, 1, 1))
    copy = drafting.change_draft(draft=copy, change=change, by=city.bert, revision=0)
    copy = drafting.submit_draft(draft=copy, by=city.bert, revision=1)

    second = deciding.approve_draft(draft=copy, content_hash=copy.submitted_hash, by=city.frida)

    assert early.value.code == "workshop.first_day_early"
    assert (second.indicator_id, second.version, second.content["version"]) == (first.indicator_id, 2, 2)
    first.refresh_from_db()
    assert first.version == 1


def test_index_of_itself_is_refused_with_its_path(city: World) -> None:
    first = deciding.approve_draft(draft=(draft := submitted(city)), content_hash=draft.submitted_hash, by=city.frida)
    derived = definition("Doppelt", formula="bedarf * 2", unit_of_measure="")
    create(city, IndicatorSpec("doppelt", "bevoelkerung", "derived", replace(derived, direction="lower_is_better")))
    start = drafting.start_from_recipe(row=first, name="Bedarf")
    parts = drafting.parts_of(organisation=city.city, chosen=[Chosen("doppelt")])
    looped = replace(start, content=with_components(start.content, 0, parts), valid_from=date(2020, 1, 1))
    copy = drafting.create_draft(organisation=city.city, start=looped, by=city.bert)

    with pytest.raises(CycleError) as refused:
        drafting.submit_draft(draft=copy, by=city.bert, revision=0)

    assert refused.value.code == "indicators.cycle"
    assert refused.value.params["path"] == "bedarf → doppelt → bedarf"


def test_changed_copy_of_what_an_authority_defined_is_the_citys_own(city: World) -> None:
    chosen = [Chosen("arbeitslosigkeit"), Chosen("schulden"), Chosen("anteil", REASON)]
    start = drafting.start_from_preset(
        organisation=city.city, code="mss_status", chosen=chosen, name="Status", level="viertel"
    )
    draft = drafting.create_draft(organisation=city.city, start=start, by=city.bert)
    same = Change("Anders genannt", draft.content, {}, None)
    kept = drafting.change_draft(draft=draft, change=same, by=city.bert, revision=0).content["authority"]

    less = Change("Anders", without_component(draft.content, 2), {}, None)
    changed = drafting.change_draft(draft=draft, change=less, by=city.bert, revision=1).content["authority"]

    assert "Berlin" in kept
    assert changed == ""


def test_classes_of_an_index_of_the_citys_own_have_no_official_names(city: World) -> None:
    row = deciding.approve_draft(draft=(draft := submitted(city)), content_hash=draft.submitted_hash, by=city.frida)

    assert {each["official"] for each in row.content["classes"]} == {""}
    assert [each["code"] for each in row.content["classes"]] == ["1", "2", "3", "4", "5"]
