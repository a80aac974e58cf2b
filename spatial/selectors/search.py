# SPDX-License-Identifier: EUPL-1.2
"""Search for areas by name or key, whatever the spelling of umlauts."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from spatial.selectors.kept import Kept
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, OrganisationKey, SearchHit, UnitRow
from spatial.selectors.units import CACHED_VERSIONS, unit_by_id, unit_rows

LIMIT: Final = 20
LONGEST_TEXT: Final = 100
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BLANKS: Final = str.maketrans(dict.fromkeys("-–/.,()", " "))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text in the two spellings in which it is looked for: Müggelheim is Mueggelheim and Muggelheim."""

    long: str
    short: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """An area that was found, and how far it is from what was asked for."""

    version: BoundaryVersionRow
    unit: UnitRow
    distance: int
    folded: _Folded


def search(
    organisation: OrganisationKey, text: str, *, level: str | None = None, edition: str | None = None
) -> tuple[SearchHit, ...]:
    """Return at most 20 areas whose name holds the text or whose key begins with it; what holds today comes first.

    An area that several editions hold under the same name is found once, in the newest of them. Text without a letter
    or digit finds nothing.
    """
    wanted = _folded(" ".join(text.split())[:LONGEST_TEXT])
    if not any(sign.isalnum() for sign in wanted.short):
        return ()
    today = timezone.localdate()
    versions = boundary_versions_of(organisation)
    asked = [row for row in versions if level in {None, row.level} and edition in {None, row.edition}]
    found = sorted(_found(asked, wanted, today), key=lambda one: _order(one, today))
    return tuple(_hit(one, versions, today) for one in found[:LIMIT])


def _found(versions: Iterable[BoundaryVersionRow], wanted: _Folded, today: date) -> Iterator[_Found]:
    seen: set[tuple[int, str, str]] = set()
    # Python's sort is stable: among the current and among the others the newest stays in front.
    for version in sorted(versions, key=lambda row: not row.is_valid_on(today)):
        for unit, folded in zip(unit_rows(version.id), _FOLDED(version.id), strict=True):
            distance = _distance(folded, wanted)
            identity = (unit.unit_id, unit.key, unit.name)
            if distance is not None and identity not in seen:
                seen.add(identity)
                yield _Found(version, unit, distance, folded)


def _distance(text: _Folded, wanted: _Folded) -> int | None:
    """Return 0 for a whole name or key, 1 for its beginning, 2 for a key's, 3 for a word's, 4 for a part, else None."""
    is_part = wanted.short in text.short or wanted.long in text.long
    if not is_part and not text.key.startswith(wanted.key):
        return None
    if wanted.long == text.long or wanted.key == text.key:
        return 0
    if text.long.startswith(wanted.long) or text.short.startswith(wanted.short):
        return 1
    if text.key.startswith(wanted.key):
        return 2
    return 3 if f" {wanted.long}" in text.long or f" {wanted.short}" in text.short else 4


def _order(one: _Found, today: date) -> tuple[bool, int, int, int, str, str]:
    """Return what hits are sorted by; names as in a German dictionary (DIN 5007-1: ä as a)."""
    version = one.version
    is_past = not version.is_valid_on(today)
    return (
        is_past,
        one.distance,
        -version.valid_from.toordinal(),
        version.level_position,
        one.folded.short,
        one.unit.key,
    )


def _hit(one: _Found, versions: Iterable[BoundaryVersionRow], today: date) -> SearchHit:
    version, unit = one.version, one.unit
    siblings = [row.id for row in versions if row.edition == version.edition]
    parents = (unit_by_id(sibling, unit.parent_id) for sibling in siblings) if unit.parent_id is not None else ()
    return SearchHit(
        level=version.level,
        level_name=version.level_name,
        edition=version.edition,
        edition_name=version.name,
        is_current=version.is_valid_on(today),
        key=unit.key,
        name=unit.name,
        parent_name=next((parent.name for parent in parents if parent), ""),
        boundary_version_id=version.id,
        unit_id=unit.unit_id,
    )


def _folded(text: str, key: str | None = None) -> _Folded:
    small = unicodedata.normalize("NFC", text).casefold().translate(_BLANKS)
    return _Folded(_plain(small.translate(_UMLAUTS)), _plain(small), (text if key is None else key).casefold())


def _plain(text: str) -> str:
    """Return the text without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _all_folded(boundary_version_id: int) -> tuple[_Folded, ...]:
    return tuple(_folded(row.name, row.key) for row in unit_rows(boundary_version_id))


_FOLDED: Final = Kept(_all_folded, CACHED_VERSIONS)
