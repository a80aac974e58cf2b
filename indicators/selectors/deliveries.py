# SPDX-License-Identifier: EUPL-1.2
"""Deliveries for those who bring and approve them: lists, the next step, findings, what depends on a batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import (
    BatchSlice,
    Delivery,
    DeliveryState,
    Finding,
    ImportBatch,
    Indicator,
    IndicatorDefinition,
    Series,
    Source,
    StagedValue,
)
from indicators.selectors import graph
from indicators.selectors.approvals import waiting_for
from indicators.selectors.parts import Part, indicators_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.web.steps import Step, StepState
from spatial.selectors import levels

Scope = Literal["eigene", "freigabe", "alle"]
_FOLLOWS: Final = "jobs.prerequisite_failed"


@dataclass(frozen=True, slots=True)
class Warnings:
    """How many findings of each weight a batch has, and how many warnings still need a reason."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    unreasoned: int = 0


def deliveries_of(
    organisation: Organisation, *, scope: Scope, person: User, among: Collection[int] | None = None
) -> QuerySet[Delivery]:
    """Return the deliveries that somebody brought, may approve, or all of an organisation, the newest first.

    `among`, where given, are the ids of those that are there for a narrowed desk.
    """
    everywhere = Delivery.objects.select_related("source", "created_by", "organisation")
    if among is not None:
        everywhere = everywhere.filter(pk__in=among)
    if scope == "freigabe":
        return everywhere.filter(pk__in=waiting_for(person, organisation))
    found = everywhere.filter(organisation_id=organisation.pk)
    mine = Q(editors__person=person) | Q(created_by=person)
    if scope == "eigene":
        return found.filter(mine).exclude(state=DeliveryState.DISCARDED).distinct()
    return found


def delivery_at(organisation: Organisation, uuid: UUID) -> Delivery:
    """Return a delivery of an organisation; NotFoundError where there is none."""
    query = Delivery.objects.select_related("organisation", "source", "batch", "created_by")
    found = query.filter(organisation_id=organisation.pk, uuid=uuid).first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def sources_of(organisation: Organisation, *, among: Collection[int] | None = None) -> QuerySet[Source]:
    """Return the sources of an organisation; `among` are the ids of those that are there for a narrowed desk."""
    rows = Source.objects.filter(organisation_id=organisation.pk).order_by("title")
    return rows if among is None else rows.filter(pk__in=among)


def grounds_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the boundary versions of an organisation as choices: level and edition, and what they are called."""
    rows = levels.boundary_versions_of(organisation)
    return [(f"{row.level}@{row.edition}", f"{row.level_name} – {row.name}") for row in rows]


def edition_name(organisation: Organisation, edition: str) -> str:
    """Return what readers call the boundary version of an edition."""
    rows = levels.boundary_versions_of(organisation)
    return next((row.name for row in rows if row.edition == edition), edition)


def series_choices(organisation: Organisation, *, names: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Return the series of an organisation by the name that mappings use; `names`, where given, are all there are."""
    rows = Series.objects.filter(organisation_id=organisation.pk).select_related("variable", "breakdown")
    named = []
    for row in rows.order_by("variable__name", "breakdown_id"):
        is_total = row.breakdown.slug == "gesamt"
        slug = row.variable.slug if is_total else f"{row.variable.slug}:{row.breakdown.slug}"
        named.append((slug, row.variable.name if is_total else f"{row.variable.name}: {row.breakdown.name}"))
    return [each for each in named if names is None or each[0] in names]


def additive_series(organisation: Organisation) -> frozenset[str]:
    """Return the slugs of the variables whose figures add up."""
    rows = Series.objects.filter(organisation_id=organisation.pk, variable__is_additive=True)
    return frozenset(rows.values_list("variable__slug", flat=True))


def weights_of(batch: ImportBatch | None) -> Warnings:
    """Count the findings of a batch."""
    if batch is None:
        return Warnings()
    counts = batch.findings.aggregate(
        errors=Count("pk", filter=Q(severity="error")),
        warnings=Count("pk", filter=Q(severity="warning")),
        notes=Count("pk", filter=Q(severity="note")),
        unreasoned=Count("pk", filter=Q(severity="warning", reason="")),
    )
    return Warnings(**counts)


def findings_of(batch: ImportBatch, *, severity: str) -> QuerySet[Finding]:
    """Return the findings of a batch of one weight, in the order of the files."""
    return batch.findings.filter(severity=severity).order_by("file_name", "table", "row", "pk")


