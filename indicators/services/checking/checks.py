# SPDX-License-Identifier: EUPL-1.2
"""The plausibility checks of a batch: what they found, with its place in the file, and what they found in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from indicators.models import Finding, ImportBatch, SliceComparison
from indicators.selectors import comparison
from indicators.services.checking.groups import checked_groups
from indicators.services.checking.known import known_breaks_between
from indicators.services.checking.loading import TOTAL, Loaded
from indicators.services.checking.ruledelivery import BrokenRule, RuleTally, ruled_delivery
from indicators.services.checking.rules import Severity, Told, checked_slice
from indicators.services.checking.texts import CHECK_OF, LABELS, SENTENCES, told
from sozialplanung.common import periods
from sozialplanung.common.errors import DomainError

PREFIX: Final = "checks."
_JUMPS: Final = {"checks.jump_history", "checks.jump_peers"}
_BULK: Final = 2000


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """One finding of the checks: its code and weight, its place in the delivered file, and what its sentence needs."""

    code: str
    severity: Severity
    file_name: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    proposal: str = ""

    @property
    def message(self) -> str:
        """The English sentence, filled in: what stands in where no translation is at hand."""
        with translation.override(None):
            return str(SENTENCES[self.code].message) % told(self.params)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in the order of the files, and the names of those that found everything in order.

    `rules` tells how each validation rule of the organisation fared.
    """

    found: tuple[FoundCheck, ...]
    passed: tuple[str, ...]
    rules: tuple[RuleTally, ...] = ()


def check_batch(*, batch: ImportBatch) -> tuple[FoundCheck, ...]:
    """Return what the plausibility checks find in the staged values of a batch, in the order of its files and rows."""
    return run_checks(batch=batch).found


def run_checks(*, batch: ImportBatch, within: Collection[int] | None = None) -> Checked:
    """Check the staged values of a batch against one another and against the current figures.

    Nothing is written. A check that had nothing to look at (no history, no parts) neither found anything nor passed.
    Where a delivery is bound to some series (`within`), rules that reach beyond them are tallied for the second person
    and find nothing: what they would find tells of figures that are not of these series.
    """
    loaded = Loaded(batch)
    slices = list(loaded.slices())
    outcomes = [checked_slice(one) for one in slices]
    together = checked_groups(loaded, slices)
    known = known_breaks_between(slices, organisation_id=batch.organisation_id)
    ruled = ruled_delivery(loaded, within=within)
    exchanged = {
        (label, each.params["period"])
        for each in together.found
        if each.code == "checks.columns_exchanged"
        for label in (each.params["series"], each.params["other"])
    }
    # In columns that were exchanged every area would be told again.
    single = [
        each
        for outcome in outcomes
        for each in outcome.found
        if each.code not in _JUMPS or (each.slice.series.label, each.slice.period.code) not in exchanged
    ]
    places = _Places(batch.mapping)
    told_of = [_placed(each, places) for each in (*single, *together.found, *known.found)]
    found = sorted([*told_of, *(_ruled(each, places) for each in ruled.broken)], key=places.order)
    ran = together.ran.union(known.ran, {"rules"} if ruled.tallies else (), *(outcome.ran for outcome in outcomes))
    failed = {CHECK_OF[each.code] for each in found}
    return Checked(tuple(found), tuple(name for name in LABELS if name in ran - failed), ruled.tallies)


