# SPDX-License-Identifier: EUPL-1.2
"""What a batch was found to change of the releases in force, for those who bring and approve it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import Prefetch

from indicators.models import ForeseenRelease, Foresight, ImportBatch, IndicatorDefinition
from indicators.rendering.foreseen import Tally
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.periods import Period, parse
from sozialplanung.jobs.models import Job, JobState

State = Literal["none", "computing", "failed", "stopped", "ready", "outdated"]

# Whatever a release is made from besides the figures of the batch: by their rows, so that an edit counts.
_MADE_FROM: Final = (
    "indicators_indicatordefinition",
    "indicators_dependency",
    "indicators_disclosurerule",
    "indicators_seriesbreak",
    "indicators_recipe",
    "spatial_boundaryversion",
)
_ROWS: Final = (
    "SELECT md5(string_agg(md5(t::text), '' ORDER BY t.id)) FROM {table} t WHERE t.organisation_id = %(organisation)s"
)
_STANDING: Final = "SELECT md5(concat_ws('|', ({applied}), ({in_force}), {rows}))".format(
    applied="SELECT count(*) FROM indicators_importbatch "
    "WHERE organisation_id = %(organisation)s AND state = 'applied'",
    in_force="SELECT string_agg(id::text, ',' ORDER BY id) FROM indicators_release "
    "WHERE organisation_id = %(organisation)s AND state = 'published'",
    rows=", ".join(f"({_ROWS.format(table=table)})" for table in _MADE_FROM),
)


@dataclass(frozen=True, slots=True)
class SliceEffect:
    """What becomes of one release: its cell, the indicator as its readers know it, and what the comparison counted.

    `largest` holds key, name and the readings before and after (value, status, class) of the areas that change most.
    """

    number: int
    indicator_id: int
    name: str
    unit: str
    period: Period
    level: str
    level_name: str
    edition_name: str
    level_position: int
    kind: str
    tally: Tally
    decimals: int
    city_before: float | None
    city_after: float | None
    largest: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class IndicatorEffects:
    """What becomes of one indicator: its releases, the latest period first, the finest level first."""

    indicator_id: int
    name: str
    slices: tuple[SliceEffect, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the effects of a batch; `indicators` holds what the last try found, perhaps outdated by now."""

    state: State
    job: Job | None = None
    indicators: tuple[IndicatorEffects, ...] = ()
    has_result: bool = False

    @property
    def is_computing(self) -> bool:
        """Whether a job is at it."""
        return self.state == "computing"


def standing_of(*, organisation_id: int) -> str:
    """Return a hash of all that the releases of an organisation are made from, and of those in force."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"organisation": organisation_id})
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def outlook_of(batch: ImportBatch) -> Outlook:
    """Return how far the foresight of a batch is, and what it found."""
    kept = Foresight.objects.filter(batch=batch).first()
    if kept is None:
        return Outlook("none")
    job = Job.objects.filter(pk=kept.job_id).first()
    indicators = _indicators(kept) if kept.compared_with else ()
    return Outlook(_state(batch, kept, job), job, indicators, bool(kept.compared_with))


def _state(batch: ImportBatch, kept: Foresight, job: Job | None) -> State:
    if job and job.is_live:
        return "computing"
    if job and job.state == JobState.FAILED:
        return "failed"
    if job and job.state == JobState.CANCELLED:
        return "stopped"
    if not kept.compared_with:
        return "none"
    return "ready" if kept.compared_with == standing_of(organisation_id=batch.organisation_id) else "outdated"


def _indicators(kept: Foresight) -> tuple[IndicatorEffects, ...]:
    found: dict[int, list[SliceEffect]] = {}
    for row in _rows(kept):
        found.setdefault(row.indicator_id, []).append(effect_of(row))
    return tuple(
        IndicatorEffects(key, slices[0].name, tuple(slices))
        for key, slices in ((key, sorted(each, key=_newest_first)) for key, each in found.items())
    )


def _newest_first(effect: SliceEffect) -> tuple[int, int, int]:
    return -effect.period.start.toordinal(), -effect.level_position, effect.number


def _rows(kept: Foresight) -> list[ForeseenRelease]:
    definitions = IndicatorDefinition.objects.only(
        "indicator_id", "name", "unit_of_measure", "valid_from", "valid_until"
    ).order_by("valid_from")
    query = kept.releases.defer("payload").select_related("indicator", "period", "boundary_version__level")
    query = query.prefetch_related(Prefetch("indicator__definitions", queryset=definitions))
    return list(query.order_by("indicator__topic__position", "indicator__position", "indicator__slug", "id"))


def foreseen_release(batch: ImportBatch, number: int) -> ForeseenRelease:
    """Return one release that a batch would change, with its content; NotFoundError where there is none."""
    query = ForeseenRelease.objects.filter(foresight__batch=batch, pk=number)
    found = query.select_related("indicator", "period", "boundary_version__level", "before").first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def siblings_of(row: ForeseenRelease) -> list[ForeseenRelease]:
    """Return the other releases of the same indicator that the batch would change, the newest first."""
    query = ForeseenRelease.objects.filter(foresight_id=row.foresight_id, indicator_id=row.indicator_id)
    found = query.exclude(pk=row.pk).defer("payload", "largest").select_related("period", "boundary_version__level")
    return list(found.order_by("-period__start", "-boundary_version__level__position", "pk"))


def effect_of(row: ForeseenRelease) -> SliceEffect:
    """Return what is told of one release."""
    period = parse(row.period.code)
    definition = _definition(row, period)
    version = row.boundary_version
    return SliceEffect(
        number=row.pk,
        indicator_id=row.indicator_id,
        name=definition.name if definition else row.indicator.slug,
        unit=definition.unit_of_measure if definition else "",
        period=period,
        level=version.level.slug,
        level_name=version.level.name_plural,
        edition_name=version.name,
        level_position=version.level.position,
        kind=row.kind,
        tally=Tally(**row.counts),
        decimals=row.decimals,
        city_before=row.city_before,
        city_after=row.city_after,
        largest=tuple(row.largest),
    )


def _definition(row: ForeseenRelease, period: Period) -> IndicatorDefinition | None:
    """Return the definition in force when the period began, else the nearest one."""
    found = sorted(row.indicator.definitions.all(), key=lambda each: each.valid_from)
    if not found:
        return None
    held = [each for each in found if each.valid_from <= period.start]
    return held[-1] if held else found[0]
