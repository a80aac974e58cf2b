# SPDX-License-Identifier: EUPL-1.2
"""Published crosswalk tables as those see them who bring and approve them; readers see the crosswalk made of one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sozialplanung.accounts.models import Organisation, User
from spatial.errors import CrosswalkTableUnknownError
from spatial.geometry.crosswalk import Pieces
from spatial.geometry.crosswalktable import TableRows
from spatial.models import Crosswalk, CrosswalkBase, CrosswalkTable, CrosswalkUpload, TableState
from spatial.readers.crosswalktables import SHARES, CheckedTable, Sides
from spatial.selectors import units
from spatial.selectors.crosswalks import stored_pieces
from spatial.selectors.rows import BoundaryVersionRow


@dataclass(frozen=True, slots=True)
class Pair:
    """Two boundary versions of one level of an organisation."""

    organisation: Organisation
    older: BoundaryVersionRow
    newer: BoundaryVersionRow


def tables_of(pair: Pair) -> Sequence[CrosswalkTable]:
    """Return the tables of a pair without their rows, the newest first."""
    rows = CrosswalkTable.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id)
    rows = rows.defer("lines", "older_places", "newer_places", "weights")
    return list(rows.select_related("created_by", "decided_by", "ended_by").order_by("-number"))


def table_at(pair: Pair, number: int) -> CrosswalkTable:
    """Return one table of a pair."""
    rows = CrosswalkTable.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id, number=number)
    found = rows.select_related("organisation", "created_by", "decided_by", "ended_by").first()
    if found is None:
        raise CrosswalkTableUnknownError("spatial.table_unknown", "There is no such table.")
    return found


def upload_of(pair: Pair, person: User) -> CrosswalkUpload | None:
    """Return the file that somebody brought for a pair and did not hand in yet."""
    return CrosswalkUpload.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id, person=person).first()


def sides_of(pair: Pair) -> Sides:
    """Return what a table of a pair is checked against."""
    older, newer = ([unit.key for unit in units.unit_rows(version.id)] for version in (pair.older, pair.newer))
    return Sides(pair.older.name, pair.newer.name, older, newer, pieces_without_table(pair))


def pieces_without_table(pair: Pair) -> Pieces:
    """Return the pieces of ground of a pair, with the base that they have where no table tells it."""
    rows = Crosswalk.objects.filter(older_id=pair.older.id, newer_id=pair.newer.id)
    return stored_pieces(rows.exclude(base=CrosswalkBase.TABLE).order_by("-number")[0])


def rows_of(table: CrosswalkTable) -> TableRows:
    """Return the rows of a table as they weigh."""
    checked = stored_rows(table)
    return TableRows(checked.older, checked.newer, checked.weights, table.weight in SHARES)


def stored_rows(table: CrosswalkTable) -> CheckedTable:
    """Return the rows of a table with their lines in the file."""
    lines, older, newer = (
        np.array(each, dtype=np.intp) for each in (table.lines, table.older_places, table.newer_places)
    )
    return CheckedTable(lines, older, newer, np.array(table.weights, dtype=np.float64))


def table_marks(organisation_id: int) -> list[tuple[int, str]]:
    """Return a mark of every table that was ever in force and of what became of it: none comes back."""
    rows = CrosswalkTable.objects.filter(organisation_id=organisation_id, decided_at__isnull=False)
    return list(rows.exclude(state=TableState.REFUSED).order_by("pk").values_list("pk", "state"))
