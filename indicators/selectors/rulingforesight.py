# SPDX-License-Identifier: EUPL-1.2
"""What a rule of disclosure that is to come was found to hide, beside today: for those who decide on it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from indicators.models import DisclosureVersion, RulingForesight, VersionState
from indicators.selectors.cellnames import short_names
from indicators.selectors.disclosure import LOSSES
from indicators.selectors.foresight import State, state_of
from sozialplanung.jobs.models import Job

TO_COME: Final = (VersionState.WAITING, VersionState.CONFIRMED)
Counts = Mapping[str, int]
_NOTHING: Final[Counts] = {}


def said_hash(version: DisclosureVersion) -> str:
    """Return a hash of what a version says of which source for whom."""
    said = [version.source_id, version.audience, version.content]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RuledLevel:
    """The figures of one indicator at one level as they are decided today and as they would be.

    Each is empty where nothing is released; ``unknown`` counts releases of before patterns were kept.
    """

    indicator: str
    level: str
    before: Counts
    after: Counts

    @property
    def is_changed(self) -> bool:
        """Whether the rule would decide on some figure otherwise, as far as numbers tell."""
        return dict(self.before) != dict(self.after)

    @property
    def gained(self) -> int:
        """How many figures more would be shown; below 0 how many fewer."""
        return self.after.get("shown", 0) - self.before.get("shown", 0)


@dataclass(frozen=True, slots=True)
class RulingOutlook:
    """How far the try of a version is, and what the last one found of it, perhaps outdated by now."""

    state: State
    job: Job | None = None
    computed_at: datetime | None = None
    rows: Sequence[RuledLevel] = ()
    breaches: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    unjudged: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def has_result(self) -> bool:
        """Whether a try came to its end."""
        return self.computed_at is not None

    @property
    def changed(self) -> list[RuledLevel]:
        """What the rule would change."""
        return [row for row in self.rows if row.is_changed]

    @property
    def lost(self) -> int:
        """How many figures fewer are shown, level by level."""
        return -sum(min(row.gained, 0) for row in self.rows)

    @property
    def won(self) -> int:
        """How many figures more are shown, level by level."""
        return sum(max(row.gained, 0) for row in self.rows)


def ruling_outlook(version: DisclosureVersion) -> RulingOutlook:
    """Return what is known of a version; what was found of another content counts as nothing."""
    kept = RulingForesight.objects.filter(version=version).first()
    if kept is None:
        return RulingOutlook("none")
    job, is_own = Job.objects.filter(pk=kept.job_id).first(), kept.said_hash == said_hash(version)
    compared_with = kept.compared_with if is_own else ""
    state = state_of(job, compared_with=compared_with, organisation_id=version.organisation_id)
    if not is_own:
        return RulingOutlook(state, job)
    names, result = short_names(version.organisation), kept.result
    return RulingOutlook(
        state,
        job,
        kept.computed_at,
        _rows(result["rows"], names),
        {names.get(slug, slug): told for slug, told in result["breaches"].items()},
        {names.get(slug, slug): told for slug, told in result["unjudged"].items()},
    )


def _rows(rows: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[RuledLevel, ...]:
    return tuple(
        RuledLevel(
            names.get(row["indicator"], row["indicator"]),
            row["level"],
            row["before"] or _NOTHING,
            row["after"] or _NOTHING,
        )
        for row in rows
    )


def others(counts: Counts) -> int:
    """Return how many figures are hidden neither for being small nor for others."""
    return sum(counts.get(name, 0) for name in LOSSES if name not in {"primary", "secondary"})
