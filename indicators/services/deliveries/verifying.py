# SPDX-License-Identifier: EUPL-1.2
"""The check of a draft: its files and mappings become a batch with staged values and findings."""

import hashlib
from collections.abc import Callable

from django.db import transaction

from indicators.errors import DeliveryError, DeliveryTwiceError, StaleDeliveryError
from indicators.models import VOID_STATES, BatchState, Delivery, DeliveryTable, Finding, ImportBatch
from indicators.readers.mapping import mapping_from_json
from indicators.selectors.comparison import difference_counts
from indicators.selectors.parts import bounds_of, series_in
from indicators.services import importing
from indicators.services.checking.checks import run_checks, store_checks
from indicators.services.deliveries import drafting
from indicators.services.deliveries.bounding import refuse_foreign
from indicators.services.foresight import request_foresight
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from sozialplanung.accounts.models import User

Report = Callable[[int, int], None]


@transaction.atomic
def verify_delivery(*, delivery_id: int, revision: int, by: User, report: Report) -> None:
    """Read all figures of a draft into a new batch, whole or not at all; done twice, it changes nothing.

    Raises
    ------
    DeliveryError
        ``indicators.delivery_incomplete`` when something was not said yet, ``indicators.mixed_editions`` when the
        tables speak of several boundary versions, ``indicators.delivery_unchanged`` when the very same was taken over
        already, ``indicators.series_unknown`` for a series beyond the topics to which it is bound; and whatever
        reading finds.
    """
    delivery = Delivery.objects.select_related("organisation", "source", "batch").get(pk=delivery_id)
    if delivery.revision != revision or not delivery.is_open or delivery.batch is not None:
        return
    spec = _spec(delivery)
    _refuse_repetition(delivery, spec)
    report(1, 3)
    editors = [editor.person for editor in delivery.editors.select_related("person")]
    batch = importing.stage_batch(spec=spec, by=by, authors=editors)
    report(2, 3)
    part = bounds_of(delivery)
    checked = run_checks(batch=batch, within=None if part is None else series_in(part))
    store_checks(batch=batch, found=checked.found, passed=checked.passed, rules=checked.rules)
    current = drafting.locked(delivery=delivery)
    if current.revision != revision:
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    current.batch = batch
    current.save(update_fields=["batch", "changed_at"])
    offer_reasons(delivery=current, batch=batch)
    if not difference_counts(batch).is_empty:
        request_foresight(batch=batch, by=by)
    report(3, 3)


def taken_tables(delivery: Delivery) -> list[DeliveryTable]:
    """Return the tables whose figures are wanted."""
    return list(delivery.tables.filter(is_taken=True).select_related("file", "profile").defer("file__content"))


def _spec(delivery: Delivery) -> DeliverySpec:
    tables = taken_tables(delivery)
    missing = [str(table) for table in tables if not table.mapping]
    missing += [file.name for file in delivery.files.filter(problem__isnull=False)]
    if missing or not tables:
        raise DeliveryError(
            "indicators.delivery_incomplete", "Not everything is said yet.", missing=", ".join(missing) or "–"
        )
    refuse_foreign(delivery=delivery, mappings=[table.mapping for table in tables if table.mapping])
    editions = sorted({table.edition for table in tables})
    if len(editions) > 1:
        raise DeliveryError(
            "indicators.mixed_editions", "The tables speak of several boundary versions.", editions=", ".join(editions)
        )
    parts = tuple(
        Part(
            DeliveredFile(table.file.name, bytes(table.file.content)),
            table.level,
            mapping_from_json(table.mapping or {}),
        )
        for table in tables
    )
    return DeliverySpec(delivery.source, delivery.title, editions[0], parts)


def _refuse_repetition(delivery: Delivery, spec: DeliverySpec) -> None:
    same = ImportBatch.objects.filter(organisation_id=delivery.organisation_id, content_hash=spec.content_hash)
    found = same.exclude(state__in=VOID_STATES).first()
    if found is None:
        return
    code = "unchanged" if found.state == BatchState.APPLIED else "elsewhere"
    other = Delivery.objects.filter(batch_id=found.pk).first()
    # Whoever works within topics learns that it is there, but not what somebody else called it.
    is_open = delivery.within is None or (other is not None and other.within == delivery.within)
    raise DeliveryTwiceError(
        f"indicators.delivery_{code}",
        "The same files with the same mapping were delivered before.",
        title=found.title if is_open else "–",
    )


def offer_reasons(*, delivery: Delivery, batch: ImportBatch) -> None:
    """Give the findings of a new batch the reasons that were written for the same findings before."""
    reasons = dict(delivery.reasons.values_list("finding_key", "text"))
    if not reasons:
        return
    findings = list(batch.findings.filter(severity=Finding.Severity.WARNING))
    for finding in findings:
        finding.reason = reasons.get(finding_key(finding), "")
    Finding.objects.bulk_update(findings, ["reason"], batch_size=1000)


def finding_key(finding: Finding) -> str:
    """Return what makes a finding the same in the next batch: what it says, not the row where it stands."""
    said = [finding.code, finding.table, finding.column, finding.value, finding.message]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