def affected_indicators(batch: ImportBatch) -> frozenset[int]:
    """Return the ids of the indicators that a batch touches: its series, and all that changes with them."""
    series = _touched_series(batch)
    series |= _told_of(series)
    told = Q(series_id__in=series) | Q(change_series_id__in=series)
    direct = IndicatorDefinition.objects.filter(told, organisation_id=batch.organisation_id)
    start = direct.values_list("indicator_id", flat=True)
    return graph.downstream_of(organisation_id=batch.organisation_id, indicator_ids=start)


def _told_of(series: set[int]) -> set[int]:
    """Return the series of whose figures others say who stands behind them: another pattern may follow."""
    rows = Series.objects.filter(pk__in=series, variable__backs__isnull=False)
    return {
        pk
        for backs, breakdown in rows.values_list("variable__backs_id", "breakdown_id")
        for pk in Series.objects.filter(variable_id=backs or 0, breakdown_id=breakdown).values_list("pk", flat=True)
    }


def _touched_series(batch: ImportBatch) -> set[int]:
    """Return the series of a batch: what is staged of it, else what it said when it became current."""
    staged = StagedValue.objects.filter(batch_id=batch.pk).values_list("series_id", flat=True)
    said = BatchSlice.objects.filter(batch_id=batch.takes_back_id or batch.pk).values_list("series_id", flat=True)
    return set(staged.distinct()) or set(said)


@dataclass(frozen=True, slots=True)
class Affected:
    """The names of the indicators that readers will see changed, and how many more are not named."""

    names: tuple[str, ...]
    further: int = 0


def affected_within(batch: ImportBatch, part: Part | None) -> Affected:
    """Return the indicators that readers will see changed; those beyond a part, where one is given, are counted."""
    if part is None:
        return Affected(tuple(affected_names(batch)))
    rows = Indicator.objects.filter(pk__in=affected_indicators(batch), is_building_block=False)
    names = affected_names(batch, topics=part.topics)
    return Affected(tuple(names), rows.exclude(topic_id__in=part.topics).count())


def affected_names(batch: ImportBatch, *, topics: Collection[int] | None = None) -> list[str]:
    """Return the names of the indicators that readers will see changed, of some topics alone where they are given."""
    rows = Indicator.objects.filter(pk__in=affected_indicators(batch), is_building_block=False)
    if topics is not None:
        rows = rows.filter(topic_id__in=topics)
    newest = IndicatorDefinition.objects.filter(indicator_id=OuterRef("pk")).order_by("-valid_from").values("name")[:1]
    named = rows.order_by("topic__position", "position", "slug").annotate(name=Subquery(newest))
    return list(named.values_list("name", flat=True))


def waiting_releases(delivery: Delivery, *, among: Collection[int] | None = None) -> list[Delivery]:
    """Return the approved deliveries that come into force later and speak of the same series and periods.

    `among`, where given, are the ids of those that are there for a narrowed desk.
    """
    found = Delivery.objects.filter(
        organisation_id=delivery.organisation_id, state=DeliveryState.APPROVED, release_at__gt=timezone.now()
    ).exclude(pk=delivery.pk)
    if among is not None:
        found = found.filter(pk__in=among)
    waiting = list(found.select_related("batch").order_by("release_at"))
    mine = _touched_slices(delivery) if waiting else set()
    return [each for each in waiting if mine & _touched_slices(each)]


def _touched_slices(delivery: Delivery) -> set[tuple[int, int]]:
    batch = delivery.batch
    if batch is None:
        return set()
    said = BatchSlice.objects.filter(batch_id=batch.takes_back_id or batch.pk)
    rows = said if batch.takes_back_id else StagedValue.objects.filter(batch_id=batch.pk)
    return set(rows.values_list("series_id", "period_id").distinct())


@dataclass(frozen=True, slots=True)
class FailedStep:
    """One step of a release that failed: what it was to do, and what went wrong."""

    pk: UUID
    label: str
    text: str
    code: str


def release_progress(delivery: Delivery, part: Part | None = None) -> dict[str, Any]:
    """Return how many of the jobs of a release are done, those that failed, and until when it waits.

    What failed beyond a part, where one is given, is told without its name.
    """
    found = list(Job.objects.filter(pk__in=delivery.release_jobs).order_by("created_at"))
    failed = [job for job in found if job.state in {JobState.FAILED, JobState.CANCELLED}]
    done = sum(1 for job in found if job.state == JobState.SUCCEEDED)
    now = timezone.now()
    is_waiting = any(job.state == JobState.QUEUED and job.not_before and job.not_before > now for job in found)
    return {
        "done": done,
        "total": len(found),
        "failed": _failed_steps(failed, part),
        "followers": sum(1 for job in failed if job.error_code == _FOLLOWS),
        "waits_until": delivery.release_at if is_waiting else None,
        "is_live": any(job.is_live for job in found),
        "is_over": bool(found) and done == len(found),
    }


