# SPDX-License-Identifier: EUPL-1.2
"""Versions of layers as those see them who may take one back: one of them, and what waits to be decided."""

from django.db.models import QuerySet

from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from spatial.models import LayerVersion, LayerWithdrawal, WithdrawalState


def version_of(organisation: Organisation, slug: str, number: int) -> LayerVersion:
    """Return a version of a layer, taken back or not; NotFoundError where there is none."""
    rows = LayerVersion.objects.filter(layer__organisation_id=organisation.pk, layer__slug=slug, number=number)
    found = rows.select_related("layer__organisation").first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def waiting_withdrawals(organisation: Organisation) -> QuerySet[LayerWithdrawal]:
    """Return what was asked for and not decided on yet, the oldest first."""
    rows = LayerWithdrawal.objects.filter(
        version__layer__organisation_id=organisation.pk, state=WithdrawalState.WAITING
    )
    return rows.select_related("version__layer", "asked_by").order_by("asked_at")
