# SPDX-License-Identifier: EUPL-1.2
"""Read and check the audit log."""

from django.db.models import QuerySet

from sozialplanung.audit.models import Event, Seal
from sozialplanung.audit.services import FIRST_HASH, chained


def events_of_organisation(*, organisation_id: int) -> QuerySet[Event]:
    """Return the events of an organisation, the newest first."""
    return Event.objects.filter(organisation_id=organisation_id).order_by("-pk")


def events_about(*, subject_type: str, subject_id: str) -> QuerySet[Event]:
    """Return what happened to one thing, the newest first."""
    return Event.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-pk")


def broken_seals() -> list[int]:
    """Return the ids of events that were changed, removed or sealed out of order; empty when all is well."""
    broken = []
    previous = FIRST_HASH
    events = {event.pk: event for event in Event.objects.all().iterator()}
    for seal in Seal.objects.order_by("pk").iterator():
        event = events.get(seal.event_id)
        is_whole = event is not None and seal.previous_hash == previous
        if event is None or not is_whole or chained(previous, event) != seal.chain_hash:
            broken.append(seal.event_id)
        previous = seal.chain_hash
    return broken
