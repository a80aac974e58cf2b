# SPDX-License-Identifier: EUPL-1.2
"""Store and read patterns and the audits that they withstood."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from indicators.models import Audience
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.services.disclosure.deciding import METHOD, Codes, Decided, Decision
from indicators.stats.disclosure.packing import packed, unpacked
from indicators.stats.disclosure.rules import CellRule

# So many breaches are kept by name; a report with more would not be read.
_MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Place:
    """What patterns are stored for: an indicator, a period and an edition, for one audience; all by id."""

    organisation_id: int
    indicator_id: int
    period_id: int
    edition: str
    audience: Audience


def rule_as_json(rule: CellRule, minimum_inhabitants: int) -> dict[str, Any]:
    """Return a rule as it is kept with a pattern."""
    told = asdict(rule)
    return {**told, "dominance": list(told["dominance"]), "minimum_inhabitants": minimum_inhabitants}


def store(
    *, place: Place, decided: Decided, slices: Mapping[str, tuple[int, int]], rule: Mapping[str, Any]
) -> dict[int, DisclosurePattern]:
    """Store what was decided and the audit of it; return the patterns by boundary version.

    ``slices`` names boundary version and vintage by level. The same decisions about the same figures keep the
    patterns that are there.
    """
    newest = newest_of(place, [version for version, _ in slices.values()])
    new = []
    for level, (version, vintage) in slices.items():
        made = _pattern(place, decided, level, (version, vintage), rule)
        made.number = newest[version].number + 1 if version in newest else 1
        new.append(made)
    wanted = set_hash(new)
    kept = [newest[each.boundary_version_id] for each in new if each.boundary_version_id in newest]
    if len(kept) == len(new) and set_hash(kept) == wanted and len({each.audit_id for each in kept}) == 1:
        return {each.boundary_version_id: each for each in kept}
    audit = _audit(place, decided, wanted)
    for each in new:
        each.audit = audit
    return {each.boundary_version_id: each for each in DisclosurePattern.objects.bulk_create(new)}


def store_breach(*, place: Place, cells: Iterable[str]) -> DisclosureAudit:
    """Keep an attack that nothing withstands; nothing refers to it."""
    named = sorted(cells)
    content = {"lost_count": len(named), "lost": named[:_MOST_NAMED]}
    return _stored(place, "", Verdict.BREACHED, content)


def store_attack(*, place: Place, verdict: Verdict, content: Mapping[str, Any]) -> DisclosureAudit:
    """Keep an attack on what is in force; it stands beside the audits of releases."""
    breaches = list(content["breaches"])
    told = {**content, "breach_count": len(breaches), "breaches": breaches[:_MOST_NAMED]}
    return _stored(place, "", verdict, told)


def newest_of(place: Place, boundary_version_ids: Collection[int]) -> dict[int, DisclosurePattern]:
    """Return the newest pattern by boundary version."""
    rows = DisclosurePattern.objects.filter(
        indicator_id=place.indicator_id,
        period_id=place.period_id,
        audience=place.audience,
        boundary_version_id__in=boundary_version_ids,
    )
    ordered = rows.select_related("audit").order_by("boundary_version_id", "-number")
    return {row.boundary_version_id: row for row in ordered.distinct("boundary_version_id")}


def codes_of(pattern: DisclosurePattern) -> Codes:
    """Return the decisions of a pattern in frozen unit order."""
    return unpacked(bytes(pattern.decisions))


def set_hash(patterns: Iterable[DisclosurePattern]) -> str:
    """Return the hash of a set of patterns, whatever their order."""
    told = sorted((each.boundary_version_id, each.content_hash) for each in patterns)
    return hashlib.sha256(json.dumps([digest for _, digest in told]).encode()).hexdigest()


def _pattern(
    place: Place, decided: Decided, level: str, told: tuple[int, int], rule: Mapping[str, Any]
) -> DisclosurePattern:
    codes, (version, vintage) = decided.codes[level], told
    decisions, report = packed(codes), decided.report
    said = json.dumps([METHOD, decisions.hex(), vintage, dict(rule)], sort_keys=True)
    return DisclosurePattern(
        organisation_id=place.organisation_id,
        indicator_id=place.indicator_id,
        period_id=place.period_id,
        boundary_version_id=version,
        audience=place.audience,
        vintage_id=vintage,
        decisions=decisions,
        content_hash=hashlib.sha256(said.encode()).hexdigest(),
        counts={each.name.lower(): int(np.count_nonzero(codes == each)) for each in Decision},
        rule=dict(rule),
        method=METHOD,
        path=report.path,
        cost=report.cost,
        bound=max(0.0, report.bound),
    )


def _audit(place: Place, decided: Decided, wanted: str) -> DisclosureAudit:
    report = asdict(decided.report)
    # Where the search ended without a bound, nothing costs less than nothing.
    report["bound"] = max(0.0, decided.report.bound)
    report["breaches"] = report["breaches"][:_MOST_NAMED]
    report["earlier_count"], report["earlier"] = len(report["earlier"]), report["earlier"][:_MOST_NAMED]
    return _stored(place, wanted, Verdict.HELD if decided.report.holds else Verdict.BREACHED, report)


def _stored(place: Place, wanted: str, verdict: Verdict, content: Mapping[str, Any]) -> DisclosureAudit:
    return DisclosureAudit.objects.create(
        organisation_id=place.organisation_id,
        indicator_id=place.indicator_id,
        period_id=place.period_id,
        edition=place.edition,
        audience=place.audience,
        set_hash=wanted,
        verdict=verdict,
        content=dict(content),
    )
