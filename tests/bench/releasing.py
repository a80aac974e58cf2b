# SPDX-License-Identifier: EUPL-1.2
"""Release one indicator of Berlin again after one figure changed, then attack everything; prints, and undoes it all."""

import json
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django first

from indicators.models import Indicator, Release  # noqa: E402
from indicators.models.observations import Vintage  # noqa: E402
from indicators.services.releasing.attacking import attack_releases  # noqa: E402
from indicators.services.releasing.refreshing import refresh_indicator  # noqa: E402
from indicators.stats.vintages import raw_slice_from_bytes  # noqa: E402
from sozialplanung.accounts.models import Organisation, User  # noqa: E402

# One figure of the newest period: the largest one, of one area.
CHANGE = """
UPDATE indicators_observation SET value = value + 1 WHERE (series_id, period_id, unit_id) = (
    SELECT o.series_id, o.period_id, o.unit_id
      FROM indicators_observation o JOIN indicators_period p ON p.id = o.period_id
     WHERE o.series_id = %s ORDER BY p.start DESC, o.value DESC NULLS LAST LIMIT 1)
"""
PART, SHARE = "alter_65_und_aelter", "anteil-65-und-aelter"


def refresh(organisation: Organisation, slug: str, by: User) -> int:
    """Compute and publish an indicator; returns how many releases are new."""
    indicator = Indicator.objects.get(organisation=organisation, slug=slug)
    return refresh_indicator(indicator_id=indicator.pk, by=by, report=lambda *_: None)


def timed() -> tuple[float, float]:
    """Return the clock and the processor time of this process."""
    return time.perf_counter(), time.process_time()


def bare(organisation: Organisation) -> float:
    """Return the seconds in which the figures of the organisation are read, and nothing else."""
    begin = time.perf_counter()
    rows = Vintage.objects.filter(organisation=organisation, is_current=True).values_list("payload", flat=True)
    assert sum(raw_slice_from_bytes(bytes(each)).size for each in rows) > 0
    return time.perf_counter() - begin


def main() -> None:
    """Release the share of those from 65 on, and attack what is in force then."""
    organisation = Organisation.objects.get(slug="berlin")
    by = User.objects.get(email="frida@demo.example")
    told = {"bare": bare(organisation)}
    with transaction.atomic():
        series_id = Indicator.objects.get(organisation=organisation, slug=PART).definitions.get().series_id
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, [series_id])
        refresh(organisation, PART, by)
        begun = timed()
        told["releases"] = refresh(organisation, SHARE, by)
        done = timed()
        found = attack_releases(organisation=organisation, report=lambda *_: None)
        ended = timed()
        told |= {"release": done[0] - begun[0], "release_cpu": done[1] - begun[1]}
        told |= {"attack": ended[0] - done[0], "attack_cpu": ended[1] - done[1], "attacks": len(found)}
        told["breaches"] = sum(len(each.report.breaches) for each in found)
        told["in_force"] = Release.objects.filter(organisation=organisation, state="published").count()
        transaction.set_rollback(True)
    sys.stdout.write(f"{json.dumps(told)}\n")


main()