@transaction.atomic
def store_checks(
    *, batch: ImportBatch, found: Sequence[FoundCheck], passed: Sequence[str] = (), rules: Sequence[RuleTally] = ()
) -> None:
    """Keep what the checks found with the batch, in place of what they found before, and count its findings anew.

    What the batch would change is counted with it, so that the pages of the preview need not count again.
    """
    batch.findings.filter(code__startswith=PREFIX).delete()
    Finding.objects.bulk_create(
        (
            Finding(
                batch=batch,
                code=each.code,
                severity=each.severity,
                file_name=each.file_name,
                table=each.table,
                row=each.row,
                column=each.column[:200],
                value=each.value[:300],
                params=dict(each.params),
                message=each.message,
                proposal=each.proposal,
            )
            for each in found
        ),
        batch_size=_BULK,
    )
    compared_with, slices = comparison.basis(batch), comparison.compare(batch)
    _keep_comparison(batch, slices)
    weights = list(batch.findings.values_list("severity", flat=True))
    batch.counts = {
        **batch.counts,
        "errors": weights.count(Finding.Severity.ERROR),
        "warnings": weights.count(Finding.Severity.WARNING),
        "passed": list(passed),
        "rules": [asdict(each) for each in rules],
        **compared_with,
        **asdict(comparison.total(slices)),
    }
    batch.save(update_fields=["counts"])


def _keep_comparison(batch: ImportBatch, slices: Sequence[comparison.SliceCounts]) -> None:
    SliceComparison.objects.filter(batch=batch).delete()
    SliceComparison.objects.bulk_create(
        (
            SliceComparison(batch=batch, series_id=each.series_id, period_id=each.period_id, **asdict(each.counts))
            for each in slices
        ),
        batch_size=_BULK,
    )


class _Places:
    """Where the figures of a batch stand: file, sheet and column by level, series, role and period."""

    def __init__(self, parts: Sequence[Mapping[str, Any]]) -> None:
        self._columns: dict[tuple[str, str, str, str], tuple[str, str, str]] = {}
        self._files: dict[str, int] = {}
        for part in parts:
            self._files.setdefault(part["file"], len(self._files))
            for series, role, period, column in _columns_of(part):
                key = (part["level"], series.removesuffix(f":{TOTAL}"), role, period)
                self._columns.setdefault(key, (part["file"], part.get("table", ""), column))

    def of(self, one: Told) -> tuple[str, str, str]:
        """Return file, sheet and column; empty where the mapping does not tell."""
        one_slice = one.slice
        return self.at(one_slice.ground.version.level, one_slice.series.name, one.role, one_slice.period.code)

    def at(self, level: str, series: str, role: str, period: str) -> tuple[str, str, str]:
        """Return file, sheet and column of a series at a level and period; empty where the mapping does not tell."""
        for each in (period, ""):
            found = self._columns.get((level, series, role, each))
            if found is not None:
                return found
        return "", "", ""

    def order(self, found: FoundCheck) -> tuple[int, str, int, str, str]:
        """Order findings as the files have them; what speaks of a whole column comes first."""
        return self._files.get(found.file_name, -1), found.table, found.row or 0, found.column, found.code


def _columns_of(part: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return series, role, period (empty: any) and column of a mapping."""
    columns = part.get("values", ())
    if part.get("shape") == "categories":
        return [(each["series"], each["role"], "", columns[0]["column"]) for each in part["series_of"]]
    is_wide = part.get("shape") == "periods"
    return [
        (
            each["series"],
            each["role"],
            _period_of(each["column"], part["period"]["text"]) if is_wide else each.get("period", ""),
            each["column"],
        )
        for each in columns
    ]


def _period_of(header: str, template: str) -> str:
    try:
        return periods.parse(template.format(header)).code
    except DomainError:
        return ""


def _placed(one: Told, places: _Places) -> FoundCheck:
    file_name, table, column = places.of(one)
    row = int(one.slice.row[one.position]) if one.position is not None else 0
    return FoundCheck(
        one.code,
        one.severity,
        file_name,
        table,
        row or None,
        column,
        "" if one.value is None else f"{one.value:.15g}",
        one.params,
    )


def _ruled(one: BrokenRule, places: _Places) -> FoundCheck:
    file_name, table, column = places.at(one.level, one.series, "value", one.period)
    value = "" if one.value is None else f"{one.value:.15g}"
    return FoundCheck(one.code, one.severity, file_name, table, one.row, column, value, one.params)
