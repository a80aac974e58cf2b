# SPDX-License-Identifier: EUPL-1.2
"""Compute everything of one region again after its newest figures changed; prints seconds, and undoes it all."""

import json
import sys
import time

import django

django.setup()

import numpy as np  # noqa: E402 - Django first
from django.db import connection, transaction  # noqa: E402

from indicators.models import Indicator, IndicatorKind, Release  # noqa: E402
from indicators.models.observations import Vintage  # noqa: E402
from indicators.selectors import graph  # noqa: E402
from indicators.services.releasing.refreshing import refresh_indicator  # noqa: E402
from indicators.services.releasing.stabilising import stabilise  # noqa: E402
from sozialplanung.accounts.models import Organisation, User  # noqa: E402

# The newest figures of each series, by one hundredth up or down, each area by a share of its own: ranks and z-scores
# move, and the same share comes out every time.
CHANGE = """
UPDATE indicators_observation o
   SET value = o.value * (0.99 + 0.02 * (hashint8(o.unit_id * 100003 + o.series_id) & 1023) / 1023)
  FROM (SELECT DISTINCT ON (series_id) series_id, period_id
          FROM indicators_observation JOIN indicators_period p ON p.id = period_id
         WHERE organisation_id = %s ORDER BY series_id, p.start DESC) newest
 WHERE (o.series_id, o.period_id) = (newest.series_id, newest.period_id) AND o.value > 1
"""


def bare(organisation: Organisation) -> float:
    """Return how long it takes to read the vintages of a region, and nothing else."""
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload FROM indicators_vintage WHERE organisation_id = %s AND is_current", [organisation.pk]
        )
        total = sum(float(np.frombuffer(bytes(row[0]), dtype=np.uint8).sum()) for row in cursor.fetchall())
    assert total > 0
    return time.perf_counter() - begin


def main(slug: str) -> None:
    """Change the newest figures, refresh what is computed, and say how long that took."""
    organisation = Organisation.objects.get(slug=slug)
    by = User.objects.filter(email="frida@demo.example").get()
    baseline = bare(organisation)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, [organisation.pk])
            changed = cursor.rowcount
        times = {"delivered": 0.0, "computed": 0.0, "stability": 0.0}
        before, firm = Vintage.objects.count(), 0
        for pk in graph.in_order(organisation_id=organisation.pk):
            kind = Indicator.objects.get(pk=pk).kind
            begin = time.perf_counter()
            refresh_indicator(indicator_id=pk, by=by, report=lambda *_: None)
            times["delivered" if kind == IndicatorKind.DELIVERED else "computed"] += time.perf_counter() - begin
            begin = time.perf_counter()
            firm += stabilise(indicator_id=pk)
            times["stability"] += time.perf_counter() - begin
        told = {**times, "bare": baseline, "changed": changed, "firm": firm}
        told["vintages"] = Vintage.objects.count() - before
        told["releases"] = Release.objects.filter(organisation=organisation).count()
        transaction.set_rollback(True)
    sys.stdout.write(f"{json.dumps(told)}\n")


main(sys.argv[1])
