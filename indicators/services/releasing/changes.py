# SPDX-License-Identifier: EUPL-1.2
"""Keep what a release changed for its readers, compared with the one that they saw before."""

from collections.abc import Iterable
from dataclasses import asdict

from indicators.models import ChangeKind, Release, ReleaseChange, ReleaseState
from indicators.rendering.release_changes import ReleaseChanges, change_rows, release_changes
from indicators.rendering.slice_content import SliceError
from indicators.rendering.slices import decode


def record_changes(pairs: Iterable[tuple[Release, Release | None]]) -> None:
    """Compare releases with the ones before them and keep the outcome of each."""
    ReleaseChange.objects.bulk_create([_change(release, before) for release, before in pairs])


def _change(release: Release, before: Release | None) -> ReleaseChange:
    """Compare a release with the one before it.

    Figures that were withdrawn are not told again by comparing with them, and figures of another definition are not
    compared at all: the change would be one of the counting, not of the city.
    """
    seen = before if before is not None and before.state != ReleaseState.WITHDRAWN else None
    if seen is None:
        return _outcome(release, None, ChangeKind.FIRST, None)
    if seen.definition_id != release.definition_id:
        return _outcome(release, seen, ChangeKind.REDEFINED, None)
    try:
        changes = release_changes(decode(bytes(seen.payload)), decode(bytes(release.payload)))
    except SliceError:
        return _outcome(release, seen, ChangeKind.REDEFINED, None)
    return _outcome(release, seen, _kind(release, changes), changes)


def _kind(release: Release, changes: ReleaseChanges) -> ChangeKind:
    if changes.is_empty:
        return ChangeKind.SAME
    earlier = Release.objects.filter(
        indicator_id=release.indicator_id,
        period_id=release.period_id,
        boundary_version_id=release.boundary_version_id,
        audience=release.audience,
        number__lt=release.number,
        content_hash=release.content_hash,
    )
    return ChangeKind.RESTORED if earlier.exists() else ChangeKind.CHANGED


def _outcome(
    release: Release, before: Release | None, kind: ChangeKind, changes: ReleaseChanges | None
) -> ReleaseChange:
    told = {}
    if changes is not None:
        told = {
            "counts": asdict(changes.counts),
            "rows": change_rows(changes),
            "decimals": changes.decimals,
            "city_before": changes.city_before,
            "city_after": changes.city_after,
        }
    return ReleaseChange(organisation_id=release.organisation_id, release=release, before=before, kind=kind, **told)
