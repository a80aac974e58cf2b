# SPDX-License-Identifier: EUPL-1.2
"""Try out what a rule of disclosure that waits would hide: by a job, in a transaction that is always rolled back.

The very code of the release does the work, under the rule as it would be. Vintages depend on no rule and stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from indicators.errors import ChangeOverError
from indicators.models import (
    Audience,
    DisclosureVersion,
    Indicator,
    IndicatorKind,
    Release,
    ReleaseState,
    RulingForesight,
)
from indicators.selectors import graph
from indicators.selectors.disclosure import DECISIONS
from indicators.selectors.foresight import standing_of
from indicators.selectors.rulingforesight import TO_COME, said_hash
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.releasing.publishing import publish_indicator
from indicators.services.releasing.trying import Refused, Report, Watch, rolled_back
from indicators.services.ruling.applying import put_rule, reached_by
from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job

FORESEE: Final = "indicators.foresee_rule"
# So many cells that withstood nothing are kept by name.
_MOST_NAMED: Final = 20
_Counts = dict[tuple[str, str, int], dict[str, int]]


@transaction.atomic
def request_ruling_foresight(*, version: DisclosureVersion, by: User) -> Job:
    """Let a job find out what a version would hide; what was found before stays until then.

    Raises
    ------
    ChangeOverError
        ``indicators.ruling_over`` when the version was decided against, or holds.
    """
    if version.state not in TO_COME:
        raise ChangeOverError("indicators.ruling_over", "This change was decided already.")
    job = jobs.enqueue(kind=FORESEE, payload={"version": version.pk}, by=by, organisation=version.organisation)
    RulingForesight.objects.update_or_create(version=version, defaults={"job_id": job.pk})
    return job


class Computed(NamedTuple):
    """What was tried, what it was compared with, and what it found."""

    said: str
    compared_with: str
    result: Mapping[str, Any]


def compute_ruling_foresight(*, version_id: int, by: User, report: Report) -> Computed | None:
    """Try a version out; None when it was decided against, or holds already. `report` hears of each indicator.

    Raises
    ------
    ForesightBusyError
        ``indicators.foresight_busy`` when a release holds what the try needs, or waits for the try itself.
    """
    version = DisclosureVersion.objects.select_related("source", "organisation").get(pk=version_id)
    if version.state not in TO_COME:
        return None
    # Read first: what comes into force during the try makes it outdated, never silently wrong.
    compared_with = standing_of(organisation_id=version.organisation_id)
    reached = reached_by(version.source)
    wanted = [pk for pk in graph.in_order(organisation_id=version.organisation_id) if pk in reached]
    with rolled_back(organisation_id=version.organisation_id) as watch:
        before = _counts(wanted, version.audience)
        put_rule(version)
        refused = _publish(wanted, Audience(version.audience), by, (watch, report))
        after = _counts(wanted, version.audience)
    return Computed(said_hash(version), compared_with, _result(before, after, refused))


def _publish(wanted: Sequence[int], audience: Audience, by: User, told: tuple[Watch, Report]) -> Refused:
    watch, report = told
    refused = Refused()
    indicators = Indicator.objects.select_related("organisation").in_bulk(wanted)
    for done, pk in enumerate(wanted):
        watch.look()
        report(done, len(wanted))
        with refused.noting(indicators[pk].slug):
            if indicators[pk].kind == IndicatorKind.INDEX:
                # What is hidden of its parts now says where its scales may be measured.
                derive_indicator(indicator=indicators[pk])
            publish_indicator(subject=subject_of(indicators[pk]), by=by, audience=audience)
    watch.look()
    report(len(wanted), len(wanted))
    return refused


def _counts(wanted: Sequence[int], audience: str) -> _Counts:
    """Return how the figures in force are decided, by indicator and level; made before patterns were kept: apart."""
    rows = Release.objects.filter(indicator_id__in=wanted, audience=audience, state=ReleaseState.PUBLISHED)
    level = "boundary_version__level__"
    found: _Counts = {}
    for slug, name, position, counts in rows.values_list(
        "indicator__slug", f"{level}name_plural", f"{level}position", "pattern__counts"
    ):
        sums = found.setdefault((slug, name, position), dict.fromkeys((*DECISIONS, "unknown"), 0))
        sums["unknown"] += counts is None
        for each in DECISIONS:
            sums[each] += int((counts or {}).get(each, 0))
    return found


def _result(before: _Counts, after: _Counts, refused: Refused) -> dict[str, Any]:
    return {
        "rows": [
            {
                "indicator": key[0],
                "level": key[1],
                "position": key[2],
                "before": before.get(key),
                "after": after.get(key),
            }
            for key in sorted(before.keys() | after.keys(), key=lambda key: (key[0], -key[2], key[1]))
        ],
        "breaches": {
            slug: {"cells": list(cells)[:_MOST_NAMED], "count": len(cells)}
            for slug, cells in sorted(refused.breaches.items())
        },
        "unjudged": dict(sorted(refused.unjudged.items())),
    }


@transaction.atomic
def keep_ruling_foresight(*, version_id: int, computed: Computed) -> None:
    """Store what a try found in place of what was found before; nothing where the version is not to come any more."""
    version = DisclosureVersion.objects.select_for_update(no_key=True).filter(pk=version_id, state__in=TO_COME).first()
    kept = RulingForesight.objects.select_for_update().filter(version=version).first() if version else None
    if kept is None:
        return
    kept.said_hash, kept.compared_with = computed.said, computed.compared_with
    kept.result, kept.computed_at = dict(computed.result), timezone.now()
    kept.save(update_fields=["said_hash", "compared_with", "result", "computed_at"])
