# SPDX-License-Identifier: EUPL-1.2
"""Findings as people read them: what says the same of the same column stands together, however often."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, QuerySet, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import RowNumber

from indicators.models import Finding, ImportBatch

SHOWN: Final = 5
_ALIKE: Final = ("code", "file_name", "table", "column")
# Two validation rules say different things of the same column.
_RULE: Final = "rule_number"


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code at one column: the first of them in the order of the rows, and how many there are."""

    shown: tuple[Finding, ...]
    count: int

    @property
    def first(self) -> Finding:
        """The first finding."""
        return self.shown[0]

    @property
    def others(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


def finding_groups(batch: ImportBatch, *, severity: str) -> list[FindingGroup]:
    """Return the findings of one weight in groups, in the order of the files; one query, however many there are."""
    alike: list[F | KeyTextTransform] = [*(F(name) for name in _ALIKE), KeyTextTransform(_RULE, "params")]
    rows = batch.findings.filter(severity=severity).annotate(
        place=Window(RowNumber(), partition_by=alike, order_by=[F("row").asc(nulls_first=True), F("pk").asc()]),
        alike=Window(Count("*"), partition_by=alike),
    )
    groups: dict[tuple[str, ...], list[Finding]] = {}
    counts: dict[tuple[str, ...], int] = {}
    for finding in rows.filter(place__lte=SHOWN).order_by("file_name", "table", "row", "pk"):
        key = (*(getattr(finding, name) for name in _ALIKE), str(finding.params.get(_RULE, "")))
        groups.setdefault(key, []).append(finding)
        counts[key] = finding.alike
    return [FindingGroup(tuple(found), counts[key]) for key, found in groups.items()]


def findings_like(batch: ImportBatch, number: int, *, severity: str) -> QuerySet[Finding]:
    """Return all findings of the group of one of them; none where it is not in this batch."""
    first = batch.findings.filter(pk=number, severity=severity).first()
    if first is None:
        return batch.findings.none()
    alike = {name: getattr(first, name) for name in _ALIKE}
    return of_same_rule(batch.findings.filter(severity=severity, **alike), first).order_by("row", "pk")


def of_same_rule(findings: QuerySet[Finding], first: Finding) -> QuerySet[Finding]:
    """Keep those that speak of the same validation rule, if one does."""
    return findings.filter(params__rule_number=first.params[_RULE]) if _RULE in first.params else findings
