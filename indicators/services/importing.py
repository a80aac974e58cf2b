# SPDX-License-Identifier: EUPL-1.2
"""Deliveries: staged with their findings, approved by a second person, made current by a job."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import IntegrityError, transaction

from indicators.errors import DeliveryError, DeliveryTwiceError
from indicators.models import (
    VOID_STATES,
    BatchAuthor,
    BatchState,
    Finding,
    ImportBatch,
    ImportFile,
    Series,
    SignatureKind,
    Source,
)
from indicators.readers.findings import Collected, Parameter
from indicators.readers.findings import Finding as ReaderFinding
from indicators.readers.mapping import Mapping
from indicators.readers.rawtable import RawTable
from indicators.readers.reading import read_tables_confined
from indicators.readers.staging import Staged, stage
from indicators.readers.tables import Table, table_of
from indicators.services import observing, reviewing
from indicators.services.catalogue import SeriesName
from indicators.services.periods import ensure_period
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import mark_of, record
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.models import Job
from spatial.selectors import levels, units

_ROLES = ("value", "numerator", "denominator")
_BLANK = [None, int(Status.MISSING)]
_Cell = tuple[int, int, int]  # series, period, unit


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """What one file says about one level, and how it says it."""

    file: DeliveredFile
    level: str
    mapping: Mapping
    # Areas that the source does not count apart: their figures are in another area, so sums leave them out.
    not_covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliverySpec:
    """A delivery of one source on one edition of boundaries."""

    source: Source
    title: str
    edition: str
    parts: tuple[Part, ...]

    @property
    def content_hash(self) -> str:
        """The hash of files and mappings: the same delivery is never taken twice."""
        said = [
            [
                hashlib.sha256(part.file.content).hexdigest(),
                part.level,
                part.mapping.to_json(),
                list(part.not_covered),
            ]
            for part in self.parts
        ]
        text = json.dumps([self.source.pk, self.edition, said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def ensure_batch(*, spec: DeliverySpec, by: User) -> ImportBatch:
    """Return the batch of this very delivery, staged when it is new."""
    same = ImportBatch.objects.filter(organisation_id=spec.source.organisation_id, content_hash=spec.content_hash)
    found = same.exclude(state__in=VOID_STATES).first()
    return found or stage_batch(spec=spec, by=by)


def stage_batch(*, spec: DeliverySpec, by: User, authors: Collection[User] = ()) -> ImportBatch:
    """Read all parts of a delivery into staged values and findings; nothing becomes current by that.

    `authors` are those who edited it besides `by`: none of them may sign it.

    Raises
    ------
    DeliveryTwiceError
        ``indicators.delivery_twice`` when the same files with the same mapping were taken before.
    DeliveryError
        When a file cannot be read, a series is not known or the edition lacks the level.
    """
    organisation = spec.source.organisation
    opened = _Opened()
    staged = [(part, _read(organisation, spec.edition, part, opened)) for part in spec.parts]
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                organisation=organisation,
                source=spec.source,
                title=spec.title,
                boundary_edition=spec.edition,
                mapping=[
                    {
                        "file": p.file.name,
                        "table": p.mapping.layout.sheet or "",
                        "level": p.level,
                        "not_covered": p.not_covered,
                        **p.mapping.to_json(),
                    }
                    for p in spec.parts
                ],
                content_hash=spec.content_hash,
                created_by=by,
            )
            BatchAuthor.objects.bulk_create(BatchAuthor(batch=batch, person=person) for person in {by, *authors})
            _store(batch, staged)
            record(
                action="indicators.delivery_staged",
                by=by,
                organisation=organisation,
                subject=batch,
                details={"title": spec.title, "content_mark": mark_of(spec.content_hash)},
            )
    except IntegrityError as error:
        if "batch_content_once" not in str(error):
            raise
        raise DeliveryTwiceError(
            "indicators.delivery_twice",
            "This delivery was taken before: same files, same mapping.",
            title=spec.title,
            way_out="Nothing has to be done. For corrected figures, upload the corrected file.",
        ) from error
    return batch


class _Opened:
    """Files as they were read; one that holds several tables is read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str | None, str | None], tuple[RawTable, ...]] = {}

    def table(self, part: Part) -> Table:
        """Return the table that a part speaks of."""
        layout = part.mapping.layout
        key = (hashlib.sha256(part.file.content).hexdigest(), layout.encoding, layout.separator)
        if key not in self._read:
            self._read[key] = read_tables_confined(part.file.content, layout=layout)
        wanted = [raw for raw in self._read[key] if layout.sheet in {None, raw.sheet}]
        if not wanted:
            raise DeliveryError(
                "indicators.sheet_absent",
                "The file has no such sheet.",
                place=part.file.name,
                sheet=layout.sheet,
                way_out="Choose another sheet in the mapping.",
            )
        return table_of(wanted[0], layout)


