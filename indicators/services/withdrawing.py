# SPDX-License-Identifier: EUPL-1.2
"""Take published figures back, with everything that would still tell them."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.errors import NotReleasedError
from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.services import graph
from indicators.services.context import subject_of
from indicators.services.publishing import publish_indicator
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record


@transaction.atomic
def withdraw_release(*, release_id: int, organisation_id: int, by: User, reason: str) -> None:
    """Take the figures of an indicator and period out of force; readers see them no more, from the next request on.

    Other levels go with it, for their sums and headers tell the same; so does what is computed from it. Later periods
    stay, without the change that counted from here. The same figures do not come back by themselves.

    Raises
    ------
    NotReleasedError
        When there is no such release in force.
    """
    in_force = Release.objects.select_for_update().filter(organisation_id=organisation_id, state=ReleaseState.PUBLISHED)
    release = in_force.filter(pk=release_id).select_related("indicator").first()
    if release is None:
        raise NotReleasedError("indicators.not_released", "There is no such release in force.")
    touched = {release.indicator_id, *graph.everything_downstream_of(indicator_id=release.indicator_id)}
    for each in _told_by(in_force, release, touched):
        _withdraw(each, by, reason)
    for indicator in Indicator.objects.filter(pk__in=touched).select_related("organisation").order_by("pk"):
        publish_indicator(subject=subject_of(indicator), by=by, audience=Audience(release.audience))


def _told_by(in_force: QuerySet[Release], release: Release, touched: set[int]) -> QuerySet[Release]:
    same = in_force.filter(audience=release.audience, period_id=release.period_id, indicator_id__in=touched)
    return same.select_related("organisation", "indicator").order_by("pk")


def _withdraw(release: Release, by: User, reason: str) -> None:
    release.state, release.ended_at = ReleaseState.WITHDRAWN, timezone.now()
    release.save(update_fields=["state", "ended_at"])
    record(
        action="indicators.withdrawn",
        by=by,
        organisation=release.organisation,
        subject=release,
        details={"indicator": release.indicator.slug, "content_hash": release.content_hash},
        reason=reason,
    )
