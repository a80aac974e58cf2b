# SPDX-License-Identifier: EUPL-1.2
"""Take published figures back, with everything that would still tell them."""

from contextlib import suppress

from django.db import transaction

from indicators.errors import DisclosureBreachError, NotReleasedError, UnjudgedRuleError
from indicators.models import Audience, Indicator, ReleaseState
from indicators.models.disclosure import reading
from indicators.selectors import graph
from indicators.services.disclosure.gate import alone_in
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.publishing import publish_indicator
from indicators.services.releasing.standing import end_release, in_force
from sozialplanung.accounts.models import User


@transaction.atomic
def withdraw_release(*, release_id: int, organisation_id: int, by: User, reason: str) -> None:
    """Take the figures of an indicator and period out of force; readers see them no more, from the next request on.

    Other levels go with it, for their sums and headers tell the same; so does what is computed from it, at later
    periods as well where a formula looks back, and what its number of inhabitants hides. Other later periods stay,
    without the change that counted from here. Audiences that read more lose them too: what is wrong for everybody is
    wrong for the council. The same figures do not come back by themselves. What cannot be published without them stays
    as it is, and the refusal is kept: to take something back is never refused.

    Raises
    ------
    NotReleasedError
        When there is no such release in force.
    """
    # Before any row, as whoever compiles does.
    alone_in(organisation_id=organisation_id)
    release = in_force(organisation_id=organisation_id, pk=release_id).first()
    if release is None:
        raise NotReleasedError("indicators.not_released", "There is no such release in force.")
    touched = graph.reached_periods(
        organisation_id=organisation_id, indicator_id=release.indicator_id, period_id=release.period_id
    )
    audiences = reading(release.audience)
    for each in in_force(audience__in=audiences, indicator_id__in=touched):
        if each.period_id in touched[each.indicator_id]:
            end_release(each, state=ReleaseState.WITHDRAWN, action="indicators.withdrawn", by=by, reason=reason)
    for indicator in Indicator.objects.filter(pk__in=touched).select_related("organisation").order_by("pk"):
        for audience in audiences:
            with suppress(DisclosureBreachError, UnjudgedRuleError):
                publish_indicator(subject=subject_of(indicator), by=by, audience=Audience(audience))
