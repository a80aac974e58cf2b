# SPDX-License-Identifier: EUPL-1.2
"""What stewards declared to add up, for the page on which they say it."""

from dataclasses import dataclass

from django.db.models import Count

from indicators.models import Breakdown, Variable
from sozialplanung.accounts.models import Organisation

TOTAL = "gesamt"


@dataclass(frozen=True, slots=True)
class GroupKind:
    """All groups of one kind (age, sex), in their order."""

    dimension: str
    groups: tuple[Breakdown, ...]


def group_kinds(organisation: Organisation) -> tuple[GroupKind, ...]:
    """Return the groups of an organisation by their kind; everybody is none."""
    rows = Breakdown.objects.filter(organisation_id=organisation.pk).exclude(slug=TOTAL).select_related("whole")
    found: dict[str, list[Breakdown]] = {}
    for row in rows.order_by("dimension", "position", "name"):
        found.setdefault(row.dimension, []).append(row)
    return tuple(GroupKind(dimension, tuple(groups)) for dimension, groups in found.items())


def counted_variables(organisation: Organisation) -> tuple[Variable, ...]:
    """Return what is counted with how many series each has; rates and means are left out."""
    rows = Variable.objects.filter(organisation_id=organisation.pk, is_additive=True)
    return tuple(rows.annotate(series_count=Count("series")).order_by("name"))


def backing_variables(organisation: Organisation) -> tuple[Variable, ...]:
    """Return all variables with the one of whose figures each tells who stands behind them."""
    rows = Variable.objects.filter(organisation_id=organisation.pk).select_related("backs")
    return tuple(rows.order_by("backs__name", "backing", "name"))
