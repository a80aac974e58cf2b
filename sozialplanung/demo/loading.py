# SPDX-License-Identifier: EUPL-1.2
"""Load a region through the ordinary services: the demo is the first steward."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from indicators.services import catalogue, importing, sources
from indicators.services.converting.following import request_conversions
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import is_refreshed, refresh_all
from indicators.services.remarks.annotations import AnnotationSpec, add_annotations
from indicators.services.remarks.breaks import BreakSpec, mark_break
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.services import create_organisation
from sozialplanung.demo.people import ensure_person, give_roles
from sozialplanung.demo.plans import DeliveryPlan, NotePlan, RegionPlan
from sozialplanung.jobs.models import Job
from spatial.selectors import levels, units
from spatial.services.boundary_import import import_boundaries
from spatial.services.plans import ImportOptions


class DemoDataError(RuntimeError):
    """The demo set contradicts itself: a mistake in this package, not of a user."""


@dataclass(frozen=True)
class Step:
    """One finished step of loading a region: what it was, and the jobs that it left to the worker."""

    text: str
    jobs: tuple[Job, ...] = ()


def prepare_region(plan: RegionPlan) -> Iterator[Step]:
    """Create organisation, boundaries and catalogue, and bring in the deliveries, approved by a second person.

    Every step is whole or not there, and one that is there is left alone: a load that was interrupted goes on.
    """
    steward, approver = ensure_person(role="steward"), ensure_person(role="approver")
    organisation = _organisation(plan, steward)
    give_roles(organisation=organisation)
    for edition in plan.editions:
        outcome = import_boundaries(
            organisation=organisation, edition=edition.plan, files=edition.files, by=steward, options=ImportOptions()
        )
        count = sum(level.unit_count for level in outcome.levels)
        yield Step(f"{organisation.name}: {edition.plan.name}, {count} Gebiete")
    if not catalogue.has_catalogue(organisation=organisation):
        with transaction.atomic():
            _catalogue(plan, organisation, steward)
    yield Step(f"{organisation.name}: {len(plan.series)} Zeitreihen im Katalog")
    for delivery in plan.deliveries:
        yield _bring_in(organisation, delivery, steward, approver)


def _bring_in(organisation: Organisation, plan: DeliveryPlan, steward: User, approver: User) -> Step:
    batch = importing.ensure_batch(spec=_delivery(organisation, plan), by=steward)
    if batch.counts["errors"]:
        raise DemoDataError(f"{plan.title}: {batch.findings.first()}")
    queued = (importing.approve_batch(batch=batch, by=approver),) if importing.is_waiting(batch) else ()
    return Step(f"{organisation.name}: {plan.title}, {batch.counts['staged']} Werte", queued)


def is_loaded(plan: RegionPlan) -> bool:
    """Say whether the region was computed to the end."""
    organisation = Organisation.objects.filter(slug=plan.organisation.slug).first()
    if organisation is None:
        return False
    applied = importing.applied_count(organisation_id=organisation.pk)
    return applied >= len(plan.deliveries) and is_refreshed(organisation=organisation)


def compute_region(plan: RegionPlan, *, after: Sequence[Job]) -> tuple[Job, ...]:
    """Let the worker compute and publish every indicator, after its deliveries, and carry it to other boundaries."""
    organisation, by = Organisation.objects.get(slug=plan.organisation.slug), ensure_person(role="approver")
    computed = refresh_all(organisation=organisation, by=by, after=after)
    carried = request_conversions(organisation=organisation, by=by, after=computed)
    return (*computed, carried) if carried else computed


def _organisation(plan: RegionPlan, by: User) -> Organisation:
    found = Organisation.objects.filter(slug=plan.organisation.slug).first()
    if found is not None:
        return found
    parent = Organisation.objects.get(slug=plan.parent) if plan.parent else None
    return create_organisation(organisation=replace(plan.organisation, parent=parent), by=by)


def _catalogue(plan: RegionPlan, organisation: Organisation, by: User) -> None:
    for number, (slug, name) in enumerate(plan.topics):
        catalogue.ensure_topic(organisation=organisation, slug=slug, name=name, position=number)
    for source in plan.sources:
        sources.ensure_source(organisation=organisation, spec=source)
    for series in plan.series:
        catalogue.ensure_series(
            organisation=organisation,
            name=series.name,
            variable={
                "name": series.variable,
                "unit_of_measure": series.unit_of_measure,
                "is_additive": series.is_additive,
            },
            breakdown={"name": series.breakdown, "dimension": series.dimension},
        )
    level_ids = {level.slug: level.id for level in levels.levels_of(organisation)}
    for spec in plan.indicators(level_ids):
        catalogue.create_indicator(organisation=organisation, spec=spec, by=by)
    for source in plan.sources:
        sources.set_rule(organisation=organisation, spec=source)
    for source in plan.council:
        sources.set_rule(organisation=organisation, spec=source, audience="council")
    for row in plan.breaks:
        indicator = catalogue.indicator_of(organisation=organisation, slug=row.indicator)
        said = BreakSpec(row.from_code, row.to_code, row.kind, row.comparable, row.text)
        mark_break(indicator=indicator, spec=said, by=by)
    add_annotations(organisation=organisation, specs=[_annotation(organisation, note) for note in plan.notes], by=by)


def _annotation(organisation: Organisation, note: NotePlan) -> AnnotationSpec:
    unit = units.unit_row(organisation, note.level, note.edition, note.key) if note.key else None
    if note.key and unit is None:
        raise DemoDataError(f"Remark on an unknown area {note.key} of {note.level}.")
    return AnnotationSpec(note.kind, note.text, note.indicator, unit.unit_id if unit else None, note.period)


def _delivery(organisation: Organisation, plan: DeliveryPlan) -> DeliverySpec:
    return DeliverySpec(
        source=sources.source_of(organisation=organisation, slug=plan.source),
        title=plan.title,
        edition=plan.edition,
        parts=tuple(
            Part(DeliveredFile(part.path.name, part.path.read_bytes()), part.level, part.mapping, part.not_covered)
            for part in plan.parts
        ),
    )
