# SPDX-License-Identifier: EUPL-1.2
"""What became of the areas of the version before: which go on as the same, and what is to be told of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from spatial.geometry.succession import NOBODY, Fate, NamedAreas, Succession, find_succession
from spatial.services.changesets.findings import NOTE, Found
from spatial.services.changesets.stored import StoredAreas

# An area that was split or merged is another area: its figures are not continued.
GOES_ON: Final = frozenset({Fate.UNCHANGED, Fate.RENAMED, Fate.KEY_CHANGED, Fate.BORDER_MOVED})
MOST_PARTNERS: Final = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """The version before and the one that comes: what goes on (new key to old key), rows to be shown, findings."""

    continues: dict[str, str]
    rows: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    found: tuple[Found, ...]
    is_changed: bool


def compared(before: StoredAreas, coming: NamedAreas) -> Comparison:
    """Compare two versions of one level."""
    old = NamedAreas(before.keys, before.names, before.geometries)
    succession = find_succession(old, coming)
    continues = {
        coming.keys[place]: before.keys[source]
        for place, source in enumerate(succession.source.tolist())
        if _goes_on(succession, place, source)
    }
    reused = tuple(key for key in succession.reused_keys if continues.get(key) != key)
    found = [Found("spatial.found_reused_keys", NOTE, reused, params={"count": len(reused)})] if reused else []
    rows = tuple(_rows(succession, old, coming))
    return Comparison(continues, rows, _counts(succession), tuple(found), _is_changed(succession, old, coming))


def _goes_on(succession: Succession, place: int, source: int) -> bool:
    return source != NOBODY and int(succession.heir[source]) == place and succession.origins[place] in GOES_ON


def _counts(succession: Succession) -> dict[str, int]:
    """Count old areas by what became of them, and new ones that come from nowhere."""
    return {
        fate.value: new if fate is Fate.NEW else old
        for fate, (old, new) in succession.counts.items()
        if (new if fate is Fate.NEW else old)
    }


def _is_changed(succession: Succession, old: NamedAreas, coming: NamedAreas) -> bool:
    """Say whether anything at all differs, be it a point of an outline."""
    if set(succession.fates) != {Fate.UNCHANGED} or len(old.keys) != len(coming.keys):
        return True
    heirs = succession.heir.tolist()
    return not all(old.geometries[place].equals(coming.geometries[heir]) for place, heir in enumerate(heirs))


def _rows(succession: Succession, old: NamedAreas, coming: NamedAreas) -> list[dict[str, Any]]:
    """Return a row for every old area that does not stay as it was, and for every new one that comes from nowhere."""
    partners: dict[int, list[tuple[float, int]]] = {}
    for exchange in succession.exchanges():
        partners.setdefault(exchange.old, []).append((exchange.share_of_old, exchange.new))
    rows = [
        {
            "fate": fate.value,
            "old": _area(old, place),
            "new": [
                {**_area(coming, new), "share": round(100 * share, 1)}
                for share, new in sorted(partners.get(place, ()), reverse=True)[:MOST_PARTNERS]
            ],
        }
        for place, fate in enumerate(succession.fates)
        if fate is not Fate.UNCHANGED
    ]
    fresh = [place for place, origin in enumerate(succession.origins) if origin is Fate.NEW]
    return [*rows, *({"fate": Fate.NEW.value, "old": None, "new": [_area(coming, place)]} for place in fresh)]


def _area(areas: NamedAreas, place: int) -> dict[str, Any]:
    return {"key": areas.keys[place], "name": areas.names[place]}


def everything_new(keys: Sequence[str]) -> Comparison:
    """Return the comparison with nothing: the level has no version before."""
    return Comparison({}, (), {Fate.NEW.value: len(keys)}, (), is_changed=True)
