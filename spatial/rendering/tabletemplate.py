# SPDX-License-Identifier: EUPL-1.2
"""The empty table of a pair of boundary versions as a workbook: every pair of areas that share ground, no weight."""

from collections.abc import Sequence

from openpyxl import Workbook

from sozialplanung.common.typedbook import GENERAL, FileCell, book_bytes, table_sheet
from spatial.geometry.crosswalk import Pieces
from spatial.rendering.becoming import Named


def template_book(
    title: str, heads: Sequence[str], pieces: Pieces, older: Sequence[Named], newer: Sequence[Named]
) -> bytes:
    """Write the template of a table.

    Parameters
    ----------
    title : str
        Name of the sheet, at most 31 characters.
    heads : sequence of str, length 5
        Heads of key and name of the older area, key and name of the newer one, and the weight.
    pieces : Pieces
        From n to m areas, whose pairs become rows in their order.
    older, newer : sequences of Named, lengths n and m
        In the frozen orders.

    Returns
    -------
    bytes
        XLSX; keys are texts, so that zeros in front stay, and no weight is filled in, not even where an area went on.
    """
    rows: list[tuple[FileCell, ...]] = [
        (older[own].key, older[own].name, newer[other].key, newer[other].name, None)
        for own, other in zip(pieces.older.tolist(), pieces.newer.tolist(), strict=True)
    ]
    book = Workbook(write_only=True)
    table_sheet(book, title, [(head, GENERAL) for head in heads], rows, frozen="A2")
    return book_bytes(book)
