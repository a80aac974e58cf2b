# SPDX-License-Identifier: EUPL-1.2
"""Imports the boundaries of one edition: all its levels in one transaction, or nothing."""

from collections.abc import Sequence

from django.db import transaction

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import Subject, record
from sozialplanung.jobs.services import enqueue
from spatial.services.geometry_assets import build_geometry
from spatial.services.plans import EditionPlan, ImportedEdition, ImportOptions, LevelFile, Whole
from spatial.services.preparation import PreparedLevel, prepare
from spatial.services.storing import StoredLevel, ensure_level, known_outline, store, stored_before
from spatial.services.versioning import lock_boundaries, overlaps_refused, refuse_overlap

BUILD_GEOMETRY = "spatial.build_geometry"


def import_boundaries(
    *,
    organisation: Organisation,
    edition: EditionPlan,
    files: Sequence[LevelFile | Whole],
    by: User | None,
    options: ImportOptions | None = None,
) -> ImportedEdition:
    """Store all levels of an edition, the coarsest first, with their coverage reports.

    The same edition with the same content changes nothing, whatever the order in the files; with other content it is
    refused. Levels that an edition lacks may be added later.

    Raises
    ------
    BoundariesRefusedError
        A file cannot be read.
    EditionError
        The levels do not fit together.
    EditionConflictError
        The edition is there with other content, or another one holds at the same time.
    """
    how = options or ImportOptions()
    prepared = prepare(edition, files, how, None if how.may_lie_elsewhere else known_outline(organisation))
    with transaction.atomic(), overlaps_refused():
        lock_boundaries(organisation)
        stored = _store_all(organisation, edition, prepared)
        outcome = ImportedEdition(
            edition.edition, tuple(one.outcome for one in stored), _geometry(organisation, stored, how, by)
        )
        if outcome.is_changed:
            _record(organisation, edition, outcome, by)
    return outcome


def _store_all(
    organisation: Organisation, edition: EditionPlan, prepared: Sequence[PreparedLevel]
) -> list[StoredLevel]:
    stored: dict[str, StoredLevel] = {}
    for one in prepared:
        level = ensure_level(organisation.id, one.plan)
        known = stored_before(level, edition, one)
        if known is None:
            refuse_overlap(level, edition)
            above = stored[one.plan.parent].unit_ids if one.plan.parent else ()
            known = store(level, edition, one, above)
        stored[one.plan.slug] = known
    return list(stored.values())


def _geometry(
    organisation: Organisation, stored: Sequence[StoredLevel], options: ImportOptions, by: User | None
) -> tuple[str, ...]:
    """Build what readers fetch now, or ask a worker to; in both cases what is there already stays."""
    ids = [one.outcome.boundary_version_id for one in stored]
    if options.geometry == "inline":
        for version_id in ids:
            build_geometry(boundary_version_id=version_id)
        return ()
    new = [one.outcome.boundary_version_id for one in stored if one.outcome.is_new]
    jobs = [enqueue(kind=BUILD_GEOMETRY, payload=version_payload(one), organisation=organisation, by=by) for one in new]
    return tuple(str(job.pk) for job in jobs)


def version_payload(boundary_version_id: int) -> dict[str, int]:
    """Return what a job of the kind `spatial.build_geometry` is given."""
    return {"boundary_version_id": boundary_version_id}


def _record(organisation: Organisation, edition: EditionPlan, outcome: ImportedEdition, by: User | None) -> None:
    record(
        action="spatial.boundaries_imported",
        by=by,
        organisation=organisation,
        subject=Subject("spatial.edition", edition.edition, edition.name),
        details={
            "valid_from": edition.valid_from.isoformat(),
            "valid_until": edition.valid_until.isoformat() if edition.valid_until else None,
            "levels": {
                level.level: {
                    "areas": level.unit_count,
                    "new_units": level.new_units,
                    "extended_rows": level.extended_rows,
                    "issues": level.issue_count,
                }
                for level in outcome.levels
                if level.is_new
            },
        },
    )
