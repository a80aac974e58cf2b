# SPDX-License-Identifier: EUPL-1.2
"""Breaks and annotations: careful at once, bold with four eyes, history kept, nothing of what is unreleased outside."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from indicators.errors import ChangeOverError, ChangeWaitsError, FourEyesError, NotApproverError, StaleRemarkError
from indicators.models import Annotation, Indicator, Release, RemarkChange, SeriesBreak
from indicators.selectors import published
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.remarks.annotations import (
    AnnotationSpec,
    add_annotation,
    change_annotation,
    withdraw_annotation,
)
from indicators.services.remarks.breaks import BreakSpec, change_break, mark_break, restore_break, withdraw_break
from indicators.services.remarks.deciding import approve_change, refuse_change, take_back_change, undo_change
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import ConflictError, DomainError
from tests.factories.desk import run_jobs
from tests.factories.notedcity import NEW, OLD, build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SPEC = BreakSpec(OLD, NEW, "law", "no", "Neues Gesetz.", "Gesetz, BGBl. I S. 1", "https://example.org/gesetz")


kept_city = standing(build_noted_city)


def children(city: World) -> Indicator:
    return Indicator.objects.select_related("organisation").get(organisation=city.city, slug="kinder")


def withdraw(city: World, period: str) -> None:
    release = Release.objects.filter(indicator__slug="kinder", period__code=period, state="published").first()
    assert release is not None
    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Fehler")


def stated_change(city: World) -> tuple[str, str | None]:
    ref = published.release_ref(city.city, indicator="kinder", period=NEW, level="viertel")
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    return content.change.kind, content.change.since


def test_marked_break_takes_the_change_away_at_once(city: World) -> None:
    assert stated_change(city) == ("computed", OLD)

    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    run_jobs()

    assert stated_change(city) == ("none", None)
    (note,) = published.breaks_of(city.city, "kinder")
    assert (note.comparable, note.text, note.reference, note.url) == ("no", SPEC.text, SPEC.reference, SPEC.url)
    (entry,) = row.changes.all()
    assert (entry.act, entry.state, entry.created_by, entry.before) == ("marked", "in_force", city.anna, {})
    assert Event.objects.filter(action="indicators.break_marked", actor_id=city.anna.pk).count() == 1


def test_withdrawn_break_counts_until_a_second_person_agrees(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    run_jobs()

    entry = withdraw_break(series_break=row, by=city.anna, reason="Doch vergleichbar")
    run_jobs()
    assert entry is not None
    assert (entry.state, entry.is_loosening) == ("waiting", True)
    assert stated_change(city) == ("none", None)
    assert len(published.breaks_of(city.city, "kinder")) == 1

    approve_change(change=entry, by=city.frida)
    run_jobs()

    assert stated_change(city) == ("computed", OLD)
    assert published.breaks_of(city.city, "kinder") == ()
    assert not SeriesBreak.objects.exists()
    assert SeriesBreak.everything.get().changes.count() == 2


def test_undo_of_a_new_break_needs_the_second_person_too(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)

    undone = undo_change(change=row.changes.get(), by=city.emil, reason="Irrtum")

    assert undone is not None
    assert (undone.act, undone.state) == ("withdrawn", "waiting")
    refuse_change(change=undone, by=city.frida, comment="Das Gesetz gilt.")
    assert SeriesBreak.objects.get().comparable == "no"
    assert row.changes.filter(state="refused").get().comment == "Das Gesetz gilt."


def test_nothing_is_loosened_without_saying_why(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)

    with pytest.raises(DomainError, match="say why"):
        change_break(series_break=row, spec=replace(SPEC, comparable="limited"), by=city.anna)

    assert row.changes.count() == 1


def test_nobody_decides_on_what_they_proposed_whatever_their_roles(city: World) -> None:
    assign_role(user=city.anna, organisation=city.city, role="approver", by=None)
    row = mark_break(indicator=children(city), spec=SPEC, by=city.emil)
    entry = change_break(series_break=row, spec=replace(SPEC, comparable="limited"), by=city.anna, reason="x")
    assert entry is not None

    with pytest.raises(FourEyesError):
        approve_change(change=entry, by=city.anna)
    with pytest.raises(NotApproverError):
        approve_change(change=entry, by=city.dora)
    with pytest.raises(NotApproverError):
        refuse_change(change=entry, by=city.emil, comment="nein")

    assert SeriesBreak.objects.get().comparable == "no"


def test_database_refuses_to_loosen_a_break_without_a_decision(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    ways = (
        lambda: SeriesBreak.everything.filter(pk=row.pk).update(comparable="limited"),
        lambda: SeriesBreak.everything.filter(pk=row.pk).update(is_in_force=False, revision=2),
        lambda: SeriesBreak.everything.filter(pk=row.pk).update(from_period=row.to_period),
        lambda: row.changes.update(state="waiting"),
        lambda: RemarkChange.objects.create(
            organisation=city.city, series_break=row, act="withdrawn", revision=2, is_loosening=True,
            state="in_force", created_by=city.anna, decided_by=city.anna,
        ),
    )  # fmt: skip

    for way in ways:
        with pytest.raises(IntegrityError), transaction.atomic():
            way()

    assert SeriesBreak.objects.get().comparable == "no"


def test_stricter_change_overtakes_what_waits(city: World) -> None:
    row = mark_break(indicator=children(city), spec=replace(SPEC, comparable="limited"), by=city.anna)
    waiting = withdraw_break(series_break=row, by=city.anna, reason="weg")
    assert waiting is not None
    with pytest.raises(ChangeWaitsError):
        withdraw_break(series_break=row, by=city.emil, reason="weg")

    change_break(series_break=row, spec=SPEC, by=city.emil)

    waiting.refresh_from_db()
    assert waiting.state == "overtaken"
    assert SeriesBreak.objects.get().comparable == "no"
    with pytest.raises(ChangeOverError):
        approve_change(change=waiting, by=city.frida)


def test_words_of_a_break_change_at_once_and_keep_their_history(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)

    entry = change_break(series_break=row, spec=replace(SPEC, text="Besser erklärt."), by=city.emil, revision=1)

    assert entry is not None
    assert entry.state == "in_force"
    assert (entry.before["text"], entry.after["text"]) == (SPEC.text, "Besser erklärt.")
    assert published.breaks_of(city.city, "kinder")[0].text == "Besser erklärt."
    with pytest.raises(StaleRemarkError):
        change_break(series_break=row, spec=SPEC, by=city.anna, revision=1)
    assert change_break(series_break=row, spec=replace(SPEC, text="Besser erklärt."), by=city.anna) is None
    undo_change(change=entry, by=city.anna, reason="zurück")
    assert published.breaks_of(city.city, "kinder")[0].text == SPEC.text


def test_withdrawn_break_comes_back_without_a_second_person(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    entry = withdraw_break(series_break=row, by=city.anna, reason="weg")
    assert entry is not None
    approve_change(change=entry, by=city.frida)

    back = restore_break(series_break=row, by=city.emil)

    assert back is not None
    assert back.state == "in_force"
    assert published.breaks_of(city.city, "kinder")[0].text == SPEC.text


def test_proposal_can_be_taken_back_by_the_one_who_made_it(city: World) -> None:
    row = mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    entry = withdraw_break(series_break=row, by=city.anna, reason="weg")
    assert entry is not None

    take_back_change(change=entry, by=city.anna)

    entry.refresh_from_db()
    assert entry.state == "taken_back"
    assert SeriesBreak.objects.filter(pk=row.pk).exists()


def test_break_needs_two_periods_in_order_and_is_there_once(city: World) -> None:
    mark_break(indicator=children(city), spec=SPEC, by=city.anna)

    with pytest.raises(ConflictError, match="already"):
        mark_break(indicator=children(city), spec=replace(SPEC, comparable="yes"), by=city.emil)
    with pytest.raises(DomainError, match="later"):
        mark_break(indicator=children(city), spec=replace(SPEC, from_period=NEW, to_period=OLD), by=city.emil)


def test_break_brings_no_release_back_that_was_withdrawn(city: World) -> None:
    withdraw(city, NEW)

    mark_break(indicator=children(city), spec=SPEC, by=city.anna)
    run_jobs()

    assert not Release.objects.filter(indicator__slug="kinder", period__code=NEW, state="published").exists()


def test_unreleased_indicator_shows_neither_breaks_nor_annotations(city: World) -> None:
    indicator = children(city)
    mark_break(indicator=indicator, spec=SPEC, by=city.anna)
    about = AnnotationSpec("footnote", "KANARIENVOGEL", indicator="kinder")
    add_annotation(organisation=city.city, spec=about, by=city.anna)
    later = AnnotationSpec("footnote", "KANARIENVOGEL 2030", period="2030-12-31")
    add_annotation(organisation=city.city, spec=later, by=city.anna)
    assert len(published.annotations_of(city.city)) == 1

    withdraw(city, OLD)
    withdraw(city, NEW)

    assert published.breaks_of(city.city) == ()
    assert published.annotations_of(city.city) == ()


def test_annotation_is_seen_changed_and_withdrawn_at_once_with_its_history(city: World) -> None:
    spec = AnnotationSpec("event", "Unterkunft eröffnet.", valid_from=date(2021, 5, 1))
    row = add_annotation(organisation=city.city, spec=spec, by=city.anna)

    change_annotation(annotation=row, spec=replace(spec, text="Unterkunft erweitert."), by=city.emil, revision=1)
    (note,) = published.annotations_of(city.city)
    assert (note.kind, note.text, note.valid_from) == ("event", "Unterkunft erweitert.", date(2021, 5, 1))
    withdraw_annotation(annotation=row, by=city.anna, reason="doppelt")

    assert published.annotations_of(city.city) == ()
    entries = RemarkChange.objects.filter(annotation=row).order_by("revision")
    assert [(each.act, each.created_by.name) for each in entries] == [
        ("marked", "Anna"), ("changed", "Emil"), ("withdrawn", "Anna"),
    ]  # fmt: skip
    undo_change(change=entries[2], by=city.anna, reason="zurück")
    assert Annotation.objects.get().text == "Unterkunft erweitert."


@pytest.mark.parametrize(
    "spec",
    [
        AnnotationSpec("population", "Pflegeheim", population="home"),
        AnnotationSpec("event", "Ohne Zeit"),
        AnnotationSpec("event", "Rückwärts", valid_from=date(2021, 1, 2), valid_until=date(2021, 1, 1)),
    ],
)
def test_annotation_that_contradicts_itself_is_refused(city: World, spec: AnnotationSpec) -> None:
    with pytest.raises(DomainError):
        add_annotation(organisation=city.city, spec=spec, by=city.anna)
