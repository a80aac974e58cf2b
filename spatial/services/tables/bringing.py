# SPDX-License-Identifier: EUPL-1.2
"""A steward brings a published crosswalk table: its file, what its columns mean, where it comes from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.web.shown import shown_name
from spatial.errors import CrosswalkTableError
from spatial.models import BoundaryVersion, CrosswalkTable, CrosswalkUpload, TableState
from spatial.readers.crosswalktables import CheckedTable, TableColumns, check_table, guess_columns, refuse_wide
from spatial.readers.limits import Limits
from spatial.readers.places.delimited import TextTable, read_table
from spatial.readers.sheets import SEPARATOR, written
from spatial.selectors.crosswalktables import Pair, sides_of
from spatial.services.tables.telling import Turn, tell_turn
from spatial.services.tables.workbooks import likeliest, sheets_in


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What is said of a table: its name and origin, and the day of which its weights are."""

    title: str
    publisher: str
    licence: str
    attribution: str
    counted_on: date
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LookedAt:
    """The file of a table, what its columns are taken to mean, and what was found by that (None: a column is open)."""

    table: TextTable
    columns: TableColumns
    checked: CheckedTable | None


@transaction.atomic
def keep_upload(*, pair: Pair, name: str, content: bytes, by: User) -> CrosswalkUpload:
    """Keep a file until it is handed in; it takes the place of the one before.

    What is no table is refused, and what has more columns than one needs.

    Of a workbook that sheet is kept which looks most like a table of the pair.
    """
    sheets = sheets_in(content)
    sheet = likeliest(sheets, sides_of(pair)) if sheets else None
    text = written(sheet) if sheet else content
    refuse_wide(read_table(text, Limits(), separator=SEPARATOR if sheet else ""))
    discard_upload(pair=pair, by=by)
    return CrosswalkUpload.objects.create(
        organisation=pair.organisation,
        older_id=pair.older.id,
        newer_id=pair.newer.id,
        person=by,
        name=shown_name(name),
        content=text,
        sheet=sheet.name if sheet else "",
    )


def discard_upload(*, pair: Pair, by: User) -> None:
    """Delete the file that somebody brought for a pair and did not hand in."""
    CrosswalkUpload.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id, person=by).delete()


def look_at(*, upload: CrosswalkUpload, pair: Pair, columns: TableColumns | None = None) -> LookedAt:
    """Read a file and check it, by what somebody says of its columns or by a guess."""
    separator = SEPARATOR if upload.sheet else ""
    table, sides = read_table(bytes(upload.content), Limits(), separator=separator), sides_of(pair)
    meant = columns or guess_columns(table, sides)
    is_said = {meant.older, meant.newer, meant.weight} <= set(table.columns)
    return LookedAt(table, meant, check_table(table, meant, sides) if is_said else None)


@transaction.atomic
def bring_table(
    *, upload: CrosswalkUpload, pair: Pair, columns: TableColumns, facts: TableFacts, by: User
) -> CrosswalkTable:
    """Hand a table in: from now on it stays as it is, and waits for a second person.

    Raises
    ------
    CrosswalkTableError
        ``spatial.table_wrong`` where rows have to be corrected, ``spatial.table_waits`` where another one waits.
    """
    # Two at once get two numbers.
    BoundaryVersion.objects.select_for_update(no_key=True).get(pk=pair.older.id)
    checked = look_at(upload=upload, pair=pair, columns=columns).checked
    if checked is None or checked.errors:
        count = len(checked.errors) if checked else 1
        raise CrosswalkTableError("spatial.table_wrong", "Rows of the table have to be corrected.", count=count)
    rows = CrosswalkTable.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id)
    if rows.filter(state=TableState.WAITING).exists():
        raise CrosswalkTableError("spatial.table_waits", "Another table of this pair waits for approval.")
    content = _content(checked, columns, facts, upload)
    table = CrosswalkTable.objects.create(
        organisation=pair.organisation,
        older_id=pair.older.id,
        newer_id=pair.newer.id,
        number=rows.count() + 1,
        content_hash=sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest(),
        created_by=by,
        **content,
    )
    upload.delete()
    details = {"rows": table.row_count, "content_hash": table.content_hash}
    record(action="spatial.table_brought", by=by, organisation=pair.organisation, subject=table, details=details)
    tell_turn(table=table, turn=Turn.BROUGHT, by=by)
    return table


def _content(
    checked: CheckedTable, columns: TableColumns, facts: TableFacts, upload: CrosswalkUpload
) -> Mapping[str, Any]:
    return {
        **asdict(facts),
        "weight": columns.kind,
        "lines": checked.lines.tolist(),
        "older_places": checked.older.tolist(),
        "newer_places": checked.newer.tolist(),
        "weights": checked.weights.tolist(),
        "file_name": upload.name,
    }
