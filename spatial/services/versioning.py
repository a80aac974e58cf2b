# SPDX-License-Identifier: EUPL-1.2
"""The time of editions: none overlaps another, and one is closed when its successor is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import Subject, record
from spatial.errors import EditionConflictError, EditionError
from spatial.models import BoundaryVersion, Level, UnitVersion
from spatial.services.plans import EditionPlan

# A number of our own beside the organisation's id, so that no other advisory lock is met.
_LOCK_CLASS = 7201
_OVERLAPS = {
    "boundaryversion_no_overlap",
    "unitversion_unit_no_overlap",
    "unitversion_key_no_overlap",
    "boundaryversion_edition_unique",
}


def lock_boundaries(organisation: Organisation) -> None:
    """Let one transaction at a time change the boundaries of an organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_CLASS, organisation.pk])


@contextmanager
def overlaps_refused() -> Iterator[None]:
    """Turn a refusal by the database's exclusion constraints into a typed error."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) not in _OVERLAPS:
            raise
        raise EditionConflictError(
            "spatial.row_overlaps", "An area or a key would have two rows at the same time."
        ) from error


def refuse_overlap(level: Level, edition: EditionPlan) -> None:
    """Refuse an edition while another one of the level holds on one of its days, and name that one."""
    others = BoundaryVersion.objects.filter(level=level).exclude(edition=edition.edition)
    overlapping = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=edition.valid_from))
    if edition.valid_until is not None:
        overlapping = overlapping.filter(valid_from__lt=edition.valid_until)
    other = overlapping.order_by("valid_from").first()
    if other is not None:
        raise EditionConflictError(
            "spatial.edition_overlaps",
            "The level has another edition at the same time.",
            level=level.name,
            other=other.edition,
            since=other.valid_from.isoformat(),
            until=other.valid_until.isoformat() if other.valid_until else "…",
        )


def close_edition(*, organisation: Organisation, edition: str, valid_until: date, by: User | None) -> int:
    """Give all levels of an edition an end, and with them the rows that no other edition uses; return how many levels.

    Closing it again with the same day changes nothing.
    """
    with transaction.atomic(), overlaps_refused():
        lock_boundaries(organisation)
        versions = list(BoundaryVersion.objects.filter(organisation_id=organisation.id, edition=edition))
        _check_closing(organisation, edition, versions, valid_until)
        changed = [version for version in versions if version.valid_until != valid_until]
        for version in changed:
            close_version(version, valid_until)
        if changed:
            record(
                action="spatial.edition_closed",
                by=by,
                organisation=organisation,
                subject=Subject("spatial.edition", edition, versions[0].name),
                details={"valid_until": valid_until.isoformat(), "levels": len(changed)},
            )
    return len(changed)


def _check_closing(
    organisation: Organisation, edition: str, versions: list[BoundaryVersion], valid_until: date
) -> None:
    if not versions:
        known = BoundaryVersion.objects.filter(organisation_id=organisation.id).values_list("edition", flat=True)
        raise EditionError(
            "spatial.edition_unknown",
            "There is no such edition.",
            edition=edition,
            allowed=", ".join(sorted(set(known))) or "–",
        )
    for version in versions:
        if valid_until <= version.valid_from:
            raise EditionError(
                "spatial.edition_dates",
                "The edition ends before it starts.",
                valid_from=version.valid_from.isoformat(),
                valid_until=valid_until.isoformat(),
            )
        has_successor = BoundaryVersion.objects.filter(level_id=version.level_id, valid_from__gt=version.valid_from)
        if version.valid_until not in {None, valid_until} and has_successor.exists():
            raise EditionConflictError(
                "spatial.edition_closed",
                "The edition has an end and a successor already.",
                edition=edition,
                until=str(version.valid_until),
            )


def close_version(version: BoundaryVersion, valid_until: date) -> None:
    """Give one boundary version an end, and with it the rows that no later version uses."""
    later = BoundaryVersion.objects.filter(level_id=version.level_id, valid_from__gt=version.valid_from)
    own = UnitVersion.objects.filter(memberships__boundary_version=version)
    ending = own.exclude(memberships__boundary_version__in=later).values_list("id", flat=True)
    UnitVersion.objects.filter(id__in=list(ending)).update(valid_until=valid_until)
    version.valid_until = valid_until
    version.save(update_fields=["valid_until"])
