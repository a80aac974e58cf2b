# SPDX-License-Identifier: EUPL-1.2
"""What the keys of cells say in the names that people know: what is counted, where, when; for approvers alone.

A key may hold a former value (``~200.0``); no name repeats it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from indicators.models import Breakdown, IndicatorDefinition, Variable
from indicators.stats.disclosure.boundaries import PIECE, STRIP
from indicators.stats.disclosure.relations import REST
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow

_TOTAL: Final = "gesamt"
_BELOW: Final = "//"
_ELSEWHERE: Final = "/elsewhere"
_FORMER: Final = "~"
_OWN: Final = "="
_FIELDS: Final = 5


class CellKind(StrEnum):
    """What a cell is: a figure itself, or something that only follows from figures."""

    PLAIN = "plain"
    FORMER = "former"
    """A value that was corrected since."""
    BELOW = "below"
    """What is left of the second cell without the first."""
    OTHERS = "others"
    """What is left of a whole without the groups that are counted."""
    ELSEWHERE = "elsewhere"
    """What is left of an area without those within it."""
    SHARED = "shared"
    """What an old and a new area have in common, or what was handed over from one to the other."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One figure in names; ``period`` is a code."""

    what: str
    area: str
    level: str
    period: str
    edition: str


@dataclass(frozen=True, slots=True)
class CellName:
    """What a key says: its kind, and the figures that it is made of; ``key`` where nobody knows it (any more)."""

    kind: CellKind
    places: tuple[PlaceName, ...]
    key: str = ""


def cell_names(organisation: Organisation, keys: Collection[str]) -> dict[str, CellName]:
    """Return the names of cells by their keys."""
    if not keys:
        return {}
    book = _Book.of(organisation)
    return {key: book.name(key) for key in keys}


def short_names(organisation: Organisation) -> dict[str, str]:
    """Return the newest short name of each indicator by its slug."""
    return {slug: short or name for slug, name, short in _defined(organisation)}


def full_names(organisation: Organisation) -> dict[str, str]:
    """Return the newest name of each indicator by its slug."""
    return {slug: name or short for slug, name, short in _defined(organisation)}


def _defined(organisation: Organisation) -> Iterable[tuple[str, str, str]]:
    rows = IndicatorDefinition.objects.filter(organisation=organisation).order_by("valid_from")
    return rows.values_list("indicator__slug", "name", "short_name")


@dataclass(frozen=True, slots=True)
class _Book:
    """The names of an organisation: of variables, groups and indicators by slug, of areas by edition and level."""

    variables: Mapping[str, str]
    groups: Mapping[str, str]
    indicators: Mapping[str, str]
    versions: Mapping[tuple[str, str], BoundaryVersionRow]

    @classmethod
    def of(cls, organisation: Organisation) -> "_Book":
        return cls(
            dict(Variable.objects.filter(organisation=organisation).values_list("slug", "name")),
            dict(Breakdown.objects.filter(organisation=organisation).values_list("slug", "name")),
            short_names(organisation),
            {(row.edition, row.level): row for row in levels.boundary_versions_of(organisation)},
        )

    def name(self, key: str) -> CellName:
        kind, parts = _read(key)
        places = tuple(place for part in parts if (place := self._place(part)) is not None)
        return CellName(kind, places) if len(places) == len(parts) else CellName(CellKind.UNKNOWN, (), key)

    def _place(self, key: str) -> PlaceName | None:
        fields = key.partition(_FORMER)[0].split(":", _FIELDS - 1)
        if len(fields) < _FIELDS:
            return None
        series, period, edition, level, unit = fields
        version = self.versions.get((edition, level))
        area = None if version is None else units.unit_by_key(version.id, unit)
        if version is None or area is None:
            return None
        return PlaceName(self._series(series), area.name, version.level_name, period, version.name)

    def _series(self, code: str) -> str:
        if code.startswith(_OWN):
            slug, _, _part = code.removeprefix(_OWN).partition("/")
            return self.indicators.get(slug, slug)
        variable, _, group = code.partition(".")
        name = self.variables.get(variable, variable)
        # A crossing that nobody declared has no name of its own.
        named = " × ".join(self.groups.get(each, each) for each in group.split(" × "))
        return name if group in {"", _TOTAL} else f"{name}, {named}"


def _read(key: str) -> tuple[CellKind, tuple[str, ...]]:
    """Return what kind of cell a key means, and the keys of the figures that it is made of."""
    for mark, kind in ((_BELOW, CellKind.BELOW), (PIECE, CellKind.SHARED), (STRIP, CellKind.SHARED)):
        first, found, second = key.partition(mark)
        if found:
            return kind, (first, second)
    for mark, kind in ((REST, CellKind.OTHERS), (_ELSEWHERE, CellKind.ELSEWHERE)):
        own, found, _ = key.partition(mark)
        if found:
            return kind, (own,)
    return (CellKind.FORMER if _FORMER in key else CellKind.PLAIN), (key,)
