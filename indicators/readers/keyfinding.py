# SPDX-License-Identifier: EUPL-1.2
"""Finds the column of the areas: how many of its cells are areas of which level and edition, and how written."""

import re
from collections.abc import Mapping
from typing import Final

from indicators.readers.keynames import compared, folded_name, keys_by_name
from indicators.readers.keys import KeyRule, normalise_key, propose_key
from indicators.readers.proposals import AreaList, KeyForm, KeyProposal, Repair
from indicators.readers.rawtable import cell_text
from indicators.readers.tables import Table

_SAMPLE: Final = 2_000
_MOST_SHOWN: Final = 20
_MOST_REPAIRS: Final = 50
_LEAST_SHARE: Final = 0.5
_LEAST_MATCHES: Final = 2
_DOUBT: Final = 0.1
_KEY_NAMES: Final = re.compile(
    r"schl(ü|ue)ssel|\bkey|key\b|\bnr\b|nummer|\bid\b|[-_]id\b|\bid[-_]|code|kennziffer|\bags\b|\bars\b|\bplr\b|\bbzr\b",
    re.IGNORECASE,
)
_FORMS: Final[tuple[KeyForm, ...]] = ("key", "label", "name")


def find_keys(table: Table, lists: tuple[AreaList, ...]) -> tuple[KeyProposal, ...]:
    """Compare each column with each list of areas.

    Parameters
    ----------
    table
        As its layout says.
    lists
        The areas by level and edition.

    Returns
    -------
    tuple of KeyProposal
        Best first: by the share of cells and of areas that fit, then by the number that fit, keys before
        labels before names. Empty when no column fits in half of its cells.
    """
    distinct = {name: _distinct(table, name) for name in table.header}
    found = [
        proposal
        for areas in lists
        for name, cells in distinct.items()
        if cells and (proposal := _best(name, cells, areas)) is not None
    ]
    found = [each for each in found if not _is_contradicted(each, found, table, lists)]
    sizes = {(areas.level, areas.edition): len(areas.names) for areas in lists}

    def rank(proposal: KeyProposal) -> tuple[float, int, int]:
        size = sizes[proposal.level, proposal.edition]
        # Cells that all say the same few areas do not fit better than every area once.
        both = 2 * min(proposal.matched, size) / (proposal.filled + size)
        is_doubtful = proposal.rule.width and not _is_confirmed(proposal, found, table, lists)
        return round(both - _DOUBT * bool(is_doubtful), 2), proposal.matched, -_FORMS.index(proposal.form)

    return tuple(sorted(found, key=rank, reverse=True))


def _agreement(
    key: KeyProposal, proposals: list[KeyProposal], table: Table, lists: tuple[AreaList, ...]
) -> tuple[int, int]:
    """Return in how many rows a column of keys says the same as the columns of names, and in how many another area."""
    areas = next(each for each in lists if (each.level, each.edition) == (key.level, key.edition))
    same = other = 0
    for named in proposals:
        if named.form == "name" and (named.level, named.edition) == (key.level, key.edition):
            for one, two, _name, _place in compared(
                table.column(key.column), table.column(named.column), key.rule, areas.names
            ):
                same, other = same + (one == two), other + (one != two)
    return same, other


def _is_contradicted(key: KeyProposal, proposals: list[KeyProposal], table: Table, lists: tuple[AreaList, ...]) -> bool:
    """Say whether the names beside a column of keys are mostly those of other areas: running numbers, for instance."""
    if key.form == "name":
        return False
    same, other = _agreement(key, proposals, table, lists)
    return other > same


def _is_confirmed(key: KeyProposal, proposals: list[KeyProposal], table: Table, lists: tuple[AreaList, ...]) -> bool:
    same, other = _agreement(key, proposals, table, lists)
    return same > other


def _distinct(table: Table, name: str) -> list[str]:
    return list(dict.fromkeys(text for cell in table.column(name) if (text := normalise_key(cell_text(cell)))))


def _best(column: str, cells: list[str], areas: AreaList) -> KeyProposal | None:
    keys = areas.names
    width = _width(keys)
    rules: list[tuple[KeyForm, KeyRule]] = [("key", KeyRule())]
    # Small numbers become keys as soon as zeros are put in front: the column has to say that it holds keys.
    if width and _KEY_NAMES.search(column):
        rules.append(("key", KeyRule(width=width)))
    rules += [("label", KeyRule(label="leading")), ("label", KeyRule(label="trailing"))]
    sample = cells[:_SAMPLE]
    counted = [(sum(map(keys.__contains__, map(rule.rewriter(), sample))), form, rule) for form, rule in rules]
    by_name = keys_by_name(areas.names)
    named = sum(folded_name(cell) in by_name for cell in sample)
    matched, form, rule = max(counted, key=lambda each: each[0])
    if named > matched:
        form, rule = (
            "name",
            KeyRule(
                renames=tuple((cell, by_name[folded_name(cell)]) for cell in cells if folded_name(cell) in by_name)
            ),
        )
        matched = named
    if matched < min(_LEAST_MATCHES, len(keys)) or matched < _LEAST_SHARE * len(sample):
        return None
    key_of = rule.rewriter()
    unmatched = [cell for cell in cells if key_of(cell) not in keys]
    shown = tuple(unmatched[:_MOST_SHOWN])
    rewritten = next((cell for cell in cells if key_of(cell) in keys and cell not in keys), "")
    count = len(cells) - len(unmatched)
    return KeyProposal(column, areas.level, areas.edition, form, rule, count, len(cells), shown, rewritten)


def _width(keys: Mapping[str, str]) -> int:
    widths = {len(key) for key in keys}
    is_numeric = all(key.isascii() and key.isdigit() for key in keys)
    return widths.pop() if len(widths) == 1 and is_numeric and any(key.startswith("0") for key in keys) else 0


def find_repairs(table: Table, key: KeyProposal, areas: AreaList) -> tuple[Repair, ...]:
    """Propose an area for each delivered key that is none.

    Parameters
    ----------
    table, key
        The column of the areas.
    areas
        The list that it was compared with.

    Returns
    -------
    tuple of Repair
        One per distinct cell: a former key, a lost zero, or a name, where exactly one area fits.
    """
    by_name, key_of = keys_by_name(areas.names), key.rule.rewriter()
    repairs: dict[str, Repair] = {}
    for number, cell in zip(table.numbers, table.column(key.column), strict=True):
        delivered = normalise_key(cell_text(cell))
        written = key_of(delivered)
        if not delivered or delivered in repairs or written in areas.names or len(repairs) >= _MOST_REPAIRS:
            continue
        if written in areas.former:
            repairs[delivered] = Repair(number, delivered, areas.former[written], "former")
        elif proposal := propose_key(written, areas.names):
            repairs[delivered] = Repair(number, delivered, proposal, "lost_zero")
        elif named := by_name.get(folded_name(delivered)):
            repairs[delivered] = Repair(number, delivered, named, "name")
    return tuple(repairs.values())
