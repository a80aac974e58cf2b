# SPDX-License-Identifier: EUPL-1.2
"""Stewards say what adds up (groups, events of a period), and which variables tell who stands behind figures."""

from dataclasses import dataclass

from django.db import transaction

from indicators.errors import CatalogueError
from indicators.models import Backing, Breakdown, BreakdownRole, Variable
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


@transaction.atomic
def declare_backing(*, variable: Variable, backing: str, of: str, by: User) -> Variable:
    """Say that a variable tells who stands behind the figures of another one (slug ``of``); "" for no other one.

    Raises
    ------
    CatalogueError
        ``indicators.backing_unknown`` when there is no such other variable or it tells of others itself;
        ``indicators.backing_twice`` when another variable tells the same of it.
    """
    told = _backed(variable, of) if of else None
    if told is not None and told.backed_by.filter(backing=backing).exclude(pk=variable.pk).exists():
        raise CatalogueError(
            "indicators.backing_twice", "Another variable tells the same already.", variable=told.name, place="of"
        )
    variable.backs = told
    variable.backing = Backing(backing).value if told is not None else ""
    variable.save(update_fields=["backs", "backing"])
    record(
        action="indicators.backing_declared",
        by=by,
        organisation=variable.organisation,
        subject=variable,
        details={"backing": variable.backing, "of": of},
    )
    return variable


def _backed(variable: Variable, slug: str) -> Variable:
    rows = Variable.objects.filter(organisation=variable.organisation, backs=None).exclude(pk=variable.pk)
    found = rows.filter(slug=slug).first()
    if found is None or variable.backed_by.exists():
        raise CatalogueError(
            "indicators.backing_unknown",
            "A variable tells of another one that is there and tells of none itself.",
            variable=slug,
            place="of",
        )
    return found
