# SPDX-License-Identifier: EUPL-1.2
"""The whole log is walked every day; who has to know is told when it does not hold."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.handlers import FORGET, WALK, start_daily
from sozialplanung.audit.models import Seal, Verification
from sozialplanung.audit.services import record, seal_events
from sozialplanung.audit.verifying import verify
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import Mail, Notification, Preferences
from tests.factories.desk import client_of, german
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _without_triggers(table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_change")


def _tamper(world: World) -> int:
    event = record(action="demo.act", by=world.anna, organisation=world.city, subject=world.anna)
    seal_events()
    _without_triggers("audit_event", "UPDATE audit_event SET reason = 'x' WHERE id = (SELECT max(id) FROM audit_event)")
    return event.pk


@pytest.mark.check("C108")
def test_walk_is_kept_with_its_last_seal(world: World) -> None:
    verification = verify()

    last = Seal.objects.order_by("pk").last()
    assert last is not None
    assert verification.is_whole
    assert (verification.seals, verification.last_seal_id) == (Seal.objects.count(), last.pk)
    assert verification.last_hash == last.chain_hash
    assert str(verification).endswith("whole")


@pytest.mark.check("C108")
def test_end_that_was_cut_off_is_missed_at_the_next_walk(world: World) -> None:
    verify()
    _without_triggers("audit_seal", "DELETE FROM audit_seal WHERE id = (SELECT max(id) FROM audit_seal)")
    _without_triggers("audit_event", "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)")

    verification = verify()

    assert verification.is_cut
    assert verification.broken == []
    assert str(verification).endswith("broken")
    _without_triggers("audit_verification", "DELETE FROM audit_verification WHERE is_cut")
    with pytest.raises(CommandError, match="that was there at the last check is gone"):
        call_command("verify_audit")


@pytest.mark.check("C108")
def test_command_prints_the_last_seal_to_be_kept_elsewhere(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")

    last = Seal.objects.order_by("pk").last()
    assert last is not None
    assert f"Last seal: {last.pk} {last.chain_hash}" in capsys.readouterr().out


@pytest.mark.check("C108")
def test_sweeper_starts_the_check_once_a_day_and_the_job_keeps_what_it_found(world: World) -> None:
    assert "audit.start_daily" in {duty.name for duty in duties()}

    assert start_daily()
    assert start_daily()
    assert start_daily()
    for kind in (FORGET, WALK):
        assert jobs.run_inline(job=Job.objects.get(kind=kind)).state == "succeeded"

    assert Verification.objects.get().is_whole
    assert not start_daily()


@pytest.mark.check("C108")
def test_chain_is_walked_even_where_names_cannot_be_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise ProgrammingError("permission denied for function audit_pseudonymise")

    monkeypatch.setattr("sozialplanung.audit.handlers.pseudonymise_old_events", refuse)
    start_daily()

    ended = [jobs.run_inline(job=Job.objects.get(kind=kind)).state for kind in (FORGET, WALK)]

    assert ended == ["failed", "succeeded"]
    assert Verification.objects.get().is_whole


@pytest.mark.check("C108")
def test_administrators_are_told_of_a_broken_log_at_once_whatever_they_wish(world: World) -> None:
    Preferences.objects.create(person=world.gero, reminders_shown=False, reminders_mail="none", approvals_mail="none")
    assign_role(user=world.gero, organisation=world.other_city, role="admin", by=None)
    verify()
    assert not Notification.objects.filter(kind="audit.broken").exists()
    broken = _tamper(world)

    verification = verify()

    assert verification.broken == [broken]
    told = Notification.objects.filter(kind="audit.broken")
    assert [each.recipient for each in told] == [world.gero]
    assert Mail.objects.filter(recipient=world.gero).count() == 1
    page = client_of(world.gero).get("/konto/mitteilungen/").content.decode()
    assert german("The log was changed or cut off. Tell the operators of the database at once.") in page


@pytest.mark.check("C108")
def test_page_says_when_the_log_was_checked_and_what_came_of_it(world: World) -> None:
    page = client_of(world.frida).get("/musterstadt/protokoll/").content.decode()
    assert german("The whole log was not checked yet. That happens once a day.") in page
    verify()
    page = client_of(world.frida).get("/musterstadt/protokoll/").content.decode()
    assert german("It was whole.") in page

    _tamper(world)
    verify()

    page = client_of(world.frida).get("/musterstadt/protokoll/").content.decode()
    assert german("It was whole.") not in page
    assert german("The log does not hold") in page
