# SPDX-License-Identifier: EUPL-1.2
"""A second person confirms a computed indicator, and it is computed: no delivery has to come first."""

from django.db import transaction

from indicators.errors import NotApproverError, StaleDeliveryError
from indicators.models import IndicatorDefinition, IndicatorKind
from indicators.selectors import graph
from indicators.selectors.approvals import approves_at
from indicators.selectors.confirming import seen_of
from indicators.services.defining import confirm_definitions, refuse_writers
from indicators.services.releasing.refreshing import refresh_affected
from sozialplanung.accounts.models import Organisation, User


@transaction.atomic
def confirm_formula(*, organisation: Organisation, definition_id: int, seen: str, by: User) -> IndicatorDefinition:
    """Confirm the texts of a computed indicator as they were seen, and enqueue its computation.

    Raises
    ------
    NotApproverError
        ``indicators.not_approver`` for somebody who does not approve here.
    FourEyesError
        ``indicators.four_eyes_texts`` for who wrote them.
    StaleDeliveryError
        ``indicators.definition_stale`` when they were changed or confirmed since they were seen.
    """
    if not approves_at(by, organisation):
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")
    rows = IndicatorDefinition.objects.select_for_update(of=("self",)).select_related("indicator", "organisation")
    found = rows.filter(organisation=organisation, pk=definition_id, indicator__kind=IndicatorKind.DERIVED).first()
    if found is None or not found.is_waiting or seen != seen_of(found):
        raise StaleDeliveryError("indicators.definition_stale", "The texts were changed or confirmed in the meantime.")
    refuse_writers(definitions=[found], by=by)
    confirm_definitions(definitions=[found], by=by)
    wanted = graph.downstream_of(organisation_id=organisation.pk, indicator_ids=[found.indicator_id])
    refresh_affected(
        organisation=organisation, indicator_ids=wanted, by=by, after=(), key=f"definition {found.pk} {seen[:16]}"
    )
    return found
