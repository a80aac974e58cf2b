# SPDX-License-Identifier: EUPL-1.2
"""Keep what a release changed for its readers, compared with the one that they saw before."""

from collections.abc import Iterable
from dataclasses import asdict

from indicators.models import ChangeKind, Release, ReleaseChange, ReleaseState
from indicators.rendering.release_changes import ReleaseChanges, change_rows, figures_lost, release_changes
from indicators.rendering.slice_content import SliceContent, SliceError
from indicators.rendering.slices import decode


def record_changes(pairs: Iterable[tuple[Release, Release | None]]) -> None:
    """Compare releases with the ones before them and keep the outcome of each."""
    ReleaseChange.objects.bulk_create([_change(release, before) for release, before in pairs])


def _change(release: Release, before: Release | None) -> ReleaseChange:
    """Compare a release with the one before it.

    Figures that were withdrawn are not told again by comparing with them, and figures of another definition are not
    compared at all: the change would be one of the counting, not of the city. How many figures readers lost is counted
    of all of them: what was cited before is not to be told on where this release keeps it secret.
    """
    if before is None:
        return _outcome(release, None, ChangeKind.FIRST)
    was, now = decode(bytes(before.payload)), decode(bytes(release.payload))
    lost = figures_lost(was, now)
    if before.state == ReleaseState.WITHDRAWN:
        return _outcome(release, None, ChangeKind.FIRST, lost=lost)
    changes = _compared(was, now) if before.definition_id == release.definition_id else None
    kind = ChangeKind.REDEFINED if changes is None else _kind(release, changes)
    return _outcome(release, before, kind, changes, lost=lost)


def _compared(was: SliceContent, now: SliceContent) -> ReleaseChanges | None:
    try:
        return release_changes(was, now)
    except SliceError:
        return None


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
    release: Release, before: Release | None, kind: ChangeKind, changes: ReleaseChanges | None = None, *, lost: int = 0
) -> ReleaseChange:
    told: dict[str, object] = {"counts": {"lost": lost}}
    if changes is not None:
        told = {
            "counts": {**asdict(changes.counts), "lost": lost},
            "rows": change_rows(changes),
            "decimals": changes.decimals,
            "city_before": changes.city_before,
            "city_after": changes.city_after,
        }
    return ReleaseChange(organisation_id=release.organisation_id, release=release, before=before, kind=kind, **told)
