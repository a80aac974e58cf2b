# SPDX-License-Identifier: EUPL-1.2
"""What releases lose to secrecy, level by level, and what the attacker tried: for those alone who may know."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from indicators.models import Audience, Release
from indicators.models.patterns import DisclosureAudit
from indicators.selectors.disclosure import cells_of_total, decision_of_total
from indicators.stats.disclosure.protect import Path

# So many cells that withstood nothing are kept by name.
_MOST_NAMED = 50
_MOST_OF_TOTAL = 5
_FIGURES = ("shown", "primary", "secondary", "kept", "inherited")


def secrecy_of(*, release_ids: Collection[int], breaches: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Sum up patterns and audits of some releases by audience, and name the cells of refused ones by indicator."""
    rows = Release.objects.filter(pk__in=release_ids, pattern__isnull=False)
    there = set(rows.values_list("audience", flat=True))
    return {
        "audiences": [_of_audience(rows.filter(audience=each), each) for each in Audience if each.value in there],
        "breaches": {slug: list(cells)[:_MOST_NAMED] for slug, cells in sorted(breaches.items())},
    }


def _of_audience(rows: QuerySet[Release], audience: Audience) -> dict[str, Any]:
    return {
        "audience": audience.value,
        "levels": _levels(rows.values_list("boundary_version__level__name_plural", *_WHERE)),
        "totals": withheld_totals(rows)[:_MOST_NAMED],
        "attack": _attack(DisclosureAudit.objects.filter(pk__in=rows.values("pattern__audit"))),
    }


def withheld_totals(rows: QuerySet[Release]) -> list[dict[str, Any]]:
    """Return the hidden values of the whole of some releases: why each is, and the cells that it would tell.

    With indices of which nothing can be shown.
    """
    related = rows.select_related("indicator", "period", "boundary_version__level", "pattern__audit")
    ordered = related.defer("payload", "gzipped").order_by("indicator__slug", "-period__start", "pk")
    return [
        {
            "indicator": row.indicator.slug,
            "period": row.period.code,
            "decision": decision,
            "cells": cells_of_total(row.pattern.audit.content, row.boundary_version.level.slug)[:_MOST_OF_TOTAL],
        }
        for row in ordered
        if row.pattern is not None and (decision := decision_of_total(row.pattern.counts, row.indicator.kind))
    ]


_WHERE = ("boundary_version__level__position", "pattern__counts")


def _levels(rows: Collection[tuple[str, int, Mapping[str, int]]] | Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a query
    found: dict[tuple[int, str], dict[str, int]] = {}
    for name, position, counts in rows:
        sums = found.setdefault((-position, name), dict.fromkeys(_FIGURES, 0))
        for each in _FIGURES:
            sums[each] += int(counts.get(each, 0))
    return [{"level": name, **sums} for (_, name), sums in sorted(found.items())]


def _attack(audits: Any) -> dict[str, Any]:  # noqa: ANN401 - a query
    contents = list(audits.values_list("content", flat=True))
    paths = [str(each.get("path", Path.NOTHING)) for each in contents]
    return {
        "audits": len(contents),
        "is_greedy": Path.GREEDY in paths,
        **{
            name: sum(each.get(name, 0) for each in contents)
            for name in ("sensitive", "ends", "programs", "cost", "bound", "earlier_count", "seconds")
        },
    }
