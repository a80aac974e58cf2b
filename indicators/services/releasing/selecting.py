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
from indicators.rendering.slices import decode
from indicators.selectors.selection import areas_in
from indicators.selectors.selection_figures import hash_of
from indicators.selectors.summable import summable
from indicators.services.disclosure.building import Scope
from indicators.services.disclosure.selections import withstands
from indicators.services.disclosure.tellings import Quantity, Role
from indicators.services.releasing.context import Subject, Workplace, workplace_of
from indicators.services.releasing.known import surroundings, tellings_of
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

    Each is attacked together with everything that is or was published, and with the sums that held before it.
    """
    selection = Selection.objects.select_related("organisation", "boundary_version__level").get(pk=selection_id)
    work, held = workplace_of(selection.organisation), 0
    newest = _newest(selection)
    for done, row in enumerate(newest):
        report(done, len(newest))
        with transaction.atomic():
            held += _audit(work, selection, row)
    report(len(newest), len(newest))
    return held


def _newest(selection: Selection) -> list[Release]:
    rows = Release.objects.filter(
        boundary_version_id=selection.boundary_version_id, state=ReleaseState.PUBLISHED, audience=Audience.PUBLIC
    )
    ordered = rows.select_related("indicator", "period", "vintage", "definition").order_by(
        "indicator_id", "-period__end", "-period__start"
    )
    return list(ordered.distinct("indicator_id"))


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
    once = {"selection": selection, "indicator": row.indicator, "period": row.period, "vintage": row.vintage}
    if SelectionFigure.objects.filter(**once).exists():
        return False
    added = _sum(work, selection, row)
    if added is None:
        return False
    totals = {role: added.total(role) for role in added.quantities}
    rule = lineage_of(added.subject).rule_on(row.period.start, audience=Audience.PUBLIC)
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
    around = surroundings(work, Audience.PUBLIC, [each.family for each in added.quantities.values()])
    tiers = {place[1]: tiers_of(stage.chain) for place, stage in around.stages.items()}
    scope = Scope(selection.organisation_id, Audience.PUBLIC, tiers, tellings_of(around, {}))
    return withstands(scope, [added.equation(role, selection.keys) for role in added.quantities])
