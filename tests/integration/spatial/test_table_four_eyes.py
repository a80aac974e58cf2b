# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes on crosswalk tables: who decides, that nothing changes behind their back, who comes in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sozialplanung.accounts.services import assign_role, create_user, set_password
from sozialplanung.audit.models import Event
from sozialplanung.notifications.models import Notification
from spatial.errors import CrosswalkTableClosedError, CrosswalkTableError, NotTableApproverError, TableFourEyesError
from spatial.models import CrosswalkTable
from spatial.services.tables import deciding
from spatial.services.tables.telling import waiting_reminders
from tests.factories.desk import client_of, german
from tests.factories.drawnanew import build_drawn_anew
from tests.factories.standing import standing
from tests.factories.tablebringer import BRING, TABLES, brought, decided, in_force, uploaded, withdrawn
from tests.factories.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C050")]

kept_city = standing(build_drawn_anew)


def refused_by_the_database(table: CrosswalkTable, **values: object) -> bool:
    with pytest.raises(IntegrityError), transaction.atomic():
        CrosswalkTable.objects.filter(pk=table.pk).update(**values)
    return True


def test_nobody_puts_in_force_what_they_brought_on_any_path(city: World) -> None:
    table = brought(city.anna)
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)

    assert decided(city.anna, table).status_code == 422
    with pytest.raises(TableFourEyesError):
        deciding.put_in_force(table=table, by=city.anna)
    with pytest.raises(NotTableApproverError):
        deciding.put_in_force(table=table, by=city.bert)
    assert refused_by_the_database(table, state="in_force", decided_by=city.anna, decided_at=timezone.now())
    assert refused_by_the_database(table, state="in_force")
    assert table.state == "waiting"


@pytest.mark.parametrize("trick", ["new account", "new role", "new password"])
def test_account_that_the_bringer_lent_decides_nothing(city: World, trick: str) -> None:
    assign_role(user=city.anna, organisation=city.city, role="admin", by=city.gero)
    table, signer = brought(city.anna), city.frida
    if trick == "new account":
        signer = create_user(email="straw@example.org", name="Straw", password=PASSWORD, by=city.anna)
        assign_role(user=signer, organisation=city.city, role="approver", by=city.gero)
    elif trick == "new role":
        signer = city.bert
        assign_role(user=signer, organisation=city.city, role="approver", by=city.anna)
    else:
        set_password(user=signer, password="ganz anderes pferd hier", by=city.anna)

    answers = [decided(signer, table), decided(signer, table, "refuse", "Nein")]

    assert [answer.status_code for answer in answers] == [422, 422]
    said = german("Another approver has to decide on this table. For later ones you are free.")
    assert said in answers[0].content.decode()
    assert table.state == "waiting"


def test_approver_from_above_is_told_that_the_house_decides_itself(city: World) -> None:
    karl = create_user(email="karl@example.org", name="Karl", password=PASSWORD, by=None)
    assign_role(user=karl, organisation=city.land, role="approver", by=None)
    table = brought(city.anna)

    with pytest.raises(NotTableApproverError) as refused:
        deciding.refuse_table(table=table, by=karl, reason="Nein.")

    assert refused.value.code == "spatial.table_not_from_above"


