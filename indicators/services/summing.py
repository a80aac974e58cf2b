# SPDX-License-Identifier: EUPL-1.2
"""Stewards say what adds up: which groups make up their whole, and which counts are events of a period."""

from dataclasses import dataclass

from django.db import transaction

from indicators.errors import CatalogueError
from indicators.models import Breakdown, BreakdownRole, Variable
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """How a group adds up: its role, the slug of the group that it belongs to ("" for all), the groups it crosses."""

    role: str = BreakdownRole.SUBSET
    whole: str = ""
    crossed: tuple[str, ...] = ()


@transaction.atomic
def declare_group(*, breakdown: Breakdown, spec: GroupSpec, by: User) -> Breakdown:
    """Say how a group adds up.

    Raises
    ------
    CatalogueError
        ``indicators.group_whole`` when it would be a part of itself or of a group that is not there;
        ``indicators.group_crossing`` when it does not cross groups of two or more other dimensions.
    """
    known = {row.slug: row for row in Breakdown.objects.filter(organisation=breakdown.organisation)}
    breakdown.role = BreakdownRole(spec.role)
    breakdown.whole = _whole(breakdown, spec.whole, known)
    breakdown.crossed = _crossed(breakdown, spec.crossed, known)
    breakdown.save(update_fields=["role", "whole", "crossed"])
    record(
        action="indicators.group_declared",
        by=by,
        organisation=breakdown.organisation,
        subject=breakdown,
        details={"role": spec.role, "whole": spec.whole, "crossed": list(breakdown.crossed)},
    )
    return breakdown


def _whole(breakdown: Breakdown, slug: str, known: dict[str, Breakdown]) -> Breakdown | None:
    if not slug:
        return None
    found = above = known.get(slug)
    while above is not None and above.pk != breakdown.pk:
        above = known.get(above.whole.slug) if above.whole is not None else None
    if found is None or above is not None:
        raise CatalogueError(
            "indicators.group_whole", "A group belongs to another group that is there, not to itself.", whole=slug
        )
    return found


def _crossed(breakdown: Breakdown, slugs: tuple[str, ...], known: dict[str, Breakdown]) -> list[str]:
    if not slugs:
        return []
    groups = [known[slug] for slug in slugs if slug in known and slug != breakdown.slug and not known[slug].crossed]
    dimensions = {group.dimension for group in groups}
    if len(groups) < len(set(slugs)) or len(dimensions) < len(groups) or len(groups) < 2:  # noqa: PLR2004 - a pair
        raise CatalogueError(
            "indicators.group_crossing",
            "A crossing is made of two or more groups of different kinds.",
            groups=", ".join(slugs),
        )
    return sorted(group.slug for group in groups)


@transaction.atomic
def declare_flow(*, variable: Variable, is_flow: bool, by: User) -> Variable:
    """Say whether a variable counts events of a period, so that months and quarters add up to their year."""
    variable.is_flow = is_flow
    variable.save(update_fields=["is_flow"])
    record(
        action="indicators.flow_declared",
        by=by,
        organisation=variable.organisation,
        subject=variable,
        details={"is_flow": is_flow},
    )
    return variable
