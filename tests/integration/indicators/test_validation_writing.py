# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards: refused where they cannot be asked, and never loosened by one person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from indicators.errors import ChangeWaitsError, FourEyesError, NotApproverError, StaleRemarkError
from indicators.formulas import FormulaError
from indicators.models import RuleVersion, ValidationRule
from indicators.selectors.validation import rules_of
from indicators.services.catalogue import SeriesName
from indicators.services.validating.writing import (
    approve_version,
    archive_rule,
    change_rule,
    refuse_version,
    restore_rule,
    spec_of,
    take_back_version,
    write_rule,
)
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.notifications.models import Notification
from tests.factories.checkedcity import (
    add_indicator,
    add_series,
)
from tests.factories.ruledcity import PART, build_ruled_city, rule
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db

kept_city = standing(build_ruled_city)


@pytest.fixture
def city(kept_city: World) -> World:
    """Give the city as it was stored once."""
    return kept_city


# --- Writing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("kindr", "people", "indicators.check_name_like"),
        ("zzzzzzzz", "people", "indicators.check_name"),
        ("kinder", "haushalte", "formulas.units"),
        ("kinder +", "people", "formulas.end"),
        ("5", "6", "indicators.check_no_name"),
        ("kinder", "9" * 300, "formulas.number"),
        ("change(rang, 1)", "1", "indicators.check_relative"),
    ],
)
def test_rule_that_cannot_be_asked_is_refused(city: World, left: str, right: str, code: str) -> None:
    add_series(city, "haushalte", unit="Haushalte")
    add_indicator(city, "rang", series=SeriesName("people"), comparability="relative")

    with pytest.raises((InvalidInputError, FormulaError)) as refused:
        write_rule(organisation=city.city, spec=replace(PART, left=left, right=right), by=city.anna)

    assert refused.value.code == code
    assert not ValidationRule.objects.exists()


def test_nearest_name_is_proposed(city: World) -> None:
    with pytest.raises(InvalidInputError) as refused:
        write_rule(organisation=city.city, spec=replace(PART, left="kindr"), by=city.anna)

    assert refused.value.params["proposal"] == "kinder"


def test_stricter_rule_holds_at_once_and_the_version_before_stays(city: World) -> None:
    one = rule(city, replace(PART, severity="warning", tolerance=5.0))

    change_rule(rule=one, spec=PART, reason="", by=city.anna, revision=1)

    assert list(one.versions.values_list("number", "state", "severity")) == [
        (2, "in_force", "error"),
        (1, "replaced", "warning"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "warning"},
        {"is_active": False},
        {"tolerance": 1.0},
        {"levels": ("bezirk",)},
        {"since": date(2020, 1, 1)},
        {"until": date(2020, 1, 1)},
        {"occasions": ("stock",)},
        {"right": "2 * people"},
        {"comparison": "!="},
    ],
)
def test_whatever_may_let_more_pass_waits_for_an_approver(city: World, change: dict[str, Any]) -> None:
    one = rule(city)

    version = change_rule(
        rule=one,
        spec=replace(PART, **change),
        reason="Zu streng.",
        by=city.anna,
        revision=1,
    )

    assert version.state == "waiting"
    assert spec_of(one.versions.get(state="in_force")) == PART
    with pytest.raises(FourEyesError):
        approve_version(version=version, by=city.anna)
    with pytest.raises(NotApproverError):
        approve_version(version=version, by=city.emil)
    approve_version(version=version, by=city.frida)
    assert one.versions.get(state="in_force").number == 2


@pytest.mark.parametrize(
    "change", [{"name": "Anders"}, {"purpose": "Weil."}, {"left": "(kinder)"}], ids=["name", "purpose", "blanks"]
)
def test_other_words_of_the_same_rule_need_nobody_else(city: World, change: dict[str, Any]) -> None:
    one = rule(city)

    version = change_rule(rule=one, spec=replace(PART, **change), reason="", by=city.anna, revision=1)

    assert version.state == "in_force"


def test_note_is_changed_and_archived_by_one_person(city: World) -> None:
    one = rule(city, replace(PART, severity="note"))

    archive_rule(rule=one, reason="", by=city.anna, revision=1)
    assert [row.is_archived for row in rules_of(city.city)] == [True]

    restore_rule(rule=one, by=city.emil, revision=2)
    assert [row.is_archived for row in rules_of(city.city)] == [False]


def test_loosening_needs_a_reason_and_waits_once(city: World) -> None:
    one = rule(city)
    weaker = replace(PART, severity="note")
    with pytest.raises(InvalidInputError, match="why"):
        change_rule(rule=one, spec=weaker, reason=" ", by=city.anna, revision=1)

    change_rule(rule=one, spec=weaker, reason="Darum.", by=city.anna, revision=1)

    with pytest.raises(ChangeWaitsError):
        change_rule(rule=one, spec=weaker, reason="Darum.", by=city.emil, revision=1)


def test_refused_and_taken_back_changes_leave_the_rule_as_it_is(city: World) -> None:
    one = rule(city)
    first = change_rule(rule=one, spec=replace(PART, severity="note"), reason="Darum.", by=city.anna, revision=1)
    refuse_version(version=first, by=city.frida, comment="Nein.")
    second = change_rule(rule=one, spec=replace(PART, tolerance=3.0), reason="Darum.", by=city.anna, revision=1)
    take_back_version(version=second, by=city.anna)

    assert spec_of(one.versions.get(state="in_force")) == PART
    assert set(one.versions.values_list("number", "state")) == {(1, "in_force"), (2, "refused"), (3, "taken_back")}


def test_somebody_who_saw_an_older_version_is_told(city: World) -> None:
    one = rule(city)
    change_rule(rule=one, spec=replace(PART, name="Neu"), reason="", by=city.anna, revision=1)

    with pytest.raises(StaleRemarkError):
        change_rule(rule=one, spec=replace(PART, name="Anders"), reason="", by=city.emil, revision=1)


def test_database_refuses_one_pair_of_eyes_and_a_loosened_rule_that_nobody_decided(city: World) -> None:
    one = rule(city)
    version = change_rule(rule=one, spec=replace(PART, severity="note"), reason="Darum.", by=city.anna, revision=1)

    for fields in ({"state": "replaced"}, {"state": "refused", "decided_by": city.anna}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleVersion.objects.filter(pk=version.pk).update(**fields)


def test_approver_is_told_that_a_loosened_rule_waits_and_the_writer_what_became_of_it(city: World) -> None:
    one = rule(city)
    version = change_rule(rule=one, spec=replace(PART, severity="note"), reason="Darum.", by=city.anna, revision=1)
    asked = Notification.objects.get(kind="indicators.check_proposed")
    assert (asked.recipient, asked.path) == (city.frida, "/musterstadt/pruefregeln/1/")

    approve_version(version=version, by=city.frida)

    assert Notification.objects.get(kind="indicators.check_decided").recipient == city.anna
    actions = list(Event.objects.filter(action__startswith="indicators.check").order_by("pk").values_list("action"))
    assert [action for (action,) in actions] == [
        "indicators.check_written",
        "indicators.check_proposed",
        "indicators.check_approved",
    ]
