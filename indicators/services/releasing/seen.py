# SPDX-License-Identifier: EUPL-1.2
"""Slices as readers saw them side by side, moment by moment: those of each audience by themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.models import Release, ReleaseState
from indicators.rendering.slices import decode
from indicators.services.disclosure.patterns import codes_of
from indicators.services.disclosure.tellings import Mask
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.common.statuses import have_value


class Seen:
    """One release as the attacker reads it, and what we know behind it."""

    def __init__(self, row: Release) -> None:
        self.pk, self.audience = row.pk, row.audience
        self.place_id = row.boundary_version_id
        self.raw = raw_slice_from_bytes(bytes(row.vintage.payload)) if row.vintage.payload else None
        self.shown: Mask = have_value(decode(bytes(row.payload)).status)
        self.codes = None if row.pattern is None else codes_of(row.pattern)
        self.rule = None if row.pattern is None else cell_rule_of(row.pattern.rule)


@dataclass(frozen=True, slots=True)
class Slices:
    """Slices of several levels that were made for one audience and rounded alike.

    ``beside`` are those of levels that only others were seen on at that moment: sums run through them all.
    """

    own: tuple[Seen, ...]
    beside: tuple[Seen, ...]

    @property
    def audience(self) -> str:
        """For whom they were made."""
        return self.own[0].audience

    @property
    def whole(self) -> list[Seen]:
        """Those with figures, of all levels."""
        return [each for each in (*self.own, *self.beside) if each.raw is not None]


def slices_seen(releases: QuerySet[Release]) -> list[tuple[Slices, bool]]:
    """Return which slices were seen side by side at some moment, the newest first, and whether they are now.

    Parameters
    ----------
    releases : QuerySet of Release
        Of one indicator, period and edition.
    """
    rows = list(releases.select_related("vintage", "pattern").defer("gzipped").order_by("audience", "number"))
    sets = {tuple(_standing_at(rows, moment)) for moment in {row.published_at for row in rows}}
    now = tuple(sorted(row.pk for row in rows if row.state == ReleaseState.PUBLISHED))
    by_pk = {row.pk: Seen(row) for row in rows}
    found: dict[Slices, bool] = {}
    for each in sorted(sets | ({now} if now else set())):
        for slices in _apart([by_pk[pk] for pk in each]):
            found[slices] = found.get(slices, False) or each == now
    return sorted(found.items(), key=lambda item: max(each.pk for each in item[0].own), reverse=True)


def _standing_at(rows: Sequence[Release], moment: object) -> list[int]:
    newest = {
        (row.audience, row.boundary_version_id): row.pk
        for row in rows
        if row.published_at <= moment  # type: ignore[operator]
    }
    return sorted(newest.values())


def _apart(seen: Sequence[Seen]) -> Iterator[Slices]:
    """Tell slices apart by audience and rounding: one is told exactly what others are told in multiples."""
    groups: dict[tuple[str, int], list[Seen]] = {}
    for each in seen:
        groups.setdefault((each.audience, each.rule.rounding if each.rule else 0), []).append(each)
    for own in groups.values():
        held = {each.place_id for each in own}
        others = {each.place_id: each for each in seen if each.place_id not in held}
        yield Slices(tuple(own), tuple(others.values()))


def cell_rule_of(told: Mapping[str, object]) -> CellRule:
    """Return the rule that was kept with a pattern."""
    kept = {name: value for name, value in told.items() if name != "minimum_inhabitants"}
    return CellRule(**{**kept, "dominance": tuple(kept["dominance"])})  # type: ignore[arg-type]
