# SPDX-License-Identifier: EUPL-1.2
"""Sums over selections that were released on their own: what readers see, and the list for those who ask."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections
from django.db.models import Count, Q

from indicators.models import Selection, SumVerdict
from sozialplanung.accounts.models import Organisation
from sozialplanung.jobs.models import Job

_PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class ReleasedSum:
    """The counts of one indicator and period over a selection; no denominator where it is a number."""

    numerator: float
    denominator: float | None


@dataclass(frozen=True, slots=True)
class KeptSelection:
    """A selection with how many of its sums held and how many did not, and its job while that is on its way."""

    selection: Selection
    held: int
    refused: int
    is_running: bool


def hash_of(keys: Iterable[str]) -> str:
    """Return what tells a set of areas from others, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(set(keys))).encode()).hexdigest()


def released_sums(boundary_version_id: int, keys: Iterable[str]) -> dict[tuple[str, str], ReleasedSum]:
    """Return by indicator and period the sums over exactly these areas that were released and still hold."""
    with connections[_PUBLIC].cursor() as cursor:
        cursor.execute(
            "SELECT indicator, period, numerator, denominator FROM indicators_published_selection "
            "WHERE boundary_version_id = %s AND keys_hash = %s",
            [boundary_version_id, hash_of(keys)],
        )
        return {(row[0], row[1]): ReleasedSum(row[2], row[3]) for row in cursor.fetchall()}


def kept_selections(organisation: Organisation) -> tuple[KeptSelection, ...]:
    """Return the selections of an organisation that are not removed, the newest first."""
    rows = Selection.objects.filter(organisation_id=organisation.pk, removed_at__isnull=True)
    rows = rows.select_related("boundary_version__level", "created_by").annotate(
        held=Count("figures", filter=Q(figures__verdict=SumVerdict.HELD)),
        refused=Count("figures", filter=Q(figures__verdict=SumVerdict.BREACHED)),
    )
    found = list(rows.order_by("-created_at"))
    live = {job.pk for job in Job.objects.filter(pk__in=[row.job_id for row in found if row.job_id]) if job.is_live}
    return tuple(KeptSelection(row, row.held, row.refused, row.job_id in live) for row in found)
