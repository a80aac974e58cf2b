"""Seal what there is anew, over salted hashes of the people: the old seals would tell who guesses a name that it is right.

Salts are written in short transactions, and a run that was ended goes on where it stopped. The old chain is walked
before it goes; what that found, and its last hash, stand in an event that the new chain begins with.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, transaction
from django.utils import timezone

# Historic models have no types of their own.
Apps = Any
Editor = Any
Rows = Any
Row = Any
Connection = Any
FIRST_HASH = "0" * 64
AT_ONCE = 2000
PERSONAL = ("accounts.user", "accounts.login")
OLD = (
    "id",
    "at",
    "actor_id",
    "actor_label",
    "organisation_id",
    "organisation_slug",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "reason",
    "details",
)


def seal_anew(apps: Apps, schema_editor: Editor) -> None:
    """Give each event a salt, then replace the chain in one transaction."""
    connection = schema_editor.connection
    events = apps.get_model("audit", "Event").objects.using(connection.alias)
    seals = apps.get_model("audit", "Seal").objects.using(connection.alias)
    _salt(events, connection)
    if not seals.exists():
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # Nobody seals meanwhile: the same lock as `seal_events`.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5052_4155])
        cursor.execute("LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE")
        count, broken, last = _walk(events, seals)
        told = _tell(events, count, broken, last)
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_no_change")
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("ALTER TABLE audit_seal ENABLE TRIGGER audit_seal_no_change")
        _seal(events, seals, told)


def _salt(events: Rows, connection: Connection) -> None:
    while rows := list(events.filter(person_hash="").order_by("pk")[:AT_ONCE]):
        salted = [(row.pk, *_committed(row)) for row in rows]
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_event SET person_salt = new.salt, person_hash = new.hash"
                " FROM unnest(%s::bigint[], %s::bytea[], %s::text[]) AS new (id, salt, hash)"
                " WHERE audit_event.id = new.id",
                [list(column) for column in zip(*salted, strict=True)],
            )


def _committed(row: Row) -> tuple[bytes, str]:
    people = [row.actor_id, row.actor_label]
    if row.subject_type in PERSONAL:
        people += [row.subject_id, row.subject_label]
    salt = secrets.token_bytes(16)
    return salt, hashlib.sha256(salt + json.dumps(people, ensure_ascii=False).encode()).hexdigest()


def _walk(events: Rows, seals: Rows) -> tuple[int, list[int], str]:
    """Follow the old chain as it was written; return how many seals it has, what does not fit, and its last hash."""
    count, broken, previous = 0, [], FIRST_HASH
    for seal, event in _pairs(events, seals):
        fits = event is not None and seal.previous_hash == previous
        if not fits or _old_hash(previous, event) != seal.chain_hash:
            broken.append(seal.event_id)
        count, previous = count + 1, seal.chain_hash
    return count, broken, previous


def _pairs(events: Rows, seals: Rows) -> Iterator[tuple[Row, Row]]:
    after = 0
    while rows := list(seals.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        found = events.in_bulk([row.event_id for row in rows])
        yield from ((row, found.get(row.event_id)) for row in rows)
        after = rows[-1].pk


def _old_hash(previous: str, event: Row) -> str:
    return _hash(previous, {name: getattr(event, name) for name in OLD})


def _hash(previous: str, facts: dict[str, Any]) -> str:
    text = json.dumps([previous, facts], cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(events: Rows, count: int, broken: list[int], last: str) -> Row:
    told = events.model(
        at=timezone.now(),
        actor_label="System",
        action="audit.sealed_anew",
        subject_type="audit.log",
        details={"count": count, "last_hash": last, "broken": broken[:100], "broken_count": len(broken)},
    )
    told.person_salt, told.person_hash = _committed(told)
    told.save(using=events.db)
    return events.get(pk=told.pk)


def _seal(events: Rows, seals: Rows, told: Row) -> None:
    """Write the new chain: first the event that tells of the old one, then all others by number."""
    previous = _sealed(seals, [told], FIRST_HASH)
    after = 0
    while rows := list(events.filter(pk__gt=after).exclude(pk=told.pk).order_by("pk")[:AT_ONCE]):
        previous = _sealed(seals, rows, previous)
        after = rows[-1].pk


def _sealed(seals: Rows, rows: list[Row], previous: str) -> str:
    made = []
    for row in rows:
        left_out = {"subject_id", "subject_label"} if row.subject_type in PERSONAL else set()
        left_out |= {"actor_id", "actor_label"}
        facts = {name: getattr(row, name) for name in (*OLD, "person_hash") if name not in left_out}
        chain_hash = _hash(previous, facts)
        made.append(
            seals.model(event_id=row.pk, sealed_at=timezone.now(), previous_hash=previous, chain_hash=chain_hash)
        )
        previous = chain_hash
    seals.bulk_create(made)
    return previous


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0004_pseudonyms")]

    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop)]