def _failed_steps(failed: Sequence[Job], part: Part | None) -> list[FailedStep]:
    """Name the steps that failed by themselves; the others only waited for them."""
    own = [job for job in failed if job.error_code != _FOLLOWS]
    names = dict(
        IndicatorDefinition.objects.filter(indicator_id__in=[job.payload.get("indicator", 0) for job in own])
        .order_by("valid_from")
        .values_list("indicator_id", "name")
    )
    told = None if part is None else indicators_in(part)
    return [
        FailedStep(job.pk, _step_label(job, names), job.error_text, job.error_code)
        if told is None or job.payload.get("indicator") in told
        else FailedStep(job.pk, _("It concerns further topics."), _("Whoever works for all topics sees why."), "")
        for job in own
    ]


def _step_label(job: Job, names: dict[int, str]) -> str:
    if "indicator" not in job.payload:
        return _("Taking over the figures")
    name = names.get(job.payload["indicator"], "")
    return _("Computing and publishing “%(name)s”") % {"name": name}


def steps_of(delivery: Delivery, weights: Warnings, job: Job | None) -> tuple[Step, ...]:
    """Return the way of a delivery with the state of each step; exactly one step comes next while it is a draft.

    `job` is its long step as the page shows it: read twice, it may end in between, and a page would wait for nothing.
    """
    running = job.kind if job and job.is_live and delivery.is_open else ""
    tables = list(delivery.tables.all())
    problems = delivery.files.filter(problem__isnull=False).count()
    taken = [table for table in tables if table.is_taken]
    mapped = sum(1 for table in taken if table.mapping)
    is_recognised = bool(taken) and not problems
    is_mapped = is_recognised and mapped == len(taken)
    is_checked = delivery.batch is not None
    is_clean = is_checked and not weights.errors and not weights.unreasoned
    is_over = delivery.state != DeliveryState.DRAFT
    facts = (
        ("dateien", _("Files"), delivery.files.exists() or is_over, _file_note(delivery)),
        ("erkennung", _("Recognise"), is_recognised or is_over, _recognition_note(len(taken), problems)),
        ("zuordnung", _("Map columns"), is_mapped or is_over, _mapping_note(mapped, len(taken))),
        ("pruefung", _("Check"), is_clean or is_over, _check_note(weights, is_checked=is_checked)),
        ("vorschau", _("Preview"), is_clean or is_over, ""),
        ("einreichen", _("Submit"), is_over, ""),
    )
    return _with_states(facts, running=running, has_problem=bool(problems) or bool(weights.errors and is_checked))


def _with_states(facts: Sequence[tuple[str, str, bool, str]], *, running: str, has_problem: bool) -> tuple[Step, ...]:
    steps, is_waiting = [], False
    busy = {"indicators.recognise_delivery": "erkennung", "indicators.verify_delivery": "pruefung"}.get(running, "")
    for key, label, is_done, note in facts:
        state: StepState = "done"
        if key == busy:
            state, is_waiting = "running", True
        elif is_waiting:
            state = "open"
        elif not is_done:
            is_waiting = True
            state = "problem" if has_problem and key in {"erkennung", "pruefung"} else "next"
        steps.append(Step(key, label, state, note))
    return tuple(steps)


def _file_note(delivery: Delivery) -> str:
    return ", ".join(delivery.files.values_list("name", flat=True)[:5])


def _recognition_note(taken: int, problems: int) -> str:
    if problems:
        return ngettext("%(count)s file cannot be read.", "%(count)s files cannot be read.", problems) % {
            "count": problems
        }
    return _("Tables: %(count)s") % {"count": taken} if taken else ""


def _mapping_note(mapped: int, taken: int) -> str:
    return _("%(mapped)s of %(taken)s tables") % {"mapped": mapped, "taken": taken} if taken else ""


def _check_note(weights: Warnings, *, is_checked: bool) -> str:
    if not is_checked:
        return ""
    told = {"errors": weights.errors, "open": weights.unreasoned}
    return _("must be corrected: %(errors)s; need a reason: %(open)s") % told
