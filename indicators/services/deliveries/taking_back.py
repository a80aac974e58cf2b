# SPDX-License-Identifier: EUPL-1.2
"""Ask for a released delivery to be taken back: a batch that brings back what it replaced, signed like any other."""

import hashlib
import json
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.errors import DeliveryClosedError
from indicators.models import (
    BatchAuthor,
    BatchState,
    Delivery,
    DeliveryComment,
    DeliveryEditor,
    DeliveryState,
    ImportBatch,
)
from indicators.selectors.restoring import restored_counts, restored_hash
from indicators.services import observing, reviewing
from indicators.services.checking.ruledelivery import ruled_taking_back
from indicators.services.deliveries import drafting
from indicators.services.deliveries.telling import tell_decision
from indicators.services.foresight import request_foresight
from sozialplanung.accounts.models import User


@transaction.atomic
def request_take_back(*, delivery: Delivery, by: User, text: str) -> Delivery:
    """Ask a second person to bring back what a released delivery replaced; nothing changes by asking.

    The request is a delivery of its own, with a batch that points to the one it takes back and holds the hash of what
    would be current again. Whoever asks never signs it. How the validation rules fare with what comes back is kept
    with it and holds nothing up: it was in force before, and no rule may keep figures that are wrong.

    Raises
    ------
    DeliveryClosedError
        ``indicators.not_taken_back`` when the delivery is not in force, or is asked back already.
    OvertakenError
        ``indicators.overtaken`` when later deliveries stand on its figures.
    """
    current = drafting.locked(delivery=delivery)
    if not may_be_taken_back(current) or current.batch is None:
        raise DeliveryClosedError(
            "indicators.not_taken_back", "The delivery cannot be taken back.", state=current.get_state_display()
        )
    observing.take_turn(organisation_id=current.organisation_id)
    batch = _inverse(current.batch, by)
    reviewing.refuse_overtaken(batch=batch)
    request = Delivery.objects.create(
        organisation=current.organisation,
        source=current.source,
        title=batch.title,
        state=DeliveryState.SUBMITTED,
        batch=batch,
        created_by=by,
    )
    DeliveryEditor.objects.create(delivery=request, person=by)
    batch = reviewing.submit_batch(batch=batch, by=by, reason=text)
    DeliveryComment.objects.create(delivery=request, kind=DeliveryComment.Kind.SUBMITTED, person=by, text=text)
    request_foresight(batch=batch, by=by)
    tell_decision(delivery=request, kind=DeliveryComment.Kind.SUBMITTED, by=by)
    return request


def may_be_taken_back(delivery: Delivery) -> bool:
    """Say whether a delivery is in force, brings figures of its own and is not asked back already."""
    batch = delivery.batch
    if delivery.state != DeliveryState.RELEASED or batch is None or batch.takes_back_id:
        return False
    return batch.state == BatchState.APPLIED and open_request(delivery) is None


def open_request(delivery: Delivery) -> Delivery | None:
    """Return the request that takes a delivery back, or did; those that were refused or given up do not count."""
    requests = Delivery.objects.filter(batch__takes_back_id=delivery.batch_id, batch__isnull=False)
    over = (BatchState.REFUSED, BatchState.WITHDRAWN)
    return requests.exclude(batch__state__in=over).first() if delivery.batch_id else None


def taken_back_by(delivery: Delivery) -> Delivery | None:
    """Return the delivery that a request takes back; None for a delivery of figures."""
    if delivery.batch is None or delivery.batch.takes_back_id is None:
        return None
    return Delivery.objects.filter(batch_id=delivery.batch.takes_back_id).first()


def _inverse(batch: ImportBatch, by: User) -> ImportBatch:
    values_hash = restored_hash(batch)
    said = json.dumps(["take back", batch.pk, values_hash])
    inverse = ImportBatch.objects.create(
        organisation=batch.organisation,
        source=batch.source,
        title=(_("Take back: %(title)s") % {"title": batch.title})[:300],
        boundary_edition=batch.boundary_edition,
        mapping=[],
        content_hash=hashlib.sha256(said.encode()).hexdigest(),
        values_hash=values_hash,
        counts={**asdict(restored_counts(batch)), "rules": [asdict(each) for each in ruled_taking_back(batch)]},
        created_by=by,
        takes_back=batch,
    )
    BatchAuthor.objects.create(batch=inverse, person=by)
    return inverse