def test_a_table_never_changes_and_never_goes(city: World) -> None:
    table = brought(city.anna)
    now = timezone.now()

    assert refused_by_the_database(table, title="Anders")
    assert refused_by_the_database(table, weights=[1.0])
    assert refused_by_the_database(table, created_by=city.emil)
    assert refused_by_the_database(table, state="superseded", decided_by=city.frida, decided_at=now)
    assert refused_by_the_database(table, state="refused", decided_by=city.frida, decided_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        table.delete()
    decided(city.frida, table)
    assert refused_by_the_database(table, state="waiting")
    assert refused_by_the_database(table, decided_by=city.gero)
    assert refused_by_the_database(table, state="withdrawn")
    ended = {"state": "withdrawn", "ended_by": city.frida, "ended_at": now}
    assert refused_by_the_database(table, **ended, decided_by=city.gero)
    withdrawn(city.frida, table, "Falsch.")
    assert refused_by_the_database(table, state="in_force")


def test_a_table_begins_by_waiting(city: World) -> None:
    table = brought(city.anna)
    decided(city.frida, table)
    table.pk, table.number = None, 2

    with pytest.raises(IntegrityError, match="begins by waiting"), transaction.atomic():
        table.save(force_insert=True)


def test_one_table_waits_and_one_is_in_force(city: World) -> None:
    first = in_force(city)
    second = brought(city.emil)
    uploaded(city.anna)

    with pytest.raises(AssertionError, match="wartet schon eine andere Tabelle"):
        brought(city.anna)
    decided(city.frida, second)
    first.refresh_from_db()

    assert (first.state, first.ended_by, second.state, second.number) == ("superseded", city.frida, "in_force", 2)


def test_what_was_decided_is_closed_for_every_other_step(city: World) -> None:
    table = brought(city.anna)

    with pytest.raises(CrosswalkTableError):
        deciding.refuse_table(table=table, by=city.frida, reason=" ")
    with pytest.raises(CrosswalkTableClosedError):
        deciding.withdraw_table(table=table, by=city.frida, reason="Nein.")
    assert decided(city.frida, table, "refuse").status_code == 422
    assert decided(city.frida, table, "refuse", "Von wann ist sie?").status_code == 302
    assert (table.state, table.reason) == ("refused", "Von wann ist sie?")
    with pytest.raises(CrosswalkTableClosedError):
        deciding.take_back(table=table, by=city.anna)
    assert decided(city.frida, table).status_code == 409


def test_only_approvers_withdraw_and_they_say_why(city: World) -> None:
    table = in_force(city)

    assert withdrawn(city.anna, table, "Falsch.").status_code == 404
    assert withdrawn(city.frida, table).status_code == 422
    with pytest.raises(NotTableApproverError):
        deciding.withdraw_table(table=table, by=city.bert, reason="Falsch.")
    with pytest.raises(CrosswalkTableError):
        deciding.withdraw_table(table=table, by=city.frida, reason=" ")
    assert withdrawn(city.frida, table, "Falsch.").status_code == 302
    assert (table.state, table.end_reason, table.ended_by) == ("withdrawn", "Falsch.", city.frida)


def test_who_comes_in_where(city: World) -> None:
    table = brought(city.anna)
    one = f"{TABLES}{table.number}/"
    sees = {"anna": 200, "emil": 200, "frida": 200, "bert": 404, "clara": 404, "dora": 404, "gero": 404}
    brings = {**sees, "frida": 404}
    for name, status in sees.items():
        person = getattr(city, name)
        assert [client_of(person).get(address).status_code for address in (TABLES, one)] == [status] * 2, name
        assert client_of(person).get(BRING).status_code == brings[name], name
        decides = client_of(person).post(one, {"decision": "refuse"}).status_code
        assert decides == {"frida": 422}.get(name, 404), name
        assert client_of(person).post(f"{BRING}verwerfen/").status_code == (302 if brings[name] == 200 else 404), name
        taking = client_of(person).get(f"{one}zuruecknehmen/").status_code
        assert taking == brings[name], name


def test_those_whom_it_concerns_are_told_and_the_log_says_who_did_what(city: World) -> None:
    first = brought(city.anna)
    told = {notice.kind: notice.recipient for notice in Notification.objects.filter(kind__startswith="spatial.table_")}
    withdrawn(city.emil, first)
    second = in_force(city)
    withdrawn(city.frida, second, "Falsch.")

    assert told == {"spatial.table_brought": city.frida}
    hers = Notification.objects.filter(recipient=city.anna, kind__startswith="spatial.table_")
    assert set(hers.values_list("kind", flat=True)) == {
        "spatial.table_taken_back",
        "spatial.table_in_force",
        "spatial.table_withdrawn",
    }
    acts = Event.objects.filter(action__startswith="spatial.table_").order_by("at")
    assert [(event.action.removeprefix("spatial.table_"), event.actor_label) for event in acts] == [
        ("brought", "Anna"),
        ("taken_back", "Emil"),
        ("brought", "Anna"),
        ("in_force", "Frida"),
        ("withdrawn", "Frida"),
    ]


def test_who_can_decide_is_reminded_of_what_waits(city: World) -> None:
    table = brought(city.anna)

    assert list(waiting_reminders(timezone.localdate())) == []
    later = timezone.localdate() + timedelta(days=settings.REMIND_WAITING_DAYS + 1)
    (reminder,) = waiting_reminders(later)
    assert reminder.recipients == (city.frida,)
    assert reminder.about.subject == table.title
