# SPDX-License-Identifier: EUPL-1.2
"""Those whom an edition concerns are told: that it waits, what became of it, that figures behind it are gone."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from indicators.models import Audience
from indicators.selectors import published
from indicators.services.releasing.withdrawing import withdraw_release
from reports.errors import EditionFourEyesError
from reports.models import Edition
from reports.services import composing, publishing
from reports.services.foureyes import require_second_person
from reports.services.telling import tell_of_gone, waiting_reminders
from sozialplanung.accounts.services import assign_role
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, begun, handed_in, let_out
from tests.factories.notedcity import NEW, build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NAMES = ("anna", "bert", "clara", "dora", "emil", "frida", "gero")
kept_city = standing(build_noted_city)


def told(kind: str) -> dict[str, list[bool]]:
    """Return by names who was told of a kind, and whether each of it is read."""
    rows = Notification.objects.filter(kind=f"reports.{kind}").select_related("recipient")
    found: dict[str, list[bool]] = {}
    for row in rows:
        found.setdefault(row.recipient.email.partition("@")[0], []).append(row.read_at is not None)
    return found


def withdraw(city: World, *periods: str) -> None:
    city.city.audience = Audience.PUBLIC
    while refs := [ref for ref in published.releases_of(city.city, indicator="anteil") if ref.period in periods]:
        withdraw_release(release_id=refs[0].id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")


def sent_back(city: World, edition: Edition) -> None:
    decision = publishing.Decision(is_approved=False, comment="Die Quelle fehlt.")
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida)


def test_whoever_may_let_it_out_is_told_and_nobody_else(city: World) -> None:
    edition = handed_in(city)

    people = {"bert", *told("edition_waits")}
    assert "frida" in told("edition_waits")
    assert "bert" not in told("edition_waits")
    for name in set(NAMES) - people:
        with pytest.raises(EditionFourEyesError):
            require_second_person(edition, by=getattr(city, name))
    (path,) = set(Notification.objects.values_list("path", flat=True))
    assert client_of(city.frida).get(path).status_code == 200
    page = client_of(city.frida).get("/konto/mitteilungen/").content.decode()
    assert "Eine Ausgabe wartet auf Ihre Freigabe." in page


def test_who_wrote_at_it_and_publishes_is_not_asked(city: World) -> None:
    row = begun(city)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.frida)
    handed_in(city, row)

    assert "frida" not in told("edition_waits")


def test_author_is_told_that_it_was_let_out_and_the_question_is_settled(city: World) -> None:
    let_out(city, handed_in(city))

    assert told("edition_approved") == {"bert": [False]}
    assert told("edition_waits")["frida"] == [True]
    assert told("edition_returned") == {}


def test_all_who_wrote_are_told_that_it_was_sent_back(city: World) -> None:
    row = begun(city)
    assign_role(user=city.emil, organisation=city.city, role="planner", by=None)
    composing.save_composition(publication=row, composition=CONTENT, revision=0, by=city.emil)
    sent_back(city, handed_in(city, row))

    assert set(told("edition_returned")) == {"bert", "emil"}
    again = handed_in(city, row)
    assert len(told("edition_waits")["frida"]) == 2
    sent_back(city, again)
    assert len(told("edition_returned")["bert"]) == 2


def test_who_may_let_it_out_is_reminded_while_it_waits(city: World, settings: LazySettings) -> None:
    handed_in(city)
    later = timezone.localdate() + timedelta(days=2 * settings.REMIND_WAITING_DAYS)

    (due,) = waiting_reminders(later)

    assert city.frida in due.recipients
    assert city.bert not in due.recipients
    assert list(waiting_reminders(timezone.localdate())) == []


def test_author_and_approvers_are_told_once_of_figures_that_are_gone(city: World) -> None:
    edition = let_out(city, handed_in(city))
    assert tell_of_gone() == 0

    withdraw(city, NEW)

    assert tell_of_gone() > 0
    assert tell_of_gone() == 0
    people = told("figures_gone")
    assert {"bert", "frida"} <= set(people)
    assert all(len(each) == 1 for each in people.values())
    assert {"clara", "dora"}.isdisjoint(people)
    (path,) = set(Notification.objects.filter(kind="reports.figures_gone").values_list("path", flat=True))
    assert str(edition.uuid) in path
    for person in (city.bert, city.frida):
        assert client_of(person).get(path).status_code == 200
    assert "reports.figures_gone" in {duty.name for duty in duties()}


def test_nobody_is_told_of_an_edition_that_no_reader_finds(city: World) -> None:
    waiting = handed_in(city)
    back = let_out(city, handed_in(city, begun(city, title="Andere")))
    publishing.withdraw_edition(edition=back, reason="Falsche Quelle.", by=city.frida)
    withdraw(city, NEW)

    assert tell_of_gone() == 0
    # Once it is out all the same, its parts are missing from the first moment on.
    let_out(city, waiting)
    assert (
        "Dieser Teil wird nicht mehr gezeigt"
        in Client().get(f"/b/{waiting.publication.slug}/{waiting.path}/").content.decode()
    )
    assert tell_of_gone() > 0


def test_what_came_back_and_goes_again_is_told_again(city: World) -> None:
    edition = let_out(city, handed_in(city))
    withdraw(city, NEW)
    first = tell_of_gone()
    # As if the figures had come back meanwhile.
    Edition.objects.filter(pk=edition.pk).update(told_gone=[])

    assert tell_of_gone() == first
