# SPDX-License-Identifier: EUPL-1.2
"""Compute everything of one region again after its newest figures changed; prints seconds, and undoes it all."""

import json
import sys
import time

import django

django.setup()

import numpy as np  # noqa: E402 - Django first
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from indicators.models import Indicator, IndicatorKind, Release  # noqa: E402
from indicators.models.observations import Observation, Vintage  # noqa: E402
from indicators.selectors import graph  # noqa: E402
from indicators.services.releasing.refreshing import refresh_indicator  # noqa: E402
from indicators.services.releasing.stabilising import stabilise  # noqa: E402
from sozialplanung.accounts.models import Organisation, User  # noqa: E402


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
        newest = Observation.objects.filter(organisation_id=organisation.pk).order_by("-period_id").first()
        assert newest is not None
        rows = Observation.objects.filter(organisation_id=organisation.pk, period_id=newest.period_id, value__gt=1)
        changed = rows.update(value=F("value") * 1.01)
        times = {"delivered": 0.0, "computed": 0.0, "stability": 0.0}
        before = Vintage.objects.count()
        for pk in graph.in_order(organisation_id=organisation.pk):
            kind = Indicator.objects.get(pk=pk).kind
            begin = time.perf_counter()
            refresh_indicator(indicator_id=pk, by=by, report=lambda *_: None)
            times["delivered" if kind == IndicatorKind.DELIVERED else "computed"] += time.perf_counter() - begin
            begin = time.perf_counter()
            stabilise(indicator_id=pk)
            times["stability"] += time.perf_counter() - begin
        told = {**times, "bare": baseline, "changed": changed, "vintages": Vintage.objects.count() - before}
        told["releases"] = Release.objects.filter(organisation=organisation).count()
        transaction.set_rollback(True)
    sys.stdout.write(f"{json.dumps(told)}\n")


main(sys.argv[1])
