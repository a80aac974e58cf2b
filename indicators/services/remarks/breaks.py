# SPDX-License-Identifier: EUPL-1.2
"""Mark a break of a series, change it, take it out of force and put it in force again."""

from dataclasses import dataclass

from django.db import transaction

from indicators.errors import CatalogueError
from indicators.models import ChangeAct, Indicator, RemarkChange, SeriesBreak
from indicators.services.periods import ensure_period
from indicators.services.remarks.booking import book, book_new, locked_break
from indicators.services.remarks.contents import break_content
from sozialplanung.accounts.models import User
from sozialplanung.common.errors import ConflictError
from sozialplanung.common.periods import parse


@dataclass(frozen=True, slots=True)
class BreakSpec:
    """What a break says; periods by code, `known` the entry of the catalogue of known breaks it was taken from."""

    from_period: str
    to_period: str
    kind: str
    comparable: str
    text: str
    reference: str = ""
    url: str = ""
    known: str = ""


@transaction.atomic
def mark_break(*, indicator: Indicator, spec: BreakSpec, by: User) -> SeriesBreak:
    """Mark a break of one indicator; it counts at once, for it can only make readers more careful.

    Raises
    ------
    CatalogueError
        ``indicators.break_order`` when the second period is not later than the first.
    ConflictError
        ``indicators.break_taken`` when there is a break between the same periods.
    """
    _refuse_order(spec)
    _refuse_twin(indicator, spec, but=None)
    row = SeriesBreak(organisation=indicator.organisation, indicator=indicator)
    _say(row, spec)
    book_new(row, by=by)
    return row


def change_break(
    *, series_break: SeriesBreak, spec: BreakSpec, by: User, revision: int | None = None, reason: str = ""
) -> RemarkChange | None:
    """Change what a break says; what lets readers compare more waits for a second person. None: nothing to change."""
    _refuse_order(spec)
    with transaction.atomic():
        row = locked_break(series_break, revision=revision)
        _refuse_twin(row.indicator, spec, but=row)
        wanted = SeriesBreak(organisation=row.organisation, indicator=row.indicator)
        _say(wanted, spec)
        return book(row, act=ChangeAct.CHANGED, after=break_content(wanted), by=by, reason=reason)


@transaction.atomic
def withdraw_break(
    *, series_break: SeriesBreak, by: User, reason: str, revision: int | None = None
) -> RemarkChange | None:
    """Take a break out of force; one that limits or forbids comparison waits for a second person."""
    row = locked_break(series_break, revision=revision)
    return book(row, act=ChangeAct.WITHDRAWN, after={}, by=by, reason=reason)


@transaction.atomic
def restore_break(*, series_break: SeriesBreak, by: User, revision: int | None = None) -> RemarkChange | None:
    """Put a break in force again, as it was when it was withdrawn."""
    row = locked_break(series_break, revision=revision)
    _refuse_twin(row.indicator, BreakSpec(row.from_period.code, row.to_period.code, "", "", ""), but=row)
    return book(row, act=ChangeAct.RESTORED, after=break_content(row), by=by)


def _say(row: SeriesBreak, spec: BreakSpec) -> None:
    row.from_period, row.to_period = ensure_period(spec.from_period), ensure_period(spec.to_period)
    row.kind, row.comparable, row.text = spec.kind, spec.comparable, spec.text
    row.reference, row.url, row.known = spec.reference, spec.url, spec.known


def _refuse_order(spec: BreakSpec) -> None:
    earlier, later = parse(spec.from_period), parse(spec.to_period)
    if earlier.start >= later.start:
        raise CatalogueError(
            "indicators.break_order",
            "The second period of a break has to be later than the first.",
        )


def _refuse_twin(indicator: Indicator, spec: BreakSpec, *, but: SeriesBreak | None) -> None:
    twins = SeriesBreak.objects.filter(
        indicator=indicator, from_period__code=spec.from_period, to_period__code=spec.to_period
    )
    if (twins.exclude(pk=but.pk) if but else twins).exists():
        raise ConflictError(
            "indicators.break_taken",
            "There is a break between these periods already.",
            indicator=indicator.slug,
        )
