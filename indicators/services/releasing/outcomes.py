# SPDX-License-Identifier: EUPL-1.2
"""What is kept of a run of an index, beside its figures: scales, weights, reference set, areas left out, versions."""

import math
from collections import Counter
from typing import Any, Final

import numpy as np

from indicators.stats.composite.reading import FORMAT
from indicators.stats.composite.running import DomainRun, IndexRun

# Named one by one up to here; a run over tens of thousands of areas keeps the counts.
MOST_NAMED: Final = 5000


def outcome_of(done: IndexRun) -> dict[str, Any]:
    """Return what a method sheet and an auditor need of a run, as JSON can hold it (NaN becomes null).

    `left_out` holds [position, reason] of the areas that are not rated, `reference` the positions of the reference
    set where it is not all rated areas.
    """
    reasons = list(enumerate(done.reasons))
    left_out = [[position, reason] for position, reason in reasons if reason]
    is_own_set = not np.array_equal(done.reference, done.rated)
    return {
        "n_included": int(done.rated.sum()),
        "n_excluded": int((~done.rated).sum()),
        "reason": done.reason,
        "at": done.at,
        "counts": dict(Counter(reason for _, reason in left_out)),
        "left_out": left_out[:MOST_NAMED],
        "n_reference": int(done.reference.sum()),
        "reference": np.flatnonzero(done.reference).tolist()[:MOST_NAMED] if is_own_set else None,
        "domains": [_domain(domain) for domain in done.domains],
        "versions": {"format": FORMAT, "numpy": np.__version__},
    }


def _domain(domain: DomainRun) -> dict[str, Any]:
    return {
        "slug": domain.slug,
        "weights": [_plain(weight) for weight in domain.weights.values],
        "divisor": _plain(domain.weights.divisor),
        "centre": _plain(domain.column.centre),
        "spread": _plain(domain.column.spread),
        "parts": [
            {"name": name, "centre": _plain(part.centre), "spread": _plain(part.spread), "reason": part.reason}
            for name, part in zip(domain.names, domain.parts, strict=True)
        ],
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
