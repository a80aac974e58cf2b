# SPDX-License-Identifier: EUPL-1.2
"""What was foreseen of a batch, and what a try must leave alone, for tests."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from indicators.models import Delivery, ForeseenRelease, ImportBatch
from indicators.services.foresight import compute_foresight
from sozialplanung.accounts.models import User


@dataclass(frozen=True)
class Said:
    """What was told of one release."""

    kind: str
    counts: dict[str, int]
    cities: tuple[float | None, float | None]


Cell = tuple[str, str, str]


def quiet(_done: int, _total: int) -> None:
    """Hear nothing."""


def batch_of(delivery: Delivery) -> ImportBatch:
    """Return the batch of a delivery that was checked."""
    assert delivery.batch is not None
    return delivery.batch


def foretold(batch: ImportBatch) -> dict[Cell, Said]:
    """Return what was foreseen of each release."""
    return {
        (row.indicator.slug, row.period.code, row.boundary_version.level.slug): Said(
            row.kind, row.counts, (row.city_before, row.city_after)
        )
        for row in ForeseenRelease.objects.filter(foresight__batch=batch).select_related(
            "indicator", "period", "boundary_version__level"
        )
    }


def everything() -> dict[str, Any]:
    """Return the rows of every table, as far as they are told from one another."""
    counts = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY t::text)) FROM \"{table}\" t")  # noqa: S608
            counts[table] = cursor.fetchone()
    return counts


def try_leaving_nothing(batch: ImportBatch, person: User) -> None:
    """Work out what a batch would change; the try tells something and leaves no trace."""
    before, hooks = everything(), len(connection.run_on_commit)

    computed = compute_foresight(batch_id=batch.pk, by=person, report=quiet)

    assert computed is not None
    assert computed[1]
    assert everything() == before
    assert len(connection.run_on_commit) == hooks
