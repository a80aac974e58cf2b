# SPDX-License-Identifier: EUPL-1.2
"""Key figures as a table, for formats in which nothing stands side by side."""

from reports.rendering.document import Cell, Column, KeyFigures, Table
from reports.rendering.files.words import Words


def key_table(block: KeyFigures, words: Words) -> Table:
    """Return key figures as a table without the columns that nobody fills; what they mean stands in its notes."""
    told = (
        (Column(words.value, is_number=True), [Cell(key.value, key.number, key.decimals) for key in block.figures]),
        (Column(words.stated), [Cell(key.as_of) for key in block.figures]),
        (Column(words.comparison), [Cell(key.comparison) for key in block.figures]),
        (Column(words.change), [Cell(key.change) for key in block.figures]),
        (Column(words.certainty), [Cell(key.certainty) for key in block.figures]),
    )
    filled = [(column, cells) for column, cells in told if any(cell.text for cell in cells)]
    rows = tuple((Cell(key.label), *(cells[place] for _, cells in filled)) for place, key in enumerate(block.figures))
    return Table(
        name="",
        caption=block.title or words.keys,
        columns=(Column(words.indicator), *(column for column, _ in filled)),
        rows=rows,
        notes=tuple(f"{key.label}: {key.meaning}" for key in block.figures if key.meaning),
        source=", ".join(dict.fromkeys(key.source for key in block.figures if key.source)),
    )
