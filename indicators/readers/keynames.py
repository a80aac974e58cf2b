# SPDX-License-Identifier: EUPL-1.2
"""Compares keys with the names beside them: two columns that speak of different areas are told, never joined."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indicators.readers.findings import Finding
from indicators.readers.keys import KeyRule, normalise_key
from indicators.readers.mapping import Mapping as TableMapping
from indicators.readers.rawtable import cell_text
from indicators.readers.tables import Table, TableCell

_MOSTLY: Final = 0.5


def folded_name(name: str) -> str:
    """Return a name as it is compared: without regard to case, kinds of dash and doubled blanks.

    Parameters
    ----------
    name
        As written.

    Returns
    -------
    str
    """
    return " ".join(name.casefold().replace("–", "-").replace("—", "-").replace(" - ", "-").split())


def keys_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Return the key of each name that only one area has.

    Parameters
    ----------
    names
        Of the areas, by key.

    Returns
    -------
    dict of str to str
    """
    keys: dict[str, list[str]] = {}
    for key, name in names.items():
        keys.setdefault(folded_name(name), []).append(key)
    return {name: found[0] for name, found in keys.items() if name and len(found) == 1}


def compared(
    keys: Iterable[TableCell], names: Iterable[TableCell], rule: KeyRule, known: Mapping[str, str]
) -> Iterator[tuple[str, str, str, int]]:
    """Compare two columns row by row, where both speak of areas.

    Parameters
    ----------
    keys, names
        Their cells.
    rule
        How the keys are written.
    known
        The names of the areas, by key.

    Yields
    ------
    tuple
        The key, the key of the area that the name belongs to, the name, and the position of the row.
    """
    by_name, key_of = keys_by_name(known), rule.rewriter()
    folded: dict[str, str] = {}
    for place, (cell, named) in enumerate(zip(keys, names, strict=True)):
        if not isinstance(named, str):
            continue
        if named not in folded:
            folded[named] = by_name.get(folded_name(named), "")
        if other := folded[named]:
            key = key_of(normalise_key(cell_text(cell)))
            if key in known:
                yield key, other, named, place


def contradictions(table: Table, mapping: TableMapping, names: Mapping[str, str]) -> list[Finding]:
    """Tell of the rows whose key and name are those of two different areas.

    Parameters
    ----------
    table, mapping
        What is staged.
    names
        The names of the areas, by key.

    Returns
    -------
    list of Finding
        Warnings; a column counts as one of names when most of its distinct texts are.
    """
    if not names or not mapping.key_column or mapping.key_column not in table.header:
        return []
    figures = {each.column for each in mapping.values}
    others = [name for name in table.header if name not in {mapping.key_column, *figures}]
    keys, by_name, findings = table.column(mapping.key_column), keys_by_name(names), []
    for column in others:
        cells = table.column(column)
        texts = {cell for cell in cells if isinstance(cell, str) and cell}
        if not texts or sum(folded_name(text) in by_name for text in texts) <= len(texts) * _MOSTLY:
            continue
        for key, other, named, place in compared(keys, cells, mapping.key_rule, names):
            if key != other:
                params = {"key": key, "known": names[key], "name": named, "other": other}
                row = table.numbers[place]
                findings.append(Finding("key_name_differs", "warning", row, column, named, other, params))
    return findings