def _read(organisation: object, edition: str, part: Part, opened: _Opened) -> tuple[Staged, dict[str, int]]:
    version = levels.boundary_version(organisation, part.level, edition)  # type: ignore[arg-type]
    if version is None:
        raise DeliveryError(
            "indicators.edition_unknown",
            f"There are no areas of the level {part.level} in the edition {edition}.",
            place=part.file.name,
            level=part.level,
            edition=edition,
            way_out="Import the boundaries first, or choose another edition.",
        )
    rows = units.unit_rows(version.id)
    keys = {unit.key: unit.unit_id for unit in rows}
    return stage(opened.table(part), part.mapping, keys, {unit.key: unit.name for unit in rows}), keys


def _store(batch: ImportBatch, staged: Sequence[tuple[Part, tuple[Staged, dict[str, int]]]]) -> None:
    # Two files may have one name, and one file may hold several tables: each is kept once.
    for file in dict.fromkeys(part.file for part, _ in staged):
        digest = hashlib.sha256(file.content).hexdigest()
        ImportFile.objects.create(batch=batch, name=file.name, sha256=digest, content=file.content)
    merged = _Merged(batch)
    for part, (found, keys) in staged:
        told = [] if found.has_errors else merged.take(part, found, keys)
        _keep_findings(batch, part, [*found.findings, *told])
    for part, told in merged.without_value():
        _keep_findings(batch, part, told)
    observing.copy_staged(batch_id=batch.pk, rows=[(*cell, *figures) for cell, figures in merged.rows.items()])
    batch.counts = {
        "staged": len(merged.rows),
        "errors": batch.findings.filter(severity=Finding.Severity.ERROR).count(),
        "warnings": batch.findings.filter(severity=Finding.Severity.WARNING).count(),
    }
    batch.values_hash = observing.values_hash(batch_id=batch.pk)
    batch.save(update_fields=["counts", "values_hash"])


def _keep_findings(batch: ImportBatch, part: Part, findings: Sequence[ReaderFinding]) -> None:
    rows = (
        Finding(
            batch=batch,
            code=each.code,
            severity=each.severity,
            file_name=part.file.name,
            table=part.mapping.layout.sheet or "",
            row=each.row,
            column=each.column[:200],
            value=each.value[:300],
            params=dict(each.params),
            message=each.message,
            proposal=each.proposal,
        )
        for each in findings
    )
    Finding.objects.bulk_create(rows, batch_size=2000)


