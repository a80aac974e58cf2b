# SPDX-License-Identifier: EUPL-1.2
"""A sum over areas of one's own choice as a release of its own: asked for by name, attacked by a job, or not told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.db import transaction
from django.utils import timezone

from indicators.errors import SelectionError
from indicators.models import Audience, Release, ReleaseState, Selection, SelectionFigure, SumVerdict
from indicators.models.disclosure import read_by, reading
from indicators.rendering.slices import decode
from indicators.selectors.selection import areas_in
from indicators.selectors.selection_figures import hash_of
from indicators.selectors.summable import summable
from indicators.services.disclosure.building import Scope
from indicators.services.disclosure.gate import alone_in
from indicators.services.disclosure.selections import withstands
from indicators.services.disclosure.tellings import Quantity, Role
from indicators.services.releasing.context import Subject, Workplace, workplace_of
from indicators.services.releasing.known import rules_of, surroundings, tellings_of, told_apart
from indicators.services.releasing.quantities import quantities_of, tiers_of
from indicators.services.releasing.rules import lineage_of
from indicators.stats.disclosure.cells import Equation
from indicators.stats.disclosure.contributions import asks_for_contributions, asks_for_units
from indicators.stats.disclosure.rules import CellRule, need_of_count, need_of_denominator
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.statuses import WITH_VALUE, Status
from sozialplanung.jobs import services as jobs
from spatial.selectors.rows import BoundaryVersionRow

AUDIT: Final = "indicators.audit_selection"
_VALUED: Final = frozenset(int(status) for status in WITH_VALUE)
Report = Callable[[int, int], None]


@transaction.atomic
def request_selection(
    *, organisation: Organisation, version: BoundaryVersionRow, keys: tuple[str, ...], name: str, by: User
) -> Selection:
    """Keep a selection under a name and let a job attack its sums; the same areas once more are attacked anew.

    Raises
    ------
    SelectionError
        ``selection.nameless`` without a name, ``selection.too_few`` with fewer than two areas,
        ``selection.other_areas`` where one does not belong to the boundary version.
    """
    areas = areas_in(version, keys)
    if not name.strip():
        raise SelectionError("selection.nameless", "A selection that is released has a name.", place="name")
    if len(areas) < 2:  # noqa: PLR2004 - one area is no sum
        raise SelectionError("selection.too_few", "A sum needs two areas.", place="gebiete")
    chosen = sorted(area.key for area in areas)
    selection, _ = Selection.objects.get_or_create(
        organisation=organisation,
        boundary_version_id=version.id,
        keys_hash=hash_of(chosen),
        removed_at=None,
        defaults={"name": name.strip(), "keys": chosen, "created_by": by},
    )
    job = jobs.enqueue(kind=AUDIT, payload={"selection": selection.pk}, by=by, organisation=organisation)
    selection.job_id = job.pk
    selection.save(update_fields=["job_id"])
    details = {"areas": len(chosen), "level": version.level, "edition": version.edition}
    record(
        action="indicators.selection_requested", by=by, organisation=organisation, subject=selection, details=details
    )
    return selection


@transaction.atomic
def remove_selection(*, selection: Selection, by: User) -> None:
    """Show a selection no more; what readers learned from it stays known to the attacker."""
    selection.removed_at = timezone.now()
    selection.save(update_fields=["removed_at"])
    record(
        action="indicators.selection_removed",
        by=by,
        organisation=selection.organisation,
        subject=selection,
        details={"figures": selection.figures.filter(verdict=SumVerdict.HELD).count()},
    )


def audit_selection(*, selection_id: int, report: Report) -> int:
    """Attack the sums of a selection that readers cannot add up themselves; returns how many held.

    Each is attacked together with everything that is or was published, and with the sums that held before it: the sums
    of the public first, then those of narrower audiences over the slices of their own. It has to hold before its own
    readers and before all who read more.
    """
    selection = Selection.objects.select_related("organisation", "boundary_version__level").get(pk=selection_id)
    work, held = workplace_of(selection.organisation), 0
    audiences = [Audience.PUBLIC, *map(Audience, told_apart(work, [Audience.COUNCIL, Audience.INTERNAL]))]
    newest = [row for audience in audiences for row in _newest(selection, audience)]
    for done, row in enumerate(newest):
        report(done, len(newest))
        with transaction.atomic():
            # What is compiled meanwhile would know nothing of this sum, nor this sum of it.
            alone_in(organisation_id=selection.organisation_id)
            held += _audit(work, selection, row)
    report(len(newest), len(newest))
    return held


def _newest(selection: Selection, audience: Audience) -> list[Release]:
    """Return of what an audience reads newest of each indicator those slices that are its own."""
    rows = Release.objects.filter(
        boundary_version_id=selection.boundary_version_id,
        state=ReleaseState.PUBLISHED,
        audience__in=read_by(audience),
    )
    found: dict[int, Release] = {}
    for row in rows.select_related("indicator", "period", "vintage", "definition").defer("gzipped"):
        if row.indicator_id not in found or _age(row) > _age(found[row.indicator_id]):
            found[row.indicator_id] = row
    return [row for _, row in sorted(found.items()) if row.audience == audience]


def _age(row: Release) -> tuple[object, object, int]:
    """Order slices of one indicator: by time, then the one that fewer may read."""
    return row.period.end, row.period.start, len(read_by(row.audience))


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """What is added up: the quantities of a release, and which positions."""

    release: Release
    subject: Subject
    quantities: Mapping[Role, Quantity]
    level: str
    places: "np.ndarray[tuple[int], np.dtype[np.int64]]"

    def total(self, role: Role) -> float:
        return float(self.quantities[role].values[self.level][self.places].sum())

    def equation(self, role: Role, keys: Iterable[str]) -> Equation:
        family = self.quantities[role].family
        return Equation({family.key(self.level, key): 1.0 for key in keys}, self.total(role), family.series)


def _audit(work: Workplace, selection: Selection, row: Release) -> bool:
    """Attack one sum and keep the verdict; False where there is nothing to attack, or it did not hold."""
    once = {
        "selection": selection,
        "indicator": row.indicator,
        "period": row.period,
        "vintage": row.vintage,
        "audience": row.audience,
    }
    if SelectionFigure.objects.filter(**once).exists():
        return False
    added = _sum(work, selection, row)
    if added is None:
        return False
    totals = {role: added.total(role) for role in added.quantities}
    rule = lineage_of(added.subject).rule_on(row.period.start, audience=Audience(row.audience))
    is_held = rule is not None and not _is_small(rule.cell, totals) and _withstands(work, selection, added)
    SelectionFigure.objects.create(
        organisation=selection.organisation,
        numerator=totals.get(Role.NUMERATOR, totals.get(Role.COUNT, 0.0)),
        denominator=totals.get(Role.DENOMINATOR),
        told=[[added.quantities[role].family.series, totals[role]] for role in added.quantities],
        verdict=SumVerdict.HELD if is_held else SumVerdict.BREACHED,
        **once,
    )
    return is_held


def _sum(work: Workplace, selection: Selection, row: Release) -> _Sum | None:
    """Return the sum of what some areas hide; None where readers add up themselves, or something is missing."""
    subject, place = work.subjects.get(row.indicator.slug), work.places[row.boundary_version_id]
    at = {key: position for position, key in enumerate(place.keys)}
    places = np.array([at[key] for key in selection.keys], dtype=np.int64)
    statuses = {int(code) for code in decode(bytes(row.payload)).status[places]}
    if subject is None or statuses <= _VALUED or not statuses <= _VALUED | {int(Status.SUPPRESSED)}:
        return None
    if row.definition_id not in summable(selection.organisation, [row.definition]):
        return None
    quantities = quantities_of(work, subject, row.period_id, _raw(row))
    level = place.version.level
    if any(each.family.period != work.periods[row.period_id].code for each in quantities.values()):
        # What repeats another year is added up there.
        return None
    if not quantities or any(np.isnan(each.values[level][places]).any() for each in quantities.values()):
        return None
    return _Sum(row, subject, quantities, level, places)


def _raw(row: Release) -> dict[int, RawSlice]:
    return {row.boundary_version_id: raw_slice_from_bytes(bytes(row.vintage.payload))}


def _is_small(rule: CellRule, totals: Mapping[Role, float]) -> bool:
    """Say whether the sum itself tells too much: it, its rest or its base is small, or it may be told rounded alone.

    Who stands behind a sum of one's own choice nobody delivers: under a rule that asks there is none.
    """
    if rule.rounding or asks_for_units(rule) or asks_for_contributions(rule):
        return True
    if Role.COUNT in totals:
        return need_of_count(rule, totals[Role.COUNT]) is not None
    top, bottom = totals[Role.NUMERATOR], totals[Role.DENOMINATOR]
    rest = replace(rule, hides_nobody=rule.hides_everybody)
    needs = (need_of_count(rule, top), need_of_denominator(rule, bottom), need_of_count(rest, bottom - top))
    return any(need is not None for need in needs) or top > bottom


def _withstands(work: Workplace, selection: Selection, added: _Sum) -> bool:
    own, *others = reading(added.release.audience)
    return all(_withstands_before(work, selection, added, each) for each in (own, *told_apart(work, others)))


def _withstands_before(work: Workplace, selection: Selection, added: _Sum, audience: str) -> bool:
    """Say whether readers of one audience learn nothing by a sum, beside all that they read."""
    around = surroundings(work, audience, [each.family for each in added.quantities.values()])
    rules = {} if audience == Audience.PUBLIC else rules_of(around, {})
    tiers = {place[1]: tiers_of(stage.chain) for place, stage in around.stages.items()}
    scope = Scope(selection.organisation_id, audience, tiers, tellings_of(around, rules))
    return withstands(scope, [added.equation(role, selection.keys) for role in added.quantities])
