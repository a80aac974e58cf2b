# SPDX-License-Identifier: EUPL-1.2
"""What a seal covers: every fact of an event, but of the people in it a salted hash alone."""

import hashlib
import json
import secrets
from typing import Final

from django.core.serializers.json import DjangoJSONEncoder

from sozialplanung.audit.models import Event

FIRST_HASH: Final = "0" * 64
SALT_BYTES: Final = 16
_PERSON: Final = frozenset({"actor_id", "actor_label", "person_salt", "erased_in"})
_PERSONAL_SUBJECT: Final = _PERSON | {"subject_id", "subject_label"}


def chained(previous: str, event: Event) -> str:
    """Return the hash of an event after all events before it."""
    left_out = _PERSONAL_SUBJECT if event.is_about_a_person else _PERSON
    names = (field.attname for field in Event._meta.concrete_fields)  # noqa: SLF001 - Django's public API
    facts = {name: getattr(event, name) for name in names if name not in left_out}
    text = json.dumps([previous, facts], cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def committed(salt: bytes, event: Event) -> str:
    """Return the salted hash of the people in an event: without the salt nobody can try names against it."""
    people = [event.actor_id, event.actor_label]
    if event.is_about_a_person:
        people += [event.subject_id, event.subject_label]
    return hashlib.sha256(salt + json.dumps(people, ensure_ascii=False).encode()).hexdigest()


def commit(event: Event) -> Event:
    """Give a new event its salt and the hash of its people."""
    event.person_salt = secrets.token_bytes(SALT_BYTES)
    event.person_hash = committed(event.person_salt, event)
    return event


def names_who_it_says(event: Event) -> bool:
    """Say whether the people in an event are those of the time; of erased ones the digest of their run tells."""
    if event.person_salt is None:
        return event.erased_in is not None
    return committed(bytes(event.person_salt), event) == event.person_hash


def line_of(event: Event) -> bytes:
    """Return what the digest of a run of pseudonyms holds of one event (the function in the database does the same)."""
    return f"{event.pk}|{event.actor_label}|{event.subject_id}|{event.subject_label}\n".encode()