class _Merged:
    """The cells of all tables of a delivery: value, parts, status, flags, source row of each.

    Tables may add parts to one another's cells. What two of them say differently is told, never chosen.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.rows: dict[_Cell, list[object]] = {}
        self.origins: dict[tuple[_Cell, int], tuple[Part, int]] = {}
        self.without: dict[_Cell, tuple[Part, str, str, str]] = {}

    def take(self, part: Part, found: Staged, keys: dict[str, int]) -> list[ReaderFinding]:
        """Add the figures of one table; returns a finding for each that another table gives differently."""
        series = _series_ids(self.batch.organisation_id, frozenset(found.series))
        periods = {code: ensure_period(code).pk for code in frozenset(found.period)}
        told = Collected()
        for at in range(len(found)):
            cell = (series[found.series[at]], periods[found.period[at]], keys[found.key[at]])
            role = _ROLES.index(found.role[at])
            number = float(found.value[at])
            said = [None if np.isnan(number) else number, int(found.status[at]), int(found.flags[at])]
            if role:
                self.without.setdefault(cell, (part, found.series[at], found.period[at], found.key[at]))
            if not self._put(cell, role, said, (part, int(found.row[at]))):
                told.append(self._contradiction(cell, role, found, at))
        self.rows |= _gaps(self.batch, part, found, keys)
        return list(told)

    def _put(self, cell: _Cell, role: int, said: list[Any], origin: tuple[Part, int]) -> bool:
        figures = self.rows.setdefault(cell, [None, None, None, 0, 0, origin[1]])
        if (cell, role) in self.origins:
            kept = [figures[role], *(figures[3:5] if role == 0 else said[1:])]
            # A blank cell contradicts nobody.
            if kept == said or said[:2] == _BLANK:
                return True
            if kept[:2] != _BLANK:
                return False
        self.origins[cell, role] = origin
        figures[role] = said[0]
        if role == 0:
            figures[3:] = [*said[1:], origin[1]]
        return True

    def _contradiction(self, cell: _Cell, role: int, found: Staged, at: int) -> ReaderFinding:
        other, first = self.origins[cell, role]
        table = ", ".join(name for name in (other.file.name, other.mapping.layout.sheet) if name)
        params: dict[str, Parameter] = {"first": first, "table": table}
        value = f"{found.value[at]:.15g}" if Status(found.status[at]).has_value else Status(found.status[at]).code
        return ReaderFinding("duplicate_elsewhere", "error", int(found.row[at]), value=value, params=params)

    def without_value(self) -> Iterator[tuple[Part, list[ReaderFinding]]]:
        """Tell of parts that came without a value, which no reader would ever see: once for each series and period."""
        lone: dict[tuple[int, int], list[tuple[Part, str, str, str]]] = {}
        for cell, known in self.without.items():
            if (cell, 0) not in self.origins and self.rows[cell][0] is None and self.rows[cell][3] == Status.OK:
                lone.setdefault(cell[:2], []).append(known)
        for (part, series, period, key), *others in lone.values():
            params: dict[str, Parameter] = {"series": series, "period": period, "count": len(others) + 1, "first": key}
            yield part, [ReaderFinding("value_absent", "error", params=params)]


def _gaps(batch: ImportBatch, part: Part, found: Staged, keys: dict[str, int]) -> dict[_Cell, list[object]]:
    """Say of the areas that the source does not count apart that no figure of their own applies."""
    series = _series_ids(batch.organisation_id, frozenset(found.series)).values()
    periods = [ensure_period(code).pk for code in frozenset(found.period)]
    return {
        (series_id, period_id, keys[key]): [None, None, None, int(Status.NOT_APPLICABLE), 0, 0]
        for key in part.not_covered
        for series_id in series
        for period_id in periods
    }


def _series_ids(organisation_id: int, names: frozenset[str]) -> dict[str, int]:
    found = {}
    for name in names:
        wanted = series_name(name)
        row = Series.objects.filter(
            organisation_id=organisation_id, variable__slug=wanted.variable, breakdown__slug=wanted.breakdown
        ).first()
        if row is None:
            raise DeliveryError(
                "indicators.series_unknown",
                f"The mapping names the series {name}, which does not exist.",
                series=name,
                way_out="Create the series in the catalogue, or choose another one in the mapping.",
            )
        found[name] = row.pk
    return found


def series_name(text: str) -> SeriesName:
    """Read ``variable`` or ``variable:breakdown``, as mappings name a series."""
    variable, _, breakdown = text.partition(":")
    return SeriesName(variable, breakdown) if breakdown else SeriesName(variable)


@transaction.atomic
def approve_batch(*, batch: ImportBatch, by: User) -> Job:
    """Submit a delivery that came without the wizard and sign it in one act; the signer did not bring it.

    Raises
    ------
    FourEyesError
        ``indicators.four_eyes`` when both are the same person.
    DeliveryError
        ``indicators.delivery_has_errors`` when findings block it, ``indicators.delivery_over`` when it was decided,
        ``indicators.signatures_wanted`` when the organisation wants more than one signature.
    """
    reviewing.refuse_authors(batch=batch, by=by)
    submitted = reviewing.submit_batch(batch=batch, by=batch.created_by)
    job = reviewing.sign_batch(batch=submitted, by=by, kind=SignatureKind.CONTENT)
    if job is None:
        raise DeliveryError(
            "indicators.signatures_wanted",
            "This organisation wants a second signature for confidentiality.",
            way_out="Submit the delivery and let both sign it on its page.",
        )
    return job


def is_waiting(batch: ImportBatch) -> bool:
    """Say whether a delivery still waits for its second person."""
    return batch.state == BatchState.STAGED


def applied_count(*, organisation_id: int) -> int:
    """Return how many deliveries of an organisation are current or were."""
    return ImportBatch.objects.filter(organisation_id=organisation_id, state=BatchState.APPLIED).count()
