# SPDX-License-Identifier: EUPL-1.2
"""Sums over selections that were released on their own: what readers see, and the list for those who ask."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from indicators.models import Audience, Selection, SelectionFigure, SumVerdict
from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.accounts.models import Organisation
from sozialplanung.jobs.models import Job


@dataclass(frozen=True, slots=True)
class ReleasedSum:
    """The counts of one indicator and period over a selection; no denominator where it is a number."""

    numerator: float
    denominator: float | None


@dataclass(frozen=True, slots=True)
class KeptSelection:
    """A selection with what became of its sums for each audience, and its job while that is on its way."""

    selection: Selection
    outcomes: tuple["Outcome", ...]
    is_running: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many sums over a selection held for an audience, and how many did not."""

    audience: Audience
    held: int
    refused: int


def hash_of(keys: Iterable[str]) -> str:
    """Return what tells a set of areas from others, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(set(keys))).encode()).hexdigest()


def released_sums(
    organisation: OrganisationRef, boundary_version_id: int, keys: Iterable[str]
) -> dict[tuple[str, str], ReleasedSum]:
    """Return by indicator and period the sums over exactly these areas that the reader may see and that still hold."""
    rows = released_rows(
        organisation.audience,
        "SELECT indicator, period, numerator, denominator FROM indicators_published_selection "
        "WHERE boundary_version_id = %s AND keys_hash = %s",
        [boundary_version_id, hash_of(keys)],
    )
    return {(row[0], row[1]): ReleasedSum(row[2], row[3]) for row in rows}


def kept_selections(organisation: Organisation) -> tuple[KeptSelection, ...]:
    """Return the selections of an organisation that are not removed, the newest first."""
    rows = Selection.objects.filter(organisation_id=organisation.pk, removed_at__isnull=True)
    found = list(rows.select_related("boundary_version__level", "created_by").order_by("-created_at"))
    outcomes = _outcomes(found)
    live = {job.pk for job in Job.objects.filter(pk__in=[row.job_id for row in found if row.job_id]) if job.is_live}
    return tuple(KeptSelection(row, outcomes.get(row.pk, ()), row.job_id in live) for row in found)


def _outcomes(selections: Sequence[Selection]) -> dict[int, tuple[Outcome, ...]]:
    rows = SelectionFigure.objects.filter(selection__in=selections).values_list("selection_id", "audience", "verdict")
    counts = {(pk, audience, verdict): number for pk, audience, verdict, number in rows.annotate(number=Count("id"))}
    found: dict[int, tuple[Outcome, ...]] = {}
    for pk in {pk for pk, *_ in counts}:
        numbers = [
            (audience, *(counts.get((pk, audience, verdict), 0) for verdict in (SumVerdict.HELD, SumVerdict.BREACHED)))
            for audience in Audience
        ]
        found[pk] = tuple(Outcome(audience, held, refused) for audience, held, refused in numbers if held + refused)
    return found
