# SPDX-License-Identifier: EUPL-1.2
"""Write footnotes, events and special populations that readers see, change them, take them out of force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from indicators.errors import CatalogueError
from indicators.models import Annotation, AnnotationKind, ChangeAct, Indicator, RemarkChange
from indicators.services.periods import ensure_period
from indicators.services.remarks.booking import book, book_new, locked_annotation
from indicators.services.remarks.contents import annotation_content
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.errors import ConflictError


@dataclass(frozen=True, slots=True)
class AnnotationSpec:
    """What an annotation says and of what; an empty indicator, area or period means all of it.

    `valid_until` is exclusive. `indicator` is a slug, `period` a code.
    """

    kind: str
    text: str
    indicator: str = ""
    unit_id: int | None = None
    period: str = ""
    population: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    reference: str = ""
    url: str = ""


@transaction.atomic
def add_annotation(*, organisation: Organisation, spec: AnnotationSpec, by: User) -> Annotation:
    """Write an annotation; readers see it at once where what it speaks of is released.

    Raises
    ------
    CatalogueError
        When a special population has no area or kind, an event no time, or the time runs backwards.
    ConflictError
        ``indicators.annotation_taken`` when the same is said of the same already.
    """
    row = _row(organisation, spec)
    _refuse_twin(row, but=None)
    book_new(row, by=by)
    return row


def add_annotations(*, organisation: Organisation, specs: Iterable[AnnotationSpec], by: User) -> None:
    """Write many annotations, each with its history."""
    for spec in specs:
        add_annotation(organisation=organisation, spec=spec, by=by)


@transaction.atomic
def change_annotation(
    *, annotation: Annotation, spec: AnnotationSpec, by: User, revision: int | None = None, reason: str = ""
) -> RemarkChange | None:
    """Change what an annotation says; None: nothing to change."""
    row = locked_annotation(annotation, revision=revision)
    wanted = _row(row.organisation, spec)
    _refuse_twin(wanted, but=row)
    return book(row, act=ChangeAct.CHANGED, after=annotation_content(wanted), by=by, reason=reason)


@transaction.atomic
def withdraw_annotation(
    *, annotation: Annotation, by: User, reason: str, revision: int | None = None
) -> RemarkChange | None:
    """Take an annotation out of force."""
    row = locked_annotation(annotation, revision=revision)
    return book(row, act=ChangeAct.WITHDRAWN, after={}, by=by, reason=reason)


@transaction.atomic
def restore_annotation(*, annotation: Annotation, by: User, revision: int | None = None) -> RemarkChange | None:
    """Put an annotation in force again, as it was when it was withdrawn."""
    row = locked_annotation(annotation, revision=revision)
    _refuse_twin(row, but=row)
    return book(row, act=ChangeAct.RESTORED, after=annotation_content(row), by=by)


def _row(organisation: Organisation, spec: AnnotationSpec) -> Annotation:
    _refuse_contradiction(spec)
    indicators = Indicator.objects.filter(organisation=organisation)
    return Annotation(
        organisation=organisation,
        kind=spec.kind,
        text=spec.text,
        indicator=indicators.get(slug=spec.indicator) if spec.indicator else None,
        unit_id=spec.unit_id,
        period=ensure_period(spec.period) if spec.period else None,
        population=spec.population,
        valid_from=spec.valid_from,
        valid_until=spec.valid_until,
        reference=spec.reference,
        url=spec.url,
    )


def _refuse_contradiction(spec: AnnotationSpec) -> None:
    is_population = spec.kind == AnnotationKind.POPULATION
    if is_population and not (spec.unit_id and spec.population):
        raise CatalogueError(
            "indicators.population_incomplete",
            "A special population lives in one area and is of one kind.",
        )
    if spec.kind == AnnotationKind.EVENT and not (spec.valid_from or spec.period):
        raise CatalogueError(
            "indicators.event_without_time",
            "An event has a day or a period.",
        )
    if spec.valid_from and spec.valid_until and spec.valid_until <= spec.valid_from:
        raise CatalogueError(
            "indicators.time_backwards",
            "The last day lies before the first one.",
        )


def _refuse_twin(row: Annotation, *, but: Annotation | None) -> None:
    twins = Annotation.objects.filter(
        organisation_id=row.organisation_id, kind=row.kind, text=row.text, valid_from=row.valid_from
    ).values_list("indicator_id", "unit_id", "period_id")
    others = twins.exclude(pk=but.pk) if but else twins
    if (row.indicator_id, row.unit_id, row.period_id) in others:
        raise ConflictError(
            "indicators.annotation_taken",
            "The same is said of the same already.",
        )
